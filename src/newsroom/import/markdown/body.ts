import { type Doc, type MarkdownWarning, parseMarkdown } from '#body';
import type { IncomingMedia, LooseBody } from '../incoming.ts';
import { mediaOf } from './media.ts';

export type LooseMarkdown = {
  body: LooseBody;
  media: IncomingMedia[];
  warnings: MarkdownWarning[];
  firstHeading: string;
};

/** The text of a file, its media found but not yet brought over. Throws `BodyError`. */
export function looseMarkdown(
  file: string,
  source: string,
  lang: string,
  random: () => number,
): LooseMarkdown {
  const media: IncomingMedia[] = [];
  const index = new Map<string, number>();
  const { doc, warnings } = parseMarkdown(source, {
    random,
    media: (src, attrs) => {
      const key = keyOf(src, attrs);
      const at = index.get(key) ?? media.length;
      if (!index.has(key)) media.push(mediaOf(file, src, lang, wordsOf(attrs)));
      index.set(key, at);
      return `ref-${at}`;
    },
  });
  const body: LooseBody = {
    refs: media.map(({ ref }) => ref),
    build: ({ found, base, random: chance }) => {
      const settle = (src: string, attrs: Record<string, string>): string | null => {
        const at = index.get(keyOf(src, attrs)) ?? -1;
        const ref = media[at]?.ref;
        return ref ? (found(ref, at)?.media ?? null) : null;
      };
      return parseMarkdown(source, { random: chance, media: settle, base }).doc;
    },
  };
  return { body, media, warnings, firstHeading: headingOf(doc) };
}

function keyOf(src: string, attrs: Record<string, string>): string {
  return JSON.stringify([src, Object.entries(attrs).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function wordsOf(attrs: Record<string, string>) {
  const get = (name: string): string => attrs[name]?.trim() ?? '';
  return {
    alt: get('alt'),
    caption: get('caption'),
    credit: get('credit'),
    agency: get('agency'),
    licence: get('licence'),
    licenceExpires: null,
    focal: null,
  };
}

function headingOf(doc: Doc): string {
  const first = doc.content[0];
  if (first?.type !== 'heading') return '';
  return (first.content ?? []).map((node) => (node.type === 'text' ? node.text : ' ')).join('');
}
