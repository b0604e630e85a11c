import type { VerifySayings } from '../languages/verify-words.ts';

/** What the page tells its script; `verify-page.ts` writes it. */
export type PageData = {
  /** The newest root of the paper's keys. */
  root: Uint8Array;
  lang: string;
  timeZone: string;
  /** From this page to the root of the edition: empty, or `../`. */
  up: string;
  /** Whether these are the keys of a sample, which anybody has. */
  sample: boolean;
  /** Genuine addresses, the newsroom's own first. */
  addresses: string[];
  words: VerifySayings;
};

export function readData(element: Element): PageData {
  const data = JSON.parse(element.textContent) as Omit<PageData, 'root'> & { root: string };
  return { ...data, root: Uint8Array.from(atob(data.root), (character) => character.charCodeAt(0)) };
}

/** Puts values into the places of a saying, numbers and times as the language writes them. */
export type Say = (saying: string, values?: Record<string, string | number | Date>) => string;

export function openSay({ lang, timeZone }: Pick<PageData, 'lang' | 'timeZone'>): Say {
  const numbers = new Intl.NumberFormat(lang);
  const times = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const written = (value: string | number | Date): string => {
    // Of any direction, whatever that of the sentence around it: U+2068 and U+2069 keep the two apart.
    if (typeof value === 'string') return `\u2068${value}\u2069`;
    return typeof value === 'number' ? numbers.format(value) : times.format(value);
  };
  return (saying, values = {}) =>
    saying.replaceAll(/\{(\w+)\}/g, (place: string, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return value === undefined ? place : written(value);
    });
}
