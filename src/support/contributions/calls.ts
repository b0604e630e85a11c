import type { Kysely } from 'kysely';
import type { RailCallTable, Schema, Store } from '#store';
import type { Rail as RailName } from '../ledger/chart.ts';
import { dayOf } from '../ledger/days.ts';
import type { Price } from '../rails/rail.ts';
import { SupportError } from './error.ts';

/* What is asked of a rail is written down before it is asked, so that a process that dies in between loses nothing. */

/** What is asked, with what is needed to ask again. A method is the rail's own name of it, good for minutes. */
export type Ask =
  | { kind: 'begin'; method: string | null; country: string | null }
  | { kind: 'change-method'; method: string }
  | { kind: 'change-price'; price: Price; cover: number }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'retry' }
  /** `run`: of the designation switch, whose log tells of it. */
  | { kind: 'stop'; run: string | null }
  /** `number`: of the refund among those of this payment. */
  | { kind: 'refund'; source: string; amount: number; number: number }
  | { kind: 'forget' };

/** What was asked and not answered yet. */
export type Owed = {
  id: number;
  rail: RailName;
  contribution: string;
  kind: Ask['kind'];
  attempts: number;
  /** yyyy-mm-dd */
  begunOn: string;
  /** When it is asked again: milliseconds since 1970. */
  nextAt: number;
};

export type Call = {
  id: number;
  key: string;
  contribution: string;
  rail: string;
  ask: Ask;
  attempts: number;
  /** Milliseconds since 1970. */
  createdAt: number;
};

/** Milliseconds until something that did not get through is asked again: 2 s, 8 s, … at most 10 minutes. */
const wait = (attempts: number): number => Math.min(600_000, 2_000 * 4 ** Math.max(0, attempts - 1));
/** Milliseconds for which whoever asks has it to itself: longer than any rail is waited for. */
const HELD = 30_000;
/** Milliseconds after which a rail may have forgotten a key, and asking again could do it twice. */
const KEY_LIFE = 23 * 3_600_000;
/** What asking again could do twice then. All else is the same however often it is asked, or is looked up first. */
const ONCE: readonly Ask['kind'][] = ['refund', 'retry', 'change-method'];

export const isTooOld = ({ ask, createdAt }: Call, at: number): boolean =>
  ONCE.includes(ask.kind) && at - createdAt > KEY_LIFE;

export function keepCalls({ store, now, random }: { store: Store; now: () => number; random: () => string }) {
  return {
    /** @throws SupportError `busy` where something else is under way for it */
    async open(
      db: Kysely<Schema>,
      { contribution, rail, ask }: Pick<Call, 'contribution' | 'rail' | 'ask'>,
    ): Promise<Call> {
      const other = await db
        .selectFrom('rail_call')
        .select('id')
        .where('contribution', '=', contribution)
        .where('state', '=', 'open')
        .executeTakeFirst();
      if (other !== undefined)
        throw new SupportError(
          'busy',
          'Something is under way for this contribution; look again in a moment',
        );
      const at = now();
      const key = random();
      const { id } = await db
        .insertInto('rail_call')
        .values({
          idempotency_key: key,
          contribution,
          rail,
          kind: ask.kind,
          ask_json: JSON.stringify(ask),
          state: 'open',
          outcome: null,
          attempts: 1,
          created_at: at,
          next_at: at + HELD,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id, key, contribution, rail, ask, attempts: 1, createdAt: at };
    },
    /** It is over; what was needed to ask again goes. */
    async end(db: Kysely<Schema>, { id }: Call, outcome: string): Promise<void> {
      await db
        .updateTable('rail_call')
        .set({ state: 'done', ask_json: null, outcome })
        .where('id', '=', id)
        .execute();
    },
    /** It did not get through, as far as is known. */
    async later({ id, attempts }: Call, after: number | null): Promise<void> {
      const next = now() + Math.max(after ?? 0, wait(attempts));
      await store.db
        .updateTable('rail_call')
        .set({ next_at: next })
        .where('id', '=', id)
        .where('state', '=', 'open')
        .execute();
    },
    /** One that is due, for this process alone; null: there is none. */
    async take(at: number): Promise<Call | null> {
      return store.transaction(async (db) => {
        const row = await db
          .selectFrom('rail_call')
          .selectAll()
          .where('state', '=', 'open')
          .where('next_at', '<=', at)
          .orderBy('next_at')
          .limit(1)
          .executeTakeFirst();
        if (row === undefined) return null;
        const attempts = row.attempts + 1;
        await db
          .updateTable('rail_call')
          .set({ attempts, next_at: now() + HELD })
          .where('id', '=', row.id)
          .execute();
        return callOf({ ...row, attempts });
      });
    },
    /** When the next one is due; null: nothing is open. */
    async next(): Promise<number | null> {
      const row = await store.db
        .selectFrom('rail_call')
        .select((eb) => eb.fn.min('next_at').as('at'))
        .where('state', '=', 'open')
        .executeTakeFirst();
      return row?.at ?? null;
    },
    async list(): Promise<Owed[]> {
      const rows = await store.db
        .selectFrom('rail_call')
        .selectAll()
        .where('state', '=', 'open')
        .orderBy('next_at')
        .limit(200)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        rail: row.rail as RailName,
        contribution: row.contribution,
        kind: readAsk(row).kind,
        attempts: row.attempts,
        begunOn: dayOf(row.created_at),
        nextAt: row.next_at,
      }));
    },
    async isOpen(contribution: string): Promise<string | null> {
      const row = await store.db
        .selectFrom('rail_call')
        .select('kind')
        .where('contribution', '=', contribution)
        .where('state', '=', 'open')
        .executeTakeFirst();
      return row?.kind ?? null;
    },
  };
}
export type Calls = ReturnType<typeof keepCalls>;

const callOf = (row: Omit<RailCallTable, 'id'> & { id: number }): Call => ({
  id: row.id,
  key: row.idempotency_key,
  contribution: row.contribution,
  rail: row.rail,
  ask: readAsk(row),
  attempts: row.attempts,
  createdAt: row.created_at,
});

function readAsk({ id, ask_json: text }: { id: number; ask_json: string | null }): Ask {
  if (text === null) throw new Error(`Call ${id} is open and does not say what is asked`);
  return JSON.parse(text) as Ask;
}
