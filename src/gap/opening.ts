import { fromHex, same, type Sha256, toHex } from './bytes.ts';
import { type GapBook, type GapPosting, parsePosting, postingText } from './book.ts';
import { GapError } from './error.ts';
import type { GapRecord } from './record.ts';
import { blindOf, committing, leafBytes, nodeBytes, pathOf, saltOf, sealBytes, sidesOf } from './tree.ts';
import { DAY, HASH, linesOf, NUMBER, requireDate, requireNumber } from './words.ts';

/** What shows one supporter that her contribution is under a seal; it tells nothing of anybody else's but that it is. */
export interface Opening {
  posting: GapPosting;
  salt: Uint8Array;
  /** The day of the seal, with what was hidden of it. */
  day: string;
  blind: Uint8Array;
  size: number;
  index: number;
  path: readonly Uint8Array[];
}

const FIRST = 'longwave gap opening';

/** Opens posting `index` under the first seal that is over it. Throws a GapError `not_sealed` where none is yet. */
export function openingOf(book: GapBook, index: number, sha256: Sha256): Opening {
  const number = book.seals.findIndex(({ size }) => size > index);
  const seal = book.seals[number];
  const posting = book.postings[index];
  if (seal === undefined || posting === undefined)
    throw new GapError(
      'not_sealed',
      `No seal is over posting ${index} yet; try again after the next publication`,
    );
  const commitment = committing(book.seed, sha256);
  const leaves = book.postings.slice(0, seal.size).map((each, at) => commitment(at, each));
  return {
    posting,
    salt: saltOf(book.seed, index, sha256),
    day: seal.day,
    blind: blindOf(book.seed, number, sha256),
    size: seal.size,
    index,
    path: pathOf(leaves, index, sha256),
  };
}

/**
 * Checks an opening against the published record, by WebCrypto, in any browser. Throws a GapError `wrong_opening`.
 */
export async function checkOpening(record: GapRecord, opening: Opening): Promise<void> {
  const { posting, salt, day, blind, size, index, path } = opening;
  const seal = record.lines.find((line) => line.kind === 'seal' && line.day === day);
  const sides = index < size ? sidesOf(size, index) : [];
  if (seal?.kind !== 'seal' || index >= size || sides.length !== path.length) throw wrong();
  let hash = await digest(leafBytes(salt, posting));
  for (const [at, other] of path.entries())
    hash = await digest(sides[at] === true ? nodeBytes(other, hash) : nodeBytes(hash, other));
  if (!same(await digest(sealBytes(blind, size, hash)), fromHex(seal.hash))) throw wrong();
}

export function openingText({ posting, salt, day, blind, size, index, path }: Opening): string {
  const lines = [
    `${FIRST} 1`,
    postingText(posting),
    `salt ${toHex(salt)}`,
    `seal ${day} ${toHex(blind)}`,
    `place ${index} ${size}`,
    ...path.map((hash) => `step ${toHex(hash)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Strict: `openingText` of what comes back is the same text. Throws a GapError `malformed` or `newer_format`. */
export function parseOpening(text: string): Opening {
  const [posting = '', salt = '', seal = '', place = '', ...steps] = linesOf(text, FIRST);
  const [day = '', blind = ''] = groups(seal, `seal (${DAY}) (${HASH})`);
  const [index = '', size = ''] = groups(place, `place (${NUMBER}) (${NUMBER})`);
  return {
    posting: parsePosting(posting),
    salt: fromHex(groups(salt, `salt (${HASH})`)[0] ?? ''),
    day: requireDate(day),
    blind: fromHex(blind),
    size: requireNumber(size),
    index: requireNumber(index),
    path: steps.map((step) => fromHex(groups(step, `step (${HASH})`)[0] ?? '')),
  };
}

function groups(line: string, form: string): string[] {
  const found = new RegExp(`^${form}$`).exec(line);
  if (found === null) throw new GapError('malformed', `'${line}' is no line of an opening`);
  return found.slice(1);
}

async function digest(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}

function wrong(): GapError {
  return new GapError('wrong_opening', 'The opening is not of a posting that this record sealed');
}
