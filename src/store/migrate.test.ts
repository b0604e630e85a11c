import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { CompiledQuery, type Kysely } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase, type Open } from '../../test/databases.ts';
import { createDdl } from './ddl.ts';
import { migrations } from './migrations/all.ts';
import type { Schema } from './schema.ts';
import { type Migration, openStore, type Store } from './store.ts';

const now = () => Date.UTC(2026, 0, 1);

/** What a published version has applied never changes: add a migration and its digest, and leave the others. */
const PUBLISHED = {
  sqlite: [
    '642b5a7047127b68',
    'c24a05e15edb4ea4',
    '87135a6551d672c0',
    '2bfb7850145588cc',
    'd2a3d2b9d1603e6c',
    '6f0f8b8e00704db7',
    'c4995511924b2ab2',
    '0b6fb80c7c1b3466',
    '0a4fe96fde6928bb',
    'c7cb68907ae88694',
    'db1cabed7a8e1626',
    '29db4b192499f9a7',
    '7c5099b532b84e6f',
    'd3066576a1e7cd28',
    '8a513b1f7964e1bc',
    'ccea770517692560',
  ],
  postgres: [
    'cc2bf9cf4bcf3881',
    'f4cf53b2e46f6b38',
    'a5cdfb3414455be2',
    '70fdc960c6592915',
    'bf2f0738b09a34c3',
    'a6e8aad0d2d7bc9e',
    'fb1ff0cc459a222f',
    'ed368b0a112bdda7',
    'd0dd089c6ae43acc',
    '44bd21e5aefe17ce',
    'a51d847c36fe1a41',
    'a64bc5f2e68125e2',
    '69908aef4dcba180',
    '904bbaedf5cc7fdf',
    '4d9fe87ddb44a9e8',
    '297be59a8400b0ee',
  ],
};

const next: Migration = {
  number: migrations.length + 1,
  name: 'next',
  async up(ddl) {
    await ddl.table('extra', { id: 'serial', text: 'text' });
    await ddl.index('extra_text', 'extra', ['text']);
    await ddl.column('tag', 'colour', 'text?');
    await ddl.run(`UPDATE tag SET colour = 'red'`);
  },
  async down(ddl) {
    await ddl.dropColumn('tag', 'colour');
    await ddl.dropIndex('extra_text');
    await ddl.dropTable('extra');
  },
};

const throws: Migration = {
  ...next,
  async up(ddl) {
    await next.up(ddl);
    throw new Error('half way');
  },
};

/** Every table, column and index, in words. */
async function described(store: Store): Promise<string> {
  const text =
    store.engine === 'sqlite'
      ? `SELECT name || ' ' || coalesce(sql, '') AS line FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY 1`
      : `SELECT table_name || '.' || column_name || ' ' || data_type || is_nullable AS line FROM information_schema.columns
         WHERE table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`;
  const { rows } = await store.db.executeQuery<{ line: string }>(CompiledQuery.raw(text));
  return rows.map((row) => row.line).join('\n');
}

async function filled(open: Open): Promise<{ url: string; before: string }> {
  const url = await open.url();
  const store = await openStore({ url, now });
  await store.db.insertInto('tag').values({ id: 'a', names_json: '{"en":"A"}' }).execute();
  const before = await described(store);
  await store.close();
  return { url, before };
}

async function expectUntouched(url: string, before: string): Promise<void> {
  const store = await openStore({ url, now });
  expect(await described(store)).toBe(before);
  expect(await store.db.selectFrom('tag').selectAll().execute()).toEqual([
    { id: 'a', names_json: '{"en":"A"}' },
  ]);
  expect(await store.schemaVersion()).toBe(migrations.length);
  expect(await store.health()).toEqual([]);
  await store.close();
}

