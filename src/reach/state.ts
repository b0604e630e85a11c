import type { Store } from '#store';

/** What the room remembers beside its tables, as JSON; each key has one owner in this room, which parses it. */
export async function readState(store: Store, key: string): Promise<unknown> {
  const row = await store.db
    .selectFrom('reach_state')
    .select('value_json')
    .where('key', '=', key)
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.value_json) as unknown);
}

export async function writeState(store: Store, key: string, value: unknown): Promise<void> {
  const value_json = JSON.stringify(value);
  await store.db
    .insertInto('reach_state')
    .values({ key, value_json })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json }))
    .execute();
}
