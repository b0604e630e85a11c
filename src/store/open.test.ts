import { expect, test } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { insertMany } from './insert.ts';

eachDatabase((name, open) => {
  test('a transaction is all or nothing', async () => {
    const store = await open();
    await expect(
      store.transaction(async (db) => {
        await db.insertInto('tag').values({ id: 'a', names_json: '{}' }).execute();
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await store.db.selectFrom('tag').selectAll().execute()).toEqual([]);
    await store.transaction((db) => db.insertInto('tag').values({ id: 'a', names_json: '{}' }).execute());
    expect(await store.db.selectFrom('tag').selectAll().execute()).toStrictEqual([
      { id: 'a', names_json: '{}' },
    ]);
  });

  test('many rows go in at once', async () => {
    const store = await open();
    const rows = Array.from({ length: 40_001 }, (_, at) => ({ list: 'tag/a', at, story: `s${at}` }));
    await store.transaction((db) => insertMany(db, 'listing', rows));
    const { count } = await store.db
      .selectFrom('listing')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(40_001);
  });
});
