import type { Store } from '#store';
import {
  type Balance,
  balancesOf,
  type Statement,
  statementsOf,
  type TrialLine,
  trialBalanceOf,
} from './balances.ts';
import type { Account } from './chart.ts';
import { type Closing, closeMonth, closings } from './closing.ts';
import { csvOf } from './csv.ts';
import { type Month, requireMonth } from './days.ts';
import { journalOf } from './journal.ts';
import type { Movement } from './movement.ts';
import { lastEntry, pagesOf, type Written } from './read.ts';
import { record, type Recorded } from './record.ts';
import { type Anchor, contentHashOf, type Verified, verifyLedger } from './verify.ts';

export interface LedgerOptions {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** The books: double entry, only ever added to. */
export interface Ledger {
  /**
   * Takes movements in any order and any number of times; answers for each in turn. Takes part in the transaction of
   * the store that is open, if one is.
   */
  record(movements: readonly Movement[]): Promise<Recorded[]>;
  /** What every account holds, up to the end of a month or all in all; accounts at zero are left out. */
  balances(throughMonth?: Month): Promise<Balance[]>;
  trialBalance(month: Month): Promise<TrialLine[]>;
  /** One statement for each currency of the account. */
  statements(account: Account, month: Month): Promise<Statement[]>;
  /** Closes a month that is over, and all before it, for good. */
  close(month: Month): Promise<Closing>;
  closings(): Promise<Closing[]>;
  /** The last entry and the chain after it: what to keep elsewhere, as an anchor. Entry 0 before the first. */
  head(): Promise<Anchor>;
  /** The same for the same movements in any order of arrival. */
  contentHash(): Promise<string>;
  /** Throws a LedgerError `wrong` that names the first entry or closing that is not what was written. */
  verify(anchors?: readonly Anchor[], progress?: (done: number, total: number) => void): Promise<Verified>;
  /** Entries after `after` in the order of writing, by pages. */
  entries(after?: number): AsyncIterable<Written[]>;
  /** RFC 4180, one line for each posting; in pieces. */
  csv(): AsyncIterable<string>;
  /** A journal that `hledger check --strict` accepts; in pieces. */
  journal(): AsyncIterable<string>;
}

export function openLedger({ store, now }: LedgerOptions): Ledger {
  const room = { store, now };
  return {
    record: (movements) => record(room, movements),
    balances: (throughMonth) =>
      balancesOf(store.db, throughMonth === undefined ? {} : { throughMonth: requireMonth(throughMonth) }),
    trialBalance: (month) => store.snapshot((db) => trialBalanceOf(db, requireMonth(month))),
    statements: (account, month) => store.snapshot((db) => statementsOf(db, account, requireMonth(month))),
    close: (month) => closeMonth(room, month),
    closings: () => closings(store.db),
    head: () => lastEntry(store.db),
    contentHash: () => store.snapshot((db) => contentHashOf(db)),
    verify: (anchors, progress) => store.snapshot((db) => verifyLedger(db, anchors, progress)),
    entries: (after) => pagesOf(store.db, after),
    csv: () => csvOf(store.db),
    journal: () => journalOf(store.db),
  };
}
