/*
 * Dates and figures as a reader of a language writes them. Persian dates are in the Solar Hijri calendar; the
 * `datetime` attributes beside them stay Gregorian. Nothing here asks for the time of the running machine.
 */

const locales: Readonly<Record<string, string>> = {
  en: 'en-GB',
  fa: 'fa-IR-u-ca-persian-nu-arabext',
  ar: 'ar-u-ca-gregory',
};

export function localeOf(lang: string): string {
  const known = locales[lang];
  if (known !== undefined) return known;
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? 'en-GB';
  } catch {
    // A language tag that Intl cannot read still gets a date, in English.
    return 'en-GB';
  }
}

/** Zones change their clocks on quarter hours, so all moments of one quarter share a local date. */
const quarter = 900_000;
const remembered = 20_000;

/** Russian and Ukrainian add «г.» or «р.» (year), which newspapers leave out. */
function withoutYearWord(words: string): string {
  return words.replace(/\s*[гр]\.$/u, '');
}

class DateWords {
  readonly #date: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #dates = new Map<number, string>();
  readonly #times = new Map<number, string>();

  constructor(lang: string, timeZone: string) {
    const locale = localeOf(lang);
    this.#date = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone,
    });
    this.#time = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'shortOffset',
      timeZone,
    });
    this.#day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone });
    this.#clock = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
  }

  date(at: number): string {
    const key = Math.floor(at / quarter);
    let words = this.#dates.get(key);
    if (words === undefined) {
      words = withoutYearWord(this.#date.format(at));
      if (this.#dates.size >= remembered) this.#dates.clear();
      this.#dates.set(key, words);
    }
    return words;
  }

  time(at: number): string {
    const key = Math.floor(at / 60_000);
    let words = this.#times.get(key);
    if (words === undefined) {
      words = this.#time.format(at);
      if (this.#times.size >= remembered) this.#times.clear();
      this.#times.set(key, words);
    }
    return words;
  }

  day(at: number): string {
    return this.#day.format(at);
  }

  clock(at: number): string {
    return this.#clock.format(at);
  }
}

const dateWords = new Map<string, DateWords>();

function wordsFor(lang: string, timeZone: string): DateWords {
  const key = `${lang} ${timeZone}`;
  let words = dateWords.get(key);
  if (words === undefined) {
    words = new DateWords(lang, timeZone);
    dateWords.set(key, words);
  }
  return words;
}

type Clock = { lang: string; timeZone: string };

/** `19 November 2026`, `19 ноября 2026`, `۲۸ آبان ۱۴۰۵`. */
export function formatDate(clock: Clock, at: number): string {
  return wordsFor(clock.lang, clock.timeZone).date(at);
}

/** `14:05 GMT+2`: readers live in other zones than the newsroom. */
export function formatTime(clock: Clock, at: number): string {
  return wordsFor(clock.lang, clock.timeZone).time(at);
}

/** `19 November` and `14:05`, for columns of the newest stories. */
export function formatShort(clock: Clock, at: number): { day: string; time: string } {
  const words = wordsFor(clock.lang, clock.timeZone);
  return { day: words.day(at), time: words.clock(at) };
}

/** A page names the same moment several times in a row. */
let lastMoment = { at: Number.NaN, iso: '' };

/** The moment in UTC without milliseconds, for `datetime` attributes, feeds and structured data. */
export function isoTime(at: number): string {
  if (lastMoment.at !== at) lastMoment = { at, iso: `${new Date(at).toISOString().slice(0, 19)}Z` };
  return lastMoment.iso;
}

const dayForm = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A calendar day written `2026-11-23`; text of another form is shown as it is. */
export function formatDay(lang: string, day: string): string {
  const at = dayForm.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? day : wordsFor(lang, 'UTC').date(at);
}

/** `19 November`, for datelines. */
export function formatDayShort(lang: string, day: string): string {
  const at = dayForm.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? day : formatter(lang, { day: 'numeric', month: 'long' }).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(
  lang: string,
  options: Intl.DateTimeFormatOptions,
  locale = localeOf(lang),
): Intl.DateTimeFormat {
  const key = `${locale} ${Object.keys(options).join(' ')}`;
  let found = formatters.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    formatters.set(key, found);
  }
  return found;
}

/** A span of Gregorian days in the language's own calendar, with the Gregorian name where the two differ. */
function span(lang: string, first: number, last: number, options: Intl.DateTimeFormatOptions): string {
  if (!localeOf(lang).includes('ca-persian')) {
    return capitalised(withoutYearWord(formatter(lang, options).format(first)));
  }
  const start = monthAndYear(lang, first, options);
  const end = monthAndYear(lang, last, options);
  const gregorian = monthAndYear(lang, first, options, 'fa-IR-u-ca-gregory-nu-arabext');
  if (start.year !== end.year)
    return `${start.month}${start.year}–${end.month}${end.year} (${gregorian.month}${gregorian.year})`;
  const months = start.month === end.month ? start.month : `${start.month.trimEnd()}–${end.month}`;
  return `${months}${start.year} (${gregorian.month}${gregorian.year})`;
}

type MonthAndYear = { month: string; year: string };

function monthAndYear(
  lang: string,
  at: number,
  options: Intl.DateTimeFormatOptions,
  locale?: string,
): MonthAndYear {
  const words: MonthAndYear = { month: '', year: '' };
  for (const part of formatter(lang, options, locale).formatToParts(at)) {
    if (part.type === 'month') words.month = `${part.value} `;
    if (part.type === 'year') words.year = part.value;
  }
  return words;
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** `November 2026`, `Ноябрь 2026`, `آبان–آذر ۱۴۰۵ (نوامبر ۲۰۲۶)`. */
export function formatMonth(lang: string, month: string): string {
  const match = /^(\d{4})-(\d{2})$/.exec(month);
  if (match === null) return month;
  const first = Date.UTC(Number(match[1]), Number(match[2]) - 1, 1);
  const last = Date.UTC(Number(match[1]), Number(match[2]), 0);
  return span(lang, first, last, { month: 'long', year: 'numeric' });
}

/** `Nov 2026`, `نوامبر ۲۰۲۶`: where there is little room, the Gregorian name alone. */
export function formatMonthShort(lang: string, month: string): string {
  const locale = localeOf(lang).replace('ca-persian', 'ca-gregory');
  const format = formatter(lang, { month: 'short', year: 'numeric' }, locale);
  return withoutYearWord(format.format(Date.parse(`${month}-01T00:00:00Z`)));
}

/** `2026`, `۱۴۰۴–۱۴۰۵ (۲۰۲۶)`. */
export function formatYear(lang: string, year: string): string {
  if (!/^\d{4}$/.test(year)) return year;
  if (!localeOf(lang).includes('ca-persian')) return year;
  return span(lang, Date.UTC(Number(year), 0, 1), Date.UTC(Number(year), 11, 31), { year: 'numeric' });
}

const numbers = new Map<string, Intl.NumberFormat>();

export function formatNumber(lang: string, value: number): string {
  let format = numbers.get(lang);
  if (format === undefined) {
    format = new Intl.NumberFormat(localeOf(lang));
    numbers.set(lang, format);
  }
  return format.format(value);
}

const lists = new Map<string, readonly (number | string)[]>();

/** Where names and the words between them fall: «A, B and C» as its pieces, names by their index. */
export function listPieces(lang: string, count: number): readonly (number | string)[] {
  const key = `${lang} ${count}`;
  let pieces = lists.get(key);
  if (pieces === undefined) {
    const names = Array.from({ length: count }, (_, index) => String(index));
    pieces = new Intl.ListFormat(localeOf(lang), { type: 'conjunction' })
      .formatToParts(names)
      .map((part) => (part.type === 'element' ? Number(part.value) : part.value.replace('، و', ' و')));
    if (lists.size < remembered) lists.set(key, pieces);
  }
  return pieces;
}

const languageNames = new Map<string, Intl.DisplayNames>();

/** The name of a language in another: `Persian`, «русский». The tag itself where there is no name. */
export function languageName(lang: string, of: string): string {
  let names = languageNames.get(lang);
  if (names === undefined) {
    names = new Intl.DisplayNames(localeOf(lang), { type: 'language' });
    languageNames.set(lang, names);
  }
  try {
    return names.of(of) ?? of;
  } catch {
    return of;
  }
}
