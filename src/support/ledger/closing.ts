import type { Kysely } from 'kysely';
import type { Schema } from '#store';
import { type Balance, balancesOf } from './balances.ts';
import { dayOf, type Day, type Month, monthOf, nextMonth, requireMonth } from './days.ts';
import { closingDigestOf, GENESIS } from './digest.ts';
import { LedgerError } from './error.ts';
import { lastEntry } from './read.ts';
import type { Room } from './room.ts';

/** A month that takes no more postings, with what stood in the books at its end. It is never opened again. */
export interface Closing {
  month: Month;
  /** The last entry that was written when the month was closed, and the chain after it; 0 for none. */
  lastId: number;
  head: string;
  /** Of everything that is booked up to the month's end; accounts at zero are left out. */
  balances: Balance[];
  /** Of this closing and all before it; 64 hex digits. */
  digest: string;
}

/** The last month that is closed; null when none is. */
export async function lastClosed(db: Kysely<Schema>): Promise<Month | null> {
  return (await latest(db))?.month ?? null;
}

/** Where a movement is booked: on its own day, or on the first that is open. */
export function bookingDay(day: Day, closed: Month | null): Day {
  return closed === null || monthOf(day) > closed ? day : `${nextMonth(closed)}-01`;
}

/**
 * Closes a month that is over, and all months before it. Throws a LedgerError `not_over`, `closed` or `later_closed`.
 */
export async function closeMonth(room: Room, month: Month): Promise<Closing> {
  requireMonth(month);
  if (month >= monthOf(dayOf(room.now())))
    throw new LedgerError('not_over', `The month ${month} is not over; close it when it is`);
  return await room.store.transaction(async (db) => {
    const before = await latest(db);
    if (before !== null && before.month >= month)
      throw new LedgerError(
        before.month === month ? 'closed' : 'later_closed',
        `The books are closed up to ${before.month}; what is to be corrected is a new entry`,
      );
    const { id: lastId, chain: head } = await lastEntry(db);
    const balances = await balancesOf(db, { throughMonth: month });
    const text = balancesText(balances);
    const digest = closingDigestOf(before?.digest ?? GENESIS, { month, lastId, head, balances: text });
    await db
      .insertInto('ledger_closing')
      .values({ month, last_id: lastId, head, balances_json: text, digest })
      .execute();
    return { month, lastId, head, balances, digest };
  });
}

async function latest(db: Kysely<Schema>): Promise<{ month: Month; digest: string } | null> {
  const row = await db
    .selectFrom('ledger_closing')
    .select(['month', 'digest'])
    .orderBy('month', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Every closing, in order. */
export async function closings(db: Kysely<Schema>): Promise<Closing[]> {
  const rows = await db.selectFrom('ledger_closing').selectAll().orderBy('month').execute();
  return rows.map(({ month, last_id: lastId, head, balances_json: text, digest }) => ({
    month,
    lastId,
    head,
    balances: parseBalances(text),
    digest,
  }));
}

/** In the order of accounts and currencies: the bytes that the closing's digest is over. */
export function balancesText(balances: readonly Balance[]): string {
  return JSON.stringify(balances.map(({ account, currency, amount }) => [account, currency, amount]));
}

function parseBalances(text: string): Balance[] {
  const rows = JSON.parse(text) as [Balance['account'], string, Balance['amount']][];
  return rows.map(([account, currency, amount]) => ({ account, currency, amount }));
}
