import type { Html } from '../html.ts';
import { widestJpeg } from '../picture.ts';
import { feedPlace, type Place } from '../place.ts';
import type { FeedView, PictureView, SiteView, StoryView } from '../views.ts';
import { cdata, declaration, xml } from '../xml.ts';
import { addressOf, entryId, entrySummary, feedContent, feedTitle, newestChange } from './entry.ts';

/** RSS 2.0 with whole texts; source: https://www.rssboard.org/rss-specification. */
export function rssFeed(site: SiteView, view: FeedView): string {
  const place = feedPlace(site);
  const newest = newestChange(view.stories);
  const built = newest === 0 ? null : xml`<lastBuildDate>${httpDate(newest)}</lastBuildDate>\n`;
  return xml`${declaration}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>${feedTitle(site, view.heading)}</title>
<link>${addressOf(site, view.home)}</link>
<description>${site.tagline === '' ? site.name : site.tagline}</description>
<language>${site.lang}</language>
${built}<atom:link rel="self" type="application/rss+xml" href="${addressOf(site, view.rss)}"/>
${view.stories.map((story) => item(place, story))}</channel></rss>
`.markup;
}

function item(place: Place, view: StoryView): Html {
  const { card } = view;
  const summary = entrySummary(view);
  const subjects = [...(card.section === null ? [] : [card.section]), ...view.tags];
  return xml`<item>
<title>${card.headline}</title>
<link>${addressOf(place.site, card.path)}</link>
<guid isPermaLink="false">${entryId(place.site, view)}</guid>
<pubDate>${httpDate(card.publishedAt)}</pubDate>
${card.bylines.map((author) => xml`<dc:creator>${author.label}</dc:creator>\n`)}${subjects.map((subject) => xml`<category>${subject.label}</category>\n`)}${summary === '' ? null : xml`<description>${summary}</description>\n`}<content:encoded>${cdata(feedContent(place, view))}</content:encoded>
${media(place.site, card.lead)}</item>
`;
}

function media(site: SiteView, picture: PictureView | null): Html | null {
  const source = picture === null ? null : widestJpeg(picture);
  if (picture === null || source === null) return null;
  const credit = [picture.credit, picture.agency].filter((part) => part !== '').join(' / ');
  return xml`<media:content url="${addressOf(site, source.path)}" type="image/jpeg" medium="image" width="${source.width}" height="${source.height}">${picture.caption === '' ? null : xml`<media:description type="plain">${picture.caption}</media:description>`}${credit === '' ? null : xml`<media:credit>${credit}</media:credit>`}</media:content>
`;
}

/** RFC 822 with a four-digit year, as RSS wants it. */
function httpDate(at: number): string {
  return new Date(at).toUTCString();
}
