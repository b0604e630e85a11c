import type { ContributionTable } from '#store';
import type { Rail as RailName } from '../ledger/chart.ts';
import { minor, type Minor } from '../ledger/minor.ts';
import type { Rhythm } from '../rails/rail.ts';

/**
 * - `open`: nothing was paid yet.
 * - `given`: paid once, and done.
 * - `active`, `past-due`, `paused`: goes on; was not paid the last time; waits.
 * - `lapsed`, `cancelled`, `stopped`: ended, because it was not paid, by the supporter, by the designation switch.
 */
export const STATES = [
  'open',
  'given',
  'active',
  'past-due',
  'paused',
  'lapsed',
  'cancelled',
  'stopped',
] as const;
export type State = (typeof STATES)[number];

/** States in which a rail may charge again. */
export const STANDING: readonly State[] = ['active', 'past-due', 'paused'];

/** Whom it is for: the supporter, or a reader who cannot give. */
export const PURPOSES = ['self', 'reader'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** `secret`: in no list and no count of less than ten. `private`: counted. `public`: named where she names herself. */
export const VISIBILITIES = ['secret', 'private', 'public'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export type Contribution = {
  id: string;
  rail: RailName;
  rhythm: Rhythm;
  state: State;
  currency: string;
  /** What is charged each time; `cover` of it covers the fees. */
  amount: Minor;
  cover: Minor;
  purpose: Purpose;
  visibility: Visibility;
  lang: string;
  country: string | null;
  reference: string | null;
  standing: string | null;
  /** yyyy-mm-dd */
  begunOn: string;
  nextAt: number | null;
  tries: number;
};

export const contributionOf = (row: ContributionTable): Contribution => ({
  id: row.id,
  rail: row.rail as RailName,
  rhythm: row.rhythm as Rhythm,
  state: row.state as State,
  currency: row.currency,
  amount: minor(row.amount),
  cover: minor(row.cover),
  purpose: row.purpose as Purpose,
  visibility: row.visibility as Visibility,
  lang: row.lang,
  country: row.country,
  reference: row.reference,
  standing: row.standing,
  begunOn: row.begun_on,
  nextAt: row.next_at,
  tries: row.tries,
});
