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
 * @throws Error where every neutral word is one of the paper's names: it must be offered no calendar then
 */
export function calendarLink(options: { day: Day; lang: string; names: readonly string[] }): CalendarLink {
  const { day, lang, names } = options;
  const told = names.map(plain).filter((name) => name !== '');
  const neutral = (words: readonly string[]): string => {
    const found = words.find((word) => !told.some((name) => plain(word).includes(name)));
    if (found === undefined)
      throw new Error('Every neutral word for a calendar is a name of the paper; offer no calendar file');
    return found;
  };
  const date = day.replaceAll('-', '');
  const product = neutral(PRODUCTS);
  const title = neutral(TITLES[lang.split('-')[0] ?? ''] ?? TITLES.en ?? []);
  // The same for everybody who chose the day: it leads to nobody.
  const uid = neutral([date]);
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
  const link = { href, fileName: neutral(FILE_NAMES), text };
  if (href.length > CALENDAR_LIMIT)
    throw new Error(`The calendar link has ${href.length} bytes and not ${CALENDAR_LIMIT} at most`);
  return link;
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

/** Only what a link cannot hold as it is; `encodeURIComponent` would make it longer than it may be. */
const encode = (text: string): string =>
  text.replaceAll(/[^A-Za-z0-9:;=/.-]/gu, (character) => encodeURIComponent(character));
