import { setTimeout as wait } from 'node:timers/promises';

/** The part of the jobs that the clock needs. */
export type DueJobs = {
  /** Runs what is due at `at`, each job once even with several clocks on one database. @returns how many ran */
  runDue(
    handlers: Record<string, (payload: unknown) => Promise<void>>,
    at: number,
    run: { longest?: number | undefined; onError: (failure: { error: unknown }) => void },
  ): Promise<number>;
};

export type Clock = { stop(): Promise<void> };

/** False while it cannot ask what is due, as where the database fails. */
export type JobClock = Clock & { running(): boolean };

const TICK_MS = 500;

/**
 * Runs due jobs until stopped. It asks every half second by the wall clock, so a machine that slept does on waking
 * what fell due meanwhile.
 */
export function startClock(options: {
  jobs: DueJobs;
  handlers: Record<string, (payload: unknown) => Promise<void>>;
  now: () => number;
  /** Told of each job that failed, and once, until it goes on, of why the clock stands still. */
  failed: (error: unknown) => void;
  /** Milliseconds that these jobs may wait; see `RunOptions`. */
  longest?: number;
  /** Milliseconds between two looks. Default 500. */
  every?: number;
}): JobClock {
  let stuck = '';
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      let ran = 0;
      try {
        ran = await options.jobs.runDue(options.handlers, options.now(), {
          longest: options.longest,
          onError: ({ error }) => options.failed(error),
        });
        stuck = '';
      } catch (error) {
        const why = String(error);
        if (why !== stuck) options.failed(error);
        stuck = why;
      }
      if (ran === 0)
        await wait(options.every ?? TICK_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    running: () => stuck === '',
    async stop() {
      stopped.abort();
      await done;
    },
  };
}
