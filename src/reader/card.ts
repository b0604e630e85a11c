import { byline } from './byline.ts';
import { html, nothing, type Html } from './html.ts';
import { pictureElement } from './picture.ts';
import { otherLanguage, type Place } from './place.ts';
import { dateElement, shortMomentElement } from './time.ts';
import type { Card } from './views.ts';

/** How a story stands in a list or on a front. */
export type CardLook = {
  /** Class that sets its size: lead, second, tile, row, brief. */
  look: 'lead' | 'second' | 'tile' | 'row' | 'brief';
  heading: 2 | 3;
  picture: boolean;
  standfirst: boolean;
  names: boolean;
  /** Whether the section stands in for a kicker; false where the whole list is of one section. */
  section: boolean;
  urgent: boolean;
  /** In a brief: so old that its date needs the year. */
  old?: boolean;
};

const sizes: Record<CardLook['look'], string> = {
  lead: '(min-width: 64rem) 40rem, 100vw',
  second: '(min-width: 64rem) 18rem, (min-width: 40rem) 45vw, 100vw',
  tile: '(min-width: 64rem) 18rem, (min-width: 40rem) 45vw, 100vw',
  row: '(min-width: 40rem) 15rem, 30vw',
  brief: '6rem',
};

/** One story in a list. The headline's link covers the whole card, so that there is one link and one target. */
export function card(place: Place, story: Card, look: CardLook): Html {
  const kicker = story.kicker === '' && look.section ? (story.section?.label ?? '') : story.kicker;
  const lead = look.picture ? story.lead : null;
  const picture =
    lead === null
      ? nothing
      : pictureElement(place, lead, {
          sizes: sizes[look.look],
          urgent: look.urgent,
          cropped: true,
          alt: lead.alt,
        });
  const link = html`<a href="${place.link(story.path)}">${story.headline}</a>`;
  const heading = look.heading === 2 ? html`<h2>${link}</h2>` : html`<h3>${link}</h3>`;
  const standfirst =
    look.standfirst && story.standfirst !== '' ? html`<p class="stand">${story.standfirst}</p>` : nothing;
  return html`<article
    class="card ${look.look}${picture === nothing ? '' : ' pictured'}"
    ${otherLanguage(place, story.lang)}
  >
    ${picture}
    <div>
      ${
        kicker === '' ? nothing : html`<p class="kick">${kicker}</p>`
      }${heading}${standfirst}${furniture(place, story, look)}
    </div>
  </article>`;
}

function furniture(place: Place, story: Card, look: CardLook): Html {
  const names =
    look.names && story.bylines.length > 0
      ? html`<span>${byline(place, story.bylines, true)}</span>`
      : nothing;
  const corrected = story.corrected ? html`<span>${place.words.corrected}</span>` : nothing;
  const date = (look.look === 'brief' && look.old !== true ? shortMomentElement : dateElement)(
    place,
    story.publishedAt,
  );
  return html`<p class="sub">${names} ${date} ${corrected}</p>`;
}
