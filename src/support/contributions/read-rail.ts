import type { Kysely } from 'kysely';
import type { Schema, Store } from '#store';
import type { Ledger } from '../ledger/ledger.ts';
import { RailError } from '../rails/error.ts';
import type { Rail, Reading, Report } from '../rails/rail.ts';
import { STANDING, type State } from './contribution.ts';
import { write } from './carry-out.ts';
import { askPerson } from './questions.ts';

type Parts = { store: Store; ledger: Ledger; now: () => number };

export type Read = {
  /** Movements that the ledger did not have. */
  recorded: number;
  /** What a person has to look at, new this time. */
  questions: number;
};

export type ReadRail = ReturnType<typeof readRail>;

/** Takes what a rail lists into the books. What it tells by itself, in a webhook, is only a reason to read. */
export function readRail({ store, ledger, now }: Parts) {
  async function take(rail: Rail, reading: Reading): Promise<Read> {
    return store.transaction(async (db) => {
      const results = await ledger.record(reading.movements);
      const refused = results.flatMap((result, at) =>
        result.outcome === 'refused'
          ? [{ source: reading.movements[at]?.source ?? 'unknown', reason: `ledger-${result.reason}` }]
          : [],
      );
      for (const payment of reading.payments) await tie(db, rail, payment);
      await applyAll(db, reading.reports);
      let questions = 0;
      for (const one of [...refused, ...reading.questions])
        questions += await askPerson(db, { rail: rail.name, ...one }, { now });
      await mark(db, rail, { cursor: reading.cursor, read_at: now(), fault: null, fault_at: null });
      return { recorded: results.filter(({ outcome }) => outcome === 'recorded').length, questions };
    });
  }

  async function applyAll(db: Kysely<Schema>, reports: readonly Report[]): Promise<void> {
    for (const { contribution, state, nextAt, standing, country: told } of reports) {
      const row = await db
        .selectFrom('contribution')
        .select(['state', 'standing', 'next_at', 'country'])
        .where('id', '=', contribution)
        .executeTakeFirst();
      if (row === undefined || !mayFollow(row.state as State, state)) continue;
      const name = standing ?? row.standing;
      const country = told === undefined ? row.country : told;
      const isSame = row.state === state && row.next_at === nextAt && row.standing === name;
      if (isSame && row.country === country) continue;
      await write(db, { now }, contribution, { state, next_at: nextAt, standing: name, country });
    }
  }

  async function mark(
    db: Kysely<Schema>,
    { name: rail }: Rail,
    values: { cursor?: string; read_at?: number; fault: string | null; fault_at: number | null },
  ): Promise<void> {
    await db
      .insertInto('rail_reading')
      .values({ rail, cursor: null, read_at: null, ...values })
      .onConflict((conflict) => conflict.column('rail').doUpdateSet(values))
      .execute();
  }

  return {
    /** @throws RailError; what was taken before it stays, and the next time goes on from there */
    async read(rail: Rail): Promise<Read> {
      const row = await store.db
        .selectFrom('rail_reading')
        .select('cursor')
        .where('rail', '=', rail.name)
        .executeTakeFirst();
      const all: Read = { recorded: 0, questions: 0 };
      try {
        for await (const reading of rail.read(row?.cursor ?? null)) {
          const taken = await take(rail, reading);
          all.recorded += taken.recorded;
          all.questions += taken.questions;
        }
      } catch (error) {
        if (error instanceof RailError)
          await mark(store.db, rail, { fault: error.message.slice(0, 300), fault_at: now() });
        throw error;
      }
      return all;
    },
    apply: (reports: readonly Report[]): Promise<void> => store.transaction((db) => applyAll(db, reports)),
  };
}

async function tie(
  db: Kysely<Schema>,
  { name: rail }: Rail,
  { source, contribution, at }: Reading['payments'][number],
): Promise<void> {
  const known = await db
    .selectFrom('contribution')
    .select('id')
    .where('id', '=', contribution)
    .executeTakeFirst();
  // One that was forgotten stays so.
  if (known === undefined) return;
  await db
    .insertInto('contribution_payment')
    .values({ rail, source, contribution, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Reports come late and in any order: what has ended does not go on, and what the switch stopped stays stopped. */
function mayFollow(before: State, after: Report['state']): boolean {
  if (before === 'stopped') return false;
  if (before === 'given' || before === 'cancelled') return before === after;
  if (after === 'open') return before === 'open';
  if (before === 'lapsed') return STANDING.includes(after) || after === 'cancelled';
  return true;
}
