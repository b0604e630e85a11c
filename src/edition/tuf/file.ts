import { toHex } from '../bytes.ts';
import { TufError } from './error.ts';
import { integerIn, malformed, mapIn, objectIn, own, textIn } from './field.ts';
import type { Fields } from './field.ts';
import { said } from '../said.ts';

/** Hashes in lower-case hexadecimal, by the name of their function: `sha256`, `sha512`. */
export type Hashes = Record<string, string>;

/** What a role says of a file of metadata below it. Specification 4.4, METAFILES. */
export type MetaFile = { version: number; length?: number; hashes?: Hashes };

/** What a role says of a target. Specification 4.5, TARGETS. */
export type TargetFile = { length: number; hashes: Hashes; custom?: Record<string, unknown> };

/** The hash functions that WebCrypto has, strongest last. */
const FUNCTIONS = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;
type Known = keyof typeof FUNCTIONS;
const KNOWN: readonly Known[] = ['sha256', 'sha384', 'sha512'];

export const readMetaFiles = (signed: Fields, role: string): Record<string, MetaFile> =>
  mapIn(signed, 'meta', role, (file) => ({
    ...file,
    version: integerIn(file, 'version', role, 1),
    ...(own(file, 'length') === undefined ? {} : { length: integerIn(file, 'length', role, 0) }),
    ...(own(file, 'hashes') === undefined ? {} : { hashes: readHashes(file, role) }),
  }));

export function readTargetFile(file: Fields, role: string): TargetFile {
  const custom = own(file, 'custom');
  return {
    ...file,
    length: integerIn(file, 'length', role, 0),
    hashes: readHashes(file, role),
    ...(custom === undefined ? {} : { custom: objectIn(custom, role, 'custom') }),
  };
}

function readHashes(file: Fields, role: string): Hashes {
  const hashes = objectIn(own(file, 'hashes'), role, 'hashes');
  const names = Object.keys(hashes);
  if (names.length === 0) throw malformed(role, said`has no hash in "hashes"`);
  return Object.fromEntries(names.map((name) => [name, textIn(hashes, name, role)]));
}

/** A hash that a target's file may be named after: the first whose function we know. */
export function nameHash(hashes: Hashes): string | null {
  for (const name of KNOWN) {
    const hash = own(hashes, name);
    if (hash !== undefined) return hash;
  }
  return null;
}

/**
 * Compares bytes with what the role above says of them. Every hash whose function we know must match, and one there must
 * be.
 *
 * @throws TufError `length_mismatch`, `hash_mismatch`, `unsupported`
 */
export async function checkFile(
  bytes: Uint8Array,
  file: { length?: number; hashes?: Hashes },
  what: string,
  role: string,
): Promise<void> {
  if (file.length !== undefined && bytes.length !== file.length) {
    const problem = said`${what} has ${bytes.length} bytes instead of ${file.length}`;
    throw new TufError('length_mismatch', problem, { role });
  }
  if (file.hashes === undefined) return;
  const known = KNOWN.filter((name) => Object.hasOwn(file.hashes ?? {}, name));
  if (known.length === 0) {
    throw new TufError('unsupported', said`${what} has no hash that this program can check`, { role });
  }
  for (const name of known) {
    const hash = await crypto.subtle.digest(FUNCTIONS[name], new Uint8Array(bytes));
    if (toHex(new Uint8Array(hash)) !== file.hashes[name]) {
      throw new TufError('hash_mismatch', said`${what} is not the file that its ${name} names`, { role });
    }
  }
}
