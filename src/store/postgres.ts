import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { Pool, type PoolClient, types } from 'pg';
import { aborted, onlyReads, StoreError } from './errors.ts';
import { postgresError } from './postgres-errors.ts';

export interface PostgresOptions {
  url: string;
  /** Connections at most. Default 10 is set by `openStore`. */
  connections: number;
  /** Milliseconds to wait for another process that writes. */
  patience: number;
}

/**
 * Held by every transaction that writes, so that PostgreSQL behaves as SQLite does: one writer at a time, and the
 * numbers of `change` are committed in their order.
 */
const WRITER = 5_497_558_138_881;
const INT8 = 20;
const NUMERIC = 1700;
/** Statements prepared by name on each connection; what comes later is sent in full each time. */
const NAMED = 400;
const LONGEST = 10_000;

export function openPostgres(options: PostgresOptions): { dialect: Dialect; forget: () => void } {
  const where = whereOf(options.url);
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: 300_000,
    keepAlive: true,
    application_name: 'longwave',
    types: {
      getTypeParser: (oid: number, format?: string) =>
        oid === INT8 || oid === NUMERIC
          ? safeNumber
          : types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
    },
  });
  // A connection that breaks is replaced, and the query that was under way, or the next one, tells of it. Without a
  // listener the event would end the program.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const driver = new PostgresDriver(pool, where, options);
  return {
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    forget: () => driver.forget(),
  };
}

function whereOf(url: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(url);
    const host = searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname);
    return `'${host}${port === '' ? '' : `:${port}`}${pathname}'`;
  } catch (error) {
    throw new StoreError(
      'bad_url',
      'The address of the database is no URL; write postgres://user:password@host/database',
      error,
    );
  }
}

function safeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new StoreError('bad_value', `The number ${text} is too large to be exact; keep it as text`);
  return value;
}

class Adapter extends PostgresAdapter {
  readonly engine = 'postgres';
}

class PostgresDriver implements Driver {
  readonly #pool: Pool;
  readonly #where: string;
  readonly #options: PostgresOptions;
  #generation = 0;
  readonly #names = new Map<string, string>();
  readonly #seen = new Set<string>();

  constructor(pool: Pool, where: string, options: PostgresOptions) {
    this.#pool = pool;
    this.#where = where;
    this.#options = options;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    try {
      return new PostgresConnection(await this.#pool.connect(), this.#where, (sql) => this.#nameOf(sql));
    } catch (error) {
      throw postgresError(error, this.#where);
    }
  }

  /** New names for every statement: PostgreSQL refuses a prepared one whose columns have changed. */
  forget(): void {
    this.#names.clear();
    this.#generation++;
  }

  async beginTransaction(connection: PostgresConnection, settings: TransactionSettings): Promise<void> {
    if (settings.accessMode === 'read only') {
      // The snapshot is fixed by the first query, not by BEGIN.
      await connection.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1');
      connection.snapshot = true;
      return;
    }
    // Read committed, because a stricter level would fix what is seen before the lock is granted.
    await connection.run(
      `BEGIN; SET LOCAL lock_timeout = ${this.#options.patience}; SELECT pg_advisory_xact_lock(${WRITER})`,
    );
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    if ((await connection.run('COMMIT')) === 'ROLLBACK') throw aborted();
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    await connection.rollback();
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }

  // A text is prepared when it comes a second time, so that one-off statements do not fill the server.
  #nameOf(sql: string): string | undefined {
    const known = this.#names.get(sql);
    if (known !== undefined || this.#names.size >= NAMED || sql.length > LONGEST) return known;
    if (!this.#seen.delete(sql)) {
      if (this.#seen.size > 4 * NAMED) this.#seen.clear();
      this.#seen.add(sql);
      return undefined;
    }
    const name = `longwave_${this.#generation}_${this.#names.size}`;
    this.#names.set(sql, name);
    return name;
  }
}

class PostgresConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #where: string;
  readonly #nameOf: (sql: string) => string | undefined;
  snapshot = false;
  #open = false;
  #broken = false;
  #cursors = 0;

  constructor(client: PoolClient, where: string, nameOf: (sql: string) => string | undefined) {
    this.#client = client;
    this.#where = where;
    this.#nameOf = nameOf;
  }

  /** Runs what has no parameters; returns the last command's tag. */
  async run(sql: string): Promise<string> {
    try {
      if (sql.startsWith('BEGIN')) this.#open = true;
      const { command } = await this.#client.query(sql);
      if (sql === 'COMMIT') this.#open = false;
      return command;
    } catch (error) {
      throw this.#translate(error);
    }
  }

  async rollback(): Promise<void> {
    this.#open = false;
    try {
      await this.#client.query('ROLLBACK');
    } catch {
      // The server undoes what it has no connection for; the error that led here is the one to report.
      this.#broken = true;
    }
  }

  release(): void {
    this.#client.release(this.#broken || this.#open);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const name = this.#nameOf(query.sql);
    const values = [...query.parameters];
    try {
      const { command, rowCount, rows } = await this.#client.query<R & object>(
        name === undefined ? { text: query.sql, values } : { name, text: query.sql, values },
      );
      const counts =
        command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
      return counts ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
    } catch (error) {
      throw this.#translate(error);
    }
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    const outside = !this.#open;
    if (outside) await this.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const cursor = `stream_${this.#cursors++}`;
    try {
      await this.#client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query.sql}`, [...query.parameters]);
      for (;;) {
        const { rows } = await this.#client.query<R & object>(`FETCH ${chunkSize} FROM ${cursor}`);
        if (rows.length > 0) yield { rows };
        if (rows.length < chunkSize) break;
      }
      await this.#client.query(`CLOSE ${cursor}`);
    } catch (error) {
      throw this.#translate(error);
    } finally {
      if (outside) await this.rollback();
    }
  }

  #translate(error: unknown): StoreError {
    const ours = postgresError(error, this.#where);
    if (ours.code === 'unreachable') this.#broken = true;
    return this.snapshot && ours.code === 'read_only' ? onlyReads(error) : ours;
  }
}
