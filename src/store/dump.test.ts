import { afterAll, expect, test } from 'vitest';
import { eachDatabase, opener } from '../../test/databases.ts';
import { type DumpPart, insertMany, type Migration, openStore, type Store } from './store.ts';
import { migrations } from './migrations/all.ts';

const AT = Date.UTC(2026, 0, 1);
const now = () => AT;

async function collect(store: Store): Promise<DumpPart[]> {
  return await Array.fromAsync(store.dump());
}

async function* asParts(parts: DumpPart[]): AsyncGenerator<DumpPart> {
  for (const part of parts) yield part;
}

/** As JSON would carry it, and without the times at which migrations were applied. */
async function contents(store: Store): Promise<unknown> {
  const parts = (await collect(store)).filter((part) => part.table !== 'migration');
  const sorted = [...Map.groupBy(parts, (part) => part.table)].map(([table, all]) => [
    table,
    all.flatMap((part) => part.rows),
  ]);
  return JSON.parse(JSON.stringify(sorted));
}

function revision(story: string, number: number) {
  return {
    story,
    number,
    base: null,
    at: AT,
    account: null,
    headline: 'Ö «цитата» 👋',
    standfirst: '',
    kicker: '',
    summary: '',
    slug: 's',
    dateline_place: null,
    dateline_date: '2026-01-01',
    section: null,
    series: null,
    series_part: null,
    lead: null,
    lead_json: '{}',
    tags_json: '["a"]',
    bylines_json: '[]',
    picks_json: '[]',
    body_json: JSON.stringify({ text: 'длинный '.repeat(400) }),
    words: 400,
  };
}

function story(id: string) {
  return {
    id,
    lang: 'ru',
    state: 'draft',
    revision: 1,
    live_revision: null,
    translation_group: id,
    source_story: null,
    source_revision: null,
    path: null,
    first_live_at: null,
    due_at: null,
    redacted: 0,
    search: '',
    created_at: AT,
    changed_at: AT,
  };
}

async function fill(store: Store): Promise<void> {
  const stories = Array.from({ length: 700 }, (_, n) => `s${n}`);
  await store.transaction(async (db) => {
    await insertMany(
      db,
      'revision',
      stories.map((id) => revision(id, 1)),
    );
    await insertMany(db, 'story', stories.map(story));
    await insertMany(
      db,
      'change',
      stories.map((key) => ({ kind: 'story', key, at: null })),
    );
    await insertMany(
      db,
      'listing',
      stories.map((id, n) => ({ list: 'ru/latest', at: AT + n, story: id })),
    );
    await db
      .insertInto('legal_notice')
      .values({
        id: 'n',
        jurisdiction: 'x',
        texts_json: '{}',
        trigger_json: '{}',
        placement: 'above',
        size_ratio: 1.75,
        valid_from: AT,
        valid_to: null,
      })
      .execute();
  });
  await store.jobs.add({ kind: 'press', key: 'press', runAt: AT });
  await store.lease('press', 'somebody', 1000);
  await store.db.deleteFrom('change').where('seq', '>', 690).execute();
}

eachDatabase((name, open) => {
  const other = opener(name === 'sqlite' ? 'postgres' : 'sqlite');
  afterAll(other.clean);

  test('a dump loads into the other database and back, without a difference', async () => {
    const store = await open({ now });
    await fill(store);
    const there = await other.open({ now });
    await there.load(store.dump());
    expect(await contents(there)).toEqual(await contents(store));
    const back = await open({ now });
    await back.load(there.dump());
    expect(await contents(back)).toEqual(await contents(store));
    expect(await back.health()).toEqual([]);
  });

  test('numbers go on where they were, even when the last rows are gone', async () => {
    const store = await other.open({ now });
    await fill(store);
    const there = await open({ now });
    await there.load(store.dump());
    await there.db.insertInto('change').values({ kind: 'site', key: '', at: null }).execute();
    const last = there.db.selectFrom('change').select((eb) => eb.fn.max('seq').as('seq'));
    expect(await last.execute()).toEqual([{ seq: 701 }]);
    await there.jobs.add({ kind: 'other', runAt: AT });
    expect(await there.lease('press', 'anybody', 1)).toBe(true);
  });

  test('a dump is of one moment, and holds nobody up', async () => {
    const store = await open({ now });
    await fill(store);
    const counts = new Map<string, number>();
    for await (const { table, rows } of store.dump()) {
      counts.set(table, (counts.get(table) ?? 0) + rows.length);
      expect(rows.length).toBeLessThanOrEqual(500);
      await store.transaction(async (db) => {
        await db
          .insertInto('story')
          .values(story(`late${counts.size}-${counts.get(table)}`))
          .execute();
        await db.deleteFrom('listing').execute();
      });
    }
    expect([counts.get('story'), counts.get('revision'), counts.get('listing')]).toEqual([700, 700, 700]);
  });

  test('a dump that is given up lets go of the database', async () => {
    const store = await open({ now });
    await fill(store);
    for (let time = 0; time < 30; time++)
      for await (const { table } of store.dump()) if (table === 'listing') break;
    expect(await collect(store)).not.toEqual([]);
  });

  test('is loaded wholly or not at all', async () => {
    const store = await open({ now });
    await fill(store);
    const parts = await collect(store);
    const target = await open({ now });
    const empty = await contents(target);
    await expect(target.load(asParts(parts.slice(0, -1)))).rejects.toMatchObject({ code: 'bad_dump' });
    await expect(target.load(asParts([]))).rejects.toMatchObject({ code: 'bad_dump' });
    await expect(target.load(asParts(parts.slice(1)))).rejects.toMatchObject({ code: 'bad_dump' });
    const strange = { table: 'pg_class', rows: [{ relname: 'x' }] };
    await expect(target.load(asParts([...parts.slice(0, 3), strange]))).rejects.toMatchObject({
      code: 'bad_dump',
    });
    const orphans = parts.filter((part) => part.table !== 'story');
    await expect(target.load(asParts(orphans))).rejects.toMatchObject({ code: 'constraint' });
    expect(await contents(target)).toEqual(empty);
    await target.load(asParts(parts));
    await expect(target.load(asParts(parts))).rejects.toMatchObject({ code: 'not_empty' });
    expect(await contents(target)).toEqual(await contents(store));
  });

  test('of an older version is brought up to date, of a newer one refused', async () => {
    const next: Migration = {
      number: migrations.length + 1,
      name: 'next',
      async up(ddl) {
        await ddl.column('tag', 'colour', 'text?');
        await ddl.run(`UPDATE tag SET colour = 'red'`);
      },
      down: (ddl) => ddl.dropColumn('tag', 'colour'),
    };
    const old = await open({ now });
    await old.db.insertInto('tag').values({ id: 'a', names_json: '{}' }).execute();
    const newer = await openStore({ url: await open.url(), now, migrations: [...migrations, next] });
    await newer.load(old.dump());
    expect(await newer.db.selectFrom('tag').selectAll().execute()).toEqual([
      { id: 'a', names_json: '{}', colour: 'red' },
    ]);
    expect(await newer.schemaVersion()).toBe(next.number);
    const fresh = await open({ now });
    await expect(fresh.load(newer.dump())).rejects.toMatchObject({ code: 'newer_schema' });
    await newer.close();
  });
});
