import { formatDate } from './dates.ts';
import { html, nothing, type Html } from './html.ts';
import { supportWords, type SupportWords } from './languages/support-words.ts';
import { countryNames } from './money.ts';
import { accountPath, bankPath, carefulPath, reachPath, refusedPath, verifyPath } from './paths.ts';
import type { Place } from './place.ts';
import { qrPath } from './qr.ts';
import { namesOf, safetyList } from './safety-list.ts';
import { openSay } from './say.ts';
import { supportFrame } from './support-frame.ts';
import type { AccountView, CountryView, SupportView } from './support-views.ts';
import type { SiteView } from './views.ts';

/*
 * The way by bank transfer, which needs no server: where the bank is, then the account or the reason why not. Nothing
 * that somebody from a refused country is sent to holds the account or a link to it.
 */

/** Whose banks take part in transfers in euro, by the list of the European Payments Council of 2026. */
const SEPA = new Set(
  `AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO
   RS SE SI SK SM VA`.split(/\s+/),
);

export function renderBankPage(site: SiteView, view: SupportView): string {
  const { bank } = supportWords(site.lang);
  const known = new Map(view.countries.map((one) => [one.country, one]));
  const all = countryNames(site.lang, view.allCountries);
  return supportFrame(site, {
    path: bankPath(site.prefix),
    pathOf: bankPath,
    heading: bank.heading,
    intro: bank.intro,
    kind: 'bank',
    main: (place) => {
      const list = (of: typeof all): Html =>
        html`<ul class="countries">
          ${of.map(({ code, name }) => html`<li><a href="${place.link(wayFrom(site, known.get(code)))}">${name}</a></li>`)}
        </ul>`;
      return html`<div class="well">
        <p class="fine">${bank.why}</p>
        <h2>${bank.sepa}</h2>
        ${list(all.filter(({ code }) => SEPA.has(code)))}
        <h2>${bank.others}</h2>
        ${list(all.filter(({ code }) => !SEPA.has(code)))}
        <p class="fine">${bank.missing}</p>
      </div>`;
    },
  });
}

function wayFrom({ prefix }: SiteView, country: CountryView | undefined): string {
  if (country === undefined) return accountPath(prefix);
  return country.details ? carefulPath(prefix) : refusedPath(prefix);
}

/** Whoever comes here has a bank in a country of which no rule is known, or has read what one says. */
export function renderAccountPage(site: SiteView, view: SupportView, account: AccountView): string {
  const words = supportWords(site.lang);
  const { account: said } = words;
  const say = openSay(site);
  return supportFrame(site, {
    path: accountPath(site.prefix),
    pathOf: null,
    heading: said.heading,
    intro: said.intro,
    kind: 'account',
    main: (place) => html`<div class="well">
      ${refusals(site, view, words)}
      <dl class="facts">
        ${fact(said.holder, html`<bdi>${account.holder}</bdi>`)}
        ${fact(said.iban, code(account.iban))}
        ${account.bic === null ? nothing : fact(said.bic, code(account.bic))}
        ${fact(said.reference, code(account.reference))}
      </dl>
      ${picture(account.epc, said.code)}
      <p class="fine">${said.fixed}</p>
      <p class="fine">${said.standing}</p>
      <p><b>${say(said.dated, { date: formatDate(site, account.at) })}</b></p>
      ${back(place, words)}
    </div>`,
  });
}

const fact = (name: string, value: Html): Html =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

const code = (text: string): Html => html`<code dir="ltr">${text}</code>`;

function picture(text: string, said: string): Html {
  const { size, path } = qrPath(text, 'medium');
  const box = `-4 -4 ${size + 8} ${size + 8}`;
  return html`<figure class="epc">
    <svg viewBox="${box}" width="220" height="220" role="img" aria-label="${said}"><path d="${path}" /></svg>
    <figcaption>${said}</figcaption>
  </figure>`;
}

function refusals(site: SiteView, { countries }: SupportView, { account }: SupportWords): Html {
  const refused = countries.filter(({ details }) => !details);
  if (refused.length === 0) return nothing;
  return html`<p class="safety">${openSay(site)(account.refuse, { countries: namesOf(site, refused) })}</p>`;
}

const back = (place: Place, { refused }: SupportWords): Html =>
  html`<p><a href="${place.link(bankPath(place.site.prefix))}">${refused.back}</a></p>`;

/** For somebody whose bank is where money to us does harm: what helps and leaves no trace at a bank. */
export function renderRefusedPage(site: SiteView, view: SupportView): string {
  const words = supportWords(site.lang);
  const { heading, intro, why, read, passOn, askAbroad, vpn } = words.refused;
  return supportFrame(site, {
    path: refusedPath(site.prefix),
    pathOf: refusedPath,
    heading,
    intro,
    kind: 'refused',
    main: (place) => {
      const link = (path: string, label: string): Html => html` <a href="${place.link(path)}">${label}</a>`;
      return html`<div class="well">
        <ol class="ways">
          <li><b>${read.what}</b> ${read.why}${link(reachPath(site.prefix), read.link)}</li>
          <li><b>${passOn.what}</b> ${passOn.why}${link(verifyPath(site.prefix), passOn.link)}</li>
          <li><b>${askAbroad.what}</b> ${askAbroad.why}</li>
        </ol>
        <section class="safety">
          <h2>${why}</h2>
          ${safetyList(
            site,
            view.countries.filter(({ details }) => !details),
            words,
          )}
          <p>${vpn}</p>
        </section>
        ${view.account === null ? nothing : back(place, words)}
      </div>`;
    },
  });
}

/** For somebody whose bank is where such payments have brought trouble, and no law is known that forbids them. */
export function renderCarefulPage(site: SiteView, view: SupportView): string {
  const words = supportWords(site.lang);
  const { heading, intro, go, not } = words.careful;
  return supportFrame(site, {
    path: carefulPath(site.prefix),
    pathOf: carefulPath,
    heading,
    intro,
    kind: 'careful',
    main: (place) => html`<div class="well">
      <section class="safety">
        ${safetyList(
          site,
          view.countries.filter(({ details }) => details),
          words,
        )}
        <p>${words.page.unsure}</p>
      </section>
      <p><a href="${place.link(refusedPath(site.prefix))}">${not}</a></p>
      <p><a href="${place.link(accountPath(site.prefix))}">${go}</a></p>
    </div>`,
  });
}
