import { expect, test } from 'vitest';
import { openLedger, type Ledger } from '../ledger/ledger.ts';
import { minor } from '../ledger/minor.ts';
import type { Movement } from '../ledger/movement.ts';
import { clearanceOf } from '../safety/testing.ts';
import type { Act } from '../safety/rules.ts';
import type { Store } from '#store';
import type { Begun, Decline, Order, Rail, Reading, Rhythm } from './rail.ts';

/** What a rail has to bring so that the contract can be tried on it: its real code, and the other side of it. */
export type RailTest = {
  rail: Rail;
  store: Store;
  clock: { at: number };
  currency: string;
  /** A means of paying from the country, that pays or does something else; each is good for one use. */
  method(what: 'pays' | 'asks' | Decline, country: string | null): Promise<string | null>;
  /** The supporter does what she was asked to: approves, or sends the money. */
  pays(begun: Begun, order: Order): Promise<void>;
  /** Time passes to when the rail charges again, and it does; `fails`: her bank says no. */
  charges(how: 'pays' | 'fails'): Promise<void>;
  /** How many requests have reached somebody's bank. */
  reached(): number;
  /** The next answer is lost, though what was asked is done. Null: nothing lies between. */
  loseAnswer: (() => void) | null;
};

/** What every rail has to hold; `open` gives one that nobody has used. */
export function railContract(name: string, open: () => Promise<RailTest>): void {
  let count = 0;
  const orderOf = (rhythm: Rhythm, currency: string): Order => ({
    contribution: `c${(count += 1)}x${name}`,
    rhythm,
    currency,
    amount: minor(500),
    lang: 'en',
    key: `key-${count}-${name}`,
    reference: null,
  });
  const actOf = (rail: Rail, rhythm: Rhythm): Act => (rail.asks === 'said' ? 'transfer-details' : rhythm);

  /** Begun and paid. */
  async function paid(one: RailTest, rhythm: Rhythm): Promise<{ order: Order; standing: string }> {
    const { rail, clock, currency } = one;
    const order = {
      ...orderOf(rhythm, currency),
      ...(rail.makeReference && { reference: rail.makeReference() }),
    };
    const clearance =
      rail.asks === 'nothing' ? null : clearanceOf(actOf(rail, rhythm), 'DE', clock.at).clearance;
    const begun = await rail.begin(order, await one.method('pays', 'DE'), clearance);
    if (begun.outcome === 'waiting') await one.pays(begun, order);
    const report = await rail.look(order.contribution);
    return { order, standing: report?.standing ?? '' };
  }

  async function all(rail: Rail, cursor: string | null = null): Promise<Reading[]> {
    const readings: Reading[] = [];
    for await (const reading of rail.read(cursor)) readings.push(reading);
    return readings;
  }
  /** By their days: a rail may list the newest first. */
  const movements = (readings: Reading[]): Movement[] =>
    readings.flatMap((one) => one.movements).sort((one, other) => one.day.localeCompare(other.day));

  async function into(store: Store, clock: { at: number }, readings: Reading[]): Promise<Ledger> {
    const ledger = openLedger({ store, now: () => clock.at });
    for (const { movements: some } of readings)
      expect((await ledger.record(some)).filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    return ledger;
  }

  test('S1: without a clearance of the right act and country nothing reaches a bank', async () => {
    const one = await open();
    const { rail, clock, currency } = one;
    if (rail.asks === 'nothing') return expect(one.reached()).toBe(0);
    for (const rhythm of rail.rhythms) {
      const order = orderOf(rhythm, currency);
      const method = await one.method('pays', 'DE');
      const wrong = clearanceOf('mail-reminder', 'DE', clock.at).clearance;
      const old = clearanceOf(actOf(rail, rhythm), 'DE', clock.at - 11 * 60_000).clearance;
      const { clearance: used, use } = clearanceOf(actOf(rail, rhythm), 'DE', clock.at);
      use({ act: actOf(rail, rhythm), at: clock.at });
      for (const each of [wrong, old, used, { ...used }, null])
        await expect((async () => rail.begin(order, method, each))()).rejects.toThrow(Error);
      if (rail.asks === 'method')
        await expect(
          (async () => rail.begin(order, method, clearanceOf(rhythm, 'FR', clock.at).clearance))(),
        ).rejects.toThrow(/not for/);
    }
    expect(one.reached()).toBe(0);
    expect(movements(await all(rail))).toEqual([]);
  });

  test('a payment is listed once, with its contribution, and reaches the books to the cent', async () => {
    const one = await open();
    const { order } = await paid(one, 'once');
    const report = await one.rail.look(order.contribution);
    expect(report).toMatchObject({ contribution: order.contribution, state: 'given', nextAt: null });
    const readings = await all(one.rail);
    const payments = movements(readings).filter(({ kind }) => kind === 'payment');
    expect(payments).toHaveLength(1);
    const [payment] = payments;
    expect(payment).toMatchObject({ rail: name, amount: 500, currency: one.currency });
    expect(readings.flatMap((reading) => reading.payments)).toMatchObject([
      { source: payment?.source, contribution: order.contribution },
    ]);
    const ledger = await into(one.store, one.clock, readings);
    const before = await ledger.contentHash();
    // The whole list again, and from every cursor on, adds nothing.
    for (const cursor of [null, ...readings.map((reading) => reading.cursor)])
      await into(one.store, one.clock, await all(one.rail, cursor));
    expect(await ledger.contentHash()).toBe(before);
    const balances = await ledger.balances();
    expect(balances.find(({ account }) => account === `income:contributions:${name}`)?.amount).toBe(-500);
  });

  test('an order that is asked again under its key is done once', async () => {
    const one = await open();
    const { rail, clock, currency } = one;
    if (rail.asks !== 'method') return;
    const order = orderOf('once', currency);
    const method = await one.method('pays', 'DE');
    const begin = async (): Promise<Begun> =>
      rail.begin(order, method, clearanceOf('once', 'DE', clock.at).clearance);
    one.loseAnswer?.();
    const first = await begin().catch((error: unknown) => error);
    if (one.loseAnswer !== null) expect(first).toMatchObject({ code: 'unreachable' });
    expect(await begin()).toMatchObject({ outcome: 'paid' });
    expect(await begin()).toMatchObject({ outcome: 'paid' });
    expect(movements(await all(rail)).filter(({ kind }) => kind === 'payment')).toHaveLength(1);
  });

  test('a refusal of the bank is told as what it is, and moves nothing', async () => {
    const one = await open();
    const { rail, clock, currency } = one;
    if (rail.asks !== 'method') return;
    for (const reason of ['declined', 'no-funds', 'expired'] as const) {
      const order = orderOf('monthly', currency);
      const { clearance } = clearanceOf('monthly', 'DE', clock.at);
      expect(await rail.begin(order, await one.method(reason, 'DE'), clearance)).toEqual({
        outcome: 'declined',
        reason,
      });
    }
    expect(movements(await all(rail))).toEqual([]);
  });

  test('the account behind a means of paying is told before anything is charged', async () => {
    const one = await open();
    if (one.rail.asks !== 'method') return;
    for (const country of ['DE', 'RU', null])
      expect(await one.rail.holderOf((await one.method('pays', country)) ?? '')).toMatchObject({ country });
    expect(await one.rail.holderOf('nothing of this rail')).toBeNull();
    expect(one.reached()).toBe(0);
  });

  test('what a bank asks about is open until she has approved it', async () => {
    const one = await open();
    const { rail, clock, currency } = one;
    if (rail.asks !== 'method') return;
    const order = orderOf('monthly', currency);
    const { clearance } = clearanceOf('monthly', 'DE', clock.at);
    const begun = await rail.begin(order, await one.method('asks', 'DE'), clearance);
    expect(begun).toMatchObject({ outcome: 'waiting', step: { kind: 'approve' } });
    expect(movements(await all(rail))).toEqual([]);
    await one.pays(begun, order);
    expect(await rail.look(order.contribution)).toMatchObject({ state: 'active' });
    expect(movements(await all(rail)).map(({ kind }) => kind)).toContain('payment');
  });

  test('what goes on is charged again, paused, resumed, changed and stopped; each asked twice is done once', async () => {
    const one = await open();
    const { rail, clock, currency } = one;
    if (!rail.keeps) return;
    const { order, standing } = await paid(one, 'monthly');
    const payments = async (): Promise<number[]> =>
      movements(await all(rail)).flatMap((each) => (each.kind === 'payment' ? [each.amount] : []));
    await one.charges('pays');
    expect(await payments()).toEqual([500, 500]);
    for (let times = 0; times < 2; times++)
      expect(await rail.pause(standing, 'pause-1')).toMatchObject({ state: 'paused' });
    await one.charges('pays');
    expect(await payments()).toEqual([500, 500]);
    expect(await rail.holderOfStanding(standing)).toMatchObject({ country: 'DE' });
    const { clearance } = clearanceOf('resume', 'DE', clock.at);
    const resumed = await rail.resume(standing, clearance, 'resume-1');
    expect(resumed).toMatchObject({ state: 'active', contribution: order.contribution });
    expect(resumed.nextAt).toBeGreaterThan(clock.at);
    const price = { rhythm: 'monthly', currency, amount: minor(900) } as const;
    for (let times = 0; times < 2; times++)
      expect(await rail.changePrice(standing, price, 'price-1')).toMatchObject({ state: 'active' });
    await one.charges('pays');
    expect((await payments()).at(-1)).toBe(900);
    for (let times = 0; times < 2; times++)
      expect(await rail.stop(standing, 'stop-1')).toMatchObject({ state: 'cancelled', nextAt: null });
    const count_ = (await payments()).length;
    await one.charges('pays');
    expect(await payments()).toHaveLength(count_);
    expect(await rail.look(order.contribution)).toMatchObject({ state: 'cancelled' });
  });

  test('a change from months to years keeps what was paid for', async () => {
    const one = await open();
    const { rail, currency } = one;
    if (!rail.keeps) return;
    const { order, standing } = await paid(one, 'monthly');
    const before = await rail.look(order.contribution);
    const price = { rhythm: 'yearly', currency, amount: minor(5_000) } as const;
    const after = await rail.changePrice(standing, price, 'price-2');
    expect(after.nextAt).toBe(before?.nextAt);
    await one.charges('pays');
    const listed = movements(await all(rail)).flatMap((each) =>
      each.kind === 'payment' ? [each.amount] : [],
    );
    expect(listed).toEqual([500, 5_000]);
    const next = (await rail.look(order.contribution))?.nextAt ?? 0;
    expect(next - (after.nextAt ?? 0)).toBeGreaterThan(360 * 86_400_000);
  });

  test('what is not paid is past due, and another card mends it', async () => {
    const one = await open();
    const { rail, clock } = one;
    if (!rail.keeps) return;
    const { order, standing } = await paid(one, 'monthly');
    await one.charges('fails');
    expect(await rail.look(order.contribution)).toMatchObject({ state: 'past-due' });
    const { clearance: again } = clearanceOf('retry', 'DE', clock.at);
    expect(await rail.retry(standing, again, 'retry-1')).toMatchObject({ outcome: 'declined' });
    const { clearance } = clearanceOf('card-change', 'FR', clock.at);
    const card = (await one.method('pays', 'FR')) ?? '';
    expect(await rail.changeMethod(standing, card, clearance, 'card-1')).toEqual({ outcome: 'changed' });
    expect(await rail.holderOfStanding(standing)).toMatchObject({ country: 'FR' });
    expect(await rail.look(order.contribution)).toMatchObject({ state: 'active' });
    expect(movements(await all(rail)).filter(({ kind }) => kind === 'payment')).toHaveLength(2);
  });

  test('what was given is given back, once for each key and never more than there was', async () => {
    const one = await open();
    const { rail } = one;
    if (rail.asks !== 'method') return;
    await paid(one, 'once');
    const [payment] = movements(await all(rail)).filter(({ kind }) => kind === 'payment');
    const source = payment?.source ?? '';
    for (let times = 0; times < 2; times++) await rail.refund(source, minor(200), 'back-1');
    await rail.refund(source, minor(300), 'back-2');
    await expect(rail.refund(source, minor(1), 'back-3')).rejects.toMatchObject({ code: 'refused' });
    const back = movements(await all(rail)).flatMap((each) => (each.kind === 'refund' ? [each] : []));
    expect(back.sort((one, other) => one.amount - other.amount)).toMatchObject([
      { amount: 200, about: source },
      { amount: 300, about: source },
    ]);
    const ledger = await into(one.store, one.clock, await all(rail));
    const balances = await ledger.balances();
    expect(balances.find(({ account }) => account === `income:refunds:${name}`)?.amount).toBe(500);
  });

  test('whoever is forgotten is charged no more', async () => {
    const one = await open();
    const { rail } = one;
    if (!rail.keeps) return;
    const { order, standing } = await paid(one, 'monthly');
    for (let times = 0; times < 2; times++) await rail.forget(order.contribution, standing, 'forget-1');
    await one.charges('pays');
    expect(movements(await all(rail)).filter(({ kind }) => kind === 'payment')).toHaveLength(1);
  });
}
