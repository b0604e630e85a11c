import { metadataPath } from '#edition';
import type { Keys } from './authority.ts';

export type Json = Record<string, unknown> & { signed: { version: number } };

/** The edition that is altered. */
export type Genuine = {
  keys: Keys;
  files: ReadonlyMap<string, Uint8Array>;
  /** All files of the edition before. */
  before: ReadonlyMap<string, Uint8Array>;
  /** Milliseconds since 1970. */
  at: number;
  story: string;
  other: string;
};

/** @throws Error where there is no such file */
export const read = (files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array => {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`The vectors have no "${path}"`);
  return bytes;
};

export const parsed = (bytes: Uint8Array): Json => JSON.parse(Buffer.from(bytes).toString()) as Json;

/** The newest file of a role. */
export const pathOf = (files: ReadonlyMap<string, Uint8Array>, role: string): string => {
  const versions = [...files.keys()].flatMap((path) => {
    const [, version, name] = /^edition\/tuf\/(\d+)\.(\w+)\.json$/.exec(path) ?? [];
    return name === role ? [Number(version)] : [];
  });
  return metadataPath(role, Math.max(...versions));
};

export function flipped(bytes: Uint8Array, at = bytes.length >> 1): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
