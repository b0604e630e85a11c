import { netOf } from './bank.ts';
import { fieldsOf, shaped } from './fixtures.ts';
import {
  invalid,
  type Kind,
  type Method,
  type OfKind,
  type Subscription,
  type Thing,
  type World,
} from './state.ts';

/* What the fake knows, said as Stripe says it. */

type Said = Record<string, unknown>;
type Renders = { [K in Kind]: (thing: OfKind<K>, world: World) => Said };

const cardOf = ({ country, wallet }: Pick<Method, 'country' | 'wallet'>): Said => ({
  brand: 'visa',
  country,
  exp_month: 8,
  exp_year: 2030,
  funding: 'credit',
  last4: '4242',
  wallet: wallet ? { type: 'apple_pay', dynamic_last4: null, apple_pay: {} } : null,
});

const billing = (heldBy: Method['heldBy']): Said => ({
  address: heldBy === undefined ? null : { line1: heldBy.line1 },
  email: heldBy?.email ?? null,
  name: heldBy?.name ?? null,
  phone: null,
  tax_id: null,
});

const list = (url: string, data: unknown[]): Said => ({ object: 'list', url, has_more: false, data });

const priceOf = ({ amount, currency, interval, product }: Subscription): Said =>
  shaped('price', {
    id: 'price_1FakeInline',
    unit_amount: amount,
    currency,
    product,
    recurring: { interval, interval_count: 1, meter: null, usage_type: 'licensed', trial_period_days: null },
  });

const RENDERS: Renders = {
  payment_method: ({ id, created, customer, ...card }) =>
    shaped('payment_method', {
      id,
      created,
      customer,
      type: 'card',
      metadata: {},
      card: cardOf(card),
      billing_details: billing(card.heldBy),
    }),
  // The example in the cases is an account at a bank in the US; this is what one of a card looks like.
  confirmation_token: ({ id, created, card, intent, setup }) =>
    shaped('confirmation_token', {
      id,
      created,
      expires_at: created + 12 * 3_600,
      payment_intent: intent,
      setup_intent: setup,
      setup_future_usage: null,
      shipping: null,
      payment_method_preview: {
        type: 'card',
        allow_redisplay: 'unspecified',
        billing_details: billing(card.heldBy),
        card: cardOf(card),
        customer: null,
      },
    }),
  customer: ({ id, created, metadata, deleted }) =>
    deleted ? { id, object: 'customer', deleted: true } : shaped('customer', { id, created, metadata }),
  product: ({ id, created, name, statement }) =>
    shaped('product', { id, created, name, statement_descriptor: statement }),
  payment_intent: (intent) => {
    const { id, created, amount, currency, status, customer, metadata } = intent;
    return shaped('payment_intent', {
      id,
      created,
      amount,
      currency,
      status,
      customer,
      metadata,
      client_secret: `${id}_secret_fake`,
      payment_method: intent.method,
      latest_charge: intent.charge,
      last_payment_error: null,
      next_action: status === 'requires_action' ? { type: 'use_stripe_sdk' } : null,
      statement_descriptor_suffix: intent.suffix,
    });
  },
  setup_intent: ({ id, created, status, customer, method, metadata }) =>
    shaped('setup_intent', {
      id,
      created,
      status,
      customer,
      metadata,
      payment_method: method,
      client_secret: `${id}_secret_fake`,
    }),
  subscription: (one) =>
    shaped('subscription', {
      id: one.id,
      created: one.created,
      status: one.status,
      customer: one.customer,
      currency: one.currency,
      metadata: one.metadata,
      billing_cycle_anchor: one.anchor,
      cancellation_details: { comment: null, feedback: null, reason: one.reason },
      default_payment_method: one.method,
      latest_invoice: one.latestInvoice,
      pause_collection: one.paused ? { behavior: 'void', resumes_at: null } : null,
      items: list('/v1/subscription_items', [
        shaped('subscription_item', {
          id: one.item,
          subscription: one.id,
          quantity: 1,
          price: priceOf(one),
          current_period_start: one.periodStart,
          current_period_end: one.periodEnd,
        }),
      ]),
    }),
  invoice: (made, world) => {
    const { id, created, status, customer, currency, amount, attempts } = made;
    const { metadata } = world.find('subscription', made.subscription);
    return shaped('invoice', {
      id,
      created,
      status,
      customer,
      currency,
      amount_due: amount,
      amount_paid: status === 'paid' ? amount : 0,
      amount_remaining: status === 'paid' ? 0 : amount,
      attempt_count: attempts,
      billing_reason: made.billing,
      next_payment_attempt: made.nextAt,
      parent: {
        type: 'subscription_details',
        quote_details: null,
        subscription_details: { subscription: made.subscription, metadata },
      },
      payments: undefined,
    });
  },
  charge: ({ id, created, amount, currency, refunded, intent, customer, method, metadata, line }, world) =>
    shaped('charge', {
      billing_details: billing(world.find('payment_method', method).heldBy),
      id,
      created,
      amount,
      currency,
      amount_captured: amount,
      amount_refunded: refunded,
      captured: true,
      paid: true,
      refunded: refunded === amount,
      balance_transaction: line,
      payment_intent: intent,
      payment_method: method,
      customer,
      metadata,
    }),
  refund: ({ id, created, amount, currency, charge, status, line }) =>
    shaped('refund', { id, created, amount, currency, charge, status, balance_transaction: line }),
  dispute: ({ id, created, amount, currency, charge, status, lines }, world) =>
    shaped('dispute', {
      id,
      created,
      amount,
      currency,
      charge,
      status,
      balance_transactions: lines.map((line) => say(world, world.find('balance_transaction', line))),
    }),
  payout: ({ id, created, amount, currency, automatic, status, line }) =>
    shaped('payout', { id, created, amount, currency, automatic, status, balance_transaction: line }),
  balance_transaction: (line) =>
    shaped('balance_transaction', {
      id: line.id,
      created: line.created,
      amount: line.amount,
      fee: line.fee,
      net: netOf(line),
      currency: line.currency,
      type: line.kind,
      source: line.source,
    }),
  event: ({ id, created, what, about }, world) => {
    const thing = world.any(about);
    const object = thing === undefined ? { id: about } : say(world, thing);
    return shaped('event', { id, created, type: what, data: { object } });
  },
};

