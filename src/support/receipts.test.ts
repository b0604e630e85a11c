import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { audit, extended, figureOf, type GapBook, type GapPosting, parseRecord, publish } from '#gap';
import { eachDatabase } from '../../test/databases.ts';
import { type Ledger, minor, type Movement, openLedger, receiptOf } from './support.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const NOW = Date.UTC(2026, 10, 23);

async function receipts(ledger: Ledger): Promise<GapPosting[]> {
  const pages = await Array.fromAsync(ledger.entries());
  return pages.flat().flatMap((written) => receiptOf(written) ?? []);
}

const said = { rail: 'card', day: '2026-11-02', currency: 'EUR' } as const;
const gift = (source: string, amount: number): Movement => ({
  ...said,
  kind: 'payment',
  source,
  amount: minor(amount),
  fee: minor(40),
});

eachDatabase((_name, open) => {
  test('S6: the figure follows from the ledger: net of fees, refunds and what is disputed, without play money', async () => {
    const ledger = openLedger({ store: await open(), now: () => NOW });
    const ten = Array.from({ length: 10 }, (_, at) => gift(`p${at}`, 1000));
    await ledger.record([
      ...ten,
      { ...gift('play', 90_000), rail: 'till' },
      { ...said, kind: 'refund', source: 'r', about: 'p0', amount: minor(1000) },
      { ...said, kind: 'dispute-opened', source: 'd', about: 'p1', amount: minor(1000), fee: minor(1500) },
      { ...said, kind: 'dispute-opened', source: 'e', about: 'p2', amount: minor(1000) },
      { ...said, kind: 'dispute-won', source: 'w', about: 'p1', amount: minor(1000) },
      { ...said, kind: 'dispute-lost', source: 'l', about: 'p2', amount: minor(1000) },
      { ...said, kind: 'payout', source: 'o', amount: minor(4000) },
      {
        ...said,
        kind: 'exchange',
        source: 'x',
        amount: minor(500),
        to: { amount: minor(540), currency: 'USD' },
      },
    ]);
    const list = await receipts(ledger);
    // 10 × 960, less 1,000 given back, 1,500 for the dispute and 1,000 lost.
    expect(list.reduce((sum, { net }) => sum + net, 0)).toBe(6100);
    expect(list.filter(({ contribution }) => contribution)).toHaveLength(10);
    const begun = extended(
      parseRecord('longwave gap 1\ncurrency EUR\n'),
      { kind: 'cost', month: '2026-11', amount: 10_000 },
      { kind: 'granule', currency: 'EUR', amount: 1000 },
    );
    const book: GapBook = { seed: new Uint8Array(32), postings: [], seals: [] };
    const next = publish({ record: begun, book, postings: list, day: '2026-11-22', sha256 });
    expect(figureOf(next.record, '2026-11')).toMatchObject({ cost: 10_000, receipts: 6000, gap: 4000 });
    expect(audit(next.record, next.book, sha256)).toMatchObject({ postings: list.length, sums: 1 });
  });
});
