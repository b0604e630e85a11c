import { calmLabel, calmLines } from './calm.ts';
import type { Block, Doc, HardBreak, ListItem, Mark, TableCell, TableRow, TextNode } from './doc.ts';
import { isSafeHref, isWebAddress } from './href.ts';
import { badInLine, badInLines } from './text.ts';

/** Any node of a body, the document itself included. */
export type AnyNode = Doc | Block | ListItem | TableRow | TableCell | TextNode | HardBreak;
export type NodeName = AnyNode['type'];
export type MarkName = Mark['type'];

/**
 * One attribute: what the editor starts from, what is wrong with a value (null: nothing), and, where that is not just
 * as it was given, what of it is kept.
 */
export type Attribute<Value> = {
  initial: Value;
  wrong: (value: unknown) => string | null;
  keep?: (value: string) => string;
};

type AttributesOf<Node> = Node extends { attrs: infer Attrs }
  ? { [Name in keyof Attrs]: Attribute<Attrs[Name]> }
  : Record<never, never>;

const BLOCK_ID = /^[a-z2-7]{8}$/;
const MEDIA_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/;
const LANGUAGE_TAG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/;
const CODE_LANGUAGE = /^[A-Za-z0-9+#._-]{0,40}$/;
const SPAN_LIMIT = 100;
const START_LIMIT = 999_999_999;

export function isBlockId(value: unknown): value is string {
  return typeof value === 'string' && BLOCK_ID.test(value);
}

/** Whether the string can name a medium: it stands in paths of the edition, so letters, digits, `-` and `_`. */
export function isMediaId(value: string): boolean {
  return MEDIA_ID.test(value);
}

export function isLanguageTag(value: string): boolean {
  return LANGUAGE_TAG.test(value);
}

export function isCodeLanguage(value: string): boolean {
  return CODE_LANGUAGE.test(value);
}

function string(initial: string, accepts: (value: string) => boolean, must: string): Attribute<string> {
  return { initial, wrong: (value) => (typeof value === 'string' && accepts(value) ? null : must) };
}

function integer(initial: number, least: number, most: number): Attribute<number> {
  const must = `must be a whole number from ${least} to ${most}`;
  const accepts = (value: unknown) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return { initial, wrong: (value) => (accepts(value) ? null : must) };
}

const id = string('', isBlockId, 'must be 8 characters of a-z and 2-7');
const media = string('', isMediaId, 'must be the id of a medium');
const line: Attribute<string> = {
  initial: '',
  keep: calmLabel,
  wrong(value) {
    if (typeof value !== 'string') return 'must be a string';
    const bad = badInLine(value);
    return bad === null ? null : `must be one line without ${bad}; pass it through cleanLine`;
  },
};
const lines: Attribute<string> = {
  initial: '',
  keep: calmLines,
  wrong(value) {
    if (typeof value !== 'string') return 'must be a string';
    const bad = badInLines(value);
    return bad === null ? null : `must not hold ${bad}; pass it through cleanLines`;
  },
};
const level: Attribute<2 | 3 | 4> = {
  initial: 2,
  wrong: (value) => (value === 2 || value === 3 || value === 4 ? null : 'must be 2, 3 or 4'),
};
const header: Attribute<boolean> = {
  initial: false,
  wrong: (value) => (typeof value === 'boolean' ? null : 'must be true or false'),
};
const span = integer(1, 1, SPAN_LIMIT);

/** Attributes of every node: the one table that the ProseMirror schema and `parseBody` are made from. */
export const NODE_ATTRIBUTES = {
  doc: {},
  paragraph: { id },
  heading: { id, level },
  bulletList: { id },
  orderedList: { id, start: integer(1, 0, START_LIMIT) },
  listItem: { id },
  blockQuote: { id, cite: line },
  pullQuote: { id, cite: line },
  picture: { id, media, alt: line, caption: line },
  gallery: { id, caption: line },
  table: { id, caption: line },
  tableRow: {},
  tableCell: { header, colspan: span, rowspan: span },
  embed: {
    id,
    url: string('', isWebAddress, 'must be an http or https address'),
    provider: line,
    headline: line,
    text: lines,
    author: line,
  },
  codeBlock: { id, language: string('', isCodeLanguage, 'must be a short name such as "js"') },
  divider: { id },
  factBox: { id, headline: line },
  attachment: { id, media, label: line },
  audio: { id, media, label: line, transcript: lines },
  text: {},
  hardBreak: {},
} satisfies { [Name in NodeName]: AttributesOf<Extract<AnyNode, { type: Name }>> };

/** Attributes of every mark, outermost mark first: the order that a text's marks are kept in. */
export const MARK_ATTRIBUTES = {
  link: {
    href: string('', isSafeHref, 'must be an http, https, mailto or tel address, a path or a fragment'),
  },
  language: { lang: string('', isLanguageTag, 'must be a language tag such as "fa"') },
  bold: {},
  italic: {},
  underline: {},
  strike: {},
  superscript: {},
  subscript: {},
  code: {},
} satisfies { [Name in MarkName]: AttributesOf<Mark & { type: Name }> };

export const MARK_ORDER = Object.keys(MARK_ATTRIBUTES);
