import { afterAll, afterEach, expect, test } from 'vitest';
import { opener } from '../../../../test/databases.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { minor } from '../../ledger/minor.ts';
import type { Movement } from '../../ledger/movement.ts';
import type { Reading } from '../rail.ts';
import {
  addLine,
  balanceOf,
  decide,
  dispute,
  failPayout,
  failRefund,
  giveBack,
  payOut,
} from './testing/bank.ts';
import { passTime } from './testing/billing.ts';
import { rig, type Rig } from './testing/rig.ts';

const { open, clean } = opener('sqlite');
afterAll(clean);
const rigs: Rig[] = [];
afterEach(async () => {
  await Promise.all(rigs.splice(0).map(({ fake }) => fake.close()));
});
async function start(options: Parameters<typeof rig>[0] = {}): Promise<Rig> {
  const one = await rig(options);
  rigs.push(one);
  return one;
}

const DAY = 86_400_000;
const movementsIn = (readings: Reading[]): Movement[] => readings.flatMap(({ movements }) => movements);
const charges = (one: Rig) => one.world.all('charge');
function first<T>(list: readonly T[]): T {
  const [thing] = list;
  if (thing === undefined) throw new Error('There is none');
  return thing;
}

/** What the books say is at the rail, by currency. */
async function booked(one: Rig, readings: Reading[]) {
  const ledger = openLedger({ store: await open(), now: () => one.clock.at });
  const taken = await ledger.record(movementsIn(readings));
  expect(taken.filter(({ outcome }) => outcome !== 'recorded')).toEqual([]);
  const balances = await ledger.balances();
  const at = (account: string) =>
    Object.fromEntries(
      balances
        .filter((balance) => balance.account === account && balance.amount !== 0)
        .map(({ currency, amount }) => [currency.toLowerCase(), amount]),
    );
  return { ledger, at, rail: at('assets:rail:card') };
}

test('everything that moves at Stripe stands in the books, to the cent of its balance', async () => {
  const one = await start({ settles: ['eur', 'usd'] });
  await one.give({ amount: minor(10_000) });
  const paid = first(charges(one));
  failRefund(one.world, giveBack(one.world, paid, 2_000));
  giveBack(one.world, paid, 1_000);
  await one.give({ currency: 'USD', amount: minor(4_000) });
  decide(one.world, dispute(one.world, first(charges(one))), 'won');
  await one.give({ amount: minor(3_000) });
  decide(one.world, dispute(one.world, first(charges(one))), 'lost');
  addLine(one.world, { amount: -200, currency: 'eur', kind: 'stripe_fee' });
  const payout = payOut(one.world, 'eur');
  if (payout === null) throw new Error('Nothing was paid out');
  failPayout(one.world, payout);
  const readings = await one.read();
  const { at, rail } = await booked(one, readings);
  const balance = balanceOf(one.world);
  expect(Object.keys(balance).sort()).toEqual(['eur', 'usd']);
  expect(rail).toEqual(balance);
  expect(at('income:contributions:card')).toEqual({ eur: -13_000, usd: -4_000 });
  expect(at('income:refunds:card')).toEqual({ eur: 1_000 });
  expect(at('assets:disputed:card')).toEqual({});
  expect(at('expenses:disputes-lost:card')).toEqual({ eur: 3_000 });
  // Won back is the fee of the one in dollars; that of the other is gone.
  expect(at('expenses:dispute-fees:card')).toEqual({ eur: 1_500 });
  expect(at('assets:transit:card')).toEqual({});
  expect(readings.flatMap(({ questions }) => questions)).toEqual([]);
});

test('what is charged in another currency than the balance is exchanged, there and back', async () => {
  const one = await start({ settles: ['eur'] });
  await one.give({ currency: 'USD', amount: minor(4_000) });
  await one.give({ currency: 'JPY', amount: minor(5_000) });
  const [yen, dollars] = charges(one);
  if (yen === undefined || dollars === undefined) throw new Error('Nothing was charged');
  giveBack(one.world, dollars, 1_000);
  dispute(one.world, yen);
  const { at, rail, ledger } = await booked(one, await one.read());
  expect(rail).toEqual(balanceOf(one.world));
  expect(Object.keys(rail)).toEqual(['eur']);
  expect(at('income:contributions:card')).toEqual({ usd: -4_000, jpy: -5_000 });
  expect(at('income:refunds:card')).toEqual({ usd: 1_000 });
  expect(at('assets:disputed:card')).toEqual({ jpy: 5_000 });
  await ledger.verify();
});

