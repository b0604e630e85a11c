import { hash } from 'node:crypto';

/*
 * A pack: the magic, objects one after the other, then the index (one record for each object, in order of hash), then
 * the trailer. Numbers are big-endian. A pack never changes after it has its name, which is the start of the SHA-256
 * of its index.
 */
export const MAGIC = Buffer.from('LWPACK1\n');
/** Hash 32, offset 6, length 4. */
export const RECORD = 42;
/** Count 4, offset of the index 6, SHA-256 of the index 32, magic 8. */
export const TRAILER = 50;
export const LARGEST_OBJECT = 0xffff_ffff;

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');

export const packName = (indexHash: Uint8Array): string =>
  `${Buffer.from(indexHash.buffer, indexHash.byteOffset, 16).toString('hex')}.pack`;

export function trailer(count: number, indexAt: number, indexHash: Uint8Array): Buffer {
  const bytes = Buffer.alloc(TRAILER);
  bytes.writeUInt32BE(count, 0);
  bytes.writeUIntBE(indexAt, 4, 6);
  bytes.set(indexHash, 10);
  bytes.set(MAGIC, 42);
  return bytes;
}
