import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { SupportHouse } from './open.ts';

/** Milliseconds between two looks at what is due, and between two readings of a rail's list. */
const LOOK_MS = 5_000;
const READ_MS = 60_000;
const SWEEP_MS = 3_600_000;

/**
 * Does by itself what support has to have done: asks again what did not get through, reads what the rails list, goes on
 * with a designation switch that was cut off, and removes what was never paid.
 */
export function tendSupport(options: {
  house: SupportHouse;
  /** Goes on with switches that are not at their end. */
  goOnSwitching: () => Promise<void>;
  /** Milliseconds since 1970. */
  now: () => number;
  failed: (error: unknown) => void;
}): Clock & { soon(): void } {
  const { house, goOnSwitching, now, failed } = options;
  const stopped = new AbortController();
  const last = { read: -Infinity, sweep: -Infinity };
  const told = new Map<string, string>();
  let hinted = false;
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
    const { contributions, till } = house;
    await guarded('calls', () => contributions.goOn());
    if (till !== null) await guarded('till', () => till.tick());
    const isHinted = hinted;
    hinted = false;
    if (isDue('read', READ_MS) || isHinted)
      for (const rail of contributions.rails) await guarded(`read ${rail}`, () => contributions.read(rail));
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
