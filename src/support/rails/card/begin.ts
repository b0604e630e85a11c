import type Stripe from 'stripe';
import type { Clearance } from '../../safety/clearance.ts';
import { RailError } from '../error.ts';
import type { Begun, Order } from '../rail.ts';
import { asked, attempted, found } from './errors.ts';
import { toStripe } from './money.ts';
import { idOf } from './movements.ts';
import { clearedToken, type Room, standingOf } from './room.ts';
import { intentOf, invoiceOf, priceData } from './subscription.ts';

/** Only cards: of anything else the country is not known before an issuer hears of it. */
export const CARDS: Stripe.PaymentIntentCreateParams.AllowedPaymentMethodType[] = ['card'];

export async function begin(
  room: Room,
  order: Order,
  { method, clearance }: { method: string | null; clearance: Clearance | null },
): Promise<Begun> {
  const token = await clearedToken(room, method, { act: order.rhythm, clearance });
  const paid = await giveUp(room, order.left ?? null);
  if (paid !== null) return paid;
  return order.rhythm === 'once' ? payOnce(room, order, token.id) : subscribe(room, order, token.id);
}

/**
 * An attempt that waits for a bank to ask its holder could still be approved in a window that was left open, and be paid
 * beside the next one. So it ends first; or it was paid just now.
 */
async function giveUp(room: Room, left: string | null): Promise<Begun | null> {
  const { stripe } = room;
  if (left?.startsWith('pi_') === true) {
    const intent = await found(() => stripe.paymentIntents.retrieve(left));
    if (intent?.status === 'succeeded') return { outcome: 'paid', standing: null, nextAt: null };
    if (intent !== null && intent.status !== 'canceled')
      await asked(() => stripe.paymentIntents.cancel(intent.id));
    return null;
  }
  const subscription = left === null ? null : await standingOf(room, left);
  if (subscription === null) return null;
  const { status } = subscription;
  if (status === 'active')
    return { outcome: 'paid', standing: subscription.id, nextAt: nextOf(subscription) };
  const customer = idOf(subscription.customer);
  if (status === 'incomplete' && customer !== null) await found(() => stripe.customers.del(customer));
  return null;
}

async function payOnce({ stripe, statement }: Room, order: Order, token: string): Promise<Begun> {
  const { contribution, key } = order;
  const tried = await attempted(() =>
    stripe.paymentIntents.create(
      {
        ...toStripe(order),
        allowed_payment_method_types: CARDS,
        confirm: true,
        confirmation_token: token,
        metadata: { contribution },
        ...(statement !== null && { statement_descriptor_suffix: statement }),
      },
      { idempotencyKey: `${key}:pay` },
    ),
  );
  if (tried.outcome === 'declined') return tried;
  const intent = tried.value;
  if (intent.status === 'succeeded') return { outcome: 'paid', standing: null, nextAt: null };
  return { outcome: 'waiting', standing: intent.id, step: stepOf(intent) };
}

/** Nothing is charged until the first invoice is confirmed with the card. */
async function subscribe(room: Room, order: Order, token: string): Promise<Begun> {
  const { stripe } = room;
  const { contribution, key } = order;
  const product = await room.product();
  const customer = await asked(() =>
    stripe.customers.create({ metadata: { contribution } }, { idempotencyKey: `${key}:customer` }),
  );
  const subscription = await asked(() =>
    stripe.subscriptions.create(
      {
        customer: customer.id,
        items: [{ price_data: priceData(order, product) }],
        metadata: { contribution },
        payment_behavior: 'default_incomplete',
        payment_settings: {
          payment_method_types: ['card'],
          save_default_payment_method: 'on_subscription',
        },
        expand: ['latest_invoice.payments'],
      },
      { idempotencyKey: `${key}:subscription` },
    ),
  );
  const invoice = invoiceOf(subscription);
  const intent = invoice === null ? null : intentOf(invoice);
  if (intent === null)
    throw new RailError('refused', `Stripe made no payment for the first invoice of "${subscription.id}"`);
  const tried = await confirm(room, intent, { confirmation_token: token, key });
  if (tried.outcome === 'declined') {
    // Another card begins anew; with the customer goes what was begun.
    await found(() => stripe.customers.del(customer.id));
    return tried;
  }
  const standing = subscription.id;
  if (tried.value.status !== 'succeeded') return { outcome: 'waiting', standing, step: stepOf(tried.value) };
  return { outcome: 'paid', standing, nextAt: nextOf(subscription) };
}

function nextOf({ items }: Stripe.Subscription): number | null {
  const [item] = items.data;
  return item === undefined ? null : item.current_period_end * 1_000;
}

/** Reaches an issuer: whoever calls it has asked the rules. */
export async function confirm(
  { stripe }: Room,
  intent: string,
  { key, ...how }: { key: string } & ({ confirmation_token: string } | { payment_method: string }),
) {
  return attempted(() =>
    stripe.paymentIntents.confirm(
      intent,
      { ...how, use_stripe_sdk: true },
      { idempotencyKey: `${key}:confirm` },
    ),
  );
}

/** Her bank asks her, or has not made up its mind; her browser asks Stripe how it went by the secret. */
export function stepOf({ id, client_secret: secret }: { id: string; client_secret: string | null }) {
  if (secret === null) throw new RailError('refused', `Stripe gave no secret with "${id}"`);
  return { kind: 'approve' as const, secret };
}
