import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { insertMany, openStore, type Store } from './store.ts';

const now = () => Date.UTC(2026, 0, 1);
const tag = (id: string) => ({ id, names_json: '{}' });

async function tags(store: Store): Promise<string[]> {
  return (await store.db.selectFrom('tag').select('id').orderBy('id').execute()).map((row) => row.id);
}

eachDatabase((_name, open) => {
  describe('a transaction', () => {
    test('is all or nothing', async () => {
      const store = await open();
      const add = (fail: boolean) =>
        store.transaction(async (db) => {
          await db.insertInto('tag').values(tag('a')).execute();
          if (fail) throw new Error('no');
        });
      await expect(add(true)).rejects.toThrow('no');
      expect(await tags(store)).toEqual([]);
      await add(false);
      expect(await store.db.selectFrom('tag').selectAll().execute()).toStrictEqual([tag('a')]);
    });

    test('takes in the queries that its work makes on the store, and no others', async () => {
      const store = await open();
      const { promise: inside, resolve: entered } = Promise.withResolvers<void>();
      const { promise: checked, resolve: leave } = Promise.withResolvers<void>();
      const failing = store.transaction(async () => {
        await store.db.insertInto('tag').values(tag('undone')).execute();
        expect(await tags(store)).toEqual(['undone']);
        entered();
        await checked;
        throw new Error('no');
      });
      await inside;
      expect(await tags(store)).toEqual([]);
      const outside = store.db
        .insertInto('section')
        .values({ ...tag('kept'), position: 1 })
        .execute();
      leave();
      await expect(failing).rejects.toThrow('no');
      await outside;
      expect(await tags(store)).toEqual([]);
      expect(await store.db.selectFrom('section').select('id').execute()).toEqual([{ id: 'kept' }]);
    });

    test('joins the one it is made in, and is undone alone when it throws', async () => {
      const store = await open();
      await store.transaction(async (db) => {
        await db.insertInto('tag').values(tag('outer')).execute();
        await store.transaction((inner) => inner.insertInto('tag').values(tag('inner')).execute());
        const failing = store.transaction(async () => {
          await store.db.insertInto('tag').values(tag('undone')).execute();
          await store.jobs.add({ kind: 'press', runAt: 1 });
          await store.transaction((deep) => deep.insertInto('tag').values(tag('deep')).execute());
          await store.db.insertInto('tag').values(tag('outer')).execute();
        });
        await expect(failing).rejects.toMatchObject({ code: 'conflict' });
        expect(await tags(store)).toEqual(['inner', 'outer']);
      });
      expect(await tags(store)).toEqual(['inner', 'outer']);
      expect(await store.jobs.next()).toBeNull();
    });

    test('that is joined by many at once keeps each of them whole', async () => {
      const store = await open();
      await store.transaction(async () => {
        const each = Array.from({ length: 20 }, (_, n) =>
          store.transaction(async (db) => {
            await db
              .insertInto('tag')
              .values(tag(`t${n}`))
              .execute();
            if (n % 2 === 0) throw new Error('even');
          }),
        );
        await Promise.allSettled(each);
      });
      expect(await tags(store)).toHaveLength(10);
    });

    test('is spoiled by a failed statement, even if the work hides it', async () => {
      const store = await open();
      const ends: unknown[] = [];
      const hiding = store.transaction(async (db) => {
        for (const id of ['a', 'a', 'b']) {
          const adding = db.insertInto('tag').values(tag(id)).execute();
          ends.push(
            await adding.then(
              () => 'done',
              (error: unknown) => error,
            ),
          );
        }
      });
      await expect(hiding).rejects.toMatchObject({ code: 'aborted' });
      expect(ends).toMatchObject(['done', { code: 'conflict' }, { code: 'aborted' }]);
      expect(await tags(store)).toEqual([]);
    });

    test('sees what others committed before it, also of other processes', async () => {
      const url = await open.url();
      const stores = await Promise.all([openStore({ url, now }), openStore({ url, now })]);
      const raise = (store: Store) =>
        store.transaction(async (db) => {
          const row = await db
            .selectFrom('list_total')
            .select('total')
            .where('list', '=', 'a')
            .executeTakeFirst();
          const total = (row?.total ?? 0) + 1;
          await db
            .insertInto('list_total')
            .values({ list: 'a', total })
            .onConflict((conflict) => conflict.column('list').doUpdateSet({ total }))
            .execute();
        });
      await Promise.all(stores.flatMap((store) => Array.from({ length: 25 }, () => raise(store))));
      const [{ total } = { total: 0 }] =
        (await stores[0]?.db.selectFrom('list_total').select('total').execute()) ?? [];
      expect(total).toBe(50);
      await Promise.all(stores.map((store) => store.close()));
    });

    test('commits the numbers of changes in their order', async () => {
      const url = await open.url();
      const stores = await Promise.all([openStore({ url, now }), openStore({ url, now })]);
      const [writer, other] = stores;
      const slow = Promise.withResolvers<void>();
      const change = { kind: 'story', key: 'a', at: null };
      const first = writer?.transaction(async (db) => {
        await db.insertInto('change').values(change).execute();
        await slow.promise;
      });
      const second = other?.transaction((db) => db.insertInto('change').values(change).execute());
      const seen = (await other?.db.selectFrom('change').select('seq').execute())?.map((row) => row.seq);
      slow.resolve();
      await Promise.all([first, second]);
      expect(seen).toEqual([]);
      expect(await other?.db.selectFrom('change').select('seq').orderBy('seq').execute()).toEqual([
        { seq: 1 },
        { seq: 2 },
      ]);
      await Promise.all(stores.map((store) => store.close()));
    });
  });

  test('a snapshot sees one moment while others write, and only reads', async () => {
    const store = await open();
    await store.db.insertInto('tag').values(tag('a')).execute();
    const { promise: inside, resolve: entered } = Promise.withResolvers<void>();
    const { promise: written, resolve: leave } = Promise.withResolvers<void>();
    const seen = store.snapshot(async (db) => {
      entered();
      await written;
      return [(await db.selectFrom('tag').select('id').execute()).length, (await tags(store)).length];
    });
    await inside;
    await store.db.insertInto('tag').values(tag('b')).execute();
    leave();
    expect(await seen).toEqual([1, 1]);
    expect(await tags(store)).toEqual(['a', 'b']);
    const writing = store.snapshot(() => store.transaction(async () => {}));
    await expect(writing).rejects.toMatchObject({ code: 'in_transaction' });
    await expect(store.snapshot((db) => db.deleteFrom('tag').execute())).rejects.toMatchObject({
      code: 'in_transaction',
    });
  });

  test('many rows go in at once', async () => {
    const store = await open();
    const rows = Array.from({ length: 40_001 }, (_, at) => ({ list: 'tag/a', at, story: `s${at}` }));
    await store.transaction((db) => insertMany(db, 'listing', rows));
    await insertMany(store.db, 'listing', rows.slice(0, 3), { ignore: true });
    await insertMany(store.db, 'listing', []);
    await expect(insertMany(store.db, 'listing', rows.slice(0, 3))).rejects.toMatchObject({
      code: 'conflict',
    });
    const count = store.db.selectFrom('listing').select((eb) => eb.fn.countAll().as('count'));
    expect(await count.execute()).toStrictEqual([{ count: 40_001 }]);
  });

  test('values come back as they went in', async () => {
    const store = await open();
    const text = 'Привет, جهان 👋 \n\t"\'\\ \u202e';
    const at = 8_640_000_000_000_000;
    await store.db
      .insertInto('note')
      .values({ id: 'n', story: 's', kind: '', at, text, before: null, after: '' })
      .execute()
      .catch(() => {});
    await store.db.insertInto('setting').values({ key: text, value_json: text, changed_at: at }).execute();
    expect(await store.db.selectFrom('setting').selectAll().execute()).toStrictEqual([
      { key: text, value_json: text, changed_at: at },
    ]);
    const sum = store.db.selectFrom('setting').select((eb) => eb.fn.sum('changed_at').as('sum'));
    expect(await sum.execute()).toEqual([{ sum: at }]);
    const zero = { key: 'z', value_json: 'a\0b', changed_at: 1 };
    await expect(store.db.insertInto('setting').values(zero).execute()).rejects.toMatchObject({
      code: 'bad_value',
    });
    expect(await store.db.selectFrom('note').selectAll().execute()).toEqual([]);
  });

  test('text is ordered byte by byte, and LIKE tells capitals from small letters', async () => {
    const store = await open();
    const ids = ['tag/z', 'tag/Z', 'tag-a', 'tag/а', 'tag0', 'tag/', '🗞'];
    await insertMany(store.db, 'tag', ids.map(tag));
    expect(await tags(store)).toEqual(['tag-a', 'tag/', 'tag/Z', 'tag/z', 'tag/а', 'tag0', '🗞']);
    const like = store.db.selectFrom('tag').select('id').where('id', 'like', 'tag/z');
    expect(await like.execute()).toEqual([{ id: 'tag/z' }]);
  });

  test('rows are read one by one where there are many', async () => {
    const store = await open();
    await insertMany(
      store.db,
      'tag',
      Array.from({ length: 1000 }, (_, n) => tag(String(n).padStart(4, '0'))),
    );
    const seen: string[] = [];
    for await (const row of store.db.selectFrom('tag').select('id').orderBy('id').stream(64)) {
      if (seen.length === 500) break;
      if (seen.length === 10) await store.db.deleteFrom('tag').where('id', '>', '0400').execute();
      seen.push(row.id);
    }
    expect([seen.length, seen.at(-1), (await tags(store)).length]).toEqual([500, '0499', 401]);
  });

  test('says so when it is used after it was closed', async () => {
    const store = await open();
    await store.close();
    await expect(tags(store)).rejects.toMatchObject({ code: 'closed' });
    await store.close();
  });
});

test('the driver of PostgreSQL is not loaded for SQLite', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const { openStore } = await import('#store');
    console.log(loaded.filter((url) => /node_modules\\/pg/.test(url)).length, typeof openStore);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(out.trim()).toBe('0 function');
});
