import { card, type CardLook } from './card.ts';
import { formatNumber } from './dates.ts';
import { bannerElement, page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import { keptCard, row } from './kept-cards.ts';
import { messages } from './languages/languages.ts';
import { paging } from './paging.ts';
import { pictureElement } from './picture.ts';
import type { Place } from './place.ts';
import { breadcrumbData, listData } from './structured.ts';
import { paragraphs } from './text.ts';
import type { Card, ListView, SiteView } from './views.ts';

const first: CardLook = {
  look: 'lead',
  heading: 2,
  picture: true,
  standfirst: true,
  names: true,
  section: false,
  urgent: true,
};
const inSection = { ...row, section: false };
const ofOne = { ...row, names: false };

/** One page of a section, tag, series, author, or of the latest stories. */
export function renderList(site: SiteView, view: ListView): string {
  return page(
    site,
    {
      path: view.path,
      title: titleOf(site, view),
      description: view.description,
      type: view.kind === 'author' ? 'profile' : 'website',
      image: view.portrait ?? view.cards[0]?.lead ?? null,
      alternates: view.alternates,
      feeds: view.feeds,
      article: nothing,
      data: [
        listData(site, view, headingOf(site, view)),
        breadcrumbData(site, [{ label: headingOf(site, view), path: view.path }]),
      ],
      indexed: true,
      kind: 'list-page',
      section: view.path,
      front: false,
    },
    (place) => main(place, view),
  );
}

function headingOf(site: SiteView, view: ListView): string {
  return view.heading === '' ? messages(site.lang).listKind[view.kind] : view.heading;
}

function titleOf(site: SiteView, view: ListView): string {
  const name = headingOf(site, view);
  if (view.number === null) return name;
  return `${name}, ${messages(site.lang).page(formatNumber(site.lang, view.number))}`;
}

function main(place: Place, view: ListView): Html {
  const opens = view.number === null && view.kind === 'section';
  const cards = view.cards.map((story, index) => {
    const shown = opens && index === 0 ? card(place, story, first) : entry(place, story, view.kind);
    return html`<li>${shown}</li>`;
  });
  const numbers =
    view.kind === 'series'
      ? html`<ol class="rows parts">
          ${cards}
        </ol>`
      : html`<ul class="rows">
          ${cards}
        </ul>`;
  const list = cards.length === 0 ? html`<p class="empty">${place.words.noStories}</p>` : numbers;
  return html`${bannerElement(place, view.banner)}${heading(place, view)}${list}${paging(place, view)}${feeds(place, view)}`;
}

/** A story stands in one section and once among the latest; its other lists share its card. */
function entry(place: Place, story: Card, kind: ListView['kind']): Html {
  if (kind === 'section') return card(place, story, inSection);
  if (kind === 'latest') return card(place, story, row);
  return keptCard(place, story, kind === 'author' && story.bylines.length < 2 ? ofOne : row);
}

function heading(place: Place, view: ListView): Html {
  const { words, site } = place;
  const portrait =
    view.portrait === null
      ? nothing
      : html`<div class="portrait">
          ${pictureElement(place, view.portrait, { sizes: '8rem', urgent: false, cropped: true, alt: view.portrait.alt })}
        </div>`;
  const kind =
    view.kind === 'latest' || view.kind === 'section'
      ? nothing
      : html`<p class="kick">${words.listKind[view.kind]}</p>`;
  const number =
    view.number === null
      ? nothing
      : html` <span class="number">${words.page(formatNumber(site.lang, view.number))}</span>`;
  const description =
    view.description === '' || view.number !== null
      ? nothing
      : html`<div class="intro">${paragraphs(view.description)}</div>`;
  return html`<header class="list-head">
    ${portrait}
    <div>
      ${kind}
      <h1>${headingOf(site, view)}${number}</h1>
      ${description}
    </div>
  </header>`;
}

function feeds(place: Place, view: ListView): Html {
  if (view.feeds === null) return nothing;
  const { rss, atom, json } = view.feeds;
  return html`<p class="feeds">
    ${place.words.feeds}: <a href="${place.link(rss)}">RSS</a> <a href="${place.link(atom)}">Atom</a>
    <a href="${place.link(json)}">JSON</a>
  </p>`;
}
