import { createHash } from 'node:crypto';
import { iconPath } from './assets.ts';
import { contentPolicy, opening } from './head.ts';
import { html, trusted, type Html } from './html.ts';
import { direction, messages } from './languages/languages.ts';
import { encodePath, frontPath } from './paths.ts';
import type { SiteView } from './views.ts';

// The page may be shown at any depth by a host that adds no base element; then this is all the style it has.
const style =
  'body{margin:0;padding:1rem;font:1.125rem/1.6 Georgia,"Noto Serif",serif;background:#fdfcf8;color:#16181d}main{max-width:38rem;margin:10vh auto}section{border-block-start:1px solid #8a8d93;padding-block:1rem}h1,h2{font-size:1.5rem;line-height:1.3;margin:0}p{margin:.5rem 0}a{color:inherit}@media(prefers-color-scheme:dark){body{background:#15171b;color:#e9e6df}}';
const styleHash = createHash('sha256').update(style).digest('base64');

/** The policy of the 404 page, which alone has a style of its own; for the origin's header. */
export const notFoundPolicy = contentPolicy({ styleHash });

/** One page for every address that leads nowhere, in all languages of the site. Links hold from the root. */
export function renderNotFound(sites: readonly SiteView[]): string {
  const [first] = sites;
  if (first === undefined)
    throw new Error('A page for unknown addresses needs at least one site view; pass one per language');
  const words = messages(first.lang);
  return html`${opening(first.lang, direction(first.lang), notFoundPolicy)}<title>${words.notFound} — ${first.name}</title><meta name="robots" content="noindex"><style>${trusted(style)}</style><link rel="icon" type="image/svg+xml" href="${encodePath(iconPath())}"></head><body><main>${sites.map((site, index) => inLanguage(site, index === 0))}</main></body></html>\n`
    .markup;
}

function inLanguage(site: SiteView, main: boolean): Html {
  const words = messages(site.lang);
  const heading = main ? html`<h1>${words.notFound}</h1>` : html`<h2>${words.notFound}</h2>`;
  return html`<section lang="${site.lang}" dir="${direction(site.lang)}">
    ${heading}
    <p>${words.notFoundText}</p>
    <p><a href="${encodePath(frontPath(site.prefix))}">${site.name}: ${words.toFront}</a></p>
  </section>`;
}
