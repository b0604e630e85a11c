import { authorise, giveBack, pay } from './bank.ts';
import { cancel, finalise, paid, reprice, subscribe, voidInvoice, type Wanted } from './billing.ts';
import { paymentsOf, say } from './render.ts';
import type { Address, Asked } from './shapes.ts';
import {
  type Customer,
  type Intent,
  invalid,
  type Metadata,
  type Method,
  missing,
  type Thing,
  type World,
} from './state.ts';

/* What each address does. */

type Said = Record<string, unknown>;
type Ask<A extends Address> = { world: World; asked: Asked<A>; id: string };
export type Routes = { [A in Address]: (ask: Ask<A>) => Said };

/** An empty value takes a name away. */
function merge(metadata: Metadata, changes: Metadata = {}): Metadata {
  return Object.fromEntries(Object.entries({ ...metadata, ...changes }).filter(([, value]) => value !== ''));
}

function live(world: World, id: string | undefined): Customer {
  const customer = world.find('customer', id);
  if (customer.deleted) throw missing(customer.id);
  return customer;
}

/** Uses a token up: the card in it becomes one of the customer. */
function useToken(
  world: World,
  id: string,
  use: { customer: string | null } & ({ intent: string } | { setup: string }),
): Method {
  const token = world.find('confirmation_token', id);
  if (token.intent !== null || token.setup !== null)
    throw invalid(
      `The ConfirmationToken '${id}' was already used.`,
      'token_already_used',
      'confirmation_token',
    );
  if (world.now() > token.created + 12 * 3_600)
    throw invalid('The ConfirmationToken has expired.', 'token_expired', 'confirmation_token');
  if ('intent' in use) token.intent = use.intent;
  else token.setup = use.setup;
  return world.add('payment_method', { ...token.card, customer: use.customer });
}

function confirm(
  world: World,
  intent: Intent,
  asked: { confirmation_token?: string; payment_method?: string },
): void {
  if (intent.status !== 'requires_payment_method')
    throw invalid(`This PaymentIntent's status is ${intent.status}.`, 'payment_intent_unexpected_state');
  const { confirmation_token: token, payment_method: method } = asked;
  if (token === undefined && method === undefined)
    throw invalid('A payment method is needed.', 'parameter_missing', 'payment_method');
  const card =
    token === undefined
      ? world.find('payment_method', method)
      : useToken(world, token, { customer: intent.customer, intent: intent.id });
  pay(world, { intent, method: card });
  if (intent.charge !== null && intent.invoice !== null) paid(world, world.find('invoice', intent.invoice));
}

type Range = {
  gt?: string | undefined;
  gte?: string | undefined;
  lt?: string | undefined;
  lte?: string | undefined;
};

function within({ created }: Thing, range: Range | undefined): boolean {
  const { gt, gte, lt, lte } = range ?? {};
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}

type Paging = { limit?: string | undefined; starting_after?: string | undefined };

function page(world: World, things: readonly Thing[], { limit = '10', starting_after: after }: Paging): Said {
  const size = Number(limit);
  if (size < 1 || size > 100) throw invalid('Invalid limit', 'parameter_invalid_integer', 'limit');
  const place = after === undefined ? -1 : things.findIndex(({ id }) => id === after);
  if (after !== undefined && place < 0) throw missing(after);
  const data = things.slice(place + 1, place + 1 + size);
  const hasMore = place + 1 + size < things.length;
  return { object: 'list', has_more: hasMore, data: data.map((thing) => say(world, thing)) };
}

/** Stripe's search, which learns of something only after a while. */
function searched(world: World, things: readonly (Thing & { metadata: Metadata })[], query: string): Said {
  const wanted = /^metadata\["contribution"\]:"([A-Za-z0-9]+)"$/.exec(query)?.[1];
  if (wanted === undefined) throw invalid('The query cannot be read', undefined, 'query');
  const data = things
    .filter(({ created }) => created * 1_000 + world.searchLag <= world.clock.at)
    .filter(({ metadata }) => metadata.contribution === wanted);
  return { object: 'search_result', has_more: false, data: data.map((thing) => say(world, thing)) };
}

type PriceData = NonNullable<Asked<'POST /v1/subscriptions/:id'>['items']>[number]['price_data'];

function wantedOf(world: World, { currency, product, recurring, unit_amount: amount }: PriceData): Wanted {
  const { interval } = recurring;
  if (interval !== 'month' && interval !== 'year')
    throw invalid('The fake knows months and years', undefined, 'items');
  return { currency, amount: Number(amount), interval, product: world.find('product', product).id };
}

