import { isBlockId } from './attributes.ts';
import type { Block, BlockId, Doc, ListItem, TableRow } from './doc.ts';
import { childBlocks, pairBlocks } from './match.ts';

/** Everything that carries a block id. */
export type IdentifiedBlock = Block | ListItem;

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 8;

/** A block id from a source of randomness that gives numbers from 0 up to, but not with, 1. */
export function newBlockId(random: () => number): BlockId {
  let id = '';
  while (id.length < LENGTH) id += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return id;
}

/** The body of a story that nobody has written yet: one empty paragraph. */
export function emptyBody(random: () => number): Doc {
  return { type: 'doc', content: [{ type: 'paragraph', attrs: { id: newBlockId(random) } }] };
}

/** Every block with an id in the order of reading: a container stands before what it holds. */
export function* blocksOf(doc: Doc): Generator<IdentifiedBlock> {
  for (const block of doc.content) yield* withDescendants(block);
}

function* withDescendants(block: IdentifiedBlock): Generator<IdentifiedBlock> {
  yield block;
  for (const child of childBlocks(block)) yield* withDescendants(child);
}

/**
 * The same body, every block with a valid id of its own. An id that is missing (`''`), malformed or already taken
 * by a block before it is replaced: by the id of the nearest equal block of `base`, or of a much alike one in the
 * same place, or else by a new one.
 */
export function withIds(doc: Doc, base: Doc | null | undefined, random: () => number): Doc {
  const naming = new Naming(doc, base ?? null, random);
  return { type: 'doc', content: naming.name(doc.content, base?.content ?? []) };
}

class Naming {
  readonly #random: () => number;
  /** Ids that no new block may take: those of the base, and those that the body has itself. */
  readonly #reserved = new Set<BlockId>();
  readonly #used = new Set<BlockId>();
  /** Blocks whose own id stands: the first in the order of reading that bears it. */
  readonly #keepers = new Set<IdentifiedBlock>();

  /** The newest id. */
  #last: BlockId = '';

  constructor(doc: Doc, base: Doc | null, random: () => number) {
    this.#random = random;
    for (const block of blocksOf(doc)) {
      const id = block.attrs.id;
      if (!isBlockId(id) || this.#used.has(id)) continue;
      this.#used.add(id);
      this.#keepers.add(block);
    }
    for (const id of this.#used) this.#reserved.add(id);
    if (base !== null) for (const block of blocksOf(base)) this.#reserved.add(block.attrs.id);
  }

  name<B extends IdentifiedBlock>(blocks: readonly B[], base: readonly IdentifiedBlock[]): B[] {
    const pairs = pairBlocks(base, blocks, (block) => this.#keepers.has(block));
    return blocks.map((block) => this.#named(block, pairs.get(block) ?? null));
  }

  #named<B extends IdentifiedBlock>(block: B, old: IdentifiedBlock | null): B {
    const id = this.#keepers.has(block) ? block.attrs.id : this.#idFrom(old);
    const named = { ...block, attrs: { ...block.attrs, id } };
    if (named.type === 'table') {
      named.content = this.#rows(named.content, old?.type === 'table' ? old.content : []);
      return named;
    }
    const children = childBlocks(block);
    if (children.length === 0) return named;
    return { ...named, content: this.name(children, old === null ? [] : childBlocks(old)) };
  }

  #rows(rows: TableRow[], old: TableRow[]): TableRow[] {
    const paragraphs = this.name(
      rows.flatMap((row) => row.content.flatMap((cell) => cell.content)),
      old.flatMap((row) => row.content.flatMap((cell) => cell.content)),
    );
    let next = 0;
    return rows.map((row) => ({
      ...row,
      content: row.content.map((cell) => {
        const from = next;
        next += cell.content.length;
        return { ...cell, content: paragraphs.slice(from, next) };
      }),
    }));
  }

  #idFrom(old: IdentifiedBlock | null): BlockId {
    if (old !== null && isBlockId(old.attrs.id) && !this.#used.has(old.attrs.id)) {
      this.#used.add(old.attrs.id);
      return old.attrs.id;
    }
    let id = newBlockId(this.#random);
    // A source of randomness that repeats itself must not make each block walk past all those before it.
    if (this.#reserved.has(id)) id = this.#last === '' ? id : this.#last;
    while (this.#reserved.has(id)) id = successor(id);
    this.#last = id;
    this.#reserved.add(id);
    return id;
  }
}

/** The next id in the order of the alphabet: ends even where the source of randomness repeats itself. */
function successor(id: BlockId): BlockId {
  const last = ALPHABET.indexOf(id.charAt(id.length - 1));
  const head = id.slice(0, -1);
  if (last + 1 < ALPHABET.length) return head + ALPHABET.charAt(last + 1);
  return (head === '' ? '' : successor(head)) + ALPHABET.charAt(0);
}
