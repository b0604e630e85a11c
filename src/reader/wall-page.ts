import { formatMonth } from './dates.ts';
import { html, nothing, type Html } from './html.ts';
import { formatMoney } from './money.ts';
import { supportPath, wallPath } from './paths.ts';
import { supportFrame } from './support-frame.ts';
import type { WallView } from './support-views.ts';
import type { SiteView } from './views.ts';
import { wallWords } from './wall-words.ts';

/** Supporters who want to be named, by month; no day is told, and an amount only where it is wished. */
export function renderWallPage(site: SiteView, names: readonly WallView[]): string {
  const words = wallWords(site.lang);
  const months = new Map<string, WallView[]>();
  for (const one of names) months.set(one.month, [...(months.get(one.month) ?? []), one]);
  const month = ([of, all]: [string, WallView[]]): Html =>
    html`<section class="side">
      <h2>${words.since.replace('{month}', () => formatMonth(site.lang, of))}</h2>
      <ul class="wall">
        ${all.map((one) => html`<li><bdi>${one.name}</bdi>${gift(site, one)}</li>`)}
      </ul>
    </section>`;
  return supportFrame(site, {
    path: wallPath(site.prefix),
    pathOf: wallPath,
    heading: words.heading,
    intro: words.intro,
    kind: 'wall-page',
    main: (place) =>
      html`<div class="well">
        ${[...months].map(month)}
        <section class="side">
          <p>${words.how}</p>
          <p>${words.others}</p>
          <p><a class="onward" href="${place.link(supportPath(site.prefix))}">${words.support}</a></p>
        </section>
      </div>`,
  });
}

function gift({ lang }: SiteView, { gift: given }: WallView): Html {
  if (given === null) return nothing;
  const said = wallWords(lang).gift[given.rhythm].replace('{amount}', () => formatMoney(lang, given.money));
  return html` <small>${said}</small>`;
}
