import {
  newsSitemap,
  newsSitemapPath,
  sitemap,
  sitemapIndex,
  sitemapIndexPath,
  sitemapPath,
  type SitemapEntry,
} from '#reader';
import type { StoryId } from '#newsroom';
import type { Gather } from './gather.ts';
import { monthsOf } from './archives.ts';
import { XML, type Output } from './output.ts';

/** A news sitemap holds two days and at most 1,000 stories, as its readers ask. */
const NEWS = { ms: 48 * 3_600_000, stories: 1000 } as const;

/** Months of any language that have stories, oldest first. */
export async function sitemapMonths(gather: Gather): Promise<string[]> {
  const months = new Set<string>();
  for (const lang of gather.labels.sites.keys())
    for (const month of await monthsOf(gather, lang)) months.add(month);
  return [...months].sort();
}

async function storiesOfMonth(gather: Gather, month: string): Promise<SitemapEntry[]> {
  const { live } = gather.newsroom;
  const entries: SitemapEntry[] = [];
  for (const lang of gather.labels.sites.keys()) {
    const ids: StoryId[] = [];
    for (const { list, count } of await gather.lists(`${lang}/day/${month}`))
      ids.push(...(await gather.window(list, 0, count)));
    const siblings = await live.translations(ids);
    for (const card of await gather.cards(ids)) {
      const others = siblings.get(card.story as StoryId) ?? [];
      entries.push({
        path: card.path,
        updatedAt: card.updatedAt,
        alternates:
          others.length === 0
            ? []
            : [{ lang, path: card.path }, ...others.map(({ lang: other, path }) => ({ lang: other, path }))],
      });
    }
  }
  return entries;
}

/** The stories of one month in all languages; nothing when it has none. */
export async function sitemapOutputs(gather: Gather, month: string): Promise<Output[]> {
  const entries = await storiesOfMonth(gather, month);
  if (entries.length === 0) return [];
  return [
    {
      path: sitemapPath(month),
      type: XML,
      text: sitemap(gather.site(gather.labels.site.defaultLang), entries),
    },
  ];
}

export async function sitemapIndexOutputs(gather: Gather): Promise<Output[]> {
  const months = await sitemapMonths(gather);
  const parts: { path: string; updatedAt: number | null }[] = [];
  for (const month of months)
    parts.push({ path: sitemapPath(month), updatedAt: await lastChange(gather, month) });
  parts.push({ path: sitemapPath('pages'), updatedAt: null });
  const site = gather.site(gather.labels.site.defaultLang);
  return [{ path: sitemapIndexPath, type: XML, text: sitemapIndex(site, parts) }];
}

async function lastChange(gather: Gather, month: string): Promise<number | null> {
  let last: number | null = null;
  for (const lang of gather.labels.sites.keys()) {
    const at = await gather.newsroom.live.lastUpdate(`${lang}/day/${month}`);
    if (at !== null && (last === null || at > last)) last = at;
  }
  return last;
}

export async function newsSitemapOutputs(gather: Gather): Promise<Output[]> {
  const cards = [];
  for (const lang of gather.labels.sites.keys()) {
    const found = await gather.newsroom.live.list(`${lang}/latest`, {
      limit: NEWS.stories,
      newest: true,
      after: gather.at - NEWS.ms,
    });
    cards.push(...(await gather.cards(found.map((one) => one.story))));
  }
  cards.sort((a, b) => b.publishedAt - a.publishedAt);
  const entries = cards
    .slice(0, NEWS.stories)
    .map(({ path, lang, publishedAt, headline }) => ({ path, lang, publishedAt, headline }));
  const site = gather.site(gather.labels.site.defaultLang);
  return [{ path: newsSitemapPath, type: XML, text: newsSitemap(site, entries) }];
}
