import { formatNumber } from './dates.ts';
import { page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import { messages } from './languages/languages.ts';
import { noteElement } from './notes.ts';
import { paging } from './paging.ts';
import type { Place } from './place.ts';
import { breadcrumbData } from './structured.ts';
import type { CorrectionsView, SiteView } from './views.ts';

/** Every correction the newsroom made, newest first. */
export function renderCorrections(site: SiteView, view: CorrectionsView): string {
  const words = messages(site.lang);
  const title =
    view.number === null
      ? words.corrections
      : `${words.corrections}, ${words.page(formatNumber(site.lang, view.number))}`;
  return page(
    site,
    {
      path: view.path,
      title,
      description: words.correctionsIntro,
      type: 'website',
      image: null,
      alternates: [],
      feeds: null,
      article: nothing,
      data: [breadcrumbData(site, [{ label: words.corrections, path: view.path }])],
      indexed: true,
      kind: 'corrections-page',
      section: view.path,
      front: false,
    },
    (place) => main(place, view, title),
  );
}

function main(place: Place, view: CorrectionsView, title: string): Html {
  const { words } = place;
  const entries = view.entries.map(
    (entry) =>
      html`<li>
        <h2><a href="${place.link(entry.path)}">${entry.headline}</a></h2>
        ${noteElement(place, entry.note)}
      </li>`,
  );
  const list =
    entries.length === 0
      ? html`<p class="empty">${words.noCorrections}</p>`
      : html`<ul class="errata">
          ${entries}
        </ul>`;
  return html`<header class="list-head">
      <div>
        <h1>${title}</h1>
        <p class="intro">${words.correctionsIntro}</p>
      </div>
    </header>
    ${list}${paging(place, view)}`;
}
