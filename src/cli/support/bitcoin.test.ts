import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openRails } from '#support';
import { eachDatabase } from '../../../test/databases.ts';
import { readSettings } from '../settings.ts';
import { openSupport } from './open.ts';
import { tendSupport } from './tend.ts';

const MINUTE = 60_000;

/** A store of BTCPay that nobody has given anything to yet. */
async function emptyStore() {
  const store = { isThere: true, lacks: '' };
  const server = createServer((request, response) => {
    const status = !store.isThere
      ? 502
      : request.method === store.lacks
        ? 403
        : request.method === 'POST'
          ? 400
          : 200;
    response.writeHead(status, { 'content-type': 'application/json' }).end('[]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const settings = readSettings({
    LONGWAVE_BTCPAY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    LONGWAVE_BTCPAY_KEY: 'k'.repeat(40),
    LONGWAVE_BTCPAY_STORE: 'FarShoreStore1111',
  });
  return { store, settings };
}

eachDatabase((_name, open) => {
  test('readers are led to bitcoin once BTCPay was read, not where the key lacks something or it is away for an hour', async () => {
    const { store: btcpay, settings } = await emptyStore();
    const store = await open();
    const clock = { at: Date.UTC(2026, 10, 24, 12) };
    const house = await openSupport({ store, now: () => clock.at, settings });
    const { contributions } = house;
    expect(contributions.offered).toEqual(['bitcoin']);
    const shown = async () =>
      (await openRails(store, { rails: contributions.ways, at: clock.at })).map(({ name }) => name);
    expect(await shown()).toEqual([]);
    btcpay.lacks = 'POST';
    await expect(contributions.read('bitcoin')).rejects.toThrow('lacks "btcpay.store.cancreateinvoice"');
    expect(await shown()).toEqual([]);
    btcpay.lacks = '';
    await contributions.read('bitcoin');
    expect(await shown()).toEqual(['bitcoin']);
    btcpay.isThere = false;
    clock.at += 20 * MINUTE;
    await expect(contributions.read('bitcoin')).rejects.toMatchObject({ code: 'unreachable' });
    expect(await shown()).toEqual(['bitcoin']);
    clock.at += 41 * MINUTE;
    await expect(contributions.read('bitcoin')).rejects.toMatchObject({ code: 'unreachable' });
    expect(await shown()).toEqual([]);
  });

  test('the press is told when that changes', async () => {
    const { settings } = await emptyStore();
    const store = await open();
    const now = (): number => Date.UTC(2026, 10, 24, 12);
    const house = await openSupport({ store, now, settings });
    const faults: unknown[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const tending = tendSupport({
      house,
      goOnSwitching: () => Promise.resolve(),
      published: () => Promise.resolve(),
      openRails: async () =>
        (await openRails(store, { rails: house.contributions.ways, at: now() })).map(({ name }) => name),
      railsChanged: () => Promise.resolve(resolve()),
      now,
      failed: (error) => void faults.push(error),
    });
    await promise;
    await tending.stop();
    expect(faults).toEqual([]);
  });
});
