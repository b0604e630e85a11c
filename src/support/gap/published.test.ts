import { audit, figureOf, parseBook, parseRecord, requireContinued } from '#gap';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase, type Open } from '../../../test/databases.ts';
import { openLedger } from '../ledger/ledger.ts';
import { minor } from '../ledger/minor.ts';
import type { Movement } from '../ledger/movement.ts';
import { COSTS, FIRST_COSTS } from './costs.ts';
import { openGap } from './gap.ts';
import { checkAgainstLedger, sha256 } from './published.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;

const OFFICE = {
  id: 'office',
  kind: 'office',
  names: { en: 'Office' },
  amount: 100_000,
  currency: 'USD',
  every: 'month',
  from: '2026-01-01',
  until: null,
};

async function paper(open: Open, costs: object | null = { costs: [OFFICE] }) {
  const store = await open();
  const clock = { at: NOON };
  const now = (): number => clock.at;
  const ledger = openLedger({ store, now });
  const gap = openGap({ store, ledger, now });
  if (costs !== null) await gap.costs.change({ ...FIRST_COSTS, ...costs }, 0);
  const text = async (): Promise<string> => (await gap.published())?.text ?? '';
  const audited = async () => audit(parseRecord(await text()), parseBook((await gap.book()) ?? ''), sha256);
  return { store, clock, ledger, gap, text, audited };
}

const gifts = (name: string, count: number, more: Partial<Movement> = {}): Movement[] =>
  Array.from({ length: count }, (_, at) => ({
    kind: 'payment',
    rail: 'card',
    source: `${name}${at}`,
    day: '2026-11-23',
    currency: 'USD',
    amount: minor(1000),
    fee: minor(50),
    ...more,
  })) as Movement[];

