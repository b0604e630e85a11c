import { equalBytes, toHex } from '../bytes.ts';
import { decodeNode, KEY_BYTES } from '../node.ts';

type Read = (hash: Uint8Array) => Uint8Array;

/** Every node of a tree with the place it stands for, from the root down. */
export function* standingNodes(
  read: Read,
  root: Uint8Array | null,
  depth = 0,
  place = new Uint8Array(KEY_BYTES),
): Generator<{ place: Uint8Array; depth: number; bytes: Uint8Array }> {
  if (root === null) return;
  const bytes = read(root);
  yield { place, depth, bytes };
  const node = decodeNode(bytes);
  if (node.kind === 'leaf') return;
  for (const [nibble, child] of node.children.entries()) {
    const below = Uint8Array.from(place);
    below[depth >> 1] = (below[depth >> 1] ?? 0) | (depth % 2 === 0 ? nibble << 4 : nibble);
    yield* standingNodes(read, child, depth + 1, below);
  }
}

/** The hashes of the nodes that only one of two trees has. */
export function changedNodes(read: Read, one: Uint8Array, other: Uint8Array): Set<string> {
  const found = new Set<string>();
  compare(read, one, other, found);
  return found;
}

function compare(read: Read, one: Uint8Array | null, other: Uint8Array | null, found: Set<string>): void {
  if (one !== null && other !== null && equalBytes(one, other)) return;
  const children = [one, other].map((hash) => {
    if (hash === null) return [];
    found.add(toHex(hash));
    const node = decodeNode(read(hash));
    return node.kind === 'branch' ? node.children : [];
  });
  for (let at = 0; at < 16; at++) {
    const [left, right] = [children[0]?.[at] ?? null, children[1]?.[at] ?? null];
    if (left !== null || right !== null) compare(read, left, right, found);
  }
}
