import type { Depot } from '#depot';
import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import type { Call } from '../call.ts';
import { recentPages } from './recent.ts';

const JOB = { kind: 'reach.probe', key: 'reach.probe' };
const MINUTE = 60_000;

/** How soon after a start the mirrors are looked at. */
const FIRST_MS = 30_000;
const LATE_MS = 120 * MINUTE;

type Parts = { store: Store; newsroom: Newsroom; depot: Depot };

/**
 * The standing job that looks at the mirrors and follows the rule. It leaves itself anew each time, whatever it found.
 */
export function standingProbe(call: Call, { store, newsroom, depot }: Parts) {
  const { settings, environment, now, out } = call;
  const every = settings.probeMinutes * MINUTE;
  const again = (after: number): Promise<void> =>
    store.jobs.add({ ...JOB, payload: {}, runAt: now() + after });
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    try {
      const at = now();
      const { applyRule, openRegister, probeRound } = await import('#reach');
      const mirrors = await openRegister(store).list();
      if (mirrors.every(({ state }) => state === 'retired') || depot.signed().length === 0) return;
      const pages = await recentPages(newsroom, Math.random);
      const { broken } = await probeRound({
        store,
        depot,
        environment,
        pages,
        at,
        now,
        signal: stopping.signal,
      });
      for (const { vantage, why } of broken) out.note(`The vantage "${vantage}" does not work: ${why}`);
      const { moves, kept } = await applyRule(store, now());
      for (const { why } of [...moves, ...kept]) out.note(`Mirrors: ${why}`);
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    } finally {
      await again(every);
    }
  };
  return {
    handlers: { [JOB.kind]: run },
    /** Milliseconds that it may wait, also after it failed. */
    longest: every + LATE_MS,
    /** Leaves the first job, or takes it away where probing is off. */
    start: async (): Promise<void> => {
      if (every > 0) await again(FIRST_MS);
      else await store.jobs.cancel(JOB.kind, JOB.key);
    },
    /** Gives up a look that is under way. */
    stop: (): void => stopping.abort(),
  };
}
