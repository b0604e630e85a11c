import type { Say } from '../say.ts';
import type { Report, Worker } from './ask.ts';
import type { PageData } from './data.ts';
import { button, element } from './element.ts';
import { refusal } from './wipe.ts';

/** Tells the newsroom what is blocked: shows to the letter what would be sent, then waits for the reader's word. */
export function tellPart(data: PageData, say: Say, worker: Worker): HTMLElement {
  const { words } = data;
  const answer = element('div', '');
  answer.setAttribute('aria-live', 'polite');
  const start = button(words.tellShow, 'reach-small', () => {
    start.hidden = true;
    worker.report().then((report) => show(report), fail);
  });
  const fail = (error: unknown): void => {
    answer.replaceChildren(element('p', 'reach-risk', refusal(words, say, error)));
    start.hidden = false;
  };
  const show = (report: Report): void => {
    const text = element('pre', '');
    text.dir = 'ltr';
    // The keyboard has to reach what scrolls.
    text.tabIndex = 0;
    const country = countries(data);
    const chosen = (): Report => (country.value === '' ? report : { ...report, country: country.value });
    const write = (): void => text.replaceChildren(JSON.stringify(chosen(), null, 2));
    country.addEventListener('change', write);
    write();
    const send = button(words.tellSend, 'reach-strong', () => {
      worker.send(chosen()).then(() => answer.replaceChildren(element('p', '', words.told)), fail);
    });
    const not = button(words.tellNot, 'reach-small', () => {
      answer.replaceChildren();
      start.hidden = false;
      start.focus();
    });
    const label = element('label', 'reach-country', element('span', '', words.country), country);
    const choice = element('p', 'reach-choice', send, not);
    answer.replaceChildren(element('p', '', words.tellThis), text, label, choice);
  };
  const heading = element('h3', '', words.tellHeading);
  return element('section', 'reach-tool', heading, element('p', '', words.tellWhat), start, answer);
}

/** Every country by its name in the page's language, none chosen. The browser knows the names. */
function countries({ lang, words }: PageData): HTMLSelectElement {
  const names = new Intl.DisplayNames(lang, { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const known = codes.flatMap((code) => {
    const name = NO_COUNTRIES.has(code) ? undefined : names.of(code);
    return name === undefined ? [] : [{ code, name }];
  });
  known.sort((a, b) => a.name.localeCompare(b.name, lang));
  const select = element('select', '', new Option(words.noCountry, ''));
  for (const { code, name } of known) select.append(new Option(name, code));
  return select;
}

/** Codes for unions, for parts of the world and for none. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);
