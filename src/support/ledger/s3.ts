import fc from 'fast-check';
import { expect } from 'vitest';
import type { Store } from '#store';
import { openLedger } from './ledger.ts';
import type { Movement } from './movement.ts';
import { Fault, interrupted, TODAY, unbalanced } from './testing.ts';

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
