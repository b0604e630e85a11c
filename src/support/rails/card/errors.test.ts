import { afterEach, beforeEach, expect, test } from 'vitest';
import { minor } from '../../ledger/minor.ts';
import { clearanceOf } from '../../safety/testing.ts';
import { openCard } from './card.ts';
import type { Address } from './testing/shapes.ts';
import { strangeFields } from './testing/render.ts';
import { passTime } from './testing/billing.ts';
import { decide, dispute, failPayout, failRefund, giveBack, payOut } from './testing/bank.ts';
import { rig, type Rig } from './testing/rig.ts';

let one: Rig;
beforeEach(async () => {
  one = await rig();
});
afterEach(() => one.fake.close());

const REACHING: readonly Address[] = [
  'POST /v1/payment_intents',
  'POST /v1/payment_intents/:id/confirm',
  'POST /v1/setup_intents',
];

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );

test('a key without a permission says which one has to be ticked, and nothing of itself', async () => {
  const standing = await one.standing();
  const rights: [string, string, () => Promise<unknown>][] = [
    ['payment_intent_write', 'payment intent: write', () => one.give()],
    ['confirmation_token_read', 'confirmation token: read', () => one.give()],
    ['customer_write', 'customer: write', () => one.give({ rhythm: 'monthly' })],
    ['subscription_write', 'subscription: write', () => one.card.stop(standing, 'stop')],
    ['balance_read', 'balance: read', () => one.read()],
    ['dispute_read', 'dispute: read', () => one.read()],
    [
      'charge_write',
      'charge: write',
      async () => {
        const [charge] = one.world.all('charge');
        await one.card.refund(charge?.id ?? '', minor(100), 'back');
      },
    ],
  ];
  for (const [right, words, work] of rights) {
    one.fake.lacks = new Set([right]);
    const error = await failure(work());
    expect(error, right).toMatchObject({ code: 'not_set_up', isPassing: false });
    expect(String(error)).toContain(`"${words}"`);
    expect(String(error)).not.toMatch(/rk_test|acct_/);
  }
});

test('a key that expired, is unknown or is none is told apart', async () => {
  one.fake.keyState = 'expired';
  expect(await failure(one.give())).toMatchObject({
    code: 'not_set_up',
    message: expect.stringMatching(/has expired/),
  });
  one.fake.keyState = 'unknown';
  expect(await failure(one.give())).toMatchObject({
    code: 'not_set_up',
    message: expect.stringMatching(/does not know/),
  });
  for (const key of ['', 'pk_live_12345678', 'sk_live_', 'secret'])
    expect(() => openCard({ key, now: () => 0, hintSecret: null, statement: null })).toThrow(
      /has to begin with/,
    );
});

test('too many requests are asked again when Stripe says, and a fault of its own or a cut line may be asked again', async () => {
  one.fake.rate = 0;
  expect(await failure(one.give())).toMatchObject({ code: 'busy', after: 2_000, isPassing: true });
  one.fake.rate = Infinity;
  for (const fault of ['before', 'after', 'broken'] as const) {
    one.fake.fault = () => fault;
    expect(await failure(one.give()), fault).toMatchObject({ code: 'unreachable', isPassing: true });
  }
  expect(one.world.all('charge')).toEqual([]);
});

test('an answer that is lost at any step of a call ends in one payment and one subscription', async () => {
  const steps: Address[] = [
    'GET /v1/confirmation_tokens/:id',
    'POST /v1/products',
    'POST /v1/customers',
    'POST /v1/subscriptions',
    'POST /v1/payment_intents/:id/confirm',
  ];
  for (const step of steps)
    for (const fault of ['before', 'after'] as const) {
      const own = await rig();
      const token = own.fake.enter();
      const order = {
        contribution: 'lost',
        rhythm: 'monthly' as const,
        currency: 'EUR',
        amount: minor(500),
        lang: 'en',
        key: 'lost',
        reference: null,
      };
      const begin = () => own.card.begin(order, token, clearanceOf('monthly', 'DE', own.clock.at).clearance);
      // The client asks once more by itself where a line is cut at once.
      let left = fault === 'before' ? 2 : 1;
      own.fake.fault = ({ address }) => (address === step && left-- > 0 ? fault : null);
      expect(await failure(begin()), `${step} ${fault}`).toMatchObject({ code: 'unreachable' });
      expect(await begin(), `${step} ${fault}`).toMatchObject({ outcome: 'paid' });
      expect(own.world.all('charge'), step).toHaveLength(1);
      expect(own.world.all('subscription'), step).toHaveLength(1);
      expect(own.world.all('customer'), step).toHaveLength(1);
      await own.fake.close();
    }
});

