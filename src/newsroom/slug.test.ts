import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slugOf } from './slug.ts';

describe('a slug', () => {
  it.each([
    [
      'Arvenia offers Kestria’s ships a year — without tariffs!',
      'en',
      'arvenia-offers-kestrias-ships-a-year-without-tariffs',
    ],
    ['Арвения: съезд щуки и ёжика', 'ru', 'arveniya-sezd-shchuki-i-yozhika'],
    ['Львів і Їжак', 'uk', 'lviv-i-yizhak'],
    ['Глядач ў', 'be', 'hlyadach-u'],
    ['پیشنهاد بدون تعرفه ۱۲', 'fa', 'pishnhad-bdon-tarfeh-12'],
    ['می‌کند', 'fa', 'miknd'],
    ['المحكمة', 'ar', 'al-mhkma'],
    ['Łódź Größe Æther', 'pl', 'lodz-grosse-aether'],
    ['საქართველო', 'ka', 'sakartvelo'],
    ['北京', 'zh', 'beijing'],
    ['🎉 !!!', 'en', 'story'],
    ['', 'en', 'story'],
  ])('%s (%s) → %s', async (headline, lang, slug) => {
    expect(await slugOf(headline, lang)).toBe(slug);
  });

  it('is cut between words', async () => {
    expect(await slugOf('tariff '.repeat(40), 'en')).toBe(Array(11).fill('tariff').join('-'));
    expect(await slugOf('x'.repeat(300), 'en')).toBe('x'.repeat(80));
  });

  it('is plain, short and its own slug for any text', async () => {
    const property = fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
      const slug = await slugOf(text, 'en');
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThanOrEqual(80);
      expect(await slugOf(slug, 'en')).toBe(slug);
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
