import type { Kysely } from 'kysely';
import type { Schema, Store } from '#store';
import { isRail, type Rail as RailName } from '../ledger/chart.ts';
import { dayOf } from '../ledger/days.ts';
import { SupportError } from './error.ts';

/** How a person decides a question: looked at; what was left open was done after all, or was not. */
export const DECIDED = ['seen', 'done', 'not-done'] as const;
export type Decided = (typeof DECIDED)[number];

/** What was left to a person because asking again could have done it twice. */
const GAVE_UP = 'gave-up-';

export type Question = {
  rail: RailName;
  /** The rail's own name of what it is about; the id of a contribution where something was given up. */
  source: string;
  reason: string;
  /** yyyy-mm-dd */
  day: string;
  /** The contribution for which something was given up; null: it is about something else. */
  contribution: string | null;
};

/** Leaves something for a person to look at, once. `reason` is a word, never a sentence. @returns 1 where it is new */
export async function askPerson(
  db: Kysely<Schema>,
  what: { rail: string; source: string; reason: string },
  { now }: { now: () => number },
): Promise<number> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('rail_question')
    .values({ ...what, at: now() })
    .onConflict((conflict) =>
      // What was given up and decided may be given up again; what a rail lists twice is the same.
      what.reason.startsWith(GAVE_UP)
        ? conflict.columns(['rail', 'source', 'reason']).doUpdateSet({ settled: null, at: now() })
        : conflict.doNothing(),
    )
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0);
}

/** What nobody has decided, the oldest first. */
export async function openQuestions({ db }: Pick<Store, 'db'>): Promise<Question[]> {
  const rows = await db
    .selectFrom('rail_question')
    .select(['rail', 'source', 'reason', 'at'])
    .where('settled', 'is', null)
    .orderBy('at')
    .orderBy('source')
    .execute();
  return rows.flatMap(({ rail, source, reason, at }) =>
    isRail(rail)
      ? [{ rail, source, reason, day: dayOf(at), contribution: reason.startsWith(GAVE_UP) ? source : null }]
      : [],
  );
}

/**
 * Writes down how a person decided a question. A refund that was given up is taken as done, or can be asked for anew.
 *
 * @throws SupportError `unknown` where nobody asks this any more
 */
export async function decideQuestion(
  store: Store,
  { rail, source, reason }: Pick<Question, 'rail' | 'source' | 'reason'>,
  decided: Decided,
): Promise<void> {
  await store.transaction(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('rail_question')
      .set({ settled: decided })
      .where('rail', '=', rail)
      .where('source', '=', source)
      .where('reason', '=', reason)
      .where('settled', 'is', null)
      .executeTakeFirst();
    if (Number(numUpdatedRows) === 0)
      throw new SupportError('unknown', 'Somebody has decided this already; look at what stands there now');
    if (reason !== `${GAVE_UP}refund`) return;
    await db
      .updateTable('support_refund')
      .set({ state: decided === 'not-done' ? 'refused' : 'asked' })
      .where('rail', '=', rail)
      .where('state', '=', 'given-up')
      .where('source', 'in', (eb) =>
        eb
          .selectFrom('contribution_payment')
          .select('source')
          .where('rail', '=', rail)
          .where('contribution', '=', source),
      )
      .execute();
  });
}
