import { randomBytes } from 'node:crypto';
import { formatMonth, type Html, html } from '#reader';
import { calendarLink, COUNTRIES, FORM_TOKEN, HELP } from '#support';
import type { PaperFacts } from '../page.ts';
import type { RemindWords } from './words/words.ts';

export const REMIND = '/-/remind';

/** What every page of reminders is told in. */
export type Said = {
  paper: PaperFacts;
  words: RemindWords;
  /** What nothing in a calendar may hold. */
  names: readonly string[];
  months: readonly string[];
};

/** What a form held, as it was written. */
export type Given = { token: string; address: string; month: string; country: string };
export type Field = 'address' | 'month' | 'country';

/** In the list of countries, for who would rather not say. */
export const NOT_SAID = '-';

export function formBody(said: Said, { given, wrong }: { given?: Given; wrong?: Field } = {}): Html {
  const { words, months } = said;
  const { lang } = said.paper;
  const fault = (field: Field): Html | null =>
    field === wrong
      ? html`<p class="fault" id="${field}-fault" role="alert">${words.wrong[field]}</p>`
      : null;
  const token = given !== undefined && FORM_TOKEN.test(given.token) ? given.token : newToken();
  return html`<p>${words.remindIntro}</p>
    <form method="post" action="${REMIND}?lang=${lang}">
      <input type="hidden" name="form" value="${token}">
      <div><label for="address">${words.address}</label>${fault('address')}
      <input id="address" name="address" type="email" dir="ltr" required maxlength="254" autocomplete="off" spellcheck="false" autocapitalize="none" value="${given?.address ?? ''}"${marked('address', wrong)}></div>
      <div><label for="month">${words.month}</label>${fault('month')}
      <select id="month" name="month" required${marked('month', wrong)}>
        ${months.map((month) => option(month, formatMonth(lang, month), given?.month))}
      </select></div>
      <div><label for="country">${words.country}</label><p class="soft" id="country-hint">${words.countryWhy}</p>${fault('country')}
      <select id="country" name="country" required autocomplete="off"${marked('country', wrong)}>
        ${option('', words.choose, undefined)}${countries(lang).map(([code, name]) => option(code, name, given?.country))}${option(NOT_SAID, words.notSaid, given?.country)}
      </select></div>
      <button type="submit">${words.remindButton}</button>
    </form>
    ${calendarBody(said)}`;
}

const option = (value: string, text: string, chosen: string | undefined): Html =>
  value === chosen
    ? html`<option value="${value}" selected>${text}</option>`
    : html`<option value="${value}">${text}</option>`;

/** The field that is wrong is where the page opens, and says why together with its name. */
function marked(field: Field, wrong: Field | undefined): Html | null {
  const hint = field === 'country' ? 'country-hint' : '';
  if (field === wrong)
    return html` aria-invalid="true" autofocus aria-describedby="${`${field}-fault ${hint}`.trim()}"`;
  return hint === '' ? null : html` aria-describedby="${hint}"`;
}

export const newToken = (): string => randomBytes(32).toString('base64url');

const named = new Map<string, readonly (readonly [string, string])[]>();

/** Every country by its name in a language, in that language's order. */
function countries(lang: string): readonly (readonly [string, string])[] {
  let list = named.get(lang);
  if (list === undefined) {
    const names = new Intl.DisplayNames([lang], { type: 'region' });
    const order = new Intl.Collator(lang);
    list = COUNTRIES.map((code) => [code, names.of(code) ?? code] as const).toSorted(([, a], [, b]) =>
      order.compare(a, b),
    );
    named.set(lang, list);
  }
  return list;
}

/** Links that hold the whole entry: whoever takes one sends nothing to anybody. */
export function calendarBody({ words, paper: { lang }, names, months }: Said): Html | null {
  const links = months.slice(0, 6).flatMap((month) => {
    const link = calendarLink({ day: `${month}-01`, lang, names });
    if (link === null) return [];
    return html`<li><a href="${link.href}" download="${link.fileName}">${formatMonth(lang, month)}</a></li>`;
  });
  if (links.length === 0) return null;
  return html`<section>
    <h2>${words.calendarTitle}</h2>
    <p>${words.calendarText}</p>
    <ul class="days">
      ${links}
    </ul>
  </section>`;
}

export function keptBody({ words, paper: { lang } }: Said, kept: { undo: string; month: string }): Html {
  return html`<p>${words.keptText(formatMonth(lang, kept.month))}</p>
    <section class="card">
      <h2>${words.changeMind}</h2>
      <p>${words.undoHint}</p>
      <p><a href="${REMIND}/undo/${kept.undo}?lang=${lang}">${words.undoButton}</a></p>
    </section>`;
}

/** A refusal that helps: why, what works without us, and what leaves no trace. */
export function refusedBody(said: Said, unknown: boolean): Html {
  const { words } = said;
  return html`<p>${unknown ? words.unknownText : words.refusedText}</p>
    ${calendarBody(said)}
    <section>
      <h2>${words.helpTitle}</h2>
      <ul class="help">
        ${HELP.map((help) => html`<li>${words.help[help]}</li>`)}
      </ul>
    </section>`;
}

export const undoBody = ({ words, paper: { lang } }: Said, path: string): Html =>
  html`<form method="post" action="${path}?lang=${lang}">
    <button type="submit">${words.undoButton}</button>
  </form>`;
