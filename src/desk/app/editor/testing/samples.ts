import { anchor, blocksOf, emptyBody, parseBody, parseMarkdown, withIds } from '#body';
import type { Block, Doc, Inline } from '#body';
import type { PassageNote } from '../story-draft.ts';

/* Invented text that the tests, the bench and the pictures of the editor use. */

let state = 7;

/** The same numbers in the same order on each page. */
function random(): number {
  state = (state * 48_271) % 2_147_483_647;
  return (state - 1) / 2_147_483_646;
}

const WORDS: Record<string, string> = {
  en: 'the port of Sarn will double its fees for foreign ships from January said the harbour office on Monday and pilots warned that timber and grain could leave by other ways before spring',
  ru: 'порт Сарна с января удвоит сборы для иностранных судов сообщило в понедельник управление гавани а лоцманы предупредили что лес и зерно могут уйти другими путями ещё до весны',
  fa: 'بندر سارن از ژانویه عوارض کشتی‌های خارجی را دو برابر می‌کند اداره بندر روز دوشنبه گفت و راهنمایان هشدار دادند که چوب و غله پیش از بهار از راه‌های دیگر می‌رود',
};

function prose(lang: string, count: number): string {
  const words = (WORDS[lang] ?? WORDS['en'] ?? '').split(' ');
  const chosen = Array.from({ length: count }, () => words[Math.floor(random() * words.length)] ?? '');
  const text = chosen.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function paragraph(content: Inline[]): Block {
  return { type: 'paragraph', attrs: { id: '' }, content };
}

function words(text: string): Inline {
  return { type: 'text', text };
}

function made(content: Block[]): Doc {
  return parseBody(withIds({ type: 'doc', content }, null, random));
}

function long(lang: string): Doc {
  const content: Block[] = [];
  for (let section = 0; section < 20; section += 1) {
    content.push({ type: 'heading', attrs: { id: '', level: 2 }, content: [words(prose(lang, 4))] });
    for (let part = 0; part < 8; part += 1) content.push(paragraph([words(prose(lang, 62))]));
  }
  return made(content);
}

const HEADLINES: Record<string, string> = {
  en: 'Sarn doubles its harbour fees',
  ru: 'Сарн удваивает портовые сборы',
  fa: 'سارن عوارض بندر را دو برابر می‌کند',
};

function everything(lang: string): Doc {
  const cell = (text: string, header = false) => ({
    type: 'tableCell' as const,
    attrs: { header, colspan: 1, rowspan: 1 },
    content: [{ type: 'paragraph' as const, attrs: { id: '' }, content: [words(text)] }],
  });
  const foreign = lang === 'fa' ? 'en' : 'fa';
  const item = (text: string) => ({
    type: 'listItem' as const,
    attrs: { id: '' },
    content: [{ type: 'paragraph' as const, attrs: { id: '' }, content: [words(text)] }],
  });
  return made([
    paragraph([
      words(`${prose(lang, 18)} `),
      { type: 'text', text: prose(lang, 4), marks: [{ type: 'bold' }] },
      words(' '),
      {
        type: 'text',
        text: prose(lang, 3),
        marks: [{ type: 'link', attrs: { href: 'https://sarn.example/' } }],
      },
      words(' '),
      {
        type: 'text',
        text: HEADLINES[foreign] ?? '',
        marks: [{ type: 'language', attrs: { lang: foreign } }],
      },
      words(` ${prose(lang, 9)}`),
    ]),
    { type: 'heading', attrs: { id: '', level: 2 }, content: [words(prose(lang, 4))] },
    { type: 'picture', attrs: { id: '', media: 'sample1', alt: '', caption: '' } },
    {
      type: 'bulletList',
      attrs: { id: '' },
      content: [item(prose(lang, 4)), item(prose(lang, 6))],
    },
    {
      type: 'blockQuote',
      attrs: { id: '', cite: 'Ila Renn' },
      content: [{ type: 'paragraph', attrs: { id: '' }, content: [words(prose(lang, 12))] }],
    },
    { type: 'pullQuote', attrs: { id: '', cite: '' }, content: [words(prose(lang, 8))] },
    {
      type: 'table',
      attrs: { id: '', caption: prose(lang, 3) },
      content: [
        { type: 'tableRow', content: [cell('A', true), cell('B', true)] },
        { type: 'tableRow', content: [cell('1,200'), cell('2,400')] },
      ],
    },
    {
      type: 'factBox',
      attrs: { id: '', headline: prose(lang, 3) },
      content: [{ type: 'paragraph', attrs: { id: '' }, content: [words(prose(lang, 14))] }],
    },
    {
      type: 'codeBlock',
      attrs: { id: '', language: 'js' },
      content: [{ type: 'text', text: 'const fee = 40;' }],
    },
    { type: 'divider', attrs: { id: '' } },
    {
      type: 'embed',
      attrs: {
        id: '',
        url: 'https://video.example/sarn',
        provider: 'video.example',
        headline: prose(lang, 4),
        text: prose(lang, 9),
        author: 'Ila Renn',
      },
    },
    { type: 'audio', attrs: { id: '', media: 'sample2', label: prose(lang, 3), transcript: '' } },
    paragraph([
      {
        type: 'text',
        text: HEADLINES[foreign] ?? '',
        marks: [{ type: 'language', attrs: { lang: foreign } }],
      },
    ]),
    paragraph([words(prose(lang, 12))]),
  ]);
}

export type SampleName = 'empty' | 'short' | 'everything' | 'long';

export function bodies(lang: string) {
  const draft = (body: Doc, headline = HEADLINES[lang] ?? HEADLINES['en'] ?? '') => ({
    headline,
    kicker: '',
    standfirst: prose(lang, 14),
    summary: prose(lang, 20),
    body,
  });
  return {
    empty: () => ({ headline: '', kicker: '', standfirst: '', summary: '', body: emptyBody(random) }),
    short: () =>
      draft(
        parseMarkdown(
          `${prose(lang, 12)}\n\n${prose(lang, 14)}\n\n## ${prose(lang, 4)}\n\n${prose(lang, 12)}\n`,
          { random, media: () => null },
        ).doc,
      ),
    everything: () => draft(everything(lang)),
    long: () => draft(long(lang)),
  };
}

/** A note on the third to the fifth word of the first two paragraphs. */
export function notesOn(body: Doc): PassageNote[] {
  const notes: PassageNote[] = [];
  for (const block of blocksOf(body)) {
    if (block.type !== 'paragraph' || notes.length === 2) continue;
    const first = block.content?.[0];
    if (first?.type !== 'text' || first.text.length < 40) continue;
    const starts = [...first.text.matchAll(/\s/g)].map((match) => match.index);
    const [from = 0, , , to = 10] = starts.slice(2);
    notes.push({
      id: `n${notes.length}`,
      anchor: anchor(body, block.attrs.id, from + 1, to),
      author: 'Mira Sol',
      at: Date.UTC(2026, 10, 27, 9, 30),
      text: 'Who says so? We need a second source for this.',
      resolved: false,
    });
  }
  return notes;
}
