import { equalBytes, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import { decodeNode, DEPTH, KEY_BYTES, nibble, RECORD_BYTES } from './node.ts';
import type { Records } from './node.ts';
import { checkPath, unitOf } from './path.ts';
import { matches, placeOf } from './tree.ts';
import type { TreeSource } from './tree.ts';
import { decodeUnit } from './unit.ts';
import type { FileEntry } from './unit.ts';
import { said } from './said.ts';

/** The nodes from the root towards a path's place, then the units that stand there (one, as a rule). */
export type Proof = Uint8Array[];

/** Collects the proof of what a tree says about a path, be it an entry or that there is none. */
export function makeProof(source: TreeSource, root: Uint8Array, path: string): Proof {
  const place = placeOf(unitOf(path), source.sha256);
  const proof: Proof = [];
  let hash: Uint8Array | null | undefined = root;
  for (let depth = 0; hash !== null && hash !== undefined; depth++) {
    const bytes = source.read(hash);
    proof.push(bytes);
    const node = decodeNode(bytes);
    if (node.kind === 'leaf')
      return [...proof, ...matches(node.records, place).map((unit) => source.read(unit))];
    hash = node.children[nibble(place, depth)];
  }
  return proof;
}

/**
 * Checks a proof against a root that is already trusted and gives the path's entry, or null where the proof shows that
 * the edition has no such file. Runs wherever WebCrypto does.
 *
 * @throws EditionError `hash_mismatch`, `wrong_proof` or `malformed`; nothing of the proof is to be believed then
 */
export async function checkProof(root: Uint8Array, path: string, proof: Proof): Promise<FileEntry | null> {
  checkPath(path);
  const key = unitOf(path);
  const place = (await sha256(toUtf8(key))).subarray(0, KEY_BYTES);
  let expected = root;
  for (let depth = 0; depth <= DEPTH; depth++) {
    const node = decodeNode(await checked(proof[depth], expected));
    if (node.kind === 'leaf') {
      checkPrefix(node.records, place, depth);
      return entryFrom(proof.slice(depth + 1), matches(node.records, place), key, path);
    }
    const child = node.children[nibble(place, depth)] ?? null;
    if (child === null) {
      if (proof.length !== depth + 1) throw leftOver(path);
      return null;
    }
    expected = child;
  }
  throw new EditionError('malformed', said`The proof is deeper than any tree can be`);
}

async function checked(bytes: Uint8Array | undefined, expected: Uint8Array): Promise<Uint8Array> {
  if (bytes === undefined)
    throw new EditionError('wrong_proof', said`The proof ends before it reaches the path`);
  if (!equalBytes(await sha256(bytes), expected)) {
    throw new EditionError('hash_mismatch', said`A part of the proof is not what the part above it names`);
  }
  return bytes;
}

function checkPrefix(records: Records, place: Uint8Array, depth: number): void {
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    for (let level = 0; level < depth; level++) {
      if (nibble(records, level, at) !== nibble(place, level)) {
        throw new EditionError('malformed', said`A leaf holds a unit that belongs elsewhere in the tree`);
      }
    }
  }
}

async function entryFrom(
  units: readonly Uint8Array[],
  hashes: readonly Uint8Array[],
  key: string,
  path: string,
): Promise<FileEntry | null> {
  if (units.length > hashes.length) throw leftOver(path);
  let found: FileEntry | null = null;
  for (const [at, hash] of hashes.entries()) {
    const unit = decodeUnit(await checked(units[at], hash));
    if (unit.key === key) found = unit.files.find((file) => file.path === path) ?? null;
  }
  return found;
}

const leftOver = (path: string): EditionError =>
  new EditionError('wrong_proof', said`The proof for "${path}" goes on after its end`);
