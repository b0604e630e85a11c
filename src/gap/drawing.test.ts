import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { BROWSERS } from '../../test/browsers.ts';
import { BAR_FROM, drawGap, type GapDrawing } from './gap.ts';

const ENGLISH: GapDrawing = {
  lang: 'en',
  direction: 'ltr',
  cost: 1_000_000,
  receipts: 676_000,
  words: {
    headline: '$3,240 is missing this month',
    detail: '$6,760 of the $10,000 that November costs has come in.',
    dated: 'As of 23 November 2026',
  },
};

/** The texts and bars of a picture, as a program that reads XML finds them. */
function read(svg: string): { texts: string[]; bars: number[]; title: string; desc: string } {
  const found = { texts: [] as string[], bars: [] as number[], title: '', desc: '' };
  const open: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name);
    if (name === 'rect') found.bars.push(Number(attributes.width));
  });
  parser.on('text', (text) => {
    if (open.at(-1) === 'text') found.texts.push(text);
    if (open.at(-1) === 'title') found.title += text;
    if (open.at(-1) === 'desc') found.desc += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return found;
}

test('below the threshold the gap stands in words, from there on beside a bar', () => {
  expect(read(drawGap(ENGLISH)).bars).toEqual([]);
  expect(read(drawGap({ ...ENGLISH, receipts: 1_000_000 * BAR_FROM })).bars).toEqual([328, 230]);
  expect(read(drawGap({ ...ENGLISH, receipts: 1_200_000 })).bars).toEqual([328, 328]);
  expect(read(drawGap({ ...ENGLISH, cost: 0, receipts: 0 })).bars).toEqual([328, 328]);
  expect(read(drawGap({ ...ENGLISH, receipts: -5000 })).bars).toEqual([]);
});

test('every word is text, for eyes and for screen readers', () => {
  const { texts, title, desc } = read(drawGap(ENGLISH));
  const { headline, detail, dated } = ENGLISH.words;
  expect(texts.join(' ')).toBe(`${headline} ${dated} ${detail}`);
  expect(title).toBe(headline);
  expect(desc).toBe(`${dated} ${detail}`);
});

test('what stands in the words cannot become anything else', () => {
  const svg = drawGap({ ...ENGLISH, words: { ...ENGLISH.words, headline: 'a </text><script>"&amp;' } });
  expect(read(svg).title).toBe('a </text><script>"&amp;');
  expect(svg).not.toContain('<script');
});

test('it is small, asks for no other file, and is the same for the same words', () => {
  const svg = drawGap({ ...ENGLISH, receipts: 900_000 });
  expect(svg.length).toBeLessThan(1700);
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href/);
  expect(drawGap({ ...ENGLISH, receipts: 900_000 })).toBe(svg);
  expect(() => drawGap({ ...ENGLISH, cost: 0.5 })).toThrow('whole minor units');
});

/** Sentences as newsrooms write them, some of them long. */
const WORDS: [lang: string, headline: string, detail: string, dated: string][] = [
  ['en', ENGLISH.words.headline, ENGLISH.words.detail, ENGLISH.words.dated],
  ['en', 'WOMAN MMMMM WWWWW', 'Whatever comes in this month will go into the next ones.', '1 May 2026'],
  [
    'ru',
    'В этом месяце не хватает 1700 долларов США',
    'Поступило 8300 из 10 000 долларов, в которые обходится ноябрь.',
    'На 23 ноября 2026 года',
  ],
  [
    'uk',
    'Цього місяця бракує 1700 доларів',
    'Надійшло 8300 з 10 000 доларів, у які обходиться листопад.',
    'Станом на 23 листопада 2026 року',
  ],
  [
    'fa',
    'این ماه ۱٬۷۰۰ دلار کم داریم',
    'از ۱۰٬۰۰۰ دلار هزینهٔ ماه نوامبر، ۸٬۳۰۰ دلار رسیده است.',
    'تا ۲ آذر ۱۴۰۵',
  ],
  [
    'ar',
    'ينقصنا هذا الشهر ١٬٧٠٠ دولار',
    'وصل ٨٬٣٠٠ من ١٠٬٠٠٠ دولار هي كلفة شهر نوفمبر.',
    'حتى ٢٣ نوفمبر ٢٠٢٦',
  ],
];

/** What lies outside of its picture, or on what is above it. Boxes of letters are taller than letters. */
const OUTSIDE = `[...document.querySelectorAll('svg')].flatMap((svg) => {
  const outer = svg.getBoundingClientRect();
  let bottom = outer.top;
  return [...svg.querySelectorAll('text, rect.g')].flatMap((each) => {
    const box = each.getBoundingClientRect();
    const inside = box.left >= outer.left + 8 && box.right <= outer.right - 8 && box.bottom <= outer.bottom;
    const fine = inside && box.top > bottom - 8;
    bottom = box.bottom;
    return fine ? [] : [each.textContent || 'a bar'];
  });
})`;

test.each(BROWSERS)(
  'in %s no line leaves the picture or lies on another, in either direction',
  async (_name, launch) => {
    const pictures = WORDS.flatMap(([lang, headline, detail, dated]) =>
      [230_000, 830_000].map((receipts) => {
        const direction = lang === 'fa' || lang === 'ar' ? 'rtl' : 'ltr';
        return drawGap({ lang, direction, cost: 1_000_000, receipts, words: { headline, detail, dated } });
      }),
    );
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.setContent(pictures.join(''));
      expect(await page.evaluate(OUTSIDE)).toEqual([]);
    } finally {
      await browser.close();
    }
  },
);
