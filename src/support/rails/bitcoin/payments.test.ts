import { expect, onTestFinished, test } from 'vitest';
import type { Store } from '#store';
import { eachDatabase } from '../../../../test/databases.ts';
import { paper, WISH } from './testing/paper.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** With a BTCPay that ends with the test. */
async function opened(store: Store) {
  const one = await paper(store);
  onTestFinished(() => one.fake.close());
  return one;
}

eachDatabase((_, open) => {
  test('an invoice is made for one gift, in her currency, and names nothing but the gift', async () => {
    const { give, fake, rail, world, clock, contributions } = await opened(await open());
    const { paid, id, code } = await give();
    const invoice = world.newest();
    expect(paid).toMatchObject({
      outcome: 'waiting',
      step: {
        kind: 'pay-to',
        address: invoice.address,
        lightning: invoice.bolt11,
        amount: '0.00010000',
        currency: 'BTC',
        until: clock.at + HOUR,
      },
    });
    const made = fake.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(made).toMatchObject([{ amount: '5.00', currency: 'EUR', receipt: { enabled: false } }]);
    expect((made[0] as { metadata: unknown }).metadata).toEqual({ orderId: `gift-${id}` });
    expect(await rail.payTo(id)).toMatchObject({
      state: 'waiting',
      asked: 10_000,
      came: 0,
      to: { chain: { link: `bitcoin:${invoice.address}?amount=0.00010000` }, due: 10_000 },
    });
    // Asked again she gets the same; once its hour is over, a fresh one.
    await contributions.pay(code, { said: 'DE' });
    expect(world.invoices).toHaveLength(1);
    clock.at += HOUR + MINUTE;
    expect(await rail.payTo(id)).toMatchObject({ state: 'ended', to: null });
    await contributions.pay(code, { said: 'DE' });
    expect(new Set(world.invoices.map(({ address }) => address)).size).toBe(2);
  });

  test('an answer that is lost makes no second invoice', async () => {
    const { give, fake, world, contributions, clock } = await opened(await open());
    fake.fault = ({ method }) => (method === 'POST' ? 'after' : null);
    expect((await give()).paid).toEqual({ outcome: 'later' });
    fake.fault = null;
    clock.at += MINUTE;
    expect(await contributions.goOn()).toBe(1);
    expect(world.invoices).toHaveLength(1);
  });

  test('S1: a country that is refused, and one that nobody names, is shown no address', async () => {
    const { give, world } = await opened(await open());
    for (const [country, why] of [
      ['RU', 'country-refused'],
      [null, 'country-unknown'],
      ['??', 'country-unknown'],
    ] as const)
      expect((await give(country)).paid).toMatchObject({ outcome: 'not-cleared', refused: { why } });
    expect(world.invoices).toEqual([]);
  });

  test('monthly and yearly are refused before anything is asked', async () => {
    const { contributions, rail, begin, fake } = await opened(await open());
    for (const rhythm of ['monthly', 'yearly'] as const) {
      await expect(contributions.begin({ ...WISH, rhythm })).rejects.toMatchObject({
        code: 'rhythm',
      });
      await expect(begin({ rhythm })).rejects.toMatchObject({ code: 'refused' });
    }
    expect(rail.rhythms).toEqual(['once']);
    expect(fake.requests).toEqual([]);
    await expect(rail.refund('any', 1 as never, 'key')).rejects.toThrow(/cannot be called back/);
  });

  test('a payment is in the books once six blocks are over it, and not before', async () => {
    const { give, world, rail, contributions, booked, stateOf, ledger } = await opened(await open());
    const { code, id } = await give();
    world.pay(world.newest());
    await contributions.read('bitcoin');
    expect([await booked(), await stateOf(code)]).toEqual([0, 'open']);
    expect((await rail.payTo(id))?.state).toBe('seen');
    world.mine(5);
    await contributions.read('bitcoin');
    expect(await booked()).toBe(0);
    world.mine(1);
    await contributions.read('bitcoin');
    expect([await booked(), await stateOf(code)]).toEqual([10_000, 'given']);
    expect((await rail.payTo(id))?.state).toBe('paid');
    const { payments } = await contributions.open(code);
    expect(payments).toMatchObject([{ amount: 10_000, currency: 'BTC' }]);
    // Nothing in the books names the invoice or the transaction.
    const { id: invoice, payments: chain } = world.newest();
    expect(payments[0]?.source).toMatch(/^[0-9a-f]{24}\/[0-9a-f]{24}$/);
    const written: string[] = [];
    for await (const piece of ledger.csv()) written.push(piece);
    for (const name of [invoice, ...chain.map((one) => one.id.slice(0, 12))])
      expect(written.join('')).not.toContain(name);
  });

  test('Lightning is sure at once, and counted in whole satoshi', async () => {
    const { give, world, contributions, booked, stateOf } = await opened(await open());
    const { code } = await give();
    world.pay(world.newest(), { way: 'lightning', thousandths: 731 });
    await contributions.read('bitcoin');
    expect([await booked(), await stateOf(code)]).toEqual([10_000, 'given']);
  });

  test('less than was asked: the rest can be sent, and what came counts when the hour is over', async () => {
    const { give, world, rail, clock, contributions, booked, stateOf } = await opened(await open());
    const { code, id } = await give();
    const invoice = world.newest();
    world.pay(invoice, { value: 4_000 });
    world.mine(6);
    await contributions.read('bitcoin');
    expect(await rail.payTo(id)).toMatchObject({
      state: 'short',
      came: 4_000,
      to: { due: 6_000, chain: { link: `bitcoin:${invoice.address}?amount=0.00006000` } },
    });
    expect([await booked(), await stateOf(code)]).toEqual([4_000, 'open']);
    clock.at += HOUR + MINUTE;
    await contributions.read('bitcoin');
    expect([await booked(), await stateOf(code)]).toEqual([4_000, 'given']);
    expect(await rail.payTo(id)).toMatchObject({ state: 'ended-short', to: null, came: 4_000 });
  });

  test('a wallet that takes its fee off the sum has paid', async () => {
    const { give, world, rail, contributions, stateOf } = await opened(await open());
    const { code, id } = await give();
    world.pay(world.newest(), { value: 9_900 });
    world.mine(6);
    await contributions.read('bitcoin');
    expect(await stateOf(code)).toBe('given');
    expect((await rail.payTo(id))?.state).toBe('paid');
  });

  test('more than was asked, in several payments by both ways: each of them counts', async () => {
    const { give, world, rail, contributions, booked, ledger, stateOf } = await opened(await open());
    const { code, id } = await give();
    const invoice = world.newest();
    for (const [value, way] of [
      [3_000, 'chain'],
      [3_000, 'chain'],
      [5_000, 'lightning'],
    ] as const)
      world.pay(invoice, { value, way });
    world.mine(6);
    await contributions.read('bitcoin');
    expect(await rail.payTo(id)).toMatchObject({ state: 'paid', isOver: true, came: 11_000 });
    expect([await booked(), await stateOf(code)]).toEqual([11_000, 'given']);
    expect((await ledger.head()).id).toBe(3);
  });

  test('what comes days after the hour was over is found, and counts', async () => {
    const { give, world, rail, clock, contributions, booked, stateOf } = await opened(await open());
    const { code, id } = await give();
    clock.at += 12 * DAY;
    await contributions.read('bitcoin');
    world.pay(world.newest());
    world.mine(6);
    clock.at += DAY;
    await contributions.read('bitcoin');
    expect([await booked(), await stateOf(code)]).toEqual([10_000, 'given']);
    expect(await rail.payTo(id)).toMatchObject({ state: 'paid', isLate: true });
  });

  test('who pays the first address after she was given another has paid, and is given no third', async () => {
    const { give, world, rail, clock, contributions, booked, stateOf } = await opened(await open());
    const { code, id } = await give();
    clock.at += HOUR + MINUTE;
    await contributions.pay(code, { said: 'DE' });
    const [first] = world.invoices;
    if (first !== undefined) world.pay(first);
    expect(await rail.payTo(id)).toMatchObject({ state: 'seen', isLate: true });
    clock.at += 2 * HOUR;
    expect(await contributions.pay(code, { said: 'DE' })).toMatchObject({
      outcome: 'waiting',
      step: { address: null, lightning: null, amount: '0.00000000' },
    });
    world.mine(6);
    await contributions.read('bitcoin');
    expect([await booked(), await stateOf(code), world.invoices.length]).toEqual([10_000, 'given', 2]);
    expect((await rail.payTo(id))?.state).toBe('paid');
  });

  test('a payment that never came into a block is in no book', async () => {
    const { give, world, rail, clock, contributions, ledger, questions, stateOf } = await opened(
      await open(),
    );
    const { code, id } = await give();
    const payment = world.pay(world.newest());
    await contributions.read('bitcoin');
    expect((await rail.payTo(id))?.state).toBe('seen');
    payment.isDropped = true;
    await contributions.read('bitcoin');
    clock.at += HOUR + MINUTE;
    expect((await rail.payTo(id))?.state).toBe('ended');
    await contributions.read('bitcoin');
    expect([(await ledger.head()).id, await stateOf(code), await questions()]).toEqual([0, 'open', []]);
  });

  test('blocks that are taken back under a payment that was sure: written off, found again, and a person is told', async () => {
    const { give, world, clock, contributions, booked, ledger, questions } = await opened(await open());
    await give();
    const payment = world.pay(world.newest());
    world.mine(6);
    await contributions.read('bitcoin');
    const rounds = async (): Promise<number> => {
      for (let times = 0; times < 2; times++) {
        clock.at += DAY;
        await contributions.read('bitcoin');
      }
      return booked();
    };
    // Back among those that wait, which is no loss yet.
    payment.confirmations = 0;
    expect(await rounds()).toBe(10_000);
    payment.isDropped = true;
    expect(await rounds()).toBe(0);
    expect(await questions()).toEqual(['payment-gone']);
    Object.assign(payment, { isDropped: false, confirmations: 6 });
    expect(await rounds()).toBe(10_000);
    expect(await questions()).toEqual(['payment-gone', 'payment-back']);
    await ledger.verify();
  });

  test('a server that says nothing of what is in the books takes nothing out of them', async () => {
    const { give, world, fake, clock, contributions, booked, questions } = await opened(await open());
    await give();
    world.pay(world.newest());
    world.mine(6);
    await contributions.read('bitcoin');
    world.newest().payments.length = 0;
    clock.at += DAY;
    await contributions.read('bitcoin');
    expect([await booked(), await questions()]).toEqual([10_000, ['payment-missing']]);
    expect(fake.requests.at(-1)?.query.get('onlyAccountedPayments')).toBe('false');
  });

  test('what somebody marks by hand moves no money, and a person is asked', async () => {
    const { give, world, rail, contributions, booked, questions, stateOf } = await opened(await open());
    const settled = await give();
    world.newest().marked = 'Settled';
    const invalid = await give();
    world.pay(world.newest());
    world.mine(6);
    world.newest().marked = 'Invalid';
    const empty = await give();
    world.newest().marked = 'Invalid';
    await contributions.read('bitcoin');
    // What came stands on the chain, whatever it is called.
    expect(await booked()).toBe(10_000);
    expect((await questions()).sort()).toEqual(['marked-invalid', 'marked-settled']);
    expect(await Promise.all([settled, invalid, empty].map(({ code }) => stateOf(code)))).toEqual([
      'given',
      'given',
      'open',
    ]);
    expect((await rail.payTo(empty.id))?.state).toBe('invalid');
  });

  test('what stays unsure until BTCPay looks no more is invalid, and in no book', async () => {
    const { give, world, rail, clock, contributions, booked } = await opened(await open());
    const { id } = await give();
    world.pay(world.newest());
    clock.at += 32 * DAY;
    await contributions.read('bitcoin');
    expect([await booked(), (await rail.payTo(id))?.state]).toEqual([0, 'invalid']);
  });

  test('an invoice that somebody else made at the store, and other coins, are left alone and asked about', async () => {
    const { give, world, contributions, booked, questions, rail } = await opened(await open());
    world.ways.add('litecoin');
    const { code } = await give();
    world.pay(world.newest(), { way: 'litecoin', value: 5_000_000 });
    const shop = world.make({
      orderId: 'tea-1',
      amount: '3.68',
      currency: 'USD',
      tolerance: 0,
      confirmations: 0,
      minutes: 15,
      monitored: 60,
    });
    world.pay(shop);
    world.make({ ...shop, minutes: 15, monitored: 60, orderId: null });
    await contributions.read('bitcoin');
    expect([await booked(), (await questions()).sort()]).toEqual([0, ['invoice-of-another', 'other-coin']]);
    // A store that takes neither bitcoin nor Lightning says what it has.
    world.ways.delete('chain');
    world.ways.delete('lightning');
    await expect(contributions.pay((await contributions.begin(WISH)).code, { said: 'DE' })).rejects.toThrow(
      /offers neither bitcoin on the chain nor Lightning .* only LTC-CHAIN; connect a wallet/,
    );
    expect(code).not.toBe('');
    expect(rail.currencies).toBeNull();
  });

  test('whoever is forgotten leaves a payment of nobody, also when it comes later', async () => {
    const { give, world, contributions, booked, questions } = await opened(await open());
    const { code } = await give();
    expect(await contributions.forget(code)).toEqual({ outcome: 'done' });
    world.pay(world.newest());
    world.mine(6);
    await contributions.read('bitcoin');
    expect([await booked(), await questions()]).toEqual([10_000, []]);
    await expect(contributions.open(code)).rejects.toMatchObject({ code: 'unknown' });
  });

  test('an invoice is looked at ever more seldom, and no more once nobody waits for it', async () => {
    const { give, fake, clock, contributions, stateOf, world } = await opened(await open());
    const { code } = await give();
    await contributions.read('bitcoin');
    /** Readings a minute apart, for so long: how many of them asked anything. */
    const asked = async (minutes: number): Promise<number> => {
      const before = fake.requests.length;
      for (let minute = 0; minute < minutes; minute++) {
        clock.at += MINUTE;
        await contributions.read('bitcoin');
      }
      return fake.requests.length - before;
    };
    expect(await asked(10)).toBe(10);
    world.pay(world.newest());
    world.mine(6);
    await contributions.read('bitcoin');
    expect(await stateOf(code)).toBe('given');
    expect(await asked(60)).toBe(4);
    const spans = fake.requests.slice(-4).map(({ query }) => Number(query.get('startDate')));
    expect(spans.map((from) => Math.round((clock.at / 1_000 - from) / 86_400))).toEqual([3, 3, 3, 3]);
    clock.at += 12 * HOUR;
    await contributions.read('bitcoin');
    const { query } = fake.requests.at(-1) ?? { query: new URLSearchParams() };
    expect(Number(query.get('endDate')) - Number(query.get('startDate'))).toBe((90 * DAY) / 1_000);
  });

  test('a walk through all there is goes on where it was cut off', async () => {
    const { world, fake, read, rail } = await opened(await open());
    for (let count = 0; count < 120; count++)
      world.pay(
        world.make({
          orderId: `gift-c${count}`,
          amount: '5.00',
          currency: 'EUR',
          tolerance: 1,
          confirmations: 0,
          minutes: 60,
          monitored: 60,
        }),
      );
    const readings: { cursor: string; movements: readonly unknown[] }[] = [];
    fake.fault = ({ query }) => (query.get('skip') === '100' ? 'broken' : null);
    await expect(
      (async () => {
        for await (const reading of rail.read(null)) readings.push(reading);
      })(),
    ).rejects.toMatchObject({ code: 'unreachable' });
    fake.fault = null;
    expect(readings.map(({ movements }) => movements.length)).toEqual([50, 50]);
    const rest = await read(readings.at(-1)?.cursor ?? null);
    expect(rest.map(({ movements }) => movements.length)).toEqual([20]);
    expect(await read(rest.at(-1)?.cursor)).toEqual([]);
  });
});
