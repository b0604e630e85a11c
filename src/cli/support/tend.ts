import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { SupportHouse } from './open.ts';

/** Milliseconds between two looks at what is due, and between two readings of a rail's list. */
const LOOK_MS = 5_000;
const READ_MS = 60_000;
const SWEEP_MS = 3_600_000;

/**
 * Does by itself what support has to have done: asks again what did not get through, reads what the rails list, goes on
 * with a designation switch that was cut off, publishes the funding gap of each day that is over, and removes what was
 * never paid.
 */
export function tendSupport(options: {
  house: SupportHouse;
  /** Goes on with switches that are not at their end. */
  goOnSwitching: () => Promise<void>;
  /** A day of the funding gap was published: the edition has to show it. */
  published: () => Promise<void>;
  /** The rails that can be paid by now, as pages show them. */
  openRails: () => Promise<readonly string[]>;
  /** That has changed: the edition has to show it. */
  railsChanged: () => Promise<void>;
  /** Milliseconds since 1970. */
  now: () => number;
  failed: (error: unknown) => void;
}): Clock & { soon(): void } {
  const { house, goOnSwitching, published, openRails, railsChanged, now, failed } = options;
  const stopped = new AbortController();
  const last = { read: -Infinity, sweep: -Infinity };
  const told = new Map<string, string>();
  let hinted = false;
  /** What pages show now; null: nobody has looked yet. */
  let shown: string | null = null;
  /** A fault that lasts is told once. */
  const guarded = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      told.delete(what);
    } catch (error) {
      const text = String(error);
      if (told.get(what) !== text) failed(error);
      told.set(what, text);
    }
  };
  const isDue = (what: keyof typeof last, ms: number): boolean => {
    const at = now();
    if (Math.abs(at - last[what]) < ms) return false;
    last[what] = at;
    return true;
  };
  const look = async (): Promise<void> => {
    const { contributions, gap, till } = house;
    await guarded('calls', () => contributions.goOn());
    await guarded('till', () => till.tick());
    const isHinted = hinted;
    hinted = false;
    if (isDue('read', READ_MS) || isHinted) {
      if (shown === null) await guarded('open rails', async () => void (shown = (await openRails()).join()));
      for (const rail of contributions.rails) await guarded(`read ${rail}`, () => contributions.read(rail));
      await guarded('open rails', async () => {
        const before = shown;
        shown = (await openRails()).join();
        if (before !== null && before !== shown) await railsChanged();
      });
      // After what the day that is over still brought.
      await guarded('gap', async () => {
        if ((await gap.publish()).done) await published();
      });
    }
    await guarded('switch', goOnSwitching);
    if (isDue('sweep', SWEEP_MS)) await guarded('sweep', () => contributions.sweep());
  };
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await look();
      await wait(LOOK_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    /** Somebody hinted that there is something to read. */
    soon: () => void (hinted = true),
    async stop() {
      stopped.abort();
      await done;
    },
  };
}
