import type { Ddl } from '../ddl.ts';
import type { Migration } from '../migrate.ts';

/*
 * The books of money. Rows are only ever added: the database itself refuses to change or remove one, and to take an
 * entry that does not add up. The postings of an entry are written first and the entry seals them; what no entry seals
 * is refused when the transaction ends. A dump is loaded table by table in the order of their names, which is that
 * order: closings, postings, entries (`ledger_transaction`).
 */

const KEPT = ['ledger_closing', 'ledger_posting', 'ledger_transaction'] as const;

/** Whether an entry that is being written may not be: each with what the database says of it. */
const REFUSED = [
  [
    'the next entry is another one',
    'NEW.id <> (SELECT coalesce(max(t.id), 0) + 1 FROM ledger_transaction AS t)',
  ],
  [
    'the month is closed',
    'EXISTS (SELECT 1 FROM ledger_closing AS c WHERE c.month >= substr(NEW.booked_on, 1, 7) AND c.last_id < NEW.id)',
  ],
  [
    'the entry does not add up',
    '(SELECT count(*) FROM ledger_posting AS p WHERE p.transaction_id = NEW.id) < 2',
  ],
  [
    'the entry does not add up',
    `EXISTS (SELECT p.currency FROM ledger_posting AS p WHERE p.transaction_id = NEW.id
      GROUP BY p.currency HAVING sum(p.amount) <> 0)`,
  ],
] as const;

/** A posting that comes after its entry, or in the place of another. */
const LATE = `EXISTS (SELECT 1 FROM ledger_transaction AS t WHERE t.id = NEW.transaction_id)`;
const TAKEN = `EXISTS (SELECT 1 FROM ledger_posting AS p
  WHERE p.transaction_id = NEW.transaction_id AND p.position = NEW.position)`;
/** A month that does not come after all that are closed. */
const EARLIER = 'EXISTS (SELECT 1 FROM ledger_closing AS c WHERE c.month >= NEW.month)';

async function guardSqlite(ddl: Ddl): Promise<void> {
  const guard = async (name: string, event: string, table: string, when: string, says: string) =>
    await ddl.run(`CREATE TRIGGER ${name} BEFORE ${event} ON ${table} ${when === '' ? '' : `WHEN ${when}`}
      BEGIN SELECT RAISE(ABORT, '${says}'); END`);
  for (const table of KEPT)
    for (const event of ['UPDATE', 'DELETE'])
      await guard(`${table}_no_${event.toLowerCase()}`, event, table, '', `${table} is only added to`);
  for (const [number, [says, when]] of REFUSED.entries())
    await guard(`ledger_transaction_${number}`, 'INSERT', 'ledger_transaction', when, says);
  // INSERT OR REPLACE would remove a row without any of the above.
  const twice =
    'EXISTS (SELECT 1 FROM ledger_transaction AS t WHERE t.rail = NEW.rail AND t.source = NEW.source)';
  await guard(
    'ledger_transaction_twice',
    'INSERT',
    'ledger_transaction',
    twice,
    'the movement is there already',
  );
  await guard('ledger_posting_late', 'INSERT', 'ledger_posting', LATE, 'the entry is sealed');
  await guard('ledger_posting_taken', 'INSERT', 'ledger_posting', TAKEN, 'the posting is there already');
  await guard('ledger_closing_earlier', 'INSERT', 'ledger_closing', EARLIER, 'a later month is closed');
}

async function guardPostgres(ddl: Ddl): Promise<void> {
  const raise = (says: string): string => `RAISE EXCEPTION '${says}' USING ERRCODE = 'check_violation'`;
  const check = async (name: string, body: string) =>
    await ddl.run(`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`);
  await check('ledger_kept', `${raise('the ledger is only added to')};`);
  for (const table of KEPT) {
    await ddl.run(`CREATE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION ledger_kept()`);
    await ddl.run(`CREATE TRIGGER ${table}_whole BEFORE TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept()`);
  }
  const refuse = (cases: readonly (readonly [string, string])[]): string =>
    `${cases.map(([says, when]) => `IF ${when} THEN ${raise(says)}; END IF;`).join(' ')} RETURN NEW;`;
  const added: [string, string][] = [
    ['ledger_transaction', refuse(REFUSED)],
    ['ledger_posting', refuse([['the entry is sealed', LATE]])],
    ['ledger_closing', refuse([['a later month is closed', EARLIER]])],
  ];
  for (const [table, body] of added) {
    await check(`${table}_added`, body);
    await ddl.run(`CREATE TRIGGER ${table}_added BEFORE INSERT ON ${table}
      FOR EACH ROW EXECUTE FUNCTION ${table}_added()`);
  }
}

/** The double-entry ledger of the room `support`. */
export const ledger: Migration = {
  number: 7,
  name: 'ledger',
  async up(ddl) {
    await ddl.table(
      'ledger_closing',
      { month: 'text', last_id: 'integer', head: 'text', balances_json: 'text', digest: 'text' },
      { key: ['month'] },
    );
    await ddl.table(
      'ledger_transaction',
      {
        id: 'integer',
        rail: 'text',
        source: 'text',
        kind: 'text',
        value_on: 'text',
        booked_on: 'text',
        about: 'text?',
        reason: 'text?',
        digest: 'text',
        chain: 'text',
      },
      { key: ['id'] },
    );
    await ddl.index('ledger_transaction_source', 'ledger_transaction', ['rail', 'source'], { unique: true });
    await ddl.index('ledger_transaction_booked', 'ledger_transaction', ['booked_on', 'id']);
    await ddl.table(
      'ledger_posting',
      {
        transaction_id: 'integer',
        position: 'integer',
        account: 'text',
        currency: 'text',
        amount: 'integer',
      },
      { key: ['transaction_id', 'position'], byKey: true, belongs: { transaction_id: 'ledger_transaction' } },
    );
    await ddl.index('ledger_posting_account', 'ledger_posting', ['account', 'currency', 'transaction_id']);
    await (ddl.engine === 'sqlite' ? guardSqlite(ddl) : guardPostgres(ddl));
  },
  async down(ddl) {
    for (const table of ['ledger_posting', 'ledger_transaction', 'ledger_closing'])
      await ddl.dropTable(table);
    if (ddl.engine === 'sqlite') return;
    for (const name of ['ledger_kept', ...KEPT.map((table) => `${table}_added`)])
      await ddl.run(`DROP FUNCTION ${name}()`);
  },
};
