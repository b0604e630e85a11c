import { html, nothing, type Html } from '../html.ts';
import { legalNotices, notesAtFoot } from '../notes.ts';
import { absoluteAddress } from '../paths.ts';
import { figure, widestJpeg } from '../picture.ts';
import type { Place } from '../place.ts';
import { text } from '../text.ts';
import type { SiteView, StoryView } from '../views.ts';

// The three feeds of a list carry the same stories; each story's text is made once for all of them.
const made = new WeakMap<StoryView, { site: SiteView; content: string }>();

/** A story's whole text for readers of a feed: what the law or honesty asks for goes along with it. */
export function feedContent(place: Place, view: StoryView): string {
  const known = made.get(view);
  if (known?.site === place.site) return known.content;
  const content = contentOf(place, view);
  made.set(view, { site: place.site, content });
  return content;
}

function contentOf(place: Place, view: StoryView): string {
  const { card } = view;
  const standfirst = card.standfirst === '' ? nothing : html`<p><strong>${card.standfirst}</strong></p>`;
  return html`${legalNotices(place, view, 'above')}${standfirst}${leadFigure(place, view)}${text(place, view.body, view, false)}${notesAtFoot(place, view.notes)}${legalNotices(place, view, 'below')}${legalNotices(place, view, 'footer')}`
    .markup;
}

function leadFigure(place: Place, view: StoryView): Html {
  const { lead } = view.card;
  if (lead === null) return nothing;
  return figure(place, lead, {
    sizes: '100vw',
    urgent: false,
    cropped: false,
    alt: lead.alt,
    caption: lead.caption,
    id: '',
    kind: 'lead-picture',
  });
}

/** A name that stays the story's own when its address changes; source: RFC 4151. */
export function entryId(site: SiteView, view: StoryView): string {
  const day = new Date(view.card.publishedAt).toISOString().slice(0, 10);
  return `tag:${hostOf(site)},${day}:${encodeURIComponent(view.card.story.toWellFormed())}`;
}

function hostOf(site: SiteView): string {
  return URL.canParse(site.address) ? new URL(site.address).hostname : 'localhost';
}

export function entrySummary(view: StoryView): string {
  return view.card.summary === '' ? view.card.standfirst : view.card.summary;
}

export function newestChange(stories: readonly StoryView[]): number {
  return stories.reduce((at, { card }) => Math.max(at, card.publishedAt, card.updatedAt), 0);
}

export function feedTitle(site: SiteView, heading: string): string {
  return heading === '' || heading === site.name ? site.name : `${site.name}: ${heading}`;
}

/** Where the publisher's logo lies; null where there is none. */
export function logoAddress(site: SiteView): string | null {
  const source = site.publisher.logo && widestJpeg(site.publisher.logo);
  return source && addressOf(site, source.path);
}

export function addressOf(site: SiteView, path: string): string {
  return absoluteAddress(site.address, path);
}
