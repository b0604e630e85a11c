import { afterEach, beforeEach, expect, test } from 'vitest';
import { minor } from '../../ledger/minor.ts';
import { clearanceOf } from '../../safety/testing.ts';
import type { Act } from '../../safety/rules.ts';
import type { Changed } from '../rail.ts';
import { openCard } from './card.ts';
import { passTime } from './testing/billing.ts';
import { FAKE_KEY } from './testing/fake.ts';
import { rig, type Rig } from './testing/rig.ts';

let one: Rig;
beforeEach(async () => {
  one = await rig();
});
afterEach(() => one.fake.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const leave = (act: Act, country = 'DE') => clearanceOf(act, country, one.clock.at).clearance;
const subscription = () => {
  const [found] = one.world.all('subscription');
  if (found === undefined) throw new Error('Nothing goes on');
  return found;
};
const countryNow = () => one.card.holderOfStanding(subscription().id);
const change = (
  standing: string,
  card: Parameters<Rig['fake']['enter']>[0],
  key = 'card',
): Promise<Changed> =>
  one.card.changeMethod(standing, one.fake.enter(card), leave('card-change', card?.country ?? 'DE'), key);

test('a new card whose bank asks first is taken once it was approved, and the old one goes', async () => {
  const standing = await one.standing({ contribution: 'asked' });
  const before = subscription().method;
  const waiting = await change(standing, { behaviour: 'asks', country: 'FR' });
  if (waiting.outcome !== 'waiting' || waiting.step.kind !== 'approve')
    throw new Error('Her bank did not ask');
  expect(await countryNow()).toMatchObject({ country: 'DE' });
  one.fake.approve(waiting.step.secret);
  expect(await one.card.look('asked', standing)).toMatchObject({ state: 'active', country: 'FR' });
  expect(one.world.find('payment_method', before).customer).toBeNull();
  // Looking again does not bring it back when another has paid what was due meanwhile.
  one.becomes('insufficient_funds');
  one.renew();
  expect(await change(standing, { country: 'IT' }, 'card-2')).toEqual({ outcome: 'changed' });
  expect(await one.card.look('asked', standing)).toMatchObject({ state: 'active', country: 'IT' });
});

test('a browser that never came back to say that it was approved does not matter', async () => {
  const from = (await one.read()).at(-1)?.cursor ?? null;
  const standing = await one.standing({ contribution: 'closed' });
  const waiting = await change(standing, { behaviour: 'asks', country: 'FR' });
  if (waiting.outcome !== 'waiting' || waiting.step.kind !== 'approve')
    throw new Error('Her bank did not ask');
  one.fake.approve(waiting.step.secret);
  const reports = (await one.read(from)).flatMap((reading) => reading.reports);
  expect(reports).toMatchObject([{ contribution: 'closed', country: 'FR' }]);
});

test('what is past due is paid by the new card at once, also where its bank asks first', async () => {
  for (const behaviour of ['pays', 'asks'] as const) {
    const standing = await one.standing({ contribution: `due${behaviour}` });
    one.becomes('insufficient_funds');
    one.renew();
    expect(await one.card.look('', standing)).toMatchObject({ state: 'past-due' });
    const paid = one.world.all('charge').length;
    const changed = await change(standing, { behaviour, country: 'FR' }, `card-${behaviour}`);
    if (changed.outcome === 'waiting' && changed.step.kind === 'approve')
      one.fake.approve(changed.step.secret);
    expect(changed.outcome).toBe(behaviour === 'pays' ? 'changed' : 'waiting');
    expect(one.world.all('charge').length - paid).toBe(1);
    expect(await one.card.look('', standing)).toMatchObject({ state: 'active', country: 'FR' });
    await one.card.stop(standing, `stop-${behaviour}`);
  }
});

test('a change whose answer was lost is not another one when it is asked again', async () => {
  for (const due of [false, true]) {
    const standing = await one.standing();
    if (due) {
      one.becomes('insufficient_funds');
      one.renew();
    }
    const token = one.fake.enter({ country: 'FR' });
    const again = (): Promise<Changed> =>
      one.card.changeMethod(standing, token, leave('card-change', 'FR'), `lost-${due}`);
    const step = due ? 'POST /v1/payment_intents/:id/confirm' : 'POST /v1/setup_intents';
    one.fake.fault = ({ address }) => (address === step ? 'after' : null);
    await expect(again()).rejects.toMatchObject({ code: 'unreachable' });
    one.fake.fault = null;
    const { reached } = one.world;
    expect(await again()).toEqual({ outcome: 'changed' });
    expect(one.world.reached).toBe(reached);
    expect(await countryNow()).toMatchObject({ country: 'FR' });
    await one.card.stop(standing, `stop-${due}`);
  }
});

test('a bank that asks while a failed payment is tried again is answered', async () => {
  const standing = await one.standing();
  one.becomes('asks');
  one.renew();
  expect(await one.card.look('', standing)).toMatchObject({ state: 'past-due' });
  const tried = await one.card.retry(standing, leave('retry'), 'retry');
  if (tried.outcome !== 'waiting' || tried.step.kind !== 'approve') throw new Error('Her bank did not ask');
  one.fake.approve(tried.step.secret);
  expect(await one.card.look('', standing)).toMatchObject({ state: 'active' });
});

test('while her bank asks about one card, another one pays what is past due', async () => {
  for (const behaviour of ['pays', 'asks'] as const) {
    const standing = await one.standing();
    one.becomes('asks');
    one.renew();
    const { latestInvoice } = subscription();
    expect(one.world.find('payment_intent', one.world.find('invoice', latestInvoice).intent).status).toBe(
      'requires_action',
    );
    const paid = one.world.all('charge').length;
    const changed = await change(standing, { behaviour, country: 'FR' }, `card-${behaviour}`);
    if (behaviour === 'pays') expect(changed).toEqual({ outcome: 'changed' });
    else {
      // The card is set up once it was approved; then what is due is tried with it.
      if (changed.outcome !== 'waiting' || changed.step.kind !== 'approve')
        throw new Error('Her bank did not ask');
      one.fake.approve(changed.step.secret);
      expect(await one.card.look('', standing)).toMatchObject({ state: 'past-due', country: 'FR' });
      const tried = await one.card.retry(standing, leave('retry', 'FR'), 'retry');
      if (tried.outcome !== 'waiting' || tried.step.kind !== 'approve')
        throw new Error('Her bank did not ask');
      one.fake.approve(tried.step.secret);
    }
    expect(await one.card.look('', standing)).toMatchObject({ state: 'active', country: 'FR' });
    expect(one.world.all('charge').length - paid).toBe(1);
    await one.card.stop(standing, `stop-${behaviour}`);
  }
});

test('an attempt that was left while her bank asked cannot be paid beside the next one', async () => {
  for (const rhythm of ['once', 'monthly'] as const) {
    const waiting = await one.give({ rhythm, contribution: `left${rhythm}` }, { behaviour: 'asks' });
    if (waiting.outcome !== 'waiting' || waiting.step.kind !== 'approve')
      throw new Error('Her bank did not ask');
    const { secret } = waiting.step;
    const paid = one.world.all('charge').length;
    expect(await one.give({ rhythm, left: waiting.standing })).toMatchObject({ outcome: 'paid' });
    expect(() => one.fake.approve(secret)).toThrow(/asks for nothing/);
    expect(one.world.all('charge').length - paid, rhythm).toBe(1);
  }
  // Approved a moment ago, in the other window: it is enough.
  for (const rhythm of ['once', 'monthly'] as const) {
    const waiting = await one.give({ rhythm, contribution: `both${rhythm}` }, { behaviour: 'asks' });
    if (waiting.outcome !== 'waiting' || waiting.step.kind !== 'approve')
      throw new Error('Her bank did not ask');
    one.fake.approve(waiting.step.secret);
    const paid = one.world.all('charge').length;
    const standing = rhythm === 'once' ? null : waiting.standing;
    expect(await one.give({ rhythm, left: waiting.standing })).toMatchObject({ outcome: 'paid', standing });
    expect(one.world.all('charge').length, rhythm).toBe(paid);
  }
});

test('whoever pauses is not charged: not for what was made before, and not for what failed', async () => {
  for (const when of ['draft', 'failed'] as const) {
    const standing = await one.standing();
    const { periodEnd } = subscription();
    if (when === 'failed') one.becomes('insufficient_funds');
    // For an hour an invoice is a draft.
    passTime(one.world, periodEnd * 1_000 + (when === 'draft' ? HOUR / 2 : 2 * HOUR));
    const paid = one.world.all('charge').length;
    for (let times = 0; times < 2; times++)
      expect(await one.card.pause(standing, `pause-${when}`)).toMatchObject({
        state: 'paused',
        nextAt: null,
      });
    one.becomes('pays');
    passTime(one.world, one.clock.at + 100 * DAY);
    expect(one.world.all('charge').length, when).toBe(paid);
    // It goes on at the day that it always had.
    const resumed = await one.card.resume(standing, leave('resume'), `resume-${when}`);
    expect(resumed.state).toBe('active');
    const day = (at: number): number => new Date(at).getUTCDate();
    expect([28, 29, 30, 31]).toContain(day(resumed.nextAt ?? 0));
    expect(one.world.all('charge').length, when).toBe(paid);
    one.renew();
    expect(one.world.all('charge').length, when).toBe(paid + 1);
    await one.card.stop(standing, `stop-${when}`);
  }
});

test('another rhythm charges nothing at once, there and back', async () => {
  const standing = await one.standing({ contribution: 'rhythm' });
  const { periodEnd } = subscription();
  const price = (rhythm: 'monthly' | 'yearly', amount: number, currency = 'EUR') => ({
    rhythm,
    currency,
    amount: minor(amount),
  });
  for (const [rhythm, amount] of [
    ['yearly', 5_000],
    ['monthly', 700],
    ['yearly', 6_000],
  ] as const)
    for (let times = 0; times < 2; times++) {
      const report = await one.card.changePrice(standing, price(rhythm, amount), `price-${amount}`);
      expect(report).toMatchObject({ state: 'active', nextAt: periodEnd * 1_000 });
    }
  expect(one.world.all('charge')).toHaveLength(1);
  await expect(
    one.card.changePrice(standing, price('yearly', 6_000, 'USD'), 'dollars'),
  ).rejects.toMatchObject({
    code: 'refused',
  });
  one.renew();
  expect(one.world.all('charge').map(({ amount }) => amount)).toEqual([6_000, 500]);
  one.renew();
  expect(one.clock.at - periodEnd * 1_000).toBeGreaterThan(364 * DAY);
});

test('one that was stopped stays so, and there is nothing to hold', async () => {
  const standing = await one.standing({ contribution: 'over' });
  for (let times = 0; times < 2; times++)
    expect(await one.card.stop(standing, 'stop')).toMatchObject({ contribution: 'over', state: 'cancelled' });
  expect(await one.card.holderOfStanding(standing)).toBeNull();
  expect(await one.card.holderOfStanding('sub_unknown')).toBeNull();
  await expect(one.card.stop('sub_unknown', 'stop')).rejects.toMatchObject({ code: 'refused' });
});

test('what Stripe’s search does not know yet is found by its name, and begun once', async () => {
  one.world.searchLag = 60_000;
  const standing = await one.standing({ contribution: 'new' });
  expect(await one.card.look('new')).toBeNull();
  expect(await one.card.look('new', standing)).toMatchObject({ state: 'active' });
  const waiting = await one.give({ contribution: 'once' }, { behaviour: 'asks' });
  if (waiting.outcome !== 'waiting' || waiting.step.kind !== 'approve')
    throw new Error('Her bank did not ask');
  expect(await one.card.look('once', waiting.standing)).toMatchObject({ state: 'open' });
  one.fake.approve(waiting.step.secret);
  expect(await one.card.look('once', waiting.standing)).toMatchObject({ state: 'given', standing: null });
  one.clock.at += 61_000;
  expect(await one.card.look('new')).toMatchObject({ state: 'active', standing });
  expect(await one.card.look('once')).toMatchObject({ state: 'given' });
  expect(await one.card.look('never')).toBeNull();
  expect(await one.card.look('"] OR created>0')).toBeNull();
});

test('a card that was declined leaves nothing at Stripe but the attempt', async () => {
  expect(await one.give({ rhythm: 'yearly', contribution: 'no' }, { behaviour: 'do_not_honor' })).toEqual({
    outcome: 'declined',
    reason: 'declined',
  });
  expect(one.world.all('customer').every(({ deleted }) => deleted)).toBe(true);
  expect(one.world.all('subscription').map(({ status }) => status)).toEqual(['canceled']);
  expect(await one.card.look('no')).toBeNull();
});

test('what stands on the statement is sent with each kind of payment', async () => {
  const named = await rig({ statement: 'READERS' });
  try {
    await named.give();
    await named.standing();
    expect(named.world.all('payment_intent').map(({ suffix }) => suffix)).toContain('READERS');
    expect(named.world.all('product')).toMatchObject([{ statement: 'READERS', name: 'Contribution' }]);
  } finally {
    await named.fake.close();
  }
  for (const statement of ['FOUR', '12345', 'LONGER THAN TEN', 'PAPER*1'])
    expect(() => openCard({ key: FAKE_KEY, now: () => 0, hintSecret: null, statement })).toThrow(
      /cannot stand/,
    );
});
