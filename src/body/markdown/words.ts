import type { Token } from 'markdown-it';
import { isLanguageTag } from '../attributes.ts';
import type { Inline, Mark } from '../doc.ts';
import { cleanHref } from '../href.ts';
import { cleanLine } from '../text.ts';
import type { Braces } from './braces.ts';
import type { TagMeta } from './grammar.ts';
import { shortOf } from './pieces.ts';
import type { Warn } from './pieces.ts';

/** A picture as it stands among words; it becomes a block of its own. */
export type FoundPicture = { src: string; alt: string; caption: string; braces: Braces };

/** A run of words with the pictures that stand in it, and the braces at its ends. */
export type Words = {
  parts: (Inline[] | FoundPicture)[];
  start: Braces | null;
  end: Braces | null;
};

const MARK_OF_TAG: Record<string, Mark['type']> = {
  b: 'bold',
  i: 'italic',
  u: 'underline',
  s: 'strike',
  sup: 'superscript',
  sub: 'subscript',
  code: 'code',
};
const MARK_OF_TOKEN: Record<string, Mark> = {
  strong: { type: 'bold' },
  em: { type: 'italic' },
  s: { type: 'strike' },
};

/** Warns of something in the block that is read. */
type WarnHere = (...said: Parameters<Warn> extends [number, ...infer Said] ? Said : never) => void;

/** Reads the inline tokens of one block. `warn` hears of links that lead nowhere safe. */
export function readWords(tokens: readonly Token[], warn: WarnHere): Words {
  const reader = new Reader(tokens, warn);
  for (const [index, token] of tokens.entries()) reader.take(token, index);
  return reader.words();
}

class Reader {
  readonly #warn: WarnHere;
  readonly #parts: (Inline[] | FoundPicture)[] = [];
  readonly #paired: ReadonlySet<number>;
  /** Marks in force, the innermost last. */
  readonly #marks: Mark[] = [];
  #run: Inline[] = [];
  #start: Braces | null = null;
  #end: Braces | null = null;

  constructor(tokens: readonly Token[], warn: WarnHere) {
    this.#paired = pairTags(tokens);
    this.#warn = warn;
  }

  words(): Words {
    this.#finishRun();
    return { parts: this.#parts, start: this.#start, end: this.#end };
  }

  take(token: Token, index: number): void {
    switch (token.type) {
      case 'text':
      case 'text_special':
        return this.#text(token.content);
      case 'code_inline':
        return this.#text(token.content, { type: 'code' });
      case 'softbreak':
        return this.#text(' ');
      case 'hardbreak':
        return this.#break();
      case 'image':
        return this.#picture(token);
      case 'tag':
        return this.#tag(token, index);
      case 'link_open':
        return this.#link(String(token.attrGet('href') ?? ''));
      case 'link_close':
        return this.#close('link');
      case 'start_braces':
        this.#start = bracesOf(token);
        return;
      case 'end_braces':
        this.#end = bracesOf(token);
        return;
      default:
        return this.#mark(token);
    }
  }

  #mark(token: Token): void {
    const mark = MARK_OF_TOKEN[token.type.replace(/_(?:open|close)$/, '')];
    if (mark === undefined) return this.#text(token.content);
    if (token.nesting > 0) this.#marks.push(mark);
    else this.#close(mark.type);
  }

  #tag(token: Token, index: number): void {
    const meta = token.meta as TagMeta;
    if (meta.name === 'br' && !meta.close) return this.#break();
    if (!this.#paired.has(index)) return this.#text(token.content);
    const type = meta.name === 'span' ? 'language' : MARK_OF_TAG[meta.name];
    if (type === undefined) return;
    if (meta.close) return this.#close(type);
    this.#marks.push(type === 'language' ? languageMark(meta.lang) : ({ type } as Mark));
  }

  #link(address: string): void {
    const href = cleanHref(address);
    const name = shortOf(address);
    if (href === null) this.#warn('link_dropped', `Link to "${name}" is dropped, its text kept`, { name });
    this.#marks.push({ type: 'link', attrs: { href: href ?? '' } });
  }

  #close(type: Mark['type']): void {
    const index = this.#marks.findLastIndex((mark) => mark.type === type);
    if (index !== -1) this.#marks.splice(index, 1);
  }

  #text(raw: string, extra?: Mark): void {
    const text = cleanLine(raw);
    if (text === '') return;
    const marks = marksInForce(extra === undefined ? this.#marks : [...this.#marks, extra]);
    this.#run.push(marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks });
  }

  #break(): void {
    const marks = marksInForce(this.#marks);
    this.#run.push(marks.length === 0 ? { type: 'hardBreak' } : { type: 'hardBreak', marks });
  }

  #picture(token: Token): void {
    this.#finishRun();
    const title = token.attrGet('title');
    this.#parts.push({
      src: String(token.attrGet('src') ?? ''),
      alt: cleanLine(plainText(token.children ?? [])),
      caption: cleanLine(String(title ?? '')),
      braces: token.meta === null ? { id: '', values: {} } : bracesOf(token),
    });
  }

  #finishRun(): void {
    if (this.#run.length > 0) this.#parts.push(this.#run);
    this.#run = [];
  }
}

function bracesOf(token: Token): Braces {
  return (token.meta?.['braces'] as Braces | undefined) ?? { id: '', values: {} };
}

/** A span in a language that is no language tag keeps its words and loses its mark. */
function languageMark(lang: string): Mark {
  const [head = '', ...rest] = lang.split('-');
  const tag = [head.toLowerCase(), ...rest].join('-');
  return { type: 'language', attrs: { lang: isLanguageTag(tag) ? tag : '' } };
}

/** One mark of a kind, the innermost; a mark that says nothing is left out. */
function marksInForce(marks: readonly Mark[]): Mark[] {
  const byType = new Map<Mark['type'], Mark>();
  for (const mark of marks) byType.set(mark.type, mark);
  return [...byType.values()].filter((mark) => {
    if (mark.type === 'link') return mark.attrs.href !== '';
    return mark.type !== 'language' || mark.attrs.lang !== '';
  });
}

/** Places of opening and closing tags that belong together; the others are text. */
function pairTags(tokens: readonly Token[]): ReadonlySet<number> {
  const paired = new Set<number>();
  const open = new Map<string, number[]>();
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'tag') continue;
    const { name, close } = token.meta as TagMeta;
    const places = open.get(name) ?? [];
    open.set(name, places);
    const opening = close ? places.pop() : undefined;
    if (!close) places.push(index);
    else if (opening !== undefined) paired.add(opening).add(index);
  }
  return paired;
}

/** The words of inline tokens with all marks gone. */
export function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
      if (token.type === 'image') return plainText(token.children ?? []);
      return token.content;
    })
    .join('');
}
