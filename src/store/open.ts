import { setTimeout as wait } from 'node:timers/promises';
import { type Dialect, Kysely } from 'kysely';
import type { Engine } from './ddl.ts';
import { dump, type DumpPart, load } from './dump.ts';
import { findDamage } from './health.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { releaseLease, takeLease } from './lease.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { onlyReads, StoreError } from './errors.ts';
import { isCurrent, type Migration, migrateTo, readApplied } from './migrate.ts';
import { migrations as all } from './migrations/all.ts';
import { isRetryable } from './postgres-errors.ts';
import type { Schema } from './schema.ts';
import { Scopes } from './scope.ts';
import { openSqlite } from './sqlite.ts';
import { createTurn } from './turn.ts';

export interface StoreOptions {
  /** `sqlite:/path/file.db`, whose folder is made if need be, or `postgres://user:password@host/database`. */
  url: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 to below 1; spreads retries. Default Math.random. */
  random?: () => number;
  /** Milliseconds to wait for another process that writes. Default 30,000. */
  patience?: number;
  /** Connections to PostgreSQL at most. Default 10. */
  connections?: number;
  /** Whether an empty database is made into one of ours; otherwise it is refused as `empty`. Default true. */
  make?: boolean;
  /**
   * Opens an SQLite file that may not be written for reading alone; what would write is refused then as `read_only`.
   * Default: such a file is refused at once.
   */
  orRead?: boolean;
  /** Default: all that this version knows. */
  migrations?: readonly Migration[];
}

export interface Store {
  engine: Engine;
  /** Takes part in the transaction or snapshot in whose work it is used, and stands alone outside of one. */
  db: Kysely<Schema>;
  /**
   * Runs the work in one transaction, the only one that writes at that time. In the work of another transaction it
   * joins that one, and is undone alone when it throws. The work may run again after a conflict, so it does nothing
   * but query. Once a statement has failed, nothing more can be done in its transaction.
   */
  transaction<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** Runs queries that all see the database at one moment, while others write. */
  snapshot<T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T>;
  /** Number of the newest migration that is applied. */
  schemaVersion(): Promise<number>;
  /** Brings the schema to this version's newest; `openStore` does so too. Returns the numbers that were run. */
  migrate(): Promise<number[]>;
  /** Goes back to `number`; 0 removes every table. Returns the numbers that were undone. */
  undo(number: number): Promise<number[]>;
  jobs: Jobs;
  outbox: Outbox;
  /**
   * Takes the lease `name` for `ms` milliseconds, or prolongs it; false while another holder has it. It runs out by
   * itself when its holder dies.
   */
  lease(name: string, holder: string, ms: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
  /**
   * Takes what was deleted out of the files beside the database too. On SQLite the write-ahead log is folded in and cut;
   * false where somebody still reads an older state, so that it is to be tried again. On PostgreSQL nothing can be done
   * from here, which is no failure: true.
   */
  wipe(): Promise<boolean>;
  /** All rows as they are at one moment, while others write; the same for both databases. */
  dump(): AsyncIterable<DumpPart>;
  /** Loads a dump of either database into this one, which must be empty: all of it or nothing. */
  load(parts: AsyncIterable<DumpPart>): Promise<void>;
  /** Looks for damage; may take seconds on a large database. Returns what is wrong, an empty list when all is well. */
  health(): Promise<string[]>;
  /** Waits for what is under way. What is asked for afterwards fails with `closed`. */
  close(): Promise<void>;
}

const PATIENCE = 30_000;
const RETRIES = 5;

/** Opens the database and brings its schema up to date. Throws a StoreError that says what to do. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const scopes = new Scopes();
  const { engine, forget, wipe, ...opened } = await openDialect(options);
  const { dialect, close } = scopes.wrap(opened.dialect);
  const db = new Kysely<Schema>({ dialect });
  const store = assemble(options, { db, engine, scopes, forget, wipe, close });
  try {
    if (!(await isCurrent({ ...options, engine, db, migrations: options.migrations ?? all }))) {
      if (options.make === false && (await readApplied({ db, engine })).length === 0)
        throw new StoreError('empty', 'The database is empty; name one that holds a newsroom');
      await store.migrate();
    }
  } catch (error) {
    await close();
    throw error;
  }
  return store;
}

interface Opened {
  engine: Engine;
  dialect: Dialect;
  /** Forgets prepared statements after the schema changed. */
  forget: () => void;
  wipe: () => Promise<boolean>;
}

