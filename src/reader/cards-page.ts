import { cardsStylesheet, iconPath } from './assets.ts';
import { opening } from './head.ts';
import { html, nothing, trusted, type Html } from './html.ts';
import { direction } from './languages/languages.ts';
import { reachWords, type ReachWords } from './languages/reach-words.ts';
import { writtenDay } from './links.ts';
import { cardsPath } from './paths.ts';
import { placeOf, type Place } from './place.ts';
import { qrPath } from './qr.ts';
import { openAddresses, type ReachAddress } from './reach-addresses.ts';
import type { ReachView, SiteView } from './views.ts';

/*
 * Cards to hand out: one A4 page for each address, eight cards to a page, so that whoever finds one card finds one
 * address. Data mirrors are on no card: they share their hosts with strangers and are not to be opened.
 */

const POLICY =
  "default-src 'none'; style-src 'self' file:; img-src 'self' file:; form-action 'none'; base-uri 'none'";
const CARDS = 8;
/** More pages than this are printed by nobody; the rest is in the lists. */
const MOST_SHEETS = 24;

export function renderCards(site: SiteView, view: ReachView): string {
  const place = placeOf(site, cardsPath(site.prefix));
  const words = reachWords(site.lang);
  const sheets = openAddresses(site, view).slice(0, MOST_SHEETS);
  return html`${opening(site.lang, direction(site.lang), POLICY)}<title>${words.cards.heading} — ${site.name}</title><meta name="robots" content="noindex" /><link rel="stylesheet" href="${place.link(cardsStylesheet().path)}" /><link rel="icon" type="image/svg+xml" href="${place.link(iconPath())}" /></head><body><main>
    <header class="about"><h1>${words.cards.heading}</h1><p>${words.cards.intro}</p></header>
    ${sheets.map((address, at) => sheet(place, view, words, address, at))}
  </main></body></html>\n`.markup;
}

function sheet(
  place: Place,
  view: ReachView,
  words: ReachWords,
  { address, use }: ReachAddress,
  at: number,
): Html {
  const { size, path } = qrPath(address);
  // Drawn once; the cards of a sheet are the same.
  const drawing = trusted(
    `<svg width="0" height="0" aria-hidden="true"><symbol id="q${at}" viewBox="0 0 ${size} ${size}"><path d="${path}"/></symbol></svg>`,
  );
  const one = card(place, view, words, { address, use }, at);
  const [before = '', after = ''] = words.cards.sheet.split('{address}');
  return html`<section class="sheet">
    <h2>${before}<bdi dir="ltr">${address}</bdi>${after}</h2>
    ${drawing}
    <ul class="cards">
      ${Array.from({ length: CARDS }, () => one)}
    </ul>
  </section>`;
}

function card(
  place: Place,
  view: ReachView,
  words: ReachWords,
  { address, use }: ReachAddress,
  at: number,
): Html {
  const { site } = place;
  const day = writtenDay(site, view);
  const list =
    view.words.length === 0
      ? nothing
      : html`<ol lang="en" dir="ltr">${view.words.map((word) => html`<li>${word}</li>`)}</ol>`;
  const long = address.length > 44 ? ' long' : '';
  return html`<li class="card">
    <p class="plate">${site.name}</p>
    <p class="address${long}" dir="ltr">${breakable(address)}</p>
    <div class="pair">${trusted(`<svg class="qr" role="img" aria-label="QR"><use href="#q${at}"/></svg>`)}${list}</div>
    <p class="small"><span>${use === 'onion' ? `${words.cards.onion}. ` : ''}${view.words.length === 0 ? '' : words.cards.verify}</span> <span>${day === '' ? '' : words.cards.dated.replace('{date}', day)}</span></p>
  </li>`;
}

/** The scheme is what nobody types; a long name may break after a dot or a slash, and nowhere else. */
function breakable(address: string): Html[] {
  return address
    .split(/(?<=[./])(?=[^/])/)
    .flatMap((part, at) => (at === 0 ? [html`${part}`] : [trusted('<wbr>'), html`${part}`]));
}
