import type { Generated } from 'kysely';

/** The tables of the room `support`. Rows of the ledger are only ever added; the database refuses all else. */
export interface SupportSchema {
  bank_line: BankLineTable;
  bank_movement: BankMovementTable;
  /** Whose account it is, as a keyed hash, once a person has said so. */
  bank_payer: { payer: string; contribution: string; at: number };
  bank_statement: BankStatementTable;
  contribution: ContributionTable;
  /** Which movements of the ledger belong to a contribution, for its receipts. */
  contribution_payment: { rail: string; source: string; contribution: string; at: number };
  /** The private books under the figure; the last one counts. Times are days. */
  gap_book: GapBookTable;
  /** The lines of the record that a book stands under, as they were published, without the first two. */
  gap_line: { book: number; number: number; text: string };
  /** What the book holds, in the order of the ledger; `text` is the line under the commitment. */
  gap_posting: { book: number; number: number; entry: number; text: string };
  /** How many postings a seal is over, and the last entry of the ledger that was looked at for it. */
  gap_seal: { book: number; number: number; day: string; size: number; entry: number };
  ledger_closing: LedgerClosingTable;
  ledger_posting: LedgerPostingTable;
  ledger_transaction: LedgerTransactionTable;
  rail_call: RailCallTable;
  /** What a person has to look at: movements that the ledger would not take, and such that nobody understands. */
  rail_question: {
    rail: string;
    source: string;
    reason: string;
    at: number;
    /** How a person decided it, in a word; null: nobody has. */
    settled: string | null;
  };
  support_refund: SupportRefundTable;
  appeal_count: AppealCountTable;
  /** How far a rail's list was read, and what went wrong last; null where nothing did. */
  rail_reading: {
    rail: string;
    cursor: string | null;
    read_at: number | null;
    fault: string | null;
    fault_at: number | null;
  };
  /** Rules of giving from other countries; versions count up from 1 and stay. */
  safety_rules: { number: number; at: number; rules_json: string };
  /** What a publisher has set for support; versions count up from 1 for each name and stay. */
  support_setting: { name: string; number: number; at: number; value_json: string };
  /** The designation switch: what was switched, by which account, and the signature under the end of its log. */
  switch_run: {
    id: string;
    countries: string;
    reason: string;
    account: string | null;
    begun_at: number;
    ended_at: number | null;
    signature_json: string | null;
  };
  /** Its log; `about` is a contribution, and each chain seals the lines before. */
  switch_line: {
    run: string;
    number: number;
    at: number;
    event: string;
    about: string | null;
    chain: string;
  };
  till_call: { idempotency_key: string; answer_json: string; at: number };
  till_movement: TillMovementTable;
  till_standing: TillStandingTable;
  /** Names that supporters chose to be seen by. */
  wall_name: {
    contribution: string;
    /** In her own words; the one place in support for words of a supporter. */
    name: string;
    shows_amount: number;
    /** `waiting` for the desk, `shown` or `refused`. */
    state: string;
    /** yyyy-mm: since when she gives. */
    month: string;
  };
}

/** What a bank's statement says of one currency. */
export interface BankStatementTable {
  id: Generated<number>;
  /** SHA-256 of all the rest but when it was imported, hex. */
  digest: string;
  /** The IBAN of the newsroom's own account. */
  account: string;
  currency: string;
  name: string | null;
  number: number | null;
  /** When the bank made it, by the bank's own clock. */
  made: string;
  opening_on: string;
  opening: number;
  closing_on: string;
  closing: number;
  lines: number;
  imported_at: number;
}

