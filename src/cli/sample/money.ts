import type { Store } from '#store';
import type { Movement } from '#support';
import { seeded } from './random.ts';

/** Gifts a month: more than ten, so that sums may be told. */
const GIFTS = 40;
const MONTHS = 6;
const DAY_MS = 86_400_000;

/** What the sample newsroom costs: 10,000 dollars a month, one part of it private. */
const COSTS = [
  {
    id: 'people',
    kind: 'people',
    names: { en: 'Pay of nine people', ru: 'Зарплаты девяти человек', fa: 'دستمزد نه نفر' },
    amount: 742_000,
  },
  { id: 'office', kind: 'office', names: { en: 'Two rooms', ru: 'Две комнаты', fa: 'دو اتاق' }, amount: 110_000 },
  {
    id: 'servers',
    kind: 'servers',
    names: { en: 'Servers and mirrors', ru: 'Серверы и зеркала', fa: 'سرورها و آینه‌ها' },
    amount: 68_000,
  },
  { id: 'safety', kind: 'security', names: null, amount: 80_000 },
];

/**
 * Half a year of play money at the till of the sample newsroom, told month by month up to yesterday, so that the figure
 * and its page are something to look at. Nobody gave any of it, and pages say so.
 */
export async function givePlayMoney({ store, now }: { store: Store; now: () => number }): Promise<void> {
  const { FIRST_COSTS, minor, openGap, openLedger } = await import('#support');
  const random = seeded(2026);
  const ends = lastDays(now());
  const clock = { at: now() };
  const ledger = openLedger({ store, now });
  const gap = openGap({ store, ledger, now: () => clock.at });
  const [first] = ends;
  const costs = COSTS.map((cost) => ({
    ...cost,
    currency: 'USD',
    every: 'month',
    from: `${dayOf(first ?? now()).slice(0, 7)}-01`,
    until: null,
  }));
  await gap.costs.change({ ...FIRST_COSTS, costs, play: true }, (await gap.costs.now()).number);
  for (const end of ends) {
    const days = Number(dayOf(end).slice(8));
    const gifts = Array.from({ length: GIFTS }, (_, at): Movement => {
      const amount = 5_000 + 500 * Math.floor(random.next() * 52);
      return {
        kind: 'payment',
        rail: 'till',
        source: `sample-${dayOf(end).slice(0, 7)}-${at}`,
        day: dayOf(end - Math.floor(random.next() * days) * DAY_MS),
        currency: 'USD',
        amount: minor(amount),
        fee: minor(0),
      };
    });
    await ledger.record(gifts);
    clock.at = end + DAY_MS;
    await gap.publish();
  }
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The last days of the months before that of yesterday, and yesterday. */
function lastDays(at: number): number[] {
  const yesterday = at - DAY_MS;
  const date = new Date(yesterday);
  const before = Array.from({ length: MONTHS - 1 }, (_, back) =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (MONTHS - 2 - back), 0, 12),
  );
  return [...before, yesterday];
}
