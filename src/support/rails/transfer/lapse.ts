import type { Kysely } from 'kysely';
import type { Schema } from '#store';
import { daysLater, dayOf } from '../../ledger/days.ts';
import { chargeAt } from '../till/calendar.ts';
import type { Report } from '../rail.ts';

/** Payments in a row that may be missing, and days for which the last of them may be late. */
const MISSED = { monthly: { payments: 2, days: 14 }, yearly: { payments: 1, days: 60 } } as const;

/**
 * Standing orders that have ended at her bank, of which nobody is told: the bank's own statements reach well beyond what
 * should have come, and it is not in them. A statement that was not imported ends nothing.
 */
export async function lapsedOrders(db: Kysely<Schema>): Promise<Report[]> {
  const rows = await db
    .selectFrom('bank_movement as movement')
    .innerJoin('contribution', 'contribution.id', 'movement.contribution')
    .select(({ fn }) => [
      'contribution.id',
      'contribution.rhythm',
      'movement.account',
      fn.max('movement.day').as('paid'),
    ])
    .where('movement.kind', '=', 'payment')
    .where('contribution.rail', '=', 'transfer')
    .where('contribution.state', '=', 'active')
    .groupBy(['contribution.id', 'contribution.rhythm', 'movement.account'])
    .orderBy('paid')
    .execute();
  if (rows.length === 0) return [];
  const known = await db
    .selectFrom('bank_statement')
    .select(({ fn }) => ['account', fn.max('closing_on').as('until')])
    .groupBy('account')
    .execute();
  const untilOf = new Map(known.map(({ account, until }) => [account, until]));
  // The account to which she paid last.
  const last = new Map(rows.map((row) => [row.id, row]));
  return [...last.values()].flatMap(({ id, rhythm, account, paid }): Report[] => {
    if (rhythm !== 'monthly' && rhythm !== 'yearly') return [];
    const { payments, days } = MISSED[rhythm];
    const due = dayOf(chargeAt(paid, rhythm, payments) ?? Infinity);
    if ((untilOf.get(account) ?? '') <= daysLater(due, days)) return [];
    return [{ contribution: id, standing: null, state: 'lapsed', nextAt: null }];
  });
}