test('the same key with another order is refused, not paid', async () => {
  await one.give({ key: 'same' });
  expect(await failure(one.give({ key: 'same', amount: minor(900) }))).toMatchObject({ code: 'refused' });
  expect(one.world.all('charge')).toHaveLength(1);
});

test('a card that was used is not charged for something else', async () => {
  const token = one.fake.enter();
  const order = { rhythm: 'once' as const, currency: 'EUR', amount: minor(500), lang: 'en', reference: null };
  const begin = (contribution: string) =>
    one.card.begin(
      { ...order, contribution, key: contribution },
      token,
      clearanceOf('once', 'DE', one.clock.at).clearance,
    );
  expect(await begin('first')).toMatchObject({ outcome: 'paid' });
  expect(await failure(begin('second'))).toMatchObject({ code: 'refused' });
  expect(one.world.all('charge')).toHaveLength(1);
});

test('whatever reaches an issuer bears our own key, and no word about a person is sent', async () => {
  const standing = await one.standing();
  await one.give();
  one.becomes('insufficient_funds');
  one.renew();
  await one.card.retry(standing, clearanceOf('retry', 'DE', one.clock.at).clearance, 'again');
  await one.card.changeMethod(
    standing,
    one.fake.enter({ country: 'FR' }),
    clearanceOf('card-change', 'FR', one.clock.at).clearance,
    'card',
  );
  const reaching = one.fake.requests.filter(({ address }) => REACHING.includes(address));
  expect(reaching.map(({ key }) => key)).toEqual([
    'key1:confirm',
    'key2:pay',
    'again:confirm',
    'card:confirm',
  ]);
  // One more than was asked for: Stripe itself has charged the second month.
  expect(one.world.reached).toBe(reaching.length + 1);
  const sent = JSON.stringify(one.fake.requests.map(({ form }) => form));
  expect(sent).not.toMatch(
    /"(name|email|receipt_email|description|phone|address|shipping)"(?!:"Contribution")/,
  );
});

test('what the fake says has no field that Stripe’s own examples do not know', async () => {
  const standing = await one.standing();
  const [charge] = one.world.all('charge');
  if (charge === undefined) throw new Error('Nothing was charged');
  failRefund(one.world, giveBack(one.world, charge, 100));
  decide(one.world, dispute(one.world, charge), 'won');
  const payout = payOut(one.world, 'eur');
  if (payout !== null) failPayout(one.world, payout);
  await one.card.changeMethod(
    standing,
    one.fake.enter(),
    clearanceOf('card-change', 'DE', one.clock.at).clearance,
    'card',
  );
  passTime(one.world, one.clock.at + 40 * 86_400_000);
  const kinds = [
    'payment_method',
    'confirmation_token',
    'customer',
    'product',
    'payment_intent',
    'setup_intent',
    'subscription',
    'invoice',
    'charge',
    'refund',
    'dispute',
    'payout',
    'balance_transaction',
    'event',
  ] as const;
  for (const kind of kinds) {
    const things = one.world.all(kind);
    expect(things.length, kind).toBeGreaterThan(0);
    // Newer than the examples: said where the version that is spoken has it.
    const newer = ['automatic', 'failure_reason'];
    for (const thing of things)
      expect(
        strangeFields(one.world, thing).filter((field) => !newer.includes(field)),
        kind,
      ).toEqual([]);
  }
});
