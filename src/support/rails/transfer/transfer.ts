import { randomInt } from 'node:crypto';
import type { Store } from '#store';
import { RailError } from '../error.ts';
import { type Rail, RHYTHMS } from '../rail.ts';
import { requireClearance } from '../../safety/clearance.ts';
import { decide } from '../../safety/decision.ts';
import type { Safety } from '../../safety/safety.ts';
import { readBook, reportsOf } from './book.ts';
import { TransferError } from './error.ts';
import type { PayerKey } from './identity.ts';
import { type FileReport, importFiles, type ImportParts, type StatementFile } from './import.ts';
import { matchLine, type Matched, type Said, type Waiting, waitingLines } from './queue.ts';
import { newReference, readReference } from './reference.ts';
import { type Bank, detailsOf, type TransferDetails } from './setting.ts';
import { minor } from '../../ledger/minor.ts';

export interface TransferOptions {
  store: Store;
  safety: Pick<Safety, 'rules'>;
  /** The newsroom's own accounts, as `keepBank` keeps them. */
  bank: Bank;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Whole numbers from 0 to below `below` that nobody can foretell. Default: those of the system. */
  random?: (below: number) => number;
}

/** The rail whose list are the statements of the newsroom's bank. A supporter's own bank sends, and nothing is asked of it. */
export interface Transfer extends Rail {
  /** What a supporter needs who has a reference; null where no account is named in the currency. */
  details(order: { reference: string; amount: number; currency: string }): TransferDetails | null;
  /**
   * Takes statements (camt.053); what they told is listed by `read` then.
   *
   * @param key lies outside the database and its backups; null: no payer is known again
   */
  take(
    files: readonly StatementFile[],
    options: { key: PayerKey | null; progress?: ImportParts['progress'] },
  ): Promise<FileReport[]>;
  waiting(options?: { spent?: boolean }): Promise<Waiting[]>;
  /** Throws a TransferError `line`, `matched`, `reference`. */
  match(line: string, said: Said): Promise<Matched>;
  /** Whether a payment of it came from a country that the rules refused then: nothing is written to whoever gave it. */
  isDenied(contribution: string): Promise<boolean>;
}

export function openTransfer(options: TransferOptions): Transfer {
  const { store, bank, now, random = randomInt } = options;
  const never = (what: string) => (): Promise<never> =>
    Promise.reject(new RailError('refused', `${what}; her own bank has to be told`));
  return {
    name: 'transfer',
    rhythms: RHYTHMS,
    currencies: [...new Set(bank.accounts.map(({ currency }) => currency))],
    asks: 'said',
    keeps: false,
    makeReference: () => newReference(random),
    holderOf: () => Promise.resolve(null),
    holderOfStanding: () => Promise.resolve(null),
    begin(order, _method, clearance) {
      if (clearance === null)
        throw new RailError('refused', 'The account is shown to whoever has said where her bank is');
      requireClearance(clearance, { act: 'transfer-details', at: now() });
      const reference = readReference(order.reference ?? '');
      if (reference === null) throw new RailError('refused', 'A transfer needs a reference to be known by');
      if (!bank.accounts.some(({ currency }) => currency === order.currency))
        throw new RailError('not_set_up', `No account of the newsroom is named for ${order.currency}`);
      return Promise.resolve({ outcome: 'waiting', standing: null, step: { kind: 'transfer', reference } });
    },
    async look(contribution) {
      const paid = await store.db
        .selectFrom('bank_movement')
        .select('id')
        .where('contribution', '=', contribution)
        .where('kind', '=', 'payment')
        .limit(1)
        .executeTakeFirst();
      return paid === undefined ? null : ((await reportsOf(store.db, [contribution]))[0] ?? null);
    },
    changeMethod: never('A standing order is not changed from here'),
    changePrice: never('A standing order is not changed from here'),
    pause: never('A standing order is not stopped from here'),
    resume: never('A standing order is not begun from here'),
    retry: never('Nothing can be charged to an account'),
    stop: never('A standing order is not stopped from here'),
    refund: () =>
      Promise.reject(
        new RailError(
          'refused',
          'Money is sent back at the bank by hand; write the reference into it, and the statement tells the rest',
        ),
      ),
    forget: (contribution) => forget(store, contribution),
    read: (cursor) => readBook(store, cursor),
    details({ reference: text, amount, currency }) {
      const account = bank.accounts.find((one) => one.currency === currency);
      const reference = readReference(text);
      if (reference === null) throw new TransferError('reference', `"${text}" is no reference`);
      return account === undefined ? null : detailsOf(account, { reference, amount: minor(amount) });
    },
    async take(files, { key, progress }) {
      const { set } = await options.safety.rules();
      const denied = (country: string): boolean => {
        const decision = decide(set, { act: 'transfer-details', country, at: now() });
        return !decision.clear && decision.why === 'country-refused';
      };
      return await importFiles({ store, bank, key, denied, now, ...(progress && { progress }) }, files);
    },
    waiting: (what) => waitingLines(store.db, what),
    match: (line, said) => matchLine({ store, now }, line, said),
    async isDenied(contribution) {
      const row = await store.db
        .selectFrom('bank_line')
        .select('id')
        .where('contribution', '=', contribution)
        .where('denied', '=', 1)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** The lines stay, since the books need them; nothing ties them to anybody any more. */
async function forget(store: Store, contribution: string): Promise<void> {
  await store.transaction(async (db) => {
    await db
      .updateTable('bank_line')
      .set({ contribution: null, payer: null })
      .where('contribution', '=', contribution)
      .execute();
    await db.updateTable('bank_line').set({ meant: null }).where('meant', '=', contribution).execute();
    await db
      .updateTable('bank_movement')
      .set({ contribution: null })
      .where('contribution', '=', contribution)
      .execute();
    await db.deleteFrom('bank_payer').where('contribution', '=', contribution).execute();
  });
}
