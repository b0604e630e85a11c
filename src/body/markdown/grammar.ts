import Markdown from 'markdown-it';
import type { MarkdownIt, StateBlock, StateCore, StateInline, Token } from 'markdown-it';
import { readBraces } from './braces.ts';
import type { Braces } from './braces.ts';
import { keepSpareCells } from './spare-cells.ts';

/** What the rules of this file put into a token's `meta`. */
export type TagMeta = { name: string; lang: string; close: boolean };
export type ContainerMeta = { name: string; head: string; text: string | null };

/** Nesting at which lists and quotes become plain text: markdown-it itself would drop what lies deeper than 100. */
const DEEPEST = 60;
const TAG = /<(\/?)(b|i|u|s|sup|sub|code|br|span)(?:\s+lang="([A-Za-z0-9-]+)")?\s*\/?>/iy;
const OPENING = /^:{3,}[ \t]*([a-z]+)(?:[ \t]+(.*))?$/s;
const CLOSING = /^:{3,}[ \t]*$/;
const LAST_CLOSING = /^[ \t>]*:{3,}[ \t]*$/gm;
/** Containers whose lines are text as it stands, not Markdown. */
const VERBATIM: ReadonlySet<string> = new Set(['embed', 'audio']);

/** CommonMark with tables and strikethrough, and the blocks and tags of docs/MARKDOWN.md. */
export const grammar: MarkdownIt = new Markdown({ html: false, linkify: false, typographer: false });
// Addresses are judged when a token becomes a mark; encoding them here would change what was written.
grammar.validateLink = () => true;
grammar.normalizeLink = (url) => url;
grammar.inline.ruler.before('autolink', 'tag', tag);
grammar.inline.ruler.before('text', 'braces', braces);
grammar.block.ruler.before('fence', 'container', container, {
  alt: ['paragraph', 'reference', 'blockquote', 'list'],
});
grammar.core.ruler.after('strip_references', 'cite', cite);
limitDepth('list', ['paragraph', 'reference', 'blockquote']);
limitDepth('blockquote', ['paragraph', 'reference', 'blockquote', 'list']);
keepSpareCells(grammar);

function tag(state: StateInline, silent: boolean): boolean {
  TAG.lastIndex = state.pos;
  const found = TAG.exec(state.src);
  if (found === null || state.pos + found[0].length > state.posMax) return false;
  const [raw, slash, name = '', lang = ''] = found;
  const meta: TagMeta = { name: name.toLowerCase(), lang, close: slash === '/' };
  const opensSpan = meta.name === 'span' && !meta.close;
  if (opensSpan ? lang === '' : lang !== '') return false;
  if (meta.name !== 'br' && raw.endsWith('/>')) return false;
  if (!silent) {
    const token = state.push('tag', '', 0);
    token.content = raw;
    token.meta = meta;
  }
  state.pos += raw.length;
  return true;
}

/** Braces count at the end of a block, at the start of a list's item, and right after a picture. */
function braces(state: StateInline, silent: boolean): boolean {
  if (silent || state.src.charCodeAt(state.pos) !== 0x7b || state.posMax !== state.src.length) return false;
  const read = readBraces(state.src, state.pos);
  if (read === null) return false;
  const { values, id } = read.braces;
  const before = state.src.charAt(state.pos - 1);
  const last = state.tokens.at(-1);
  if (before === ')' && state.pending === '' && last?.type === 'image') {
    last.meta = { braces: read.braces };
    state.pos = read.end;
    return true;
  }
  const names = Object.keys(values);
  const alone = state.pos === 0 || /\s/.test(before);
  if (alone && names.every((name) => name === 'header') && state.src.slice(read.end).trim() === '') {
    state.pending = state.pending.replace(/[ \t]+$/, '');
    if (state.pending === '' && last?.type === 'softbreak') {
      state.tokens.pop();
      state.tokens_meta.pop();
    }
    return pushBraces(state, 'end_braces', read.braces, state.src.length);
  }
  const starts = state.pos === 0 && id !== '' && names.every((name) => name === 'list');
  if (!starts || state.src.charAt(read.end) !== ' ') return false;
  return pushBraces(state, 'start_braces', read.braces, read.end + 1);
}

function pushBraces(state: StateInline, type: string, meta: Braces, end: number): boolean {
  const token = state.push(type, '', 0);
  token.content = state.src.slice(state.pos, end);
  token.meta = { braces: meta };
  state.pos = end;
  return true;
}

function lineAt(state: StateBlock, line: number): string {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  return state.src.slice(start, state.eMarks[line]);
}

