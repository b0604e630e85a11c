import type { Kysely } from 'kysely';
import type { Schema } from '#store';

/** Leaves something for a person to look at, once. `reason` is a word, never a sentence. @returns 1 where it is new */
export async function askPerson(
  db: Kysely<Schema>,
  what: { rail: string; source: string; reason: string },
  { now }: { now: () => number },
): Promise<number> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('rail_question')
    .values({ ...what, at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0);
}
