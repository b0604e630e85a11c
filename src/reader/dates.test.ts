import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatDay,
  formatDayShort,
  formatMonth,
  formatNumber,
  formatShort,
  formatTime,
  formatYear,
  isoTime,
  languageName,
  listPieces,
} from './dates.ts';

const riga = (lang: string): { lang: string; timeZone: string } => ({ lang, timeZone: 'Europe/Riga' });
const at = Date.UTC(2026, 10, 19, 22, 5);

describe('dates', () => {
  it('are in the newsroom’s zone and in the language’s own order, calendar and digits', () => {
    expect(formatDate(riga('en'), at)).toBe('20 November 2026');
    expect(formatDate(riga('ru'), at)).toBe('20 ноября 2026');
    expect(formatDate(riga('fa'), at)).toBe('۲۹ آبان ۱۴۰۵');
    expect(formatDate(riga('uk'), at)).toBe('20 листопада 2026');
    expect(formatDate({ lang: 'en', timeZone: 'UTC' }, at)).toBe('19 November 2026');
  });

  it('change exactly at midnight of the zone', () => {
    const midnight = Date.UTC(2026, 10, 19, 22, 0);
    expect(formatDate(riga('en'), midnight - 1)).toBe('19 November 2026');
    expect(formatDate(riga('en'), midnight)).toBe('20 November 2026');
    const odd = { lang: 'en', timeZone: 'Asia/Kathmandu' };
    expect(formatDate(odd, Date.UTC(2026, 10, 19, 18, 14, 59))).toBe('19 November 2026');
    expect(formatDate(odd, Date.UTC(2026, 10, 19, 18, 15))).toBe('20 November 2026');
  });

  it('name the zone beside a clock time, in summer and in winter', () => {
    expect(formatTime(riga('en'), at)).toBe('00:05 GMT+2');
    expect(formatTime(riga('en'), Date.UTC(2026, 6, 1, 9, 30))).toBe('12:30 GMT+3');
    expect(formatTime(riga('fa'), at)).toContain('۰۰:۰۵');
    expect(formatShort(riga('ru'), at)).toEqual({ day: '20 ноября', time: '00:05' });
  });

  it('of calendar days do not move with the zone', () => {
    expect(formatDay('en', '2026-11-23')).toBe('23 November 2026');
    expect(formatDay('fa', '2026-11-23')).toBe('۲ آذر ۱۴۰۵');
    expect(formatDayShort('ru', '2026-11-19')).toBe('19 ноября');
    expect(formatDay('en', 'spring 2026')).toBe('spring 2026');
    expect(formatDay('en', '2026-13-45')).toBe('2026-13-45');
  });

  it('of months and years give the Gregorian name where the calendar differs', () => {
    expect(formatMonth('en', '2026-11')).toBe('November 2026');
    expect(formatMonth('ru', '2026-11')).toBe('Ноябрь 2026');
    expect(formatMonth('fa', '2026-11')).toBe('آبان–آذر ۱۴۰۵ (نوامبر ۲۰۲۶)');
    expect(formatMonth('fa', '2026-03')).toBe('اسفند ۱۴۰۴–فروردین ۱۴۰۵ (مارس ۲۰۲۶)');
    expect(formatYear('fa', '2026')).toBe('۱۴۰۴–۱۴۰۵ (۲۰۲۶)');
    expect(formatYear('en', '2026')).toBe('2026');
  });

  it('for machines are Gregorian and UTC', () => {
    expect(isoTime(at)).toBe('2026-11-19T22:05:00Z');
  });

  it('of a language without a table, or of a broken tag, are still dates', () => {
    expect(formatDate(riga('de'), at)).toBe('20. November 2026');
    expect(formatDate(riga('"><b>'), at)).toBe('20 November 2026');
    expect(languageName('en', '"><b>')).toBe('"><b>');
  });
});

describe('figures and lists', () => {
  it('use the language’s digits and separators', () => {
    expect(formatNumber('en', 1234567)).toBe('1,234,567');
    expect(formatNumber('fa', 1401)).toBe('۱٬۴۰۱');
  });

  it('join names as the language does', () => {
    expect(listPieces('en', 3)).toEqual([0, ', ', 1, ' and ', 2]);
    expect(listPieces('ru', 2)).toEqual([0, ' и ', 1]);
    expect(listPieces('fa', 3)).toEqual([0, '،‏ ', 1, ' و ', 2]);
  });

  it('name languages in the reader’s own', () => {
    expect(languageName('ru', 'fa')).toBe('персидский');
    expect(languageName('fa', 'en')).toBe('انگلیسی');
  });
});