eachDatabase((name, open) => {
  test('the schema goes forward and back and forward', async () => {
    const store = await open({ migrations: [...migrations, next] });
    const all = await described(store);
    expect(await store.schemaVersion()).toBe(next.number);
    expect(await store.migrate()).toEqual([]);
    const numbers = [...migrations, next].map((migration) => migration.number);
    expect(await store.undo(0)).toEqual(numbers.toReversed());
    expect(await described(store)).toBe('');
    expect(await store.migrate()).toEqual(numbers);
    expect(await described(store)).toBe(all);
  });

  test('a migration that throws leaves the old schema', async () => {
    const { url, before } = await filled(open);
    const opening = openStore({ url, now, migrations: [...migrations, throws] });
    await expect(opening).rejects.toThrow('half way');
    await expectUntouched(url, before);
  });

  test('a process killed inside a migration leaves the old schema', async () => {
    const { url, before } = await filled(open);
    const child = new URL('crash.child.ts', import.meta.url).pathname;
    const { signal, stderr } = spawnSync(process.execPath, [child, url], { encoding: 'utf8' });
    expect([signal, stderr]).toEqual(['SIGKILL', '']);
    await expectUntouched(url, before);
    const store = await openStore({ url, now, migrations: [...migrations, next] });
    const red = await store.db.executeQuery(CompiledQuery.raw('SELECT colour FROM tag'));
    expect(red.rows).toEqual([{ colour: 'red' }]);
    await store.close();
  });

  test('a process killed inside of any of our migrations loses nothing, and the next start goes on', async () => {
    const url = await open.url();
    const child = new URL('crash-step.child.ts', import.meta.url).pathname;
    const tags = (store: Store) => store.db.selectFrom('tag').selectAll().orderBy('id').execute();
    const first = await openStore({ url, now, migrations: migrations.slice(0, 1) });
    await first.close();
    for (const { number } of migrations.slice(1)) {
      const older = { url, now, migrations: migrations.slice(0, number - 1) };
      const before = await openStore(older);
      await before.db
        .insertInto('tag')
        .values({ id: `of ${number}`, names_json: '{}' })
        .execute();
      const [schema, kept] = [await described(before), await tags(before)];
      await before.close();
      // In the middle, or where all is written and nothing committed.
      const statements = number % 2 === 0 ? '1' : '1000';
      const { signal, stderr } = spawnSync(process.execPath, [child, url, `${number}`, statements], {
        encoding: 'utf8',
      });
      expect([signal, stderr]).toEqual(['SIGKILL', '']);
      const after = await openStore(older);
      expect([await described(after), await tags(after)]).toEqual([schema, kept]);
      await after.close();
    }
    const newest = await openStore({ url, now });
    expect(await tags(newest)).toHaveLength(migrations.length - 1);
    expect([await newest.schemaVersion(), await newest.health()]).toEqual([migrations.length, []]);
    await newest.close();
  }, 60_000);

  test('several processes may open a new database at once', async () => {
    const url = await open.url();
    const stores = await Promise.all(Array.from({ length: 8 }, () => openStore({ url, now })));
    expect(await Promise.all(stores.map((store) => store.schemaVersion()))).toEqual(
      Array.from(stores, () => migrations.length),
    );
    await Promise.all(stores.map((store) => store.close()));
  });

  test('a newer schema is refused and left as it is', async () => {
    const { url } = await filled(open);
    const newer = await openStore({ url, now, migrations: [...migrations, next] });
    const before = await described(newer);
    await newer.close();
    await expect(openStore({ url, now })).rejects.toMatchObject({
      code: 'newer_schema',
      message: expect.stringContaining('install that version'),
    });
    const again = await openStore({ url, now, migrations: [...migrations, next] });
    expect(await described(again)).toBe(before);
    await again.close();
  });

  test("another program's database is refused and left as it is", async () => {
    const url = await open.url();
    const store = await openStore({ url, now, migrations: [] });
    await store.db.executeQuery(CompiledQuery.raw('CREATE TABLE story (title TEXT)'));
    const before = await described(store);
    await expect(openStore({ url, now })).rejects.toMatchObject({ code: 'not_ours' });
    expect(await described(store)).toBe(before);
    await store.close();
  });

  test('published migrations stand as they were', async () => {
    const texts: string[] = [];
    const db = { executeQuery: async (query: CompiledQuery) => void texts.push(query.sql) };
    const digests: string[] = [];
    for (const migration of migrations) {
      const ddl = createDdl(db as unknown as Kysely<Schema>, name);
      await migration.up(ddl);
      await migration.down(ddl);
      digests.push(createHash('sha256').update(texts.splice(0).join('\n')).digest('hex').slice(0, 16));
    }
    expect(digests).toEqual(PUBLISHED[name]);
  });
});
