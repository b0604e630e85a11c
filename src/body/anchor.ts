import type { BlockId, Doc } from './doc.ts';
import { blocksOf } from './ids.ts';
import { childBlocks } from './match.ts';
import { BodyError } from './parse.ts';
import { blockText } from './reading.ts';

/**
 * A place in a body that survives edits around it: the text quote selector of the W3C Web Annotation Data Model,
 * with the block it stood in. `start` is where it stood, in UTF-16 units; it settles which of several equal
 * passages of one block is meant.
 */
export type Anchor = { blockId: BlockId; exact: string; prefix: string; suffix: string; start: number };

/** Where an anchor's passage stands now. `moved`: in another block than before. */
export type AnchorPlace = { blockId: BlockId; start: number; end: number; moved: boolean };

/** How much of what stands around a passage an anchor remembers, in UTF-16 units. */
const CONTEXT = 32;
/**
 * Least share of the remembered surroundings that a short passage needs to be known again in another block; in its
 * own block half of it will do.
 */
const FAMILIAR = 0.5;
/** From this length on a passage is known again by itself. */
const TELLING = 24;

/**
 * Anchors a passage of a block that holds no other blocks. Offsets count UTF-16 units of its `blockText`; a
 * surrogate pair is never cut.
 *
 * @throws BodyError `unknown_block` or `bad_range`
 */
export function anchor(doc: Doc, blockId: BlockId, start: number, end: number): Anchor {
  const text = texts(doc).get(blockId);
  if (text === undefined) {
    throw new BodyError('unknown_block', '', `No block with text of its own has the id "${blockId}"`);
  }
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end <= start || end > text.length) {
    throw new BodyError(
      'bad_range',
      '',
      `Range ${start} to ${end} is not inside the block's ${text.length} characters`,
    );
  }
  const from = inPair(text, start) ? start - 1 : start;
  const to = inPair(text, end) ? end + 1 : end;
  const first = Math.max(0, from - CONTEXT);
  const last = Math.min(text.length, to + CONTEXT);
  return {
    blockId,
    exact: text.slice(from, to),
    prefix: text.slice(inPair(text, first) ? first + 1 : first, from),
    suffix: text.slice(to, inPair(text, last) ? last - 1 : last),
    start: from,
  };
}

/**
 * Finds an anchor's passage again: in its own block, else in any other that holds it beyond doubt. Quotation
 * marks, dashes, blanks and the Arabic forms of Persian letters may have changed. Null: the passage is gone, or
 * stands in several places that are equally likely.
 */
export function resolveAnchor(doc: Doc, wanted: Anchor): AnchorPlace | null {
  const all = texts(doc);
  const own = all.get(wanted.blockId);
  const inOwn = own === undefined ? [] : occurrences(own, wanted);
  inOwn.sort(
    (a, b) => b.score - a.score || Math.abs(a.start - wanted.start) - Math.abs(b.start - wanted.start),
  );
  const [best] = inOwn;
  if (best !== undefined && isTelling(wanted, best.score, FAMILIAR / 2))
    return place(wanted, wanted.blockId, best.start, false);
  const elsewhere: { blockId: BlockId; start: number; score: number }[] = [];
  for (const [blockId, text] of all) {
    for (const found of occurrences(text, wanted)) elsewhere.push({ blockId, ...found });
  }
  elsewhere.sort((a, b) => b.score - a.score);
  const [first, second] = elsewhere;
  if (first === undefined || first.score === second?.score) return null;
  if (!isTelling(wanted, first.score, FAMILIAR)) return null;
  return place(wanted, first.blockId, first.start, true);
}

/** Whether a passage found with this share of its surroundings is the one that was meant, and no chance find. */
function isTelling(wanted: Anchor, score: number, least: number): boolean {
  return wanted.exact.length >= TELLING || score >= least;
}

function place(wanted: Anchor, blockId: BlockId, start: number, moved: boolean): AnchorPlace {
  return { blockId, start, end: start + wanted.exact.length, moved };
}

function texts(doc: Doc): Map<BlockId, string> {
  const found = new Map<BlockId, string>();
  for (const block of blocksOf(doc)) {
    const text = childBlocks(block).length === 0 ? blockText(block) : '';
    if (text !== '') found.set(block.attrs.id, text);
  }
  return found;
}

function inPair(text: string, index: number): boolean {
  const before = text.charCodeAt(index - 1);
  const after = text.charCodeAt(index);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/** Every place of the passage in a text, with the share of its remembered surroundings that stands there. */
function occurrences(text: string, wanted: Anchor): { start: number; score: number }[] {
  const found: { start: number; score: number }[] = [];
  if (wanted.exact === '') return found;
  const [within, exact] = [fold(text), fold(wanted.exact)];
  const [prefix, suffix] = [fold(wanted.prefix), fold(wanted.suffix)];
  for (let start = within.indexOf(exact); start !== -1; start = within.indexOf(exact, start + 1)) {
    const before = commonEnd(within.slice(Math.max(0, start - CONTEXT), start), prefix);
    const after = commonStart(within.slice(start + exact.length, start + exact.length + CONTEXT), suffix);
    const total = prefix.length + suffix.length;
    found.push({ start, score: total === 0 ? 1 : (before + after) / total });
  }
  return found;
}

const FOLDS = new Map<string, string>([
  ...Array.from('\u00a0\u2009\u202f\u2002\u2003\n\t', (blank): [string, string] => [blank, ' ']),
  ...Array.from('“”„‟«»', (quote): [string, string] => [quote, '"']),
  ...Array.from('‘’‚‛', (quote): [string, string] => [quote, "'"]),
  ...Array.from('–—‑‐−', (dash): [string, string] => [dash, '-']),
  ['ي', 'ی'],
  ['ك', 'ک'],
]);
const FOLDED = new RegExp(`[${[...FOLDS.keys()].join('')}]`, 'g');

/** Makes signs that a copy editor swaps equal, one for one, so that offsets stay. */
function fold(text: string): string {
  return text.replace(FOLDED, (sign) => FOLDS.get(sign) ?? sign);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length += 1;
  return length;
}
