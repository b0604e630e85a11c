import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Store } from '#store';
import { opener } from '../../../../test/databases.ts';
import type { RailErrorCode } from '../error.ts';
import { openBitcoin } from './bitcoin.ts';
import type { Fault, Request } from './testing/fake.ts';
import { paper } from './testing/paper.ts';
import { KEY, STORE } from './testing/world.ts';

/** With a BTCPay that ends with the test. */
async function opened(store: Store, options: Parameters<typeof paper>[1] = {}) {
  const one = await paper(store, options);
  onTestFinished(() => one.fake.close());
  return one;
}

type Json = Record<string, unknown>;
const isList = ({ method, path }: Request): boolean => method === 'GET' && path.endsWith('/invoices');

const { open, clean } = opener('sqlite');
afterEach(clean);

describe('the key', () => {
  test('may do what is needed: every permission that is missing is named at once, and what is mended is seen', async () => {
    const { fake, rail } = await opened(await open());
    fake.lacks.add('btcpay.store.canviewinvoices').add('btcpay.store.cancreateinvoice');
    const both =
      'The key of BTCPay lacks "btcpay.store.canviewinvoices" and "btcpay.store.cancreateinvoice"; tick them';
    await expect(rail.check()).rejects.toMatchObject({
      code: 'not_set_up',
      message: expect.stringContaining(both),
    });
    fake.lacks.delete('btcpay.store.canviewinvoices');
    await expect(rail.check()).rejects.toThrow('lacks "btcpay.store.cancreateinvoice"; tick it');
    const read = async (): Promise<void> => {
      for await (const reading of rail.read(null)) expect(reading.movements).toEqual([]);
    };
    await expect(read()).rejects.toThrow('lacks "btcpay.store.cancreateinvoice"');
    fake.lacks.clear();
    await read();
    await rail.check();
    // Whatever was tried, no invoice came of it.
    expect(fake.world.invoices).toEqual([]);
  });

  test('is another one, or of another store: what to do is said', async () => {
    const { fake, rail, clock } = await opened(await open());
    fake.isKeyKnown = false;
    await expect(rail.check()).rejects.toThrow(
      /does not take the key; make one at BTCPay under "Account → API keys"/,
    );
    fake.isKeyKnown = true;
    const other = openBitcoin({
      url: fake.url,
      key: KEY,
      storeId: `${STORE}2`,
      database: await open(),
      now: () => clock.at,
    });
    await expect(other.check()).rejects.toThrow(/knows no store "FarShoreStore1+2"; copy its id/);
  });

  test('goes only where it is to go, also where BTCPay is in a folder', async () => {
    const { fake, rail } = await opened(await open(), { folder: '/pay/btc' });
    await rail.check();
    expect(fake.requests.map(({ path }) => path)).toEqual([
      `/api/v1/stores/${STORE}/invoices`,
      `/api/v1/stores/${STORE}/invoices`,
    ]);
  });
});

test.each<[Fault, RailErrorCode, RegExp]>([
  ['before', 'unreachable', /gave no answer/],
  ['after', 'unreachable', /gave no answer/],
  ['silent', 'unreachable', /it took too long/],
  ['endless', 'unreachable', /more than 4194304 bytes/],
  ['broken', 'unreachable', /status 500/],
  ['page', 'unreachable', /a web page; look whether BTCPay is at that address/],
  ['elsewhere', 'not_set_up', /leads elsewhere instead of answering/],
  ['busy', 'busy', /come back later/],
])('an answer that is none (%s) is told as that; nothing is lost', async (fault, code, message) => {
  const one = await opened(await open());
  const { fake, world, contributions, give, booked } = one;
  await give();
  world.pay(world.newest());
  world.mine(6);
  // Only where nothing ever comes is it not waited for long.
  const rail = one.open(fault === 'silent' ? 200 : 30_000);
  fake.fault = () => fault;
  await expect(rail.look('any')).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  await expect(one.contributionsOn(rail).read('bitcoin')).rejects.toMatchObject({ code });
  fake.fault = null;
  await contributions.read('bitcoin');
  expect(await booked()).toBe(10_000);
});

const pays = (change: (payment: Json) => void) => (invoice: Json) => {
  const [chain] = invoice['paymentMethods'] as [Json];
  for (const payment of chain['payments'] as Json[]) change(payment);
};
test.each<[string, (invoice: Json) => void]>([
  ['of another store', (one) => void (one['storeId'] = 'another')],
  ['without a name', (one) => void delete one['id']],
  ['with a name that leads elsewhere', (one) => void (one['id'] = '../../stores')],
  ['in a state that nobody knows', (one) => void (one['status'] = 'Blessed')],
  ['in another coin', (one) => void ((one['paymentMethods'] as [Json])[0]['currency'] = 'DOGE')],
  ['of more than there is', pays((one) => void (one['value'] = '21000001'))],
  ['of a number without an end', pays((one) => void (one['value'] = '9'.repeat(400)))],
  ['of nothing', pays((one) => void (one['value'] = '0.00000000'))],
  ['of less than nothing', pays((one) => void (one['value'] = '-0.1'))],
  ['of no number', pays((one) => void (one['value'] = '1e3'))],
  ['at no time', pays((one) => void (one['receivedDate'] = 'yesterday'))],
  ['by a payment without a name', pays((one) => void (one['id'] = ''))],
  ['with payments that are none', (one) => void ((one['paymentMethods'] as [Json])[0]['payments'] = 'many')],
  [
    'that is none',
    (one) => {
      for (const field of Object.keys(one)) delete one[field];
    },
  ],
])('a lie about an invoice %s is in no book, keeps no other out, and a person is told', async (_, lie) => {
  const { fake, world, contributions, give, booked, questions } = await opened(await open());
  for (let count = 0; count < 3; count++) {
    await give();
    world.pay(world.newest());
  }
  world.mine(6);
  fake.lie = (answer, request) => {
    if (!isList(request) || !Array.isArray(answer.body)) return answer;
    const body = structuredClone(answer.body) as Json[];
    const [, second] = body;
    if (second !== undefined) lie(second);
    return { ...answer, body };
  };
  await contributions.read('bitcoin');
  expect([await booked(), await questions()]).toEqual([20_000, ['unreadable']]);
  fake.lie = null;
  await contributions.read('bitcoin');
  expect(await booked()).toBe(30_000);
});

