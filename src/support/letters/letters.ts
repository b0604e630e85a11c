import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema, Seal, Store } from '#store';
import { STANDING, type State } from '../contributions/contribution.ts';
import { dayOf } from '../ledger/days.ts';
import { takeForm } from '../reminders/forms.ts';
import { clearLetter } from '../safety/mailbox.ts';
import type { Safety } from '../safety/safety.ts';
import { ABOUT, keyOf, type Sealed, sendDue } from './due.ts';

export type LettersOptions = {
  store: Store;
  safety: Safety;
  /** Null where there is no key outside of the data, or no letter can leave: then no address is taken. */
  seal: Seal | null;
  /** The address as it is written to, or null where a text is none. */
  addressOf: (text: string) => string | null;
  /** Leaves a letter to be sent, sealed, in the transaction whose handle it is given; under a key to take it back by. */
  put: (leaving: Leaving, key: string, db: Kysely<Schema>) => Promise<void>;
  /** Whether a gift of a contribution came from where the rules refuse: nothing is written to whoever gave it. */
  isDenied: (contribution: string) => Promise<boolean>;
  now: () => number;
};

/** What a letter is to say. */
export type Leaving =
  | { kind: 'receipt'; to: string; lang: string; lines: readonly string[] }
  /** `last`: the second of two. `undo`: takes the wish to be told back. */
  | { kind: 'failed'; to: string; lang: string; last: boolean; undo: string };

/** What a supporter writes into the form. `token`: 43 letters of base64url; the same form twice is one wish. */
export type LetterForm = {
  token: string;
  address: string;
  /** Where she says that she lives; null: she would rather not say. */
  country: string | null;
};

export type Written =
  | { kind: 'left' }
  /** `country`: where she lives, or her gift came from; `mailbox`: where it is run; `unknown`: she did not say. */
  | { kind: 'refused'; why: 'country' | 'mailbox' | 'unknown' }
  | { kind: 'wrong' }
  | { kind: 'closed' }
  /** More were asked for on one day than anybody needs: letters to somebody who never asked for them would be so many. */
  | { kind: 'often' };

/** Letters to supporters, each only to whoever asked for it. */
export type Letters = {
  /** Whether addresses are taken. */
  readonly open: boolean;
  /** Leaves one letter; the address is in it and nowhere else. */
  receipt(of: string, form: LetterForm, text: { lang: string; lines: readonly string[] }): Promise<Written>;
  /** Keeps an address, sealed, to write to when a payment of a contribution fails; gone when the contribution ends. */
  tell(of: string, form: LetterForm, lang: string): Promise<Written>;
  /** Whether an address is kept for it. */
  tells(of: string): Promise<boolean>;
  untell(of: string): Promise<void>;
  /** By what stands in the letter; false where there is nothing. */
  undo(undo: string): Promise<boolean>;
  /**
   * Leaves the letters that are due: one when a payment failed, one a week later or when it has lapsed, and none after
   * that. What waits to be sent is taken back when a payment goes through.
   *
   * @returns how many were left
   */
  sendDue(): Promise<number>;
};

/** Receipts of one contribution that leave on one day. */
const RECEIPTS = 3;

/** More than any newsroom's supporters ask for; what floods the form fills no disk. */
const MOST = 200_000;

export function openLetters(options: LettersOptions): Letters {
  const { store, safety, seal, now } = options;
  const remove = async (column: 'contribution' | 'undo_hash', value: string): Promise<boolean> => {
    const gone = await store.transaction(async (db) => {
      const row = await db
        .deleteFrom('failure_notice')
        .where(column, '=', value)
        .returning('contribution')
        .executeTakeFirst();
      if (row !== undefined) await store.outbox.withdraw(keyOf('failed', row.contribution), db);
      return row !== undefined;
    });
    if (gone) await store.wipe();
    return gone;
  };
  const allowed = async (
    of: string,
    mailbox: { to: string; country: string | null },
  ): Promise<{ clear: true; country: string } | { clear: false; why: 'country' | 'mailbox' | 'unknown' }> => {
    const cleared = await clearLetter(safety, mailbox);
    if (!cleared.clear) {
      const isUnknown = cleared.decision.why === 'country-unknown';
      return { clear: false, why: isUnknown ? 'unknown' : cleared.mailbox ? 'mailbox' : 'country' };
    }
    return (await options.isDenied(of)) ? { clear: false, why: 'country' } : cleared;
  };
  return {
    open: seal !== null,
    async receipt(of, { token, address, country }, { lang, lines }) {
      const to = options.addressOf(address);
      if (seal === null) return { kind: 'closed' };
      if (to === null) return { kind: 'wrong' };
      const cleared = await allowed(of, { to, country });
      if (!cleared.clear) return { kind: 'refused', why: cleared.why };
      return store.transaction(async (db): Promise<Written> => {
        const at = now();
        if (!(await takeForm(store, { token, at }))) return { kind: 'left' };
        for (let number = 1; number <= RECEIPTS; number += 1) {
          if (!(await takeForm(store, { token: `receipt ${of} ${dayOf(at)} ${number}`, at }))) continue;
          await options.put({ kind: 'receipt', to, lang, lines }, keyOf('receipt', of), db);
          return { kind: 'left' };
        }
        return { kind: 'often' };
      });
    },
    async tell(of, { token, address, country }, lang) {
      const to = options.addressOf(address);
      if (seal === null) return { kind: 'closed' };
      if (to === null) return { kind: 'wrong' };
      const cleared = await allowed(of, { to, country });
      if (!cleared.clear) return { kind: 'refused', why: cleared.why };
      const undo = randomBytes(32).toString('base64url');
      const sealed: Sealed = { to, country: cleared.country, undo };
      const row = {
        contribution: of,
        undo_hash: hash(undo),
        lang,
        sealed_by: seal.keys[0] ?? '',
        sealed: seal.seal(JSON.stringify(sealed), ABOUT),
        sent: 0,
        next_at: null,
      };
      return store.transaction(async (db): Promise<Written> => {
        if (!(await takeForm(store, { token, at: now() }))) return { kind: 'left' };
        const { state } = await db
          .selectFrom('contribution')
          .select('state')
          .where('id', '=', of)
          .executeTakeFirstOrThrow();
        if (!STANDING.includes(state as State)) return { kind: 'closed' };
        const { count } = await db
          .selectFrom('failure_notice')
          .select(({ fn }) => fn.countAll<number | string>().as('count'))
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST) return { kind: 'closed' };
        const { sent: _sent, next_at: _next, ...address } = row;
        await db
          .insertInto('failure_notice')
          .values(row)
          // Another address is told what the one before was not.
          .onConflict((same) => same.column('contribution').doUpdateSet(address))
          .execute();
        return { kind: 'left' };
      });
    },
    async tells(of) {
      const row = await store.db
        .selectFrom('failure_notice')
        .select('contribution')
        .where('contribution', '=', of)
        .executeTakeFirst();
      return row !== undefined;
    },
    async untell(of) {
      await remove('contribution', of);
    },
    undo: (undo) => remove('undo_hash', hash(undo)),
    async sendDue() {
      return seal === null ? 0 : sendDue({ ...options, seal });
    },
  };
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
