import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { openLedger } from './ledger.ts';
import { deliver, deliveries, killed, killedWell } from './s3.ts';
import { expectedHash, histories, TODAY } from './testing.ts';

const RUNS = { sqlite: 15, postgres: 4 };

eachDatabase((name, open) => {
  test('S3: hints reordered, five times, half lost, a fault at every write: one ledger hash, balanced at every step', async () => {
    let faults = 0;
    const whole = histories.chain((history) => fc.tuple(fc.constant(history), deliveries(history)));
    await fc.assert(
      fc.asyncProperty(whole, async ([history, delivery]) => {
        const store = await open();
        const ledger = openLedger({ store, now: () => TODAY });
        faults += (await deliver(store, delivery)).faults;
        expect(await ledger.contentHash()).toBe(expectedHash(history));
        expect(await ledger.verify()).toMatchObject({ entries: history.length });
      }),
      { numRuns: RUNS[name], seed: 3 },
    );
    expect(faults).toBeGreaterThan(RUNS[name] * 20);
  });

  test('S3: a process killed inside a write leaves a ledger that adds up and takes the rest', async () => {
    expect(await killed(await open.url(), 1, 7)).toEqual(killedWell(7));
    expect(await killed(await open.url(), 2, 'answer')).toEqual(killedWell('answer'));
  });
});
