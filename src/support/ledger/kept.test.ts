import { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import type { Store } from '#store';
import { eachDatabase } from '../../../test/databases.ts';
import { openLedger } from './ledger.ts';
import { minor } from './minor.ts';
import type { Movement } from './movement.ts';
import { TODAY, unbalanced } from './testing.ts';

const payment = (source: string, day: string): Movement => ({
  kind: 'payment',
  rail: 'card',
  source,
  day,
  amount: minor(500),
  currency: 'EUR',
});

async function filled(store: Store): Promise<void> {
  const ledger = openLedger({ store, now: () => TODAY });
  await ledger.record([payment('a', '2026-09-02'), payment('b', '2026-10-02')]);
  await ledger.close('2026-09');
}

const HASH = 'f'.repeat(64);
const entry = (id: number, source: string, day: string): string =>
  `INSERT INTO ledger_transaction (id, rail, source, kind, value_on, booked_on, about, reason, digest, chain)
   VALUES (${id}, 'card', '${source}', 'payment', '${day}', '${day}', NULL, NULL, '${HASH}', '${HASH}')`;
const posting = (id: number, position: number, amount: number, currency = 'EUR'): string =>
  `INSERT INTO ledger_posting (transaction_id, position, account, currency, amount)
   VALUES (${id}, ${position}, 'assets:rail:card', '${currency}', ${amount})`;

/** What a wrong program, or a person at the database's own prompt, could try. */
const REFUSED: [what: string, ...statements: string[]][] = [
  ['a change of an entry', `UPDATE ledger_transaction SET value_on = '2026-10-03' WHERE id = 2`],
  ['a change of a posting', 'UPDATE ledger_posting SET amount = amount + 1 WHERE transaction_id = 2'],
  ['a change of a closing', `UPDATE ledger_closing SET month = '2026-08'`],
  ['an entry taken away', 'DELETE FROM ledger_transaction WHERE id = 2'],
  ['a posting taken away', 'DELETE FROM ledger_posting WHERE transaction_id = 2'],
  ['a month opened again', 'DELETE FROM ledger_closing'],
  ['an entry without postings', entry(3, 'c', '2026-10-02')],
  ['an entry that is off by one', posting(3, 0, 500), posting(3, 1, -499), entry(3, 'c', '2026-10-02')],
  ['two currencies mixed', posting(3, 0, 5), posting(3, 1, -5, 'USD'), entry(3, 'c', '2026-10-02')],
  ['a gap in the numbers', posting(4, 0, 5), posting(4, 1, -5), entry(4, 'c', '2026-10-02')],
  ['a movement twice', posting(3, 0, 5), posting(3, 1, -5), entry(3, 'b', '2026-10-02')],
  ['an entry in a closed month', posting(3, 0, 5), posting(3, 1, -5), entry(3, 'c', '2026-09-30')],
  ['postings without an entry', posting(3, 0, 5), posting(3, 1, -5)],
  ['more postings for an entry that is there', posting(2, 2, 5), posting(2, 3, -5)],
  [
    'an earlier month closed after a later one',
    `INSERT INTO ledger_closing (month, last_id, head, balances_json, digest) VALUES ('2026-08', 1, '${HASH}', '[]', '${HASH}')`,
  ],
];

const REPLACED = [
  entry(2, 'z', '2026-10-02').replace('INSERT', 'INSERT OR REPLACE'),
  entry(3, 'b', '2026-10-02').replace('INSERT', 'INSERT OR REPLACE'),
  posting(2, 0, 9).replace('INSERT', 'INSERT OR REPLACE'),
  `INSERT OR REPLACE INTO ledger_closing (month, last_id, head, balances_json, digest) VALUES ('2026-09', 1, '${HASH}', '[]', '${HASH}')`,
];

eachDatabase((name, open) => {
  test('the database itself refuses what is not an entry that adds up, and every change of one', async () => {
    const store = await open();
    await filled(store);
    const ledger = openLedger({ store, now: () => TODAY });
    const before = await ledger.verify();
    const own =
      name === 'sqlite'
        ? REPLACED.map((statement) => ['a row in the place of another', statement])
        : ['ledger_posting', 'ledger_closing', 'ledger_transaction'].map((table) => [
            'a table emptied',
            `TRUNCATE ${table} CASCADE`,
          ]);
    for (const [what = '', ...statements] of [...REFUSED, ...own]) {
      const trying = store.transaction(async (db) => {
        for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement));
      });
      await expect(trying, what).rejects.toMatchObject({
        code: expect.stringMatching(/constraint|conflict/),
      });
    }
    expect(await ledger.verify()).toEqual(before);
    expect(await unbalanced(store)).toEqual([]);
  });

  test('a dump is loaded with its closed months, and goes on', async () => {
    const store = await open();
    await filled(store);
    const copy = await open();
    await copy.load(store.dump());
    const [one, other] = [store, copy].map((each) => openLedger({ store: each, now: () => TODAY }));
    expect(await other?.verify()).toEqual(await one?.verify());
    expect(await other?.record([payment('late', '2026-09-30')])).toMatchObject([
      { outcome: 'recorded', id: 3, bookedOn: '2026-10-01' },
    ]);
  });
});
