import { html, nothing } from '#reader';
import type { Html } from '#reader';
import { newToken, NOT_SAID } from '../remind/views.ts';
import { countryOptions, keptFields, type Said } from './said.ts';

/** What a form of a letter held, as it was written. */
export type GivenLetter = { address: string; country: string };

/** What can be asked for by mail: `receipt` once, `tell` when a payment fails. */
export type LetterKind = 'receipt' | 'tell';

export const fold = (title: string, inner: Html): Html =>
  html`<details><summary>${title}</summary><div class="inner">${inner}</div></details>`;

export function letterForm(said: Said, code: string, kind: LetterKind, given?: GivenLetter): Html {
  const { letters } = said.words.mine;
  const [why, button] =
    kind === 'receipt' ? [letters.receiptWhy, letters.receiptButton] : [letters.tellWhy, letters.tellButton];
  return html`<form method="post" action="/-/support/mine/${kind}">
    ${keptFields(said, code)}<input type="hidden" name="form" value="${newToken()}" />
    <p class="soft">${why}</p>
    <label>${letters.address}<input type="email" name="address" dir="ltr" required maxlength="254" autocomplete="off" spellcheck="false" autocapitalize="none" value="${given?.address ?? ''}" /></label>
    <label>${letters.country}<span class="soft">${letters.countryWhy}</span><select name="country" required autocomplete="off">
      <option value="">${said.words.transfer.choose}</option>
      ${countryOptions(said.paper.lang, given?.country ?? null)}
      <option value="${NOT_SAID}">${letters.notSaid}</option>
    </select></label>
    <button type="submit" class="quiet">${button}</button>
  </form>`;
}

export const receiptFold = (said: Said, code: string): Html =>
  fold(said.words.mine.letters.receipt, letterForm(said, code, 'receipt'));

/** @param told whether an address is kept for it */
export function tellFold(said: Said, code: string, told: boolean): Html {
  const { letters } = said.words.mine;
  return fold(
    letters.tell,
    html`${
      told
        ? html`<p>${letters.kept}</p>
              <form method="post" action="/-/support/mine/untell">
                ${keptFields(said, code)}<button type="submit" class="quiet">${letters.untell}</button>
              </form>`
        : nothing
    }${letterForm(said, code, 'tell')}`,
  );
}
