import fc from 'fast-check';
import type { Block, BulletList, Doc, Inline, ListItem, Mark, OrderedList, Paragraph, Table } from './doc.ts';
import { withIds } from './ids.ts';
import { parseBody } from './parse.ts';
import { cleanLine, cleanLines } from './text.ts';

/*
 * Random bodies for property tests: every kind of block and mark, words in several scripts, and text that is made
 * to be mistaken for markup.
 */

const WORDS = [
  'tariff',
  'vote',
  'Port',
  'министр',
  'заявил',
  'кто-то',
  'می‌خواهد',
  'وزیر',
  'گفت',
  "don't",
  '1,000',
  '12:30',
  'snake_case',
  '*',
  '**',
  '_',
  '~~',
  '`',
  '``',
  '[x](y)',
  '![x](y)',
  '<b>',
  '</u>',
  '<br>',
  '<script>',
  '&amp;',
  '&#32;',
  '\\',
  '|',
  '#',
  '##',
  '>',
  '-',
  '+',
  '1.',
  '2)',
  ':::',
  '::: fact',
  '---',
  '===',
  '{}',
  '{#abcd2345}',
  '{header}',
  '"',
  "'",
  '—',
  '— Who',
  '“q”',
  '!',
  'http://example.org',
  'a@b.org',
  '\u00a0',
  '\u3000',
  '\u2028',
  '🙂',
  'e\u0301',
];

const word = fc.constantFrom(...WORDS);
const phrase = fc.array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 4 })), {
  minLength: 1,
  maxLength: 6,
});
const joiner = fc.constantFrom(' ', ' ', '', '  ');

const line: fc.Arbitrary<string> = fc
  .tuple(phrase, joiner)
  .map(([words, blank]) => cleanLine(words.join(blank)))
  .filter((text) => text !== '');
const maybeLine = fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: line });
const lines = fc
  .array(fc.oneof(line, fc.constantFrom('', ' ', ':::', '  :::', '\\', '\tx')), { maxLength: 5 })
  .map((parts) => cleanLines(parts.join('\n')));

const href = fc.constantFrom(
  'https://example.org/',
  'http://example.org/a_b*c?x=1&copy=2#(y)',
  'mailto:a@example.org',
  'tel:+1555',
  '/old/',
  '../x.html',
  '#abcd2345',
  '2026/11/23/a(b)c.html',
  '?q=<x>',
  'a[b]',
);
const media = fc.constantFrom('m1', 'aB-9_x', 'f00dcafe');

const mark: fc.Arbitrary<Mark> = fc.oneof(
  fc
    .constantFrom('bold', 'italic', 'underline', 'strike', 'code', 'superscript', 'subscript')
    .map((type): Mark => ({ type })),
  href.map((target): Mark => ({ type: 'link', attrs: { href: target } })),
  fc
    .constantFrom('ru', 'fa', 'en', 'uk', 'zh-Hant')
    .map((lang): Mark => ({ type: 'language', attrs: { lang } })),
);
const marks = fc.uniqueArray(mark, { maxLength: 3, selector: ({ type }) => type });

const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('text' as const), text: line, marks }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('hardBreak' as const), marks }) },
);
const content = fc.array(inline, { maxLength: 5 });

const attrs = { id: '' };
const paragraph: fc.Arbitrary<Paragraph> = content.map((nodes) => ({
  type: 'paragraph',
  attrs,
  content: nodes,
}));
const heading = fc
  .tuple(content, fc.constantFrom(2, 3, 4))
  .map(([nodes, level]): Block => ({ type: 'heading', attrs: { id: '', level }, content: nodes }));

const { list } = fc.letrec<{ list: BulletList | OrderedList; item: ListItem }>((tie) => ({
  item: fc
    .tuple(paragraph, fc.array(fc.oneof({ maxDepth: 3 }, paragraph, tie('list')), { maxLength: 2 }))
    .map(([first, rest]) => ({ type: 'listItem', attrs, content: [first, ...rest] })),
  list: fc
    .tuple(
      fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
      fc.option(fc.constantFrom(0, 1, 7, 999_999_999)),
    )
    .map(([items, start]): BulletList | OrderedList =>
      start === null
        ? { type: 'bulletList', attrs, content: items }
        : { type: 'orderedList', attrs: { id: '', start }, content: items },
    ),
}));

