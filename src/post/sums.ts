import type { Store } from '#store';

export const WHATS = ['sent', 'refused', 'given-up', 'bounced'] as const;
export type What = (typeof WHATS)[number];
export type Sum = { kind: string; what: string; count: number };

/** Days for which sums are kept. */
const KEPT = 400;
const DAY = 86_400_000;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Counts one more; nothing else of a letter is kept. @param at milliseconds since 1970 */
export async function addSum(
  store: Store,
  { kind, what, at }: { kind: string; what: What; at: number },
): Promise<void> {
  await store.transaction(async (db) => {
    await db
      .insertInto('post_sum')
      .values({ day: dayOf(at), kind, what, count: 1 })
      .onConflict((same) =>
        same.columns(['day', 'kind', 'what']).doUpdateSet((eb) => ({ count: eb('post_sum.count', '+', 1) })),
      )
      .execute();
    await db
      .deleteFrom('post_sum')
      .where('day', '<', dayOf(at - KEPT * DAY))
      .execute();
  });
}

/** What came of letters in the last `days` days, by kind. */
export async function sums(store: Store, { at, days }: { at: number; days: number }): Promise<Sum[]> {
  const rows = await store.db
    .selectFrom('post_sum')
    .select(({ fn }) => ['kind', 'what', fn.sum<number | string>('count').as('count')])
    .where('day', '>', dayOf(at - days * DAY))
    .groupBy(['kind', 'what'])
    .orderBy('kind')
    .orderBy('what')
    .execute();
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
}
