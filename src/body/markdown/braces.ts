import Markdown from 'markdown-it';
import { isBlockId } from '../attributes.ts';

/** What stands in braces, as in `{#abcd2345 header credit="Ivo Brandt"}`; a flag has the value ''. */
export type Braces = { id: string; values: Record<string, string> };

const NAME = /[A-Za-z][A-Za-z0-9-]*/y;
const BARE = /[^\s"{}]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const ID = /#([a-z2-7]{8})(?=[\s}])/y;

// Only its decoding of escapes and entities is used.
const { unescapeAll } = new Markdown().utils;

/** Decodes backslash escapes and entities, as Markdown does outside code. */
export function unescape(text: string): string {
  return unescapeAll(text);
}

/**
 * Reads `{…}` at a place of a text; null when what stands there is not a well-formed list of attributes. `end` is
 * the place after the closing brace.
 */
export function readBraces(text: string, start: number): { braces: Braces; end: number } | null {
  if (text.charAt(start) !== '{') return null;
  const list = readList(text, start + 1);
  return list !== null && text.charAt(list.end) === '}' ? { braces: list.braces, end: list.end + 1 } : null;
}

/** Reads attributes up to something that is none, braces or the end of the text. */
export function readList(text: string, start: number): { braces: Braces; end: number } | null {
  const braces: Braces = { id: '', values: {} };
  let at = skipBlanks(text, start);
  while (at < text.length && text.charAt(at) !== '}' && text.charAt(at) !== '{') {
    const next = readOne(text, at, braces);
    if (next === null) return null;
    at = skipBlanks(text, next);
    if (at === next && at < text.length && text.charAt(at) !== '}') return null;
  }
  return { braces, end: at };
}

function readOne(text: string, at: number, braces: Braces): number | null {
  if (text.charAt(at) === '#') {
    const id = matchAt(ID, text, at);
    if (id === null || braces.id !== '' || !isBlockId(id[1])) return null;
    braces.id = id[1];
    return at + id[0].length;
  }
  const name = matchAt(NAME, text, at);
  if (name === null || Object.hasOwn(braces.values, name[0])) return null;
  const after = at + name[0].length;
  if (text.charAt(after) !== '=') {
    setValue(braces, name[0], '');
    return after;
  }
  const value = matchAt(QUOTED, text, after + 1) ?? matchAt(BARE, text, after + 1);
  if (value === null) return null;
  setValue(braces, name[0], unescape(value[1] ?? value[0]));
  return after + 1 + value[0].length;
}

/** A plain assignment would let `__proto__` through. */
function setValue(braces: Braces, name: string, value: string): void {
  Object.defineProperty(braces.values, name, { value, enumerable: true, configurable: true, writable: true });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at += 1;
  return at;
}

/** The head of a `:::` line: words up to braces, which may end it. */
export function readHead(text: string): { words: string; braces: Braces } {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === '{' && (at === 0 || /\s/.test(text.charAt(at - 1)))) {
      const read = readBraces(text, at);
      if (read !== null && text.slice(read.end).trim() === '') {
        return { words: text.slice(0, at).trim(), braces: read.braces };
      }
    }
  }
  return { words: text.trim(), braces: { id: '', values: {} } };
}
