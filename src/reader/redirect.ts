import { contentPolicy, opening } from './head.ts';
import { html } from './html.ts';
import { direction, messages } from './languages/languages.ts';
import { absoluteAddress } from './paths.ts';
import { placeOf } from './place.ts';
import type { SiteView } from './views.ts';

/** A page that sends the reader on, also on hosts that know nothing of redirects and from a disk. */
export function renderRedirect(site: SiteView, redirect: { from: string; to: string }): string {
  const words = messages(site.lang);
  const place = placeOf(site, redirect.from);
  const target = place.link(redirect.to);
  return html`${opening(site.lang, direction(site.lang), contentPolicy(), site.paper)}<meta http-equiv="refresh" content="0; url=${target}"><title>${words.moved}</title><meta name="robots" content="noindex"><link rel="canonical" href="${absoluteAddress(site.address, redirect.to)}"><link rel="stylesheet" href="${place.link(site.stylesheet)}"></head><body class="redirect-page"><main class="notice-page"><h1>${words.moved}</h1><p>${words.movedTo} <a href="${target}" dir="auto">${redirect.to}</a></p></main></body></html>\n`
    .markup;
}
