import type { Day } from '../ledger/days.ts';

export type CalendarLink = {
  /** A `data:` link that holds the whole file, so that no server learns of it. At most 300 bytes. */
  href: string;
  /** For the `download` attribute. */
  fileName: string;
  /** The file itself: RFC 5545, lines end with CRLF. */
  text: string;
};

/** Bytes that a link may have. */
export const CALENDAR_LIMIT = 300;

/**
 * What stands in the calendar, from the most usual on: whoever looks into a calendar learns nothing. Where a paper is
 * itself called so, the next is taken.
 */
const TITLES: Readonly<Record<string, readonly string[]>> = {
  en: ['Reminder', 'To do', 'Note'],
  ru: ['Напомнить', 'Дела', 'Важно'],
  uk: ['Нагадати', 'Справи', 'Важливо'],
  be: ['Нагадаць', 'Справы', 'Важна'],
  es: ['Recordatorio', 'Pendiente', 'Nota'],
  fa: ['یادآوری', 'کارها', 'مهم'],
  ar: ['تذكير', 'مهام', 'مهم'],
};

const FILE_NAMES = ['reminder.ics', 'date.ics', '1.ics'];
const PRODUCTS = ['-//R//EN', '-//C//EN', '-//1//EN'];

/**
 * An entry for a whole day that says nothing of the paper, of money or of why.
 *
 * @param names the paper's names in every language, its host and whatever else would tell; none of them is in the link
 * @returns null where every neutral word is one of the paper's names: then no calendar is offered
 */
export function calendarLink(options: {
  day: Day;
  lang: string;
  names: readonly string[];
}): CalendarLink | null {
  const { day, lang, names } = options;
  const told = names.map(plain).filter((name) => name !== '');
  const neutral = (words: readonly string[]): string | undefined =>
    words.find((word) => !told.some((name) => plain(word).includes(name)));
  const date = day.replaceAll('-', '');
  const product = neutral(PRODUCTS);
  const title = neutral(TITLES[lang.split('-')[0] ?? ''] ?? TITLES.en ?? []);
  // The same for everybody who chose the day: it leads to nobody.
  const uid = neutral([date]);
  const fileName = neutral(FILE_NAMES);
  if (product === undefined || title === undefined || uid === undefined || fileName === undefined)
    return null;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${product}`,
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${date}T000000Z`,
    `DTSTART;VALUE=DATE:${date}`,
    `SUMMARY:${title}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  const text = lines.map((line) => `${line}\r\n`).join('');
  const charset = /^[\0-\x7f]*$/.test(text) ? '' : ';charset=utf-8';
  const href = `data:text/calendar${charset},${encode(text)}`;
  // A word that is too long is our own fault.
  if (href.length > CALENDAR_LIMIT)
    throw new Error(`The calendar link has ${href.length} bytes and not ${CALENDAR_LIMIT} at most`);
  return { href, fileName, text };
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** Only what a link cannot hold as it is; `encodeURIComponent` would make it longer than it may be. */
const encode = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9:;=/.-]/gu, (character) => encodeURIComponent(character));
