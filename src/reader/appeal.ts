import { html, nothing, type Html } from './html.ts';
import { supportWords, type SupportWords } from './languages/support-words.ts';
import { countryNames, listOf } from './money.ts';
import { askingPath, remindLink } from './paths.ts';
import { placeOf, type Place } from './place.ts';
import type { AppealView } from './support-views.ts';
import type { SiteView } from './views.ts';

/*
 * Appeals as they stand on pages. A strip and an epic stand on every story, so both with their styles weigh 1,200 bytes
 * at most; see `appeal.test.ts`.
 */

/** More countries than these are not named where an appeal stands; the page that it leads to names them all. */
const NAMED = 8;

/** An appeal as finished markup for the page at a path; empty for none. */
export function renderAppeal(site: SiteView, path: string, view: AppealView | null): string {
  return appealElement(placeOf(site, path), view).markup;
}

function appealElement(place: Place, view: AppealView | null): Html {
  if (view === null) return nothing;
  const words = supportWords(place.site.lang);
  const several = view.variants.length > 1;
  const variants = view.variants.map((variant, at) => {
    const inner = shapes[view.placement](place, view, variant, words);
    return several ? html`<div${at === 0 ? nothing : html` hidden`}>${inner}</div>` : inner;
  });
  // Two landmarks of one page need two names.
  const [first] = view.variants;
  const name = first === undefined || first.heading === '' ? words.appeal.label : first.heading;
  const draw = several ? html` data-draw` : nothing;
  return html`<aside class="appeal ${view.placement}" aria-label="${name}"${draw}>${variants}</aside>`;
}

type Variant = AppealView['variants'][number];
type Shape = (place: Place, view: AppealView, variant: Variant, words: SupportWords) => Html;

const button = (place: Place, { page }: AppealView, { from, button: label }: Variant): Html =>
  html`<a class="give" href="${place.link(page)}?from=${from}">${label}</a>`;

const strip: Shape = (place, view, variant, words) =>
  html`${gap(place, view, words)}<p>${variant.paragraphs.join(' ')} ${button(place, view, variant)}</p>
    ${warning(place, view, words)}`;

const epic: Shape = (place, view, variant, words) => {
  const { prefix } = place.site;
  return html`${heading(variant)}${variant.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}${gap(place, view, words)}
    <p>
      ${button(place, view, variant)} <a href="${place.link(remindLink.path(prefix))}${remindLink.hash}">${words.appeal.remind}</a>
      <a href="${place.link(askingPath(prefix))}">${words.appeal.notNow}</a>
    </p>
    ${marks(view, words)}${warning(place, view, words)}`;
};

const banner: Shape = (place, view, variant, words) =>
  html`${gap(place, view, words)}${heading(variant)}
    <p>${variant.paragraphs.join(' ')} ${button(place, view, variant)}</p>
    ${warning(place, view, words)}`;

const shapes: Record<AppealView['placement'], Shape> = { strip, epic, banner };

const heading = (variant: Variant): Html =>
  variant.heading === '' ? nothing : html`<h2>${variant.heading}</h2>`;

/** The picture has words of its own for whoever does not see it; its height follows from its sentences. */
export function gap(place: Place, { gap: path }: { gap: string | null }, words: SupportWords): Html {
  if (path === null) return nothing;
  return html`<img class="gap" src="${place.link(path)}" alt="${words.gap}" width="360" loading="lazy" />`;
}

function marks({ rails }: AppealView, { page }: SupportWords): Html {
  if (rails.length === 0) return nothing;
  return html`<small>${rails.map((rail) => page.rails[rail].what).join(' · ')}</small>`;
}

/** What the safety rules say, in one line; a place that has none says nothing. */
function warning(place: Place, { refused, page }: AppealView, { appeal }: SupportWords): Html {
  if (refused.length === 0) return nothing;
  const said = refusedSentence(place.site.lang, refused);
  return html`<small>${said} <a href="${place.link(page)}#safety">${appeal.why}</a></small>`;
}

/** From which countries nobody may pay, in a sentence of the language; empty where there are none. */
export function refusedSentence(lang: string, refused: readonly string[]): string {
  if (refused.length === 0) return '';
  const { appeal } = supportWords(lang);
  const names = countryNames(lang, refused).map(({ name }) => name);
  if (names.length > NAMED) return appeal.refusedMany;
  return appeal.refused.replace('{countries}', () => listOf(lang, names, 'disjunction'));
}
