import type Stripe from 'stripe';
import { type Clearance, requireClearance } from '../../safety/clearance.ts';
import type { Act } from '../../safety/rules.ts';
import { RailError } from '../error.ts';
import type { Changed, Price, Report } from '../rail.ts';
import { CARDS, confirm, stepOf } from './begin.ts';
import { asked, attempted, found } from './errors.ts';
import { idOf } from './movements.ts';
import { clearedToken, EXPANDED, holderOfCard, requireStanding, type Room, type Standing } from './room.ts';
import { intentOf, invoiceOf, priceData, reportOf } from './subscription.ts';

const expand = [...EXPANDED];

/** @throws RailError `refused` for what is none of ours */
function report(subscription: Standing): Report {
  const found_ = reportOf(subscription);
  if (found_ === null) throw new RailError('refused', `"${subscription.id}" is no contribution that goes on`);
  return found_;
}

/** The intent of what was not paid; null: everything is. */
function dueOf(subscription: Standing): string | null {
  const invoice = invoiceOf(subscription);
  const isDue = subscription.status === 'past_due' || subscription.status === 'unpaid';
  return isDue && invoice?.status === 'open' ? intentOf(invoice) : null;
}

const methodOf = ({ default_payment_method: method }: Standing): Stripe.PaymentMethod | null =>
  method === null || typeof method === 'string' ? null : method;

export function holderOfSubscription(subscription: Standing) {
  return holderOfCard(methodOf(subscription)?.card);
}

function cleared(
  room: Room,
  subscription: Standing,
  { act, clearance }: { act: Act; clearance: Clearance },
): void {
  const { country } = holderOfSubscription(subscription);
  requireClearance(clearance, { act, at: room.now(), country });
}

/**
 * Where something is past due it is paid with the new card, which Stripe then keeps for the subscription; else the card
 * is set up for it. Which of both a card was used for stands in its token, so that asking again asks the same.
 */
export async function changeMethod(
  room: Room,
  standing: string,
  { method, clearance, key }: { method: string; clearance: Clearance; key: string },
): Promise<Changed> {
  const token = await clearedToken(room, method, { act: 'card-change', clearance });
  const subscription = await requireStanding(room, standing);
  const before = idOf(subscription.default_payment_method);
  const isNew = token.payment_intent === null && token.setup_intent === null;
  const due = isNew ? await openIntent(room, subscription) : token.payment_intent;
  if (due !== null) {
    const tried = await confirm(room, due, { confirmation_token: token.id, key });
    if (tried.outcome === 'declined') return tried;
    if (tried.value.status !== 'succeeded') return { outcome: 'waiting', step: stepOf(tried.value) };
    await letGo(room, before, idOf(tried.value.payment_method));
    return { outcome: 'changed' };
  }
  const tried = await setUp(room, subscription, { token: token.id, key });
  if (tried.outcome === 'declined') return tried;
  if (tried.value.status !== 'succeeded') return { outcome: 'waiting', step: stepOf(tried.value) };
  await adopt(room, tried.value);
  return payDue(room, await requireStanding(room, standing), key);
}

/** The intent of what is past due, where a card can be given to it: not while her bank is asking about another. */
async function openIntent({ stripe }: Room, subscription: Standing): Promise<string | null> {
  const due = dueOf(subscription);
  if (due === null) return null;
  const { status } = await asked(() => stripe.paymentIntents.retrieve(due));
  return status === 'requires_payment_method' ? due : null;
}

/** Reaches an issuer: whoever calls it has asked the rules. */
async function setUp(
  { stripe }: Room,
  { id: standing, customer: owner }: Standing,
  { token, key }: { token: string; key: string },
) {
  const customer = idOf(owner);
  if (customer === null) throw new RailError('refused', `"${standing}" is of nobody any more`);
  return attempted(() =>
    stripe.setupIntents.create(
      {
        allowed_payment_method_types: CARDS,
        confirm: true,
        confirmation_token: token,
        customer,
        metadata: { standing },
        usage: 'off_session',
        use_stripe_sdk: true,
      },
      { idempotencyKey: `${key}:setup` },
    ),
  );
}

/** Charges what is past due to the card of the subscription. Reaches an issuer: whoever calls it has asked the rules. */
async function payDue(room: Room, subscription: Standing, key: string): Promise<Changed> {
  const { stripe } = room;
  const due = dueOf(subscription);
  const invoice = invoiceOf(subscription);
  const method = idOf(subscription.default_payment_method);
  if (due === null || invoice === null) return { outcome: 'changed' };
  if (method === null) return { outcome: 'declined', reason: 'wrong-details' };
  const intent = await asked(() => stripe.paymentIntents.retrieve(due));
  const isAsking = intent.status === 'requires_action';
  // Her bank is asking about this card already: she has only to answer.
  if (isAsking && idOf(intent.payment_method) === method) return { outcome: 'waiting', step: stepOf(intent) };
  const tried = isAsking
    ? await attempted(() =>
        stripe.invoices.pay(invoice.id, { payment_method: method }, { idempotencyKey: `${key}:pay` }),
      )
    : await confirm(room, due, { payment_method: method, key });
  const after = await asked(() => stripe.paymentIntents.retrieve(due));
  if (after.status === 'requires_action') return { outcome: 'waiting', step: stepOf(after) };
  return tried.outcome === 'declined' ? tried : { outcome: 'changed' };
}

