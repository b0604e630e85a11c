import { gap } from './appeal.ts';
import { askingElement } from './asking-line.ts';
import { html, nothing, type Html } from './html.ts';
import { figureWords } from './languages/gap-words.ts';
import { supportWords, type SupportWords } from './languages/support-words.ts';
import { laterChoice } from './later-view.ts';
import { formatMoney, listOf } from './money.ts';
import { bankPath, gapPath, supportPath, wallPath } from './paths.ts';
import type { Place } from './place.ts';
import { safetyList } from './safety-list.ts';
import { laterScript } from './scripts.ts';
import { openSay, type Say } from './say.ts';
import { amounts, choice, railChoices } from './support-form.ts';
import { supportFrame } from './support-frame.ts';
import type { OfferView, SupportView } from './support-views.ts';
import type { SiteView } from './views.ts';
import { wallWords } from './wall-words.ts';

/** What every part of the page is made from. */
export type Making = { place: Place; view: SupportView; words: SupportWords; say: Say };

/**
 * The page that takes support: native form controls, so that it works without a script and from a disk. What is chosen
 * goes to the newsroom's own server, wherever the page was found.
 *
 * @param special the amounts of an appeal that has some of its own, and where that page stands
 */
export function renderSupportPage(
  site: SiteView,
  view: SupportView,
  special: { path: string; offers: readonly OfferView[] } | null = null,
): string {
  const words = supportWords(site.lang);
  const say = openSay(site);
  const heading = say(words.page.heading, { paper: site.name });
  return supportFrame(site, {
    path: special?.path ?? supportPath(site.prefix),
    pathOf: special === null ? supportPath : null,
    heading,
    intro: words.page.intro,
    kind: 'giving',
    script: true,
    // An address is the origin and a path; a policy names origins.
    formTo:
      view.form === null
        ? ["'self'"]
        : [view.form, view.onionForm].flatMap((to) => (to === null ? [] : new URL(to).origin)),
    main: (place) => main({ place, view, words, say }, special?.offers ?? view.offers),
  });
}

function main(making: Making, offers: readonly OfferView[]): Html {
  const { place, view, words } = making;
  return html`${askingElement}
    <div class="giving-parts">
      ${figure(making)}${form(making, offers)}
      <div class="giving-side">
        ${without(making)}${keep(words)}${remind(making)}
        <section class="side">
          <h2>${words.manage.heading}</h2>
          <p>${words.manage.text} <a href="${formTo(making)}/mine?lang=${place.site.lang}">${words.manage.open}</a></p>
          ${view.wall.length === 0 ? nothing : html`<p><a href="${place.link(wallPath(place.site.prefix))}">${wallWords(place.site.lang).heading}</a></p>`}
        </section>
      </div>
    </div>
    <script src="${place.link(laterScript().path)}" defer></script>`;
}

/** The picture, and where it is told how it is made. */
function figure({ place, view, words }: Making): Html {
  if (view.gap === null) return nothing;
  const { lang, prefix } = place.site;
  return html`<div class="gap-side">${gap(place, view, words)}<p><a href="${place.link(gapPath(prefix))}">${figureWords(lang).heading}</a></p></div>`;
}

/** On the newsroom's own host, from wherever the page was found. */
const formTo = ({ place, view }: Making): string => view.form ?? place.link('-/support');

function form(making: Making, offers: readonly OfferView[]): Html {
  const { place, view, words } = making;
  const { page } = words;
  return html`<form class="give-form" method="post" action="${formTo(making)}" accept-charset="utf-8" autocomplete="off">
    <input type="hidden" name="lang" value="${place.site.lang}" /><input type="hidden" name="from" value="" />
    ${view.rails.every(({ name }) => name === 'till') ? html`<p class="play">${page.play}</p>` : nothing}
    ${rhythms(making, offers)}${currencies(making, offers)}${amounts(making, offers)}${extras(making, offers)}${visibility(words)}${railChoices(making)}
    <section class="safety" id="safety" aria-labelledby="safety-title">
      <h2 id="safety-title">${page.safety}</h2>
      ${safetyList(making.place.site, view.countries, words)}
      <p>${page.unsure}</p>
    </section>
    ${statement(making)}
    <p class="go"><button class="give">${page.go}</button> ${onion(view, words)}</p>
    <p class="fine">${page.next}</p>
  </form>`;
}

