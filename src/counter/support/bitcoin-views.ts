import { html, nothing } from '#reader';
import type { Html } from '#reader';
import { type Contribution, decimal, type Minor, type PayTo, type Refused, type Rule } from '#support';
import { apart } from '../page.ts';
import { money } from './money.ts';
import { codePicture } from './pay-views.ts';
import { codeCard, countryOptions, keptFields, openForm, type Said, summary } from './said.ts';
import { type BitcoinWords, bitcoinWords } from './words/bitcoin/words.ts';

export const wordsOf = ({ paper }: Said): BitcoinWords => bitcoinWords(paper.lang);

/** Digits that a wallet takes, in every language, without the zeros that say nothing. */
export const bitcoins = (satoshi: Minor): string =>
  decimal(satoshi, 'BTC').replace(/0+$/, '').replace(/\.$/, '');

const apartBitcoins = (satoshi: Minor): string => apart(`${bitcoins(satoshi)} BTC`);

/** Where she lives, before an address is made. */
export function whereForm(
  said: Said,
  { code, contribution }: { code: string; contribution: Contribution },
): Html {
  const { where } = wordsOf(said);
  return html`${summary(said, contribution)}
    <section class="card">
      <h2>${where.title}</h2>
      <p>${where.intro}</p>
      <form method="post" action="/-/support/pay">
        ${keptFields(said, code)}
        <label
          >${where.country}<select name="country" required>
            <option value="">${where.choose}</option>
            ${countryOptions(said.paper.lang, null)}
          </select></label
        >
        <button type="submit">${where.button}</button>
      </form>
      <p class="soft">${where.public}</p>
    </section>`;
}

const lookForm = (said: Said, code: string, quiet = false): Html =>
  html`<form method="post" action="/-/support/look">
    ${keptFields(said, code)}<button type="submit"${quiet ? html` class="quiet"` : nothing}>${wordsOf(said).pay.look}</button>
  </form>`;

type Shown = { code: string; contribution: Contribution; payTo: PayTo; now: number };

/** The page of a gift in bitcoin: where to send it, or what became of it. */
export function payToBody(said: Said, shown: Shown): { title: string; body: Html } {
  const words = wordsOf(said);
  const { code, contribution, payTo } = shown;
  const { came, state } = payTo;
  const page = (title: string, body: Html): { title: string; body: Html } => ({
    title,
    body: html`${body}${codeCard(said, code)}`,
  });
  switch (state) {
    case 'waiting':
      return page(words.pay.title, sendTo(said, shown));
    case 'short': {
      const rest = apartBitcoins(payTo.to?.due ?? payTo.asked);
      const told = words.short.came(apartBitcoins(came), rest);
      return page(
        words.short.title,
        html`<section class="card warn"><p>${told}</p></section>${sendTo(said, shown)}`,
      );
    }
    case 'seen':
      return page(
        words.seen.title,
        html`<p class="sum">${apartBitcoins(came)}</p>
          <p>${words.seen.text}</p>
          ${lookForm(said, code, true)}`,
      );
    case 'paid':
      return page(
        words.paid.title,
        html`<p class="sum">${words.paid.text}</p>
          ${came === 0 ? nothing : html`<p>${apartBitcoins(came)}</p>`}
          ${payTo.isOver ? html`<p>${words.paid.over}</p>` : nothing}
          ${payTo.isLate ? html`<p>${words.paid.late}</p>` : nothing}
          ${openForm(said, code, said.words.thanks.open)}`,
      );
    case 'ended':
      return page(words.ended.title, again(said, { code, contribution, text: words.ended.text }));
    case 'invalid':
      return page(words.invalid.title, again(said, { code, contribution, text: words.invalid.text }));
    case 'ended-short':
      return page(
        words.endedShort.title,
        html`<p class="sum">${words.endedShort.came(apartBitcoins(came))}</p>
          <p>${words.endedShort.text}</p>
          <p><a href="/-/support?lang=${said.paper.lang}">${words.endedShort.more}</a></p>
          ${openForm(said, code, said.words.thanks.open)}`,
      );
  }
}

function again(
  said: Said,
  { code, contribution, text }: { code: string; contribution: Contribution; text: string },
): Html {
  const { ended } = wordsOf(said);
  return html`<section class="card warn"><p>${text}</p></section>
    <form method="post" action="/-/support/pay">
      ${keptFields(said, code)}<input type="hidden" name="country" value="${contribution.country ?? ''}" /><button type="submit">${ended.again}</button>
    </form>
    ${lookForm(said, code, true)}`;
}

