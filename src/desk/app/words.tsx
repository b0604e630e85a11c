import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import type { Words } from './languages/en.ts';

export const LANGUAGES = ['en', 'ru', 'fa'] as const;
/** A language that the desk speaks. */
export type DeskLanguage = (typeof LANGUAGES)[number];

const KEPT = 'longwave-desk-language';

/** What was chosen before; else the first of the browser's languages that the desk speaks; else English. */
export function preferredLanguage(): DeskLanguage {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const found = LANGUAGES.find((lang) => lang === tag.slice(0, 2).toLowerCase());
    if (found !== undefined) return found;
  }
  return 'en';
}

export const keepLanguage = (lang: DeskLanguage): void => localStorage.setItem(KEPT, lang);

export async function loadWords(lang: DeskLanguage): Promise<Words> {
  if (lang === 'ru') return (await import('./languages/ru.ts')).ru;
  if (lang === 'fa') return (await import('./languages/fa.ts')).fa;
  return (await import('./languages/en.ts')).en;
}

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'ckb', 'yi', 'sd', 'ug']);
export const directionOf = (lang: string): 'rtl' | 'ltr' =>
  RIGHT_TO_LEFT.has(lang.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';

/**
 * What comes from elsewhere, within a sentence of the interface: where its letters may run the other way it is held
 * apart, so that it does not turn what stands around it.
 */
export function apart(text: string, lang: string): string {
  if (text === '' || (directionOf(lang) === 'ltr' && !/[\u0590-\u08ff]/.test(text))) return text;
  return `\u2068${text}\u2069`;
}

type Spoken = { lang: DeskLanguage; words: Words; choose: (lang: DeskLanguage) => void };

const SpokenContext = createContext<Spoken | null>(null);

export function SpokenProvider({ children, ...spoken }: Spoken & { children: ReactNode }) {
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

export function useSpoken(): Spoken {
  const spoken = use(SpokenContext);
  if (spoken === null) throw new Error('No language stands around this part');
  return spoken;
}

export const useWords = (): Words => useSpoken().words;

/** The zone in which the newsroom tells time; the browser's own until it is known. */
export const ZoneContext = createContext<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Writes figures, times and names of languages as the interface's language does. */
export function useTelling() {
  const { lang } = useSpoken();
  const timeZone = use(ZoneContext);
  const key = `${lang} ${timeZone}`;
  let known = tellings.get(key);
  if (known === undefined) {
    known = telling(lang, timeZone);
    tellings.set(key, known);
  }
  return known;
}

/** Formatters by language and zone: making them takes a millisecond, and a list asks for them in each of its rows. */
const tellings = new Map<string, Telling>();

function telling(lang: string, timeZone: string) {
  const figure = new Intl.NumberFormat(lang);
  const clock = new Intl.DateTimeFormat(lang, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(lang, { timeZone, day: 'numeric', month: 'short' });
  const fullDay = new Intl.DateTimeFormat(lang, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const whole = new Intl.DateTimeFormat(lang, {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const names = new Intl.DisplayNames(lang, { type: 'language' });
  const list = new Intl.ListFormat(lang, { type: 'conjunction' });
  const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return {
    timeZone,
    figure: (value: number) => figure.format(value),
    clock: (at: number) => clock.format(at),
    day: (at: number) => day.format(at),
    fullDay: (at: number) => fullDay.format(at),
    moment: (at: number) => whole.format(at),
    /** As short as it can be told: the hour today, the day this year. */
    short: (at: number, now: number) => {
      if (dayKey.format(at) === dayKey.format(now)) return clock.format(at);
      return dayKey.format(at).slice(0, 4) === dayKey.format(now).slice(0, 4)
        ? day.format(at)
        : fullDay.format(at);
    },
    language: (tag: string) => names.of(tag) ?? tag,
    /** The same where it stands for itself, as a choice or a heading. */
    Language: (tag: string) => capital(names.of(tag) ?? tag, lang),
    list: (items: string[]) => list.format(items),
  };
}

export type Telling = ReturnType<typeof telling>;

/** With a capital first, as words that stand for themselves have it. */
export const capital = (text: string, lang: string): string =>
  text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);

/** A name per language as the interface shows it: in its own language, in the site's, or whichever there is. */
export function nameOf(names: Readonly<Record<string, string>>, lang: string, fallback = ''): string {
  return names[lang] ?? names[''] ?? names.en ?? Object.values(names)[0] ?? fallback;
}
