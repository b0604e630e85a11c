import { afterAll, expect, test } from 'vitest';
import { opener } from '../../../../test/databases.ts';
import { openContributions, type Wish } from '../../contributions/contributions.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { COUNTRIES } from '../../safety/countries.ts';
import { FIRST_RULES } from '../../safety/first-rules.ts';
import { openSafety } from '../../safety/safety.ts';
import { rig } from './testing/rig.ts';

const { open, clean } = opener('sqlite');
afterAll(clean);

const RHYTHMS = ['once', 'monthly', 'yearly'] as const;
const WISH: Wish = {
  rail: 'card',
  rhythm: 'once',
  currency: 'EUR',
  amount: 500,
  cover: false,
  purpose: 'self',
  visibility: 'private',
  lang: 'en',
};

async function desk() {
  const one = await rig();
  const store = await open();
  const now = (): number => one.clock.at;
  const safety = openSafety({ store, now });
  const ledger = openLedger({ store, now });
  const contributions = openContributions({ store, ledger, safety, rails: [one.card], now });
  const give = async (rhythm: Wish['rhythm'], card: { country: string | null; wallet?: boolean }) => {
    const { code } = await contributions.begin({ ...WISH, rhythm });
    return { code, paid: await contributions.pay(code, { method: one.fake.enter(card) }) };
  };
  return { one, contributions, safety, give };
}

test('S1: cards of 249 countries and of none: once, monthly, yearly, in a wallet, changed to: no issuer hears of a denied one', async () => {
  const { one, contributions, give } = await desk();
  const denied = new Set(
    FIRST_RULES.rules.filter(({ verdict }) => verdict === 'refuse').map(({ country }) => country),
  );
  expect(denied.size).toBeGreaterThan(0);
  const standing = await give('monthly', { country: 'DE' });
  for (const [at, country] of [...COUNTRIES, null].entries()) {
    const isDenied = country === null || denied.has(country);
    const { reached } = one.world;
    const things = one.world.all('payment_intent').length;
    for (const [place, rhythm] of RHYTHMS.entries())
      for (const wallet of [false, true]) {
        // Of those that are let through some are enough, each in another way.
        if (!isDenied && at % 24 !== place * 8 + Number(wallet) * 4) continue;
        const { paid } = await give(rhythm, { country, wallet });
        expect(paid.outcome, `${country} ${rhythm}`).toBe(isDenied ? 'not-cleared' : 'paid');
      }
    if (isDenied || at % 25 === 0) {
      const changed = await contributions.changeMethod(standing.code, one.fake.enter({ country }));
      expect(changed.outcome, `${country} card-change`).toBe(isDenied ? 'not-cleared' : 'done');
    }
    if (!isDenied) continue;
    expect(one.world.reached, `${country}`).toBe(reached);
    expect(one.world.all('payment_intent').length, `${country}`).toBe(things);
  }
  expect(one.world.reached).toBeGreaterThan(50);
  await one.fake.close();
});

test('S1: what goes on is resumed and tried again only where the rules of the day let it', async () => {
  const { one, contributions, safety, give } = await desk();
  const { code } = await give('monthly', { country: 'DE' });
  await contributions.read('card');
  await contributions.pause(code);
  const late = await give('monthly', { country: 'DE' });
  one.becomes('insufficient_funds');
  one.renew();
  await contributions.read('card');
  expect(await contributions.open(late.code)).toMatchObject({ contribution: { state: 'past-due' } });
  const [rule] = FIRST_RULES.rules;
  await safety.change({ format: 1, rules: [{ ...rule, country: 'DE' }] }, 0);
  const { reached } = one.world;
  for (const outcome of [await contributions.resume(code), await contributions.retry(late.code)])
    expect(outcome).toMatchObject({
      outcome: 'not-cleared',
      refused: { why: 'country-refused', country: 'DE' },
    });
  one.becomes('pays');
  for (const card of [code, late.code])
    expect(await contributions.changeMethod(card, one.fake.enter({ country: 'DE' }))).toMatchObject({
      outcome: 'not-cleared',
    });
  expect(one.world.reached).toBe(reached);
  await one.fake.close();
});

test('a supporter’s way on a card: given, failed, changed to another whose bank asks, stopped', async () => {
  const { one, contributions, give } = await desk();
  const { code } = await give('monthly', { country: 'DE' });
  await contributions.read('card');
  one.becomes('insufficient_funds');
  one.renew();
  await contributions.read('card');
  expect(await contributions.retry(code)).toEqual({ outcome: 'declined', reason: 'no-funds' });
  const asked = await contributions.changeMethod(code, one.fake.enter({ country: 'FR', behaviour: 'asks' }));
  if (asked.outcome !== 'waiting' || asked.step.kind !== 'approve') throw new Error('Her bank did not ask');
  expect(await contributions.open(code)).toMatchObject({
    contribution: { state: 'past-due', country: 'DE' },
  });
  one.fake.approve(asked.step.secret);
  // Stripe's search would not know of it yet.
  one.world.searchLag = 60 * 86_400_000;
  expect(await contributions.look(code)).toMatchObject({ state: 'active', country: 'FR' });
  await contributions.read('card');
  expect(await contributions.open(code)).toMatchObject({ payments: [{ amount: 500 }, { amount: 500 }] });
  expect(await contributions.stop(code)).toEqual({ outcome: 'done' });
  await one.fake.close();
});
