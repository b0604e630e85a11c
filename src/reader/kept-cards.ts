import { card, type CardLook } from './card.ts';
import { settled, type Html } from './html.ts';
import type { Place } from './place.ts';
import type { Card, SiteView } from './views.ts';

/** Cards kept for one language, of all looks together: about 10 MB. */
const AT_MOST = 12_000;

/** A story in a list that has many. */
export const row: CardLook = {
  look: 'row',
  heading: 2,
  picture: true,
  standfirst: true,
  names: true,
  section: true,
  urgent: false,
};

type Kept = { count: number; looks: Map<Place, Map<CardLook, Map<Card, Html>>> };

const kept = new WeakMap<SiteView, Kept>();

/**
 * The same as `card`, made once for each look and depth while the site's view lives. For lists that share their
 * stories with others: a story stands under each of its tags, authors and days, and under "read more" of others. The
 * look must be a constant: it is known again by its identity.
 */
export function keptCard(place: Place, story: Card, look: CardLook): Html {
  const { cards, room } = shelf(place, look);
  const found = cards.get(story);
  if (found !== undefined) return found;
  const made = settled(card(place, story, look));
  room.count++;
  cards.set(story, made);
  return made;
}

function shelf(place: Place, look: CardLook): { cards: Map<Card, Html>; room: Kept } {
  let room = kept.get(place.site);
  if (room === undefined || room.count >= AT_MOST) {
    room = { count: 0, looks: new Map() };
    kept.set(place.site, room);
  }
  let looks = room.looks.get(place);
  if (looks === undefined) room.looks.set(place, (looks = new Map()));
  let cards = looks.get(look);
  if (cards === undefined) looks.set(look, (cards = new Map()));
  return { cards, room };
}
