import { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import type { Ddl } from './ddl.ts';
import { insertRows } from './insert.ts';
import { migrations } from './migrations/all.ts';
import type { Row } from './store.ts';

/** What the newsroom, the press and the clock ask all the time, with what each must be answered from. */
const ASKED: [query: string, index: RegExp][] = [
  [
    `SELECT * FROM listing WHERE list = 'a' ORDER BY at DESC, story DESC LIMIT 20`,
    /listing_pkey|PRIMARY KEY/,
  ],
  [`SELECT count(*) FROM listing WHERE list = 'a' AND at < 500`, /listing_pkey|PRIMARY KEY/],
  [`SELECT DISTINCT list FROM listing WHERE list >= 'b/' AND list < 'b0'`, /listing_pkey|PRIMARY KEY/],
  [`SELECT list, at FROM listing WHERE story = 's1'`, /listing_story/],
  [`SELECT total FROM list_total WHERE list = 'a'`, /list_total_pkey|PRIMARY KEY/],
  [`SELECT * FROM change WHERE seq > 1990 ORDER BY seq LIMIT 100`, /change_pkey|PRIMARY KEY/],
  [`SELECT * FROM story WHERE path = 'p/s1'`, /story_path/],
  [`SELECT id FROM story WHERE translation_group = 's1'`, /story_group/],
  [`SELECT id FROM story WHERE state = 'draft' ORDER BY changed_at DESC LIMIT 20`, /story_state/],
  [`SELECT * FROM revision WHERE story = 's1' AND number = 1`, /revision_pkey|sqlite_autoindex_revision/],
  [`SELECT * FROM transition WHERE story = 's1' ORDER BY id`, /transition_story/],
  [`SELECT * FROM redirect WHERE from_path = 'r/s1'`, /redirect_pkey|PRIMARY KEY/],
  [`SELECT story FROM related WHERE target = 's1'`, /related_target/],
  [`SELECT story FROM media_use WHERE media = 's1'`, /media_use_pkey|PRIMARY KEY/],
  [`SELECT * FROM live WHERE translation_group = 's1'`, /live_group/],
  [`SELECT * FROM live WHERE path = 'p/s1'`, /live_path/],
  [`SELECT * FROM import_item WHERE source = 'x' AND item = 's1'`, /import_item_pkey|PRIMARY KEY/],
  [
    `SELECT id FROM job WHERE state = 'waiting' AND run_at <= 5 AND kind IN ('a', 'b') ORDER BY run_at, id LIMIT 1`,
    /job_open/,
  ],
];

/** The rows that are asked for among 2,000 of each table: what else a row needs is empty. */
const ROWS: Record<string, (id: string, n: number) => Row> = {
  story: (id, n) => ({ id, path: `p/${id}`, translation_group: id, changed_at: n, state: 'live' }),
  revision: (story) => ({ story, number: 1 }),
  live: (story, n) => ({ story, path: `p/${story}`, published_at: n, translation_group: story }),
  listing: (story, at) => ({ list: at % 100 === 0 ? 'b/1' : `${['a', 'c'][at % 2]}`, at, story }),
  list_total: (list) => ({ list }),
  change: (key) => ({ key }),
  transition: (story) => ({ story }),
  redirect: (id) => ({ from_path: `r/${id}` }),
  related: (story) => ({ story, target: story }),
  media_use: (story) => ({ story, media: story }),
  import_item: (item) => ({ source: 'x', item }),
  job: (_id, n) => ({ kind: 'c', run_at: n, state: 'waiting' }),
};

/** An empty row of each table, from the migrations themselves. */
async function emptyRows(): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  const nothing = async (): Promise<void> => {};
  const ignored = {
    index: nothing,
    dropTable: nothing,
    dropIndex: nothing,
    dropColumn: nothing,
    run: nothing,
  };
  const recorder: Ddl = {
    engine: 'sqlite',
    ...ignored,
    async table(name, columns) {
      const needed = Object.entries(columns).filter(([, type]) => type !== 'serial' && !type.endsWith('?'));
      rows.set(name, Object.fromEntries(needed.map(([column, type]) => [column, type === 'text' ? '' : 0])));
    },
    column: nothing,
  };
  for (const migration of migrations) await migration.up(recorder);
  return rows;
}

eachDatabase((name, open) => {
  test('what is asked all the time is answered from an index', async () => {
    const store = await open();
    const empty = await emptyRows();
    await store.transaction(async (db) => {
      for (const [table, rowOf] of Object.entries(ROWS))
        await insertRows(
          db,
          table,
          Array.from({ length: 2000 }, (_, n) => ({ ...empty.get(table), ...rowOf(`s${n}`, n) })),
        );
    });
    await store.db.executeQuery(CompiledQuery.raw('ANALYZE'));
    for (const [query, index] of ASKED) {
      const explain = name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const { rows } = await store.db.executeQuery<Record<string, string>>(
        CompiledQuery.raw(`${explain} ${query}`),
      );
      const plan = rows.map((row) => row['detail'] ?? row['QUERY PLAN']).join('\n');
      expect.soft(plan, query).toMatch(index);
      expect.soft(plan, query).not.toMatch(/Seq Scan|^SCAN (?!.*COVERING)|TEMP B-TREE|^\s*Sort/m);
    }
  });
});
