import fc from 'fast-check';
import type { GapBook, GapPosting } from './book.ts';
import { type Sha256, toHex } from './bytes.ts';
import { publish } from './publish.ts';
import { extended, type GapRecord, parseRecord } from './record.ts';

/* What the tests of the room start from: newsrooms that publish day by day. */

/** Contributions in two currencies with a few refunds and fees, by the days on which they were written. */
const postings: fc.Arbitrary<GapPosting> = fc
  .record({
    currency: fc.constantFrom('EUR', 'EUR', 'USD'),
    net: fc.integer({ min: 150, max: 5000 }),
    what: fc.constantFrom('gift', 'gift', 'gift', 'gift', 'large', 'refund', 'fee'),
    movement: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  })
  .map(({ currency, net, what, movement }) => ({
    day: '2026-11-02',
    currency,
    net: { gift: net, large: net * 40, refund: -net, fee: -30 }[what],
    contribution: what === 'gift' || what === 'large',
    movement: toHex(movement),
  }));

export const days = fc.array(fc.array(postings, { maxLength: 22, size: 'max' }), {
  minLength: 1,
  maxLength: 12,
  size: 'max',
});

export const dayAt = (at: number): string => `2026-11-${String(at + 3).padStart(2, '0')}`;

export function begun(): GapRecord {
  return extended(
    parseRecord('longwave gap 1\ncurrency USD\n'),
    { kind: 'cost', month: '2026-11', amount: 1_000_000 },
    { kind: 'granule', currency: 'EUR', amount: 1000 },
    { kind: 'granule', currency: 'USD', amount: 1000 },
    { kind: 'rate', day: '2026-11-01', currency: 'EUR', units: 1085, over: 1000 },
  );
}

export const SEED = Uint8Array.from({ length: 32 }, (_, at) => at);

export interface Published {
  record: GapRecord;
  book: GapBook;
  /** How many postings were written when each day was over. */
  sizes: number[];
  /** The record as it stood after each day. */
  records: GapRecord[];
}

/** Publishes at the end of each day what was written on it. */
export function published(list: readonly (readonly GapPosting[])[], sha256: Sha256): Published {
  let record = begun();
  let book: GapBook = { seed: SEED, postings: [], seals: [] };
  const sizes: number[] = [];
  const records: GapRecord[] = [];
  for (const [at, written] of list.entries()) {
    ({ record, book } = publish({ record, book, postings: written, day: dayAt(at), sha256 }));
    sizes.push(book.postings.length);
    records.push(record);
  }
  return { record, book, sizes, records };
}
