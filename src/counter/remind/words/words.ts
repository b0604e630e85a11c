import { ar } from './ar.ts';
import { be } from './be.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fa } from './fa.ts';
import { ru } from './ru.ts';
import { uk } from './uk.ts';

/** What the pages under `/-/remind` say. */
export type RemindWords = {
  toFront: string;
  again: string;
  notFound: string;
  slow: string;
  slowText: string;
  wrongForm: string;
  wrongFormText: string;

  remind: string;
  remindIntro: string;
  address: string;
  month: string;
  country: string;
  countryWhy: string;
  choose: string;
  notSaid: string;
  remindButton: string;
  wrong: { address: string; month: string; country: string };
  calendarTitle: string;
  calendarText: string;
  keptTitle: string;
  keptText: (month: string) => string;
  changeMind: string;
  undoHint: string;
  undoTitle: string;
  undoButton: string;
  undoneTitle: string;
  undoneText: string;
  closedText: string;
  refusedTitle: string;
  refusedText: string;
  unknownTitle: string;
  unknownText: string;
  helpTitle: string;
  /** By the names that the safety rules have for it. */
  help: { read: string; 'pass-on': string; 'ask-abroad': string };
};

const WORDS: Readonly<Record<string, RemindWords>> = { en, ru, uk, be, es, fa, ar };

/** Languages in which the pages are written. */
export const remindLanguages: readonly string[] = Object.keys(WORDS);

/** The words for a paper's language, and the language that they are in: English where there are none. */
export function remindWords(lang: string): { lang: string; words: RemindWords } {
  const primary = lang.split('-')[0]?.toLowerCase() ?? '';
  const words = WORDS[primary];
  return words === undefined ? { lang: 'en', words: en } : { lang: primary, words };
}