const picture = fc
  .record({ id: fc.constant(''), media, alt: maybeLine, caption: maybeLine })
  .map((values) => ({ type: 'picture' as const, attrs: values }));

const cell = fc
  .tuple(
    fc.boolean(),
    fc.constantFrom(1, 1, 1, 2),
    fc.constantFrom(1, 1, 1, 3),
    fc.array(paragraph, { minLength: 1, maxLength: 2 }),
  )
  .map(([header, colspan, rowspan, paragraphs]) => ({
    type: 'tableCell' as const,
    attrs: { header, colspan, rowspan },
    content: paragraphs,
  }));
const freeTable = fc
  .tuple(maybeLine, fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }))
  .map(([caption, rows]) => tableOf(caption, rows));
const simpleTable = fc
  .tuple(
    maybeLine,
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
    fc.infiniteStream(fc.tuple(paragraph, fc.boolean())),
  )
  .map(([caption, width, height, stream]) => {
    const rows = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, () => {
        const [only, header] = stream.next().value ?? [{ type: 'paragraph', attrs } as Paragraph, false];
        return {
          type: 'tableCell' as const,
          attrs: { header: header || y === 0, colspan: 1, rowspan: 1 },
          content: [only],
        };
      }),
    );
    return tableOf(caption, rows);
  });

function tableOf(caption: string, rows: Table['content'][number]['content'][]): Table {
  return {
    type: 'table',
    attrs: { id: '', caption },
    content: rows.map((cells) => ({ type: 'tableRow', content: cells })),
  };
}
const table = fc.oneof(freeTable, simpleTable);

const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 6, arbitrary: paragraph },
  { weight: 2, arbitrary: heading },
  { weight: 3, arbitrary: list },
  fc
    .tuple(maybeLine, fc.array(fc.oneof(paragraph, list), { minLength: 1, maxLength: 3 }))
    .map(([cite, nodes]): Block => ({ type: 'blockQuote', attrs: { id: '', cite }, content: nodes })),
  fc
    .tuple(maybeLine, content)
    .map(([cite, nodes]): Block => ({ type: 'pullQuote', attrs: { id: '', cite }, content: nodes })),
  picture,
  fc
    .tuple(maybeLine, fc.array(picture, { minLength: 1, maxLength: 3 }))
    .map(([caption, pictures]): Block => ({
      type: 'gallery',
      attrs: { id: '', caption },
      content: pictures,
    })),
  table,
  fc
    .record({
      id: fc.constant(''),
      url: fc.constantFrom('https://example.org/x?a={b}&amp;c="d"', 'http://example.org'),
      provider: maybeLine,
      headline: maybeLine,
      text: lines,
      author: maybeLine,
    })
    .map((values): Block => ({ type: 'embed', attrs: values })),
  fc.tuple(fc.constantFrom('', 'js', 'c++'), lines).map(([language, text]): Block => ({
    type: 'codeBlock',
    attrs: { id: '', language },
    ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
  })),
  fc.constant<Block>({ type: 'divider', attrs }),
  fc
    .tuple(
      maybeLine,
      fc.array(fc.oneof(paragraph, heading, list, picture, table), { minLength: 1, maxLength: 4 }),
    )
    .map(([headline, nodes]): Block => ({
      type: 'factBox',
      attrs: { id: '', headline },
      content: nodes as Extract<Block, { type: 'factBox' }>['content'],
    })),
  fc
    .record({ id: fc.constant(''), media, label: maybeLine })
    .map((values): Block => ({ type: 'attachment', attrs: values })),
  fc
    .record({ id: fc.constant(''), media, label: maybeLine, transcript: lines })
    .map((values): Block => ({ type: 'audio', attrs: values })),
);

/** A source of randomness that a seed fixes. */
export function seeded(seed: number): () => number {
  let state = ((seed >>> 0) % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

/** Valid bodies in canonical form, every block with an id. */
export const body: fc.Arbitrary<Doc> = fc
  .tuple(fc.array(block, { minLength: 1, maxLength: 5 }), fc.nat())
  .map(([blocks, seed]) => parseBody(withIds({ type: 'doc', content: blocks }, null, seeded(seed))));
