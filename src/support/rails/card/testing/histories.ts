import fc from 'fast-check';
import { openLedger } from '../../../ledger/ledger.ts';
import { minor } from '../../../ledger/minor.ts';
import { unbalanced } from '../../../ledger/testing.ts';
import { openSafety } from '../../../safety/safety.ts';
import { openContributions } from '../../../contributions/contributions.ts';
import { RailError } from '../../error.ts';
import type { Store } from '#store';
import { addLine, balanceOf, decide, dispute, failPayout, failRefund, giveBack, payOut } from './bank.ts';
import { passTime } from './billing.ts';
import type { Fault } from './fake.ts';
import { rig, type Rig } from './rig.ts';
import type { Event } from './state.ts';

/* What happens at Stripe in some weeks, and how badly word of it comes through. */

const CURRENCIES = ['EUR', 'EUR', 'USD', 'JPY', 'GBP'] as const;

const step = fc.record({
  what: fc.constantFrom(
    'give',
    'give',
    'give',
    'stand',
    'stand',
    'stop',
    'pause',
    'decline',
    'fail',
    'mend',
    'refund',
    'refund-fails',
    'dispute',
    'won',
    'lost',
    'payout',
    'payout-fails',
    'fee',
    'wait',
    'wait',
  ),
  currency: fc.constantFrom(...CURRENCIES),
  amount: fc.integer({ min: 200, max: 50_000 }),
  pick: fc.nat(1_000),
  days: fc.integer({ min: 0, max: 20 }),
});
export const stories = fc.array(step, { minLength: 6, maxLength: 18, size: 'max' });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** How word comes through: which hints, in which order, and what happens to the answers of the rail. */
export const troubles = fc.record({
  hints: fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }),
  faults: fc.array(
    fc.constantFrom<Fault | 'busy' | null>(null, null, null, null, 'after', 'broken', 'busy'),
    {
      minLength: 60,
      maxLength: 60,
    },
  ),
});
export type Trouble = typeof troubles extends fc.Arbitrary<infer T> ? T : never;

async function happen(one: Rig, { what, currency, amount, pick, days }: Step): Promise<void> {
  const { world, card } = one;
  const some = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)];
  const standing = some(
    world.all('subscription').filter(({ status }) => status === 'active' || status === 'past_due'),
  );
  const charge = some(world.all('charge').filter((each) => each.refunded < each.amount));
  const open = some(world.all('dispute').filter(({ status }) => status === 'needs_response'));
  switch (what) {
    case 'give':
      await one.give({ currency, amount: minor(amount) });
      break;
    case 'stand':
      await one.give({ currency, amount: minor(amount), rhythm: pick % 4 === 0 ? 'yearly' : 'monthly' });
      break;
    case 'decline':
      await one.give({ currency, amount: minor(amount) }, { behaviour: 'insufficient_funds' });
      break;
    case 'stop':
      if (standing !== undefined) await card.stop(standing.id, `stop${pick}`);
      break;
    case 'pause':
      if (standing !== undefined) await card.pause(standing.id, `pause${standing.id}${world.clock.at}`);
      break;
    case 'fail':
    case 'mend':
      one.becomes(what === 'fail' ? 'do_not_honor' : 'pays');
      break;
    case 'refund':
      if (charge !== undefined) giveBack(world, charge, 1 + (pick % (charge.amount - charge.refunded)));
      break;
    case 'refund-fails': {
      const refund = some(world.all('refund').filter(({ status }) => status === 'succeeded'));
      if (refund !== undefined) failRefund(world, refund);
      break;
    }
    case 'dispute':
      if (charge?.refunded === 0) dispute(world, charge);
      break;
    case 'won':
    case 'lost':
      if (open !== undefined) decide(world, open, what);
      break;
    case 'payout':
    case 'payout-fails': {
      const payout = payOut(world, 'eur');
      if (payout !== null && what === 'payout-fails') failPayout(world, payout);
      break;
    }
    case 'fee':
      addLine(world, { amount: -1 - (pick % 300), currency: 'eur', kind: 'stripe_fee' });
      break;
    case 'wait':
      break;
  }
  passTime(world, one.clock.at + days * 86_400_000 + 60_000);
}

export type Told = {
  hash: string;
  /** Of the rail, by currency: in the books, and at Stripe. */
  booked: Record<string, number>;
  balance: Record<string, number>;
  /** How often reading was broken off. */
  broken: number;
  read: number;
  unbalanced: unknown[];
  questions: number;
};

/**
 * Lets the story happen, with a webhook for each thing, five times each, in any order, half of them lost, and lines that
 * are cut while the rail is read. In the end it is read once more in peace.
 */
export async function told(store: Store, story: readonly Step[], trouble: Trouble): Promise<Told> {
  const one = await rig({ settles: ['eur', 'usd'] });
  const { world, fake, card, clock } = one;
  const now = (): number => clock.at;
  const ledger = openLedger({ store, now });
  const contributions = openContributions({
    store,
    ledger,
    safety: openSafety({ store, now }),
    rails: [card],
    now,
  });
  let [broken, reads, place, seen] = [0, 0, 0, 0];
  const off: unknown[] = [];
  const waiting: Event[] = [];
  const draw = (most: number): number =>
    (trouble.hints[place++ % trouble.hints.length] ?? 0) % Math.max(1, most);

  async function deliver(event: Event): Promise<void> {
    if (card.readHint({ ...one.hint(event), at: clock.at }) === null)
      throw new Error('A hint was not believed');
    reads += 1;
    fake.fault = () => {
      const fault = trouble.faults[(reads + fake.requests.length) % trouble.faults.length] ?? null;
      fake.rate = fault === 'busy' ? 0 : Infinity;
      return fault === 'busy' ? null : fault;
    };
    try {
      await contributions.read('card');
    } catch (error) {
      if (!(error instanceof RailError) || !error.isPassing) throw error;
      broken += 1;
    }
    fake.fault = null;
    fake.rate = Infinity;
    off.push(...(await unbalanced(store)));
  }

  for (const each of story) {
    await happen(one, each);
    const events = world.all('event');
    const fresh = events.slice(0, events.length - seen);
    seen = events.length;
    for (const event of fresh) waiting.push(event, event, event, event, event);
    // Half is lost; of the rest some come now, some long after.
    for (let count = Math.min(3, waiting.length); count > 0; count--) {
      const [event] = waiting.splice(draw(waiting.length), 1);
      if (event !== undefined && draw(2) === 0) await deliver(event);
    }
  }
  clock.at += 60_000;
  await contributions.read('card');
  const balances = await ledger.balances();
  const booked = Object.fromEntries(
    balances
      .filter(({ account, amount }) => account === 'assets:rail:card' && amount !== 0)
      .map(({ currency, amount }) => [currency.toLowerCase(), amount]),
  );
  const balance = Object.fromEntries(Object.entries(balanceOf(world)).filter(([, amount]) => amount !== 0));
  const { content: hash } = await ledger.verify();
  const { length: questions } = await store.db.selectFrom('rail_question').selectAll().execute();
  await fake.close();
  return { hash, booked, balance, broken, read: reads, unbalanced: off, questions };
}

/** No trouble at all: nothing comes but the last reading. */
export const PEACE: Trouble = { hints: [1], faults: [null] };
