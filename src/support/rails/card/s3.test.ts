import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../../test/databases.ts';
import { PEACE, stories, told, troubles } from './testing/histories.ts';

const RUNS = { sqlite: 6, postgres: 2 };

eachDatabase((name, open) => {
  test('S3: webhooks of Stripe reordered, five times, half lost, its answers cut: one ledger hash, and its balance to the cent', async () => {
    let broken = 0;
    await fc.assert(
      fc.asyncProperty(stories, troubles, async (story, trouble) => {
        const bad = await told(await open(), story, trouble);
        const good = await told(await open(), story, PEACE);
        broken += bad.broken;
        expect(good.read).toBe(0);
        expect(bad.hash).toBe(good.hash);
        for (const one of [bad, good]) {
          expect(one.booked).toEqual(one.balance);
          expect(one.unbalanced).toEqual([]);
          expect(one.questions).toBe(0);
        }
      }),
      { numRuns: RUNS[name], seed: 3, endOnFailure: true },
    );
    expect(broken).toBeGreaterThan(RUNS[name]);
  });
});
