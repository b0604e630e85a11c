import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { aborted, onlyReads } from './errors.ts';
import { sqliteError } from './sqlite-errors.ts';
import { SqliteFiles, type SqliteOptions } from './sqlite-files.ts';
import type { Handle } from './sqlite-handle.ts';

export interface Sqlite {
  dialect: Dialect;
  /** Forgets prepared statements after the schema changed. */
  forget: () => void;
  /** See `wipe` of the store. */
  wipe: () => Promise<boolean>;
}

export async function openSqlite(options: SqliteOptions): Promise<Sqlite> {
  const files = await SqliteFiles.open(options);
  return {
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: () => new SqliteDriver(files, options),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    forget: () => files.forget(),
    wipe: () => files.wipe(),
  };
}

class Adapter extends SqliteAdapter {
  readonly engine = 'sqlite';
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteDriver implements Driver {
  readonly #files: SqliteFiles;
  readonly #options: SqliteOptions;

  constructor(files: SqliteFiles, options: SqliteOptions) {
    this.#files = files;
    this.#options = options;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new SqliteConnection(this.#files, this.#options.file);
  }

  async beginTransaction(connection: SqliteConnection, settings: TransactionSettings): Promise<void> {
    await connection.begin(settings.accessMode === 'read only');
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.commit();
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.rollback();
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    const end = await this.#files.turn.take();
    this.#files.close();
    end();
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #files: SqliteFiles;
  readonly #file: string;
  #handle: Handle | null = null;
  #snapshot = false;
  #endTurn: (() => void) | null = null;
  #failed = false;

  constructor(files: SqliteFiles, file: string) {
    this.#files = files;
    this.#file = file;
  }

  async begin(readOnly: boolean): Promise<void> {
    this.#failed = false;
    if (readOnly) {
      this.#handle = await this.#files.patiently(() => this.#files.takeSnapshot());
      this.#snapshot = true;
      return;
    }
    this.#endTurn = await this.#files.turn.take();
    try {
      await this.#files.write((writer) => writer.exec('BEGIN IMMEDIATE'));
      this.#handle = this.#files.writer;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  commit(): void {
    const handle = this.#handle;
    if (handle === null) throw new Error('There is no transaction to commit');
    if (this.#failed || !handle.inTransaction) throw aborted();
    try {
      handle.exec(this.#snapshot ? 'ROLLBACK' : 'COMMIT');
    } catch (error) {
      throw sqliteError(error, this.#file);
    }
  }

  rollback(): void {
    if (this.#handle?.inTransaction === true) this.#handle.exec('ROLLBACK');
  }

  release(): void {
    this.rollback();
    if (this.#snapshot && this.#handle !== null) this.#files.endSnapshot(this.#handle);
    this.#handle = null;
    this.#snapshot = false;
    this.#endTurn?.();
    this.#endTurn = null;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#handle !== null) return this.#inTransaction(this.#handle, query);
    if (isRead(query))
      return await this.#files.patiently(() => this.#files.reader.query<R>(query.sql, query.parameters));
    const end = await this.#files.turn.take();
    try {
      return await this.#files.write((writer) => writer.query<R>(query.sql, query.parameters));
    } finally {
      end();
    }
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    const handle = this.#handle ?? this.#files.takeSnapshot();
    try {
      let rows: R[] = [];
      for (const row of handle.iterate(query.sql, query.parameters)) {
        rows.push(row as R);
        if (rows.length < chunkSize) continue;
        yield { rows };
        rows = [];
      }
      if (rows.length > 0) yield { rows };
    } catch (error) {
      throw sqliteError(error, this.#file);
    } finally {
      if (this.#handle === null) this.#files.endSnapshot(handle);
    }
  }

  #inTransaction<R>(handle: Handle, query: CompiledQuery): QueryResult<R> {
    if (query.sql.startsWith('ROLLBACK TO ')) this.#failed = false;
    // After a full disk SQLite may have rolled back by itself; the next statement would then stand alone.
    if (this.#failed || !handle.inTransaction) throw aborted();
    try {
      return handle.query<R>(query.sql, query.parameters);
    } catch (error) {
      this.#failed = true;
      const ours = sqliteError(error, this.#file);
      throw this.#snapshot && ours.code === 'read_only' ? onlyReads(error) : ours;
    }
  }
}

function isRead(query: CompiledQuery): boolean {
  return SelectQueryNode.is(query.query) || /^\s*select\b/i.test(query.sql);
}
