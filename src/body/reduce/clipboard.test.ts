import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Block, Inline } from '../doc.ts';
import { withIds } from '../ids.ts';
import { parseBody } from '../parse.ts';
import { cleanBody } from './clean.ts';
import { reduceClipboard } from './reduce.ts';
import { parseHtml, wordsOf } from './tree.ts';

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'test', 'fixtures', 'clipboard');

function sample(name: string): string {
  return readFileSync(join(SAMPLES, `${name}.html`), 'utf8');
}

const SIGNS: Record<string, string> = {
  bold: '*',
  italic: '/',
  underline: '_',
  strike: '~',
  code: '`',
  superscript: '^',
  subscript: ',',
};

function inline(content: readonly Inline[] = []): string {
  return content
    .map((node) => {
      if (node.type === 'hardBreak') return '⏎';
      const marks = (node.marks ?? []).map((mark) => {
        if (mark.type === 'link') return `<${mark.attrs.href}>`;
        return mark.type === 'language' ? `{${mark.attrs.lang}}` : (SIGNS[mark.type] ?? '');
      });
      return marks.join('') + node.text;
    })
    .join('|');
}

/** One line for each block, nested ones set in. */
function outline(blocks: readonly unknown[], depth = 0): string[] {
  return (blocks as Block[]).flatMap((block): string[] => {
    const set = '  '.repeat(depth);
    if (block.type === 'paragraph') return [`${set}${inline(block.content)}`];
    if (block.type === 'heading') return [`${set}h${block.attrs.level} ${inline(block.content)}`];
    if (block.type === 'codeBlock')
      return [`${set}code(${block.attrs.language}) ${block.content?.[0]?.text ?? ''}`];
    if (block.type === 'picture') return [`${set}picture ${block.attrs.alt}|${block.attrs.caption}`];
    if (block.type === 'table') {
      return block.content.map((row) => {
        const cells = row.content.map(
          (cell) => (cell.attrs.header ? '!' : '') + outline(cell.content).join(' '),
        );
        return `${set}| ${cells.join(' | ')}`;
      });
    }
    const name = block.type === 'orderedList' ? `orderedList ${block.attrs.start}` : block.type;
    const cite = 'cite' in block.attrs && block.attrs.cite !== '' ? ` — ${block.attrs.cite}` : '';
    const content = 'content' in block ? (block.content as Block[]) : [];
    return [`${set}${name}${cite}`, ...outline(content, depth + 1)];
  });
}

function pasted(html: string): { lines: string[]; sources: string[] } {
  const { blocks, refs } = reduceClipboard(html, { lang: 'en' });
  // Throws where the blocks are none that a body may hold.
  parseBody(withIds(cleanBody({ type: 'doc', content: blocks }), null, Math.random));
  return { lines: outline(blocks), sources: refs.map((ref) => ref.src.slice(0, 30)) };
}

const WORDS = [
  'The port of Sarn will |*double|/ its fees|, says |<https://sarn.example/report',
  '>a report|.',
];
const LIST = [
  'bulletList',
  '  listItem',
  '    Grain',
  '    bulletList',
  '      listItem',
  '        Barley',
  '  listItem',
  '    Timber',
];

describe('what other programs put on the clipboard', () => {
  test('Google Docs', () => {
    expect(pasted(sample('google-docs'))).toEqual({
      lines: [
        'h2 Harbour tariffs',
        `${WORDS.join('?a=1')}|^1`,
        ...LIST,
        '| *Ship | *Fee',
        '| Ferry | 40',
        'picture Cranes at dusk|',
      ],
      sources: ['https://lh7-rt.googleuserconte'],
    });
  });

  test('Word on the desktop', () => {
    expect(pasted(sample('word-desktop'))).toEqual({
      lines: [
        'h2 Harbour tariffs',
        'h2 What changes',
        'The port of Sarn will |*double| |/its fees|, says |<https://sarn.example/report>a report|.[1]',
        ...LIST,
        'orderedList 3',
        '  listItem',
        '    Third point',
        'blockQuote',
        '  “We were not asked.”',
        '| *Ship | *Fee',
        '| Ferry | 40',
        '{ru}Порт',
        'Cranes at dusk',
        'divider',
        '[1] Harbour office, 2026.',
      ],
      sources: [],
    });
  });

  test('Word on the web', () => {
    expect(pasted(sample('word-web'))).toEqual({
      lines: ['h2 Harbour tariffs', WORDS.join(''), ...LIST, '| Ferry | 40'],
      sources: [],
    });
  });

  test('LibreOffice', () => {
    expect(pasted(sample('libreoffice'))).toEqual({
      lines: [
        'h2 Harbour tariffs',
        'The port of Sarn will |*double| |/its fees|, says |<https://sarn.example/report>a report|.|^1',
        ...LIST,
        '| !Ship | !Fee',
        '| Ferry | 40',
        '{fa-IR}بندر سارن',
        '1 Harbour office, 2026.',
      ],
      sources: [],
    });
  });

  test('a page of the web', () => {
    expect(pasted(sample('web-page'))).toEqual({
      lines: [
        'h2 Harbour tariffs',
        'The port of Sarn will |*double| |/its fees|, says |<https://sarn.example/report>a report|. Extraordinary.',
        'blockQuote — Ila Renn, pilot',
        '  “We were not asked.”',
        'code(js) const fee = 40;\n  fee * 2;',
        'picture Cranes at dusk|The quay, November',
        'One|⏎|line|⏎|⏎|apart',
        'embed',
      ],
      sources: ['data:image/png;base64,iVBORw0K'],
    });
  });

  test('a mail', () => {
    expect(pasted(sample('mail')).lines).toEqual([
      'The port of Sarn will |*double| its fees.',
      '“We were not asked,” said the pilots of the harbour.',
      'orderedList 1',
      '  listItem',
      '    Grain',
      '  listItem',
      '    Timber',
      'Порт Сарна',
    ]);
  });

  test.each(['google-docs', 'word-web', 'libreoffice', 'mail'])('%s: every word of it arrives', (name) => {
    const letters = (text: string): string => text.replace(/[\s\u00a0\u00ad|⏎]+/g, '');
    const html = sample(name).replace(/<head>[\s\S]*?<\/head>/, '');
    const all = letters(parseHtml(html).nodes.map(wordsOf).join(' '));
    const { blocks } = reduceClipboard(html, { lang: 'en' });
    const kept = letters(JSON.stringify(blocks).replace(/\\n/g, ' '));
    const words = html
      .replace(/<[^>]*>/g, ' ')
      .split(/[\s.,“”]+|&nbsp;/)
      .map(letters);
    expect(words.filter((word) => all.includes(word)).length).toBeGreaterThan(10);
    expect(words.filter((word) => all.includes(word) && !kept.includes(word))).toEqual([]);
  });
});
