import { CompiledQuery, type Kysely } from 'kysely';
import type { Engine } from './ddl.ts';
import { StoreError } from './errors.ts';
import type { Schema } from './schema.ts';

/** What is wrong with the database, in the database's words; an empty list when all is well. */
export async function findDamage({ db, engine }: { db: Kysely<Schema>; engine: Engine }): Promise<string[]> {
  try {
    if (engine === 'postgres') {
      await db.selectFrom('migration').select('number').execute();
      return [];
    }
    const pages = await query(db, 'PRAGMA quick_check(20)');
    const keys = await query(db, 'PRAGMA foreign_key_check');
    return [
      ...pages.map((row) => String(row['quick_check'])).filter((text) => text !== 'ok'),
      ...keys
        .slice(0, 20)
        .map((row) => `a row of ${String(row['table'])} names a missing ${String(row['parent'])}`),
    ];
  } catch (error) {
    if (error instanceof StoreError && error.code === 'corrupt') return [error.message];
    throw error;
  }
}

async function query(db: Kysely<Schema>, sql: string): Promise<Record<string, unknown>[]> {
  // A snapshot, so that a long check holds nobody up.
  return await db
    .transaction()
    .setAccessMode('read only')
    .execute(
      async (inner) => (await inner.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql))).rows,
    );
}