function rhythms({ words }: Making, offers: readonly OfferView[]): Html {
  const offered = offers[0]?.rhythms.map(({ rhythm }) => rhythm) ?? [];
  const first = offered.includes('monthly') ? 'monthly' : offered[0];
  return html`<fieldset class="tabs">
    <legend>${words.page.rhythm}</legend>
    ${offered.map((rhythm) => choice({ name: 'rhythm', value: rhythm, id: `r-${rhythm}`, checked: rhythm === first }, html`${words.page.rhythms[rhythm]}`))}
  </fieldset>`;
}

function currencies({ words }: Making, offers: readonly OfferView[]): Html {
  const [only] = offers;
  if (only !== undefined && offers.length === 1)
    return html`<input type="hidden" name="currency" value="${only.currency}" />`;
  return html`<fieldset class="tabs small">
    <legend>${words.page.currency}</legend>
    ${offers.map(({ currency }, at) => choice({ name: 'currency', value: currency, id: `c-${at}`, checked: at === 0 }, html`${currency}`))}
  </fieldset>`;
}

function extras({ place, view, words, say }: Making, offers: readonly OfferView[]): Html {
  const { page } = words;
  const { lang } = place.site;
  const fixed = view.fees.fixed.filter((one) => offers.some(({ currency }) => currency === one.currency));
  const why = say(page.coverWhy, {
    share: view.fees.share / 100,
    fixed: listOf(
      lang,
      fixed.map((one) => formatMoney(lang, one)),
      'disjunction',
    ),
  });
  const cover = view.rails.some(({ name }) => name === 'card' || name === 'till');
  return html`<div class="extras">
    ${cover && fixed.length > 0 ? check('cover', 'yes', page.cover, why) : nothing}${check('purpose', 'reader', page.purpose, page.purposeWhy)}
  </div>`;
}

const check = (name: string, value: string, what: string, why: string): Html =>
  html`<p class="check"><input type="checkbox" name="${name}" value="${value}" id="${name}" /><label for="${name}"><b>${what}</b> <small>${why}</small></label></p>`;

function visibility({ page }: SupportWords): Html {
  return html`<details class="rows-of">
    <summary>${page.visibility}: <b>${page.visibilities.secret.what}</b></summary>
    <fieldset>
      <legend>${page.visibility}</legend>
      ${(['secret', 'private', 'public'] as const).map((one, at) =>
        choice(
          { name: 'visibility', value: one, id: `v-${one}`, checked: at === 0 },
          html`<b>${page.visibilities[one].what}</b> <small>${page.visibilities[one].why}</small>`,
        ),
      )}
    </fieldset>
  </details>`;
}

function statement({ view, words, say }: Making): Html {
  const { page } = words;
  const said = view.statement === null ? page.statementNone : say(page.statement, { text: view.statement });
  return view.rails.some(({ name }) => name === 'card' || name === 'transfer')
    ? html`<p class="fine">${said}</p>`
    : nothing;
}

function onion({ onionForm }: SupportView, { page }: SupportWords): Html {
  return onionForm === null
    ? nothing
    : html`<button class="quiet-button" formaction="${onionForm}">${page.goOnion}</button>`;
}

/** What needs no server of ours. */
function without({ place, view, words }: Making): Html {
  if (view.account === null) return nothing;
  const { heading, text, link } = words.without;
  return html`<section class="side">
    <h2>${heading}</h2>
    <p>${text}</p>
    <p><a class="onward" href="${place.link(bankPath(place.site.prefix))}">${link}</a></p>
  </section>`;
}

const keep = ({ keep: { heading, text } }: SupportWords): Html =>
  html`<section class="side">
    <h2>${heading}</h2>
    <ul>
      ${text.map((one) => html`<li>${one}</li>`)}
    </ul>
  </section>`;

function remind({ place, view, words, say }: Making): Html {
  const { heading, text, calendar, mail, own } = words.remind;
  const links = view.reminders.map(
    ({ label, href, fileName }) =>
      html`<li><a href="${href}" download="${fileName}">${say(calendar, { when: label })}</a></li>`,
  );
  return html`<section class="side" id="remind">
    <h2>${heading}</h2>
    ${
      links.length === 0
        ? nothing
        : html`<p>${text}</p>
          <ul>
            ${links}
          </ul>`
    }
    ${view.remindByMail === null ? nothing : html`<p><a href="${view.remindByMail}">${mail}</a></p>`}
    <p>${own}</p>
    ${laterChoice(place.site.lang)}
  </section>`;
}
