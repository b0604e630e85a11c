import type { Store } from '#store';
import { isRail, type Rail as RailName } from '../ledger/chart.ts';

/** How a rail stands: nothing of what was given on it. */
export type RailState = {
  name: RailName;
  isOffered: boolean;
  /** When its list was read last: milliseconds since 1970; null: never. */
  readAt: number | null;
  /** Why it could not be read the last time; null: it could. */
  fault: string | null;
  faultAt: number | null;
  /** What was asked of it and not answered yet. */
  waiting: number;
  /** What a person has to look at. */
  questions: number;
};

/** The rails that are set up, and such that are not any more and still have something open. */
export async function railStates(
  { db }: Pick<Store, 'db'>,
  { rails, offered }: { rails: readonly RailName[]; offered: readonly RailName[] },
): Promise<RailState[]> {
  const readings = await db.selectFrom('rail_reading').selectAll().execute();
  const calls = await db
    .selectFrom('rail_call')
    .select((eb) => ['rail' as const, eb.fn.countAll<number>().as('count')])
    .where('state', '=', 'open')
    .groupBy('rail')
    .execute();
  const questions = await db
    .selectFrom('rail_question')
    .select((eb) => ['rail' as const, eb.fn.countAll<number>().as('count')])
    .where('settled', 'is', null)
    .groupBy('rail')
    .execute();
  const left = [...calls, ...questions].flatMap(({ rail }) => (isRail(rail) ? [rail] : []));
  return [...new Set([...rails, ...left])].map((name) => {
    const reading = readings.find(({ rail }) => rail === name);
    return {
      name,
      isOffered: offered.includes(name),
      readAt: reading?.read_at ?? null,
      fault: reading?.fault ?? null,
      faultAt: reading?.fault_at ?? null,
      waiting: Number(calls.find(({ rail }) => rail === name)?.count ?? 0),
      questions: Number(questions.find(({ rail }) => rail === name)?.count ?? 0),
    };
  });
}
