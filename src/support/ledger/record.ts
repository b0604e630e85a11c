import type { Kysely } from 'kysely';
import { insertMany, type LedgerPostingTable, type LedgerTransactionTable, type Schema } from '#store';
import { bookingDay, lastClosed } from './closing.ts';
import { dayOf, type Day } from './days.ts';
import { chainOf, digestOf } from './digest.ts';
import { entryOf, type Entry, type Fault } from './entry.ts';
import type { Movement } from './movement.ts';
import { lastEntry } from './read.ts';
import type { Room } from './room.ts';

/** What became of a movement. */
export type Recorded =
  | { outcome: 'recorded'; id: number; bookedOn: Day }
  /** It was there already, with the same content; nothing changed. */
  | { outcome: 'known'; id: number }
  /** Another movement bears its rail and source. Nothing changed; a person has to look at it. */
  | { outcome: 'refused'; reason: 'other-content'; id: number; message: string }
  | { outcome: 'refused'; reason: Fault; message: string };

/** How many sources are asked for at once. */
const ASKED = 400;

/**
 * Takes movements as they come: in any order, more than once, together or one by one. What is refused is refused alone.
 * All that is taken is written in one transaction (the caller's, where one is open) and adds up, or nothing is.
 */
export async function record(room: Room, movements: readonly Movement[]): Promise<Recorded[]> {
  const today = dayOf(room.now());
  const entries = movements.map((movement) => entryOf(movement, today));
  return await room.store.transaction(async (db) => {
    const known = await knownOf(db, entries);
    const writer = await openWriter(db);
    const results = entries.map((entry, index): Recorded => {
      if (typeof entry === 'string') return malformed(entry, movements[index]);
      const digest = digestOf(entry);
      const key = keyOf(entry);
      const before = known.get(key);
      if (before !== undefined)
        return before.digest === digest ? { outcome: 'known', id: before.id } : taken(entry, before.id);
      const { id, bookedOn } = writer.add(entry, digest);
      known.set(key, { id, digest });
      return { outcome: 'recorded', id, bookedOn };
    });
    await writer.end();
    return results;
  });
}

function malformed(reason: Fault, movement: Movement | undefined): Recorded {
  const which = `${String(movement?.rail)}/${String(movement?.source)}`;
  return { outcome: 'refused', reason, message: `The movement '${which}' has no right ${WORDS[reason]}` };
}

const WORDS: Record<Fault, string> = {
  rail: 'rail',
  source: 'source (letters, digits and ._:/- only)',
  kind: 'kind',
  day: 'day (yyyy-mm-dd)',
  future: 'day: it lies more than a month ahead',
  about: 'source of what it belongs to',
  amount: 'amount (whole minor units, not zero, of the sign that its kind has)',
  currency: 'currency',
  reason: 'reason',
  account: 'account',
  unbalanced: 'postings: in one currency they have to add up to nothing',
};

function taken({ rail, source }: Entry, id: number): Recorded {
  const message = `Entry ${id} bears the name '${rail}/${source}' and says something else; look at both and add an adjustment`;
  return { outcome: 'refused', reason: 'other-content', id, message };
}

function keyOf({ rail, source }: { rail: string; source: string }): string {
  return `${rail}/${source}`;
}

async function knownOf(
  db: Kysely<Schema>,
  entries: readonly (Entry | Fault)[],
): Promise<Map<string, { id: number; digest: string }>> {
  const known = new Map<string, { id: number; digest: string }>();
  const wanted = Map.groupBy(
    entries.filter((entry) => typeof entry !== 'string'),
    (entry) => entry.rail,
  );
  for (const [rail, group] of wanted) {
    const sources = [...new Set(group.map((entry) => entry.source))];
    for (let from = 0; from < sources.length; from += ASKED) {
      const rows = await db
        .selectFrom('ledger_transaction')
        .select(['id', 'rail', 'source', 'digest'])
        .where('rail', '=', rail)
        .where('source', 'in', sources.slice(from, from + ASKED))
        .execute();
      for (const row of rows) known.set(keyOf(row), row);
    }
  }
  return known;
}

interface Writer {
  add(entry: Entry, digest: string): { id: number; bookedOn: Day };
  /** Postings first: the entry that follows seals them. */
  end(): Promise<void>;
}

async function openWriter(db: Kysely<Schema>): Promise<Writer> {
  let { id, chain } = await lastEntry(db);
  const closed = await lastClosed(db);
  const rows: LedgerTransactionTable[] = [];
  const postings: LedgerPostingTable[] = [];
  return {
    add(entry, digest) {
      id += 1;
      const bookedOn = bookingDay(entry.day, closed);
      chain = chainOf(chain, { id, bookedOn, digest });
      const { rail, source, kind, day, about, reason } = entry;
      rows.push({ id, rail, source, kind, value_on: day, booked_on: bookedOn, about, reason, digest, chain });
      for (const [position, posting] of entry.postings.entries())
        postings.push({ transaction_id: id, position, ...posting });
      return { id, bookedOn };
    },
    async end() {
      await insertMany(db, 'ledger_posting', postings);
      await insertMany(db, 'ledger_transaction', rows);
    },
  };
}
