import { CompiledQuery, type Kysely } from 'kysely';
import type { Engine } from './ddl.ts';
import { StoreError } from './errors.ts';
import { insertRows } from './insert.ts';
import type { Migration } from './migrate.ts';
import type { Schema } from './schema.ts';

/** A value as both databases keep it. */
export type Value = string | number | null;
export type Row = Record<string, Value>;

/**
 * Some rows of a table, as JSON keeps them. The first part is all of `migration`; the last is the made-up table
 * `sequence`, {name, value}: the last number given by each table that counts, so that a dump cut short is noticed.
 */
export interface DumpPart {
  table: string;
  rows: Row[];
}

export interface DumpOptions {
  db: Kysely<Schema>;
  engine: Engine;
}

/** Rows in a part at most, and about how many characters. */
const ROWS = 500;
const CHARACTERS = 1_000_000;
/** Whoever held a lease is not there where the dump is loaded. */
const LEFT_OUT = new Set(['migration', 'lease']);

/** All rows as they are at one moment, while others write. Must be read to its end or given up by `return`. */
export async function* dump({ db, engine }: DumpOptions): AsyncGenerator<DumpPart, void, undefined> {
  const snapshot = await db.startTransaction().setAccessMode('read only').execute();
  try {
    const applied = await snapshot.selectFrom('migration').selectAll().orderBy('number').execute();
    yield { table: 'migration', rows: applied };
    const tables = await tablesOf(snapshot, engine);
    for (const { name, key } of tables) if (!LEFT_OUT.has(name)) yield* partsOf(snapshot, name, key);
    yield { table: 'sequence', rows: await sequencesOf(snapshot, engine) };
  } finally {
    await snapshot.rollback().execute();
  }
}

async function* partsOf(db: Kysely<Schema>, table: string, key: string[]): AsyncGenerator<DumpPart> {
  const order = key.map((column) => `"${column}"`).join(', ');
  const query = CompiledQuery.raw(`SELECT * FROM "${table}" ORDER BY ${order}`);
  let rows: Row[] = [];
  let size = 0;
  for await (const chunk of db.getExecutor().stream<Row>(query, ROWS / 5))
    for (const row of chunk.rows) {
      rows.push(row);
      for (const value of Object.values(row)) size += typeof value === 'string' ? value.length : 8;
      if (rows.length < ROWS && size < CHARACTERS) continue;
      yield { table, rows };
      [rows, size] = [[], 0];
    }
  if (rows.length > 0) yield { table, rows };
}

export interface LoadOptions extends DumpOptions {
  migrations: readonly Migration[];
  /** Brings the schema to this number. */
  migrateTo: (target: number) => Promise<unknown>;
  /** Runs the work in one transaction. */
  transaction: (work: (db: Kysely<Schema>) => Promise<void>) => Promise<void>;
}

/**
 * Loads a dump of either database, made by this version or an older one, into an empty database: all of it or nothing.
 * Throws a StoreError `not_empty`, `newer_schema` or `bad_dump`.
 */
export async function load(parts: AsyncIterable<DumpPart>, options: LoadOptions): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]();
  try {
    const first = await iterator.next();
    const version = first.done === true ? null : versionOf(first.value, options.migrations);
    if (version === null) throw cutShort();
    await refuseFilled(options);
    await options.migrateTo(version);
    await options.transaction((db) => loadAll(iterator, db, options.engine));
  } finally {
    await iterator.return?.();
    await options.migrateTo(options.migrations.length);
  }
}

function versionOf({ table, rows }: DumpPart, known: readonly Migration[]): number | null {
  if (table !== 'migration') return null;
  rows.forEach(({ number, name }, index) => {
    const migration = known[index];
    if (migration === undefined)
      throw new StoreError(
        'newer_schema',
        `A newer Longwave made this dump (migration ${number}, '${name}'); load it with that version`,
      );
    if (migration.number !== number || migration.name !== name)
      throw new StoreError(
        'bad_dump',
        `The dump is not of Longwave (its migration ${number} is '${name}'); choose another one`,
      );
  });
  return rows.length;
}

async function loadAll(parts: AsyncIterator<DumpPart>, db: Kysely<Schema>, engine: Engine): Promise<void> {
  const tables = new Set((await tablesOf(db, engine)).map((table) => table.name));
  for (;;) {
    const next = await parts.next();
    if (next.done === true) throw cutShort();
    const { table, rows } = next.value;
    if (table === 'sequence') return await setSequences(db, engine, rows);
    if (!tables.has(table) || LEFT_OUT.has(table))
      throw new StoreError(
        'bad_dump',
        `The dump has rows of the unknown table '${table}'; choose another one`,
      );
    await insertRows(db, table, rows);
  }
}

