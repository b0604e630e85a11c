import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { calm } from './calm.ts';
import { parseBody } from './parse.ts';

const [LRE, RLE, PDF, LRO, RLO] = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e'];
const [LRI, RLI, FSI, PDI] = ['\u2066', '\u2067', '\u2068', '\u2069'];

const TURNED = `${RLO}One${PDF} ${RLI}two`;
const CALM = 'One two';

describe('marks that turn the direction of text', () => {
  test.each([
    ['an override', `a${RLO}b${PDF}c`, 'abc'],
    ['an override without an end', `a${LRO}b`, 'ab'],
    ['an isolate without an end', `a${FSI}b`, 'ab'],
    ['ends of nothing', `a${PDI}b${PDF}c`, 'abc'],
    ['an embedding that its isolate ends', `${LRI}${RLE}a${PDI}b`, `${LRI}a${PDI}b`],
    [
      'an end that does not reach out of an isolate',
      `${RLE}a${LRI}b${PDF}c${PDI}${PDF}`,
      `${RLE}a${LRI}bc${PDI}${PDF}`,
    ],
    ['an override within an isolate', `${RLI}${RLO}a${PDF}b${PDI}`, `${RLI}ab${PDI}`],
  ])('%s', (_, text, kept) => {
    expect(calm([text])).toEqual([kept]);
  });

  test.each([
    `نشانی ${LRI}example.org${PDI} است`,
    `${FSI}Рейс ${RLI}کشتی${PDI} 12${PDI}`,
    `${RLE}می\u200cگوید${PDF}`,
    'می\u200cگوید',
    'Radio\u200f!',
    'क्\u200dष',
    '👩\u200d🚒',
    'кто\u2060-\u00adто',
  ])('%j stays', (text) => {
    expect(calm([text])).toEqual([text]);
  });

  it('are paired across the texts of one block', () => {
    expect(calm([`a${RLI}`, 'b', `${PDI}c${RLO}`, ''])).toEqual([`a${RLI}`, 'b', `${PDI}c`, '']);
  });

  it('leave all other characters, and nothing to take out a second time', () => {
    const marks = [LRE, RLE, PDF, LRO, RLO, LRI, RLI, FSI, PDI];
    const text = fc.array(fc.constantFrom(...marks, 'a', 'ب', '\u200c')).map((signs) => signs.join(''));
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const kept = calm(texts);
        const plain = (all: readonly string[]): string[] =>
          all.map((one) => one.replace(/[\u202a-\u202e\u2066-\u2069]/g, ''));
        expect(plain(kept)).toEqual(plain(texts));
        expect(calm(kept)).toEqual(kept);
        expect(kept.join('')).not.toMatch(/[\u202d\u202e]/);
        const count = (sign: RegExp): number => kept.join('').match(sign)?.length ?? 0;
        expect([count(/[\u202a\u202b]/g), count(/[\u2066-\u2068]/g)]).toEqual([
          count(/\u202c/g),
          count(/\u2069/g),
        ]);
      }),
    );
  });
});

describe('a body', () => {
  const words = (text: string) => [{ type: 'text', text }];
  const one = (text: string) => ({
    type: 'doc',
    content: [
      { type: 'heading', attrs: { id: 'aaaaaaaa', level: 2 }, content: words(text) },
      { type: 'pullQuote', attrs: { id: 'aaaaaaab', cite: text }, content: words(text) },
      {
        type: 'gallery',
        attrs: { id: 'aaaaaaac', caption: text },
        content: [{ type: 'picture', attrs: { id: 'aaaaaaad', media: 'm1', alt: text, caption: text } }],
      },
      {
        type: 'table',
        attrs: { id: 'aaaaaaae', caption: text },
        content: [
          {
            type: 'tableRow',
            content: [
              {
                type: 'tableCell',
                attrs: { header: false, colspan: 1, rowspan: 1 },
                content: [{ type: 'paragraph', attrs: { id: 'aaaaaaaf' }, content: words(text) }],
              },
            ],
          },
        ],
      },
      {
        type: 'factBox',
        attrs: { id: 'aaaaaaam', headline: text },
        content: [{ type: 'paragraph', attrs: { id: 'aaaaaaah' }, content: words(text) }],
      },
      {
        type: 'embed',
        attrs: {
          id: 'aaaaaaai',
          url: 'https://a.example/',
          provider: text,
          headline: text,
          text,
          author: text,
        },
      },
      { type: 'attachment', attrs: { id: 'aaaaaaaj', media: 'm2', label: text } },
      { type: 'audio', attrs: { id: 'aaaaaaak', media: 'm3', label: text, transcript: text } },
    ],
  });

  it('is rid of them wherever text stands, and keeps them in code', () => {
    expect(parseBody(one(TURNED))).toEqual(one(CALM));
    const code = {
      type: 'doc',
      content: [{ type: 'codeBlock', attrs: { id: 'aaaaaaaa', language: '' }, content: words(TURNED) }],
    };
    expect(parseBody(code)).toEqual(code);
  });

  it('joins what such a mark kept apart', () => {
    const bold = (text: string) => ({ type: 'text', text, marks: [{ type: 'bold' }] });
    const paragraph = (...content: unknown[]) => ({
      type: 'doc',
      content: [{ type: 'paragraph', attrs: { id: 'aaaaaaaa' }, content }],
    });
    expect(parseBody(paragraph(bold('a'), ...words(RLO), bold('b')))).toEqual(paragraph(bold('ab')));
  });

  it('has no label of which nothing can be seen', () => {
    const { content } = parseBody(one('\u200b\u00a0\ufeff'));
    expect(content[1]).toMatchObject({ attrs: { cite: '' } });
    expect(content[2]).toMatchObject({
      attrs: { caption: '' },
      content: [{ attrs: { alt: '', caption: '' } }],
    });
    expect(content[7]).toMatchObject({ attrs: { label: '', transcript: '' } });
  });

  it('keeps the lines of a transcript, each for itself', () => {
    const spoken = (transcript: string) => ({
      type: 'doc',
      content: [{ type: 'audio', attrs: { id: 'aaaaaaaa', media: 'm1', label: '', transcript } }],
    });
    expect(parseBody(spoken(`One${RLI}\n\n\ttwo${PDI}`))).toEqual(spoken('One\n\n\ttwo'));
  });
});
