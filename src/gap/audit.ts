import { type Sha256, toHex } from './bytes.ts';
import type { GapBook } from './book.ts';
import { FEWEST, holdBack, Streams } from './cover.ts';
import { GapError } from './error.ts';
import type { GapRecord, Line } from './record.ts';
import { blindOf, committing, sealBytes, Tree } from './tree.ts';

export interface Audited {
  postings: number;
  seals: number;
  sums: number;
  /** Postings after the last seal: the record says nothing of them yet. */
  unsealed: number;
}

/**
 * Holds the private book against the published record: that every posting is the one that was sealed, that every sum is
 * right to the granule and over ten contributions or more. A day's work of 100,000 postings takes under a second. Throws a
 * GapError `not_sealed`, `not_summed`, `too_few` or `stands_out` that names the first day that is wrong.
 *
 * It proves arithmetic: that the published figure follows from a book that was not changed afterwards. It cannot prove
 * that money which the book names was received; bank statements and payout reports do.
 */
export function audit(record: GapRecord, book: GapBook, sha256: Sha256): Audited {
  const tree = new Tree(sha256);
  const commitment = committing(book.seed, sha256);
  const streams = new Streams();
  const granules = new Map<string, number>();
  let [size, seals, sums] = [0, 0, 0];
  const grow = (to: number): void => {
    for (; size < to; size++) {
      const posting = book.postings[size];
      if (posting === undefined) return;
      tree.add(commitment(size, posting));
      streams.add(posting);
    }
  };
  for (const line of record.lines) {
    if (line.kind === 'granule') granules.set(line.currency, line.amount);
    if (line.kind === 'seal') {
      const seal = book.seals[seals];
      if (seal?.day !== line.day || seal.size < size || seal.size > book.postings.length)
        throw notSealed(line.day);
      grow(seal.size);
      const hash = toHex(sha256(sealBytes(blindOf(book.seed, seals, sha256), size, tree.root())));
      if (hash !== line.hash) throw notSealed(line.day);
      seals += 1;
    }
    if (line.kind === 'sum') {
      checkSum(streams, granules, line);
      sums += 1;
    }
  }
  const more = book.seals[seals];
  if (more !== undefined)
    throw new GapError('not_sealed', `The book has a seal of ${more.day}, which is not published`);
  return { postings: book.postings.length, seals, sums, unsealed: book.postings.length - size };
}

function checkSum(
  streams: Streams,
  granules: ReadonlyMap<string, number>,
  { day, currency, amount }: Extract<Line, { kind: 'sum' }>,
): void {
  const because = holdBack(streams.of(currency).open);
  if (because === 'one-stands-out')
    throw new GapError('stands_out', `The sum of ${day} in ${currency} tells how large one contribution was`);
  if (because === 'too-few')
    throw new GapError(
      'too_few',
      `The sum of ${day} in ${currency} is over fewer than ${FEWEST} contributions`,
    );
  const due = streams.due(currency, granules.get(currency) ?? 1);
  if (due !== amount)
    throw new GapError('not_summed', `The sum of ${day} in ${currency} is ${amount}; the book says ${due}`);
  streams.cover(currency, amount);
}

function notSealed(day: string): GapError {
  return new GapError(
    'not_sealed',
    `The book is not what was sealed on ${day}: a posting was changed, added or removed`,
  );
}