async function refuseFilled({ db, engine }: LoadOptions): Promise<void> {
  for (const { name } of await tablesOf(db, engine)) {
    if (LEFT_OUT.has(name)) continue;
    const { rows } = await db.executeQuery(CompiledQuery.raw(`SELECT 1 AS one FROM "${name}" LIMIT 1`));
    if (rows.length > 0)
      throw new StoreError(
        'not_empty',
        `The database has rows already, in '${name}'; load into an empty one`,
      );
  }
}

function cutShort(): StoreError {
  return new StoreError('bad_dump', 'The dump is incomplete; nothing was loaded; choose another one');
}

interface TableKey {
  name: string;
  key: string[];
}

const SQLITE_TABLES = `
  SELECT t.name AS name, c.name AS key FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
  WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND c.pk > 0 ORDER BY t.name, c.pk`;
const POSTGRES_TABLES = `
  SELECT t.relname AS name, a.attname AS key
  FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
  CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place)
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
  WHERE i.indisprimary AND t.relnamespace = current_schema()::regnamespace
  ORDER BY t.relname COLLATE "C", k.place`;

async function tablesOf(db: Kysely<Schema>, engine: Engine): Promise<TableKey[]> {
  const { rows } = await db.executeQuery<{ name: string; key: string }>(
    CompiledQuery.raw(engine === 'sqlite' ? SQLITE_TABLES : POSTGRES_TABLES),
  );
  return Array.from(
    Map.groupBy(rows, (row) => row.name),
    ([name, keys]) => ({ name, key: keys.map((row) => row.key) }),
  );
}

const POSTGRES_SEQUENCES = `
  SELECT t.relname AS name, a.attname AS "column", s.seqrelid::regclass::text AS sequence
  FROM pg_sequence s JOIN pg_depend d ON d.objid = s.seqrelid AND d.deptype = 'i'
  JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  WHERE t.relnamespace = current_schema()::regnamespace ORDER BY t.relname COLLATE "C"`;

async function postgresSequences(
  db: Kysely<Schema>,
): Promise<{ name: string; column: string; sequence: string }[]> {
  type Found = { name: string; column: string; sequence: string };
  return (await db.executeQuery<Found>(CompiledQuery.raw(POSTGRES_SEQUENCES))).rows;
}

async function sequencesOf(db: Kysely<Schema>, engine: Engine): Promise<Row[]> {
  if (engine === 'sqlite')
    return (
      await db.executeQuery<Row>(
        CompiledQuery.raw('SELECT name, seq AS value FROM sqlite_sequence ORDER BY name'),
      )
    ).rows;
  const values: Row[] = [];
  for (const { name, sequence } of await postgresSequences(db)) {
    const query = CompiledQuery.raw(
      `SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS value FROM ${sequence}`,
    );
    const { rows } = await db.executeQuery<{ value: number }>(query);
    if (rows[0] !== undefined && rows[0].value > 0) values.push({ name, value: rows[0].value });
  }
  return values;
}

/** From the dump, not from the rows: a number once given, whose row is gone, must not be given again. */
async function setSequences(db: Kysely<Schema>, engine: Engine, rows: Row[]): Promise<void> {
  const sequences = engine === 'postgres' ? await postgresSequences(db) : [];
  // A table cannot be altered while references into it wait to be checked at the end of the transaction.
  if (engine === 'postgres') await db.executeQuery(CompiledQuery.raw('SET CONSTRAINTS ALL IMMEDIATE'));
  for (const { name, value } of rows) {
    if (typeof name !== 'string' || typeof value !== 'number' || !Number.isSafeInteger(value))
      throw cutShort();
    if (engine === 'sqlite') {
      await db.executeQuery(CompiledQuery.raw('DELETE FROM sqlite_sequence WHERE name = ?', [name]));
      await db.executeQuery(
        CompiledQuery.raw('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [name, value]),
      );
      continue;
    }
    const column = sequences.find((known) => known.name === name)?.column;
    if (column === undefined)
      throw new StoreError('bad_dump', `The dump counts the unknown table '${name}'; choose another one`);
    // Unlike setval, undone with its transaction.
    const restart = `ALTER TABLE "${name}" ALTER COLUMN "${column}" RESTART WITH ${value + 1}`;
    await db.executeQuery(CompiledQuery.raw(restart));
  }
}
