import { formatNumber } from './dates.ts';
import { html, nothing, type Html } from './html.ts';
import type { Place } from './place.ts';
import type { Link } from './views.ts';

/** To the newer and the older page of a list; a page keeps its number for ever, so links to it stay good. */
export function paging(place: Place, view: { newer: Link | null; older: Link | null }): Html {
  if (view.newer === null && view.older === null) return nothing;
  return html`<nav class="paging" aria-label="${place.words.pages}">
    <ul>
      ${step(place, view.newer, place.words.newer, 'prev')}${step(place, view.older, place.words.older, 'next')}
    </ul>
  </nav>`;
}

export function step(place: Place, link: Link | null, word: string, relation: 'prev' | 'next'): Html {
  if (link === null) return nothing;
  const name = /^\d+$/.test(link.label)
    ? place.words.page(formatNumber(place.site.lang, Number(link.label)))
    : link.label;
  const where = name === '' || name === word ? nothing : html` <small>${name}</small>`;
  return html`<li class="${relation}">
    <a href="${place.link(link.path)}" rel="${relation}"><span>${word}</span>${where}</a>
  </li>`;
}