async function openDialect(options: StoreOptions): Promise<Opened> {
  const { url, patience = PATIENCE, connections = 10, orRead = false } = options;
  if (/^postgres(ql)?:/.test(url)) {
    // Loaded only here: the driver takes longer to load than an SQLite file to open.
    const { openPostgres } = await import('./postgres.ts');
    return {
      engine: 'postgres',
      wipe: () => Promise.resolve(true),
      ...openPostgres({ url, patience, connections }),
    };
  }
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (file === undefined || file.startsWith(':'))
    throw new StoreError(
      'bad_url',
      'The address names no database; write sqlite:/path/file.db or postgres://user:password@host/database',
    );
  return { engine: 'sqlite', ...(await openSqlite({ file, patience, orRead })) };
}

interface Parts extends Omit<Opened, 'dialect'> {
  db: Kysely<Schema>;
  scopes: Scopes;
  close: () => Promise<void>;
}

function assemble(options: StoreOptions, parts: Parts): Store {
  const { db, engine, scopes } = parts;
  const { migrations = all, now, random = Math.random } = options;
  const toVersion = async (target: number): Promise<number[]> => {
    try {
      return await migrateTo(target, { db, engine, migrations, now });
    } finally {
      parts.forget();
    }
  };
  const transaction = transactions(db, scopes, random);
  return {
    engine,
    db,
    transaction,
    snapshot: snapshots(db, scopes),
    schemaVersion: async () => (await readApplied({ db, engine })).length,
    migrate: () => toVersion(migrations.length),
    undo: toVersion,
    jobs: createJobs({ db, engine, scopes, now, random }),
    outbox: createOutbox({ db, engine, now, random }),
    lease: (name, holder, ms) => takeLease(db, { name, holder, expiresAt: now() + ms, now: now() }),
    release: (name, holder) => releaseLease(db, name, holder),
    wipe: parts.wipe,
    dump: () => dump({ db, engine }),
    load: (dumped) => load(dumped, { db, engine, migrations, migrateTo: toVersion, transaction }),
    health: () => findDamage({ db, engine }),
    close: parts.close,
  };
}

function snapshots(db: Kysely<Schema>, scopes: Scopes): Store['snapshot'] {
  return async (work) => {
    const outer = scopes.current;
    if (outer !== null) return await scopes.join({ ...outer, readOnly: true }, work);
    const reading = db.transaction().setAccessMode('read only');
    return await reading.execute((inner) => scopes.run(inner, true, [], work));
  };
}

function transactions(db: Kysely<Schema>, scopes: Scopes, random: () => number): Store['transaction'] {
  const turn = createTurn();
  return async (work) => {
    const outer = scopes.current;
    if (outer?.readOnly === true) throw onlyReads();
    if (outer !== null) return await scopes.join(outer, work);
    // In our own process the turn is taken here, so that those who wait hold no connection.
    const end = await turn.take();
    try {
      return await withRetries(random, async () => {
        const after: (() => void)[] = [];
        const result = await db.transaction().execute((inner) => scopes.run(inner, false, after, work));
        for (const call of after) call();
        return result;
      });
    } finally {
      end();
    }
  };
}

async function withRetries<T>(random: () => number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt > RETRIES || !isRetryable(error)) throw error;
    }
    await wait(attempt * 20 * (0.5 + random()));
  }
}
