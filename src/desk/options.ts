import type { Newsroom } from '#newsroom';
import type { Saying } from '#press';
import type { Store } from '#store';
import type { Contributions, DesignationSwitch, FundingGap, Ledger, PayerKey, Transfer } from '#support';

/** Where a request came from, as far as it can be told. Never written anywhere. */
export type Visitor = { address: string; proto: 'http' | 'https'; host: string };

/** Counts what each asks, in memory and within bounds: nothing of it is written anywhere. */
export type Rate = {
  /**
   * @param key an address of a visitor, or a name of an account
   * @returns 0, or the seconds to wait
   */
  take(key: string, at: number): number;
};

/** What the press says of an edition that it made; `how` is `none` when nothing was to do. */
export type PressedEdition = { edition: number | null; how: string };

/** One key as the desk shows it: never the key itself. */
export type KeyState = { role: string; name: string; keyid: string; expires: number | null };

/** An edition by its record in the log. */
export type EditionRow = {
  edition: number;
  at: number;
  files: number;
  /** Null where the record names no change, as of the first edition. */
  counts: { added: number; changed: number; removed: number } | null;
  /** The first of what changed, stories before lists. */
  changes: {
    what: 'added' | 'changed' | 'withdrawn' | 'removed';
    path: string | null;
    headline: string | null;
  }[];
  /** Changes that are not named. */
  left: number;
};

/** What the server does by itself, without anybody at the desk having asked for it. */
export type Happening =
  /** The time of a scheduled or embargoed story came. */
  | { what: 'due'; story: string }
  | { what: 'pressed'; edition: number | null }
  | { what: 'pushing'; mirror: string; done: number; total: number }
  /** How a push ended; `error` null: the mirror has the edition. */
  | { what: 'pushed'; mirror: string; edition: number | null; error: string | null };

/** Everything of money that works on this newsroom's database, as it is set up now. */
export type Money = {
  ledger: Ledger;
  gap: FundingGap;
  contributions: Contributions;
  transfer: Transfer;
  designation: DesignationSwitch;
  /** Goes on with a switch until nothing is left, by itself and once; whoever asks again is told how far it is. */
  goOn: (run: string) => void;
  /** The key under which payers are known again; null: there is none, and none is to be made. */
  payerKey: (options: { make: boolean }) => PayerKey | null;
};

/** Declined cards and attempts that were made to wait, since when: milliseconds since 1970; null: not going on. */
export type CardTestingSeen = { declined: number; slowed: number; since: number | null };

export type DeskOptions = {
  store: Store;
  newsroom: Newsroom;
  /** The data folder. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 to below 1; names of imports are made of it, never a secret. */
  random: () => number;
  /** `burst` at once, and so many a minute. */
  rate: (limit: { burst: number; perMinute: number }) => Rate;
  /** Where people find the desk: `https://desk.example`, or `http://localhost:4001`. Passkeys belong to it. */
  address: string;
  /** Folder of the built app; the API answers without it. */
  app: string;
  /** Makes the next edition from what is public now. */
  press: () => Promise<PressedEdition>;
  /** Told what went wrong. Never an address of a visitor, nor what somebody asked for. */
  log?: (text: string) => void;
  /** Newest first, those before a number. Default: there are none. */
  editions?: (page: { limit: number; before: number | null }) => Promise<EditionRow[]>;
  /** Default: the newsroom signs with none. */
  keys?: () => Promise<KeyState[]>;
  /** Opens what is set up of money, as it is now. Default: nothing is. */
  money?: () => Promise<Money>;
  /** What the server sees of stolen cards that are tried in bulk; null: nothing was asked of it yet. */
  cardTesting?: () => Promise<CardTestingSeen | null>;
  /** What pages of readers say of supporting the paper, as the next edition would. Default: nothing. */
  saying?: () => Promise<Saying>;
  /** Listens to what the server does; returns the function that stops it. Default: it does nothing. */
  happenings?: (hear: (what: Happening) => void) => () => void;
};

export type Desk = {
  /** Answers one request. Loads what it needs at the first. */
  fetch(request: Request, visitor: Visitor): Promise<Response>;
  /** Waits for what is under way. */
  close(): Promise<void>;
};
