import type { StoryId } from '#newsroom';
import {
  atomFeed,
  changesPath,
  feedPaths,
  frontPath,
  jsonFeed,
  listPath,
  renderHistory,
  renderRedirect,
  renderStory,
  renderTombstone,
  rssFeed,
  type FeedView,
  type StoryView,
} from '#reader';
import type { Gather } from './gather.ts';
import { parseList } from './keys.ts';
import { prefixOf } from './labels.ts';
import { HTML, type Output } from './output.ts';

/** Stories in a feed, each whole. */
export const FEED = 15;

/** Pages of these stories, each rendered when it is asked for; one that is not live gives nothing. */
export async function storyOutputs(gather: Gather, ids: readonly StoryId[]): Promise<Iterable<Output>> {
  const views = await gather.stories(ids);
  return pages(gather, views);
}

function* pages(gather: Gather, views: readonly StoryView[]): Generator<Output> {
  for (const view of views) {
    const site = gather.site(view.card.lang);
    const slots = gather.asks.story(site, view.card.path, gather.sectionOf(view.card.story));
    yield { path: view.card.path, type: HTML, text: renderStory(site, view, slots) };
    if (view.history.events.length === 0) continue;
    yield { path: changesPath(view.card.path), type: HTML, text: renderHistory(site, view) };
  }
}

/** What stands at an address that led to a story once: a redirect or a tombstone; nothing when neither is there. */
export async function forwardingOutputs(gather: Gather, path: string): Promise<Output[]> {
  const { live } = gather.newsroom;
  const tombstone = await live.tombstone(path);
  if (tombstone) {
    const { lang, headline, withdrawnAt, reason, story } = tombstone;
    const translations = (await live.translations([story])).get(story) ?? [];
    const text = renderTombstone(gather.site(lang), {
      lang,
      path,
      headline,
      withdrawnAt,
      reason,
      times: await live.times(story),
      translations,
    });
    return [{ path, type: HTML, text, status: 410 }];
  }
  const target = await live.redirect(path);
  if (!target) return [];
  const lang = target.lang ?? gather.labels.site.defaultLang;
  const text = renderRedirect(gather.site(lang), { from: path, to: target.path });
  return [{ path, type: HTML, text, redirect: target.path }];
}

/** The three feeds of a language (`en/latest`) or of a section (`en/section/world`). */
export async function feedOutputs(gather: Gather, list: string): Promise<Output[]> {
  const { lang, kind, id } = parseList(list);
  const site = gather.site(lang);
  const found = await gather.newsroom.live.list(list, { limit: FEED, newest: true });
  const views = new Map(
    (await gather.stories(found.map((one) => one.story))).map((view) => [view.card.story, view]),
  );
  const prefix = prefixOf(gather.labels.site, lang);
  const isSection = kind === 'section';
  const paths = feedPaths(prefix, isSection ? { kind: 'section', id } : null);
  const view: FeedView = {
    home: isSection ? listPath(prefix, 'section', id, null) : frontPath(prefix),
    heading: isSection ? gather.labels.section(id, lang).label : '',
    ...paths,
    stories: found.flatMap((one) => views.get(one.story) ?? []),
  };
  return [
    { path: paths.rss, type: 'application/rss+xml; charset=utf-8', text: rssFeed(site, view) },
    { path: paths.atom, type: 'application/atom+xml; charset=utf-8', text: atomFeed(site, view) },
    { path: paths.json, type: 'application/feed+json; charset=utf-8', text: jsonFeed(site, view) },
  ];
}
