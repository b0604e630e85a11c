import type { Rail as RailName } from '../ledger/chart.ts';
import type { Minor } from '../ledger/minor.ts';
import type { Movement } from '../ledger/movement.ts';
import type { Clearance } from '../safety/clearance.ts';

export const RHYTHMS = ['once', 'monthly', 'yearly'] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** What is charged, and how often. */
export type Price = { rhythm: Rhythm; currency: string; amount: Minor };

/** A contribution as a rail is told of it. There is no field for a name. */
export type Order = Price & {
  /** Letters and digits; comes back in what the rail lists. */
  contribution: string;
  /** Of the interface: BCP 47. */
  lang: string;
  /** The same order asked again under the same key is done once. */
  key: string;
  /** ISO 11649, for a rail that knows a payment by it. */
  reference: string | null;
  /** What was begun for the same contribution and left waiting: it is given up, or was paid meanwhile and is enough. */
  left?: string | null;
};

/** Whose account is behind a means of paying, as far as rules ask. */
export type Holder = {
  /** ISO 3166-1, two capitals; null: it does not tell. */
  country: string | null;
  /** The card is in a wallet of the device. */
  wallet: boolean;
};

/** Why the bank of a supporter said no, as far as it helps her. */
export const DECLINES = [
  'declined',
  'no-funds',
  'expired',
  'wrong-details',
  'not-approved',
  'try-later',
] as const;
export type Decline = (typeof DECLINES)[number];

/** What a supporter has to do herself before money moves. */
export type Step =
  /** The bank asks her; the secret lets her browser, and nobody else, ask the rail how it went. */
  | { kind: 'approve'; secret: string }
  /**
   * Where to, hers alone until then: milliseconds since 1970. `amount` as the chain counts it; an address of the chain,
   * an invoice of Lightning (BOLT 11), or both.
   */
  | {
      kind: 'pay-to';
      address: string | null;
      lightning: string | null;
      amount: string;
      currency: string;
      until: number;
    }
  /** Her own bank sends it. */
  | { kind: 'transfer'; reference: string };

export type Begun =
  | { outcome: 'paid'; standing: string | null; nextAt: number | null }
  | { outcome: 'waiting'; standing: string | null; step: Step }
  | { outcome: 'declined'; reason: Decline };

export type Changed =
  | { outcome: 'changed' }
  /** Done once she has approved it and the rail was looked at. */
  | { outcome: 'waiting'; step: Step }
  | { outcome: 'declined'; reason: Decline };

/** How a contribution stands at its rail. */
export type Report = {
  contribution: string;
  /** The rail's own name of it; null for what is paid once and done. */
  standing: string | null;
  state: 'open' | 'given' | 'active' | 'past-due' | 'paused' | 'lapsed' | 'cancelled';
  /** When it is charged next: milliseconds since 1970. */
  nextAt: number | null;
  /** Of the card that is charged now, where the rail tells: it may have changed. */
  country?: string | null;
};

/** A part of what a rail has listed, to be taken whole or not at all. */
export type Reading = {
  movements: readonly Movement[];
  /** Which movement was given by which contribution. */
  payments: readonly { source: string; contribution: string; at: number }[];
  reports: readonly Report[];
  /** What nobody here understands; a person is told. `reason` is a word of the rail: letters, digits, `._-`. */
  questions: readonly { source: string; reason: string }[];
  /** Where to go on after this part. */
  cursor: string;
};

/** A way money moves. `rails/contract.ts` says what all of them have to hold. */
export interface Rail {
  readonly name: RailName;
  readonly rhythms: readonly Rhythm[];
  /** Codes it takes; null: all that the ledger knows. */
  readonly currencies: readonly string[] | null;
  /**
   * By what the rules are asked: by the account behind a means of paying (`method`), by the country that the supporter
   * names, of her bank or in which she lives (`said`), or not at all (`nothing`).
   */
  readonly asks: 'method' | 'said' | 'nothing';
  /** Whether the rail itself charges again, so that it can be paused, changed and stopped here. */
  readonly keeps: boolean;

  /** For a rail that knows a payment by its ISO 11649 reference: a new one. */
  readonly makeReference?: () => string;

  /** Reaches no issuer. Null: there is no such means of paying; one that was used still tells, for what is asked again. */
  holderOf(method: string): Promise<Holder | null>;
  /** The same for what goes on; null: there is no such thing any more. */
  holderOfStanding(standing: string): Promise<Holder | null>;
  /** Reaches an issuer. `clearance`: null only where the rail asks nothing. */
  begin(order: Order, method: string | null, clearance: Clearance | null): Promise<Begun>;
  /**
   * How a contribution stands; null: the rail has not heard of it, or not yet.
   *
   * @param standing the rail's own name of it, where it is known
   */
  look(contribution: string, standing?: string | null): Promise<Report | null>;

  /** Another means of paying from now on; what is past due is charged to it at once. Reaches an issuer. */
  changeMethod(standing: string, method: string, clearance: Clearance, key: string): Promise<Changed>;
  /** From the next time on. */
  changePrice(standing: string, price: Price, key: string): Promise<Report>;
  pause(standing: string, key: string): Promise<Report>;
  /** Goes on; charged next when it would have been, and not for the time between. Reaches an issuer then. */
  resume(standing: string, clearance: Clearance, key: string): Promise<Report>;
  /** Charges what is past due once more. Reaches an issuer. */
  retry(standing: string, clearance: Clearance, key: string): Promise<Changed>;
  /** Nothing is ever charged again. Done already is done. */
  stop(standing: string, key: string): Promise<Report>;
  /** Gives a payment back, or a part of it. */
  refund(source: string, amount: Minor, key: string): Promise<void>;
  /** Stops it, and what the rail keeps of the supporter goes as far as the law lets the rail. */
  forget(contribution: string, standing: string | null, key: string): Promise<void>;

  /** What it lists, from a cursor on or from the first; ends where it has nothing more now. */
  read(cursor: string | null): AsyncIterable<Reading>;
}
