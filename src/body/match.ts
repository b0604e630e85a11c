import type { Block, ListItem, Paragraph } from './doc.ts';
import { blockText } from './reading.ts';

type Identified = Block | ListItem;

const CONTAINERS: ReadonlySet<string> = new Set([
  'bulletList',
  'orderedList',
  'listItem',
  'blockQuote',
  'gallery',
  'factBox',
]);

/** The blocks directly inside a block; those of a table are the paragraphs of its cells. */
export function childBlocks(block: Identified): Identified[] {
  if (block.type === 'table') {
    return block.content.flatMap((row) => row.content.flatMap((cell): Paragraph[] => cell.content));
  }
  return CONTAINERS.has(block.type) && 'content' in block ? (block.content as Identified[]) : [];
}

/** What a block says and is, without any block id. */
export function fingerprint(block: Identified): string {
  return JSON.stringify(block, (key, value: unknown) => (key === 'id' ? undefined : value));
}

/** Least share of common words by which two blocks of one kind pass for the same one, edited. */
const ALIKE = 1 / 3;
/** How far to look for the nearest equal or the most alike block: keeps a hostile body from costing its square. */
const REACH = 40;

/** Which blocks of two versions belong together; see {@link pairBlocks}. */
export type Pairs<B> = Map<B, Identified>;

/**
 * Finds for the blocks of a new version those of the old one that they come from: first by block id, then the
 * nearest equal block, then the most alike block of the same kind between two neighbours that are already paired.
 * Blocks that `trusted` names are paired by their id alone.
 */
export function pairBlocks<B extends Identified>(
  old: readonly Identified[],
  blocks: readonly B[],
  trusted: (block: B) => boolean = () => false,
): Pairs<B> {
  const pairing = new Pairing(old, blocks);
  pairing.byId();
  pairing.byContent(trusted);
  pairing.byLikeness(trusted);
  return pairing.pairs;
}

class Pairing<B extends Identified> {
  readonly pairs: Pairs<B> = new Map();
  readonly #old: readonly Identified[];
  readonly #blocks: readonly B[];
  readonly #taken = new Set<number>();
  readonly #place = new Map<B, number>();

  constructor(old: readonly Identified[], blocks: readonly B[]) {
    this.#old = old;
    this.#blocks = blocks;
  }

  byId(): void {
    const places = new Map(this.#old.map((block, index) => [block.attrs.id, index]));
    for (const block of this.#blocks) {
      const place = places.get(block.attrs.id);
      if (place !== undefined && !this.#taken.has(place)) this.#pair(block, place);
    }
  }

  byContent(trusted: (block: B) => boolean): void {
    const open = this.#blocks.filter((block) => !this.pairs.has(block) && !trusted(block));
    if (open.length === 0) return;
    const places = new Map<string, number[]>();
    for (const [index, block] of this.#old.entries()) {
      if (this.#taken.has(index)) continue;
      const key = fingerprint(block);
      const same = places.get(key);
      if (same === undefined) places.set(key, [index]);
      else same.push(index);
    }
    for (const same of places.values()) same.reverse();
    let expected = 0;
    for (const block of this.#blocks) {
      const same = this.pairs.has(block) || trusted(block) ? undefined : places.get(fingerprint(block));
      const place = same === undefined ? null : nearest(same, expected);
      if (place !== null) this.#pair(block, place);
      expected = (this.#place.get(block) ?? expected - 1) + 1;
    }
  }

  byLikeness(trusted: (block: B) => boolean): void {
    let after = -1;
    for (const [index, block] of this.#blocks.entries()) {
      const own = this.#place.get(block);
      if (own === undefined && !trusted(block)) {
        const place = this.#mostAlike(block, after, this.#nextPlace(index));
        if (place !== null) this.#pair(block, place);
      }
      after = this.#place.get(block) ?? after;
    }
  }

  #nextPlace(index: number): number {
    for (const block of this.#blocks.slice(index + 1, index + 1 + REACH)) {
      const place = this.#place.get(block);
      if (place !== undefined) return place;
    }
    return this.#old.length;
  }

  #mostAlike(block: B, after: number, before: number): number | null {
    let best: number | null = null;
    let most = ALIKE;
    for (let place = after + 1; place < Math.min(before, after + 1 + REACH); place += 1) {
      const candidate = this.#old[place];
      if (candidate === undefined || this.#taken.has(place) || candidate.type !== block.type) continue;
      const share = likeness(candidate, block);
      if (share > most) [best, most] = [place, share];
    }
    return best;
  }

  #pair(block: B, place: number): void {
    const old = this.#old[place];
    if (old === undefined) return;
    this.#taken.add(place);
    this.#place.set(block, place);
    this.pairs.set(block, old);
  }
}

/** Takes the first place from `expected` on out of a descending list, or else the first of all. */
function nearest(descending: number[], expected: number): number | null {
  const from = Math.max(0, descending.length - REACH);
  for (let index = descending.length - 1; index >= from; index -= 1) {
    const place = descending[index];
    if (place !== undefined && place >= expected) return descending.splice(index, 1)[0] ?? null;
  }
  return descending.pop() ?? null;
}

function likeness(a: Identified, b: Identified): number {
  if ('media' in a.attrs && 'media' in b.attrs) return a.attrs.media === b.attrs.media ? 1 : 0;
  if (a.type === 'embed' && b.type === 'embed') return a.attrs.url === b.attrs.url ? 1 : 0;
  const [words, others] = [wordsOf(a), wordsOf(b)];
  if (words.size === 0 || others.size === 0) return 0;
  let common = 0;
  for (const word of words) if (others.has(word)) common += 1;
  return (2 * common) / (words.size + others.size);
}

function wordsOf(block: Identified): Set<string> {
  return new Set(
    blockText(block)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  );
}
