/**
 * Pages of a list are numbered from the oldest, so a page once full never changes when stories are added. A full
 * page is closed when another full page stands above it; the landing page holds all that is newer: as many as
 * PAGE to 2 × PAGE − 1 stories, or fewer when the list is short.
 */
export const PAGE = 25;

/** How many numbered pages a list of `total` stories has. */
export function closedPages(total: number): number {
  return Math.max(0, Math.floor(total / PAGE) - 1);
}

/** Which stories, counted from the oldest, stand on page `number` (null: the landing page). */
export function windowOf(total: number, number: number | null): { from: number; count: number } {
  if (number !== null) return { from: (number - 1) * PAGE, count: PAGE };
  const from = closedPages(total) * PAGE;
  return { from, count: total - from };
}

/** The page on which the story of this rank stands, counted from the oldest; null is the landing page. */
export function pageOfRank(total: number, rank: number): number | null {
  const number = Math.floor(rank / PAGE) + 1;
  return number > closedPages(total) ? null : number;
}

/** Neighbours of a page: `older` and `newer` as page numbers, null for the landing page, undefined for none. */
export function neighbours(
  total: number,
  number: number | null,
): { older: number | undefined; newer: number | null | undefined } {
  const closed = closedPages(total);
  if (number === null) return { older: closed > 0 ? closed : undefined, newer: undefined };
  return {
    older: number > 1 ? number - 1 : undefined,
    newer: number < closed ? number + 1 : null,
  };
}
