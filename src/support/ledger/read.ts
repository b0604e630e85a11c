import type { Kysely } from 'kysely';
import type { LedgerTransactionTable, Schema } from '#store';
import type { Day } from './days.ts';
import { GENESIS } from './digest.ts';
import type { Entry } from './entry.ts';
import { minor } from './minor.ts';

/** An entry as it stands in the database, unchecked. */
export interface Written {
  id: number;
  bookedOn: Day;
  entry: Entry;
  positions: number[];
  digest: string;
  chain: string;
}

/** The last entry and the chain after it; entry 0 before the first. */
export async function lastEntry(db: Kysely<Schema>): Promise<{ id: number; chain: string }> {
  const last = await db
    .selectFrom('ledger_transaction')
    .select(['id', 'chain'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? { id: 0, chain: GENESIS };
}

const PAGE = 1000;

/** All entries after `after`, in the order of writing, as they were when this began: what is written stays. */
export async function* pagesOf(db: Kysely<Schema>, after = 0): AsyncGenerator<Written[], void, undefined> {
  const { last } = await db
    .selectFrom('ledger_transaction')
    .select((select) => select.fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  for (let from = after; from < (last ?? 0);) {
    const rows = await db
      .selectFrom('ledger_transaction')
      .selectAll()
      .where('id', '>', from)
      .where('id', '<=', last)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const end = rows.at(-1)?.id;
    if (end === undefined) return;
    const postings = await db
      .selectFrom('ledger_posting')
      .selectAll()
      .where('transaction_id', '>', from)
      .where('transaction_id', '<=', end)
      .orderBy('transaction_id')
      .orderBy('position')
      .execute();
    const grouped = Map.groupBy(postings, (posting) => posting.transaction_id);
    yield rows.map((row) => writtenOf(row, grouped.get(row.id) ?? []));
    from = end;
  }
}

type Row = LedgerTransactionTable;
type PostingRow = { account: string; currency: string; amount: number; position: number };

function writtenOf(row: Row, postings: readonly PostingRow[]): Written {
  const { id, booked_on: bookedOn, digest, chain } = row;
  // Whoever needs to know that words are of the chart checks them (verify.ts).
  const entry = {
    rail: row.rail,
    source: row.source,
    kind: row.kind,
    day: row.value_on,
    about: row.about,
    reason: row.reason,
    postings: postings.map(({ account, currency, amount }) => ({ account, currency, amount: minor(amount) })),
  } as Entry;
  return { id, bookedOn, entry, positions: postings.map(({ position }) => position), digest, chain };
}
