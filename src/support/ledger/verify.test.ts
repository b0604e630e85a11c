import fc from 'fast-check';
import { CompiledQuery, type Kysely } from 'kysely';
import { expect, test } from 'vitest';
import type { Schema, Store } from '#store';
import { eachDatabase } from '../../../test/databases.ts';
import { chainOf, digestOf } from './digest.ts';
import { openLedger } from './ledger.ts';
import { pagesOf } from './read.ts';
import { histories, TODAY } from './testing.ts';
import { verifyLedger } from './verify.ts';

const TABLES = ['ledger_closing', 'ledger_posting', 'ledger_transaction'];

/** Takes away what the database guards the ledger with, as somebody would who owns the database. */
async function unguarded(store: Store): Promise<void> {
  const run = async (text: string) => await store.db.executeQuery<{ name: string }>(CompiledQuery.raw(text));
  if (store.engine === 'postgres') {
    for (const table of TABLES) await run(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    return;
  }
  const { rows } = await run("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'ledger%'");
  for (const { name } of rows) await run(`DROP TRIGGER ${name}`);
  await run('PRAGMA foreign_keys = OFF');
}

class Undo extends Error {}

/** What verification says after some statements, which are then undone. */
async function after(store: Store, statements: string[], anchors: { id: number; chain: string }[] = []) {
  let said = 'nothing';
  await store
    .transaction(async (db: Kysely<Schema>) => {
      for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement));
      said = await verifyLedger(db, anchors).then(
        () => 'nothing',
        (error: Error) => error.message,
      );
      throw new Undo('undone');
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  return said;
}

const OTHER: Record<string, string> = {
  rail: `CASE rail WHEN 'card' THEN 'till' ELSE 'card' END`,
  source: `source || 'x'`,
  kind: `CASE kind WHEN 'fee' THEN 'payment' ELSE 'fee' END`,
  value_on: `CASE value_on WHEN '2026-08-09' THEN '2026-08-10' ELSE '2026-08-09' END`,
  booked_on: `CASE booked_on WHEN '2026-11-09' THEN '2026-11-10' ELSE '2026-11-09' END`,
  about: `coalesce(about, '') || 'x'`,
  reason: `CASE reason WHEN 'rounding' THEN 'found' ELSE 'rounding' END`,
  digest: `'${'0'.repeat(64)}'`,
  chain: `'${'0'.repeat(64)}'`,
};
const OTHER_POSTING: Record<string, string> = {
  account: `CASE account WHEN 'equity:opening' THEN 'expenses:bank' ELSE 'equity:opening' END`,
  currency: `CASE currency WHEN 'EUR' THEN 'CHF' ELSE 'EUR' END`,
  amount: 'amount + 1',
};

eachDatabase((name, open) => {
  test('S3: every edit of a single row is found, and the entry named', async () => {
    const store = await open();
    const ledger = openLedger({ store, now: () => TODAY });
    const [history = []] = fc.sample(
      histories.filter(({ length }) => length > 12),
      { numRuns: 1, seed: 8 },
    );
    await ledger.record(history.slice(0, 8));
    await ledger.close('2026-08');
    await ledger.record(history.slice(8));
    await ledger.close('2026-09');
    await unguarded(store);
    await ledger.verify();
    const [edits, wrong]: [string[], string[]] = [[], []];
    const expectFound = async (statement: string, says: string, ...more: string[]) => {
      edits.push(statement);
      const said = await after(store, [statement, ...more]);
      if (said === 'nothing' || !said.startsWith(says)) wrong.push(`${statement}: ${said}`);
    };
    // A server takes much longer to undo; what it does with one row it does with each.
    const all = history.map((_, at) => at + 1);
    for (const id of name === 'sqlite' ? all : all.filter((at) => at % 6 === 1)) {
      const says = `Entry ${id} of the ledger is wrong`;
      for (const [column, value] of Object.entries(OTHER))
        await expectFound(`UPDATE ledger_transaction SET ${column} = ${value} WHERE id = ${id}`, says);
      for (const [column, value] of Object.entries(OTHER_POSTING))
        await expectFound(
          `UPDATE ledger_posting SET ${column} = ${value} WHERE transaction_id = ${id} AND position = 1`,
          says,
        );
      await expectFound(`DELETE FROM ledger_posting WHERE transaction_id = ${id} AND position = 0`, says);
      await expectFound(`UPDATE ledger_transaction SET id = 900 WHERE id = ${id}`, says);
      await expectFound(`DELETE FROM ledger_transaction WHERE id = ${id}`, says);
    }
    await expectFound(
      `INSERT INTO ledger_posting (transaction_id, position, account, currency, amount) VALUES (901, 0, 'x', 'EUR', 5)`,
      'Entry 901',
    );
    for (const [column, value] of [
      ['last_id', 'last_id + 1'],
      ['head', OTHER.chain],
      ['balances_json', `replace(balances_json, ',1', ',2')`],
      ['balances_json', `' ' || balances_json`],
      ['digest', OTHER.digest],
    ])
      await expectFound(`UPDATE ledger_closing SET ${column} = ${value} WHERE month = '2026-08'`, '');
    await expectFound(`DELETE FROM ledger_closing WHERE month = '2026-08'`, '');
    expect(wrong).toEqual([]);
    expect(edits.length).toBeGreaterThan(40);
  });

  test('an end that was cut off, and a ledger written anew, are found by what was kept elsewhere', async () => {
    const store = await open();
    const ledger = openLedger({ store, now: () => TODAY });
    const [history = []] = fc.sample(
      histories.filter(({ length }) => length > 5),
      { numRuns: 1, seed: 9 },
    );
    await ledger.record(history);
    const head = await ledger.head();
    await unguarded(store);
    const cut = [
      `DELETE FROM ledger_posting WHERE transaction_id = ${head.id}`,
      `DELETE FROM ledger_transaction WHERE id = ${head.id}`,
    ];
    expect(await after(store, cut)).toBe('nothing');
    expect(await after(store, cut, [head])).toContain(`Entry ${head.id} of the ledger is wrong: it is gone`);
    const anew: string[] = [];
    let chain = '';
    for await (const page of pagesOf(store.db))
      for (const { id, entry, bookedOn, chain: before, digest } of page) {
        const last = id === head.id;
        const said = last ? { ...entry, source: 'other' } : entry;
        chain = last ? chainOf(chain, { id, bookedOn, digest: digestOf(said) }) : before;
        if (last)
          anew.push(
            `UPDATE ledger_transaction SET source = 'other', digest = '${digestOf(said)}', chain = '${chain}' WHERE id = ${id}`,
          );
        expect(digestOf(entry)).toBe(digest);
      }
    expect(await after(store, anew)).toBe('nothing');
    expect(await after(store, anew, [head])).toContain(
      `Entry ${head.id} of the ledger is wrong: it was another`,
    );
  });
});
