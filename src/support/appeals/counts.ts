import type { Store } from '#store';
import type { Day } from '../ledger/days.ts';
import { dayOf } from '../ledger/days.ts';

/** Fewer than these are never written down: a sum tells of nobody from ten on. */
export const COUNTED_FROM = 10;

/** Links that are counted at once at most; what is made up by somebody crowds out no appeal of the paper. */
const KINDS = 500;

/** How often an appeal led to a contribution: what its link says of it (`strip.a`), and in which sums. */
export type AppealFigure = { source: string; day: Day; times: number };

export type AppealCounts = {
  /** Counts one in memory. Every tenth of a source is written down with the nine before it, by the day of the last. */
  count(source: string): Promise<void>;
  /** Sums since a day, the newest first. */
  since(day: Day): Promise<AppealFigure[]>;
};

/**
 * Counts which appeals lead to contributions, in sums of ten that tell of nobody. What has not come to ten is in memory
 * alone and is forgotten when the process ends.
 */
export function openAppealCounts({ store, now }: { store: Store; now: () => number }): AppealCounts {
  const waiting = new Map<string, number>();
  return {
    async count(source) {
      const times = (waiting.get(source) ?? 0) + 1;
      if (times < COUNTED_FROM) {
        if (waiting.has(source) || waiting.size < KINDS) waiting.set(source, times);
        return;
      }
      waiting.delete(source);
      await store.db
        .insertInto('appeal_count')
        .values({ source, day: dayOf(now()), times })
        .onConflict((same) =>
          same.columns(['source', 'day']).doUpdateSet((eb) => ({
            times: eb('appeal_count.times', '+', eb.ref('excluded.times')),
          })),
        )
        .execute();
    },
    async since(day) {
      const rows = await store.db
        .selectFrom('appeal_count')
        .selectAll()
        .where('day', '>=', day)
        .orderBy('day', 'desc')
        .orderBy('source')
        .execute();
      return rows.map((row) => ({ ...row, times: Number(row.times) }));
    },
  };
}
