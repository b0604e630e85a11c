import { AsyncLocalStorage } from 'node:async_hooks';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { StoreError } from './errors.ts';
import type { Schema } from './schema.ts';
import { createTurn, type Turn } from './turn.ts';

/** The transaction or snapshot that the running work is in. */
export interface Scope {
  db: Kysely<Schema>;
  readOnly: boolean;
  /** False once the work has ended: what it left running is on its own. */
  active: boolean;
  depth: number;
  /** Inner transactions one at a time, because savepoints nest. */
  turn: Turn;
  /** To be called when the outermost transaction is committed. */
  after: (() => void)[];
}

/** Remembers, along the calls of a work, which transaction it is in, so that whatever it calls takes part. */
export class Scopes {
  readonly #storage = new AsyncLocalStorage<Scope>();

  get current(): Scope | null {
    const scope = this.#storage.getStore();
    return scope?.active === true ? scope : null;
  }

  /** Runs the work as the outermost of its transaction. */
  async run<T>(db: Kysely<Schema>, readOnly: boolean, after: Scope['after'], work: Work<T>): Promise<T> {
    return await this.#enter({ db, readOnly, active: true, depth: 0, turn: createTurn(), after }, work);
  }

  /** Runs the work inside `outer`: undone alone when it throws. */
  async join<T>(outer: Scope, work: Work<T>): Promise<T> {
    if (outer.readOnly) return await this.#enter({ ...outer, depth: outer.depth + 1 }, work);
    const end = await outer.turn.take();
    const inner = { ...outer, depth: outer.depth + 1, turn: createTurn(), after: [] };
    const name = `inner_${inner.depth}`;
    try {
      await statement(outer.db, `SAVEPOINT ${name}`);
      const result = await this.#enter(inner, work);
      await statement(outer.db, `RELEASE SAVEPOINT ${name}`);
      outer.after.push(...inner.after);
      return result;
    } catch (error) {
      await undo(outer.db, name);
      throw error;
    } finally {
      end();
    }
  }

  /** The dialect whose connections are those of the transaction in which they are asked for, and its end. */
  wrap(dialect: Dialect): { dialect: Dialect; close: () => Promise<void> } {
    const driver = new ScopedDriver(dialect.createDriver(), this);
    return {
      dialect: {
        createAdapter: () => dialect.createAdapter(),
        createIntrospector: (db) => dialect.createIntrospector(db),
        createQueryCompiler: () => dialect.createQueryCompiler(),
        createDriver: () => driver,
      },
      close: () => driver.destroy(),
    };
  }

  async #enter<T>(scope: Scope, work: Work<T>): Promise<T> {
    try {
      return await this.#storage.run(scope, () => work(scope.db));
    } finally {
      scope.active = false;
    }
  }
}

export type Work<T> = (db: Kysely<Schema>) => Promise<T>;

async function statement(db: Kysely<Schema>, sql: string): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(sql));
}

async function undo(db: Kysely<Schema>, name: string): Promise<void> {
  try {
    await statement(db, `ROLLBACK TO SAVEPOINT ${name}`);
    await statement(db, `RELEASE SAVEPOINT ${name}`);
  } catch {
    // The whole transaction is lost, by a full disk or a broken connection: its next statement says so, and the error
    // that led here is the one to report now.
  }
}

class JoinedConnection implements DatabaseConnection {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return await this.#db.executeQuery<R>(query);
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#db.getExecutor().stream<R>(query, chunkSize);
  }
}

class ScopedDriver implements Driver {
  readonly #driver: Driver;
  readonly #scopes: Scopes;
  #closing: Promise<void> | null = null;

  constructor(driver: Driver, scopes: Scopes) {
    this.#driver = driver;
    this.#scopes = scopes;
  }

  init(): Promise<void> {
    return this.#driver.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const scope = this.#scopes.current;
    if (this.#closing !== null && scope === null)
      throw new StoreError('closed', 'The store is closed; stop using it before you close it');
    return scope === null ? await this.#driver.acquireConnection() : new JoinedConnection(scope.db);
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (connection instanceof JoinedConnection)
      throw new StoreError(
        'in_transaction',
        'A transaction is open already; join it by the `transaction` of the store',
      );
    await this.#driver.beginTransaction(connection, settings);
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#driver.commitTransaction(connection);
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#driver.rollbackTransaction(connection);
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (!(connection instanceof JoinedConnection)) await this.#driver.releaseConnection(connection);
  }

  destroy(): Promise<void> {
    this.#closing ??= this.#driver.destroy();
    return this.#closing;
  }
}
