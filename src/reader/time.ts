import { formatDate, formatShort, formatTime, isoTime } from './dates.ts';
import { html, type Html } from './html.ts';
import type { Place } from './place.ts';

/** A date as `<time>`; the attribute is Gregorian and UTC whatever calendar the reader sees. */
export function dateElement(place: Place, at: number): Html {
  return html`<time datetime="${isoTime(at)}">${formatDate(place.site, at)}</time>`;
}

/** Date and clock time as `<time>`. */
export function momentElement(place: Place, at: number): Html {
  return html`<time datetime="${isoTime(at)}"
    >${formatDate(place.site, at)}${place.words.comma}<span>${formatTime(place.site, at)}</span></time
  >`;
}

/** Day, month and clock time, for columns of the newest stories. */
export function shortMomentElement(place: Place, at: number): Html {
  const { day, time } = formatShort(place.site, at);
  return html`<time datetime="${isoTime(at)}">${day}${place.words.comma}${time}</time>`;
}
