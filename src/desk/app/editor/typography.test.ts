import { describe, expect, it } from 'vitest';
import { TYPOGRAPHY, typeset, typographyOf } from './typography.ts';

/** What stands on the page when a text is typed sign by sign. */
function typed(lang: string, text: string): string {
  let shown = '';
  for (const sign of text) {
    const setting = typeset(shown, sign, typographyOf(lang));
    shown = setting === null ? shown + sign : shown.slice(0, shown.length - setting.back) + setting.text;
  }
  return shown;
}

describe('quotation marks', () => {
  it.each([
    ['en', 'She said "no" (and "yes").', 'She said “no” (and “yes”).'],
    ['en', `"He said 'no' twice."`, '“He said ‘no’ twice.”'],
    ['en', `it's the 5" pipe`, 'it’s the 5" pipe'],
    ['en', `"'Yes,' he said."`, '“‘Yes,’ he said.”'],
    ['ru', 'газета "Волна" вышла', 'газета «Волна» вышла'],
    ['ru', '"Театр "Волна"" открыт', '«Театр „Волна“» открыт'],
    ['uk', 'п\'ять "слів"', 'п’ять «слів»'],
    ['be', '"слова"', '«слова»'],
    ['es', '¿dijo "no"?', '¿dijo «no»?'],
    ['fa', 'او "نه" گفت', 'او «نه» گفت'],
    ['fa', '"روزنامه "موج" بود"', '«روزنامه ‹موج› بود»'],
    ['ar', 'قال "لا"', 'قال «لا»'],
    ['en-GB', '"a"', '“a”'],
    ['xx', '"a"', '“a”'],
  ])('%s: %s', (lang, keys, wanted) => {
    expect(typed(lang, keys)).toBe(wanted);
  });

  it('are four signs in each language', () => {
    for (const [lang, { quotes }] of Object.entries(TYPOGRAPHY)) expect(new Set(quotes).size, lang).toBe(4);
  });
});

describe('dashes, dots and spaces', () => {
  it.each([
    ['en', 'the vote -- at last', 'the vote — at last'],
    ['en', 'the vote - at last', 'the vote – at last'],
    ['en', 'well-known and so...', 'well-known and so…'],
    ['ru', 'Волна - это газета', 'Волна\u00a0— это газета'],
    ['ru', 'Волна -- это газета', 'Волна\u00a0— это газета'],
    ['ru', 'Волна — это', 'Волна\u00a0— это'],
    ['ru', '-- Да', '— Да'],
    ['ru', 'кто-то был в доме', 'кто-то был в\u00a0доме'],
    ['ru', 'В доме и не дома', 'В\u00a0доме и\u00a0не\u00a0дома'],
    ['uk', 'жив у Києві', 'жив у\u00a0Києві'],
    ['fa', 'موج - روزنامه', 'موج – روزنامه'],
    ['fa', 'می‌خواهد که', 'می‌خواهد که'],
    ['en', 'a---b', 'a—-b'],
    ['en', '2026-11-23', '2026-11-23'],
  ])('%s: %s', (lang, keys, wanted) => {
    expect(typed(lang, keys)).toBe(wanted);
  });
});
