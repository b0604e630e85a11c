import type { Inline, Mark } from '../doc.ts';
import { canonical } from './canonical.ts';
import { grammar } from './grammar.ts';
import { readWords } from './words.ts';

/** Where words are written: in a heading or a cell a line end would end the block. */
export type Place = 'paragraph' | 'heading' | 'cell';

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
const MARKUP =
  /[\\`*[\]{]|~(?=~)|(?<=~)~|<(?=[a-z/!?])|&(?=#|[a-z][a-z0-9]*;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|!$/giu;
const LINE_START = /^(?:[#>+=:|-]|\d+(?=[.)]))/;
const EDGE_BLANKS = /^\s+|\s+$/gu;

const TAGS: Record<Exclude<Mark['type'], 'link' | 'language'>, string> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strike: 's',
  superscript: 'sup',
  subscript: 'sub',
  code: 'code',
};
const DELIMITERS: Partial<Record<Mark['type'], string>> = { bold: '**', italic: '*', strike: '~~' };

/**
 * Inline content as Markdown that reads back as the same content. It is first written as a person would; where
 * that reads back otherwise (a mark that ends in a blank, say), every mark becomes a tag and every sign is escaped.
 */
export function writeWords(content: readonly Inline[], place: Place): string {
  if (content.length === 0) return '';
  const nodes = canonical(content);
  const plain = new Writer(nodes, place, false).write();
  if (readsAs(plain, nodes, place)) return inPlace(plain, place);
  return inPlace(new Writer(nodes, place, true).write(), place);
}

/** A pipe ends a cell wherever it stands, in code too, unless a backslash precedes it. */
function inPlace(text: string, place: Place): string {
  return place === 'cell' ? text.replaceAll('|', '\\|') : text;
}

/** Plain words as Markdown in which nothing is markup. */
export function escapeAll(text: string): string {
  return guardEdges(text.replace(PUNCTUATION, '\\$&'));
}

/** Blanks at the ends of a block would be trimmed. */
export function guardEdges(text: string): string {
  return text.replace(EDGE_BLANKS, (blanks) => Array.from(blanks, entity).join(''));
}

function entity(character: string): string {
  return `&#${character.codePointAt(0) ?? 32};`;
}

/** A link's target, in angle brackets unless it is a simple one. */
export function writeTarget(target: string): string {
  if (/^(?:[^\s\p{Cc}()<>\\&]|&(?!#|[a-z][a-z0-9]*;))+$/iu.test(target)) return target;
  return `<${target.replace(/[\\<>]|&(?=#|[a-z])/gi, '\\$&')}>`;
}

function readsAs(text: string, nodes: readonly Inline[], place: Place): boolean {
  const tokens = grammar.parse(place === 'heading' ? `## ${text}` : text, {});
  const [open, inline] = tokens;
  if (tokens.length !== 3 || open === undefined || inline === undefined) return false;
  if (open.type !== (place === 'heading' ? 'heading_open' : 'paragraph_open')) return false;
  const { parts, start, end } = readWords(inline.children ?? [], () => undefined);
  const [only] = parts;
  if (parts.length !== 1 || !Array.isArray(only) || start !== null || end !== null) return false;
  return JSON.stringify(canonical(only)) === JSON.stringify(nodes);
}

class Writer {
  readonly #nodes: readonly Inline[];
  readonly #place: Place;
  /** Whether every mark is a tag and every sign escaped. */
  readonly #exact: boolean;
  readonly #open: { mark: Mark; closing: string }[] = [];
  #text = '';

  constructor(nodes: readonly Inline[], place: Place, exact: boolean) {
    this.#nodes = nodes;
    this.#place = place;
    this.#exact = exact;
  }

  write(): string {
    for (const [index, node] of this.#nodes.entries()) {
      const marks = node.marks ?? [];
      let kept = 0;
      while (kept < marks.length && same(this.#open[kept]?.mark, marks[kept])) kept += 1;
      this.#closeTo(kept);
      for (const [depth, mark] of marks.entries()) if (depth >= kept) this.#openMark(mark, index, depth);
      this.#text += this.#node(node, index);
    }
    this.#closeTo(0);
    return this.#text;
  }

  #closeTo(count: number): void {
    while (this.#open.length > count) this.#text += this.#open.pop()?.closing ?? '';
  }

  #openMark(mark: Mark, index: number, depth: number): void {
    const [opening, closing] = this.#signs(mark, index, depth);
    this.#text += opening;
    this.#open.push({ mark, closing });
  }

  #signs(mark: Mark, index: number, depth: number): [opening: string, closing: string] {
    if (mark.type === 'link') return ['[', `](${writeTarget(mark.attrs.href)})`];
    if (mark.type === 'language') return [`<span lang="${mark.attrs.lang}">`, '</span>'];
    if (!this.#exact) {
      if (mark.type === 'code' && this.#nodes[index]?.type === 'text') return ['', ''];
      const delimiter = DELIMITERS[mark.type];
      if (delimiter !== undefined && this.#tight(mark, index, depth)) return [delimiter, delimiter];
    }
    return [`<${TAGS[mark.type]}>`, `</${TAGS[mark.type]}>`];
  }

  /** Whether the stretch under a mark neither starts nor ends with a blank, so that `**` can hold it. */
  #tight(mark: Mark, index: number, depth: number): boolean {
    let last = index;
    while (same(this.#nodes[last + 1]?.marks?.[depth], mark)) last += 1;
    const [from, to] = [this.#nodes[index], this.#nodes[last]];
    return from?.type === 'text' && to?.type === 'text' && /^\S/.test(from.text) && /\S$/.test(to.text);
  }

  #node(node: Inline, index: number): string {
    if (node.type === 'hardBreak') return this.#break(node, index);
    const code = node.marks?.at(-1)?.type === 'code';
    if (code && !this.#exact) return codeSpan(node.text);
    const text = this.#escape(node.text);
    return this.#atEdge(text, index === 0, index === this.#nodes.length - 1);
  }

  #atEdge(text: string, first: boolean, last: boolean): string {
    const head = first ? text.replace(/^\s+/u, (blanks) => Array.from(blanks, entity).join('')) : text;
    return last ? head.replace(/\s+$/u, (blanks) => Array.from(blanks, entity).join('')) : head;
  }

  #escape(text: string): string {
    if (this.#exact) return text.replace(PUNCTUATION, '\\$&');
    const escaped = text.replace(MARKUP, '\\$&');
    const starts = this.#text === '' || this.#text.endsWith('\n');
    return starts
      ? escaped.replace(LINE_START, (sign) => (/\d/.test(sign) ? `${sign}\\` : `\\${sign}`))
      : escaped;
  }

  #break(node: Inline, index: number): string {
    const next = this.#nodes[index + 1];
    const plain = this.#place === 'paragraph' && !this.#exact && (node.marks ?? []).length === 0;
    return plain && this.#text !== '' && next?.type === 'text' && /^\S/.test(next.text) ? '\\\n' : '<br>';
  }
}

function same(a: Mark | undefined, b: Mark | undefined): boolean {
  return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function codeSpan(text: string): string {
  const runs: readonly string[] = text.match(/`+/g) ?? [];
  let fence = '`';
  while (runs.includes(fence)) fence += '`';
  const padded = /^`|`$/.test(text) || (/^ .* $/.test(text) && text.trim() !== '');
  return padded ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}
