import type { AskingSayings } from '../languages/support-words.ts';
import { CHOICES, find, isForGood, KEY } from './kept.ts';
import { button, element } from '../reach/element.ts';

/* The script of the page about this device. It stores what the reader presses, shows it, and deletes it. */

type Data = { lang: string; timeZone: string; words: AskingSayings };

function start({ lang, timeZone, words }: Data, status: HTMLElement, choices: HTMLElement): void {
  const dates = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'long', timeZone });
  const storage = (): Storage => window.localStorage;
  const show = (done = ''): void => {
    const found = find(storage);
    const lines = done === '' ? [] : [element('p', '', element('b', '', done))];
    if (found === 'denied') return status.replaceChildren(...lines, element('p', '', words.denied));
    if (found === 'nothing') return status.replaceChildren(...lines, element('p', '', words.nothing));
    const { kept, text } = found;
    const seen = kept.seen.map((at) => dates.format(at)).join(' · ');
    const hidden = kept.until > Date.now();
    status.replaceChildren(
      ...lines,
      ...(isForGood(kept)
        ? [element('p', '', words.never)]
        : hidden
          ? [
              element(
                'p',
                '',
                words.quiet.replace('{date}', () => dates.format(kept.until)),
              ),
            ]
          : kept.every > 0
            ? []
            : [element('p', '', words.nothing)]),
      ...(kept.every > 0 ? [element('p', '', words.seldom)] : []),
      ...(seen === ''
        ? []
        : [
            element(
              'p',
              '',
              words.seen.replace('{days}', () => seen),
            ),
          ]),
      element('p', '', words.stored),
      element('pre', 'asking-stored', `${KEY} = ${text}`),
    );
  };
  const choice = (what: string, why: string, press: () => void, done: string): HTMLElement => {
    const pressed = button(what, '', () => {
      try {
        press();
        show(done);
      } catch {
        // The browser lets pages store nothing; the line above says so.
        show();
      }
    });
    pressed.append(element('small', '', why));
    return pressed;
  };
  const store = (kept: object) => (): void => storage().setItem(KEY, JSON.stringify(kept));
  choices.replaceChildren(
    choice(words.quietMonth, words.quietMonthWhy, () => store(CHOICES.quietMonth(Date.now()))(), words.done),
    choice(words.seldomWeek, words.seldomWeekWhy, store(CHOICES.seldomWeek()), words.done),
    choice(words.neverAsk, words.neverAskWhy, store(CHOICES.neverAsk()), words.done),
    choice(words.remove, words.removeWhy, () => storage().removeItem(KEY), words.removed),
  );
  show();
}

const told = document.getElementById('asking-data');
const status = document.getElementById('asking-status');
const choices = document.getElementById('asking-choices');
if (told !== null && status !== null && choices !== null)
  start(JSON.parse(told.textContent) as Data, status, choices);
