import { html, nothing } from '#reader';
import type { Html } from '#reader';
import type { OnWall } from '#support';
import { NOT_SAID } from '../remind/views.ts';
import { fold } from './letter-views.ts';
import { countryOptions, keptFields, type Said } from './said.ts';

/** What the form held, as it was written. */
export type GivenName = { name: string; showsAmount: boolean; country: string };

/** @param on the name that is on the wall or waits; null: none */
export function wallFold(said: Said, code: string, on: OnWall | null): Html {
  const { wall } = said.words.mine;
  return fold(
    wall.title,
    html`${
      on === null
        ? nothing
        : html`<p><bdi>${on.name}</bdi>: ${wall.states[on.state]}</p>
              <form method="post" action="/-/support/mine/unwall">
                ${keptFields(said, code)}<button type="submit" class="quiet">${wall.take}</button>
              </form>`
    }${wallForm(said, code, { name: on?.name ?? '', showsAmount: on?.showsAmount ?? false, country: '' })}`,
  );
}

export function wallForm(said: Said, code: string, given: GivenName): Html {
  const { wall, letters } = said.words.mine;
  return html`<form method="post" action="/-/support/mine/wall">
    ${keptFields(said, code)}
    <p class="soft">${wall.why}</p>
    <label>${wall.name}<input type="text" name="name" dir="auto" required maxlength="160" autocomplete="off" value="${given.name}" /></label>
    <label class="tick"><input type="checkbox" name="amount" value="yes"${given.showsAmount ? html` checked` : nothing} />${wall.amount}</label>
    <label>${letters.country}<select name="country" required autocomplete="off">
      <option value="">${said.words.transfer.choose}</option>
      ${countryOptions(said.paper.lang, given.country)}
      <option value="${NOT_SAID}">${letters.notSaid}</option>
    </select></label>
    <button type="submit" class="quiet">${wall.button}</button>
  </form>`;
}
