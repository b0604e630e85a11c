/*
 * "Remind me after so many stories", in the reader's browser alone. All that is kept is how many are left: not which
 * stories, not when, not whose page asked.
 */

/** Where it is kept: says nothing to who looks into the browser's storage. */
export const LATER_KEY = 'later';

/** How many stories may be chosen. */
export const AFTER = [3, 10, 30] as const;

/** More was never asked for: what is there was written by something else. */
const MOST = 99;

/** How many stories are left, 0 when it is time; null where nothing was asked for. @param kept as it is stored */
export function leftOf(kept: string | null): number | null {
  return kept !== null && /^\d{1,2}$/.test(kept) ? Math.min(Number(kept), MOST) : null;
}

/** What to keep when a reminder is asked for. */
export const begun = (after: (typeof AFTER)[number]): string => String(after);

/**
 * What to keep once a story is open.
 *
 * @param how as the browser tells it (`PerformanceNavigationTiming.type`): the same page again is no other story
 * @returns the same where nothing changes
 */
export function opened(kept: string | null, how: string): string | null {
  const left = leftOf(kept);
  if (left === null || left === 0 || (how !== 'navigate' && how !== 'prerender')) return kept;
  return String(left - 1);
}
