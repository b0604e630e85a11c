import type { Store } from '#store';
import { dayOf } from '../ledger/days.ts';
import { minor, type Minor } from '../ledger/minor.ts';
import { SupportError } from './error.ts';
import { paymentsOf } from './listing.ts';

type Db = Store['db'];

/** Why something is given back, in words that are given: free words would be a place for names. */
export const REFUND_REASONS = ['asked-for', 'mistake', 'twice', 'stolen-means', 'rules'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

/**
 * - `asked`: the rail was asked, and has done it or will.
 * - `refused`: the rail would not.
 * - `given-up`: nobody knows; a person has to look at the rail.
 */
export type RefundState = 'asked' | 'refused' | 'given-up';

/** A payment given back at the desk, or a part of it. */
export type Refund = {
  source: string;
  /** From 1, of that payment. */
  number: number;
  amount: Minor;
  reason: RefundReason;
  state: RefundState;
  /** yyyy-mm-dd */
  day: string;
};

/** What was given back of some payments at the desk, in order. */
export async function refundsOf(
  db: Db,
  { rail, sources }: { rail: string; sources: readonly string[] },
): Promise<Refund[]> {
  if (sources.length === 0) return [];
  const rows = await db
    .selectFrom('support_refund')
    .selectAll()
    .where('rail', '=', rail)
    .where('source', 'in', sources)
    .orderBy('source')
    .orderBy('number')
    .execute();
  return rows.map(({ source, number, amount, reason, state, day }) => ({
    source,
    number,
    amount: minor(amount),
    reason: reason as RefundReason,
    state: state as RefundState,
    day,
  }));
}

export type RefundWish = {
  /** Of the payment. */
  source: string;
  amount: Minor;
  reason: RefundReason;
  /** How many refunds of this payment whoever asks has seen: another was made meanwhile where there are more. */
  seen: number;
};

/**
 * Writes down that a payment is given back, in the transaction in which the rail's call is.
 *
 * @returns its number
 * @throws SupportError `unknown`, `changed`, `amount`
 */
export async function addRefund(
  store: Store,
  { rail, contribution, wish, at }: { rail: string; contribution: string; wish: RefundWish; at: number },
): Promise<number> {
  const { source, amount, reason, seen } = wish;
  const payment = (await paymentsOf(store, contribution)).find((one) => one.source === source);
  if (payment === undefined)
    throw new SupportError('unknown', 'The ledger has no such payment of this contribution');
  const before = await refundsOf(store.db, { rail, sources: [source] });
  if (before.length !== seen)
    throw new SupportError(
      'changed',
      'Somebody else gave back of this payment meanwhile; look at what stands there now',
    );
  const asked = before.reduce((sum, one) => sum + (one.state === 'refused' ? 0 : one.amount), 0);
  const left = payment.amount - Math.max(asked, payment.refunded);
  if (amount <= 0 || amount > left)
    throw new SupportError('amount', `${amount} cannot be given back of this payment; ${left} are left`);
  const number = before.length + 1;
  await store.db
    .insertInto('support_refund')
    .values({ rail, source, number, amount, reason, state: 'asked', day: dayOf(at) })
    .execute();
  return number;
}

/** What became of one, in the transaction in which its call ends. */
export async function markRefund(
  db: Db,
  { rail, source, number }: { rail: string; source: string; number: number },
  state: RefundState,
): Promise<void> {
  await db
    .updateTable('support_refund')
    .set({ state })
    .where('rail', '=', rail)
    .where('source', '=', source)
    .where('number', '=', number)
    .execute();
}
