import type { Store } from '#store';
import type { Day } from '../ledger/days.ts';
import { dayOf } from '../ledger/days.ts';
import { appealSource } from './appeal.ts';
import { keepAppeals } from './appeals.ts';

/** Fewer than these are never written down: a sum tells of nobody from ten on. */
export const COUNTED_FROM = 10;

/** How often an appeal led to a contribution: what its link says of it (`strip.a`), and in which sums. */
export type AppealFigure = { source: string; day: Day; times: number };

export type AppealCounts = {
  /** Counts one in memory, where the paper has such an appeal: what somebody makes up is not counted. Every tenth of a source is written down with the nine before it, by the day of the last. */
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
  const kept = keepAppeals({ store, now });
  const isKnown = async (source: string): Promise<boolean> =>
    (await kept.now()).value.appeals.some((appeal) =>
      appeal.variants.some(({ name }) => source === appealSource(appeal, name)),
    );
  return {
    async count(source) {
      if (!(await isKnown(source))) return;
      const times = (waiting.get(source) ?? 0) + 1;
      if (times < COUNTED_FROM) {
        waiting.set(source, times);
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
