import type Stripe from 'stripe';
import { dayOf } from '../../ledger/days.ts';
import { negative } from '../../ledger/minor.ts';
import type { Money, Movement } from '../../ledger/movement.ts';
import { fromStripe } from './money.ts';

/** What one line of the balance says; `reason`: why a person has to look at it. */
export type Line = { movements: Movement[]; reason: string | null };

type Flow = 'payment' | 'refund' | 'refund-failed' | 'dispute-opened' | 'dispute-won';

/** Money that comes to the balance; of all others it goes. */
const COMES: readonly Flow[] = ['payment', 'refund-failed', 'dispute-won'];

const unknown = (reason: string): Line => ({ movements: [], reason });

/**
 * The movements of a line of the balance, whose `source` was expanded. A line bears the same names whenever it is read:
 * a payment that of its charge, by which it is given back; a refund and a payout their own; all else that of the line.
 */
export function movementsOf(line: Stripe.BalanceTransaction): Line {
  const net = fromStripe(line.net, line.currency);
  if (net === null) return unknown(`amount-${line.type}`);
  if (line.amount === 0 && line.fee === 0) return { movements: [], reason: null };
  const read = Object.hasOwn(KINDS, line.type) ? KINDS[line.type] : undefined;
  if (read !== undefined) return read(line, net);
  return unknown(/^[a-z_]{1,60}$/.test(line.type) ? line.type : 'unreadable-type');
}

/** What is read here; all else is looked at by a person. */
const KINDS: Readonly<Record<string, (line: Stripe.BalanceTransaction, net: Money) => Line>> = {
  charge: charged,
  payment: charged,
  refund: (line) => returned(line, 'refund'),
  payment_refund: (line) => returned(line, 'refund'),
  refund_failure: (line) => returned(line, 'refund-failed'),
  adjustment: adjusted,
  payout: paidOut,
  payout_failure: paidOut,
  payout_cancel: paidOut,
  stripe_fee: fee,
  stripe_fx_fee: fee,
  tax_fee: fee,
};

function charged(line: Stripe.BalanceTransaction): Line {
  const charge = sourceOf(line, 'charge');
  if (charge === null) return unknown('payment-without-charge');
  return moved(line, { kind: 'payment', source: charge.id, of: charge });
}

function returned(line: Stripe.BalanceTransaction, kind: 'refund' | 'refund-failed'): Line {
  const refund = sourceOf(line, 'refund');
  const about = idOf(refund?.charge);
  if (refund === null || about === null) return unknown(`${kind}-without-charge`);
  return moved(line, {
    kind,
    source: kind === 'refund' ? refund.id : line.id,
    about: kind === 'refund' ? about : refund.id,
    of: refund,
  });
}

function adjusted(line: Stripe.BalanceTransaction, net: Money): Line {
  const dispute = sourceOf(line, 'dispute');
  const about = idOf(dispute?.charge);
  if (dispute === null || about === null) return unknown('adjustment');
  // What is asked for contesting it moves nothing of the disputed amount.
  if (line.amount === 0) return fee(line, net);
  const kind = line.amount < 0 ? 'dispute-opened' : 'dispute-won';
  return moved(line, { kind, source: line.id, about, of: dispute });
}

function paidOut(line: Stripe.BalanceTransaction): Line {
  const payout = sourceOf(line, 'payout');
  const money = fromStripe(Math.abs(line.amount), line.currency);
  const cost = fromStripe(line.fee, line.currency);
  if (payout === null || money === null || cost === null) return unknown('payout-without-payout');
  const said = { rail: 'card' as const, day: dayOfLine(line), ...money };
  const extra = cost.amount === 0 ? {} : { fee: cost.amount };
  if (line.type === 'payout')
    return { movements: [{ kind: 'payout', source: payout.id, ...said, ...extra }], reason: null };
  // What came back has the name of its line: a payout fails once, and its own name is taken.
  const back = { kind: 'payout-failed' as const, source: line.id, about: payout.id, ...said, ...extra };
  return { movements: [back], reason: null };
}

function fee(line: Stripe.BalanceTransaction, net: Money): Line {
  const amount = negative(net.amount);
  if (amount === 0) return { movements: [], reason: null };
  const { currency } = net;
  return {
    movements: [{ kind: 'fee', rail: 'card', source: line.id, day: dayOfLine(line), currency, amount }],
    reason: null,
  };
}

/** A flow, and where the balance is kept in another currency than the card was charged in, the exchange beside it. */
function moved(
  line: Stripe.BalanceTransaction,
  flow: { kind: Flow; source: string; about?: string; of: { amount: number; currency: string } },
): Line {
  const { kind, source, about, of } = flow;
  const settled = fromStripe(Math.abs(line.amount), line.currency);
  const cost = fromStripe(line.fee, line.currency);
  const isForeign = of.currency !== line.currency;
  const shown = isForeign ? fromStripe(of.amount, of.currency) : settled;
  if (settled === null || cost === null || shown === null) return unknown(`amount-${kind}`);
  const day = dayOfLine(line);
  const said = { kind, rail: 'card' as const, source, day, ...(about !== undefined && { about }) };
  if (!isForeign)
    return {
      movements: [{ ...said, ...settled, ...(cost.amount !== 0 && { fee: cost.amount }) }],
      reason: null,
    };
  const [from, to] = COMES.includes(kind) ? [shown, settled] : [settled, shown];
  const beside = { rail: 'card' as const, day, about: source };
  const movements: Movement[] = [
    { ...said, ...shown },
    { ...beside, kind: 'exchange', source: `${line.id}.exchange`, ...from, to },
  ];
  if (cost.amount !== 0) movements.push({ ...beside, kind: 'fee', source: `${line.id}.fee`, ...cost });
  return { movements, reason: null };
}

/**
 * What a dispute that is lost says: no line of the balance does. Stripe tells no day of the loss, so it bears the day
 * on which the dispute began, the only one that never changes.
 */
export function lossOf(dispute: Stripe.Dispute): Movement | null {
  const taken = dispute.balance_transactions.reduce((sum, { amount }) => sum + amount, 0);
  const about = idOf(dispute.charge);
  const money = fromStripe(dispute.amount, dispute.currency);
  if (dispute.status !== 'lost' || taken >= 0 || about === null || money === null) return null;
  const day = dayOf(dispute.created * 1_000);
  return { kind: 'dispute-lost', rail: 'card', source: `${dispute.id}.lost`, about, day, ...money };
}

/** Of an object or of its name alone. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : value.id;
}

export const dayOfLine = ({ created }: Stripe.BalanceTransaction): string => dayOf(created * 1_000);

type Source = Extract<Stripe.BalanceTransaction['source'], { object: string }>;

export function sourceOf<K extends 'charge' | 'refund' | 'dispute' | 'payout'>(
  { source }: Stripe.BalanceTransaction,
  object: K,
): Extract<Source, { object: K }> | null {
  if (source === null || typeof source === 'string' || source.object !== object) return null;
  return source as Extract<Source, { object: K }>;
}
