import { insertMany, type Store } from '#store';
import { openContributions } from '../contributions/contributions.ts';
import { openLedger } from '../ledger/ledger.ts';
import { RailError } from '../rails/error.ts';
import type { Rail } from '../rails/rail.ts';
import { openTill } from '../rails/till/till.ts';
import { openSafety } from '../safety/safety.ts';
import { openSwitch } from './switch.ts';

/* For tests alone: a paper with many contributions that go on, at a till that has too much to do now and then. */

export const NOON = Date.UTC(2026, 10, 24, 12);

export type Line = { stops: string[]; refused: number };

/** Answers each `every`-th stop with 429, as a rail does that has too much to do; notes those that it carried out. */
export function limited(rail: Rail, every: number, line: Line): Rail {
  let asked = 0;
  const stop: Rail['stop'] = async (standing, key) => {
    asked += 1;
    if (asked % every === 0) {
      line.refused += 1;
      throw new RailError('busy', 'Too many requests', { after: 200 });
    }
    const report = await rail.stop(standing, key);
    line.stops.push(standing);
    return report;
  };
  return { ...rail, stop };
}

/** `count` that go on, a third each of RU, DE and unknown; the later ones are charged sooner. */
export async function fill(store: Store, count: number): Promise<void> {
  const each = <T>(make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
  const country = (at: number): string | null => ['RU', 'DE', null][at % 3] ?? null;
  const nextAt = (at: number): number => NOON + (count - at) * 60_000;
  await store.transaction(async (db) => {
    await insertMany(
      db,
      'contribution',
      each((at) => ({
        id: `c${at}`,
        code_hash: null,
        rail: 'till',
        rhythm: 'monthly',
        state: at % 10 === 0 ? 'past-due' : 'active',
        currency: 'EUR',
        amount: 500,
        cover: 0,
        purpose: 'self',
        visibility: 'private',
        lang: 'en',
        country: country(at),
        reference: null,
        standing: `till_${at}`,
        begun_on: '2026-10-24',
        changed_on: '2026-10-24',
        next_at: nextAt(at),
        tries: 0,
      })),
    );
    await insertMany(
      db,
      'till_standing',
      each((at) => ({
        id: `till_${at}`,
        contribution: `c${at}`,
        rhythm: 'monthly',
        currency: 'EUR',
        amount: 500,
        card: 'pays',
        country: country(at) ?? '??',
        state: 'active',
        anchor_on: '2026-10-24',
        periods: 1,
        next_at: nextAt(at),
        failures: 0,
      })),
    );
  });
}

export function paper(store: Store, { every, line, pace }: { every: number; line: Line; pace?: number }) {
  let drawn = 0;
  // Calls wait for their time by a clock that runs, as they do in a newsroom; this one is quick.
  const began = performance.now();
  const now = (): number => NOON + Math.round((performance.now() - began) * 30);
  const random = (): string => `r${process.pid}x${(drawn += 1)}`;
  const rail = limited(openTill({ store, now, random }), every, line);
  const safety = openSafety({ store, now });
  const ledger = openLedger({ store, now });
  const contributions = openContributions({ store, ledger, safety, rails: [rail], now });
  const sign = (text: string) => Promise.resolve({ keyid: 'k1', sig: `signed:${text.length}` });
  const designation = openSwitch({
    store,
    safety,
    contributions,
    now,
    random,
    sign,
    ...(pace === undefined ? {} : { pace }),
  });
  return { safety, contributions, designation };
}

export const DESIGNATED = {
  countries: ['RU'],
  reason: 'designated',
  source: { title: 'Order 1 of the ministry, 24 November 2026', address: null, read: null },
} as const;
