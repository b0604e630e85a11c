import { decimal, minor, type Minor } from '../../ledger/minor.ts';
import { RailError } from '../error.ts';
import type { Step } from '../rail.ts';
import type { Invoice } from './invoice.ts';
import { TOLERANCE } from './facts.ts';

/**
 * How the payment of a contribution stands, as a supporter sees it.
 *
 * - `waiting`: nothing has come; `short`: less than was chosen, and the rest can still be sent.
 * - `seen`: it has come, and the chain has not made sure of it; `paid`: it has.
 * - `ended`: the time is over; `ended-short`: so it is, and something has come.
 * - `invalid`: what had come was taken back, or the newsroom marked it so.
 */
export type PayState = 'waiting' | 'short' | 'seen' | 'paid' | 'ended' | 'ended-short' | 'invalid';

/** Amounts in satoshi. */
export type PayTo = {
  state: PayState;
  /** Where to, while it can be paid: hers alone. */
  to: Destination | null;
  asked: Minor;
  came: Minor;
  /** Milliseconds since 1970. */
  until: number;
  isOver: boolean;
  isLate: boolean;
};

export type Destination = {
  /** On the chain; null: the store takes none for this. */
  chain: { address: string; link: string } | null;
  /** Over Lightning. */
  lightning: { invoice: string; link: string } | null;
  due: Minor;
};

const ADDRESS = /^(?:bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/;
const BOLT11 = /^lnbc[02-9ac-hj-np-z1]{20,2000}$/;
/** Test networks, whose coins are worth nothing. */
const TEST = /^(?:tb1|bcrt1|[2mn][1-9A-HJ-NP-Za-km-z]{25,34}$|ln(?:tb|bcrt))/i;

/**
 * Where an invoice is paid.
 *
 * @throws RailError `not_set_up` where the store takes neither bitcoin on the chain nor Lightning, or only plays with it
 */
export function destinationOf({ ways, others, id }: Invoice): Destination {
  const of = (kind: 'chain' | 'lightning', form: RegExp): { text: string; due: number } | null => {
    for (const way of ways) {
      const text = way.destination ?? '';
      if (way.kind !== kind || text === '' || way.due <= 0) continue;
      if (TEST.test(text))
        throw new RailError(
          'not_set_up',
          `BTCPay gives "${text.slice(0, 12)}…", of a test network whose coins are worth nothing`,
        );
      if (form.test(kind === 'lightning' ? text.toLowerCase() : text)) return { text, due: way.due };
    }
    return null;
  };
  const chain = of('chain', ADDRESS);
  const lightning = of('lightning', BOLT11);
  const due = minor(chain?.due ?? lightning?.due ?? 0);
  if (chain === null && lightning === null)
    throw new RailError(
      'not_set_up',
      `BTCPay offers neither bitcoin on the chain nor Lightning for invoice "${id}"${others.length > 0 ? `, only ${others.join(', ').slice(0, 100)}` : ''}; connect a wallet to the store`,
    );
  return {
    due,
    chain: chain && { address: chain.text, link: `bitcoin:${chain.text}?amount=${decimal(due, 'BTC')}` },
    lightning: lightning && { invoice: lightning.text, link: `lightning:${lightning.text}` },
  };
}

/** Of one that has been paid there is nothing left to do. */
export function stepOf(invoice: Invoice, now: number): Step {
  const { to, until } = payToOf(invoice, now);
  return {
    kind: 'pay-to',
    address: to?.chain?.address ?? null,
    lightning: to?.lightning?.invoice ?? null,
    amount: decimal(to?.due ?? minor(0), 'BTC'),
    currency: 'BTC',
    until,
  };
}

/** Payments of an invoice that were not taken back, each once. */
export function paymentsOf({ ways }: Invoice) {
  const all = new Map(ways.flatMap((way) => way.payments).map((payment) => [payment.id, payment]));
  return [...all.values()].filter(({ status }) => status !== 'Invalid');
}

/** Whether something of it has arrived for good, and nothing more is waited for. */
export function isGiven(invoice: Invoice): boolean {
  const { status, additional } = invoice;
  const isMarked = status === 'Settled' && additional === 'Marked';
  const hasArrived = paymentsOf(invoice).some((payment) => payment.status === 'Settled');
  return isMarked || (hasArrived && status !== 'New');
}

/** Of a contribution's invoices, the newest first, the one that matters to her; null: there is none. */
export function mattering(invoices: readonly Invoice[]): Invoice | null {
  return (
    invoices.find((one) => isGiven(one)) ??
    invoices.find((one) => paymentsOf(one).length > 0) ??
    invoices[0] ??
    null
  );
}

export function payToOf(invoice: Invoice, now: number): PayTo {
  const { additional, expiresAt: until, ways } = invoice;
  const payments = paymentsOf(invoice);
  const came = minor(payments.reduce((sum, { value }) => sum + value, 0));
  const asked = minor(Math.max(0, ...ways.map(({ amount }) => amount)));
  const state = stateOf(invoice, { came, asked, now });
  return {
    state,
    to: state === 'waiting' || state === 'short' ? destinationOf(invoice) : null,
    asked,
    came,
    until,
    isOver: additional === 'PaidOver',
    isLate: additional === 'PaidLate' || payments.some(({ at }) => at >= until),
  };
}

function stateOf(
  invoice: Invoice,
  { came, asked, now }: { came: number; asked: number; now: number },
): PayState {
  const { status, expiresAt } = invoice;
  const isWhole = came * 100 >= asked * (100 - TOLERANCE);
  const isSure = paymentsOf(invoice).every((payment) => payment.status === 'Settled');
  switch (status) {
    case 'Settled':
      return 'paid';
    case 'Processing':
      return 'seen';
    case 'Invalid':
      return came > 0 && isSure ? 'paid' : 'invalid';
    case 'New':
    case 'Expired':
      if (came > 0 && isWhole) return isSure ? 'paid' : 'seen';
      if (status === 'New' && now < expiresAt) return came === 0 ? 'waiting' : 'short';
      return came === 0 ? 'ended' : 'ended-short';
  }
}
