import { html, nothing, qrPath, trusted } from '#reader';
import type { Html } from '#reader';
import { type Contribution, PLAY_CARDS, type Step, type TransferDetails } from '#support';
import { apart } from '../page.ts';
import type { CardForm } from './context.ts';
import { money } from './money.ts';
import { codeCard, countryOptions, keptFields, priceIn, type Said, summary } from './said.ts';

/** What will stand at her bank, before she pays. */
export const statementLine = ({ words: { pay } }: Said, statement: string | null): Html =>
  html`<p class="soft">${statement === null ? pay.statementNone : pay.statement(apart(statement))}</p>`;

/** The fields by which the till is told what its play card does. */
export function playFields({ paper, words }: Said): Html {
  const { play } = words.pay;
  const cards = Object.keys(PLAY_CARDS).map(
    (card) => html`<option value="${card}">${play.cards[card]}</option>`,
  );
  return html`<label>${play.card}<select name="card">${cards}</select></label>
    <label
      >${play.country}<select name="country">
        ${countryOptions(paper.lang, 'DE')}
        <option value="??">?</option>
      </select></label
    >
    <label class="tick"><input type="checkbox" name="wallet" value="yes" />${play.wallet}</label>`;
}

export function payForm(
  said: Said,
  { code, contribution }: { code: string; contribution: Contribution },
): Html {
  const { words } = said;
  const { play } = words.pay;
  return html`${summary(said, contribution)}
    <section class="card play">
      <h2>${play.title}</h2>
      <p>${play.intro}</p>
      <form method="post" action="/-/support/pay">
        ${keptFields(said, code)}
        <button type="submit">${words.pay.button(priceIn(said, contribution))}</button>
        <p class="soft">${words.pay.statementPlay} ${words.pay.noRecord}</p>
        ${playFields(said)}
      </form>
    </section>`;
}

const CARD_SCRIPT = html`<script src="/-/support/card.js"></script>`;

/** What their form needs to open, as attributes of ours. */
function cardData({ paper, words }: Said, card: CardForm): Html {
  return html`data-key="${card.publishableKey}" data-source="${card.script}" data-lang="${paper.lang}" data-away="${words.pay.cardAway}"`;
}

/** The form for a card, which the company that takes it puts onto the page. */
export function cardForm(
  said: Said,
  card: CardForm,
  {
    code,
    contribution,
    path,
    button,
  }: { code: string; contribution: Contribution; path: string; button: string },
): Html {
  const { words } = said;
  const { rhythm, amount, currency } = contribution;
  return html`<section class="card">
      <noscript><p>${words.pay.needsScript}</p></noscript>
      <form
        id="card"
        method="post"
        action="/-/support/${path}"
        ${cardData(said, card)}
        data-mode="${rhythm === 'once' ? 'payment' : 'subscription'}"
        data-amount="${amount}"
        data-currency="${currency.toLowerCase()}"
      >
        ${keptFields(said, code)}<input type="hidden" name="method" value="" />
        <div id="card-field"></div>
        <p id="card-told" role="status">${words.pay.cardLoading}</p>
        <button type="submit" disabled>${button}</button>
        <p class="soft">${words.pay.noRecord}</p>
      </form>
    </section>
    ${CARD_SCRIPT}`;
}

export function countryForm(
  said: Said,
  { code, contribution }: { code: string; contribution: Contribution },
): Html {
  const { words, paper } = said;
  return html`${summary(said, contribution)}
    <section class="card">
      <h2>${words.transfer.title}</h2>
      <p>${words.transfer.intro}</p>
      <form method="post" action="/-/support/pay">
        ${keptFields(said, code)}
        <label
          >${words.transfer.country}<select name="country" required>
            <option value="">${words.transfer.choose}</option>
            ${countryOptions(paper.lang, null)}
          </select></label
        >
        <button type="submit">${words.transfer.button}</button>
      </form>
    </section>`;
}

/** Her bank asks: in a frame of the card company where there is one, and she goes on when she has answered. */
function approveBody(said: Said, code: string, form: Html, script: Html): Html {
  const { words } = said;
  return html`<section class="card">
      <p>${words.thanks.approve.intro}</p>
      <form method="post" action="/-/support/look" ${form}>
        ${keptFields(said, code)}<button type="submit">${words.thanks.approve.button}</button>
      </form>
    </section>
    ${codeCard(said, code)}${script}`;
}

export function stepBody(
  said: Said,
  { code, step, card }: { code: string; step: Step; card: CardForm | null },
): Html {
  const { words } = said;
  if (step.kind === 'approve')
    return card === null
      ? approveBody(said, code, nothing, nothing)
      : approveBody(
          said,
          code,
          html`id="card" data-secret="${step.secret}" ${cardData(said, card)}`,
          CARD_SCRIPT,
        );
  return html`<p>${words.thanks.waiting}</p>
    ${codeCard(said, code)}`;
}

/** The newsroom's account, for whoever has said where her bank is. */
export function sendBody(
  said: Said,
  { code, contribution, details }: { code: string; contribution: Contribution; details: TransferDetails },
): Html {
  const { words, paper } = said;
  const { send } = words.transfer;
  const { rhythm, amount, currency } = contribution;
  const rows: [string, string][] = [
    [send.holder, details.holder],
    [send.account, details.iban],
    ...(details.bic === null ? [] : [[send.bic, details.bic] satisfies [string, string]]),
    [send.amount, money(paper.lang, amount, currency)],
  ];
  return html`<section class="card">
      <p>${rhythm === 'once' ? send.once : send.goesOn}</p>
      <table>
        ${rows.map(
          ([name, value]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td><bdi translate="no">${value}</bdi></td>
            </tr>`,
        )}
      </table>
      <p class="soft">${send.reference}</p>
      <p class="code" translate="no">${details.reference}</p>
      <p><strong>${send.exactly}</strong></p>
      ${
        details.code === null
          ? nothing
          : html`<p>${send.code}</p>
              ${codePicture(send.code, details.code)}`
      }
      <p class="soft">${send.record}</p>
    </section>
    ${codeCard(said, code)}`;
}

/** Dark on light also in the dark: cameras need it so. */
export function codePicture(label: string, text: string): Html {
  const { size, path } = qrPath(text, 'medium');
  const whole = size + 8;
  return html`<svg role="img" aria-label="${label}" width="232" height="232" viewBox="-4 -4 ${whole} ${whole}">${trusted(
    `<path fill="#fff" d="M-4 -4h${whole}v${whole}h-${whole}z"/><path d="${path}"/>`,
  )}</svg>`;
}
