import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import { createDdl, type Ddl, type Engine } from './ddl.ts';
import { StoreError } from './errors.ts';
import type { Schema } from './schema.ts';

/** One step of the schema, the same on both databases, and its way back. */
export interface Migration {
  /** Counts up from 1 without a gap. */
  number: number;
  name: string;
  up(ddl: Ddl): Promise<void>;
  down(ddl: Ddl): Promise<void>;
}

export interface MigrateOptions {
  db: Kysely<Schema>;
  engine: Engine;
  migrations: readonly Migration[];
  /** Milliseconds since 1970. */
  now: () => number;
}

interface Applied {
  number: number;
  name: string;
}

/** Marks our SQLite files, so that another program's file is not taken for one: "LWAV". */
const APPLICATION = 0x4c574156;

/** Whether the schema is the newest that we know; on SQLite the file's header alone tells. */
export async function isCurrent(options: MigrateOptions): Promise<boolean> {
  const { db, engine, migrations } = options;
  if (engine === 'sqlite') {
    const [version, application] = [await pragma(db, 'user_version'), await pragma(db, 'application_id')];
    return application === APPLICATION && version === migrations.length;
  }
  const applied = await readApplied(options);
  check(applied, migrations);
  return applied.length === migrations.length;
}

/**
 * Brings the schema to `target`, each migration in a transaction of its own, and returns the numbers that were run.
 * Several processes may do so at once. Throws a StoreError `newer_schema`, `not_ours`, or what the database says.
 */
export async function migrateTo(target: number, options: MigrateOptions): Promise<number[]> {
  const done: number[] = [];
  for (;;) {
    const step = await options.db.transaction().execute((db) => oneStep(target, { ...options, db }));
    if (step === null) return done;
    done.push(step);
  }
}

async function oneStep(target: number, options: MigrateOptions): Promise<number | null> {
  const { db, engine, migrations, now } = options;
  const applied = await readApplied(options);
  check(applied, migrations);
  const current = applied.length;
  if (current === target) return null;
  const forward = current < target;
  const migration = migrations[forward ? current : current - 1];
  if (migration === undefined) throw new Error(`There is no migration ${target}`);
  const ddl = createDdl(db, engine);
  if (forward && current === 0) await prepare(db, ddl);
  await (forward ? migration.up(ddl) : migration.down(ddl)).catch((error: unknown) => {
    throw taken(error) ?? error;
  });
  const { number, name } = migration;
  if (forward) await db.insertInto('migration').values({ number, name, applied_at: now() }).execute();
  else if (number > 1) await db.deleteFrom('migration').where('number', '=', number).execute();
  else await ddl.dropTable('migration');
  if (engine === 'sqlite') await ddl.run(`PRAGMA user_version = ${forward ? number : number - 1}`);
  return number;
}

// Not by to_regclass: it may answer from before the wait for another process that has just made the table.
/** The migrations that this database has seen, in order; empty for a new database. */
export async function readApplied({ db, engine }: Pick<MigrateOptions, 'db' | 'engine'>): Promise<Applied[]> {
  const tables = await raw<{ name: string | null }>(
    db,
    engine === 'sqlite'
      ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : "SELECT relname AS name FROM pg_class WHERE relname = 'migration' AND relnamespace = current_schema()::regnamespace",
  );
  const names = tables.rows.map((row) => row.name);
  if (
    names.includes('migration') &&
    (engine === 'postgres' || (await pragma(db, 'application_id')) === APPLICATION)
  )
    return await db.selectFrom('migration').select(['number', 'name']).orderBy('number').execute();
  if (engine === 'sqlite' && names.length > 0) throw notOurs();
  return [];
}

function check(applied: readonly Applied[], known: readonly Migration[]): void {
  applied.forEach(({ number, name }, index) => {
    const migration = known[index];
    if (migration === undefined)
      throw new StoreError(
        'newer_schema',
        `A newer Longwave wrote this database (migration ${number}, '${name}'); install that version, or restore a backup made before it`,
      );
    if (migration.number !== number || migration.name !== name) throw notOurs();
  });
}

async function prepare(db: Kysely<Schema>, ddl: Ddl): Promise<void> {
  if (ddl.engine === 'sqlite') await ddl.run(`PRAGMA application_id = ${APPLICATION}`);
  else await requireUnicode(db);
  await ddl
    .table('migration', { number: 'integer', name: 'text', applied_at: 'integer' }, { key: ['number'] })
    .catch((error: unknown) => {
      throw taken(error) ?? error;
    });
}

async function requireUnicode(db: Kysely<Schema>): Promise<void> {
  const { rows } = await raw<{ server_encoding: string }>(db, 'SHOW server_encoding');
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new StoreError(
    'refused',
    `The database keeps text as '${encoding}'; create it with ENCODING 'UTF8' and TEMPLATE template0`,
  );
}

function notOurs(): StoreError {
  return new StoreError('not_ours', 'The database belongs to another program; name another file or database');
}

// 42P07: duplicate_table.
function taken(error: unknown): StoreError | null {
  const cause = error instanceof StoreError ? error.cause : null;
  const state = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return state === '42P07' ? new StoreError('not_ours', notOurs().message, error) : null;
}

async function raw<R>(db: Kysely<Schema>, sql: string): Promise<QueryResult<R>> {
  return await db.executeQuery(CompiledQuery.raw(sql));
}

async function pragma(db: Kysely<Schema>, name: string): Promise<unknown> {
  const { rows } = await raw<Record<string, unknown>>(db, `PRAGMA ${name}`);
  return rows[0]?.[name];
}
