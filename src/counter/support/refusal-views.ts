import { html } from '#reader';
import type { Html } from '#reader';
import type { Decline, Refused } from '#support';
import { apart } from '../page.ts';
import { openForm, type Said, show } from './said.ts';

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

/** She was at her bank and did not say yes there. */
export function notApprovedBody({ words }: Said, again: Html): Html {
  return html`<section class="card warn"><p>${words.declined.reasons['not-approved']}</p></section>
    ${again}`;
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

/** Fields of a form that pays, by which it is sent again. A card's own token is good for longer than any wait. */
const SENT_AGAIN = ['lang', 'code', 'method', 'card', 'country', 'wallet'] as const;

/** For whoever is caught by what slows those who try stolen cards: why, for how long, and the same again by one button. */
export function slowed(
  said: Said,
  { path, form, seconds }: { path: string; form: Map<string, string>; seconds: number },
): Response {
  const { title, why, wait, button } = said.words.slowed;
  const fields = SENT_AGAIN.flatMap((name) => {
    const value = form.get(name);
    return value === undefined ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`];
  });
  const body = html`<section class="card warn">
      <p>${why}</p>
      <p><strong>${wait(seconds)}</strong></p>
    </section>
    <form method="post" action="/-/support/${path}">${fields}<button type="submit">${button}</button></form>`;
  const answer = show(said, title, body, { status: 429 });
  answer.headers.set('retry-after', String(seconds));
  return answer;
}
