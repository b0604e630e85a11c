import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { entryOf } from './entry.ts';
import { openLedger } from './ledger.ts';
import { minor } from './minor.ts';
import type { Movement, Posting } from './movement.ts';
import { TODAY } from './testing.ts';

const FIVE: Movement = {
  kind: 'payment',
  rail: 'card',
  source: 'ch_1',
  day: '2026-11-02',
  amount: minor(500),
  currency: 'EUR',
  fee: minor(38),
};

function sides(movement: Movement): string[] {
  const entry = entryOf(movement, '2026-11-23');
  if (typeof entry === 'string') throw new Error(entry);
  return entry.postings.map(({ account, currency, amount }) => `${account} ${amount} ${currency}`);
}

const said = { rail: 'card', source: 's', day: '2026-11-02', amount: minor(500), currency: 'EUR' } as const;

describe('what a movement does to the books', () => {
  test.each<[Movement, string[]]>([
    [FIVE, ['assets:rail:card 462 EUR', 'expenses:fees:card 38 EUR', 'income:contributions:card -500 EUR']],
    [{ ...said, kind: 'fee', amount: minor(-20) }, ['assets:rail:card 20 EUR', 'expenses:fees:card -20 EUR']],
    [{ ...said, kind: 'refund' }, ['assets:rail:card -500 EUR', 'income:refunds:card 500 EUR']],
    [{ ...said, kind: 'refund-failed' }, ['assets:rail:card 500 EUR', 'income:refunds:card -500 EUR']],
    [
      { ...said, kind: 'dispute-opened', fee: minor(1500) },
      ['assets:disputed:card 500 EUR', 'assets:rail:card -2000 EUR', 'expenses:dispute-fees:card 1500 EUR'],
    ],
    [{ ...said, kind: 'dispute-won' }, ['assets:disputed:card -500 EUR', 'assets:rail:card 500 EUR']],
    [
      { ...said, kind: 'dispute-lost' },
      ['assets:disputed:card -500 EUR', 'expenses:disputes-lost:card 500 EUR'],
    ],
    [{ ...said, kind: 'payout' }, ['assets:rail:card -500 EUR', 'assets:transit:card 500 EUR']],
    [{ ...said, kind: 'payout-failed' }, ['assets:rail:card 500 EUR', 'assets:transit:card -500 EUR']],
    [
      { ...said, kind: 'payout-arrived', rail: 'transfer', from: 'card' },
      ['assets:rail:transfer 500 EUR', 'assets:transit:card -500 EUR'],
    ],
    [
      { ...said, kind: 'exchange', to: { amount: minor(540), currency: 'USD' }, fee: minor(5) },
      [
        'assets:rail:card -505 EUR',
        'assets:rail:card 540 USD',
        'equity:exchange 500 EUR',
        'equity:exchange -540 USD',
        'expenses:fees:card 5 EUR',
      ],
    ],
  ])('%o', (movement, expected) => {
    expect(sides(movement)).toEqual(expected);
  });
});

