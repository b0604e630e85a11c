import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
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
import { isBusy, sqliteError } from './sqlite-errors.ts';
import { type Handle, openHandle } from './sqlite-handle.ts';
import { createTurn, type Turn } from './turn.ts';

export interface SqliteOptions {
  file: string;
  /** Milliseconds to wait for another process that writes. */
  patience: number;
}

export interface Sqlite {
  dialect: Dialect;
  /** Forgets prepared statements after the schema changed. */
  forget: () => void;
}

/**
 * One connection that writes, one that reads beside it, and one more for each snapshot: in WAL mode readers neither
 * wait for the writer nor see half of what it does.
 */
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
  };
}

class Adapter extends SqliteAdapter {
  readonly engine = 'sqlite';
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteFiles {
  readonly writer: Handle;
  readonly turn: Turn = createTurn();
  readonly #options: SqliteOptions;
  #reader: Handle | null = null;
  #idle: Handle[] = [];
  #closed = false;

  private constructor(writer: Handle, options: SqliteOptions) {
    this.writer = writer;
    this.#options = options;
  }

  static async open(options: SqliteOptions): Promise<SqliteFiles> {
    let writer: Handle | null = null;
    try {
      ensureWritable(options.file);
      const opened = openHandle(options.file, { readOnly: false });
      writer = opened;
      const files = new SqliteFiles(opened, options);
      await files.patiently(() =>
        opened.exec(
          'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000; ' +
            'PRAGMA journal_size_limit = 67108864; PRAGMA temp_store = MEMORY; PRAGMA case_sensitive_like = ON',
        ),
      );
      return files;
    } catch (error) {
      writer?.close();
      throw sqliteError(error, options.file);
    }
  }

  get reader(): Handle {
    this.#reader ??= this.#openReader();
    return this.#reader;
  }

  takeSnapshot(): Handle {
    const handle = this.#idle.pop() ?? this.#openReader();
    // The snapshot is fixed by the first read, not by BEGIN.
    handle.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    return handle;
  }

  endSnapshot(handle: Handle): void {
    if (handle.inTransaction) handle.exec('ROLLBACK');
    if (this.#idle.length < 2 && !this.#closed) this.#idle.push(handle);
    else handle.close();
  }

  /** Tries again, without blocking the event loop, while another process holds the lock. */
  async patiently<T>(work: () => T): Promise<T> {
    const deadline = performance.now() + this.#options.patience;
    for (let pause = 1; ; pause = Math.min(pause * 2, 20)) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw sqliteError(error, this.#options.file);
      }
      await wait(pause);
    }
  }

  forget(): void {
    for (const handle of [this.writer, this.#reader, ...this.#idle]) handle?.forget();
  }

  close(): void {
    this.#closed = true;
    // The last one to close folds the write-ahead log into the file, which only a writer may.
    for (const handle of this.#idle) handle.close();
    this.#idle = [];
    this.#reader?.close();
    this.writer.close();
  }

  #openReader(): Handle {
    const handle = openHandle(this.#options.file, { readOnly: true });
    handle.exec('PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA case_sensitive_like = ON');
    return handle;
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
      await this.#files.patiently(() => this.#files.writer.exec('BEGIN IMMEDIATE'));
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
      return await this.#files.patiently(() => this.#files.writer.query<R>(query.sql, query.parameters));
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

function ensureWritable(file: string): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
  // Made by us so that nobody else may read it; SQLite gives its log the same rights.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  accessSync(file, constants.R_OK | constants.W_OK);
}