test('a currency that Stripe counts otherwise comes out as the ledger counts it', async () => {
  const one = await start({ settles: ['eur', 'isk'] });
  await one.give({ currency: 'ISK', amount: minor(900) });
  expect(first(charges(one))).toMatchObject({ amount: 90_000, currency: 'isk' });
  const payment = movementsIn(await one.read()).find(({ kind }) => kind === 'payment');
  expect(payment).toMatchObject({ amount: 900, currency: 'ISK' });
});

test('what nobody here understands is asked about, and never left out in silence', async () => {
  const one = await start();
  const kinds = ['reserve_transaction', 'topup', 'contribution', 'transfer', 'something_of_next_year'];
  for (const kind of kinds) addLine(one.world, { amount: -100, currency: 'eur', kind });
  addLine(one.world, { amount: -100, currency: 'eur', kind: 'Not <a> type' });
  addLine(one.world, { amount: 500, currency: 'eur', kind: 'charge' });
  addLine(one.world, { amount: -500, currency: 'eur', kind: 'adjustment' });
  addLine(one.world, { amount: 77, currency: 'zzz', kind: 'stripe_fee' });
  const readings = await one.read();
  expect(movementsIn(readings)).toEqual([]);
  const reasons = readings.flatMap(({ questions }) => questions.map(({ reason }) => reason));
  expect(reasons.sort()).toEqual(
    [...kinds, 'unreadable-type', 'payment-without-charge', 'adjustment', 'amount-stripe_fee'].sort(),
  );
});

test('a payment finds its contribution by itself, by its customer, or by the subscription of its invoice', async () => {
  const one = await start();
  await one.give({ contribution: 'once1' });
  await one.standing({ contribution: 'month1' });
  await one.standing({ contribution: 'month2' });
  // Somebody has emptied what stood with the customer.
  for (const customer of one.world.all('customer'))
    if (customer.metadata.contribution === 'month2') customer.metadata = {};
  one.renew();
  one.renew();
  const readings = await one.read();
  const given = readings.flatMap(({ payments }) => payments.map(({ contribution }) => contribution));
  expect(given.sort()).toEqual([...Array(3).fill('month1'), ...Array(3).fill('month2'), 'once1']);
  // What somebody charges at Stripe by hand is of no contribution: a person is told.
  for (const charge of charges(one)) charge.metadata = {};
  for (const subscription of one.world.all('subscription')) subscription.metadata = {};
  const asked = (await one.read()).flatMap(({ questions }) => questions.map(({ reason }) => reason));
  expect(asked).toEqual(Array(4).fill('payment-of-no-contribution'));
});

test('what was forgotten is tied to nobody, and nobody is asked about it', async () => {
  const one = await start();
  await one.give({ contribution: 'once1' });
  const standing = await one.standing({ contribution: 'month1' });
  await one.card.forget('once1', null, 'forget1');
  await one.card.forget('month1', standing, 'forget2');
  const readings = await one.read();
  expect(movementsIn(readings).filter(({ kind }) => kind === 'payment')).toHaveLength(2);
  expect(readings.flatMap(({ payments }) => payments)).toEqual([]);
  expect(readings.flatMap(({ questions }) => questions)).toEqual([]);
  expect(JSON.stringify([one.world.all('charge'), one.world.all('payment_intent')])).not.toContain('once1');
});

