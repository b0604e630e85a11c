import { formatDate } from './dates.ts';
import { page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import { direction, messages } from './languages/languages.ts';
import { frontPath } from './paths.ts';
import { nativeName, type Place } from './place.ts';
import { paragraphs } from './text.ts';
import { momentElement } from './time.ts';
import type { SiteView, TombstoneView } from './views.ts';

/** What stands at the address of a withdrawn story. */
export function renderTombstone(site: SiteView, view: TombstoneView): string {
  return page(
    site,
    {
      path: view.path,
      title: view.headline === '' ? messages(site.lang).withdrawn : view.headline,
      description: '',
      type: 'website',
      image: null,
      alternates: view.translations,
      feeds: null,
      article: nothing,
      data: [],
      indexed: false,
      kind: 'tombstone-page',
      section: null,
      front: false,
    },
    (place) => main(place, view),
  );
}

function main(place: Place, view: TombstoneView): Html {
  const { words, site } = place;
  const headline = view.headline === '' ? nothing : html`<p class="was"><s>${view.headline}</s></p>`;
  const reason =
    view.reason === ''
      ? nothing
      : html`<h2>${words.withdrawnWhy}</h2>
          ${paragraphs(view.reason)}`;
  const front = html`<p><a href="${place.link(frontPath(site.prefix))}">${words.toFront}</a></p>`;
  return html`<article class="notice-page">
    <h1>${words.withdrawn}</h1>
    ${headline}
    <p>${words.withdrawnOn(formatDate(site, view.withdrawnAt))}</p>
    ${reason}${times(place, view)}${elsewhere(place, view)}${front}
  </article>`;
}

/** What happened to it, without a word of it. */
function times(place: Place, view: TombstoneView): Html {
  if (view.times.length === 0) return nothing;
  const { history } = place.words;
  const items = view.times.map(
    ({ kind, at }) => html`<li>${history.kinds[kind]} ${momentElement(place, at)}</li>`,
  );
  return html`<h2>${history.title}</h2>
    <ul>
      ${items}
    </ul>`;
}

function elsewhere(place: Place, view: TombstoneView): Html {
  if (view.translations.length === 0) return nothing;
  const links = view.translations.map(
    ({ lang, path, headline }) =>
      html`<li>
        <a href="${place.link(path)}" hreflang="${lang}"
          ><span lang="${lang}" dir="${direction(lang)}"
            >${nativeName(place.site, lang)}: ${headline}</span
          ></a
        >
      </li>`,
  );
  return html`<h2>${place.words.withdrawnElsewhere}</h2>
    <ul>
      ${links}
    </ul>`;
}
