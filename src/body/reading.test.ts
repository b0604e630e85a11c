import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { body } from './arbitraries.ts';
import type { Doc } from './doc.ts';
import { cleanHref, isSafeHref } from './href.ts';
import { blockText, bodyText, countWords, mediaOf, wordCount } from './reading.ts';
import { badInLine, badInLines, cleanLine, cleanLines } from './text.ts';

describe('countWords', () => {
  it('counts as a reader would, in any script', () => {
    const cases: [string, number][] = [
      ['', 0],
      [' — … ', 0],
      ["The minister didn't sign", 4],
      ['well-known state-of-the-art', 2],
      ['on 12 November 2026 at 12:30, 1,000.50 marks', 8],
      ['either/or', 1],
      ['yes—no', 2],
      ['Кто-то из министров заявил: «Нет».', 5],
      ['Ёлка, ещё и йод', 4],
      ['و او می‌خواهد به خانه‌ها برود', 6],
      ['وزیر گفت: «نه»؛ سپس رفت.', 5],
      ['café naïve e\u0301tude', 3],
      ['🙂 👍', 0],
    ];
    for (const [text, words] of cases) expect([text, countWords(text)]).toEqual([text, words]);
  });
});

const STORY: Doc = {
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      attrs: { id: 'aaaaaaaa' },
      content: [{ type: 'text', text: 'One' }, { type: 'hardBreak' }, { type: 'text', text: 'two' }],
    },
    { type: 'picture', attrs: { id: 'bbbbbbbb', media: 'm2', alt: 'Not seen', caption: '' } },
    {
      type: 'gallery',
      attrs: { id: 'cccccccc', caption: 'All' },
      content: [
        { type: 'picture', attrs: { id: 'dddddddd', media: 'm1', alt: '', caption: 'First' } },
        { type: 'picture', attrs: { id: 'eeeeeeee', media: 'm2', alt: '', caption: '' } },
      ],
    },
    {
      type: 'embed',
      attrs: {
        id: 'ffffffff',
        url: 'https://example.org/',
        provider: 'Example',
        headline: '',
        text: 'Said',
        author: 'A',
      },
    },
    { type: 'attachment', attrs: { id: 'gggggggg', media: 'm3', label: 'Report' } },
  ],
};

it('finds words where no blanks stand between them', () => {
  // How many depends on the dictionary of the engine at hand.
  expect(countWords('部長は東京に行った')).toBeGreaterThan(3);
  expect(countWords('สวัสดีครับ')).toBeGreaterThan(1);
});

describe('bodyText', () => {
  it('holds what a reader sees, block by block', () => {
    expect(bodyText(STORY)).toBe(
      'One\ntwo\n\nFirst\nAll\n\nhttps://example.org/\nA, Example\nSaid\n\nReport',
    );
    expect(wordCount(STORY)).toBe(10);
    expect(STORY.content.map(blockText)[1]).toBe('');
  });

  it('is made of nothing but the blocks, for any body', () => {
    fc.assert(
      fc.property(body, (story) => {
        expect(bodyText(story)).toBe(
          story.content
            .map(blockText)
            .filter((text) => text !== '')
            .join('\n\n'),
        );
        expect(wordCount(story)).toBe(countWords(bodyText(story)));
      }),
    );
  });
});

describe('mediaOf', () => {
  it('names each medium once, in the order of reading', () => {
    expect(mediaOf(STORY)).toEqual(['m2', 'm1', 'm3']);
  });
});

describe('cleanLine and cleanLines', () => {
  it('make any string acceptable and keep every acceptable one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        ),
        (text) => {
          expect(badInLine(cleanLine(text))).toBeNull();
          expect(badInLines(cleanLines(text))).toBeNull();
          expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
          expect(badInLine(text) === null ? cleanLine(text) : text).toBe(text);
        },
      ),
    );
    expect(cleanLine('a\r\n\tb\u0000c')).toBe('a bc');
    expect(cleanLines('a\r\nb\rc\td')).toBe('a\nb\nc\td');
    expect(badInLine('a\nb')).toBe('U+000A');
  });
});

describe('cleanHref', () => {
  it('mends what can be mended and gives nothing unsafe', () => {
    expect(cleanHref(' https://example.org/a b ')).toBe('https://example.org/a%20b');
    expect(cleanHref('/a\\b')).toBe('/a%5Cb');
    expect(cleanHref('java\nscript:alert(1)')).toBeNull();
    expect(cleanHref('//example.org')).toBeNull();
    expect(cleanHref('')).toBeNull();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.constantFrom('\ud800', 'javascript:x', '\u0001javascript:x'),
        ),
        (href) => {
          const cleaned = cleanHref(href);
          expect(cleaned === null || isSafeHref(cleaned)).toBe(true);
        },
      ),
    );
  });
});
