import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../../test/databases.ts';
import { PEACE, stories, told, troubles } from './testing/histories.ts';

const RUNS = { sqlite: 12, postgres: 3 };

eachDatabase((name, open) => {
  test('S3: polls of BTCPay late, twice at once, half of them lost, cut, killed between: one ledger hash, and the wallet to the satoshi', async () => {
    const seen = { broken: 0, early: 0, booked: 0 };
    await fc.assert(
      fc.asyncProperty(stories, troubles, async (story, trouble) => {
        const bad = await told(await open(), story, trouble);
        const good = await told(await open(), story, PEACE);
        expect(good.early).toBe(0);
        expect(bad.hash).toBe(good.hash);
        for (const one of [bad, good]) {
          expect(one.booked).toBe(one.wallet);
          expect(one.unbalanced).toEqual([]);
        }
        seen.broken += bad.broken;
        seen.early += bad.early;
        seen.booked += good.booked > 0 ? 1 : 0;
      }),
      { numRuns: RUNS[name], seed: 3, endOnFailure: true },
    );
    expect(seen.broken).toBeGreaterThan(RUNS[name]);
    expect(seen.early).toBeGreaterThan(RUNS[name] / 4);
    expect(seen.booked).toBeGreaterThan(RUNS[name] / 4);
  });
});
