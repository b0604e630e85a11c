import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { body, seeded } from '../arbitraries.ts';
import type { Doc } from '../doc.ts';
import { BodyError, LIMITS, parseBody } from '../parse.ts';
import { blockText, bodyText } from '../reading.ts';
import { cleanLines } from '../text.ts';
import { parseMarkdown } from './parse.ts';
import { printMarkdown } from './print.ts';

const media = (src: string): string | null => (src === '' || src === 'missing' ? null : 'm1');

function read(source: string): { doc: Doc; warnings: string[] } {
  const { doc, warnings } = parseMarkdown(source, { random: seeded(3), media });
  return { doc, warnings: warnings.map(({ line, message }) => `${line}: ${message}`) };
}

/** Blocks without their ids, for comparison. */
function blocks(source: string): unknown[] {
  return JSON.parse(
    JSON.stringify(read(source).doc.content, (key, value: unknown) => (key === 'id' ? undefined : value)),
  );
}

/** A block's kind and text, short enough for a table of cases. */
function outline(source: string): string[] {
  return read(source).doc.content.map((block) =>
    `${block.type} ${blockText(block).replaceAll('\n', ' / ')}`.trim(),
  );
}

const paragraph = (text: string): unknown => ({
  type: 'paragraph',
  attrs: {},
  content: [{ type: 'text', text }],
});

/** Pieces of markup that meet each other in every order, around words that can be told apart. */
const SCRAPS = [
  '\n',
  '\n\n',
  '\n\n',
  ' ',
  '  ',
  '    ',
  '\t',
  '# ',
  '## ',
  '- ',
  '* ',
  '1. ',
  '12) ',
  '> ',
  '>> ',
  '::: fact ',
  '::: gallery ',
  '::: pullquote ',
  '::: table ',
  '::: row',
  '::: cell {header}',
  '::: embed https://example.org/x ',
  '::: embed ',
  '::: audio a.mp3 ',
  '::: attachment a.pdf ',
  '::: other ',
  ':::\n',
  '\n:::\n',
  '---',
  '\n---\n',
  '\n===\n',
  '```\n',
  '\n```\n',
  '~~~',
  '`',
  '``',
  '*',
  '**',
  '_',
  '~~',
  '[',
  '](x)',
  '](javascript:y)',
  '](<',
  ')',
  '![',
  '](missing)',
  '{',
  '}',
  '{}',
  '{#abcd2345}',
  '{#abcd2345 list=abcd2346} ',
  '{header}',
  '"',
  '\\',
  '|',
  ' | ',
  '\n|---|---|\n',
  '\n| ',
  '<b>',
  '</b>',
  '<u>',
  '</u>',
  '<span lang="fa">',
  '</span>',
  '<br>',
  '<',
  '>',
  '<!-- ',
  ' -->',
  '<div>',
  '&amp;',
  '&#32;',
  '&',
  '\n— ',
  '— ',
  '\u00a0',
  '\u2028',
  '\r\n',
  '\u0000',
  '\ud800',
  '\ufeff',
];

const scraps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...SCRAPS) },
    { weight: 3, arbitrary: fc.nat(999).map((n) => `word${n}`) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  ),
  { maxLength: 60 },
);

