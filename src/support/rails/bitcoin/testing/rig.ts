import type { Store } from '#store';
import { minor } from '../../../ledger/minor.ts';
import { clearanceOf } from '../../../safety/testing.ts';
import type { Begun, Order, Reading } from '../../rail.ts';
import { type Bitcoin, openBitcoin } from '../bitcoin.ts';
import { type Fake, openFake } from './fake.ts';
import { KEY, STORE, type World } from './world.ts';

export type Rig = {
  fake: Fake;
  world: World;
  clock: { at: number };
  rail: Bitcoin;
  /** Another process with the same rail. */
  open: (timeout?: number) => Bitcoin;
  begin: (order?: Partial<Order>) => Promise<Begun>;
  read: (cursor?: string | null) => Promise<Reading[]>;
};

/** The rail with a BTCPay to talk to. Close the fake in the end. */
export async function rig(database: Store, { folder = '' } = {}): Promise<Rig> {
  const clock = { at: Date.UTC(2026, 0, 31, 9) };
  const fake = await openFake(clock, { folder });
  const open = (timeout = 30_000): Bitcoin =>
    openBitcoin({ url: fake.url, key: KEY, storeId: STORE, database, timeout, now: () => clock.at });
  const rail = open();
  let count = 0;
  return {
    fake,
    world: fake.world,
    clock,
    rail,
    open,
    begin(order = {}) {
      count += 1;
      const whole: Order = {
        contribution: `c${count}`,
        rhythm: 'once',
        currency: 'EUR',
        amount: minor(500),
        lang: 'en',
        key: `key${count}`,
        reference: null,
        ...order,
      };
      return rail.begin(whole, null, clearanceOf('transfer-details', 'DE', clock.at).clearance);
    },
    async read(cursor = null) {
      const readings: Reading[] = [];
      for await (const reading of rail.read(cursor)) readings.push(reading);
      return readings;
    },
  };
}
