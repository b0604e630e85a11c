import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { opener } from '../../../../test/databases.ts';
import { PEACE, stories, told, troubles } from './testing/histories.ts';

const HISTORIES = { sqlite: 1_000, postgres: 100 };
const HOURS = 3_600_000;

describe.each(['sqlite', 'postgres'] as const)('%s', (name) => {
  test(
    `S3: ${HISTORIES[name]} histories of gifts in bitcoin, heard in every disorder: one ledger hash`,
    async () => {
      const whole = fc.sample(fc.tuple(stories, troubles), { numRuns: HISTORIES[name], seed: 12 });
      for (const [at, [story, trouble]] of whole.entries()) {
        // Databases are removed as they are used up: all at once would be too many for the server.
        const { open, clean } = opener(name);
        const bad = await told(await open(), story, trouble);
        const good = await told(await open(), story, PEACE);
        expect([bad.hash, bad.booked, bad.unbalanced], `history ${at}`).toEqual([good.hash, good.wallet, []]);
        await clean();
      }
    },
    3 * HOURS,
  );
});