describe('parseMarkdown', () => {
  it('reads any text at all into a valid body', () => {
    fc.assert(
      fc.property(scraps, (parts) => {
        const { doc } = read(parts.join(''));
        expect(parseBody(doc)).toEqual(doc);
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  it('loses no word, however markup mangles its surroundings', () => {
    // Words stand in the open here: not where a link's target, an image's path or a fence's info would be.
    const hidden = /[[\]<>`~&]|:::|\{|=|"/;
    const shown = fc.array(
      fc.oneof(
        {
          weight: 5,
          arbitrary: fc.constantFrom(
            ...SCRAPS.filter(
              (scrap) =>
                !hidden.test(scrap) ||
                /^::: (?:fact|gallery|pullquote|table|row|other)|^\n?:::\n$/.test(scrap),
            ),
          ),
        },
        { weight: 4, arbitrary: fc.nat(999).map((n) => ` word${n} `) },
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(shown, (parts) => {
        const source = parts.join('');
        const wanted = (cleanLines(source).match(/word\d+/g) ?? []).toSorted();
        const got = (bodyText(read(source).doc).match(/word\d+/g) ?? []).toSorted();
        expect(got).toEqual(wanted);
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  it('gives back at its second reading what it gave at the first', () => {
    fc.assert(
      fc.property(scraps, (parts) => {
        const { doc } = read(parts.join(''));
        expect(read(printMarkdown(doc, { media: (id) => id, ids: true })).doc).toEqual(doc);
      }),
      { numRuns: 250 },
    );
  }, 120_000);

  it('gives unchanged blocks of a revision their ids', () => {
    fc.assert(
      fc.property(body, (base) => {
        const source = printMarkdown(base, { media: (id) => id, ids: false });
        const { doc } = parseMarkdown(source, { random: seeded(99), media: (src) => src, base });
        expect(doc).toEqual(base);
      }),
    );
  }, 120_000);

  it('reads the blocks of docs/MARKDOWN.md', () => {
    expect(blocks('![A dog](pictures/a.jpg "Caption"){credit="Ivo Brandt" licence="CC BY 4.0"}')).toEqual([
      { type: 'picture', attrs: { media: 'm1', alt: 'A dog', caption: 'Caption' } },
    ]);
    expect(blocks('::: gallery Two *dogs*\n![a](1)\n![b](2)\n:::')).toMatchObject([
      {
        type: 'gallery',
        attrs: { caption: 'Two *dogs*' },
        content: [{ attrs: { alt: 'a' } }, { attrs: { alt: 'b' } }],
      },
    ]);
    expect(blocks('::: fact Head\ntext\n\n- item\n:::')).toMatchObject([
      { type: 'factBox', attrs: { headline: 'Head' }, content: [paragraph('text'), { type: 'bulletList' }] },
    ]);
    expect(blocks('::: pullquote Who\nWords\n:::')).toEqual([
      { type: 'pullQuote', attrs: { cite: 'Who' }, content: [{ type: 'text', text: 'Words' }] },
    ]);
    expect(blocks('> Words\n> — Who *says*')).toEqual([
      { type: 'blockQuote', attrs: { cite: 'Who says' }, content: [paragraph('Words')] },
    ]);
    expect(
      blocks(
        '::: embed https://example.org/x provider="Ex" headline="A \\"b\\"" author="C"\n\none\n\ntwo\n:::',
      ),
    ).toEqual([
      {
        type: 'embed',
        attrs: {
          url: 'https://example.org/x',
          provider: 'Ex',
          headline: 'A "b"',
          text: 'one\n\ntwo',
          author: 'C',
        },
      },
    ]);
    expect(blocks('::: attachment files/r.pdf The report\n:::')).toEqual([
      { type: 'attachment', attrs: { media: 'm1', label: 'The report' } },
    ]);
    expect(blocks('::: audio a.mp3 A talk\nHello\n:::')).toEqual([
      { type: 'audio', attrs: { media: 'm1', label: 'A talk', transcript: 'Hello' } },
    ]);
    expect(
      blocks('a <u>b</u> c<sup>2</sup> H<sub>2</sub>O <span lang="ru">да</span> <i>x</i> <em>y</em>'),
    ).toEqual([
      {
        type: 'paragraph',
        attrs: {},
        content: [
          { type: 'text', text: 'a ' },
          { type: 'text', text: 'b', marks: [{ type: 'underline' }] },
          { type: 'text', text: ' c' },
          { type: 'text', text: '2', marks: [{ type: 'superscript' }] },
          { type: 'text', text: ' H' },
          { type: 'text', text: '2', marks: [{ type: 'subscript' }] },
          { type: 'text', text: 'O ' },
          { type: 'text', text: 'да', marks: [{ type: 'language', attrs: { lang: 'ru' } }] },
          { type: 'text', text: ' ' },
          { type: 'text', text: 'x', marks: [{ type: 'italic' }] },
          { type: 'text', text: ' <em>y</em>' },
        ],
      },
    ]);
  });

  it('takes the paths and attributes of pictures to the caller', () => {
    const asked: unknown[] = [];
    const ask = (src: string, attrs: Record<string, string>): string => {
      asked.push([src, attrs]);
      return 'm1';
    };
    parseMarkdown('![A](<p/a b.jpg> "C"){credit="I & B"}\n\n::: attachment p/c&#32;d.pdf L\n:::', {
      random: seeded(1),
      media: ask,
    });
    expect(asked).toEqual([
      ['p/a b.jpg', { credit: 'I & B', alt: 'A', caption: 'C' }],
      ['p/c d.pdf', { label: 'L' }],
    ]);
  });

  it('keeps words that stand where their block may not', () => {
    expect(outline('> quote\n>\n> ![a](1 "cap")\n>\n> more')).toEqual([
      'blockQuote quote / more',
      'picture cap',
    ]);
    expect(outline('- item\n\n  # Heading\n\n  > quoted')).toEqual(['bulletList item / Heading / quoted']);
    expect(outline('- item\n\n  | a | b |\n  |---|---|\n  | c | d | e |')).toEqual([
      'bulletList item',
      'table a / b / c / d e',
    ]);
    expect(outline('text ![a](missing "b") more')).toEqual([
      'paragraph text',
      'paragraph a',
      'paragraph b',
      'paragraph more',
    ]);
    expect(outline('::: embed javascript:x headline="Head"\nkept\n:::')).toEqual([
      'paragraph javascript:x',
      'paragraph Head',
      'paragraph kept',
    ]);
    expect(outline('::: gallery Cap\nwords\n:::')).toEqual(['paragraph Cap', 'paragraph words']);
    expect(outline('::: note Take care\ninside\n:::')).toEqual([
      'paragraph note Take care',
      'paragraph inside',
    ]);
    expect(outline('::: fact Never closed\n\ninside')).toEqual(['factBox Never closed / inside']);
    expect(outline('::: table Outer\n::: table Inner\n:::\n:::')).toEqual([
      'paragraph Outer',
      'paragraph Inner',
    ]);
    expect(outline('# One\n\n##### Five')).toEqual(['heading One', 'heading Five']);
    expect(outline('')).toEqual(['paragraph']);
  });

  it('says where and what it did not take as written', () => {
    expect(read('one\n\n[x](javascript:y)\n\n::: fact A\n\n::: odd B\n:::').warnings).toEqual([
      '3: Link to "javascript:y" is dropped, its text kept',
      '7: Container "odd" is unknown here; its words become paragraphs',
      '5: Container "fact" is never closed; add a line ":::"',
    ]);
  });

  it('keeps a dialogue in dashes from naming a source', () => {
    expect(blocks('> — Да?')).toMatchObject([{ attrs: { cite: '' } }]);
    const doc = read('> — Да?\n>\n> — Нет.\n>\n> —').doc;
    expect(doc.content[0]).toMatchObject({ attrs: { cite: '' }, content: [{}, {}] });
    const printed = printMarkdown(doc, { media: (id) => id, ids: false });
    expect(printed).toBe('> — Да?\n>\n> — Нет.\n>\n> —\n');
  });

  it('writes Markdown that people like to read', () => {
    const source =
      '## Four conditions\n\nThe *minister* said **no**, see [the list](https://example.org/a?b=1&c=2), then left.\\\nShe came back at 12:30 (snake_case).\n\n' +
      '- one\n- two\n\n  - inner\n\n3. three\n4. four\n\n> Words\n>\n> — Who\n\n| State | Vote |\n| --- | --- |\n| Arvenia {header} | `yes|no` |\n\n---\n\n![A dog](dog.jpg "Caption")\n';
    const { doc } = parseMarkdown(source, { random: seeded(1), media: () => 'm1' });
    expect(printMarkdown(doc, { media: () => 'dog.jpg', ids: false })).toBe(
      source.replace('`yes|no` |', '`yes no` |'),
    );
  }, 120_000);

  it('survives what is built to hurt it', () => {
    const hostile = [
      '>'.repeat(50_000),
      '- '.repeat(20_000),
      '::: fact x\n'.repeat(20_000),
      '::: embed https://example.org x\n'.repeat(20_000),
      '['.repeat(50_000),
      '![a]('.repeat(10_000),
      '*a **b '.repeat(10_000),
      '<span lang="fa">'.repeat(10_000),
      '{a="'.repeat(20_000),
      `::: fact ${'{a '.repeat(20_000)}`,
      `| a |\n| --- |\n${'| b | c | d |\n'.repeat(5_000)}`,
      `${'`'.repeat(5_000)} ${'`'.repeat(4_999)}`,
      '&#32;'.repeat(20_000),
      '\u0000\ud800'.repeat(10_000),
    ];
    for (const source of hostile) {
      const before = process.cpuUsage();
      const { doc } = read(source);
      expect(parseBody(doc)).toEqual(doc);
      expect([source.slice(0, 20), process.cpuUsage(before).user / 1_000 < 8_000]).toEqual([
        source.slice(0, 20),
        true,
      ]);
    }
  }, 120_000);

  it('refuses what no body can hold', () => {
    const many = [
      'x'.repeat(LIMITS.text + 1),
      'x\n\n'.repeat(LIMITS.nodes),
      `::: odd\n${'x\n\n'.repeat(150_000)}:::`,
      '![a](b) '.repeat(130_000),
    ];
    for (const source of many) {
      expect(() => read(source)).toThrow(BodyError);
    }
  }, 120_000);
});
