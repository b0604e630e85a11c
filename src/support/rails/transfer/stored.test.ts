import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../../test/databases.ts';
import { STORED } from './stored.ts';
import { bankDesk, type GivenEntry, statementXml } from './testing.ts';

const CANARY = 'Kanareika';
const IBAN = 'DE89370400440532013000';
const day = '2026-11-03';

eachDatabase((name, open) => {
  test('S5: the rail has the columns that the allow-list names, and no others', async () => {
    const store = await open();
    const { rows } = await (
      name === 'sqlite'
        ? sql<{ line: string }>`SELECT t.name || '.' || c.name AS line FROM sqlite_schema AS t
            JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name LIKE 'bank%'`
        : sql<{
            line: string;
          }>`SELECT table_name || '.' || column_name AS line FROM information_schema.columns
            WHERE table_name LIKE 'bank%' AND table_schema = current_schema()`
    ).execute(store.db);
    const allowed = Object.entries(STORED).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    );
    expect(rows.map(({ line }) => line).sort()).toEqual(allowed.sort());
  });

  test('S5: whatever a bank and a payer write, no name, account or word of a payer is kept', async () => {
    const store = await open();
    const desk = bankDesk(store);
    const { reference } = await desk.give();
    const talkative = {
      name: `Anna ${CANARY}`,
      iban: IBAN,
      words: [`${CANARY} was here`, `from ${IBAN}`, 'anna@kanareika.example'],
      end: `${CANARY}-1`,
    };
    const entries: GivenEntry[] = [
      { ...talkative, day, amount: 500, structured: reference, reference: `X-${CANARY}-1` },
      { ...talkative, day, amount: 600, entryReference: `00${IBAN.slice(4)}` },
      { ...talkative, day, amount: 700, reference: '2026/0007' },
      { ...talkative, day, amount: -500, structured: reference, returned: true },
      { ...talkative, day, amount: -900, name: `${CANARY} Ltd` },
      { ...talkative, day, amount: 800, details: [talkative, { ...talkative, amount: 300 }] },
      { ...talkative, day, amount: 40_000, name: `Card House for ${CANARY}` },
    ];
    const month = { openingOn: '2026-10-31', opening: 0, closingOn: '2026-11-27', id: `S1 ${CANARY}` };
    expect(await desk.take(statementXml([{ ...month, entries }]))).toMatchObject([{ fault: null }]);
    const waiting = await desk.transfer.waiting();
    // What can be looked up on the bank's own page.
    expect(waiting.flatMap(({ bankReference }) => bankReference ?? [])).toEqual(['2026/0007']);
    const [line] = waiting;
    await desk.transfer.match(line?.id ?? '', { as: 'contribution', reference });
    await desk.contributions.read('transfer');
    const seen = new Set<string>();
    for await (const { table, rows } of store.dump()) {
      const said = JSON.stringify(rows).toUpperCase();
      for (const canary of [CANARY.toUpperCase(), IBAN.slice(4), 'ANNA', 'WAS HERE'])
        expect(said).not.toContain(canary);
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
