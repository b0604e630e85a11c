import { html, type Html } from './html.ts';
import { AFTER } from './later/count.ts';
import { laterWords } from './later-words.ts';

/**
 * "Remind me after so many stories", for a page on which it is chosen. Hidden until its script (`laterScript`) found
 * that the browser can keep a number; without a script there is nothing to see.
 */
export function laterChoice(lang: string): Html {
  const words = laterWords(lang);
  return html`<div class="later" data-later="choice" hidden>
      <h3>${words.title}</h3>
      <p>${words.text}</p>
      <p class="later-buttons">
        ${AFTER.map((after) => html`<button type="button" data-after="${after}">${words.after(after)}</button>`)}
      </p>
    </div>
    <div class="later" data-later="state" role="status" hidden>
      <p>${words.left} <b data-left></b></p>
      <p><button type="button" data-forget>${words.forget}</button></p>
    </div>`;
}

/**
 * What a story says when it is time; the line of script of pages that ask counts, and shows it.
 *
 * @param support link to the support page; following it ends the reminder
 */
export function laterDue(lang: string, support: string): Html {
  return html`<p class="give" data-due hidden><a href="${support}">${laterWords(lang).due}</a></p>`;
}
