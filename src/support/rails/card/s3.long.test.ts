import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../../test/databases.ts';
import { PEACE, stories, told, troubles } from './testing/histories.ts';

const HISTORIES = { sqlite: 1_000, postgres: 100 };
const HOURS = 3_600_000;

eachDatabase((name, open) => {
  test(
    `S3: ${HISTORIES[name]} histories of Stripe, its webhooks and answers in every disorder: one ledger hash`,
    async () => {
      const whole = fc.sample(fc.tuple(stories, troubles), { numRuns: HISTORIES[name], seed: 10 });
      for (const [at, [story, trouble]] of whole.entries()) {
        const [one, other] = [await open(), await open()];
        const bad = await told(one, story, trouble);
        const good = await told(other, story, PEACE);
        expect(bad.hash, `history ${at}`).toBe(good.hash);
        expect(bad.booked, `history ${at}`).toEqual(bad.balance);
        expect(bad.unbalanced, `history ${at}`).toEqual([]);
        expect(bad.questions, `history ${at}`).toBe(0);
        await Promise.all([one.close(), other.close()]);
      }
    },
    3 * HOURS,
  );
});
