import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { QueryResult } from 'kysely';
import { StoreError } from './errors.ts';

type Row = Record<string, unknown>;

interface Prepared {
  statement: StatementSync;
  names: string[];
}

/** One SQLite connection and the statements prepared on it. */
export interface Handle {
  /** Whether a transaction is open; false again once SQLite has rolled back by itself, as it may on a full disk. */
  readonly inTransaction: boolean;
  exec(sql: string): void;
  query<R>(sql: string, parameters: readonly unknown[]): QueryResult<R>;
  /** Rows one by one, on a statement of its own. */
  iterate(sql: string, parameters: readonly unknown[]): IterableIterator<Row>;
  /** To be called after the schema changed. */
  forget(): void;
  close(): void;
}

/** Prepared statements kept for each connection; the least recently used goes first. */
const KEPT = 400;
/** Milliseconds that SQLite itself may block the event loop for a lock; longer waits are ours and do not block. */
const BLOCK = 3;
/** Unseen longer texts, such as one-off bulk inserts, are not worth a place among the kept. */
const LONGEST = 20_000;

/**
 * Opens one more connection. `unchanging` reads a file that nobody writes without the files that SQLite keeps beside it,
 * and so without what only its write-ahead log holds.
 */
export function openHandle(file: string, options: { readOnly: boolean; unchanging?: boolean }): Handle {
  const db = new DatabaseSync(options.unchanging === true ? unchangingUrl(file) : file, {
    readOnly: options.readOnly,
    timeout: BLOCK,
    enableForeignKeyConstraints: true,
  });
  const kept = new Map<string, Prepared>();

  const prepare = (sql: string): Prepared => {
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    return { statement, names: statement.columns().map((column) => column.name) };
  };
  const prepared = (sql: string): Prepared => {
    const known = kept.get(sql);
    if (known !== undefined) {
      kept.delete(sql);
      kept.set(sql, known);
      return known;
    }
    const fresh = prepare(sql);
    if (sql.length > LONGEST) return fresh;
    kept.set(sql, fresh);
    if (kept.size > KEPT) for (const oldest of kept.keys()) if (kept.delete(oldest)) break;
    return fresh;
  };

  return {
    get inTransaction() {
      return db.isTransaction;
    },
    exec: (sql) => db.exec(sql),
    query<R>(sql: string, parameters: readonly unknown[]) {
      const { statement, names } = prepared(sql);
      if (!accepts(parameters)) throw refuse(parameters);
      if (names.length > 0) return { rows: asRows<R>(statement.all(...parameters), names) };
      const { changes, lastInsertRowid } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    },
    *iterate(sql, parameters) {
      const { statement, names } = prepare(sql);
      if (!accepts(parameters)) throw refuse(parameters);
      for (const values of statement.iterate(...parameters)) yield asRow(values, names);
    },
    forget: () => kept.clear(),
    close: () => {
      kept.clear();
      db.close();
    },
  };
}

function unchangingUrl(file: string): URL {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  return url;
}

// Arrays turned into objects of one shape are read, copied and compared about twice as fast as the driver's own
// rows, which have no prototype.
function asRows<R>(values: readonly unknown[], names: readonly string[]): R[] {
  return values.map((row) => asRow(row, names)) as R[];
}

function asRow(values: unknown, names: readonly string[]): Row {
  const row: Row = {};
  if (!Array.isArray(values)) throw new TypeError('The driver returned a row that is no array');
  for (let i = 0; i < names.length; i++) row[names[i] ?? ''] = values[i];
  return row;
}

function acceptable(value: unknown): value is SQLInputValue {
  // PostgreSQL cannot keep a zero character; refusing it here keeps both databases alike.
  if (typeof value === 'string') return !value.includes('\0');
  return (
    value === null || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array
  );
}

function accepts(values: readonly unknown[]): values is SQLInputValue[] {
  return values.every(acceptable);
}

function refuse(values: readonly unknown[]): StoreError {
  const bad = values.find((value) => !acceptable(value));
  const what = typeof bad === 'string' ? 'text with a zero character' : `a value of type '${typeof bad}'`;
  return new StoreError(
    'bad_value',
    `The database cannot keep ${what}; pass text without it, a number or null`,
  );
}
