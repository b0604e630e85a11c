import type { Kysely } from 'kysely';
import type { BankMovementTable, Schema, Store } from '#store';
import { type Account, isRail } from '../../ledger/chart.ts';
import { minor, negative } from '../../ledger/minor.ts';
import type { Movement, Reason } from '../../ledger/movement.ts';
import { lapsedOrders } from './lapse.ts';
import type { Reading, Report, Rhythm } from '../rail.ts';

/** What a movement of the bank is in the ledger, where it is an adjustment: why, and what stands on the other side. */
const ADJUSTMENTS = {
  opening: ['opening-balance', 'equity:opening'],
  unmatched: ['unmatched', 'liabilities:unmatched'],
  spent: ['spent', 'equity:spent'],
  'bank-charge': ['bank-charge', 'expenses:bank'],
  interest: ['interest', 'income:other'],
  'other-income': ['other-income', 'income:other'],
  'own-transfer': ['own-transfer', 'equity:adjustments'],
  'not-ours': ['not-ours', 'equity:adjustments'],
} as const satisfies Record<string, readonly [Reason, Account]>;
export type Adjusted = keyof typeof ADJUSTMENTS;

const isAdjusted = (kind: string): kind is Adjusted => Object.hasOwn(ADJUSTMENTS, kind);

/** A row as the ledger takes it. `day` is the day of booking: the bank's own balances follow it. */
export function movementOf(row: Omit<BankMovementTable, 'id' | 'at'>): Movement {
  const { source, kind, currency, day, about } = row;
  const said = { rail: 'transfer', source, day, ...(about !== null && { about }) } as const;
  if (isAdjusted(kind)) {
    const [reason, other] = ADJUSTMENTS[kind];
    const amount = minor(row.amount);
    return {
      kind: 'adjustment',
      ...said,
      reason,
      postings: [
        { account: 'assets:rail:transfer', currency, amount },
        { account: other, currency, amount: negative(amount) },
      ],
    };
  }
  const money = { amount: minor(Math.abs(row.amount) + (row.amount > 0 ? row.fee : -row.fee)), currency };
  const fee = row.fee === 0 ? {} : { fee: minor(row.fee) };
  switch (kind) {
    case 'payment':
    case 'refund':
    case 'refund-failed':
      return { kind, ...said, ...money, ...fee };
    case 'payout-arrived':
      if (row.sender !== null && isRail(row.sender)) return { kind, ...said, ...money, from: row.sender };
  }
  throw new Error(`The movement "${source}" of the bank is "${kind}", which is none`);
}

const PAGE = 200;

/** What the bank's statements told and people said, as the rail lists it. */
export async function* readBook(store: Store, cursor: string | null): AsyncIterable<Reading> {
  let after = Number(cursor ?? 0);
  for (;;) {
    const rows = await store.db
      .selectFrom('bank_movement')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
    const payments = rows.flatMap(({ kind, source, contribution, day }) =>
      kind === 'payment' && contribution !== null
        ? [{ source, contribution, at: Date.parse(`${day}T00:00:00Z`) }]
        : [],
    );
    yield {
      movements: rows.map(movementOf),
      payments,
      reports: await reportsOf(store.db, [...new Set(payments.map(({ contribution }) => contribution))]),
      questions: [],
      cursor: String(after),
    };
  }
  const reports = await lapsedOrders(store.db);
  if (reports.length > 0)
    yield { movements: [], payments: [], reports, questions: [], cursor: String(after) };
}

/** A contribution that was paid: a standing order goes on until her bank is told otherwise. */
export async function reportsOf(db: Kysely<Schema>, contributions: readonly string[]): Promise<Report[]> {
  if (contributions.length === 0) return [];
  const rows = await db
    .selectFrom('contribution')
    .select(['id', 'rhythm'])
    .where('id', 'in', contributions)
    .execute();
  return rows.map(({ id, rhythm }) => ({
    contribution: id,
    standing: null,
    state: (rhythm as Rhythm) === 'once' ? 'given' : 'active',
    nextAt: null,
  }));
}
