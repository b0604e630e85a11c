import { setTimeout as wait } from 'node:timers/promises';
import type { JobHandler, Store } from '#store';
import { openRegister } from './mirrors.ts';

/** The kind of the job that pushes to one mirror; its key is the mirror's id. */
export const PUSH_JOB = 'reach.push';

/** Leaves a push for every mirror that is not retired; one that waits already stays one. */
export async function queuePushes(store: Store, at: number): Promise<void> {
  for (const { id, state } of await openRegister(store).list()) {
    if (state !== 'retired')
      await store.jobs.add({ kind: PUSH_JOB, key: id, payload: { mirror: id }, runAt: at });
  }
}

/** Pushes under way at the same time; more mirrors than this take turns. */
const LANES = 16;
const TICK = 500;

/**
 * Runs pushes as they fall due until stopped, each in a lane of its own, so that a mirror that is slow or fails holds up
 * no other.
 */
export function startPushing(options: {
  store: Store;
  push: JobHandler;
  now: () => number;
  failed: (error: unknown) => void;
}): { stop(): Promise<void> } {
  const { store, push, now, failed } = options;
  const stopped = new AbortController();
  const { signal } = stopped;
  const lanes = new Set<Promise<void>>();
  const handlers = { [PUSH_JOB]: push };
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
