import { setTimeout as wait } from 'node:timers/promises';

/** The part of the jobs that the clock needs. */
export type DueJobs = {
  /** Runs what is due at `at`, each job once even with several clocks on one database. @returns how many ran */
  runDue(handlers: Record<string, (payload: unknown) => Promise<void>>, at: number): Promise<number>;
};

export type Clock = { stop(): Promise<void> };

const TICK_MS = 500;

/**
 * Runs due jobs until stopped. It asks every half second by the wall clock, so a machine that slept does on waking
 * what fell due meanwhile.
 */
export function startClock(options: {
  jobs: DueJobs;
  handlers: Record<string, (payload: unknown) => Promise<void>>;
  now: () => number;
  failed: (error: unknown) => void;
}): Clock {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      let ran = 0;
      try {
        ran = await options.jobs.runDue(options.handlers, options.now());
      } catch (error) {
        options.failed(error);
      }
      if (ran === 0) await wait(TICK_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
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
