import { asking, askingLine, asks } from './asking-line.ts';
import { byline } from './byline.ts';
import { formatDayShort, isoTime, languageName } from './dates.ts';
import { page } from './frame.ts';
import { historyLine } from './history-page.ts';
import { html, nothing, trusted, type Html } from './html.ts';
import { direction } from './languages/languages.ts';
import { laterDue } from './later-view.ts';
import { notesAtFoot, notesAtHead, legalNotices } from './notes.ts';
import { figure } from './picture.ts';
import { remindLink } from './paths.ts';
import { label, nativeName, type Place } from './place.ts';
import { relatedStories, seriesBox, seriesLine, tagList } from './after.ts';
import { storyData } from './structured.ts';
import { text } from './text.ts';
import { momentElement } from './time.ts';
import type { SiteView, Slots, StoryView } from './views.ts';

/** A story's own page. The slots are finished HTML of other rooms; empty ones leave nothing behind. */
export function renderStory(site: SiteView, view: StoryView, slots: Slots): string {
  const { card } = view;
  return page(
    site,
    {
      path: card.path,
      title: card.headline,
      description: descriptionOf(view),
      type: 'article',
      image: card.lead,
      alternates: view.translations,
      feeds: null,
      article: articleProperties(view),
      data: [storyData(site, view)],
      indexed: true,
      kind: 'story-page',
      section: card.section?.path ?? null,
      front: false,
      light: true,
      ...asking(slots),
    },
    (place) => main(place, view, slots),
  );
}

function descriptionOf(view: StoryView): string {
  return view.card.summary === '' ? view.card.standfirst : view.card.summary;
}

function articleProperties(view: StoryView): Html {
  const { card } = view;
  const section =
    card.section === null
      ? nothing
      : html`<meta property="article:section" content="${card.section.label}" />`;
  const modified = Math.max(card.updatedAt, card.publishedAt);
  return html`<meta property="article:published_time" content="${isoTime(card.publishedAt)}" /><meta
      property="article:modified_time"
      content="${isoTime(modified)}"
    />${section}`;
}

function main(place: Place, view: StoryView, slots: Slots): Html {
  return html`${trusted(slots.strip)}${askingLine(slots)}${due(place, slots)}
    <article class="story">
      ${storyHead(place, view)}${leadPicture(place, view)}${about(place, view)}
      <div class="well">
        ${legalNotices(place, view, 'above')}${notesAtHead(place, view.notes)}${datelineElement(place, view)}
        <div class="text">${text(place, view.body, view, true)}</div>
        ${notesAtFoot(place, view.notes)}${historyLine(place, view)}${legalNotices(place, view, 'below')}${trusted(slots.context)}${seriesBox(place, view)}${tagList(place, view.tags)}${trusted(slots.proof)}
      </div>
    </article>
    ${trusted(slots.epic)}${relatedStories(place, view)}${legalNotices(place, view, 'footer')}`;
}

/** Where a reader asked for it on this device. */
const due = (place: Place, slots: Slots): Html =>
  asks(slots)
    ? laterDue(place.site.lang, place.link(remindLink.path(place.site.prefix)) + remindLink.hash)
    : nothing;

function storyHead(place: Place, view: StoryView): Html {
  const { card } = view;
  const section = card.section === null ? nothing : html`<b>${label(place, card.section)}</b> `;
  const kicker =
    card.kicker === '' || card.kicker === card.section?.label ? nothing : html`<span>${card.kicker}</span>`;
  const line =
    section === nothing && kicker === nothing ? nothing : html`<p class="kick">${section}${kicker}</p>`;
  const standfirst = card.standfirst === '' ? nothing : html`<p class="standfirst">${card.standfirst}</p>`;
  return html`<header class="story-head">
    ${line}
    <h1>${card.headline}</h1>
    ${standfirst}${seriesLine(place, view)}
  </header>`;
}

function leadPicture(place: Place, view: StoryView): Html {
  const { lead } = view.card;
  if (lead === null) return nothing;
  return figure(place, lead, {
    sizes: '(min-width: 70rem) 60rem, 100vw',
    urgent: true,
    cropped: false,
    alt: lead.alt,
    caption: lead.caption,
    id: '',
    kind: 'lead-picture',
  });
}

/** Who wrote it, when, and in which languages it can be read. */
function about(place: Place, view: StoryView): Html {
  const { words } = place;
  const { card } = view;
  const names =
    card.bylines.length === 0 ? nothing : html`<p class="byline">${byline(place, card.bylines, false)}</p>`;
  const updated =
    card.updatedAt - card.publishedAt < 60_000
      ? nothing
      : html`<p><span class="quiet">${words.updated}</span> ${momentElement(place, card.updatedAt)}</p>`;
  return html`<div class="about">
    ${names}
    <p><span class="quiet">${words.published}</span> ${momentElement(place, card.publishedAt)}</p>
    ${updated}${translationLine(place, view)}
  </div>`;
}

function translationLine(place: Place, view: StoryView): Html {
  const { site, words } = place;
  if (view.translations.length === 0) return nothing;
  const links = view.translations.map(
    ({ lang, path }) =>
      html`<li>
        <a href="${place.link(path)}" hreflang="${lang}" lang="${lang}" dir="${direction(lang)}"
          >${nativeName(site, lang)}</a
        >
      </li>`,
  );
  const from = view.translatedFrom;
  const source =
    from === null ? nothing : html`<p>${words.translatedFrom(languageName(site.lang, from.lang))}</p>`;
  return html`${source}
    <nav class="translations" aria-label="${words.translations}">
      <span>${words.translations}</span>
      <ul>
        ${links}
      </ul>
    </nav>`;
}

/** «Port Hallow, 19 November —», running into the first paragraph where the text starts with one. */
function datelineElement(place: Place, view: StoryView): Html {
  const where = view.dateline.place;
  const day = view.dateline.date;
  if (where === null && day === null) return nothing;
  const date =
    day === null ? nothing : html`<time datetime="${day}">${formatDayShort(place.site.lang, day)}</time>`;
  const comma = where !== null && day !== null ? place.words.comma : '';
  const named = where === null ? nothing : html`<b>${where}</b>`;
  const runsIn = view.body.content[0]?.type === 'paragraph';
  return html`<p class="${runsIn ? 'dateline run-in' : 'dateline'}">
    ${named}${comma}${date}${runsIn ? place.words.datelineDash : ''}
  </p>`;
}
