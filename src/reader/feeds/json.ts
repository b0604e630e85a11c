import { isoTime } from '../dates.ts';
import { widestJpeg } from '../picture.ts';
import { feedPlace, type Place } from '../place.ts';
import type { FeedView, SiteView, StoryView } from '../views.ts';
import { addressOf, entryId, entrySummary, feedContent, feedTitle, logoAddress } from './entry.ts';

/** JSON Feed 1.1 with whole texts; source: https://www.jsonfeed.org/version/1.1/. */
export function jsonFeed(site: SiteView, view: FeedView): string {
  const place = feedPlace(site);
  return `${JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feedTitle(site, view.heading),
    home_page_url: addressOf(site, view.home),
    feed_url: addressOf(site, view.json),
    description: site.tagline === '' ? undefined : site.tagline,
    language: site.lang,
    icon: logoAddress(site) ?? undefined,
    authors: [{ name: site.publisher.name }],
    items: view.stories.map((story) => item(place, story)),
  })}\n`;
}

function item(place: Place, view: StoryView): Record<string, unknown> {
  const { card } = view;
  const { site } = place;
  const summary = entrySummary(view);
  const picture = card.lead === null ? null : widestJpeg(card.lead);
  return {
    id: entryId(site, view),
    url: addressOf(site, card.path),
    title: card.headline,
    content_html: feedContent(place, view),
    summary: summary === '' ? undefined : summary,
    image: picture === null ? undefined : addressOf(site, picture.path),
    date_published: isoTime(card.publishedAt),
    date_modified: isoTime(Math.max(card.publishedAt, card.updatedAt)),
    authors: card.bylines.map((author) => ({
      name: author.label,
      url: author.path === '' ? undefined : addressOf(site, author.path),
    })),
    tags: view.tags.map((tag) => tag.label),
    language: card.lang,
  };
}
