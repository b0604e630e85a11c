import { sql } from 'kysely';
import { type Figure, figureOf, monthsOf, parseRecord } from '#gap';
import type { Store } from '#store';
import { STANDING } from './contributions/contribution.ts';
import { isRail, type Rail as RailName } from './ledger/chart.ts';
import { dayOf, type Month, nextMonth } from './ledger/days.ts';
import { minor, type Minor } from './ledger/minor.ts';

/** Fewer contributions than this are neither counted nor summed: they could be one person's. */
export const FEWEST_TOLD = 10;

export type CurrencySum = { currency: string; amount: Minor };

/** A month as everybody at the desk may see it. Null: it is of fewer than ten, and of some. */
export type MonthFigures = {
  month: Month;
  /** As it was published; null: nothing was. */
  gap: Pick<Figure, 'cost' | 'receipts' | 'gap'> | null;
  /** Those that paid again by themselves in that month; sums of currencies in which enough did. */
  recurring: { count: number | null; sums: CurrencySum[] };
  began: number | null;
  ended: number | null;
};

/** What was given on a rail in a currency, where enough did. */
export type Share = { rail: RailName; currency: string; count: number; amount: Minor };

export type MoneyFigures = {
  fewest: number;
  /** The oldest first. */
  months: MonthFigures[];
  /** What the gap is told in; null before the first publication. */
  currency: string | null;
  /** Whether play money counts in it. */
  play: boolean;
  /** Going on now. */
  standing: number | null;
  shares: Share[];
  /** Whether shares were left out because too few gave so. */
  isMore: boolean;
};

/** Nobody is nobody; a few are not told. */
const told = (count: number): number | null => (count === 0 || count >= FEWEST_TOLD ? count : null);

/** Sums in which nobody stands out, of the last so many months. */
export async function moneyFigures(
  { db }: Pick<Store, 'db'>,
  options: { at: number; months: number; published: { text: string; play: boolean } | null },
): Promise<MoneyFigures> {
  const { at, published } = options;
  const months = monthsUpTo(dayOf(at).slice(0, 7), options.months);
  const first = `${months[0]}-01`;
  const record = published === null ? null : parseRecord(published.text);
  const known = new Set(record === null ? [] : monthsOf(record));
  const [began, ended, recurring] = [
    await changes(db, { column: 'begun_on', states: null, first }),
    await changes(db, { column: 'changed_on', states: ['lapsed', 'cancelled', 'stopped'], first }),
    await recurringIn(db, first),
  ];
  const { count: standing } = await db
    .selectFrom('contribution')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', 'in', STANDING)
    .executeTakeFirstOrThrow();
  return {
    fewest: FEWEST_TOLD,
    currency: record?.currency ?? null,
    play: published?.play ?? false,
    standing: told(Number(standing)),
    months: months.map((month) => {
      const figure = record !== null && known.has(month) ? figureOf(record, month) : null;
      return {
        month,
        gap: figure && { cost: figure.cost, receipts: figure.receipts, gap: figure.gap },
        recurring: recurring(month),
        began: told(began.get(month) ?? 0),
        ended: told(ended.get(month) ?? 0),
      };
    }),
    ...(await sharesSince(db, first)),
  };
}

function monthsUpTo(last: Month, count: number): Month[] {
  const [year = 0, month = 1] = last.split('-').map(Number);
  const months = [dayOf(Date.UTC(year, month - count, 1)).slice(0, 7)];
  while (months.length < count) months.push(nextMonth(months.at(-1) ?? last));
  return months;
}

async function changes(
  db: Store['db'],
  of: { column: 'begun_on' | 'changed_on'; states: readonly string[] | null; first: string },
): Promise<Map<Month, number>> {
  const month = sql<string>`substr(${sql.ref(of.column)}, 1, 7)`;
  const all = db.selectFrom('contribution').where(of.column, '>=', of.first);
  const rows = await (
    of.states === null ? all.where('state', '<>', 'open') : all.where('state', 'in', of.states)
  )
    .select((eb) => [month.as('month'), eb.fn.countAll<number>().as('count')])
    .groupBy(month)
    .execute();
  return new Map(rows.map((row) => [row.month, Number(row.count)]));
}

/** Payments of contributions, by the ledger. */
const given = (db: Store['db'], first: string) =>
  db
    .selectFrom('ledger_transaction as entry')
    .innerJoin('ledger_posting as posting', 'posting.transaction_id', 'entry.id')
    .leftJoin('contribution_payment as payment', (join) =>
      join.onRef('payment.rail', '=', 'entry.rail').onRef('payment.source', '=', 'entry.source'),
    )
    .where('entry.kind', '=', 'payment')
    .where('entry.value_on', '>=', first)
    .where('posting.account', 'like', 'income:contributions:%');

const amount = sql<number>`CAST(-sum(posting.amount) AS bigint)`;
const people = sql<number>`count(DISTINCT payment.contribution)`;
const monthOfEntry = sql<string>`substr(entry.value_on, 1, 7)`;

async function recurringIn(
  db: Store['db'],
  first: string,
): Promise<(month: Month) => MonthFigures['recurring']> {
  const rows = await given(db, first)
    .innerJoin('contribution', 'contribution.id', 'payment.contribution')
    .where('contribution.rhythm', '<>', 'once')
    .select([monthOfEntry.as('month'), 'posting.currency', people.as('count'), amount.as('amount')])
    .groupBy([monthOfEntry, 'posting.currency'])
    .orderBy('posting.currency')
    .execute();
  return (month) => {
    const found = rows.filter((row) => row.month === month);
    return {
      // One contribution has one currency.
      count: told(found.reduce((sum, { count }) => sum + Number(count), 0)),
      sums: found.flatMap((row) =>
        Number(row.count) >= FEWEST_TOLD
          ? [{ currency: row.currency, amount: minor(Number(row.amount)) }]
          : [],
      ),
    };
  };
}

/**
 * By rail and currency. Payments of one contribution are one; those of which nobody knows whose they are, are as many as
 * came in the month in which most did, since whoever gives again does so once a month.
 */
async function sharesSince(db: Store['db'], first: string): Promise<Pick<MoneyFigures, 'shares' | 'isMore'>> {
  const rows = await given(db, first)
    .select(['entry.rail', 'posting.currency', people.as('known'), amount.as('amount')])
    .groupBy(['entry.rail', 'posting.currency'])
    .orderBy('entry.rail')
    .orderBy('posting.currency')
    .execute();
  const unknown = await given(db, first)
    .where('payment.contribution', 'is', null)
    .select((eb) => ['entry.rail', 'posting.currency', eb.fn.countAll<number>().as('count')])
    .groupBy(['entry.rail', 'posting.currency', monthOfEntry])
    .execute();
  const all = rows.flatMap(({ rail, currency, known, amount: sum }): Share[] => {
    const most = unknown
      .filter((one) => one.rail === rail && one.currency === currency)
      .reduce((top, { count }) => Math.max(top, Number(count)), 0);
    return isRail(rail) ? [{ rail, currency, count: Number(known) + most, amount: minor(Number(sum)) }] : [];
  });
  const shares = all.filter(({ count }) => count >= FEWEST_TOLD);
  return { shares, isMore: shares.length < all.length };
}
