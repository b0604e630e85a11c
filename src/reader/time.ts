import { formatDate, formatTime, isoTime } from './dates.ts';
import { html, type Html } from './html.ts';
import type { Place } from './place.ts';

/** A date as `<time>`; the attribute is Gregorian and UTC whatever calendar the reader sees. */
export function dateElement(place: Place, at: number): Html {
  return html`<time datetime="${isoTime(at)}">${formatDate(place.site, at)}</time>`;
}

/** Date and clock time as `<time>`. */
export function momentElement(place: Place, at: number): Html {
  return html`<time datetime="${isoTime(at)}"
    >${formatDate(place.site, at)}, <span dir="ltr">${formatTime(place.site, at)}</span></time
  >`;
}
