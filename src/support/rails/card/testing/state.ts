/* What the fake knows, in its own words; `render.ts` says it in Stripe's. Times are seconds since 1970. */

export type Metadata = Record<string, string>;

/** What a card does when it is asked: pays, asks its holder first, or says no with this word of an issuer. */
export type Behaviour = 'pays' | 'asks' | (string & {});

/** What Stripe knows of whoever holds a card, and says with each answer that is about it. */
export type HeldBy = { name: string; email: string; line1: string };

export type Method = {
  type: 'payment_method';
  id: string;
  created: number;
  behaviour: Behaviour;
  country: string | null;
  wallet: boolean;
  heldBy?: HeldBy | undefined;
  customer: string | null;
};
export type Token = {
  type: 'confirmation_token';
  id: string;
  created: number;
  card: Pick<Method, 'behaviour' | 'country' | 'wallet' | 'heldBy'>;
  intent: string | null;
  setup: string | null;
};
export type Customer = {
  type: 'customer';
  id: string;
  created: number;
  metadata: Metadata;
  deleted: boolean;
};
export type Product = {
  type: 'product';
  id: string;
  created: number;
  name: string;
  statement: string | null;
};
export type Intent = {
  type: 'payment_intent';
  id: string;
  created: number;
  amount: number;
  currency: string;
  status: 'requires_payment_method' | 'requires_action' | 'succeeded' | 'canceled';
  customer: string | null;
  method: string | null;
  invoice: string | null;
  charge: string | null;
  metadata: Metadata;
  suffix: string | null;
};
export type Setup = {
  type: 'setup_intent';
  id: string;
  created: number;
  status: 'requires_action' | 'requires_payment_method' | 'succeeded';
  customer: string;
  method: string;
  metadata: Metadata;
};
export type Subscription = {
  type: 'subscription';
  id: string;
  created: number;
  customer: string;
  item: string;
  product: string;
  currency: string;
  amount: number;
  interval: 'month' | 'year';
  status: 'incomplete' | 'incomplete_expired' | 'active' | 'trialing' | 'past_due' | 'unpaid' | 'canceled';
  /** Why it was cancelled. */
  reason: string | null;
  paused: boolean;
  method: string | null;
  anchor: number;
  /** Since the anchor. */
  periods: number;
  periodStart: number;
  periodEnd: number;
  latestInvoice: string | null;
  metadata: Metadata;
};
export type Invoice = {
  type: 'invoice';
  id: string;
  created: number;
  subscription: string;
  customer: string;
  amount: number;
  currency: string;
  status: 'draft' | 'open' | 'paid' | 'void';
  billing: 'subscription_create' | 'subscription_cycle' | 'subscription_update';
  intent: string | null;
  attempts: number;
  /** When it is made final, or tried again; null: not by itself. */
  nextAt: number | null;
};
export type Charge = {
  type: 'charge';
  id: string;
  created: number;
  amount: number;
  currency: string;
  refunded: number;
  intent: string;
  customer: string | null;
  method: string;
  metadata: Metadata;
  line: string;
};
export type Refund = {
  type: 'refund';
  id: string;
  created: number;
  amount: number;
  currency: string;
  charge: string;
  status: 'succeeded' | 'failed';
  line: string;
};
export type Dispute = {
  type: 'dispute';
  id: string;
  created: number;
  amount: number;
  currency: string;
  charge: string;
  status: 'needs_response' | 'won' | 'lost';
  lines: string[];
};
export type Payout = {
  type: 'payout';
  id: string;
  created: number;
  amount: number;
  currency: string;
  automatic: boolean;
  status: 'in_transit' | 'failed';
  line: string;
};
export type Line = {
  type: 'balance_transaction';
  id: string;
  created: number;
  amount: number;
  fee: number;
  currency: string;
  kind: string;
  source: string | null;
  /** By which it was sent to the bank. */
  payout: string | null;
};
export type Event = { type: 'event'; id: string; created: number; what: string; about: string };

export type Thing =
  | Method
  | Token
  | Customer
  | Product
  | Intent
  | Setup
  | Subscription
  | Invoice
  | Charge
  | Refund
  | Dispute
  | Payout
  | Line
  | Event;
export type Kind = Thing['type'];
export type OfKind<K extends Kind> = Extract<Thing, { type: K }>;

/** An error as Stripe answers it. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: { type: string; code?: string; param?: string; message: string; decline_code?: string };

  constructor(status: number, body: Refusal['body']) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

export const missing = (id: string): Refusal =>
  new Refusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: 'id',
    message: `No such: '${id}'`,
  });
export const invalid = (message: string, code?: string, param?: string): Refusal =>
  new Refusal(400, {
    type: 'invalid_request_error',
    message,
    ...(code !== undefined && { code }),
    ...(param !== undefined && { param }),
  });

const PREFIXES = {
  payment_method: 'pm',
  confirmation_token: 'ctoken',
  customer: 'cus',
  product: 'prod',
  payment_intent: 'pi',
  setup_intent: 'seti',
  subscription: 'sub',
  invoice: 'in',
  charge: 'ch',
  refund: 're',
  dispute: 'dp',
  payout: 'po',
  balance_transaction: 'txn',
  event: 'evt',
} as const satisfies Record<Kind, string>;

export type World = ReturnType<typeof makeWorld>;

export function makeWorld({ clock, settles }: { clock: { at: number }; settles: readonly string[] }) {
  const things = new Map<string, Thing>();
  const kinds = new Map<Kind, Thing[]>();
  let drawn = 0;
  const world = {
    clock,
    /** Currencies of the balance; all others are exchanged into the first. */
    settles,
    /** How many requests have reached an issuer. */
    reached: 0,
    /** Milliseconds until what was made can be searched. */
    searchLag: 0,
    now: (): number => Math.floor(clock.at / 1_000),
    draw(prefix: string): string {
      drawn += 1;
      return `${prefix}_1Fake${String(drawn).padStart(8, '0')}`;
    },
    add<K extends Kind>(
      type: K,
      what: Omit<OfKind<K>, 'type' | 'id' | 'created'> & { id?: string },
    ): OfKind<K> {
      const id = what.id ?? world.draw(PREFIXES[type]);
      const thing = { created: world.now(), ...what, id, type } as unknown as OfKind<K>;
      things.set(id, thing);
      const alike = kinds.get(type);
      if (alike === undefined) kinds.set(type, [thing]);
      else alike.push(thing);
      return thing;
    },
    any: (id: string): Thing | undefined => things.get(id),
    find<K extends Kind>(type: K, id: string | null | undefined): OfKind<K> {
      const thing = things.get(id ?? '');
      if (thing === undefined || thing.type !== type) throw missing(id ?? '');
      return thing as OfKind<K>;
    },
    /** The newest first, as Stripe lists. */
    all<K extends Kind>(type: K): OfKind<K>[] {
      return [...(kinds.get(type) ?? [])].reverse() as OfKind<K>[];
    },
    tell(what: string, about: string): void {
      world.add('event', { what, about });
    },
  };
  return world;
}
