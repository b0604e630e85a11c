/*
 * "Remind me after so many stories", in the reader's browser alone. All that is kept is how many are left: not which
 * stories, not when, not whose page asked. The line of script of pages that ask (`asking-line.ts`) counts.
 */

/** Where it is kept: says nothing to who looks into the browser's storage. */
export const LATER_KEY = 'later';

/** How many stories may be chosen. */
export const AFTER = [3, 10, 30] as const;

/** How many stories are left, 0 when it is time; null where nothing was asked for. @param kept as it is stored */
export const leftOf = (kept: string | null): number | null =>
  kept !== null && /^\d{1,2}$/.test(kept) ? Number(kept) : null;

/** Takes out what was asked for; a browser that lets pages store nothing has nothing. */
export function forgetLater(storage: () => Storage): void {
  try {
    storage().removeItem(LATER_KEY);
  } catch {
    // Switched off: there is nothing to forget.
  }
}
