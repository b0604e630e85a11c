import type { NodeType, TagParseRule } from '@tiptap/pm/model';
import { cleanHref, isLanguageTag, schema } from '#body';
import { NODE_ATTRS, NODE_NAME } from './dom.ts';

/*
 * How the editor reads its own DOM, its own clipboard, and what a browser makes while someone types. HTML of other
 * programs never comes here: `paste/` reduces it first.
 */

const PLAIN: Record<string, TagParseRule[]> = {
  paragraph: [{ tag: 'p' }],
  heading: [1, 2, 3, 4, 5, 6].map((level) => ({
    tag: `h${level}`,
    attrs: { level: Math.min(4, Math.max(2, level)) },
  })),
  bulletList: [{ tag: 'ul' }],
  orderedList: [{ tag: 'ol' }],
  listItem: [{ tag: 'li' }],
  blockQuote: [{ tag: 'blockquote' }],
  codeBlock: [{ tag: 'pre', preserveWhitespace: 'full' }],
  divider: [{ tag: 'hr' }],
  hardBreak: [{ tag: 'br' }],
  table: [{ tag: 'table' }],
  tableRow: [{ tag: 'tr' }],
  tableCell: [{ tag: 'td' }, { tag: 'th', attrs: { header: true } }],
};

/** A node of the body's own schema. */
export function bodyType(name: string): NodeType {
  const type: NodeType | undefined = (schema.nodes as Record<string, NodeType>)[name];
  if (type === undefined) throw new Error(`The body has no node "${name}"`);
  return type;
}

/** Attributes that this editor has written, if they still are what the schema accepts. */
export function attributesFrom(name: string, json: string): Record<string, unknown> | null {
  const known = bodyType(name).spec.attrs ?? {};
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof given !== 'object' || given === null) return null;
  const attrs: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(known)) {
    const value: unknown = Object.hasOwn(given, key) ? (given as Record<string, unknown>)[key] : spec.default;
    try {
      if (typeof spec.validate === 'function') spec.validate(value);
      attrs[key] = value;
    } catch {
      // A block without its id is still that block; without its medium or address it is not.
      if (key !== 'id') return null;
    }
  }
  return attrs;
}

export function nodeRules(name: string): TagParseRule[] {
  const exact: TagParseRule = {
    tag: `[${NODE_NAME}="${name}"]`,
    priority: 60,
    getAttrs: (element) => attributesFrom(name, element.getAttribute(NODE_ATTRS) ?? '{}') ?? false,
    ...(name === 'codeBlock' ? { preserveWhitespace: 'full' as const } : {}),
  };
  return name === 'hardBreak' ? (PLAIN[name] ?? []) : [exact, ...(PLAIN[name] ?? [])];
}

const MARK_TAGS: Record<string, string[]> = {
  bold: ['strong', 'b'],
  italic: ['em', 'i'],
  underline: ['u'],
  strike: ['s', 'del'],
  code: ['code'],
  superscript: ['sup'],
  subscript: ['sub'],
};

export function markRules(name: string): TagParseRule[] {
  if (name === 'link') {
    return [
      {
        tag: 'a[href]',
        getAttrs: (element) => {
          const href = cleanHref(element.getAttribute('href') ?? '');
          return href === null ? false : { href };
        },
      },
    ];
  }
  if (name === 'language') {
    return [
      {
        tag: 'span[lang]',
        getAttrs: (element) => {
          const lang = element.getAttribute('lang') ?? '';
          return isLanguageTag(lang) ? { lang } : false;
        },
      },
    ];
  }
  return (MARK_TAGS[name] ?? []).map((tag) => ({ tag }));
}
