import { dayIn, type Site } from '#newsroom';
import type { Store } from '#store';

/** Fewer requests of a page in a day are neither shown nor kept beyond the day: they could be one person's. */
export const FEWEST = 10;

const DAYS_KEPT = 400;
const DAY = 86_400_000;
/** In one statement: a crawler asks for every page there is. */
const ROWS = 300;

/** The row of all pages of a day together; no page has this path. */
const ALL = '';

/**
 * Adds how often pages were sent since the last time. Days are the newsroom's own. When a day is over, pages with fewer
 * than ten requests are forgotten, and after 400 days the day is.
 *
 * @param counts requests by path
 */
export async function addPageCounts(
  store: Store,
  { counts, site, at }: { counts: ReadonlyMap<string, number>; site: Pick<Site, 'timeZone'>; at: number },
): Promise<void> {
  let all = 0;
  for (const count of counts.values()) all += count;
  if (all === 0) return;
  const day = dayIn(site.timeZone, at);
  await store.transaction(async (db) => {
    const rows = [[ALL, all] as const, ...counts].map(([path, count]) => ({ day, path, count }));
    for (let from = 0; from < rows.length; from += ROWS)
      await db
        .insertInto('page_count')
        .values(rows.slice(from, from + ROWS))
        .onConflict((same) =>
          same
            .columns(['day', 'path'])
            .doUpdateSet((old) => ({ count: old('page_count.count', '+', old.ref('excluded.count')) })),
        )
        .execute();
    await db
      .deleteFrom('page_count')
      .where('day', '<', day)
      .where('path', '<>', ALL)
      .where('count', '<', FEWEST)
      .execute();
    await db
      .deleteFrom('page_count')
      .where('day', '<', dayIn(site.timeZone, at - DAYS_KEPT * DAY))
      .execute();
  });
}

/** Requests of one page, newest day last; null where they were fewer than ten. */
export type PageFigures = { path: string; all: number; days: (number | null)[] };

export type ReaderFigures = {
  /** `2026-11-27`, oldest first, without a gap. */
  days: string[];
  /** Requests of all pages, a figure a day; null where they were fewer than ten. */
  all: (number | null)[];
  /** The pages that were asked for most in these days. */
  pages: PageFigures[];
};

/** What is known of readers without following any: requests a day, figures under ten hidden. */
export async function readerFigures(
  { db }: Store,
  {
    site,
    at,
    days: span,
    pages: most,
  }: { site: Pick<Site, 'timeZone'>; at: number; days: number; pages: number },
): Promise<ReaderFigures> {
  const days = Array.from({ length: span }, (_, ago) => dayIn(site.timeZone, at - (span - 1 - ago) * DAY));
  const first = days[0] ?? '';
  const counted = db.selectFrom('page_count').where('day', '>=', first).where('count', '>=', FEWEST);
  const top = await counted
    .where('path', '<>', ALL)
    .groupBy('path')
    .select((page) => ['path', page.fn.sum<number | string>('count').as('all')])
    .orderBy('all', 'desc')
    .orderBy('path')
    .limit(most)
    .execute();
  const rows = await counted
    .where('path', 'in', [ALL, ...top.map(({ path }) => path)])
    .select(['day', 'path', 'count'])
    .execute();
  const figures = new Map(rows.map(({ day, path, count }) => [`${day} ${path}`, count]));
  const lane = (path: string): (number | null)[] => days.map((day) => figures.get(`${day} ${path}`) ?? null);
  return {
    days,
    all: lane(ALL),
    pages: top.map(({ path, all }) => ({ path, all: Number(all), days: lane(path) })),
  };
}
