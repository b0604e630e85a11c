import { RailError } from '../error.ts';
import type { Report } from '../rail.ts';
import { adopt } from './change.ts';
import { asked, found } from './errors.ts';
import { idOf } from './movements.ts';
import { toStripe } from './money.ts';
import { EXPANDED, type Room, standingOf } from './room.ts';
import { reportOf } from './subscription.ts';
import type { Minor } from '../../ledger/minor.ts';

/** The states of a report, the one that says most first. */
const RANK: readonly Report['state'][] = [
  'active',
  'past-due',
  'paused',
  'given',
  'open',
  'lapsed',
  'cancelled',
];

/**
 * By its name at Stripe where it has one. Without it Stripe's search is asked, which learns of something after up to a
 * minute: until then, what was begun is asked again under its key, and that finds it.
 */
export async function look(
  room: Room,
  contribution: string,
  standing: string | null,
): Promise<Report | null> {
  if (standing?.startsWith('sub_') === true) return lookAt(room, standing);
  if (standing?.startsWith('pi_') === true) {
    const intent = await found(() => room.stripe.paymentIntents.retrieve(standing));
    return intent === null ? null : reportOnce(contribution, intent);
  }
  if (!isName(contribution)) return null;
  const reports = [...(await standingsOf(room, contribution)), ...(await intentsOf(room, contribution))];
  const known = reports.filter((report) => report !== null);
  return known.sort((one, other) => RANK.indexOf(one.state) - RANK.indexOf(other.state))[0] ?? null;
}

const isName = (contribution: string): boolean => /^[A-Za-z0-9]{1,100}$/.test(contribution);

/** A card that her bank has approved meanwhile is taken first. */
async function lookAt(room: Room, standing: string): Promise<Report | null> {
  const subscription = await standingOf(room, standing);
  const customer = subscription === null ? null : idOf(subscription.customer);
  if (subscription === null || customer === null) return null;
  if (subscription.status === 'canceled') return reportOf(subscription);
  const { data } = await asked(() => room.stripe.setupIntents.list({ customer, limit: 10 }));
  const setup = data.find(
    ({ status, metadata }) => status === 'succeeded' && metadata?.standing === standing,
  );
  if (setup === undefined) return reportOf(subscription);
  await adopt(room, setup);
  const after = await standingOf(room, standing);
  return after === null ? null : reportOf(after);
}

const queryOf = (contribution: string): string => `metadata["contribution"]:"${contribution}"`;

async function standingsOf({ stripe }: Room, contribution: string): Promise<(Report | null)[]> {
  const { data } = await asked(() =>
    stripe.subscriptions.search({
      query: queryOf(contribution),
      limit: 20,
      expand: EXPANDED.map((path) => `data.${path}`),
    }),
  );
  return data.map(reportOf);
}

async function intentsOf({ stripe }: Room, contribution: string): Promise<(Report | null)[]> {
  const { data } = await asked(() =>
    stripe.paymentIntents.search({ query: queryOf(contribution), limit: 20 }),
  );
  return data.map((intent) => reportOnce(contribution, intent));
}

function reportOnce(contribution: string, { id, status }: { id: string; status: string }): Report | null {
  if (status === 'succeeded') return { contribution, standing: null, state: 'given', nextAt: null };
  const isOpen = status === 'requires_action' || status === 'processing';
  return isOpen ? { contribution, standing: id, state: 'open', nextAt: null } : null;
}

/** @throws RailError `refused` for more than is left of it */
export async function refund(
  { stripe }: Room,
  source: string,
  { amount, key }: { amount: Minor; key: string },
): Promise<void> {
  const charge = /^(ch|py)_[A-Za-z0-9]{1,100}$/.test(source)
    ? await found(() => stripe.charges.retrieve(source))
    : null;
  if (charge === null) throw new RailError('refused', `Stripe took nothing called "${source}"`);
  const back = toStripe({ amount, currency: charge.currency.toUpperCase() });
  await asked(() =>
    stripe.refunds.create({ charge: charge.id, amount: back.amount }, { idempotencyKey: `${key}:refund` }),
  );
}

/**
 * With a customer go its cards and whatever goes on. A single payment stays at Stripe, as the law wants, but no longer
 * says which contribution it was of.
 */
export async function forget(room: Room, contribution: string, standing: string | null): Promise<void> {
  const { stripe } = room;
  const query = queryOf(contribution);
  const customers = new Set<string>();
  const known = standing === null ? null : await standingOf(room, standing);
  const customer = known === null ? null : idOf(known.customer);
  if (customer !== null) customers.add(customer);
  if (isName(contribution)) {
    const { data } = await asked(() => stripe.customers.search({ query, limit: 100 }));
    for (const { id } of data) customers.add(id);
    const { data: intents } = await asked(() => stripe.paymentIntents.search({ query, limit: 100 }));
    for (const { id, status, latest_charge: charge } of intents) {
      if (status === 'requires_action') await found(() => stripe.paymentIntents.cancel(id));
      await asked(() => stripe.paymentIntents.update(id, { metadata: FORGOTTEN }));
      const paid = idOf(charge);
      if (paid !== null) await asked(() => stripe.charges.update(paid, { metadata: FORGOTTEN }));
    }
  }
  for (const id of customers) await found(() => stripe.customers.del(id));
}

/** An empty value takes the name away. */
const FORGOTTEN = { contribution: '', forgotten: 'yes' };
