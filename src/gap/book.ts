import { fromHex, toHex } from './bytes.ts';
import { GapError } from './error.ts';
import { CODE, DAY, HASH, linesOf, requireDate, requireNumber, SIGNED, written } from './words.ts';

/** One posting of the private book: what one movement of money changed of what came in. */
export interface GapPosting {
  /** The value date. */
  day: string;
  currency: string;
  /** Minor units, net of fees; below zero for a refund or a fee. */
  net: number;
  /** Whether it is a reader's contribution, and so one of the ten. */
  contribution: boolean;
  /** 64 hex digits: the hash of the movement in the ledger, so that no word of it can be changed either. */
  movement: string;
}

/** The private side: whoever has it can open the record, so it is kept as the ledger is. */
export interface GapBook {
  /** 32 random bytes, from which every salt follows. */
  seed: Uint8Array;
  /** In the order in which the ledger wrote them. */
  postings: readonly GapPosting[];
  /** How many of the postings each seal of the record is over. */
  seals: readonly { day: string; size: number }[];
}

const FIRST = 'longwave gap book';
const SEED = new RegExp(`^seed (${HASH})$`);
const SEAL = new RegExp(`^seal (${DAY})$`);
const POSTING = new RegExp(`^posting (${DAY}) (${CODE}) (${SIGNED}) ([co]) (${HASH})$`);

/** The bytes of a posting: in the book, and under its commitment. */
export function postingText({ day, currency, net, contribution, movement }: GapPosting): string {
  return `posting ${day} ${currency} ${written(net)} ${contribution ? 'c' : 'o'} ${movement}`;
}

/** Throws a GapError `malformed` for what `postingText` would not write. */
export function parsePosting(text: string): GapPosting {
  const found = POSTING.exec(text);
  if (found === null) throw new GapError('malformed', `'${text}' is no posting`);
  const [, day = '', currency = '', net = '', kind, movement = ''] = found;
  return { day: requireDate(day), currency, net: requireNumber(net), contribution: kind === 'c', movement };
}

/** Postings in order, and a line for each seal after the last posting that it is over. */
export function bookText({ seed, postings, seals }: GapBook): string {
  const lines = [`${FIRST} 1`, `seed ${toHex(seed)}`];
  let from = 0;
  for (const { day, size } of seals) {
    lines.push(...postings.slice(from, size).map(postingText), `seal ${day}`);
    from = size;
  }
  lines.push(...postings.slice(from).map(postingText), '');
  return lines.join('\n');
}

/** Strict: `bookText` of what comes back is the same text. Throws a GapError `malformed`, `newer_format`, `order`. */
export function parseBook(text: string): GapBook {
  const [first = '', ...lines] = linesOf(text, FIRST);
  const seed = SEED.exec(first)?.[1];
  if (seed === undefined) throw new GapError('malformed', 'Line 2 of the book is no seed');
  const postings: GapPosting[] = [];
  const seals: { day: string; size: number }[] = [];
  for (const line of lines) {
    const day = line.startsWith('seal') ? SEAL.exec(line)?.[1] : undefined;
    if (day === undefined) postings.push(parsePosting(line));
    else if (day <= (seals.at(-1)?.day ?? '')) throw new GapError('order', `The book seals ${day} too late`);
    else seals.push({ day: requireDate(day), size: postings.length });
  }
  return { seed: fromHex(seed), postings, seals };
}
