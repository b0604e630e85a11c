import { html, nothing } from '#reader';
import type { Html } from '#reader';
import {
  type Contribution,
  COUNTRIES,
  decimal,
  type Decline,
  minor,
  type Opened,
  PLAY_CARDS,
  type Refused,
  STANDING,
  type Step,
} from '#support';
import { apart, type PaperFacts } from '../page.ts';
import { dayIn, money } from './money.ts';
import type { SupportWords } from './words/words.ts';

export type Said = { paper: PaperFacts; words: SupportWords };

/** Fields that every form of a contribution bears: there is no cookie that would. */
export const keptFields = ({ paper }: Said, code: string): Html =>
  html`<input type="hidden" name="lang" value="${paper.lang}" /><input type="hidden" name="code" value="${code}" />`;

export function priceIn({ paper, words }: Said, { rhythm, amount, currency }: Contribution): string {
  return words.each[rhythm](money(paper.lang, amount, currency));
}

export function summary(said: Said, contribution: Contribution): Html {
  const { words, paper } = said;
  const { cover, purpose, currency } = contribution;
  return html`<div class="rows">
    <p class="soft">${words.pay.summary}</p>
    <p class="sum">${priceIn(said, contribution)}</p>
    ${cover === 0 ? nothing : html`<p class="soft">${words.covers(money(paper.lang, cover, currency))}</p>`}
    ${purpose === 'self' ? nothing : html`<p class="soft">${words.forReader}</p>`}
  </div>`;
}

export function countryOptions(lang: string, chosen: string | null): Html[] {
  const names = new Intl.DisplayNames(lang, { type: 'region', fallback: 'code' });
  const collator = new Intl.Collator(lang);
  return COUNTRIES.map((code): [string, string] => [code, names.of(code) ?? code])
    .sort(([, one], [, other]) => collator.compare(one, other))
    .map(
      ([code, name]) =>
        html`<option value="${code}"${code === chosen ? html` selected` : nothing}>${name}</option>`,
    );
}

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

/** The code, once. */
export function codeCard({ words }: Said, code: string): Html {
  return html`<section class="card">
    <h2>${words.thanks.code}</h2>
    <p class="code" translate="no">${code}</p>
    <p>${words.thanks.keep}</p>
  </section>`;
}

export function openForm(said: Said, code: string, button: string): Html {
  return html`<form method="post" action="/-/support/mine">
    ${keptFields(said, code)}<button type="submit" class="quiet">${button}</button>
  </form>`;
}

export function stepBody(said: Said, { code, step }: { code: string; step: Step }): Html {
  const { words } = said;
  if (step.kind === 'approve')
    return html`<section class="card">
        <p>${words.thanks.approve.intro}</p>
        <form method="post" action="/-/support/look">
          ${keptFields(said, code)}<button type="submit">${words.thanks.approve.button}</button>
        </form>
      </section>
      ${codeCard(said, code)}`;
  return html`<p>${words.thanks.waiting}</p>
    ${codeCard(said, code)}`;
}

export function declinedBody(
  said: Said,
  { code, reason, triesLeft, again }: { code: string; reason: Decline; triesLeft: number; again: Html },
): Html {
  const { words } = said;
  const { declined } = words;
  return html`<section class="card warn">
      <p>${declined.reasons[reason]}</p>
      <p>${triesLeft > 0 ? declined.left(triesLeft) : declined.none}</p>
    </section>
    ${triesLeft > 0 ? again : openForm(said, code, words.thanks.open)}`;
}

export function refusedBody({ words, paper }: Said, refused: Refused): Html {
  const texts = words.refused;
  const grounds = [...new Set(refused.rules.map(({ ground }) => ground))];
  const why =
    refused.why === 'country-unknown'
      ? html`<p>${texts.unknown}</p>`
      : html`<p>
            ${texts.country}
            <strong
              >${apart(
                new Intl.DisplayNames(paper.lang, { type: 'region', fallback: 'code' }).of(refused.country) ??
                  refused.country,
              )}</strong
            >
          </p>
          ${grounds.map((ground) => html`<p>${texts.grounds[ground]}</p>`)}`;
  return html`<section class="card warn">
      ${why}
      <p><strong>${texts.nothing}</strong></p>
    </section>
    <section>
      <h2>${texts.helpTitle}</h2>
      <ul class="help">
        ${refused.help.map((help) => html`<li>${texts.help[help]}</li>`)}
      </ul>
    </section>`;
}

export function codeForm({ paper, words }: Said): Html {
  const { mine } = words;
  return html`<p>${mine.intro}</p>
    <form method="post" action="/-/support/mine">
      <input type="hidden" name="lang" value="${paper.lang}" />
      <label
        >${mine.code}<input
          class="typed"
          type="text"
          name="code"
          required
          maxlength="60"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX"
      /></label>
      <button type="submit">${mine.open}</button>
    </form>
    <p class="soft">${mine.lost}</p>`;
}

