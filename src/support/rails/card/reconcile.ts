import { decimal, type Minor, minor } from '../../ledger/minor.ts';
import { RailError } from '../error.ts';
import { found } from './errors.ts';
import { fromStripe } from './money.ts';
import { movementsOf } from './movements.ts';
import { pages } from './read.ts';
import type { Room } from './room.ts';

/** Whether a payout is the sum of what Stripe says it is made of. */
export type Reconciled = {
  payout: string;
  currency: string;
  /** What was sent to the bank. */
  amount: Minor;
  /** What its lines add up to, fees taken off. */
  sum: Minor;
  lines: number;
  /** The names under which these lines stand in the ledger. */
  sources: readonly string[];
} & (
  | { outcome: 'fits' }
  /** `says` is for a person: by how much, and what to do. */
  | { outcome: 'differs' | 'by-hand' | 'not-yet'; says: string }
);

/** @throws RailError `refused` for what is no payout */
export async function reconcilePayout(room: Room, id: string): Promise<Reconciled> {
  const { stripe } = room;
  const payout = /^po_[A-Za-z0-9]{1,100}$/.test(id) ? await found(() => stripe.payouts.retrieve(id)) : null;
  const paid = payout === null ? null : fromStripe(payout.amount, payout.currency);
  if (payout === null || paid === null) throw new RailError('refused', `Stripe has no payout called "${id}"`);
  const lines = pages((after) =>
    stripe.balanceTransactions.list({ payout: id, limit: 100, expand: ['data.source'], ...after }),
  );
  let [net, count] = [0, 0];
  const sources: string[] = [];
  if (payout.automatic)
    for await (const line of lines) {
      if (line.type === 'payout') continue;
      count += 1;
      net += line.net;
      sources.push(...movementsOf(line).movements.map(({ source }) => source));
    }
  const sum = fromStripe(net, payout.currency)?.amount ?? minor(0);
  const all = { payout: id, ...paid, sum, lines: count, sources };
  if (!payout.automatic)
    return {
      ...all,
      outcome: 'by-hand',
      says: `Somebody sent the payout "${id}" by hand; Stripe does not tell what it is made of`,
    };
  if (payout.reconciliation_status === 'in_progress')
    return {
      ...all,
      outcome: 'not-yet',
      says: `Stripe is still adding up the payout "${id}"; look again in an hour`,
    };
  if (sum === paid.amount) return { ...all, outcome: 'fits' };
  const money = (amount: Minor): string => `${decimal(amount, paid.currency)} ${paid.currency}`;
  const difference = money(minor(paid.amount - sum));
  const says = `The payout "${id}" is ${money(paid.amount)}, and its ${count} lines add up to ${money(sum)}: ${difference} are not explained; compare it with the payout at Stripe before anything is adjusted`;
  return { ...all, outcome: 'differs', says };
}
