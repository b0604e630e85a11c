import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './clock.ts';

const EVERY_MS = 60_000;

/**
 * Has what the server counted kept once a minute, and once more at the end. What cannot be kept now is tried again with
 * what came meanwhile.
 */
export function startCounting(options: {
  /** What was counted since the last call, by path. */
  take: () => ReadonlyMap<string, number>;
  keep: (counts: ReadonlyMap<string, number>) => Promise<void>;
  /** Told of each new reason why nothing could be kept. */
  failed: (error: unknown) => void;
}): Clock {
  const { take, keep, failed } = options;
  const stopped = new AbortController();
  let held: ReadonlyMap<string, number> = new Map();
  let told = '';
  const keepNow = async (): Promise<void> => {
    const counts = new Map(held);
    for (const [path, count] of take()) counts.set(path, (counts.get(path) ?? 0) + count);
    held = counts;
    if (counts.size === 0) return;
    try {
      await keep(counts);
      held = new Map();
      told = '';
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== told) failed(error);
      told = why;
    }
  };
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await wait(EVERY_MS, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
      await keepNow();
    }
  };
  const done = run();
  return {
    async stop() {
      stopped.abort();
      await done;
    },
  };
}