test('a list of many pages is read on from where it was left, whatever is added meanwhile', async () => {
  const one = await start();
  await one.give({ contribution: 'first' });
  for (let count = 0; count < 250; count++)
    addLine(one.world, { amount: -1, currency: 'eur', kind: 'stripe_fee' });
  const parts = (await one.read()).length;
  expect(parts).toBeGreaterThanOrEqual(4);
  for (let broken = 1; broken <= parts; broken++) {
    const seen = new Set<string>();
    let cursor: string | null = null;
    let place = 0;
    for await (const reading of one.card.read(null)) {
      for (const { source } of reading.movements) seen.add(source);
      ({ cursor } = reading);
      if ((place += 1) === broken) break;
    }
    one.clock.at += 5 * 3_600_000;
    addLine(one.world, { amount: -1, currency: 'eur', kind: 'stripe_fee' });
    const rest = await one.read(cursor);
    for (const { source } of movementsIn(rest)) seen.add(source);
    const whole = movementsIn(await one.read()).map(({ source }) => source);
    expect(
      whole.filter((source) => !seen.has(source)),
      `broken off after part ${broken}`,
    ).toEqual([]);
    // And it is not all read again.
    if (broken > 1) expect(movementsIn(rest).length).toBeLessThan(whole.length);
  }
});

test('a line that comes late is found: of the last hours at once, of the last week within a day', async () => {
  const one = await start();
  await one.give();
  let cursor = (await one.read()).at(-1)?.cursor ?? null;
  const late = (hours: number): string => {
    const line = addLine(one.world, { amount: -50, currency: 'eur', kind: 'stripe_fee' });
    line.created -= hours * 3_600;
    return line.id;
  };
  const [soon, later] = [late(1), late(150)];
  const found = async (): Promise<string[]> => {
    const readings = await one.read(cursor);
    cursor = readings.at(-1)?.cursor ?? null;
    return movementsIn(readings).map(({ source }) => source);
  };
  expect(await found()).toContain(soon);
  one.clock.at += DAY;
  expect(await found()).toEqual(expect.arrayContaining([soon, later]));
});

test('how things go on is told: active, past due, paused, lapsed, cancelled, and open while her bank asks', async () => {
  const one = await start();
  const cursor = async (): Promise<string | null> => (await one.read()).at(-1)?.cursor ?? null;
  let from = await cursor();
  const states = async () => {
    const readings = await one.read(from);
    from = readings.at(-1)?.cursor ?? null;
    return Object.fromEntries(
      readings.flatMap(({ reports }) => reports.map(({ contribution, state }) => [contribution, state])),
    );
  };
  await one.standing({ contribution: 'active' });
  const paused = await one.standing({ contribution: 'paused' });
  const stopped = await one.standing({ contribution: 'stopped' });
  await one.give({ contribution: 'waits', rhythm: 'monthly' }, { behaviour: 'asks' });
  await one.give({ contribution: 'declined', rhythm: 'monthly' }, { behaviour: 'stolen_card' });
  await one.give({ contribution: 'given' });
  await one.card.pause(paused, 'pause');
  await one.card.stop(stopped, 'stop');
  expect(await states()).toEqual({
    active: 'active',
    paused: 'paused',
    stopped: 'cancelled',
    waits: 'open',
    given: 'given',
  });
  one.becomes('insufficient_funds');
  passTime(one.world, one.clock.at + 32 * DAY);
  expect(await states()).toMatchObject({ active: 'past-due' });
  passTime(one.world, one.clock.at + 20 * DAY);
  expect(await states()).toMatchObject({ active: 'lapsed' });
  // After long away all are listed, not what has happened.
  from = await cursor();
  one.becomes('pays');
  passTime(one.world, one.clock.at + 50 * DAY);
  one.fake.requests.length = 0;
  expect(await states()).toMatchObject({ active: 'lapsed', paused: 'paused', stopped: 'cancelled' });
  expect(one.fake.requests.map(({ address }) => address)).toContain('GET /v1/subscriptions');
});

test('the country of a card that replaced another is told with how things stand', async () => {
  const one = await start();
  const from = (await one.read()).at(-1)?.cursor ?? null;
  await one.standing({ contribution: 'moved' });
  for (const method of one.world.all('payment_method')) method.country = 'KZ';
  const reports = (await one.read(from)).flatMap((reading) => reading.reports);
  expect(reports).toMatchObject([{ contribution: 'moved', country: 'KZ' }]);
});
