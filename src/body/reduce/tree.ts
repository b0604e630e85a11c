import { Parser, Tokenizer, TokenizerMode, html } from 'parse5';
import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes, TokenHandler } from 'parse5';
import { defaultTreeAdapter } from 'parse5';

export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlElement = DefaultTreeAdapterTypes.Element;

/** As deep as browsers nest elements; beyond it a document is an attack or an accident. */
const MAX_DEPTH = 512;

class Runaway extends Error {}

/**
 * Parses a piece of HTML as a browser would. Input that makes the standard algorithm run away (nesting deeper than
 * 512, or far more elements than tags) is read flat instead: its words, broken at block tags.
 */
export function parseHtml(source: string): { nodes: HtmlNode[]; flat: boolean } {
  const text = source.replaceAll('\0', '');
  try {
    return { nodes: guardedFragment(text), flat: false };
  } catch (error) {
    if (!(error instanceof Runaway)) throw error;
    return { nodes: flatFragment(text), flat: true };
  }
}

function guardedFragment(source: string): HtmlNode[] {
  let depth = 0;
  let pushed = 0;
  const budget = 20_000 + 4 * countTags(source);
  const adapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    onItemPush: () => {
      depth++;
      pushed++;
      if (depth > MAX_DEPTH || pushed > budget) throw new Runaway();
    },
    onItemPop: () => {
      depth--;
    },
  };
  const context = defaultTreeAdapter.createElement('body', html.NS.HTML, []);
  const parser = Parser.getFragmentParser<DefaultTreeAdapterMap>(context, {
    treeAdapter: adapter,
    scriptingEnabled: false,
  });
  parser.tokenizer.write(source, true);
  return parser.getFragment().childNodes;
}

function countTags(source: string): number {
  let count = 0;
  for (let at = source.indexOf('<'); at !== -1; at = source.indexOf('<', at + 1)) count++;
  return count;
}

const INVISIBLE = new Set(['script', 'style', 'template', 'title', 'noframes', 'noembed', 'iframe']);
const BREAKING =
  /^(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|fieldset|fig.*|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|t(?:able|body|foot|head|d|h|r)|ul)$/;

/** Words only, one paragraph per stretch between block tags; linear in the input whatever its nesting. */
function flatFragment(source: string): HtmlNode[] {
  const paragraphs: string[] = [];
  let words = '';
  let hidden: string | null = null;
  const flush = (): void => {
    if (words.trim() !== '') paragraphs.push(words);
    words = '';
  };
  const characters = (token: { chars: string }): void => {
    if (hidden === null) words += token.chars;
  };
  const handler: TokenHandler = {
    onStartTag: (token) => {
      if (hidden === null && INVISIBLE.has(token.tagName)) {
        hidden = token.tagName;
        if (token.tagName === 'title') tokenizer.state = TokenizerMode.RCDATA;
        else if (token.tagName === 'script') tokenizer.state = TokenizerMode.SCRIPT_DATA;
        else if (token.tagName !== 'template') tokenizer.state = TokenizerMode.RAWTEXT;
      }
      if (BREAKING.test(token.tagName)) flush();
    },
    onEndTag: (token) => {
      if (token.tagName === hidden) hidden = null;
      if (BREAKING.test(token.tagName)) flush();
    },
    onCharacter: characters,
    onWhitespaceCharacter: characters,
    onNullCharacter: () => {},
    onComment: () => {},
    onDoctype: () => {},
    onEof: flush,
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: false }, handler);
  tokenizer.write(source, true);
  return paragraphs.map((text) => {
    const element = defaultTreeAdapter.createElement('p', html.NS.HTML, []);
    defaultTreeAdapter.insertText(element, text);
    return element;
  });
}

export function newElement(name: string, children: HtmlNode[]): HtmlElement {
  const element = defaultTreeAdapter.createElement(name, html.NS.HTML, []);
  element.childNodes = children;
  return element;
}

export function newText(value: string): HtmlNode {
  return defaultTreeAdapter.createTextNode(value);
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return 'tagName' in node;
}

export function attribute(element: HtmlElement, name: string): string {
  return element.attrs.find((attr) => attr.name === name)?.value ?? '';
}

export function hasClass(element: HtmlElement, name: string): boolean {
  return ` ${attribute(element, 'class').replace(/\s/g, ' ')} `.includes(` ${name} `);
}

/** The first descendant (or the element itself) that fits, in order of the document. */
export function findElement(root: HtmlElement, fits: (element: HtmlElement) => boolean): HtmlElement | null {
  if (fits(root)) return root;
  for (const child of root.childNodes) {
    if (!isElement(child)) continue;
    const found = findElement(child, fits);
    if (found) return found;
  }
  return null;
}

export function findElements(
  root: HtmlElement,
  fits: (element: HtmlElement) => boolean,
  found: HtmlElement[] = [],
): HtmlElement[] {
  for (const child of root.childNodes) {
    if (!isElement(child)) continue;
    if (fits(child)) found.push(child);
    else findElements(child, fits, found);
  }
  return found;
}

/** Every visible word below, with runs of white space as one space. */
export function wordsOf(node: HtmlNode): string {
  const parts: string[] = [];
  gather(node, parts);
  return parts
    .join('')
    .replace(/[ \t\r\n\f]+/g, ' ')
    .trim();
}

const INLINE =
  /<(?!\/?(?:a|abbr|b|bdi|bdo|br|cite|code|em|font|i|img|ins|del|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:[\s/>]))/gi;

/** The words of a title or name, where only inline markup is markup: `Use <title>` keeps its `<title>`. */
export function titleWords(source: string): string {
  const parts: string[] = [];
  for (const node of parseHtml(source.replace(INLINE, '&lt;')).nodes) gather(node, parts);
  return parts.join('').replace(/\s+/g, ' ').trim();
}

function gather(node: HtmlNode, parts: string[]): void {
  if ('value' in node) parts.push(node.value);
  if (!isElement(node) || INVISIBLE.has(node.tagName)) return;
  if (node.tagName === 'br' || BREAKING.test(node.tagName)) parts.push(' ');
  for (const child of node.childNodes) gather(child, parts);
  if (BREAKING.test(node.tagName)) parts.push(' ');
}
