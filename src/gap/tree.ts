import { ascii, eight, joined, type Sha256 } from './bytes.ts';
import { type GapPosting, postingText } from './book.ts';

/*
 * The tree of RFC 6962 (https://www.rfc-editor.org/rfc/rfc6962#section-2.1) over salted commitments, one for each
 * posting, in the order of writing. First bytes keep the five uses of the hash apart. docs/decisions/0020 says why.
 */

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const SEAL = Uint8Array.of(2);
const SALT = Uint8Array.of(3);
const BLIND = Uint8Array.of(4);

/** The salt of one posting; it can be told without telling any other. */
export function saltOf(seed: Uint8Array, index: number, sha256: Sha256): Uint8Array {
  return sha256(joined(SALT, seed, eight(index)));
}

/** What hides the size and the root of one seal: two seals over the same postings differ. */
export function blindOf(seed: Uint8Array, number: number, sha256: Sha256): Uint8Array {
  return sha256(joined(BLIND, seed, eight(number)));
}

/** What is hashed for one posting. */
export function leafBytes(salt: Uint8Array, posting: GapPosting): Uint8Array {
  return joined(LEAF, salt, ascii(postingText(posting)));
}

/** The commitments of a book, one at a time. Its buffers are used again: a hundred thousand are asked for in a second. */
export function committing(
  seed: Uint8Array,
  sha256: Sha256,
): (index: number, posting: GapPosting) => Uint8Array {
  const encoder = new TextEncoder();
  const salting = joined(SALT, seed, eight(0));
  const number = new DataView(salting.buffer, salting.length - 8);
  const leaf = new Uint8Array(512);
  leaf.set(LEAF);
  return (index, posting) => {
    number.setBigUint64(0, BigInt(index));
    leaf.set(sha256(salting), 1);
    const { written } = encoder.encodeInto(postingText(posting), leaf.subarray(33));
    return sha256(leaf.subarray(0, 33 + written));
  };
}

export function nodeBytes(left: Uint8Array, right: Uint8Array): Uint8Array {
  return joined(NODE, left, right);
}

export function sealBytes(blind: Uint8Array, size: number, root: Uint8Array): Uint8Array {
  return joined(SEAL, blind, eight(size), root);
}

/** Grows leaf by leaf and tells its root at every size; the root of nothing is the hash of nothing. */
export class Tree {
  readonly #sha256: Sha256;
  readonly #node = nodeBytes(new Uint8Array(32), new Uint8Array(32));
  /** Roots of the whole trees that the leaves so far are made of, the largest first, with how many leaves they hold. */
  readonly #peaks: { hash: Uint8Array; size: number }[] = [];

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  add(leaf: Uint8Array): void {
    let peak = { hash: leaf, size: 1 };
    for (let last = this.#peaks.at(-1); last?.size === peak.size; last = this.#peaks.at(-1)) {
      this.#peaks.pop();
      peak = { hash: this.#above(last.hash, peak.hash), size: 2 * peak.size };
    }
    this.#peaks.push(peak);
  }

  root(): Uint8Array {
    return this.#peaks.length === 0
      ? this.#sha256(new Uint8Array())
      : this.#peaks.map(({ hash }) => hash).reduceRight((right, left) => this.#above(left, right));
  }

  #above(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.#node.set(left, 1);
    this.#node.set(right, 33);
    return this.#sha256(this.#node);
  }
}

/** The hashes that lead from leaf `index` to the root over all `leaves`, from the leaf upwards. */
export function pathOf(leaves: readonly Uint8Array[], index: number, sha256: Sha256): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const half = halfOf(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...pathOf(left, index, sha256), rootOf(right, sha256)]
    : [...pathOf(right, index - half, sha256), rootOf(left, sha256)];
}

/** For each hash of a path, from the leaf upwards, whether it stands to the left. */
export function sidesOf(size: number, index: number): boolean[] {
  if (size <= 1) return [];
  const half = halfOf(size);
  return index < half ? [...sidesOf(half, index), false] : [...sidesOf(size - half, index - half), true];
}

function rootOf(leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const tree = new Tree(sha256);
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** The largest power of two below `size`. */
function halfOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}
