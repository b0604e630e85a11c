import { hash } from 'node:crypto';

export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes);

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
