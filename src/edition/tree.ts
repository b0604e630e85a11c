import { compareBytes, HASH_BYTES, toHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import type { Sha256 } from './hash.ts';
import type { Branch, Leaf, Records } from './node.ts';
import {
  decodeNode,
  DEPTH,
  encodeBranch,
  encodeLeaf,
  KEY_BYTES,
  LEAF_UNITS,
  nibble,
  RECORD_BYTES,
} from './node.ts';
import { said } from './said.ts';

/** Where a tree's nodes and units live, by the hash of their bytes. */
export type TreeSource = {
  /** @throws when there is nothing under this hash */
  read: (hash: Uint8Array) => Uint8Array;
  sha256: Sha256;
};

export type TreeStore = TreeSource & { write: (hash: Uint8Array, bytes: Uint8Array) => void };

/** The place of a unit key in the tree. */
export const placeOf = (key: string, sha256: Sha256): Uint8Array =>
  sha256(toUtf8(key)).subarray(0, KEY_BYTES);

/** The record of a unit, from its place and the hash of its bytes. */
export function recordOf(place: Uint8Array, unitHash: Uint8Array): Uint8Array {
  const record = new Uint8Array(RECORD_BYTES);
  record.set(place);
  record.set(unitHash, KEY_BYTES);
  return record;
}

/** Puts records in order and drops repeated ones. */
export function sortRecords(list: readonly Uint8Array[]): Records {
  const sorted = [...list].sort((a, b) => compareBytes(a, b, RECORD_BYTES));
  const kept = sorted.filter((record, at) => {
    const before = sorted[at - 1];
    return before === undefined || compareBytes(before, record, RECORD_BYTES) !== 0;
  });
  const records = new Uint8Array(kept.length * RECORD_BYTES);
  kept.forEach((record, at) => records.set(record, at * RECORD_BYTES));
  return records;
}

/**
 * Writes the tree that comes of an old one by taking records out and putting others in, and gives the hash of its
 * root. Only nodes on the way to those records are read and written. The result depends on the records alone: it is
 * the same whether they came one by one, all at once or by any detour.
 *
 * @param root the old tree, or null to start from nothing
 * @throws EditionError `missing` when a record to take out is not there
 */
export function updateTree(
  store: TreeStore,
  root: Uint8Array | null,
  change: { remove: Records; add: Records },
): Uint8Array {
  return update(store, root, change, 0) ?? writeNode(store, encodeLeaf(new Uint8Array(0)));
}

type Change = { remove: Records; add: Records };

function update(store: TreeStore, hash: Uint8Array | null, change: Change, depth: number): Uint8Array | null {
  const node = hash === null ? null : decodeNode(store.read(hash));
  if (node === null || node.kind === 'leaf') {
    return build(store, replaced(node?.records ?? new Uint8Array(0), change), depth);
  }
  const units = node.units + (change.add.length - change.remove.length) / RECORD_BYTES;
  if (units <= LEAF_UNITS) return build(store, replaced(gather(store, node), change), depth);
  const [removed, added] = [byNibble(change.remove, depth), byNibble(change.add, depth)];
  const children = node.children.map((child, at) => {
    const part = { remove: removed[at] ?? new Uint8Array(0), add: added[at] ?? new Uint8Array(0) };
    return part.remove.length + part.add.length === 0 ? child : update(store, child, part, depth + 1);
  });
  return writeNode(store, encodeBranch(units, children));
}

function build(store: TreeStore, records: Records, depth: number): Uint8Array | null {
  if (records.length === 0) return null;
  const units = records.length / RECORD_BYTES;
  if (units <= LEAF_UNITS) return writeNode(store, encodeLeaf(records));
  if (depth === DEPTH)
    throw new EditionError('path_conflict', said`Too many unit keys share one place in the tree`);
  const children = byNibble(records, depth).map((part) => build(store, part, depth + 1));
  return writeNode(store, encodeBranch(units, children));
}

function writeNode(store: TreeStore, bytes: Uint8Array): Uint8Array {
  const hash = store.sha256(bytes);
  store.write(hash, bytes);
  return hash;
}

/** Sixteen views of ordered records, one for each half byte at a depth. */
function byNibble(records: Records, depth: number): Records[] {
  const parts: Records[] = [];
  let start = 0;
  for (let value = 0; value < 16; value++) {
    let end = start;
    while (end < records.length && nibble(records, depth, end) === value) end += RECORD_BYTES;
    parts.push(records.subarray(start, end));
    start = end;
  }
  return parts;
}

/** Old records without the removed and with the added ones; all three in order. */
function replaced(old: Records, change: Change): Records {
  const merged = new Uint8Array(old.length + change.add.length);
  let [at, removed, added, end] = [0, 0, 0, 0];
  const take = (from: Records, offset: number): void => {
    merged.set(from.subarray(offset, offset + RECORD_BYTES), end);
    end += RECORD_BYTES;
  };
  while (at < old.length || added < change.add.length) {
    const order = orderAt(old, at, change.add, added);
    if (order > 0) {
      take(change.add, added);
      added += RECORD_BYTES;
      continue;
    }
    if (removed < change.remove.length && orderAt(old, at, change.remove, removed) === 0) {
      removed += RECORD_BYTES;
    } else if (order < 0) {
      take(old, at);
    }
    at += RECORD_BYTES;
  }
  if (removed !== change.remove.length) {
    throw new EditionError(
      'missing',
      said`The tree lacks the record ${toHex(change.remove.subarray(removed, removed + 8))}`,
    );
  }
  return merged.slice(0, end);
}

/** Order of two records, an end counting as the highest. */
function orderAt(a: Records, atA: number, b: Records, atB: number): number {
  if (atA >= a.length) return 1;
  if (atB >= b.length) return -1;
  return compareBytes(a, b, RECORD_BYTES, atA, atB);
}

function gather(source: TreeSource, node: Leaf | Branch): Records {
  if (node.kind === 'leaf') return node.records;
  const parts = node.children.flatMap((child) =>
    child === null ? [] : [gather(source, decodeNode(source.read(child)))],
  );
  const records = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    records.set(part, end);
    end += part.length;
  }
  return records;
}

/** All records of a tree, in order. Each node's hash is shown to `seen` first; answering true skips what is below. */
export function* walkTree(
  source: Pick<TreeSource, 'read'>,
  root: Uint8Array,
  seen: (hash: Uint8Array) => boolean = () => false,
): Generator<Records> {
  if (seen(root)) return;
  const node = decodeNode(source.read(root));
  if (node.kind === 'leaf') {
    if (node.records.length > 0) yield node.records;
    return;
  }
  for (const child of node.children) if (child !== null) yield* walkTree(source, child, seen);
}

/** Hashes of the units that stand at a place: one or none, but for keys whose hashes begin alike. */
export function unitsAt(source: Pick<TreeSource, 'read'>, root: Uint8Array, place: Uint8Array): Uint8Array[] {
  let hash = root;
  for (let depth = 0; depth <= DEPTH; depth++) {
    const node = decodeNode(source.read(hash));
    if (node.kind === 'leaf') return matches(node.records, place);
    const child = node.children[nibble(place, depth)];
    if (child === null || child === undefined) return [];
    hash = child;
  }
  throw new EditionError('malformed', said`The tree is deeper than any tree can be`);
}

/** The unit hashes of a leaf's records that have this place. */
export function matches(records: Records, place: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    if (compareBytes(records, place, KEY_BYTES, at) === 0) {
      found.push(records.subarray(at + KEY_BYTES, at + KEY_BYTES + HASH_BYTES));
    }
  }
  return found;
}
