import { page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import { label, type Place } from './place.ts';
import { breadcrumbData, publisherData } from './structured.ts';
import { paragraphs, text } from './text.ts';
import type { PageView, SiteView } from './views.ts';

/** About, masthead, privacy, contact, or any page of the menu. */
export function renderPage(site: SiteView, view: PageView): string {
  const crumbs = breadcrumbData(site, [{ label: view.headline, path: view.path }]);
  return page(
    site,
    {
      path: view.path,
      title: view.headline,
      description: '',
      type: 'website',
      image: null,
      alternates: view.alternates,
      feeds: null,
      article: nothing,
      data:
        view.kind === 'about'
          ? [{ '@context': 'https://schema.org', ...publisherData(site) }, crumbs]
          : [crumbs],
      indexed: true,
      kind: 'static-page',
      section: view.path,
      front: false,
    },
    (place) => main(place, view),
  );
}

function main(place: Place, view: PageView): Html {
  return html`<article class="story plain">
    <header class="story-head"><h1>${view.headline}</h1></header>
    <div class="well">
      <div class="text">${text(place, view.body, view, true)}</div>
      ${staff(place, view)}
    </div>
  </article>`;
}

function staff(place: Place, view: PageView): Html {
  if (view.staff.length === 0) return nothing;
  const people = view.staff.map(
    (person) =>
      html`<li>
        <h3>${label(place, person.link)}</h3>
        ${paragraphs(person.bio)}
      </li>`,
  );
  return html`<section class="staff">
    <h2>${place.words.staff}</h2>
    <ul>
      ${people}
    </ul>
  </section>`;
}
