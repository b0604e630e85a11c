import { setTimeout as wait } from 'node:timers/promises';
import type { JobHandler, Store } from '#store';
import { z } from 'zod';
import { openRegister } from './mirrors.ts';

/** The kind of the job that pushes to one mirror; its key is the mirror's id. */
export const PUSH_JOB = 'reach.push';

/** `failures`: pushes that failed one after the other before this one. */
const JOB = z.object({ mirror: z.string(), failures: z.number().int().min(0).default(0) });

/** Leaves a push for every mirror that is not retired; one that waits already stays one. */
export async function queuePushes(store: Store, at: number): Promise<void> {
  for (const { id, state } of await openRegister(store).list())
    if (state !== 'retired') await queuePush(store, id, at);
}

export const queuePush = (store: Store, mirror: string, at: number, failures = 0): Promise<void> =>
  store.jobs.add({ kind: PUSH_JOB, key: mirror, payload: { mirror, failures }, runAt: at });

/** When each mirror is pushed to next while a server runs, by its id: milliseconds since 1970. */
export async function nextPushes(store: Store): Promise<Map<string, { at: number; failures: number }>> {
  const waiting = await store.jobs.list({ kind: PUSH_JOB, state: 'waiting', limit: 10_000 });
  return new Map(
    waiting.flatMap(({ payload, runAt }) => {
      const job = JOB.safeParse(payload);
      return job.success ? [[job.data.mirror, { at: runAt, failures: job.data.failures }] as const] : [];
    }),
  );
}

const MINUTE = 60_000;
/** Minutes until a push that failed is tried again, and again; the last one from then on. */
const WAITS = [0.5, 1, 2, 5, 15, 15, 15, 60];

/**
 * Milliseconds until the next attempt after so many that failed. It never gives up: half a minute at first, a quarter of
 * an hour from the fifth on, an hour from the eighth; a tenth more or less, so that mirrors do not fail in step.
 */
export function waitAfter(failures: number, random: () => number): number {
  const minutes = WAITS[Math.min(Math.max(failures, 1), WAITS.length) - 1] ?? 60;
  return Math.round(minutes * MINUTE * (0.9 + random() / 5));
}

/** Pushes under way at the same time; more mirrors than this take turns. */
const LANES = 16;
const TICK = 500;

/**
 * Runs pushes as they fall due until stopped, each in a lane of its own, so that a mirror that is slow or fails holds up
 * no other. One that fails is tried again for as long as the mirror is there; one that succeeds, when its mirror is to be
 * looked at again.
 */
export function startPushing(options: {
  store: Store;
  /** @returns when everything there is to be looked at the next time, milliseconds since 1970; null for never */
  push: (mirror: string, signal: AbortSignal) => Promise<number | null>;
  now: () => number;
  random: () => number;
  failed: (error: unknown) => void;
}): { stop(): Promise<void> } {
  const { store, push, now, random, failed } = options;
  const stopped = new AbortController();
  const { signal } = stopped;
  const lanes = new Set<Promise<void>>();
  const run: JobHandler = async (payload, { signal: ended }) => {
    const { mirror, failures } = JOB.parse(payload);
    try {
      const next = await push(mirror, ended);
      if (next !== null) await queuePush(store, mirror, Math.max(next, now() + MINUTE));
    } catch (error) {
      // Put back as it was by the jobs, or taken over by another process.
      if (ended.aborted) throw error;
      failed(error);
      await queuePush(store, mirror, now() + waitAfter(failures + 1, random), failures + 1);
    }
  };
  const handlers = { [PUSH_JOB]: run };
  const runLane = async (): Promise<void> => {
    try {
      await store.jobs.runDue(handlers, now(), { signal, onError: ({ error }) => failed(error) });
    } catch (error) {
      failed(error);
    }
  };
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const next = await store.jobs.next([PUSH_JOB]);
        if (next !== null && next <= now() && lanes.size < LANES) {
          const lane = runLane().finally(() => lanes.delete(lane));
          lanes.add(lane);
        }
      } catch (error) {
        failed(error);
      }
      await wait(TICK, undefined, { signal }).catch(() => undefined);
    }
  };
  const looking = look();
  return {
    async stop() {
      stopped.abort();
      await looking;
      await Promise.all(lanes);
    },
  };
}
