import type { CardLook } from './card.ts';
import { formatNumber } from './dates.ts';
import { html, nothing, type Html } from './html.ts';
import { keptCard } from './kept-cards.ts';
import { label, type Place } from './place.ts';
import type { Card, Link, StoryView } from './views.ts';

/** What stands after a story's text and leads on from it. */
export function seriesLine(place: Place, view: StoryView): Html {
  const { series } = view;
  if (series === null) return nothing;
  const part =
    series.part === null
      ? ''
      : `${place.words.comma}${place.words.part(formatNumber(place.site.lang, series.part))}`;
  return html`<p class="series-line">${place.words.series}: ${label(place, series)}${part}</p>`;
}

export function seriesBox(place: Place, view: StoryView): Html {
  const { series } = view;
  if (series === null || (series.previous === null && series.next === null)) return nothing;
  const { words } = place;
  return html`<nav class="series" aria-label="${words.series}">
    <h2>${label(place, series)}</h2>
    <ul>
      ${neighbour(place, series.previous, words.previousPart, 'prev')}${neighbour(place, series.next, words.nextPart, 'next')}
    </ul>
  </nav>`;
}

function neighbour(place: Place, story: Card | null, word: string, relation: 'prev' | 'next'): Html {
  if (story === null) return nothing;
  return html`<li class="${relation}">
    <a href="${place.link(story.path)}" rel="${relation}"><span>${word}</span> ${story.headline}</a>
  </li>`;
}

export function tagList(place: Place, tags: readonly Link[]): Html {
  if (tags.length === 0) return nothing;
  const items = tags.map((tag) => html`<li>${label(place, tag)}</li>`);
  return html`<nav class="tags" aria-label="${place.words.tags}">
    <h2>${place.words.tags}</h2>
    <ul>
      ${items}
    </ul>
  </nav>`;
}

const tile: CardLook = {
  look: 'tile',
  heading: 3,
  picture: true,
  standfirst: false,
  names: false,
  section: true,
  urgent: false,
};

export function relatedStories(place: Place, view: StoryView): Html {
  if (view.related.length === 0) return nothing;
  const items = view.related.map(
    ({ card: story, reason }) =>
      html`<li>
        <p class="why">${place.words.reasons[reason]}</p>
        ${keptCard(place, story, tile)}
      </li>`,
  );
  return html`<aside class="related" aria-labelledby="related-title">
    <h2 id="related-title">${place.words.related}</h2>
    <ul class="tiles">
      ${items}
    </ul>
  </aside>`;
}
