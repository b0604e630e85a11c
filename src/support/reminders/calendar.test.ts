import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { CALENDAR_LIMIT, calendarLink } from './calendar.ts';

const linkOf = (options: Parameters<typeof calendarLink>[0]) => {
  const link = calendarLink(options);
  if (link === null) throw new Error('No calendar is offered');
  return link;
};

const NAMES = ['The Far Shore', 'Дальний берег', 'کرانه دور', 'farshore.example'];
const LANGUAGES = ['en', 'ru', 'uk', 'be', 'es', 'fa', 'ar', 'de', 'fa-AF'];

/** As a browser reads it. */
const fetched = async (href: string): Promise<string> => (await fetch(href)).text();

describe('S10: the calendar file', () => {
  it.each(LANGUAGES)('is small, whole and read by another program in %s', async (lang) => {
    const { href, fileName, text } = linkOf({ day: '2027-03-01', lang, names: NAMES });
    expect(Buffer.byteLength(href)).toBeLessThanOrEqual(CALENDAR_LIMIT);
    expect(CALENDAR_LIMIT).toBe(300);
    expect(await fetched(href)).toBe(text);
    expect(fileName).toMatch(/^[a-z0-9]+\.ics$/);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('prodid')).toMatch(/^-\/\/.+\/\/EN$/);
    const events = calendar.getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));
    expect(events).toHaveLength(1);
    const [event] = events;
    expect(event?.startDate.isDate).toBe(true);
    expect(event?.startDate.toString()).toBe('2027-03-01');
    expect(event?.uid).not.toBe('');
    expect(event?.summary).not.toBe('');
    expect(event?.component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2027-03-01T00:00:00Z');
  });

  it('says nothing of the paper in title, UID, PRODID and file name, in any language', async () => {
    for (const lang of LANGUAGES) {
      const { href, fileName } = linkOf({ day: '2027-03-01', lang, names: NAMES });
      const all = `${await fetched(href)} ${fileName} ${href}`.toLowerCase();
      for (const name of NAMES) expect(all).not.toContain(name.toLowerCase());
      expect(all).not.toMatch(/longwave|http|mailto|support|donat|\$|€/);
    }
  });

  it('takes other words where the paper is called like them, and is refused where none is left', () => {
    const { text, fileName } = linkOf({ day: '2027-03-01', lang: 'en', names: ['Reminder'] });
    expect(text).toContain('SUMMARY:To do\r\n');
    expect(fileName).toBe('date.ics');
    expect(linkOf({ day: '2027-03-01', lang: 'ru', names: ['ДЕЛА', 'напомнить'] }).text).toContain('Важно');
    expect(calendarLink({ day: '2027-03-01', lang: 'en', names: ['o', 'e'] })).toBeNull();
    expect(calendarLink({ day: '2027-03-01', lang: 'en', names: ['2027'] })).toBeNull();
  });
});
