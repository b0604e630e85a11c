import { direction, messages } from './languages/languages.ts';
import type { Messages } from './languages/messages.ts';
import { html, nothing, type Html } from './html.ts';
import { absoluteAddress, depthOf, encodePath, rootFrom } from './paths.ts';
import type { Link, SiteView } from './views.ts';

/** Where a piece of markup will stand: in which site and language, and how a path becomes a link there. */
export type Place = {
  readonly site: SiteView;
  readonly words: Messages;
  readonly link: (path: string) => string;
};

const kept = new WeakMap<SiteView, Place[]>();

/**
 * A page of the edition: links are relative to its own folder. Pages of one site and depth share one place, as long as
 * the site's view lives.
 */
export function placeOf(site: SiteView, path: string): Place {
  let byDepth = kept.get(site);
  if (byDepth === undefined) kept.set(site, (byDepth = []));
  const depth = depthOf(path);
  const known = byDepth[depth];
  if (known !== undefined) return known;
  const up = rootFrom(depth);
  const place: Place = { site, words: messages(site.lang), link: (to) => up + encodePath(to) };
  byDepth[depth] = place;
  return place;
}

/** A feed: what stands in it is read elsewhere, so links are full addresses. */
export function feedPlace(site: SiteView): Place {
  return { site, words: messages(site.lang), link: (to) => absoluteAddress(site.address, to) };
}

/** A label whose direction may differ from the text around it, linked where it has a page. */
export function label(place: Place, link: Link): Html {
  if (link.path === '') return html`<bdi>${link.label}</bdi>`;
  return html`<a href="${place.link(link.path)}"><bdi>${link.label}</bdi></a>`;
}

/** Where an entry of a menu or a banner leads: a path of the edition, or a full address of another site. */
export function destination(place: Place, path: string): string {
  return /^https?:\/\//i.test(path) ? path : place.link(path);
}

/** `lang` and `dir` attributes for what is not in the page's own language; each starts with a space. */
export function otherLanguage(place: Place, lang: string): Html {
  if (lang === place.site.lang) return nothing;
  return html` lang="${lang}" dir="${direction(lang)}"`;
}

/** The language's own name as the site lists it, or its tag. */
export function nativeName(site: SiteView, lang: string): string {
  for (const language of site.languages) if (language.lang === lang) return language.name;
  return lang;
}
