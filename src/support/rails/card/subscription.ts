import type Stripe from 'stripe';
import type { Price, Report } from '../rail.ts';
import { idOf } from './movements.ts';
import { toStripe } from './money.ts';

type State = Report['state'];

/**
 * How a subscription stands, with its `latest_invoice` expanded. Null for one that is none of ours, and for one that
 * ended before anything was paid: another card may have been tried for the same contribution since.
 */
export function reportOf(subscription: Stripe.Subscription): Report | null {
  const { contribution } = subscription.metadata;
  const state = stateOf(subscription);
  if (contribution === undefined || contribution === '' || state === null) return null;
  const { id: standing, default_payment_method: method } = subscription;
  const country = method === null || typeof method === 'string' ? undefined : method.card?.country;
  return {
    contribution,
    standing,
    state,
    nextAt: nextOf(subscription, state),
    ...(country !== undefined && { country }),
  };
}

function stateOf(subscription: Stripe.Subscription): State | null {
  const { status, pause_collection: pause, cancellation_details: cancelled } = subscription;
  switch (status) {
    case 'incomplete':
      return 'open';
    case 'incomplete_expired':
      return null;
    case 'canceled':
      if (wasNeverPaid(subscription)) return null;
      return cancelled?.reason === 'payment_failed' ? 'lapsed' : 'cancelled';
    case 'unpaid':
      return 'lapsed';
    case 'paused':
      return 'paused';
    case 'past_due':
      return pause === null ? 'past-due' : 'paused';
    case 'active':
    case 'trialing':
    default:
      // On trial is what was changed to another rhythm: it is charged in it from the next time on.
      return pause === null ? 'active' : 'paused';
  }
}

function wasNeverPaid({ latest_invoice: invoice }: Stripe.Subscription): boolean {
  if (invoice === null || typeof invoice === 'string') return false;
  return invoice.billing_reason === 'subscription_create' && invoice.status !== 'paid';
}

function nextOf(subscription: Stripe.Subscription, state: State): number | null {
  const { latest_invoice: invoice } = subscription;
  if (state === 'past-due') {
    const again = typeof invoice === 'string' ? null : invoice?.next_payment_attempt;
    return again === null || again === undefined ? null : again * 1_000;
  }
  const [item] = subscription.items.data;
  return state === 'active' && item !== undefined ? item.current_period_end * 1_000 : null;
}

/** What is charged each time, as Stripe takes it inside a subscription; a price needs a product there. */
export function priceData(price: Price, product: string) {
  const { amount, currency } = toStripe(price);
  const interval = price.rhythm === 'yearly' ? ('year' as const) : ('month' as const);
  return { currency, product, recurring: { interval }, unit_amount: amount };
}

export type Invoice = Stripe.Invoice;

/** The latest invoice, where it was expanded. */
export function invoiceOf({ latest_invoice: invoice }: Stripe.Subscription): Invoice | null {
  return invoice === null || typeof invoice === 'string' ? null : invoice;
}

/** The PaymentIntent of an invoice whose `payments` were expanded. */
export function intentOf({ payments }: Invoice): string | null {
  const open = payments?.data.find(
    ({ payment, status }) => payment.type === 'payment_intent' && status !== 'canceled',
  );
  return idOf(open?.payment.payment_intent);
}
