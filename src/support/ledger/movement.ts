import type { Account, Rail } from './chart.ts';
import type { Day } from './days.ts';
import type { Minor } from './minor.ts';

export interface Money {
  amount: Minor;
  currency: string;
}

/** What every movement says. No field is for words: who gave, and why, is not kept here. */
interface Said {
  rail: Rail;
  /**
   * The rail's own name of this movement, which nothing else of that rail bears: letters, digits and `._:/-`, at most
   * 120. What a rail lists twice under two names (a payment's event and its balance movement) bears one of them always.
   */
  source: string;
  /** The value date: when, in UTC, the rail says that it happened. */
  day: Day;
  /** The source of what it belongs to: the payment that is refunded or disputed, the payout that arrived or failed. */
  about?: string;
}

/** Amounts are above zero, if nothing else is said. */
export type Movement = Said &
  (
    | ({ kind: 'payment' } & Money & Fee)
    /** Below zero: a fee that is given back. */
    | ({ kind: 'fee' } & Money)
    | ({ kind: 'refund' } & Money & Fee)
    /** The refund came back to us. */
    | ({ kind: 'refund-failed' } & Money & Fee)
    /** The issuer has taken the amount back, until it is decided. */
    | ({ kind: 'dispute-opened' } & Money & Fee)
    | ({ kind: 'dispute-won' } & Money & Fee)
    | ({ kind: 'dispute-lost' } & Money & Fee)
    /** Sent to the bank. */
    | ({ kind: 'payout' } & Money & Fee)
    | ({ kind: 'payout-failed' } & Money & Fee)
    /** At the bank: a line of its statement, so its rail is `transfer`; `from` is the rail that had sent it. */
    | ({ kind: 'payout-arrived'; from: Rail } & Money)
    | ({ kind: 'exchange'; to: Money } & Money & Fee)
    | { kind: 'adjustment'; reason: Reason; postings: readonly Posting[] }
  );

interface Fee {
  /** What the rail kept of the same movement, in the same currency; below zero where it gave a fee back. Default 0. */
  fee?: Minor;
}

export type Kind = Movement['kind'];

export const KINDS = [
  'payment',
  'fee',
  'refund',
  'refund-failed',
  'dispute-opened',
  'dispute-won',
  'dispute-lost',
  'payout',
  'payout-failed',
  'payout-arrived',
  'exchange',
  'adjustment',
] as const satisfies readonly Kind[];

/** Why something is adjusted, in words that are given: free words would be a place for names. */
export const REASONS = [
  'opening-balance',
  'wrong-entry',
  'wrong-account',
  'rounding',
  'bank-charge',
  'interest',
  'other-income',
  'written-off',
  'found',
  'unmatched',
  'spent',
  'own-transfer',
  'not-ours',
] as const;
export type Reason = (typeof REASONS)[number];

/** One side of an entry, in one currency: above zero where the account receives. */
export interface Posting {
  account: Account;
  currency: string;
  amount: Minor;
}
