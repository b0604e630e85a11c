import { authorise, giveBack } from './bank.ts';
import { cancel, finalise, payInvoice, reprice, subscribe, voidInvoice } from './billing.ts';
import { confirm, live, merge, page, type Said, searched, useToken, wantedOf, within } from './answers.ts';
import { paymentsOf, say } from './render.ts';
import type { Address, Asked } from './shapes.ts';
import { invalid, missing, type World } from './state.ts';

/* What each address does. */

type Ask<A extends Address> = { world: World; asked: Asked<A>; id: string };
export type Routes = { [A in Address]: (ask: Ask<A>) => Said };

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
    if (asked.confirm === 'true') confirm(world, intent, asked);
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
    confirm(world, intent, asked);
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
  'POST /v1/invoices/:id/pay'({ world, asked, id }) {
    const made = world.find('invoice', id);
    const { method } = world.find('subscription', made.subscription);
    payInvoice(world, made, world.find('payment_method', asked.payment_method ?? method));
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

function never(param: string): never {
  throw invalid(`Missing required param: ${param}.`, 'parameter_missing', param);
}
