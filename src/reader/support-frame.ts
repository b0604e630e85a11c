import { askingPolicy } from './asking-line.ts';
import { supportStylesheet } from './assets.ts';
import { page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import type { Place } from './place.ts';
import type { SiteView } from './views.ts';

export type SupportPage = {
  path: string;
  /** The same page in each language; null where it is one that search engines should not find. */
  pathOf: ((prefix: string) => string) | null;
  heading: string;
  intro: string;
  /** Class of the article. */
  kind: string;
  /** Origins that a form of the page may send to; none where it has no form. */
  formTo?: readonly string[];
  /** Whether the page has a script of its own beside the line of pages that ask. */
  script?: boolean;
  main: (place: Place) => Html;
};

/** What the pages about support share. */
export function supportFrame(site: SiteView, options: SupportPage): string {
  const { path, pathOf, heading, intro, kind } = options;
  const others = site.languages.filter(({ lang }) => lang !== site.lang);
  const alternates =
    pathOf === null ? [] : others.map(({ lang, prefix }) => ({ lang, path: pathOf(prefix) }));
  const facts = {
    path,
    title: heading,
    description: intro,
    type: 'website',
    image: null,
    alternates,
    feeds: null,
    article: nothing,
    data: [],
    indexed: pathOf !== null,
    kind: 'static-page support-page',
    section: path,
    front: false,
    light: true,
    policy: policyOf(options),
  } as const;
  return page(
    site,
    facts,
    (place) =>
      html`<link rel="stylesheet" href="${place.link(supportStylesheet().path)}" />
        <article class="story plain ${kind}">
          <header class="story-head">
            <h1>${heading}</h1>
            <p class="standfirst">${intro}</p>
          </header>
          ${options.main(place)}
        </article>`,
  );
}

/** A page loads nothing but its own files, and a form leads to the newsroom alone. */
function policyOf({ formTo = [], script = false }: SupportPage): string {
  const run = script ? askingPolicy.replace('script-src', "script-src 'self' file:") : askingPolicy;
  const forms = formTo.length === 0 ? "'none'" : formTo.join(' ');
  return `default-src 'none'; ${run}; style-src 'self' file:; img-src 'self' file:; form-action ${forms}; base-uri 'none'`;
}