describe('what is no movement', () => {
  const posting = (account: string, amount: number, currency = 'EUR') =>
    ({ account, amount, currency }) as Posting;
  const adjusted = (...postings: Posting[]) =>
    ({
      rail: 'card',
      source: 's',
      day: '2026-11-02',
      kind: 'adjustment',
      reason: 'rounding',
      postings,
    }) as Movement;
  test.each<[string, unknown]>([
    ['rail', { ...FIVE, rail: 'cash' }],
    ['source', { ...FIVE, source: 'anna@example.org' }],
    ['source', { ...FIVE, source: 'Anna Petrova' }],
    ['source', { ...FIVE, source: '=1+1' }],
    ['source', { ...FIVE, source: 'x'.repeat(121) }],
    ['about', { ...FIVE, about: 'Anna Petrova' }],
    ['kind', { ...FIVE, kind: 'gift' }],
    ['day', { ...FIVE, day: '2026-02-30' }],
    ['day', { ...FIVE, day: '2026-11-02T10:00' }],
    ['future', { ...FIVE, day: '2027-01-02' }],
    ['amount', { ...FIVE, amount: 5.5 }],
    ['amount', { ...FIVE, amount: -500 }],
    ['amount', { ...FIVE, amount: 0 }],
    ['amount', { ...FIVE, amount: Number.NaN }],
    ['amount', { ...FIVE, amount: 2 ** 53 }],
    ['amount', { ...FIVE, fee: 0.5 }],
    ['currency', { ...FIVE, currency: 'eur' }],
    ['currency', { ...FIVE, currency: 'XAU' }],
    ['currency', { ...said, kind: 'exchange', to: { amount: 1, currency: 'EUR' } }],
    ['rail', { ...said, kind: 'payout-arrived', from: 'card' }],
    ['reason', { ...adjusted(), reason: 'for Anna Petrova' }],
    ['unbalanced', adjusted(posting('equity:opening', -5), posting('assets:rail:card', 4))],
    ['unbalanced', adjusted(posting('equity:opening', -5), posting('assets:rail:card', 5, 'USD'))],
    ['account', adjusted(posting('assets:pocket', -5), posting('assets:rail:card', 5))],
    ['amount', adjusted(posting('assets:rail:card', -5), posting('assets:rail:card', 5))],
    ['amount', adjusted(posting('assets:rail:card', 0))],
  ])('without a right %s', (fault, movement) => {
    expect(entryOf(movement as Movement, '2026-11-23')).toBe(fault);
  });
});

eachDatabase((_name, open) => {
  test('a movement that comes again changes nothing; another under its name is refused, and it alone', async () => {
    const store = await open();
    const ledger = openLedger({ store, now: () => TODAY });
    const [first] = await ledger.record([FIVE]);
    expect(first).toEqual({ outcome: 'recorded', id: 1, bookedOn: '2026-11-02' });
    const head = await ledger.head();
    expect(await ledger.record([FIVE, { ...FIVE, fee: minor(38) }])).toEqual([
      { outcome: 'known', id: 1 },
      { outcome: 'known', id: 1 },
    ]);
    expect(await ledger.head()).toEqual(head);
    const other = { ...FIVE, amount: minor(600) };
    const bad = { ...FIVE, source: 'ch_2', currency: 'XXX' };
    const next = { ...FIVE, source: 'ch_3' };
    expect(await ledger.record([other, bad, next, next, { ...next, day: '2026-11-03' }])).toMatchObject([
      { outcome: 'refused', reason: 'other-content', id: 1, message: expect.stringContaining('card/ch_1') },
      { outcome: 'refused', reason: 'currency', message: expect.stringContaining('card/ch_2') },
      { outcome: 'recorded', id: 2 },
      { outcome: 'known', id: 2 },
      { outcome: 'refused', reason: 'other-content', id: 2 },
    ]);
    expect(await ledger.balances()).toContainEqual({
      account: 'income:contributions:card',
      currency: 'EUR',
      amount: -1000,
    });
  });

  test('the same name on two rails is two movements', async () => {
    const ledger = openLedger({ store: await open(), now: () => TODAY });
    await ledger.record([FIVE, { ...FIVE, rail: 'till' }]);
    expect((await ledger.head()).id).toBe(2);
  });

  test("it takes part in the caller's transaction", async () => {
    const store = await open();
    const ledger = openLedger({ store, now: () => TODAY });
    const failed = store.transaction(async () => {
      await ledger.record([FIVE]);
      throw new Error('later');
    });
    await expect(failed).rejects.toThrow('later');
    expect((await ledger.head()).id).toBe(0);
  });

  test('two processes that take the same list at once write it once', async () => {
    const store = await open();
    const list = Array.from({ length: 40 }, (_, at) => ({ ...FIVE, source: `ch_${at}` }));
    const ledger = openLedger({ store, now: () => TODAY });
    const all = await Promise.all([
      ledger.record(list),
      ledger.record(list),
      ledger.record(list.toReversed()),
    ]);
    expect(all.flat().filter(({ outcome }) => outcome === 'recorded')).toHaveLength(40);
    expect(await ledger.verify()).toMatchObject({ entries: 40 });
  });
});
