import { equalBytes } from './bytes.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import type { Sha256 } from './hash.ts';

/* The log of editions: a Merkle tree over their records as in RFC 6962, section 2.1, so that outside witnesses and
   monitors can follow it with the programs they have. */

/** Hashes in one tile of the log. */
export const TILE_HASHES = 256;

/** What a hash of the log is over: RFC 6962, 2.1: "MTH({d(0)}) = SHA-256(0x00 || d(0))". */
export const leafInput = (entry: Uint8Array): Uint8Array => joined([0], entry);
/** RFC 6962, 2.1: "SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))". */
export const parentInput = (left: Uint8Array, right: Uint8Array): Uint8Array => joined([1], left, right);

/**
 * The hashes of the largest full subtrees that together hold all leaves, the leftmost and largest first: all that is
 * needed to add to a log and to know its root.
 */
export type LogState = { size: number; peaks: readonly Uint8Array[] };

export const EMPTY_LOG: LogState = { size: 0, peaks: [] };

/** The log with one leaf more. */
export function appendLeaf(state: LogState, leaf: Uint8Array, hash: Sha256): LogState {
  const peaks = [...state.peaks];
  let top = leaf;
  for (let rest = state.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = peaks.pop();
    if (left === undefined) throw new EditionError('malformed', 'The state of the log lacks a hash');
    top = hash(parentInput(left, top));
  }
  return { size: state.size + 1, peaks: [...peaks, top] };
}

/** The root hash of a log. */
export function logRoot(state: LogState, hash: Sha256): Uint8Array {
  const [last, ...lefts] = [...state.peaks].reverse();
  if (last === undefined) return hash(new Uint8Array(0));
  return lefts.reduce((right, left) => hash(parentInput(left, right)), last);
}

/** The hash over the full subtree of 2^level leaves that is number `index` of its size. */
export type LogHash = (level: number, index: number) => Uint8Array;

/** The proof that a leaf is in the log of a size. RFC 6962, 2.1.1. */
export function inclusionProof(index: number, size: number, at: LogHash, hash: Sha256): Uint8Array[] {
  if (index < 0 || index >= size) throw new EditionError('missing', `The log has no entry ${index}`);
  return pathTo(index, 0, size, at, hash);
}

/** The proof that the log of a size begins with all of an earlier one. RFC 6962, 2.1.2. */
export function consistencyProof(first: number, size: number, at: LogHash, hash: Sha256): Uint8Array[] {
  if (first < 0 || first > size) throw new EditionError('missing', `The log has not ${first} entries yet`);
  return first === 0 || first === size ? [] : subproof(first, 0, size, true, at, hash);
}

/**
 * Checks that an entry stands at an index of a log that is trusted up to a size. RFC 9162, 2.1.3.2.
 *
 * @throws EditionError `wrong_proof`
 */
export async function checkInclusion(options: {
  entry: Uint8Array;
  index: number;
  size: number;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}): Promise<void> {
  const { index, size, root, proof } = options;
  if (index >= size) throw wrong('names an entry beyond the end of the log');
  let [own, last] = [index, size - 1];
  let result = await sha256(leafInput(options.entry));
  for (const hash of proof) {
    if (last === 0) throw wrong('goes on after its end');
    if (own % 2 === 1 || own === last) {
      result = await sha256(parentInput(hash, result));
      while (own % 2 === 0 && own !== 0) [own, last] = [own / 2, Math.floor(last / 2)];
    } else {
      result = await sha256(parentInput(result, hash));
    }
    [own, last] = [Math.floor(own / 2), Math.floor(last / 2)];
  }
  if (last !== 0 || !equalBytes(result, root)) throw wrong('does not lead to the root of the log');
}

/**
 * Checks that a log only grew. RFC 9162, 2.1.4.2.
 *
 * @throws EditionError `wrong_proof`
 */
export async function checkConsistency(options: {
  before: { size: number; root: Uint8Array };
  after: { size: number; root: Uint8Array };
  proof: readonly Uint8Array[];
}): Promise<void> {
  const { before, after, proof } = options;
  if (before.size > after.size) throw wrong('is of a log that became shorter');
  if (before.size === 0 || before.size === after.size) {
    if (proof.length > 0) throw wrong('goes on after its end');
    if (before.size === after.size && !equalBytes(before.root, after.root))
      throw wrong('shows two logs of one size');
    return;
  }
  let [own, last] = [before.size - 1, after.size - 1];
  while (own % 2 === 1) [own, last] = [(own - 1) / 2, Math.floor(last / 2)];
  // A log of 2^n entries is a subtree itself; then the proof leaves its root out.
  const [start, ...rest] = own === 0 ? [before.root, ...proof] : proof;
  if (start === undefined) throw wrong('ends too early');
  let [old, grown] = [start, start];
  for (const hash of rest) {
    if (last === 0) throw wrong('goes on after its end');
    if (own % 2 === 1 || own === last) {
      old = await sha256(parentInput(hash, old));
      grown = await sha256(parentInput(hash, grown));
      while (own % 2 === 0 && own !== 0) [own, last] = [own / 2, Math.floor(last / 2)];
    } else {
      grown = await sha256(parentInput(grown, hash));
    }
    [own, last] = [Math.floor(own / 2), Math.floor(last / 2)];
  }
  if (last !== 0 || !equalBytes(old, before.root) || !equalBytes(grown, after.root)) {
    throw wrong('does not lead from the one log to the other');
  }
}

function pathTo(index: number, start: number, size: number, at: LogHash, hash: Sha256): Uint8Array[] {
  if (size === 1) return [];
  const split = splitOf(size);
  return index < split
    ? [...pathTo(index, start, split, at, hash), hashOf(start + split, size - split, at, hash)]
    : [...pathTo(index - split, start + split, size - split, at, hash), hashOf(start, split, at, hash)];
}

function subproof(
  first: number,
  start: number,
  size: number,
  whole: boolean,
  at: LogHash,
  hash: Sha256,
): Uint8Array[] {
  if (first === size) return whole ? [] : [hashOf(start, size, at, hash)];
  const split = splitOf(size);
  return first <= split
    ? [...subproof(first, start, split, whole, at, hash), hashOf(start + split, size - split, at, hash)]
    : [
        ...subproof(first - split, start + split, size - split, false, at, hash),
        hashOf(start, split, at, hash),
      ];
}

/** The hash over some leaves; `start` is a multiple of the largest power of two that `size` holds. */
function hashOf(start: number, size: number, at: LogHash, hash: Sha256): Uint8Array {
  const level = Math.log2(size);
  if (Number.isInteger(level)) return at(level, start / size);
  const split = splitOf(size);
  return hash(parentInput(hashOf(start, split, at, hash), hashOf(start + split, size - split, at, hash)));
}

/** The largest power of two below a size. */
const splitOf = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);

function joined(tag: readonly number[], ...parts: Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, tag.length));
  bytes.set(tag);
  let end = tag.length;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}

const wrong = (problem: string): EditionError => new EditionError('wrong_proof', `The proof ${problem}`);
