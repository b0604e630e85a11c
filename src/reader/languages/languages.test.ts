import { describe, expect, it } from 'vitest';
import { direction, interfaceLanguages, messages } from './languages.ts';
import { supportWords } from './support-words.ts';

describe('interface languages', () => {
  it('are found by their primary tag, English standing in', () => {
    expect(messages('fa-AF')).toBe(messages('fa'));
    expect(messages('RU')).toBe(messages('ru'));
    expect(messages('xx')).toBe(messages('en'));
  });

  it('run in their own direction', () => {
    expect(['en', 'ru', 'uk', 'be', 'es'].map(direction)).toEqual(Array.from({ length: 5 }, () => 'ltr'));
    expect(['fa', 'ar', 'he', 'ar-EG'].map(direction)).toEqual(Array.from({ length: 4 }, () => 'rtl'));
  });

  it('count stories as their grammar does', () => {
    const counted = (lang: string): string[] =>
      [0, 1, 2, 5, 11, 21, 22, 25].map((count) => messages(lang).stories(count, String(count)));
    expect(counted('en').slice(0, 3)).toEqual(['0 stories', '1 story', '2 stories']);
    expect(counted('ru')).toEqual([
      '0 материалов',
      '1 материал',
      '2 материала',
      '5 материалов',
      '11 материалов',
      '21 материал',
      '22 материала',
      '25 материалов',
    ]);
    expect(messages('fa').stories(5, '۵')).toBe('۵ مطلب');
  });

  it('say file sizes in their own units', () => {
    const figure = (value: number): string => String(value);
    expect(messages('en').size(12, figure)).toBe('1 kB');
    expect(messages('en').size(482_113, figure)).toBe('482 kB');
    expect(messages('ru').size(3_240_000, figure)).toBe('3.2 МБ');
  });

  it('leave no word untranslated', () => {
    const flat = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(flat)
          : [];
    // Names that are the same in every language, and places that are filled in.
    const names = /\{\w+\}|\b(?:IBAN|BIC|SEPA|JavaScript|onion)\b/g;
    const all = (lang: string): string[] => flat([messages(lang), supportWords(lang)]);
    const english = new Set(all('en').filter((text) => /[a-z]{3}/i.test(text.replaceAll(names, ''))));
    for (const lang of interfaceLanguages.filter((one) => one !== 'en')) {
      for (const text of all(lang)) {
        expect(english).not.toContain(text);
        expect(text.replaceAll(names, '')).not.toMatch(/[a-z]{3}/i);
      }
    }
  });
});