function sendTo(said: Said, { code, contribution, payTo, now }: Shown): Html {
  const { pay } = wordsOf(said);
  const { chain = null, lightning = null } = payTo.to ?? {};
  const { amount, currency } = contribution;
  const worth = payTo.state === 'waiting' && currency !== 'BTC';
  return html`<div class="rows">
      <p class="sum"><bdi translate="no">${bitcoins(payTo.to?.due ?? payTo.asked)} BTC</bdi></p>
      ${worth ? html`<p class="soft">${pay.worth(money(said.paper.lang, amount, currency))}</p>` : nothing}
      <p class="soft">${pay.left(spanIn(said.paper.lang, payTo.until - now), timeOf(said.paper.lang, payTo.until))}</p>
    </div>
    ${chain === null ? nothing : chainCard(said, { ...chain, due: payTo.to?.due ?? payTo.asked })}
    ${lightning === null ? nothing : lightningCard(said, { ...lightning, isAlone: chain === null })}
    ${lookForm(said, code)}
    <p class="soft">${pay.enough}</p>`;
}

function chainCard(said: Said, { address, link, due }: { address: string; link: string; due: Minor }): Html {
  const { pay } = wordsOf(said);
  return html`<section class="card pay-to">
    <h2>${pay.chain}</h2>
    <p>${pay.intro}</p>
    ${codePicture(pay.code, link)}
    <p class="soft">${pay.address}</p>
    <p class="code small" translate="no">${address}</p>
    <p class="soft">${pay.amount}</p>
    <p class="code small" translate="no">${bitcoins(due)}</p>
    <p><a href="${link}">${pay.wallet}</a></p>
    <p class="soft">${pay.discreet}</p>
  </section>`;
}

function lightningCard(
  said: Said,
  { invoice, link, isAlone }: { invoice: string; link: string; isAlone: boolean },
): Html {
  const { pay } = wordsOf(said);
  // In capitals a code has fewer and larger cells.
  const inner = html`<p>${pay.lightningIntro}</p>
    ${codePicture(pay.codeLightning, link.toUpperCase())}
    <p class="soft">${pay.invoice}</p>
    <p class="code small" translate="no">${invoice}</p>
    <p><a href="${link}">${pay.wallet}</a></p>`;
  return isAlone
    ? html`<section class="card pay-to">${inner}</section>`
    : html`<details class="pay-to"><summary>${pay.lightning}</summary><div class="inner">${inner}</div></details>`;
}

/** `58 minutes`, at least one: what is over has another page. */
const spanIn = (lang: string, span: number): string =>
  apart(
    new Intl.NumberFormat(lang, { style: 'unit', unit: 'minute', unitDisplay: 'long' }).format(
      Math.max(1, Math.ceil(span / 60_000)),
    ),
  );

/** `14:05`, in UTC. */
const timeOf = (lang: string, at: number): string =>
  apart(
    new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: 'UTC',
    }).format(at),
  );

const groundsOf = (words: BitcoinWords, rules: readonly Rule[]): Html =>
  html`${[...new Set(rules.map(({ ground }) => ground))].map((ground) => html`<p>${words.refused.grounds[ground]}</p>`)}`;

/** What the rules say of giving from there, above the address. */
export function warningCard(said: Said, rules: readonly Rule[]): Html {
  const words = wordsOf(said);
  return rules.length === 0
    ? nothing
    : html`<section class="card warn"><h2>${words.warned.title}</h2>${groundsOf(words, rules)}</section>`;
}

export function noAddressBody(said: Said, refused: Refused): Html {
  const words = wordsOf(said);
  const { helpTitle, help } = said.words.refused;
  const names = new Intl.DisplayNames(said.paper.lang, { type: 'region', fallback: 'code' });
  const why =
    refused.why === 'country-unknown'
      ? html`<p>${words.refused.unknown}</p>`
      : html`<p>${words.refused.country} <strong>${apart(names.of(refused.country) ?? refused.country)}</strong></p>
          ${groundsOf(words, refused.rules)}`;
  return html`<section class="card warn">${why}<p><strong>${words.refused.nothing}</strong></p></section>
    <section>
      <h2>${helpTitle}</h2>
      <ul class="help">
        ${refused.help.map((one) => html`<li>${help[one]}</li>`)}
      </ul>
    </section>`;
}

/** The newsroom's server does not answer; what is asked again tells. */
export const awayBody = (said: Said, code: string): Html =>
  html`<section class="card warn"><p>${wordsOf(said).away}</p></section>
    ${lookForm(said, code)}${codeCard(said, code)}`;

/** Leads from a contribution that is open back to its address. */
export const backForm = (said: Said, code: string): Html =>
  html`<form method="post" action="/-/support/look">
    ${keptFields(said, code)}<button type="submit">${wordsOf(said).back}</button>
  </form>`;
