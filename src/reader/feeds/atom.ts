import { isoTime } from '../dates.ts';
import type { Html } from '../html.ts';
import { feedPlace, type Place } from '../place.ts';
import type { FeedView, SiteView, StoryView } from '../views.ts';
import { cdata, declaration, xml } from '../xml.ts';
import {
  addressOf,
  entryId,
  entrySummary,
  feedContent,
  feedTitle,
  logoAddress,
  newestChange,
} from './entry.ts';

/** Atom with whole texts; source: RFC 4287. */
export function atomFeed(site: SiteView, view: FeedView): string {
  const place = feedPlace(site);
  const self = addressOf(site, view.atom);
  const logo = logoAddress(site);
  return xml`${declaration}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${site.lang}">
<id>${self}</id>
<title>${feedTitle(site, view.heading)}</title>
${site.tagline === '' ? null : xml`<subtitle>${site.tagline}</subtitle>\n`}<updated>${isoTime(newestChange(view.stories))}</updated>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${addressOf(site, view.home)}"/>
<author><name>${site.publisher.name}</name></author>
${logo === null ? null : xml`<logo>${logo}</logo>\n`}${view.stories.map((story) => entry(place, story))}</feed>
`.markup;
}

function entry(place: Place, view: StoryView): Html {
  const { card } = view;
  const summary = entrySummary(view);
  const authors = card.bylines.map(
    (author) =>
      xml`<author><name>${author.label}</name>${author.path === '' ? null : xml`<uri>${addressOf(place.site, author.path)}</uri>`}</author>\n`,
  );
  return xml`<entry>
<id>${entryId(place.site, view)}</id>
<title>${card.headline}</title>
<link rel="alternate" type="text/html" href="${addressOf(place.site, card.path)}"/>
<published>${isoTime(card.publishedAt)}</published>
<updated>${isoTime(Math.max(card.publishedAt, card.updatedAt))}</updated>
${authors}${view.tags.map((tag) => xml`<category term="${tag.label}"/>\n`)}${summary === '' ? null : xml`<summary>${summary}</summary>\n`}<content type="html">${cdata(feedContent(place, view))}</content>
</entry>
`;
}
