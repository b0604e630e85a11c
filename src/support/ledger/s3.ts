import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect } from 'vitest';
import { openStore, type Store } from '#store';
import { openLedger } from './ledger.ts';
import type { Movement } from './movement.ts';
import { expectedHash, Fault, histories, interrupted, TODAY, unbalanced } from './testing.ts';

/* How a history reaches the ledger on a bad day. */

export interface Delivery {
  /** Hints: each movement five times, in any order, half of them lost; as pages. */
  hints: Movement[][];
  /** The rail's own list, which is pulled in the end; as pages. */
  list: Movement[][];
}

export function deliveries(history: readonly Movement[]): fc.Arbitrary<Delivery> {
  const five = history.flatMap((movement) => Array.from({ length: 5 }, () => movement));
  return fc
    .record({
      hints: fc.shuffledSubarray(five, {
        minLength: Math.ceil(five.length / 2),
        maxLength: Math.ceil(five.length / 2),
      }),
      size: fc.integer({ min: 1, max: 7 }),
    })
    .map(({ hints, size }) => ({ hints: pages(hints, size), list: pages(history, size + 3) }));
}

function pages<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/** Delivers all, with a fault at every place of every write that changes anything, until it went through. */
export async function deliver(store: Store, { hints, list }: Delivery): Promise<{ faults: number }> {
  let faults = 0;
  for (const page of [...hints, ...list]) {
    for (let place = 1; ; place++) {
      const broken = interrupted(store, place, fault);
      if (await goesThrough(broken.store, page)) break;
      faults += 1;
      expect(await unbalanced(store)).toEqual([]);
    }
    for (const place of ['commit', 'answer'] as const) {
      expect(await goesThrough(interrupted(store, place, fault).store, page)).toBe(false);
      faults += 1;
    }
    expect(await unbalanced(store)).toEqual([]);
  }
  return { faults };
}

export interface Killed {
  signal: string | null;
  said: string;
  /** How much of the history the dead process left in the ledger, which verified. */
  left: 'nothing' | 'all' | 'some';
  unbalanced: unknown[];
  /** Whether the ledger is the right one after the history came again. */
  mended: boolean;
}

/** What a ledger must be like after a process died at the place; a lost answer is a write that was done. */
export function killedWell(place: number | 'answer'): Killed {
  const left = place === 'answer' ? 'all' : 'nothing';
  return { signal: 'SIGKILL', said: '', left, unbalanced: [], mended: true };
}

/**
 * Has a process take the history of `seed` and die at the place: before its first, second … call of the database (its
 * commit, where there are fewer), or when all is written and its answer is lost. Then the history comes again.
 */
export async function killed(url: string, seed: number, place: number | 'answer'): Promise<Killed> {
  const child = new URL('s3.child.ts', import.meta.url).pathname;
  const parameters = [child, url, String(seed), String(place)];
  const { signal, stderr: said } = spawnSync(process.execPath, parameters, { encoding: 'utf8' });
  const [history = []] = fc.sample(histories, { numRuns: 1, seed });
  const store = await openStore({ url, now: () => TODAY });
  try {
    const ledger = openLedger({ store, now: () => TODAY });
    const { entries } = await ledger.verify();
    const off = await unbalanced(store);
    await ledger.record(history);
    const { content } = await ledger.verify();
    const left = entries === 0 ? 'nothing' : entries === history.length ? 'all' : 'some';
    return { signal, said, left, unbalanced: off, mended: content === expectedHash(history) };
  } finally {
    await store.close();
  }
}

function fault(): void {
  throw new Fault('a fault that the test made');
}

async function goesThrough(store: Store, page: readonly Movement[]): Promise<boolean> {
  try {
    const results = await openLedger({ store, now: () => TODAY }).record(page);
    expect(results.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
