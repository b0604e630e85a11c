import { type Sha256, toHex } from './bytes.ts';
import type { GapBook, GapPosting } from './book.ts';
import { holdBack, Streams } from './cover.ts';
import { GapError } from './error.ts';
import { extended, type GapRecord, type Line } from './record.ts';
import { blindOf, committing, sealBytes, Tree } from './tree.ts';

export interface Publication {
  record: GapRecord;
  book: GapBook;
  /** Currencies in which something waits, with the reason. */
  waiting: { currency: string; because: 'too-few' | 'one-stands-out' | 'no-granule' | 'no-rate' }[];
}

export interface PublishOptions {
  record: GapRecord;
  book: GapBook;
  /** What the ledger wrote since. */
  postings: readonly GapPosting[];
  /** The day that is over, yyyy-mm-dd: one publication a day at most. */
  day: string;
  sha256: Sha256;
}

/**
 * The next publication: a seal over all postings, and a sum for each currency in which that tells of nobody; the rest
 * waits for the next one. Throws a GapError `order` for a day that is sealed already, `bad_value` for no posting.
 */
export function publish({ record, book, postings, day, sha256 }: PublishOptions): Publication {
  const all = [...book.postings, ...postings];
  const tree = new Tree(sha256);
  const commitment = committing(book.seed, sha256);
  for (const [index, posting] of all.entries()) tree.add(commitment(index, posting));
  const blind = blindOf(book.seed, book.seals.length, sha256);
  const hash = toHex(sha256(sealBytes(blind, all.length, tree.root())));
  const lines: Line[] = [{ kind: 'seal', day, hash }];
  const waiting: Publication['waiting'] = [];
  const streams = streamsOf(record, book);
  for (const posting of all.slice(book.seals.at(-1)?.size ?? 0)) streams.add(posting);
  for (const currency of streams.currencies()) {
    if (streams.of(currency).open.length === 0) continue;
    const because = reasonToWait(record, streams, { currency, day });
    if (because !== null) waiting.push({ currency, because });
    else
      lines.push({
        kind: 'sum',
        day,
        currency,
        amount: streams.due(currency, granuleOf(record, currency) ?? 1),
      });
  }
  return {
    record: extended(record, ...lines),
    book: { seed: book.seed, postings: all, seals: [...book.seals, { day, size: all.length }] },
    waiting,
  };
}

/** What no sum tells of after the last publication, and why. */
export function waitingIn(record: GapRecord, book: GapBook): Publication['waiting'] {
  const day = book.seals.at(-1)?.day ?? '';
  const streams = streamsOf(record, book);
  return streams.currencies().flatMap((currency) => {
    if (streams.of(currency).open.length === 0) return [];
    const because = reasonToWait(record, streams, { currency, day });
    return because === null ? [] : [{ currency, because }];
  });
}

function reasonToWait(
  record: GapRecord,
  streams: Streams,
  { currency, day }: { currency: string; day: string },
): Publication['waiting'][number]['because'] | null {
  const because = holdBack(streams.of(currency).open);
  if (because !== null) return because;
  return granuleOf(record, currency) === null ? 'no-granule' : rateMissing(record, currency, day);
}

/** What is open in each currency after all that is published. */
function streamsOf(record: GapRecord, book: GapBook): Streams {
  const streams = new Streams();
  let [size, seals] = [0, 0];
  for (const line of record.lines) {
    if (line.kind === 'seal') {
      const seal = book.seals[seals++];
      if (seal?.day !== line.day) throw new GapError('not_sealed', `The book has no seal of ${line.day}`);
      for (const posting of book.postings.slice(size, seal.size)) streams.add(posting);
      size = seal.size;
    }
    if (line.kind === 'sum') streams.cover(line.currency, line.amount);
  }
  return streams;
}

function granuleOf(record: GapRecord, currency: string): number | null {
  const line = record.lines.find((each) => each.kind === 'granule' && each.currency === currency);
  return line?.kind === 'granule' ? line.amount : null;
}

function rateMissing(record: GapRecord, currency: string, day: string): 'no-rate' | null {
  const has = record.lines.some(
    (line) => line.kind === 'rate' && line.currency === currency && line.day <= day,
  );
  return currency === record.currency || has ? null : 'no-rate';
}
