import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { openLedger } from './ledger.ts';
import type { Movement } from './movement.ts';
import { STORED } from './stored.ts';
import { histories, TODAY } from './testing.ts';

const CANARY = 'Anna Kanareika';

eachDatabase((name, open) => {
  test('S5: the ledger has the columns that the allow-list names, and no others', async () => {
    const store = await open();
    const { rows } = await (
      name === 'sqlite'
        ? sql<{ line: string }>`SELECT t.name || '.' || c.name AS line FROM sqlite_schema AS t
            JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name LIKE 'ledger%'`
        : sql<{
            line: string;
          }>`SELECT table_name || '.' || column_name AS line FROM information_schema.columns
            WHERE table_name LIKE 'ledger%'`
    ).execute(store.db);
    const allowed = Object.entries(STORED).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    );
    expect(rows.map(({ line }) => line).sort()).toEqual(allowed.sort());
  });

  test('S5: every value is of its pattern, and what a rail says beside the movement is not kept', async () => {
    const store = await open();
    const ledger = openLedger({ store, now: () => TODAY });
    const [history = []] = fc.sample(histories, { numRuns: 1, seed: 5 });
    const talkative: Movement[] = history.map((movement) =>
      Object.assign({ name: CANARY, note: CANARY }, movement),
    );
    await ledger.record(talkative);
    await ledger.close('2026-10');
    const seen = new Set<string>();
    for await (const { table, rows } of store.dump()) {
      for (const row of rows) expect(JSON.stringify(row)).not.toContain(CANARY);
      for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
        const pattern = STORED[table]?.[column];
        if (pattern === undefined || value === null) continue;
        expect(String(value), `${table}.${column}`).toMatch(pattern);
        seen.add(table);
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(STORED).sort());
  });
});