export function say(world: World, thing: Thing): Said {
  const render = RENDERS[thing.type] as (thing: Thing, world: World) => Said;
  return render(thing, world);
}

/** What Stripe lets be expanded of each of its objects; the rest it refuses. */
const EXPANDABLE: Partial<Record<string, readonly string[]>> = {
  balance_transaction: ['source'],
  charge: ['customer', 'payment_intent', 'balance_transaction', 'payment_method'],
  dispute: ['charge', 'payment_intent'],
  invoice: ['customer', 'payments', 'confirmation_secret', 'default_payment_method'],
  invoice_payment: ['invoice'],
  payment_intent: ['customer', 'latest_charge', 'payment_method'],
  refund: ['charge', 'payment_intent', 'balance_transaction'],
  setup_intent: ['customer', 'payment_method'],
  subscription: ['customer', 'default_payment_method', 'latest_invoice', 'pending_setup_intent'],
};

/** Puts what `path` names in the place of its name. */
export function expand(world: World, said: Said, path: readonly string[], isWide = false): void {
  const [field, ...rest] = path;
  if (field === undefined) return;
  if (path.length > 4)
    throw invalid('You cannot expand more than 4 levels of a property', undefined, 'expand');
  if (field === 'data' && (said.object === 'list' || said.object === 'search_result')) {
    for (const each of said.data as Said[]) expand(world, each, rest);
    return;
  }
  const name = String(said.object);
  if (EXPANDABLE[name]?.includes(field) !== true) {
    // A line of the balance may be of anything; what one kind of it has is let through for all.
    if (isWide) return;
    throw invalid(`This property cannot be expanded (${field}).`, undefined, 'expand');
  }
  if (name === 'invoice' && field === 'payments') {
    said.payments = list('/v1/invoice_payments', paymentsOf(world, String(said.id)));
    return;
  }
  const id = said[field];
  if (typeof id !== 'string') return;
  const thing = world.any(id);
  if (thing === undefined) return;
  const inner = say(world, thing);
  said[field] = inner;
  expand(world, inner, rest, name === 'balance_transaction' && field === 'source');
}

export function paymentsOf(world: World, id: string): Said[] {
  const made = world.find('invoice', id);
  if (made.intent === null) return [];
  return [
    shaped('invoice_payment', {
      id: `inpay_${made.intent}`,
      invoice: id,
      is_default: true,
      status: made.status === 'paid' ? 'paid' : 'open',
      payment: { type: 'payment_intent', payment_intent: made.intent },
    }),
  ];
}

/** Fields that are said and are in no example of Stripe's: misspelt, or newer than the examples. */
export function strangeFields(world: World, thing: Thing): string[] {
  const known = fieldsOf(thing.type);
  const said = say(world, thing);
  if (known === null || said.deleted === true) return [];
  return Object.keys(said).filter((field) => said[field] !== undefined && !known.includes(field));
}