/** Makes a card that was set up the one of its subscription, once. Reaches no issuer. */
export async function adopt(room: Room, setup: Stripe.SetupIntent): Promise<void> {
  const { stripe } = room;
  const { standing } = setup.metadata ?? {};
  const method = idOf(setup.payment_method);
  if (setup.status !== 'succeeded' || standing === undefined || standing === '' || method === null) return;
  const subscription = await requireStanding(room, standing);
  const before = idOf(subscription.default_payment_method);
  if (subscription.status !== 'canceled' && before !== method)
    await asked(() =>
      stripe.subscriptions.update(
        standing,
        { default_payment_method: method },
        { idempotencyKey: `${setup.id}:adopt` },
      ),
    );
  // A later card must not give way to this one.
  const done = { metadata: { standing: '' } };
  await asked(() => stripe.setupIntents.update(setup.id, done, { idempotencyKey: `${setup.id}:adopted` }));
  await letGo(room, before, method);
}

/** A card that is not charged any more is not kept. */
async function letGo({ stripe }: Room, before: string | null, after: string | null): Promise<void> {
  if (before !== null && after !== null && before !== after)
    await found(() => stripe.paymentMethods.detach(before));
}

/**
 * Another rhythm would be charged at once, and what was paid for would be lost; so the time that is paid counts as a
 * trial, and the new rhythm begins where the old one would have charged.
 */
export async function changePrice(
  room: Room,
  standing: string,
  { price, key }: { price: Price; key: string },
) {
  const subscription = await requireStanding(room, standing);
  const [item] = subscription.items.data;
  if (item === undefined) throw new RailError('refused', `"${standing}" has no price`);
  const wanted = priceData(price, await room.product());
  const { currency, unit_amount: amount, recurring } = item.price;
  if (currency !== wanted.currency)
    throw new RailError(
      'refused',
      `Stripe does not turn ${currency} into ${wanted.currency}; begin another one`,
    );
  const isSameRhythm = recurring?.interval === wanted.recurring.interval;
  if (isSameRhythm && amount === wanted.unit_amount) return report(subscription);
  const updated = await asked(() =>
    room.stripe.subscriptions.update(
      standing,
      {
        items: [{ id: item.id, price_data: wanted }],
        proration_behavior: 'none',
        ...(isSameRhythm
          ? { billing_cycle_anchor: { type: 'unchanged' } }
          : { trial_end: item.current_period_end }),
        expand,
      },
      { idempotencyKey: `${key}:price` },
    ),
  );
  return report(updated);
}

/**
 * Stripe goes on making invoices and voids them, so that the days stay what they were. It would still try to collect
 * what it had made before; that is voided too.
 */
export async function pause(room: Room, standing: string, key: string): Promise<Report> {
  const { stripe } = room;
  const paused = await asked(() =>
    stripe.subscriptions.update(
      standing,
      { pause_collection: { behavior: 'void' }, expand },
      { idempotencyKey: `${key}:pause` },
    ),
  );
  const invoice = invoiceOf(paused);
  if (invoice === null || (invoice.status !== 'draft' && invoice.status !== 'open')) return report(paused);
  // An invoice of a subscription cannot be deleted while it is a draft, and only a final one can be voided.
  const now = await found(() => stripe.invoices.retrieve(invoice.id));
  if (now?.status === 'draft')
    await asked(() =>
      stripe.invoices.finalizeInvoice(
        invoice.id,
        { auto_advance: false },
        { idempotencyKey: `${key}:finalize` },
      ),
    );
  if (now?.status === 'draft' || now?.status === 'open')
    await asked(() => stripe.invoices.voidInvoice(invoice.id, {}, { idempotencyKey: `${key}:void` }));
  return report(await requireStanding(room, standing));
}

export async function resume(
  room: Room,
  standing: string,
  { clearance, key }: { clearance: Clearance; key: string },
): Promise<Report> {
  cleared(room, await requireStanding(room, standing), { act: 'resume', clearance });
  const resumed = await asked(() =>
    room.stripe.subscriptions.update(
      standing,
      { pause_collection: '', expand },
      { idempotencyKey: `${key}:resume` },
    ),
  );
  return report(resumed);
}

export async function retry(
  room: Room,
  standing: string,
  { clearance, key }: { clearance: Clearance; key: string },
): Promise<Changed> {
  const subscription = await requireStanding(room, standing);
  cleared(room, subscription, { act: 'retry', clearance });
  return payDue(room, subscription, key);
}

export async function stop(room: Room, standing: string): Promise<Report> {
  const how = { invoice_now: false, prorate: false, expand };
  const stopped =
    (await found(() => room.stripe.subscriptions.cancel(standing, how))) ??
    // What is cancelled already is not found by what cancels.
    (await requireStanding(room, standing));
  const { contribution = '' } = stopped.metadata;
  return reportOf(stopped) ?? { contribution, standing, state: 'cancelled', nextAt: null };
}
