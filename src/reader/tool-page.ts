import { page } from './frame.ts';
import { html, nothing, type Html } from './html.ts';
import type { Place } from './place.ts';
import type { SiteView } from './views.ts';

/* What the pages share that help readers with a script of their own: one of each in every language. */

export type ToolPage = {
  /** Names its classes: `verify` or `reach`. */
  kind: string;
  /** Where it stands in the language of that prefix. */
  pathOf: (prefix: string) => string;
  heading: string;
  intro: string;
  policy: string;
  /** Path of its own stylesheet. */
  stylesheet: string;
  /** What readers must know before they rely on it. */
  warning: string | null;
  /** What stands below. */
  well: (place: Place) => Html;
  /** Its script and what that is told. */
  program: (place: Place) => Html;
};

export function toolPage(site: SiteView, tool: ToolPage): string {
  const { heading, intro, kind, pathOf, policy } = tool;
  const alternates = site.languages
    .filter(({ lang }) => lang !== site.lang)
    .map(({ lang, prefix }) => ({ lang, path: pathOf(prefix) }));
  const facts = {
    path: pathOf(site.prefix),
    title: heading,
    description: intro,
    type: 'website',
    image: null,
    alternates,
    feeds: null,
    article: nothing,
    data: [],
    indexed: true,
    kind: `static-page ${kind}-page`,
    section: null,
    front: false,
    light: true,
    policy,
  } as const;
  return page(site, facts, (place) => main(place, tool));
}

function main(place: Place, { heading, intro, kind, stylesheet, warning, well, program }: ToolPage): Html {
  return html`<link rel="stylesheet" href="${place.link(stylesheet)}" />
    <article class="story plain ${kind}">
      <header class="story-head">
        <h1>${heading}</h1>
        <p class="standfirst">${intro}</p>
      </header>
      <div class="well">
        ${warning === null ? nothing : html`<p class="${kind}-warning">${warning}</p>`}
        ${well(place)}
      </div>
    </article>
    ${program(place)}`;
}
