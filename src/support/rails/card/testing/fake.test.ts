import { afterAll, beforeAll, expect, test } from 'vitest';
import { STRIPE_VERSION } from '../facts.ts';
import { type Fake, FAKE_KEY, openFake } from './fake.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await openFake();
});
afterAll(() => fake.close());

type Said = {
  status: number;
  retry: string | null;
  body: Record<string, unknown> & { error?: Record<string, unknown> };
};

async function ask(
  method: string,
  path: string,
  { form = '', key, headers = {} }: { form?: string; key?: string; headers?: Record<string, string> } = {},
): Promise<Said> {
  const response = await fetch(`http://${fake.host}:${fake.port}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${FAKE_KEY}`,
      'stripe-version': STRIPE_VERSION,
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...headers,
    },
    ...(method === 'POST' && { body: form }),
  });
  const body = (await response.json()) as Said['body'];
  return { status: response.status, retry: response.headers.get('retry-after'), body };
}

test('the fake refuses what Stripe would refuse, so that a call which it takes is one that Stripe knows', async () => {
  const pay = 'amount=500&currency=eur';
  const cases: [string, string, Parameters<typeof ask>[2], number, string][] = [
    ['POST', '/v1/payment_intents', { form: `${pay}&colour=red` }, 400, 'parameter_unknown'],
    [
      'POST',
      '/v1/payment_intents',
      { form: `${pay}&payment_method_types[0]=card` },
      400,
      'parameter_unknown',
    ],
    ['POST', '/v1/payment_intents', { form: 'amount=500' }, 400, 'parameter_missing'],
    ['POST', '/v1/payment_intents', { form: 'amount=5.00&currency=eur' }, 400, 'parameter_invalid'],
    ['POST', '/v1/payment_intents', { form: 'amount=500&currency=EUR' }, 400, 'parameter_invalid'],
    ['POST', '/v1/payment_intents', { form: 'amount=10&currency=eur' }, 400, 'amount_too_small'],
    ['POST', '/v1/subscriptions', { form: 'customer=cus_1&items[0][price]=p' }, 400, 'parameter_missing'],
    ['POST', '/v1/payment_intents', { form: `${pay}&metadata[a]=1&metadata[a]=2` }, 400, ''],
    ['GET', '/v1/payment_intents/pi_none', {}, 404, 'resource_missing'],
    ['GET', '/v1/transfers', {}, 404, ''],
    ['GET', '/v1/balance_transactions?limit=101', {}, 400, 'parameter_invalid_integer'],
    ['GET', '/v1/events', { headers: { 'stripe-version': '2020-08-27' } }, 400, ''],
    ['GET', '/v1/events', { headers: { authorization: 'Bearer sk_test_other' } }, 401, ''],
    ['POST', '/v1/customers', { headers: { 'content-type': 'application/json' } }, 400, ''],
  ];
  for (const [method, path, how, status, code] of cases) {
    const said = await ask(method, path, how);
    expect(said.status, `${method} ${path} ${how?.form}`).toBe(status);
    expect(said.body.error?.code ?? '', `${method} ${path} ${how?.form}`).toBe(code);
  }
  expect(fake.world.all('payment_intent').length + fake.world.all('customer').length).toBe(0);
});

test('a key gives the same answer again for a day, and none to another question', async () => {
  const first = await ask('POST', '/v1/customers', { key: 'a', form: 'metadata[contribution]=c1' });
  expect(await ask('POST', '/v1/customers', { key: 'a', form: 'metadata[contribution]=c1' })).toEqual(first);
  const other = await ask('POST', '/v1/customers', { key: 'a', form: 'metadata[contribution]=c2' });
  expect(other).toMatchObject({ status: 400, body: { error: { type: 'idempotency_error' } } });
  // What was wrong was not begun, and its key is free.
  expect(await ask('POST', '/v1/customers', { key: 'b', form: 'colour=red' })).toMatchObject({ status: 400 });
  expect(await ask('POST', '/v1/customers', { key: 'b' })).toMatchObject({ status: 200 });
  expect(fake.world.all('customer')).toHaveLength(2);
  fake.world.clock.at += 86_400_000;
  await ask('POST', '/v1/customers', { key: 'b' });
  expect(fake.world.all('customer')).toHaveLength(3);
});

test('above its rate it says when to come back, and does nothing', async () => {
  fake.rate = 3;
  fake.world.clock.at += 1_000;
  const before = fake.world.all('customer').length;
  const said = [];
  for (let count = 0; count < 5; count++)
    said.push(await ask('POST', '/v1/customers', { key: `rate${count}` }));
  fake.rate = Infinity;
  expect(said.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
  expect(said.at(-1)?.retry).toBe('2');
  expect(fake.world.all('customer').length - before).toBe(3);
});

test('what is named can be put in the place of its name, and nothing else can', async () => {
  const paid = await ask('POST', '/v1/payment_intents', {
    form: `amount=500&currency=eur&confirm=true&confirmation_token=${fake.enter()}&expand[0]=latest_charge.balance_transaction`,
  });
  expect(paid.body).toMatchObject({ latest_charge: { object: 'charge', balance_transaction: { net: 455 } } });
  const lines = await ask('GET', '/v1/balance_transactions?expand[0]=data.source.customer');
  expect(lines.body).toMatchObject({ data: [{ source: { object: 'charge', amount: 500 } }] });
  for (const path of [
    'latest_charge.colour',
    'colour',
    'latest_charge.payment_intent.latest_charge.payment_intent.customer',
  ])
    expect(
      await ask('POST', '/v1/payment_intents', {
        form: `amount=500&currency=eur&confirm=true&confirmation_token=${fake.enter()}&expand[0]=${path}`,
      }),
    ).toMatchObject({ status: 400 });
});