/** A movement on the account, without anything that tells who made it. */
export interface BankLineTable {
  /** `base` and `ordinal`: what it is, and which of those that are the same. */
  id: string;
  base: string;
  ordinal: number;
  account: string;
  currency: string;
  /** yyyy-mm-dd: when the bank booked it. */
  day: string;
  /** Minor units, above zero for what came. */
  amount: number;
  /** What a bank on the way took of it. */
  fee: number;
  /** The bank's own name of it, by which it is found on the bank's own page. */
  bank_reference: string | null;
  /** Of the other bank. */
  country: string | null;
  /** A keyed hash of the other account. */
  payer: string | null;
  /** 1: the rules refuse that country. */
  denied: number;
  state: string;
  /** Why nobody but a person can say what it is. */
  why: string | null;
  contribution: string | null;
  /** The contribution whose reference was mistyped. */
  meant: string | null;
}

/** What became of a line, in the order in which it is told to the ledger. */
export interface BankMovementTable {
  id: Generated<number>;
  source: string;
  line: string | null;
  kind: string;
  account: string;
  currency: string;
  amount: number;
  fee: number;
  day: string;
  about: string | null;
  contribution: string | null;
  /** The rail whose payout arrived. */
  sender: string | null;
  at: number;
}

/** A contribution, without anything that tells who gives it. Times are days where nothing needs more. */
export interface ContributionTable {
  id: string;
  /** SHA-256 of the code that opens it, hex; null once it was forgotten. */
  code_hash: string | null;
  rail: string;
  rhythm: string;
  state: string;
  currency: string;
  /** Minor units: what is charged each time, with what covers the fees, which `cover` is. */
  amount: number;
  cover: number;
  purpose: string;
  visibility: string;
  lang: string;
  /** Of the bank behind it, where the rail tells it; for the rules and the designation switch. */
  country: string | null;
  /** ISO 11649, for a bank transfer. */
  reference: string | null;
  /** The rail's own name of what goes on. */
  standing: string | null;
  begun_on: string;
  changed_on: string;
  /** When it is charged next: milliseconds since 1970. */
  next_at: number | null;
  /** How often a payment of it was declined. */
  tries: number;
}

export interface GapBookTable {
  /** Counts up from 1: another one begins only where play money made way for real money. */
  number: number;
  /** 32 random bytes, hex, from which every salt follows: without it nobody can prove anything. */
  seed: string;
  currency: string;
  /** 1 where play money counts. */
  play: number;
  /** Value dates before this day are from before. */
  begun_on: string;
  /** Entries of the ledger up to this one were there when it began. */
  after: number;
}

/** Something that is asked of a rail, written before it is asked: whoever finds it open asks again under the same key. */
export interface RailCallTable {
  id: Generated<number>;
  idempotency_key: string;
  contribution: string;
  rail: string;
  kind: string;
  /** What it needs to be asked again; null once it is done. */
  ask_json: string | null;
  /** `open` or `done`. */
  state: string;
  outcome: string | null;
  attempts: number;
  created_at: number;
  next_at: number;
}

/** A contribution at the till that goes on: play money. */
export interface TillStandingTable {
  id: string;
  contribution: string;
  rhythm: string;
  currency: string;
  amount: number;
  /** Which of the play cards. */
  card: string;
  country: string;
  state: string;
  /** The day from which its months or years are counted, and how many have passed. */
  anchor_on: string;
  periods: number;
  next_at: number | null;
  failures: number;
}

export interface TillMovementTable {
  id: Generated<number>;
  source: string;
  kind: string;
  contribution: string;
  about: string | null;
  currency: string;
  amount: number;
  at: number;
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

/** A payment given back at the desk, or a part of it. */
export interface SupportRefundTable {
  rail: string;
  /** Of the payment. */
  source: string;
  /** From 1, of that payment: so that two people do not give the same back twice. */
  number: number;
  amount: number;
  reason: string;
  /** `asked`, or `refused` by the rail. */
  state: string;
  day: string;
}

/** How often an appeal led to a contribution: sums of ten and more, by the day on which the last of them came. */
export interface AppealCountTable {
  /** What the appeal's link says: `strip.a`. */
  source: string;
  day: string;
  times: number;
}