/** A contribution as its code opens it, with what can be done. */
export function mineBody(
  said: Said,
  { code, opened, note }: { code: string; opened: Opened; note: string | null },
): Html {
  const { words, paper } = said;
  const { mine } = words;
  const { contribution, underWay, payments } = opened;
  const next = contribution.nextAt === null ? null : new Date(contribution.nextAt).toISOString().slice(0, 10);
  const rows = payments.map(
    ({ day, amount, currency, refunded }) => html`<tr>
      <td>${dayIn(paper.lang, day)}</td>
      <td>
        ${money(paper.lang, amount, currency)}${
          refunded === 0
            ? nothing
            : html` <span class="soft">(${mine.payments.back(money(paper.lang, refunded, currency))})</span>`
        }
      </td>
    </tr>`,
  );
  return html`${note === null ? nothing : html`<p class="card" role="status"><strong>${note}</strong></p>`}
    <section class="card">
      <p class="sum">${priceIn(said, contribution)}</p>
      <p><strong>${mine.states[contribution.state]}</strong> ${mine.since(dayIn(paper.lang, contribution.begunOn))}</p>
      ${next === null ? nothing : html`<p>${mine.next(dayIn(paper.lang, next))}</p>`}
      ${underWay === null ? nothing : html`<p class="soft">${mine.underWay[underWay]}</p>`}
    </section>
    <div>${underWay === null ? actions(said, code, contribution) : openForm(said, code, words.thanks.look)}</div>
    <section>
      <h2>${mine.payments.title}</h2>
      ${
        rows.length === 0
          ? html`<p class="soft">${mine.payments.none}</p>`
          : html`<table>
            <thead><tr><th scope="col">${mine.payments.day}</th><th scope="col">${mine.payments.amount}</th></tr></thead>
            <tbody>${rows}</tbody>
          </table>`
      }
    </section>`;
}

function act(said: Said, code: string, what: string, inner: Html, button: string, quiet = false): Html {
  return html`<form method="post" action="/-/support/mine/${what}">
    ${keptFields(said, code)}${inner}<button type="submit"${quiet ? html` class="quiet"` : nothing}>${button}</button>
  </form>`;
}

const fold = (title: string, inner: Html): Html =>
  html`<details><summary>${title}</summary><div class="inner">${inner}</div></details>`;

function actions(said: Said, code: string, contribution: Contribution): Html {
  const { mine } = said.words;
  const { state, rail, rhythm, cover, visibility } = contribution;
  const goesOn = (STANDING as readonly string[]).includes(state) && rail !== 'transfer';
  const parts: Html[] = [];
  if (goesOn) {
    if (state === 'past-due') parts.push(act(said, code, 'retry', nothing, mine.retry));
    if (state === 'paused') parts.push(act(said, code, 'resume', nothing, mine.resume));
    // First and in two taps: nobody looks for it.
    parts.push(
      fold(
        mine.stop.title,
        html`<p>${mine.stop.sure}</p>${act(said, code, 'stop', nothing, mine.stop.button)}`,
      ),
    );
    if (state !== 'paused')
      parts.push(
        fold(
          mine.pause.title,
          html`<p>${mine.pause.sure}</p>${act(said, code, 'pause', nothing, mine.pause.button, true)}`,
        ),
      );
    parts.push(
      fold(
        mine.price.title,
        act(
          said,
          code,
          'price',
          html`<label>${mine.price.amount}<input type="text" name="own" inputmode="decimal" required maxlength="20" dir="ltr" value="${plainAmount(contribution)}" /></label>
            <label>${mine.price.rhythm}<select name="rhythm">
              <option value="monthly"${rhythm === 'monthly' ? html` selected` : nothing}>${mine.price.monthly}</option>
              <option value="yearly"${rhythm === 'yearly' ? html` selected` : nothing}>${mine.price.yearly}</option>
            </select></label>
            <label class="tick"><input type="checkbox" name="cover" value="yes"${cover > 0 ? html` checked` : nothing} />${mine.price.cover}</label>`,
          mine.price.button,
          true,
        ),
      ),
    );
    if (rail === 'till')
      parts.push(fold(mine.card.title, act(said, code, 'card', playFields(said), mine.card.button, true)));
  }
  parts.push(
    fold(
      mine.visibility.title,
      act(
        said,
        code,
        'visibility',
        html`${(['secret', 'private', 'public'] as const).map(
          (each) =>
            html`<label class="tick"><input type="radio" name="visibility" value="${each}"${each === visibility ? html` checked` : nothing} />${mine.visibility[each]}</label>`,
        )}`,
        mine.visibility.button,
        true,
      ),
    ),
    fold(
      mine.forget.title,
      html`<p>${mine.forget.sure}</p>${act(said, code, 'forget', nothing, mine.forget.button)}`,
    ),
  );
  return html`${parts}`;
}

/** What is given each time, without what covers the fees, as somebody would write it. */
const plainAmount = ({ amount, cover, currency }: Contribution): string =>
  decimal(minor(amount - cover), currency).replace(/\.0+$/, '');
