import { html, nothing } from '#reader';
import type { Html } from '#reader';
import { type Contribution, decimal, minor, type OnWall, type Opened, STANDING, type State } from '#support';
import { backForm } from './bitcoin-views.ts';
import type { CardForm } from './context.ts';
import { fold, receiptFold, tellFold } from './letter-views.ts';
import { dayIn, money } from './money.ts';
import { cardForm, playFields } from './pay-views.ts';
import { keptFields, openForm, priceIn, type Said } from './said.ts';
import { wallFold } from './wall-views.ts';

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
/** What a supporter's own page shows beside her contribution. */
export type Around = {
  card: CardForm | null;
  /** Whether letters can be asked for, and whether an address is kept to tell of failed payments. */
  letters: { open: boolean; told: boolean };
  /** Her name on the wall of supporters, or on its way there. */
  wall: OnWall | null;
  /** Where she can give again. */
  supportPage: string;
};

/** Whose contribution has ended can always come back. */
const ENDED: readonly State[] = ['given', 'lapsed', 'cancelled'];

export function mineBody(
  said: Said,
  { code, opened, note, around }: { code: string; opened: Opened; note: string | null; around: Around },
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
    ${ENDED.includes(contribution.state) ? html`<p><a href="${around.supportPage}">${mine.again}</a></p>` : nothing}
    <div>${underWay === null ? actions(said, code, contribution, around) : openForm(said, code, words.thanks.look)}</div>
    <section>
      <h2>${mine.payments.title}</h2>
      ${
        rows.length === 0
          ? html`<p class="soft">${mine.payments.none}</p>`
          : html`<table>
            <thead><tr><th scope="col">${mine.payments.day}</th><th scope="col">${mine.payments.amount}</th></tr></thead>
            <tbody>${rows}</tbody>
          </table>`
      }${around.letters.open && contribution.state !== 'open' ? receiptFold(said, code) : nothing}
    </section>`;
}

function act(said: Said, code: string, what: string, inner: Html, button: string, quiet = false): Html {
  return html`<form method="post" action="/-/support/mine/${what}">
    ${keptFields(said, code)}${inner}<button type="submit"${quiet ? html` class="quiet"` : nothing}>${button}</button>
  </form>`;
}

function actions(
  said: Said,
  code: string,
  contribution: Contribution,
  { card, letters, wall }: Around,
): Html {
  const { mine } = said.words;
  const { state, rail, rhythm, cover, visibility } = contribution;
  const goesOn = (STANDING as readonly string[]).includes(state) && rail !== 'transfer';
  const parts: Html[] = [];
  if (rail === 'bitcoin' && state === 'open') parts.push(backForm(said, code));
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
    if (rail === 'card' && card !== null)
      parts.push(
        fold(
          mine.card.title,
          cardForm(said, card, { code, contribution, path: 'mine/card', button: mine.card.button }),
        ),
      );
    if (letters.open || letters.told) parts.push(tellFold(said, code, letters.told));
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
    ...(state === 'open' || state === 'stopped' ? [] : [wallFold(said, code, wall)]),
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
