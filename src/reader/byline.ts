import { listPieces } from './dates.ts';
import { html, nothing, type Html } from './html.ts';
import { label, type Place } from './place.ts';
import type { Link } from './views.ts';

/** «By A, B and C», each name linked to its page unless `plain`; nothing where no one signed. */
export function byline(place: Place, authors: readonly Link[], plain: boolean): Html {
  if (authors.length === 0) return nothing;
  const word = place.words.by === '' ? '' : `${place.words.by} `;
  return html`${word}${names(place, authors, plain)}`;
}

function names(place: Place, authors: readonly Link[], plain: boolean): Html | Html[] {
  const show = (author: Link): Html => (plain ? html`<bdi>${author.label}</bdi>` : label(place, author));
  const [only] = authors;
  if (only !== undefined && authors.length === 1) return show(only);
  return listPieces(place.site.lang, authors.length).map((piece) => {
    if (typeof piece === 'string') return html`${piece}`;
    const author = authors[piece];
    return author === undefined ? nothing : show(author);
  });
}