test.each<[string, (body: unknown) => unknown]>([
  ['no list', () => ({ invoices: [] })],
  ['nothing', () => null],
  ['a list of more than was asked for', (body) => Array.from({ length: 500 }, () => body)],
])('a list that is %s is told as that', async (_, lie) => {
  const { fake, rail } = await opened(await open());
  fake.lie = (answer, request) => (isList(request) ? { ...answer, body: lie(answer.body) } : answer);
  await expect(rail.check()).rejects.toThrow(/something that is no list of invoices/);
});

test.each<[string, (invoice: Json) => void, RegExp]>([
  [
    'another amount',
    (one) => void (one['amount'] = '500.00'),
    /made an invoice of 500.00 EUR where 5.00 EUR/,
  ],
  ['another currency', (one) => void (one['currency'] = 'IRR'), /invoice of 5.00 IRR where 5.00 EUR/],
  ['another gift', (one) => void (one['metadata'] = { orderId: 'gift-other' }), /where 5.00 EUR were asked/],
])('an invoice of %s than was asked for is shown to nobody', async (_, lie, message) => {
  const { fake, begin } = await opened(await open());
  fake.lie = (answer, { method }) => {
    if (method === 'POST') lie(answer.body as Json);
    return answer;
  };
  await expect(begin()).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(message) });
});

test.each<[string, string, RegExp]>([
  [
    'an address of a test network',
    'tb1qfarshore0000000000000000000000000',
    /test network whose coins are worth nothing/,
  ],
  ['what is no address', 'bc1q"><script>', /offers neither bitcoin on the chain nor Lightning/],
  ['no address', '', /connect a wallet to the store/],
])('%s is shown to nobody', async (_, destination, message) => {
  const { fake, world, begin } = await opened(await open());
  world.ways.delete('lightning');
  fake.lie = (answer, { path }) => {
    if (path.endsWith('/payment-methods'))
      for (const way of answer.body as Json[]) way['destination'] = destination;
    return answer;
  };
  await expect(begin()).rejects.toMatchObject({
    code: 'not_set_up',
    message: expect.stringMatching(message),
  });
});

test('what BTCPay says against an invoice is told in its own words, cut short', async () => {
  const { fake, begin } = await opened(await open());
  await expect(begin({ currency: 'IRR' })).rejects.toThrow(
    'BTCPay made no invoice: No rate is known for IRR',
  );
  fake.lie = (answer, { method }) =>
    method === 'POST' ? { status: 422, body: { message: `\u0007${'x'.repeat(5_000)}` } } : answer;
  const error = await begin().catch((each: unknown) => each);
  expect(String(error)).toMatch(/^RailError: BTCPay made no invoice: \?x+$/);
  expect(String(error).length).toBeLessThan(250);
});

test('a BTCPay that is too old for what is asked is told as that', async () => {
  const { fake, begin } = await opened(await open());
  fake.lie = (answer, { path }) =>
    path.endsWith('/payment-methods') ? { status: 404, body: { code: 'not-found' } } : answer;
  await expect(begin()).rejects.toMatchObject({
    code: 'not_set_up',
    message: expect.stringMatching(/too old, which an update mends/),
  });
});

test('an invoice that cannot be read is no reason to make another', async () => {
  const { fake, world, contributions, give } = await opened(await open());
  const { code } = await give();
  fake.lie = (answer, request) => {
    if (isList(request)) for (const one of answer.body as Json[]) one['status'] = 'Blessed';
    return answer;
  };
  expect(await contributions.pay(code, { said: 'DE' })).toEqual({ outcome: 'later' });
  expect(world.invoices).toHaveLength(1);
});

describe('the fake', () => {
  test('refuses what the description of BTCPay does not know', async () => {
    const { openFake } = await import('./testing/fake.ts');
    const fake = await openFake({ at: 0 });
    const base = `${fake.url}/api/v1/stores/${STORE}/invoices`;
    const headers = { authorization: `token ${KEY}`, 'content-type': 'application/json' };
    const post = async (body: unknown): Promise<string> => {
      const answer = await fetch(base, { method: 'POST', headers, body: JSON.stringify(body) });
      return answer.text();
    };
    expect(await post({ amount: '1', currency: 'EUR', buyer: 'Ada' })).toContain('"/buyer" is not described');
    expect(await post({ amount: 1, currency: 'EUR' })).toContain('"/amount" is no text');
    expect(await post({ amount: '1', checkout: { speedPolicy: 'Slow' } })).toContain(
      '"/checkout/speedPolicy" is "Slow"',
    );
    expect(await post({ amount: '1', checkout: { paymentTolerance: 101 } })).toContain(
      'paymentTolerance" is 101',
    );
    expect(await (await fetch(`${base}?limit=3`, { headers })).text()).toContain(
      '"limit" is no field of the query',
    );
    expect(await (await fetch(`${base}?take=all`, { headers })).text()).toContain('"take" is no number');
    expect(await (await fetch(`${base}/x`, { headers })).text()).toContain('is not described');
    await fake.close();
  });
});