export const ROUTES: Routes = {
  'POST /v1/payment_intents'({ world, asked }) {
    const { amount, currency, metadata = {}, statement_descriptor_suffix: suffix = null } = asked;
    if (Number(amount) < 50) throw invalid('Amount must be at least 50 cents', 'amount_too_small', 'amount');
    const intent = world.add('payment_intent', {
      amount: Number(amount),
      currency,
      status: 'requires_payment_method',
      customer: asked.customer ?? null,
      method: null,
      invoice: null,
      charge: null,
      metadata: merge(metadata),
      suffix,
    });
    if (asked.confirm === 'true') confirm(world, intent, defined(asked));
    return say(world, intent);
  },
  'GET /v1/payment_intents/search': ({ world, asked }) =>
    searched(world, world.all('payment_intent'), asked.query),
  'GET /v1/payment_intents/:id': ({ world, id }) => say(world, world.find('payment_intent', id)),
  'POST /v1/payment_intents/:id'({ world, asked, id }) {
    const intent = world.find('payment_intent', id);
    intent.metadata = merge(intent.metadata, asked.metadata);
    return say(world, intent);
  },
  'POST /v1/payment_intents/:id/cancel'({ world, id }) {
    const intent = world.find('payment_intent', id);
    if (intent.invoice !== null || intent.status === 'succeeded' || intent.status === 'canceled')
      throw invalid('You cannot cancel this PaymentIntent.', 'payment_intent_unexpected_state');
    intent.status = 'canceled';
    return say(world, intent);
  },
  'POST /v1/payment_intents/:id/confirm'({ world, asked, id }) {
    const intent = world.find('payment_intent', id);
    confirm(world, intent, defined(asked));
    return say(world, intent);
  },
  'POST /v1/setup_intents'({ world, asked }) {
    const { customer, confirmation_token: token = '', metadata = {} } = asked;
    const owner = live(world, customer).id;
    const id = world.draw('seti');
    const method = useToken(world, token, { customer: owner, setup: id });
    const status =
      authorise(world, method, { isApproved: false }) === 'paid' ? 'succeeded' : 'requires_action';
    const setup = world.add('setup_intent', {
      id,
      customer: owner,
      method: method.id,
      metadata: merge(metadata),
      status,
    });
    if (status === 'succeeded') world.tell('setup_intent.succeeded', id);
    return say(world, setup);
  },
  'GET /v1/setup_intents': ({ world, asked }) =>
    page(
      world,
      world
        .all('setup_intent')
        .filter((one) => asked.customer === undefined || one.customer === asked.customer),
      asked,
    ),
  'GET /v1/setup_intents/:id': ({ world, id }) => say(world, world.find('setup_intent', id)),
  'POST /v1/setup_intents/:id'({ world, asked, id }) {
    const setup = world.find('setup_intent', id);
    setup.metadata = merge(setup.metadata, asked.metadata);
    return say(world, setup);
  },
  'GET /v1/confirmation_tokens/:id': ({ world, id }) => say(world, world.find('confirmation_token', id)),
  'POST /v1/customers': ({ world, asked }) =>
    say(world, world.add('customer', { metadata: merge(asked.metadata ?? {}), deleted: false })),
  'GET /v1/customers/search': ({ world, asked }) =>
    searched(
      world,
      world.all('customer').filter(({ deleted }) => !deleted),
      asked.query,
    ),
  'DELETE /v1/customers/:id'({ world, id }) {
    const customer = live(world, id);
    customer.deleted = true;
    customer.metadata = {};
    for (const one of world.all('subscription'))
      if (one.customer === id && one.status !== 'canceled') cancel(world, one, 'cancellation_requested');
    for (const method of world.all('payment_method')) if (method.customer === id) method.customer = null;
    return say(world, customer);
  },
  'POST /v1/subscriptions'({ world, asked }) {
    const customer = live(world, asked.customer).id;
    if (asked.payment_behavior !== 'default_incomplete')
      throw invalid('This customer has no attached payment source', 'resource_missing', 'payment_behavior');
    const price = wantedOf(world, asked.items[0]?.price_data ?? never('items'));
    return say(world, subscribe(world, { customer, price, metadata: merge(asked.metadata ?? {}) }));
  },
  'GET /v1/subscriptions': ({ world, asked }) =>
    page(
      world,
      world
        .all('subscription')
        .filter((one) => asked.status === 'all' || one.status === (asked.status ?? one.status))
        .filter((one) => asked.customer === undefined || one.customer === asked.customer),
      asked,
    ),
  'GET /v1/subscriptions/search': ({ world, asked }) =>
    searched(world, world.all('subscription'), asked.query),
  'GET /v1/subscriptions/:id': ({ world, id }) => say(world, world.find('subscription', id)),
  'POST /v1/subscriptions/:id'({ world, asked, id }) {
    const one = world.find('subscription', id);
    if (one.status === 'canceled') throw invalid('A canceled subscription can only update its metadata');
    const { default_payment_method: method, pause_collection: pause, items, trial_end: trial } = asked;
    if (method !== undefined) {
      const card = world.find('payment_method', method);
      if (card.customer !== one.customer) throw invalid('The customer does not have this payment method');
      one.method = card.id;
    }
    if (pause !== undefined) one.paused = pause !== '';
    one.metadata = merge(one.metadata, asked.metadata);
    const item = items?.[0];
    if (item !== undefined) {
      if (item.id !== one.item) throw missing(item.id);
      if (asked.proration_behavior !== 'none') throw invalid('The fake knows no prorations');
      reprice(world, one, wantedOf(world, item.price_data), trial === undefined ? null : Number(trial));
    } else world.tell('customer.subscription.updated', id);
    return say(world, one);
  },
  'DELETE /v1/subscriptions/:id'({ world, id }) {
    const one = world.find('subscription', id);
    if (one.status === 'canceled') throw missing(id);
    cancel(world, one, 'cancellation_requested');
    return say(world, one);
  },
  'GET /v1/invoices/:id': ({ world, id }) => say(world, world.find('invoice', id)),
  'POST /v1/invoices/:id/finalize'({ world, id }) {
    const made = world.find('invoice', id);
    finalise(world, made);
    return say(world, made);
  },
  'POST /v1/invoices/:id/void'({ world, id }) {
    const made = world.find('invoice', id);
    voidInvoice(world, made);
    return say(world, made);
  },
  'GET /v1/invoice_payments'({ world, asked }) {
    const intent = world.find('payment_intent', asked.payment?.payment_intent);
    const data = intent.invoice === null ? [] : paymentsOf(world, intent.invoice);
    return { object: 'list', has_more: false, data };
  },
  'GET /v1/charges/:id': ({ world, id }) => say(world, world.find('charge', id)),
  'POST /v1/charges/:id'({ world, asked, id }) {
    const charge = world.find('charge', id);
    charge.metadata = merge(charge.metadata, asked.metadata);
    return say(world, charge);
  },
  'POST /v1/refunds'({ world, asked }) {
    const charge = world.find('charge', asked.charge);
    const amount = asked.amount === undefined ? charge.amount - charge.refunded : Number(asked.amount);
    return say(world, giveBack(world, charge, amount));
  },
  'POST /v1/payment_methods/:id/detach'({ world, id }) {
    const method = world.find('payment_method', id);
    if (method.customer === null) throw invalid('This payment method is not attached', 'resource_missing');
    method.customer = null;
    return say(world, method);
  },
  'GET /v1/products/:id': ({ world, id }) => say(world, world.find('product', id)),
  'POST /v1/products'({ world, asked }) {
    const { id = world.draw('prod'), name, statement_descriptor: statement = null } = asked;
    if (world.any(id) !== undefined)
      throw invalid('Product already exists.', 'resource_already_exists', 'id');
    return say(world, world.add('product', { id, name, statement }));
  },
  'GET /v1/balance_transactions': ({ world, asked }) =>
    page(
      world,
      world
        .all('balance_transaction')
        .filter((line) => within(line, asked.created))
        .filter((line) => asked.payout === undefined || line.payout === asked.payout),
      asked,
    ),
  'GET /v1/disputes': ({ world, asked }) =>
    page(
      world,
      world.all('dispute').filter((one) => within(one, asked.created)),
      asked,
    ),
  'GET /v1/events': ({ world, asked }) =>
    page(
      world,
      world
        .all('event')
        .filter((event) => within(event, asked.created) && event.created > world.now() - 30 * 86_400)
        .filter(({ what }) => asked.types === undefined || asked.types.includes(what)),
      asked,
    ),
  'GET /v1/payouts/:id': ({ world, id }) => say(world, world.find('payout', id)),
};

/** Her bank has asked, and she has said yes. */
export function approve(world: World, secret: string): void {
  const [id = ''] = secret.split('_secret_');
  const thing = world.any(id);
  if (thing?.type === 'setup_intent') {
    thing.status = 'succeeded';
    world.tell('setup_intent.succeeded', id);
    return;
  }
  const intent = world.find('payment_intent', id);
  if (intent.status !== 'requires_action') throw new Error(`"${id}" asks for nothing`);
  pay(world, { intent, method: world.find('payment_method', intent.method) }, { isApproved: true });
  if (intent.invoice !== null) paid(world, world.find('invoice', intent.invoice));
}

const defined = (asked: {
  confirmation_token?: string | undefined;
  payment_method?: string | undefined;
}) => ({
  ...(asked.confirmation_token !== undefined && { confirmation_token: asked.confirmation_token }),
  ...(asked.payment_method !== undefined && { payment_method: asked.payment_method }),
});

function never(param: string): never {
  throw invalid(`Missing required param: ${param}.`, 'parameter_missing', param);
}
