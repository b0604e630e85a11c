import { decodeNode, decodeUnit, KEY_BYTES, RECORD_BYTES, toHex } from '#edition';
import type { Branch, FileEntry, Leaf, TreeSource } from '#edition';

/* Walks over a tree that say where a node stands. */

/** The hash of the node that half bytes, as hexadecimal digits, lead to; null where there is none. */
export function childAt(source: TreeSource, root: Uint8Array, prefix: string): Uint8Array | null {
  let hash: Uint8Array | null = root;
  for (const digit of prefix) {
    const node: Branch | Leaf = decodeNode(source.read(hash));
    hash = node.kind === 'leaf' ? null : (node.children[Number.parseInt(digit, 16)] ?? null);
    if (hash === null) return null;
  }
  return hash;
}

/** A part of a tree, as a walk meets it. Hashes are hexadecimal. A unit is alone where no other shares its place. */
export type Part =
  | { kind: 'node'; hash: string; prefix: string }
  | { kind: 'unit'; hash: string; place: Uint8Array; files: FileEntry[]; isAlone: boolean };

/** All nodes and units of a tree, each before what is below it; `skip` leaves out a part and what is below. */
export function* partsOf(
  source: TreeSource,
  root: Uint8Array,
  skip: (hash: string) => boolean = () => false,
  prefix = '',
): Generator<Part> {
  const hash = toHex(root);
  if (skip(hash)) return;
  yield { kind: 'node', hash, prefix };
  const node = decodeNode(source.read(root));
  if (node.kind === 'branch') {
    for (const [at, child] of node.children.entries()) {
      if (child !== null) yield* partsOf(source, child, skip, prefix + at.toString(16));
    }
    return;
  }
  for (let at = 0; at < node.records.length; at += RECORD_BYTES) {
    const unit = node.records.subarray(at + KEY_BYTES, at + RECORD_BYTES);
    if (skip(toHex(unit))) continue;
    const { files } = decodeUnit(source.read(unit));
    const place = node.records.subarray(at, at + KEY_BYTES);
    const beside = [at - RECORD_BYTES, at + RECORD_BYTES].map((start) =>
      toHex(node.records.subarray(Math.max(0, start), Math.max(0, start + KEY_BYTES))),
    );
    yield { kind: 'unit', hash: toHex(unit), place, files, isAlone: !beside.includes(toHex(place)) };
  }
}

/** Hashes of the nodes and units that only one of two trees has. Looks at nothing that both have. */
export function differences(source: TreeSource, one: Uint8Array, other: Uint8Array): Set<string> {
  const found = new Set<string>();
  const walk = (a: Uint8Array | null, b: Uint8Array | null): void => {
    if (a === null ? b === null : b !== null && toHex(a) === toHex(b)) return;
    const sides = [a, b].flatMap((hash) => (hash === null ? [] : [decodeNode(source.read(hash))]));
    for (const hash of [a, b]) if (hash !== null) found.add(toHex(hash));
    const [left, right] = [a, b].map((hash) => (hash === null ? null : decodeNode(source.read(hash))));
    if (left?.kind !== 'leaf' && right?.kind !== 'leaf') {
      for (let at = 0; at < 16; at++) walk(left?.children[at] ?? null, right?.children[at] ?? null);
      return;
    }
    for (const unit of apart(sides.map((node) => new Set(unitsBelow(source, node))))) found.add(unit);
    for (const node of sides) for (const hash of nodesBelow(source, node)) found.add(hash);
  };
  walk(one, other);
  return found;
}

/** What is in one of at most two sets and not in the other. */
const apart = ([a = new Set(), b = new Set()]: readonly Set<string>[]): string[] => [
  ...a.difference(b),
  ...b.difference(a),
];

function* unitsBelow(source: TreeSource, node: Branch | Leaf): Generator<string> {
  if (node.kind === 'leaf') {
    for (let at = KEY_BYTES; at < node.records.length; at += RECORD_BYTES) {
      yield toHex(node.records.subarray(at, at + RECORD_BYTES - KEY_BYTES));
    }
    return;
  }
  for (const child of node.children)
    if (child !== null) yield* unitsBelow(source, decodeNode(source.read(child)));
}

function* nodesBelow(source: TreeSource, node: Branch | Leaf): Generator<string> {
  for (const child of node.kind === 'leaf' ? [] : node.children) {
    if (child === null) continue;
    yield toHex(child);
    yield* nodesBelow(source, decodeNode(source.read(child)));
  }
}
