import { CompiledQuery, type Insertable, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

export interface InsertOptions {
  /** Leaves out rows whose key is there already, instead of refusing them all. Default false. */
  ignore?: boolean;
}

/**
 * Parameters in one statement. SQLite takes 32,766 and PostgreSQL 65,535; beyond a few hundred nothing is gained, and a
 * small text stays among the prepared ones.
 */
const PARAMETERS = 900;

/**
 * Inserts any number of rows, in statements under each database's limit of parameters. All rows must have the columns
 * of the first. Pass a transaction's handle where it must be all or none. Throws a StoreError `conflict`.
 */
export async function insertMany<T extends keyof Schema>(
  db: Kysely<Schema>,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
  options: InsertOptions = {},
): Promise<void> {
  await insertRows(db, table, rows, options);
}

/** As `insertMany`, into a table that the types do not know. */
export async function insertRows(
  db: Kysely<Schema>,
  table: string,
  rows: readonly object[],
  options: InsertOptions = {},
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const each = Math.max(1, Math.floor(PARAMETERS / columns.length));
  const numbered = isPostgres(db);
  for (let from = 0; from < rows.length; from += each) {
    const chunk = rows.slice(from, from + each);
    const text = insertText(table, columns, chunk.length, numbered, options.ignore === true);
    await db.executeQuery(CompiledQuery.raw(text, valuesOf(chunk, columns)));
  }
}

function isPostgres(db: Kysely<Schema>): boolean {
  const { adapter } = db.getExecutor();
  return 'engine' in adapter && adapter.engine === 'postgres';
}

function insertText(
  table: string,
  columns: string[],
  count: number,
  numbered: boolean,
  ignore: boolean,
): string {
  let next = 1;
  const row = (): string => `(${columns.map(() => (numbered ? `$${next++}` : '?')).join(',')})`;
  const names = columns.map((column) => `"${column.replaceAll('"', '""')}"`).join(',');
  const values = Array.from({ length: count }, row).join(',');
  return `INSERT INTO "${table}" (${names}) VALUES ${values}${ignore ? ' ON CONFLICT DO NOTHING' : ''}`;
}

function valuesOf(rows: readonly object[], columns: readonly string[]): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) {
    if (Object.keys(row).length !== columns.length)
      throw new TypeError('The rows do not all have the same columns');
    for (const column of columns) {
      const value: unknown = Reflect.get(row, column);
      if (value === undefined) throw new TypeError(`A row has no value for '${column}'; pass null`);
      values.push(value);
    }
  }
  return values;
}
