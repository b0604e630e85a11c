/** The tables of the room `support`. Rows of the ledger are only ever added; the database refuses all else. */
export interface SupportSchema {
  ledger_closing: LedgerClosingTable;
  ledger_posting: LedgerPostingTable;
  ledger_transaction: LedgerTransactionTable;
  /** Rules of giving from other countries; versions count up from 1 and stay. */
  safety_rules: { number: number; at: number; rules_json: string };
}

/** One entry of the ledger, which is one movement; written after its postings, which it seals. */
export interface LedgerTransactionTable {
  /** Counts up from 1 without a gap, in the order of writing. */
  id: number;
  rail: string;
  /** The rail's own name of the movement; unique for the rail. */
  source: string;
  kind: string;
  /** yyyy-mm-dd: when the rail says that it happened. */
  value_on: string;
  /** yyyy-mm-dd: the value date, or the first day of the first month that was open. */
  booked_on: string;
  about: string | null;
  reason: string | null;
  /** SHA-256 of what the movement says, and of that with everything before it; hex. */
  digest: string;
  chain: string;
}

export interface LedgerPostingTable {
  transaction_id: number;
  position: number;
  account: string;
  currency: string;
  /** Minor units. */
  amount: number;
}

export interface LedgerClosingTable {
  /** yyyy-mm: it and all before it are closed. */
  month: string;
  /** The last entry that was there when it was closed, and the chain after it; 0 for none. */
  last_id: number;
  head: string;
  /** [[account, currency, amount]] of all that is booked up to the month's end. */
  balances_json: string;
  digest: string;
}
