import type { Store } from '#store';
import type { Rail as RailName } from '../ledger/chart.ts';
import { dayOf } from '../ledger/days.ts';
import { minor, type Minor } from '../ledger/minor.ts';
import type { Rhythm } from '../rails/rail.ts';
import { readReference } from '../rails/transfer/reference.ts';
import { type Contribution, contributionOf, type State } from './contribution.ts';

/** A contribution as a list shows it: nothing in it tells who gives. */
export type ListedContribution = Pick<
  Contribution,
  'id' | 'rail' | 'rhythm' | 'state' | 'currency' | 'amount' | 'cover' | 'purpose' | 'visibility' | 'begunOn'
> & {
  /** The day on which it last changed, and on which it is charged next: yyyy-mm-dd. */
  changedOn: string;
  nextOn: string | null;
};

export type ListFilter = {
  states?: readonly State[];
  rail?: RailName;
  rhythm?: Rhythm;
  /** An id, a reference of a transfer or a rail's own name of a payment: the whole of it. */
  name?: string;
};

export type ListPage = { rows: ListedContribution[]; total: number; next: string | null };

/** Contributions, those begun last first. @param before what the page before gave as `next` */
export async function listContributions(
  { db }: Pick<Store, 'db'>,
  { states, rail, rhythm, name }: ListFilter,
  { limit, before }: { limit: number; before: string | null },
): Promise<ListPage> {
  let all = db.selectFrom('contribution');
  if (states !== undefined && states.length > 0) all = all.where('state', 'in', states);
  if (rail !== undefined) all = all.where('rail', '=', rail);
  if (rhythm !== undefined) all = all.where('rhythm', '=', rhythm);
  if (name !== undefined && name !== '') {
    const reference = readReference(name);
    all = all.where((is) =>
      is.or([
        is('id', '=', name),
        ...(reference === null ? [] : [is('reference', '=', reference)]),
        is('id', 'in', (eb) =>
          eb.selectFrom('contribution_payment').select('contribution').where('source', '=', name),
        ),
      ]),
    );
  }
  const { count } = await all.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  let page = all
    .selectAll()
    .orderBy('begun_on', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (before !== null) {
    const [day = '', id = ''] = before.split('.');
    page = page.where((is) =>
      is.or([is('begun_on', '<', day), is.and([is('begun_on', '=', day), is('id', '<', id)])]),
    );
  }
  const found = await page.execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => listed(contributionOf(row), row.changed_on)),
    total: Number(count),
    next: found.length > limit && last !== undefined ? `${last.begun_on}.${last.id}` : null,
  };
}

export function listed(one: Contribution, changedOn: string): ListedContribution {
  const { id, rail, rhythm, state, currency, amount, cover, purpose, visibility, begunOn, nextAt } = one;
  const nextOn = nextAt === null ? null : dayOf(nextAt);
  return {
    id,
    rail,
    rhythm,
    state,
    currency,
    amount,
    cover,
    purpose,
    visibility,
    begunOn,
    changedOn,
    nextOn,
  };
}

/** What was given with one contribution, by the ledger. */
export type Payment = { source: string; day: string; amount: Minor; currency: string; refunded: Minor };

/** The newest first. */
export async function paymentsOf({ db }: Pick<Store, 'db'>, contribution: string): Promise<Payment[]> {
  const rows = await db
    .selectFrom('contribution_payment as payment')
    .innerJoin('ledger_transaction as entry', (join) =>
      join.onRef('entry.rail', '=', 'payment.rail').onRef('entry.source', '=', 'payment.source'),
    )
    .innerJoin('ledger_posting as posting', 'posting.transaction_id', 'entry.id')
    .select(['payment.source', 'payment.rail', 'entry.value_on', 'posting.amount', 'posting.currency'])
    .where('payment.contribution', '=', contribution)
    .where('entry.kind', '=', 'payment')
    .where('posting.account', 'like', 'income:contributions:%')
    .orderBy('payment.at', 'desc')
    .execute();
  if (rows.length === 0) return [];
  const back = await db
    .selectFrom('ledger_transaction as entry')
    .innerJoin('ledger_posting as posting', 'posting.transaction_id', 'entry.id')
    .select(['entry.rail', 'entry.about', 'posting.amount'])
    .where('entry.kind', 'in', ['refund', 'refund-failed'])
    .where('posting.account', 'like', 'income:refunds:%')
    .where(
      'entry.about',
      'in',
      rows.map(({ source }) => source),
    )
    .execute();
  return rows.map(({ source, rail, value_on: day, amount, currency }) => ({
    source,
    day,
    amount: minor(-amount),
    currency,
    refunded: minor(
      back
        .filter((one) => one.rail === rail && one.about === source)
        .reduce((sum, one) => sum + one.amount, 0),
    ),
  }));
}
