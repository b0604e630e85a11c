import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema, Seal, Store } from '#store';
import { dayOf, type Month, monthOf, nextMonth } from '../ledger/days.ts';
import { clearLetter } from '../safety/mailbox.ts';
import type { Refused, Safety } from '../safety/safety.ts';
import { forgetForms, takeForm } from './forms.ts';

export type RemindersOptions = {
  store: Store;
  safety: Safety;
  /** Null where there is no key outside of the data: then no address is taken. */
  seal: Seal | null;
  /** The address as it is written to, or null where a text is none. */
  addressOf: (text: string) => string | null;
  now: () => number;
};

export type Wish = {
  /** Of the form: the same form twice is one wish. 43 letters of base64url. */
  token: string;
  address: string;
  /** Where the reader says that she lives; null: she would rather not say. */
  country: string | null;
  month: string;
  lang: string;
};

export type Asked =
  /** `undo` takes it back; nobody can find it out again. */
  | { kind: 'kept'; undo: string; month: Month }
  /** The same form was sent before and taken back, or the letter is gone. */
  | { kind: 'over' }
  /** `mailbox`: it is not where she lives but where her mailbox is run that the rules refuse. */
  | { kind: 'refused'; decision: Refused; mailbox: boolean }
  | { kind: 'wrong'; field: 'address' | 'month' }
  | { kind: 'closed' };

/** A letter that is due. */
export type Due = { to: string; lang: string };

export type Reminders = {
  /** Whether addresses are taken. */
  readonly open: boolean;
  /** The months that may be chosen, the next one first. */
  months(): Month[];
  /** Keeps a wish, sealed, once the rules allow it. */
  ask(wish: Wish): Promise<Asked>;
  /** Takes a wish back; false where there is none, or not any more. */
  undo(undo: string): Promise<boolean>;
  /**
   * Hands over what is due, and deletes it in the same transaction. Who asked twice for one month is written to once. A
   * wish from a country that the rules refuse by now is deleted and not sent.
   *
   * @param send queries only, with the transaction's handle: it may run again
   * @returns how many letters were handed over
   */
  handOver(send: (due: Due, db: Kysely<Schema>) => Promise<void>): Promise<number>;
  /** How many wait, when the next is due, and how many no key that is here can open. */
  waiting(): Promise<{ count: number; next: number | null; unopened: number }>;
};

const ABOUT = 'reminder';
const MONTHS = 12;
/** More than any newsroom's readers ask for; what floods the form fills no disk. */
const MOST = 200_000;
const BATCH = 100;
const HOUR = 3_600_000;
/** Letters of a month leave over this many hours, so that no server sees them as a flood. */
const SPREAD = 72;

export function openReminders(options: RemindersOptions): Reminders {
  const { store, safety, seal, now } = options;
  let unwiped = false;
  let forgot = -Infinity;
  const wipe = async (): Promise<void> => {
    unwiped = !(await store.wipe());
  };
  const months = (): Month[] => {
    const all: Month[] = [];
    for (let month = monthOf(dayOf(now())); all.length < MONTHS;) all.push((month = nextMonth(month)));
    return all;
  };
  return {
    open: seal !== null,
    months,
    async ask({ token, country, lang, ...wish }) {
      if (seal === null) return { kind: 'closed' };
      const to = options.addressOf(wish.address);
      if (to === null) return { kind: 'wrong', field: 'address' };
      const month = months().find((known) => known === wish.month);
      if (month === undefined) return { kind: 'wrong', field: 'month' };
      const cleared = await clearLetter(safety, { to, country });
      if (!cleared.clear) return { kind: 'refused', decision: cleared.decision, mailbox: cleared.mailbox };
      const undo = hash(`undo ${token}`).digest('base64url');
      const id = idOf(undo);
      const same = seal.digest(`${to} ${month}`, ABOUT);
      const row = {
        id,
        due_at: dueIn(month, same),
        lang,
        sealed_by: seal.keys[0] ?? '',
        sealed: seal.seal(JSON.stringify({ to, country: cleared.country }), ABOUT),
        same,
      };
      return store.transaction(async (db): Promise<Asked> => {
        if (!(await takeForm(store, { token, at: now() }))) {
          const kept = await db.selectFrom('reminder').select('id').where('id', '=', id).executeTakeFirst();
          return kept === undefined ? { kind: 'over' } : { kind: 'kept', undo, month };
        }
        const { count } = await db
          .selectFrom('reminder')
          .select(({ fn }) => fn.countAll<number | string>().as('count'))
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST) return { kind: 'closed' };
        await db.insertInto('reminder').values(row).execute();
        return { kind: 'kept', undo, month };
      });
    },
    async undo(undo) {
      const { numDeletedRows } = await store.db
        .deleteFrom('reminder')
        .where('id', '=', idOf(undo))
        .executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) return false;
      await wipe();
      return true;
    },
    async handOver(send) {
      if (unwiped) await wipe();
      if (Math.abs(now() - forgot) >= HOUR) {
        await forgetForms(store, now());
        forgot = now();
      }
      if (seal === null) return 0;
      let handed = 0;
      for (;;) {
        const batch = await store.transaction((db) => handBatch(db, { seal, safety, at: now(), send }));
        if (batch === null) return handed;
        handed += batch;
        await wipe();
      }
    },
    async waiting() {
      const { fn } = store.db;
      const all = await store.db
        .selectFrom('reminder')
        .select([fn.countAll<number | string>().as('count'), fn.min('due_at').as('next')])
        .executeTakeFirstOrThrow();
      const opened = await store.db
        .selectFrom('reminder')
        .select(fn.countAll<number | string>().as('count'))
        .where('sealed_by', 'in', [...(seal?.keys ?? [''])])
        .executeTakeFirstOrThrow();
      const count = Number(all.count);
      return { count, next: all.next, unopened: count - Number(opened.count) };
    },
  };
}

/** @returns how many were handed over; null where nothing is due */
async function handBatch(
  db: Kysely<Schema>,
  parts: { seal: Seal; safety: Safety; at: number; send: (due: Due, db: Kysely<Schema>) => Promise<void> },
): Promise<number | null> {
  const { seal, safety, at, send } = parts;
  const rows = await db
    .selectFrom('reminder')
    .select(['lang', 'sealed', 'same'])
    .where('due_at', '<=', at)
    .where('sealed_by', 'in', [...seal.keys])
    .orderBy('due_at')
    .limit(BATCH)
    .execute();
  if (rows.length === 0) return null;
  const wishes = new Map(rows.map((row) => [row.same, row]));
  await db
    .deleteFrom('reminder')
    .where('same', 'in', [...wishes.keys()])
    .execute();
  let handed = 0;
  for (const { lang, sealed } of wishes.values()) {
    const { to, country } = JSON.parse(seal.open(sealed, ABOUT)) as { to: string; country: string };
    if (!(await clearLetter(safety, { to, country })).clear) continue;
    await send({ to, lang }, db);
    handed++;
  }
  return handed;
}

const hash = (text: string) => createHash('sha256').update(text);

/** What stands in the database leads to no link that undoes. */
const idOf = (undo: string): string => hash(undo).digest('hex');

/** From the first of the month on, at nine in UTC; the same hour for the same wish. */
const dueIn = (month: Month, same: string): number =>
  Date.parse(`${month}-01T09:00:00Z`) + (hash(same).digest().readUInt16BE() % SPREAD) * HOUR;
