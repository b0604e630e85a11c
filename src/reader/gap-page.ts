import { type Figure, figureOf, monthsOf, parseRecord } from '#gap';
import { gapStylesheet } from './assets.ts';
import { formatMonth } from './dates.ts';
import { gapChart } from './gap-chart.ts';
import { fill, moneyOf } from './gap-picture.ts';
import { html, nothing, scriptJson, trusted, type Html } from './html.ts';
import { figureWords, type FigureWords } from './languages/gap-words.ts';
import { direction } from './languages/languages.ts';
import { gapPath, gapPicturePath, gapRecordPath } from './paths.ts';
import type { Place } from './place.ts';
import { registerPolicy } from './register.ts';
import { gapScript } from './scripts.ts';
import { toolPage } from './tool-page.ts';
import type { GapView, SiteView } from './views.ts';

/** Its script asks this place for the text, and nobody else for anything. */
const POLICY = `default-src 'none'; ${registerPolicy.replace('script-src', "script-src 'self' file:")}; style-src 'self' file:; img-src 'self' file:; connect-src 'self'; form-action 'none'; base-uri 'none'`;

/** Months in the table, and in the chart above it. */
const SHOWN = 24;
const DRAWN = 12;

/** The page that tells how the figure is made, and computes it again where scripts run. */
export function renderGapPage(site: SiteView, view: GapView): string {
  const words = figureWords(site.lang);
  const record = parseRecord(view.text);
  const months = monthsOf(record);
  const figures = months.slice(0, SHOWN).map((month) => figureOf(record, month));
  const { heading, intro } = words;
  return toolPage(site, {
    kind: 'gap',
    pathOf: gapPath,
    heading,
    intro,
    policy: POLICY,
    stylesheet: gapStylesheet().path,
    warning: view.play ? words.playNote : null,
    well: (place) =>
      html`${now(place, figures, view, words)}${check(words)}${byMonth(place, { figures, earlier: months.length > SHOWN }, view, words)}${costs(place, figures, view, words)}${list(words.howHeading, words.how)}${list(words.provesHeading, words.proves)}${list(words.notHeading, words.not)}${text(place, words)}`,
    program: (place) => program(place, figures, view, words),
  });
}

function now({ site, link }: Place, [last]: readonly Figure[], view: GapView, words: FigureWords): Html {
  if (last === undefined) return nothing;
  const money = (amount: number): string => moneyOf(site.lang, view, last.currency, amount);
  const said = fill(last.gap > 0 ? words.missing : words.covered, {
    month: formatMonth(site.lang, last.month),
    gap: money(last.gap),
  });
  return html`<p class="gap-now"><img src="${link(gapPicturePath(site.prefix))}" alt="${said}" width="360" /></p>`;
}

function byMonth(
  { site }: Place,
  { figures, earlier }: { figures: readonly Figure[]; earlier: boolean },
  view: GapView,
  words: FigureWords,
): Html {
  const { lang } = site;
  const money = (figure: Figure, amount: number): string => moneyOf(lang, view, figure.currency, amount);
  return html`<section class="gap-part">
    <h2>${words.monthsHeading}</h2>
    <figure>
      ${gapChart(figures.slice(0, DRAWN), { lang, rtl: direction(lang) === 'rtl', label: words.chart })}
      <figcaption><span class="gap-key came">${words.cameIn}</span> <span class="gap-key due">${words.costs}</span></figcaption>
    </figure>
    <table>
      <thead>
        <tr>
          ${[words.month, words.cost, words.receipts, words.gap].map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${figures.map(
          (figure) =>
            html`<tr>
              <th scope="row">${formatMonth(lang, figure.month)}</th>
              ${[figure.cost, figure.receipts, figure.gap].map((amount) => html`<td>${money(figure, amount)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    ${earlier ? html`<p>${words.earlier}</p>` : nothing}
  </section>`;
}

function costs({ site }: Place, [last]: readonly Figure[], view: GapView, words: FigureWords): Html {
  if (last === undefined || view.costs.length === 0) return nothing;
  const { lang } = site;
  const money = (amount: number): string => moneyOf(lang, view, last.currency, amount);
  const named = view.costs.flatMap(({ names, amount }) =>
    names === null ? [] : [{ name: nameIn(names, lang), amount }],
  );
  const unnamed = view.costs.reduce((sum, { names, amount }) => (names === null ? sum + amount : sum), 0);
  const rows = unnamed > 0 ? [...named, { name: words.others, amount: unnamed }] : named;
  const whole = view.costs.reduce((sum, { amount }) => sum + amount, 0);
  return html`<section class="gap-part">
    <h2>${words.costsHeading}</h2>
    <p>${fill(words.costsText, { month: formatMonth(lang, last.month) })}</p>
    <table>
      <tbody>
        ${rows.map(({ name, amount }) => html`<tr><th scope="row"><bdi>${name}</bdi></th><td>${money(amount)}</td></tr>`)}
      </tbody>
    </table>
    ${whole === last.cost ? nothing : html`<p>${words.changed}</p>`}
  </section>`;
}

function nameIn(names: Readonly<Record<string, string>>, lang: string): string {
  return names[lang] ?? names[lang.split('-')[0] ?? ''] ?? names['en'] ?? Object.values(names)[0] ?? '';
}

const list = (heading: string, items: readonly string[]): Html =>
  html`<section class="gap-part">
    <h2>${heading}</h2>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
  </section>`;

const text = ({ link }: Place, words: FigureWords): Html =>
  html`<section class="gap-part">
    <h2>${words.recordHeading}</h2>
    <p>${words.recordText}</p>
    <p><a class="gap-link" href="${link(gapRecordPath)}">${words.recordLink}</a> <small dir="ltr">gap.txt</small></p>
  </section>`;

/** The tools are hidden until the script runs: without it they could do nothing. */
function check(words: FigureWords): Html {
  return html`<section class="gap-part">
    <h2>${words.checkHeading}</h2>
    <noscript><p>${words.noScript}</p></noscript>
    <div id="gap-tools" hidden>
      <p>${words.checkText}</p>
      <p><button id="gap-compute" type="button">${words.compute}</button></p>
      <p>${words.drop}</p>
      <p><label class="gap-choose"><input id="gap-file" type="file" /><span>${words.choose}</span></label></p>
    </div>
    <section id="gap-answer" class="gap-answer" aria-live="polite" aria-label="${words.answer}" hidden></section>
  </section>`;
}

/** What the script is told; see `gap/data.ts`, which reads it. */
function program(place: Place, figures: readonly Figure[], view: GapView, words: FigureWords): Html {
  const data = {
    lang: place.site.lang,
    record: place.link(gapRecordPath),
    digits: view.digits,
    figures: figures.map(({ month, cost, receipts, gap }) => ({ month, cost, receipts, gap })),
    words: words.says,
  };
  // Outside a template, whose lines and indents would become part of it.
  return html`${trusted('<script type="application/json" id="gap-data">')}${scriptJson(data)}${trusted('</script>')}<script src="${place.link(gapScript().path)}"></script>`;
}