eachDatabase((_name, open) => {
  test('S6: a day is published once: with its seal, and with a sum once ten gave; a clock set back adds nothing', async () => {
    const { clock, ledger, gap, text, audited } = await paper(open);
    await ledger.record(gifts('a', 9));
    expect(await gap.publish()).toMatchObject({ done: true, day: '2026-11-23', sums: [], postings: 9 });
    const first = await text();
    expect(await gap.publish()).toEqual({ done: false, because: 'sealed', day: '2026-11-23' });
    clock.at -= 5 * DAY;
    expect(await gap.publish()).toMatchObject({ done: false, because: 'sealed' });
    expect(await text()).toBe(first);
    clock.at = NOON + DAY;
    await ledger.record([...gifts('a', 9), ...gifts('b', 2, { day: '2026-11-24' })]);
    const next = await gap.publish();
    expect(next).toMatchObject({ postings: 2, sums: [{ currency: 'USD', amount: 10_000 }], waiting: [] });
    requireContinued(first, await text());
    expect(await gap.published()).toMatchObject({
      month: '2026-11',
      play: false,
      figure: { cost: 100_000, receipts: 10_000, gap: 90_000, through: '2026-11-24' },
    });
    expect(await audited()).toMatchObject({ postings: 11, seals: 2, sums: 1, unsealed: 0 });
  });

  test('S6: two processes that publish at once publish one day, and one that dies within leaves nothing', async () => {
    const { store, ledger, gap, text, audited } = await paper(open);
    await ledger.record(gifts('a', 12));
    const died = store.transaction(async () => {
      await gap.publish();
      throw new Error('killed');
    });
    await expect(died).rejects.toThrow('killed');
    expect(await gap.published()).toBeNull();
    const both = await Promise.all([gap.publish(), gap.publish()]);
    expect(both.filter(({ done }) => done)).toHaveLength(1);
    expect((await text()).match(/^seal /gm)).toHaveLength(1);
    expect(await audited()).toMatchObject({ postings: 12, seals: 1, sums: 1 });
  });

  test('S6: a cost that changes within a month holds from the next, which is told on its first day', async () => {
    const { clock, gap, text } = await paper(open);
    await gap.publish();
    await gap.costs.change({ ...FIRST_COSTS, costs: [OFFICE, { ...OFFICE, id: 'boat', amount: 5_000 }] }, 1);
    clock.at += DAY;
    await gap.publish();
    expect(figureOf(parseRecord(await text()), '2026-11').cost).toBe(100_000);
    clock.at = Date.UTC(2026, 11, 1, 1);
    expect(await gap.publish()).toMatchObject({ day: '2026-11-30' });
    const record = parseRecord(await text());
    expect([figureOf(record, '2026-11').cost, figureOf(record, '2026-12').cost]).toEqual([100_000, 105_000]);
  });

  test('S6: what was given before the first month that is told is no part of it, but for what comes late', async () => {
    const { clock, ledger, gap } = await paper(open);
    await ledger.record([...gifts('old', 10, { day: '2026-10-30' }), ...gifts('a', 10)]);
    expect(await gap.publish()).toMatchObject({ sums: [{ amount: 9000 }] });
    clock.at += DAY;
    await ledger.record(gifts('late', 10, { day: '2026-10-31' }));
    expect(await gap.publish()).toMatchObject({ sums: [{ amount: 10_000 }] });
  });

  test('S6: nothing is published before a paper says what it costs', async () => {
    const { gap } = await paper(open, null);
    expect(await gap.publish()).toMatchObject({ done: false, because: 'no-costs' });
    expect([await gap.published(), await gap.book()]).toEqual([null, null]);
  });

  test('S6: play money counts where a paper says so, and is forgotten for a record of real money', async () => {
    const { clock, ledger, gap, text } = await paper(open, { costs: [OFFICE], play: true });
    await ledger.record([...gifts('p', 10, { rail: 'till' }), ...gifts('c', 10)]);
    expect(await gap.publish()).toMatchObject({ sums: [{ amount: 19_000 }] });
    expect(await gap.published()).toMatchObject({ play: true });
    await gap.costs.change({ ...FIRST_COSTS, costs: [OFFICE] }, 1);
    clock.at += DAY;
    expect(await gap.publish()).toMatchObject({ day: '2026-11-24', sums: [{ amount: 9000 }] });
    expect(await gap.published()).toMatchObject({ play: false });
    expect((await text()).match(/^seal /gm)).toHaveLength(1);
    await gap.costs.change({ ...FIRST_COSTS, costs: [OFFICE], play: true }, 2);
    await expect(gap.publish()).rejects.toMatchObject({ code: 'setting' });
    await gap.costs.change({ ...FIRST_COSTS, currency: 'EUR', costs: [{ ...OFFICE, currency: 'EUR' }] }, 3);
    await expect(gap.publish()).rejects.toMatchObject({ code: 'setting' });
  });

  test('S6: other currencies count by the rate of the day, and wait where there is none', async () => {
    const { clock, ledger, gap } = await paper(open);
    await ledger.record(gifts('e', 10, { currency: 'EUR' }));
    expect(await gap.publish()).toMatchObject({
      sums: [],
      waiting: [{ currency: 'EUR', because: 'no-rate' }],
    });
    const rates = [{ currency: 'EUR', units: 1100, over: 1000 }];
    await gap.costs.change(COSTS.parse({ ...FIRST_COSTS, costs: [OFFICE], rates }), 1);
    clock.at += DAY;
    await gap.publish();
    expect(await gap.published()).toMatchObject({ figure: { receipts: 9900 } });
  });

  test('S6: a posting that was changed, or that the ledger has otherwise, is found', async () => {
    const { store, ledger, gap, audited } = await paper(open);
    await ledger.record(gifts('a', 11));
    await gap.publish();
    expect(await checkAgainstLedger({ store, ledger })).toEqual({ entries: 11 });
    await sql`UPDATE gap_posting SET text = replace(text, ' 950 ', ' 951 ') WHERE number = 4`.execute(
      store.db,
    );
    await expect(audited()).rejects.toMatchObject({ code: 'not_sealed' });
    await expect(checkAgainstLedger({ store, ledger })).rejects.toThrow(/^Entry 5 /);
    await sql`DELETE FROM gap_posting WHERE number = 10`.execute(store.db);
    await sql`UPDATE gap_posting SET text = replace(text, ' 951 ', ' 950 ')`.execute(store.db);
    await expect(audited()).rejects.toMatchObject({ code: 'not_sealed' });
  });
});
