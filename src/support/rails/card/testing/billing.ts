import { intentOf, pay } from './bank.ts';
import { invalid, type Invoice, type Method, Refusal, type Subscription, type World } from './state.ts';

/* What goes on: periods, invoices and attempts, by the clock of the test. */

/** Seconds from an invoice's making to its being final, and days between the attempts to collect it. */
const DRAFT = 3_600;
const AGAIN = [3, 5, 7].map((days) => days * 86_400);
/** Seconds after which what was never paid is over. */
const INCOMPLETE = 23 * 3_600;

export type Wanted = { currency: string; amount: number; interval: 'month' | 'year'; product: string };

/** The start of a period: the same day and time as the anchor, or the last day of a month that has no such day. */
export function periodAt(anchor: number, interval: 'month' | 'year', periods: number): number {
  const date = new Date(anchor * 1_000);
  const months = date.getUTCMonth() + periods * (interval === 'year' ? 12 : 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const time = anchor % 86_400;
  return Date.UTC(date.getUTCFullYear(), months, Math.min(date.getUTCDate(), last)) / 1_000 + time;
}

export function subscribe(
  world: World,
  what: Pick<Subscription, 'customer' | 'metadata'> & { price: Wanted },
): Subscription {
  const { customer, metadata, price } = what;
  const now = world.now();
  const subscription = world.add('subscription', {
    customer,
    metadata,
    ...price,
    item: world.draw('si'),
    status: 'incomplete',
    reason: null,
    paused: false,
    method: null,
    anchor: now,
    periods: 0,
    periodStart: now,
    periodEnd: periodAt(now, price.interval, 1),
    latestInvoice: null,
  });
  finalise(world, invoice(world, subscription, 'subscription_create'));
  world.tell('customer.subscription.created', subscription.id);
  return subscription;
}

function invoice(world: World, subscription: Subscription, billing: Invoice['billing']): Invoice {
  const { id, customer, amount, currency } = subscription;
  const made = world.add('invoice', {
    subscription: id,
    customer,
    amount,
    currency,
    status: 'draft',
    billing,
    intent: null,
    attempts: 0,
    nextAt: null,
  });
  subscription.latestInvoice = made.id;
  return made;
}

/** Makes it final, with a payment to confirm. */
export function finalise(world: World, made: Invoice): void {
  if (made.status !== 'draft') throw invalid('This invoice is already finalized.', 'invoice_not_editable');
  const { customer, amount, currency, id } = made;
  made.status = 'open';
  made.nextAt = null;
  made.intent = world.add('payment_intent', {
    amount,
    currency,
    status: 'requires_payment_method',
    customer,
    method: null,
    invoice: id,
    charge: null,
    metadata: {},
    suffix: null,
  }).id;
}

export function voidInvoice(world: World, made: Invoice): void {
  if (made.status !== 'open') throw invalid('You can only void open invoices.', 'invoice_not_editable');
  made.status = 'void';
  made.nextAt = null;
  intentOf(world, made).status = 'canceled';
  const subscription = world.find('subscription', made.subscription);
  if (subscription.latestInvoice === made.id) set(world, subscription, 'active');
}

function set(world: World, subscription: Subscription, status: Subscription['status']): void {
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') return;
  subscription.status = status;
  world.tell('customer.subscription.updated', subscription.id);
}

/** After the intent of an invoice was paid, whoever paid it. */
export function paid(world: World, made: Invoice): void {
  const subscription = world.find('subscription', made.subscription);
  made.status = 'paid';
  made.nextAt = null;
  subscription.method = intentOf(world, made).method;
  if (subscription.latestInvoice === made.id) set(world, subscription, 'active');
}

/** Tries to collect with the card of the subscription, without anybody there. */
function collect(world: World, made: Invoice): void {
  const subscription = world.find('subscription', made.subscription);
  const intent = intentOf(world, made);
  try {
    pay(world, { intent, method: world.find('payment_method', subscription.method) });
    if (intent.charge !== null) return paid(world, made);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  const wait = AGAIN[made.attempts];
  made.attempts += 1;
  made.nextAt = wait === undefined ? null : world.now() + wait;
  set(world, subscription, 'past_due');
  if (wait === undefined) cancel(world, subscription, 'payment_failed');
}

/** Pays an open invoice with this card. @throws Refusal 402, also where its bank asks */
export function payInvoice(world: World, made: Invoice, method: Method): void {
  if (made.status !== 'open') throw invalid('Invoice is not open', 'invoice_not_editable');
  const intent = intentOf(world, made);
  pay(world, { intent, method });
  if (intent.charge !== null) return paid(world, made);
  throw new Refusal(402, {
    type: 'card_error',
    code: 'invoice_payment_intent_requires_action',
    message: 'This payment requires additional user action before it can be completed successfully.',
  });
}

export function cancel(world: World, subscription: Subscription, reason: string): void {
  for (const made of world.all('invoice')) if (made.subscription === subscription.id) made.nextAt = null;
  const open = subscription.latestInvoice === null ? null : world.find('invoice', subscription.latestInvoice);
  if (subscription.status === 'incomplete' && open?.status === 'open') {
    open.status = 'void';
    intentOf(world, open).status = 'canceled';
  }
  subscription.status = 'canceled';
  subscription.reason = reason;
  world.tell('customer.subscription.deleted', subscription.id);
}

/** Another price. Stripe begins anew, and charges at once, where the interval is another and no trial bridges it. */
export function reprice(world: World, one: Subscription, wanted: Wanted, trialEnd: number | null): void {
  if (wanted.currency !== one.currency)
    throw invalid('The subscription is in another currency.', undefined, 'items[0][price_data][currency]');
  const isOther = wanted.interval !== one.interval;
  Object.assign(one, wanted);
  if (trialEnd !== null) {
    if (trialEnd <= world.now()) throw invalid('Invalid timestamp', undefined, 'trial_end');
    one.status = 'trialing';
    one.anchor = trialEnd;
    one.periods = -1;
    one.periodStart = world.now();
    one.periodEnd = trialEnd;
  } else if (isOther) {
    one.anchor = world.now();
    one.periods = 0;
    one.periodStart = one.anchor;
    one.periodEnd = periodAt(one.anchor, one.interval, 1);
    const made = invoice(world, one, 'subscription_update');
    finalise(world, made);
    collect(world, made);
  }
  world.tell('customer.subscription.updated', one.id);
}

/** A period ends: another begins, and is to be paid. */
function renew(world: World, one: Subscription): void {
  one.periods += 1;
  one.periodStart = one.periodEnd;
  one.periodEnd = periodAt(one.anchor, one.interval, one.periods + 1);
  const made = invoice(world, one, 'subscription_cycle');
  if (one.status === 'trialing') one.status = 'active';
  if (one.paused) {
    finalise(world, made);
    voidInvoice(world, made);
  } else made.nextAt = world.now() + DRAFT;
  world.tell('customer.subscription.updated', one.id);
}

const isOn = ({ status }: Subscription): boolean =>
  status === 'active' || status === 'trialing' || status === 'past_due';

type Due = { at: number; work: () => void };

function* dues(world: World): Iterable<Due> {
  for (const one of world.all('subscription')) {
    if (isOn(one)) yield { at: one.periodEnd, work: () => renew(world, one) };
    if (one.status === 'incomplete')
      yield {
        at: one.created + INCOMPLETE,
        work: () => {
          one.status = 'incomplete_expired';
        },
      };
  }
  for (const made of world.all('invoice')) {
    if (made.nextAt === null) continue;
    const work = (): void => {
      if (made.status === 'draft') finalise(world, made);
      collect(world, made);
    };
    yield { at: made.nextAt, work };
  }
}

/** When something happens next by itself: seconds since 1970; null: nothing goes on. */
export function nextDue(world: World): Due | null {
  let first: Due | null = null;
  for (const due of dues(world)) if (first === null || due.at < first.at) first = due;
  return first;
}

/** Lets time pass until then (milliseconds since 1970), and everything happen when it is due. */
export function passTime(world: World, until: number): void {
  for (;;) {
    const due = nextDue(world);
    if (due === null || due.at * 1_000 > until) break;
    world.clock.at = Math.max(world.clock.at, due.at * 1_000);
    due.work();
  }
  world.clock.at = Math.max(world.clock.at, until);
}
