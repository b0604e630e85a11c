import { type Day, dayOf } from '../../ledger/days.ts';
import type { Rhythm } from '../rail.ts';

/**
 * The moment of the `periods`-th charge after the first: the same day of the month, or its last where it has no such
 * day. Milliseconds since 1970; null for what is paid once.
 */
export function chargeAt(anchor: Day, rhythm: Rhythm, periods: number): number | null {
  if (rhythm === 'once') return null;
  const [year = 0, month = 1, day = 1] = anchor.split('-').map(Number);
  const months = month - 1 + (rhythm === 'monthly' ? periods : 12 * periods);
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return Date.UTC(year, months, Math.min(day, last), 12);
}

/** How many periods have to have passed for the next charge to lie after `at`. */
export function periodsAfter(anchor: Day, rhythm: Rhythm, at: number): number {
  const [year = 0, month = 1] = anchor.split('-').map(Number);
  const [nowYear = 0, nowMonth = 1] = dayOf(at).split('-').map(Number);
  const months = (nowYear - year) * 12 + nowMonth - month;
  let periods = Math.max(0, rhythm === 'yearly' ? Math.floor(months / 12) : months);
  while ((chargeAt(anchor, rhythm, periods) ?? Infinity) <= at) periods += 1;
  return periods;
}
