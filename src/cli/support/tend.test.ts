import { expect, test } from 'vitest';
import { FIRST_COSTS, minor } from '#support';
import { eachDatabase } from '../../../test/databases.ts';
import { readSettings } from '../settings.ts';
import { openSupport } from './open.ts';
import { tendSupport } from './tend.ts';

eachDatabase((_name, open) => {
  test('S6: a server publishes the day that is over by itself, after it has read the rails, and tells the press', async () => {
    const store = await open();
    const now = (): number => Date.UTC(2026, 10, 24, 12);
    const house = await openSupport({ store, now, settings: readSettings({}) });
    const cost = { id: 'all', kind: 'other', names: null, every: 'month', from: '2026-01-01', until: null };
    await house.gap.costs.change(
      { ...FIRST_COSTS, costs: [{ ...cost, amount: 50_000, currency: 'USD' }] },
      0,
    );
    await house.ledger.record(
      Array.from({ length: 10 }, (_, at) => ({
        kind: 'payment',
        rail: 'card',
        source: `p${at}`,
        day: '2026-11-23',
        currency: 'USD',
        amount: minor(1000),
        fee: minor(0),
      })),
    );
    const faults: unknown[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const tending = tendSupport({
      house,
      goOnSwitching: () => Promise.resolve(),
      published: () => Promise.resolve(resolve()),
      openRails: () => Promise.resolve([]),
      railsChanged: () => Promise.resolve(),
      now,
      failed: (error) => void faults.push(error),
    });
    await promise;
    await tending.stop();
    expect(faults).toEqual([]);
    expect(await house.gap.published()).toMatchObject({ figure: { receipts: 10_000, gap: 40_000 } });
  });
});
