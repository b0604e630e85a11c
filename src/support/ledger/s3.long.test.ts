import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { openLedger } from './ledger.ts';
import type { Movement } from './movement.ts';
import { deliver, deliveries, killed, killedWell } from './s3.ts';
import { expectedHash, histories, TODAY } from './testing.ts';

const HISTORIES = 10_000;
/** Histories that share one ledger, their deliveries mixed: a database for each would take most of the time. */
const TOGETHER = 25;
const KILLS = 200;
const PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 'answer'] as const;
const HOURS = 3_600_000;

/** The same history under names of its own. */
function named(history: readonly Movement[], number: number): Movement[] {
  const own = (source: string): string => `h${number}.${source}`;
  return history.map((movement) => ({
    ...movement,
    source: own(movement.source),
    ...(movement.about !== undefined && { about: own(movement.about) }),
  }));
}

eachDatabase((_name, open) => {
  test(
    `S3: ${HISTORIES} histories, reordered, five times, half of the hints lost, a fault at every write: one ledger hash`,
    async () => {
      const seeds = fc.sample(histories, { numRuns: HISTORIES, seed: 10 });
      for (let from = 0; from < HISTORIES; from += TOGETHER) {
        const group = seeds.slice(from, from + TOGETHER).flatMap((history, at) => named(history, from + at));
        const [delivery] = fc.sample(deliveries(group), { numRuns: 1, seed: from });
        if (delivery === undefined) throw new Error('There is no delivery');
        const store = await open();
        await deliver(store, delivery);
        const ledger = openLedger({ store, now: () => TODAY });
        expect(await ledger.contentHash(), `histories from ${from}`).toBe(expectedHash(group));
        expect((await ledger.verify()).entries).toBe(group.length);
        await store.close();
      }
    },
    6 * HOURS,
  );

  test(
    `S3: a process killed ${KILLS} times at a write, each time somewhere else, leaves a ledger that adds up`,
    async () => {
      for (let kill = 0; kill < KILLS; kill++) {
        const place = PLACES[kill % PLACES.length] ?? 'answer';
        expect(await killed(await open.url(), kill, place), `kill ${kill}`).toEqual(killedWell(place));
      }
    },
    HOURS,
  );
});