/** `::: name head` and `:::`, and `--- {#id}`. Openings and closings are paired when the tokens are read. */
function container(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if ((state.sCount[start] ?? 0) - state.blkIndent >= 4) return false;
  const first = state.src.charCodeAt((state.bMarks[start] ?? 0) + (state.tShift[start] ?? 0));
  if (first === 0x2d) return divider(state, start, silent);
  if (first !== 0x3a) return false;
  const line = lineAt(state, start);
  if (CLOSING.test(line)) return silent || pushContainer(state, start, start + 1, null);
  const [, name, head = ''] = OPENING.exec(line) ?? [];
  if (name === undefined) return false;
  if (!VERBATIM.has(name)) {
    return silent || pushContainer(state, start, start + 1, { name, head, text: null });
  }
  const close = findClosing(state, start, end);
  if (close === null) return false;
  if (silent) return true;
  const text = state.getLines(start + 1, close, state.blkIndent, false);
  return pushContainer(state, start, close + 1, { name, head, text });
}

function divider(state: StateBlock, start: number, silent: boolean): boolean {
  const [, inside] = /^---+[ \t]+(\{.*\})[ \t]*$/s.exec(lineAt(state, start)) ?? [];
  const read = inside === undefined ? null : readBraces(inside, 0);
  if (inside === undefined || read === null || read.end !== inside.length) return false;
  if (silent) return true;
  const token = state.push('hr', 'hr', 0);
  token.meta = { braces: read.braces };
  token.map = [start, start + 1];
  state.line = start + 1;
  return true;
}

function pushContainer(state: StateBlock, start: number, next: number, meta: ContainerMeta | null): true {
  const token = state.push(meta === null ? 'container_close' : 'container_open', '', 0);
  token.map = [start, next];
  token.meta = meta;
  token.content = lineAt(state, start);
  state.line = next;
  return true;
}

function findClosing(state: StateBlock, start: number, end: number): number | null {
  // Where no closing line follows at all, thousands of openings must not each search to the end.
  if (start >= lastClosing(state)) return null;
  for (let line = start + 1; line < end; line += 1) {
    if (state.isEmpty(line)) continue;
    const indent = state.sCount[line] ?? 0;
    if (indent < state.blkIndent) return null;
    if (indent - state.blkIndent < 4 && CLOSING.test(lineAt(state, line))) return line;
  }
  return null;
}

function lastClosing(state: StateBlock): number {
  const known = state.env['lastClosing'];
  if (typeof known === 'number') return known;
  let at = -1;
  for (const found of state.src.matchAll(LAST_CLOSING)) at = found.index;
  const line = at === -1 ? -1 : state.src.slice(0, at).split('\n').length;
  state.env['lastClosing'] = line;
  return line;
}

/** The last line of a quote names its source when it starts with an em dash and other lines stand before it. */
function cite(state: StateCore): void {
  const open: number[] = [];
  const gone = new Set<Token>();
  for (const [index, token] of state.tokens.entries()) {
    if (token.type === 'blockquote_open') open.push(index);
    if (token.type !== 'blockquote_close') continue;
    const start = open.pop() ?? 0;
    const [paragraph, inline, close] = state.tokens.slice(index - 3, index);
    if (paragraph?.type !== 'paragraph_open' || inline === undefined || close === undefined) continue;
    const cut = inline.content.lastIndexOf('\n') + 1;
    const line = inline.content.slice(cut).trim();
    const quote = state.tokens[start];
    if (quote === undefined || (cut === 0 && index - 4 <= start) || !/^—(?: |$)/.test(line)) continue;
    quote.meta = { cite: line.slice(1).trim() };
    inline.content = inline.content.slice(0, Math.max(0, cut - 1));
    if (cut === 0) for (const token of [paragraph, inline, close]) gone.add(token);
  }
  if (gone.size > 0) state.tokens = state.tokens.filter((token) => !gone.has(token));
}

type BlockRule = (state: StateBlock, start: number, end: number, silent: boolean) => boolean;

function limitDepth(name: string, alt: string[]): void {
  const rule = ruleNamed(name);
  grammar.block.ruler.at(
    name,
    (state, start, end, silent) => state.level < DEEPEST && rule(state, start, end, silent),
    { alt },
  );
}

function ruleNamed(name: string): BlockRule {
  const rule = grammar.block.ruler.__rules__[grammar.block.ruler.__find__(name)];
  if (rule === undefined) throw new Error(`markdown-it lacks the rule "${name}"`);
  return rule.fn;
}
