import { diffWords } from './diff-words.ts';
import type { TextDiff } from './diff-words.ts';
import type { Block, BlockId, Doc } from './doc.ts';
import { fingerprint, pairBlocks } from './match.ts';
import { blockText } from './reading.ts';

/**
 * What became of one block. A block that went elsewhere is `moved`, and has `inline` when it changed as well. A
 * block is `changed` too when its text stayed and a mark, a level or a picture did not.
 */
export type BlockDiff =
  | { kind: 'same'; id: BlockId; before: Block; after: Block }
  | { kind: 'added'; id: BlockId; after: Block }
  | { kind: 'removed'; id: BlockId; before: Block }
  | { kind: 'changed'; id: BlockId; before: Block; after: Block; inline: TextDiff[] }
  | { kind: 'moved'; id: BlockId; before: Block; after: Block; inline?: TextDiff[] };

/**
 * What changed between two bodies, outermost block by outermost block, in the order of the new body; a removed
 * block stands where it stood. Blocks belong together by block id, or else by what they say.
 */
export function diffBodies(before: Doc, after: Doc): BlockDiff[] {
  const old = before.content;
  const places = new Map<Block, number>(old.map((block, index) => [block, index]));
  const pairs = pairBlocks(old, after.content);
  const origin = after.content.map((block) => originOf(pairs.get(block), places));
  const staying = increasing(origin);
  const kept = new Set(origin);
  const diffs: BlockDiff[] = [];
  let next = 0;
  const removeUpTo = (end: number): void => {
    for (; next < end; next += 1) {
      const block = old[next];
      if (block !== undefined && !kept.has(next))
        diffs.push({ kind: 'removed', id: block.attrs.id, before: block });
    }
  };
  for (const [index, block] of after.content.entries()) {
    const from = origin[index] ?? null;
    const source = from === null ? undefined : old[from];
    if (from === null || source === undefined) {
      diffs.push({ kind: 'added', id: block.attrs.id, after: block });
      continue;
    }
    const stays = staying.has(index);
    if (stays) removeUpTo(from);
    diffs.push(compare(source, block, stays));
  }
  removeUpTo(old.length);
  return diffs;
}

function originOf(block: unknown, places: ReadonlyMap<unknown, number>): number | null {
  return block === undefined ? null : (places.get(block) ?? null);
}

function compare(before: Block, after: Block, stays: boolean): BlockDiff {
  const id = after.attrs.id;
  const equal = fingerprint(before) === fingerprint(after);
  if (equal) return { kind: stays ? 'same' : 'moved', id, before, after };
  const inline = diffWords(blockText(before), blockText(after));
  return { kind: stays ? 'changed' : 'moved', id, before, after, inline };
}

/** Indices of a longest run of increasing numbers: the blocks that need not be called moved. */
function increasing(numbers: readonly (number | null)[]): Set<number> {
  const ends: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const [index, number] of numbers.entries()) {
    if (number === null) continue;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    previous.set(index, ends[low - 1]);
    ends[low] = index;
  }
  const run = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = previous.get(index)) run.add(index);
  return run;
}
