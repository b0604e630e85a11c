import { pay } from './bank.ts';
import { paid, type Wanted } from './billing.ts';
import { say } from './render.ts';
import type { Asked } from './shapes.ts';
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

/* What several addresses do alike: tokens, confirming, lists, the search. */

export type Said = Record<string, unknown>;

/** An empty value takes a name away. */
export function merge(metadata: Metadata, changes: Metadata = {}): Metadata {
  return Object.fromEntries(Object.entries({ ...metadata, ...changes }).filter(([, value]) => value !== ''));
}

export function live(world: World, id: string | undefined): Customer {
  const customer = world.find('customer', id);
  if (customer.deleted) throw missing(customer.id);
  return customer;
}

/** Uses a token up: the card in it becomes one of the customer. */
export function useToken(
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

export function confirm(
  world: World,
  intent: Intent,
  asked: { confirmation_token?: string | undefined; payment_method?: string | undefined },
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

export function within({ created }: Thing, range: Range | undefined): boolean {
  const { gt, gte, lt, lte } = range ?? {};
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}

type Paging = { limit?: string | undefined; starting_after?: string | undefined };

export function page(
  world: World,
  things: readonly Thing[],
  { limit = '10', starting_after: after }: Paging,
): Said {
  const size = Number(limit);
  if (size < 1 || size > 100) throw invalid('Invalid limit', 'parameter_invalid_integer', 'limit');
  const place = after === undefined ? -1 : things.findIndex(({ id }) => id === after);
  if (after !== undefined && place < 0) throw missing(after);
  const data = things.slice(place + 1, place + 1 + size);
  const hasMore = place + 1 + size < things.length;
  return { object: 'list', has_more: hasMore, data: data.map((thing) => say(world, thing)) };
}

/** Stripe's search, which learns of something only after a while. */
export function searched(
  world: World,
  things: readonly (Thing & { metadata: Metadata })[],
  query: string,
): Said {
  const wanted = /^metadata\["contribution"\]:"([A-Za-z0-9]+)"$/.exec(query)?.[1];
  if (wanted === undefined) throw invalid('The query cannot be read', undefined, 'query');
  const data = things
    .filter(({ created }) => created * 1_000 + world.searchLag <= world.clock.at)
    .filter(({ metadata }) => metadata.contribution === wanted);
  return { object: 'search_result', has_more: false, data: data.map((thing) => say(world, thing)) };
}

type PriceData = NonNullable<Asked<'POST /v1/subscriptions/:id'>['items']>[number]['price_data'];

export function wantedOf(
  world: World,
  { currency, product, recurring, unit_amount: amount }: PriceData,
): Wanted {
  const { interval } = recurring;
  if (interval !== 'month' && interval !== 'year')
    throw invalid('The fake knows months and years', undefined, 'items');
  return { currency, amount: Number(amount), interval, product: world.find('product', product).id };
}

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

/** Her bank has asked, and she did not say yes. */
export function refuse(world: World, secret: string): void {
  const [id = ''] = secret.split('_secret_');
  const thing = world.any(id);
  if (thing?.type !== 'payment_intent' && thing?.type !== 'setup_intent') throw missing(id);
  thing.status = 'requires_payment_method';
}
