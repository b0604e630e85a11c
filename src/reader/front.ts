import { asking, askingLine } from './asking-line.ts';
import { card, type CardLook } from './card.ts';
import { bannerElement, page } from './frame.ts';
import { html, nothing, trusted, type Html } from './html.ts';
import { frontPath, listPath } from './paths.ts';
import { label, type Place } from './place.ts';
import { siteData } from './structured.ts';
import { momentElement } from './time.ts';
import type { Card, FrontView, SiteView, Slots } from './views.ts';

const looks = {
  lead: {
    look: 'lead',
    heading: 2,
    picture: true,
    standfirst: true,
    names: true,
    section: true,
    urgent: true,
  },
  second: {
    look: 'second',
    heading: 2,
    picture: true,
    standfirst: true,
    names: false,
    section: true,
    urgent: false,
  },
  wordy: {
    look: 'second',
    heading: 2,
    picture: false,
    standfirst: true,
    names: false,
    section: true,
    urgent: false,
  },
  tile: {
    look: 'tile',
    heading: 2,
    picture: true,
    standfirst: true,
    names: false,
    section: true,
    urgent: false,
  },
  block: {
    look: 'tile',
    heading: 3,
    picture: true,
    standfirst: true,
    names: false,
    section: false,
    urgent: false,
  },
  brief: {
    look: 'brief',
    heading: 3,
    picture: false,
    standfirst: false,
    names: false,
    section: false,
    urgent: false,
  },
} as const satisfies Record<string, CardLook>;

/** How many stories stand beside the lead; those after them go into a row below. */
const besideLead = 2;

/** A date without its year is read as the last of that name; older briefs get the year in place of the hour. */
const halfYear = 183 * 86_400_000;

/** The front of a language. */
export function renderFront(site: SiteView, view: FrontView, slots: Slots): string {
  const path = frontPath(site.prefix);
  const lead = view.top[0]?.lead ?? null;
  return page(
    site,
    {
      path,
      title: site.name,
      description: site.tagline,
      type: 'website',
      image: lead,
      alternates: site.languages
        .filter((language) => language.lang !== site.lang)
        .map((language) => ({ lang: language.lang, path: frontPath(language.prefix) })),
      feeds: null,
      article: nothing,
      data: siteData(site),
      indexed: true,
      kind: 'front-page',
      section: null,
      front: true,
      light: true,
      ...asking(slots),
    },
    (place) => main(place, view, slots),
  );
}

function main(place: Place, view: FrontView, slots: Slots): Html {
  const sections = view.sections.filter((section) => section.cards.length > 0);
  return html`${newestLine(place, view)}${bannerElement(place, view.banner)}${trusted(slots.strip)}${askingLine(slots)}${top(place, view)}${trusted(slots.context)}${sections.map((section) => sectionBlock(place, section))}${trusted(slots.epic)}${trusted(slots.proof)}`;
}

function newestOf(view: FrontView): number {
  const cards = [...view.top, ...view.latest, ...view.sections.flatMap((section) => section.cards)];
  return cards.reduce((at, story) => Math.max(at, story.publishedAt), 0);
}

/** The front's own date: that of its newest story, so that the page never ages by itself. */
function newestLine(place: Place, view: FrontView): Html {
  const newest = newestOf(view);
  return newest === 0
    ? nothing
    : html`<p class="folio">${place.words.edition}: ${momentElement(place, newest)}</p>`;
}

function top(place: Place, view: FrontView): Html {
  const [lead, ...others] = view.top;
  const seconds = others.slice(0, besideLead);
  const tiles = others.slice(besideLead);
  const latest = view.latest.length === 0 ? nothing : river(place, view.latest, newestOf(view) - halfYear);
  if (lead === undefined) {
    return latest === nothing
      ? html`<p class="empty">${place.words.noStories}</p>`
      : html`<div class="top">${latest}</div>`;
  }
  const side =
    seconds.length === 0
      ? nothing
      : html`<div class="seconds">
          ${seconds.map((story, index) => card(place, story, index === 0 ? looks.second : looks.wordy))}
        </div>`;
  const row = tiles.length === 0 ? nothing : html`<div class="tiles">${besidePictures(place, tiles)}</div>`;
  return html`<div class="top">${card(place, lead, looks.lead)}${side}${row}${latest}</div>`;
}

function river(place: Place, cards: readonly Card[], oldBefore: number): Html {
  const more = listPath(place.site.prefix, 'latest', '', null);
  return html`<section class="river" aria-labelledby="latest">
    <h2 id="latest">${place.words.latest}</h2>
    <ol>
      ${cards.map((story) => html`<li>${card(place, story, { ...looks.brief, old: story.publishedAt < oldBefore })}</li>`)}
    </ol>
    <p class="more"><a href="${place.link(more)}">${place.words.moreLatest}</a></p>
  </section>`;
}

function sectionBlock(place: Place, section: FrontView['sections'][number]): Html {
  return html`<section class="block">
    <h2>${label(place, section.link)}</h2>
    <div class="tiles">${block(place, section.cards)}</div>
  </section>`;
}

/** The row below the lead, in the editor's order. */
function besidePictures(place: Place, cards: readonly Card[]): Html[] {
  const pictured = cards.some(({ lead }) => lead !== null);
  return cards.map((story) => {
    const tile = card(place, story, looks.tile);
    return pictured && story.lead === null ? html`<div class="words">${tile}</div>` : tile;
  });
}

/**
 * Beside pictures a story without one would leave a hole: it goes to the end of the row, several share the last column,
 * and the first with a picture leads.
 */
function block(place: Place, cards: readonly Card[]): Html[] {
  const pictured = cards.filter(({ lead }) => lead !== null);
  const wordy = cards.filter(({ lead }) => lead === null);
  const shown = (stories: readonly Card[]): Html[] => stories.map((story) => card(place, story, looks.block));
  if (pictured.length === 0 || wordy.length === 0) return shown(cards);
  return [...shown(pictured), html`<div class="words">${shown(wordy)}</div>`];
}
