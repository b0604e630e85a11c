import type { DumpPart, Row, Store, Value } from '#store';

/*
 * Readers refuse an edition whose number is lower than one they have seen. The head pointer holds the number of the
 * current edition; the database keeps the highest that was ever given, for when the folder of the editions is lost.
 */

const TABLE = 'press_state';
const KEY = 'edition';

/** Editions that may have been made since a backup, besides one in each second: more than anybody publishes by hand. */
const MARGIN = 1_000;

/** Gives numbers to editions, each higher than any before. What it gives is in the database before it is published. */
export function countEditions(store: Store): (least: number) => Promise<number> {
  return (least) =>
    store.transaction(async (db) => {
      const row = await db.selectFrom(TABLE).select('value_json').where('key', '=', KEY).executeTakeFirst();
      const number = Math.max(least, highestIn(row?.value_json) + 1);
      const value_json = printed(number);
      await db
        .insertInto(TABLE)
        .values({ key: KEY, value_json })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value_json }))
        .execute();
      return number;
    });
}

/**
 * A dump as it is loaded from a backup, with the count of editions so far ahead that no edition made since the backup
 * had a higher number: a thousand, and one for each second.
 *
 * @param age of the backup in milliseconds
 */
export async function* countAhead(parts: AsyncIterable<DumpPart>, age: number): AsyncGenerator<DumpPart> {
  const gap = MARGIN + Math.max(0, Math.ceil(age / 1_000));
  let counted = false;
  for await (const part of parts) {
    // The last part of a dump; the one we look for comes before it, or was not there.
    if (part.table === 'sequence' && !counted) yield { table: TABLE, rows: [rowOf(gap)] };
    if (part.table !== TABLE) {
      yield part;
      continue;
    }
    const rows = part.rows.map((row) =>
      row['key'] === KEY ? rowOf(highestIn(row['value_json']) + gap) : row,
    );
    counted ||= rows.some((row) => row['key'] === KEY);
    yield { table: TABLE, rows };
  }
}

const printed = (highest: number): string => JSON.stringify({ highest });

const rowOf = (highest: number): Row => ({ key: KEY, value_json: printed(highest) });

/** 0 where no number was given yet. @throws Error for what is no count: to guess could let the numbers go back */
function highestIn(json: Value | undefined): number {
  if (json === undefined) return 0;
  const { highest } = JSON.parse(`${json}`) as { highest?: unknown };
  if (typeof highest === 'number' && Number.isSafeInteger(highest) && highest >= 0) return highest;
  throw new Error(`The count of editions in the database is "${json}"; restore a backup`);
}
