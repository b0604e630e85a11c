import type { Block, BulletList, FactBox, ListItem, OrderedList, TableCell, TableRow } from '../doc.ts';
import { Flow, note, paragraph, type Run, type Scope, tidyInline } from './flow.ts';
import { fitInto } from './fit-into.ts';
import { inlineWords, toInline, toLines, toParagraphs } from './narrow.ts';
import {
  attribute,
  findElement,
  hasClass,
  type HtmlElement,
  type HtmlNode,
  isElement,
  wordsOf,
} from './tree.ts';

/** Lists nested deeper than this are read as the words of the item that holds them. */
const DEEPEST_LIST = 12;
const MOST_COLUMNS = 100;

export function blocksOf(run: Run, nodes: readonly HtmlNode[], scope: Scope): Block[] {
  const flow = new Flow(run);
  run.walk(nodes, flow, scope);
  flow.flush();
  return flow.blocks;
}

export function heading(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const { inline, rest } = toInline(blocksOf(run, element.childNodes, scope));
  const level = element.tagName === 'h3' ? 3 : /h[456]/.test(element.tagName) ? 4 : 2;
  flow.flush();
  if (inline.length > 0) flow.block({ type: 'heading', attrs: { id: '', level }, content: inline });
  flow.block(...rest);
}

export function list(run: Run, element: HtmlElement, flow: Flow, scope: Scope, depth = 0): void {
  flow.flush();
  const rest: Block[] = [];
  const items: ListItem[] = [];
  let loose: HtmlNode[] = [];
  const add = (nodes: readonly HtmlNode[]): void => {
    const item = listItem(run, nodes, scope, depth, rest);
    if (item) items.push(item);
  };
  const addLoose = (): void => {
    if (loose.length > 0) add(loose);
    loose = [];
  };
  for (const child of element.childNodes) {
    if (isElement(child) && child.tagName === 'li') {
      addLoose();
      add(child.childNodes);
    } else loose.push(child);
  }
  addLoose();
  if (items.length > 0) flow.block(listOf(element, items));
  flow.block(...rest);
}

function listOf(element: HtmlElement, items: ListItem[]): BulletList | OrderedList {
  if (element.tagName !== 'ol') return { type: 'bulletList', attrs: { id: '' }, content: items };
  const start = Number.parseInt(attribute(element, 'start'), 10);
  const from = Number.isInteger(start) && start >= 0 && start < 1_000_000 ? start : 1;
  return { type: 'orderedList', attrs: { id: '', start: from }, content: items };
}

function listItem(
  run: Run,
  nodes: readonly HtmlNode[],
  scope: Scope,
  depth: number,
  rest: Block[],
): ListItem | null {
  const inner = new Flow(run);
  for (const node of nodes) {
    if (isElement(node) && /^(?:ul|ol|menu|dir)$/.test(node.tagName) && depth < DEEPEST_LIST) {
      list(run, node, inner, scope, depth + 1);
    } else run.walk([node], inner, scope);
  }
  inner.flush();
  const { lines, rest: hoisted } = toLines(inner.blocks);
  rest.push(...hoisted);
  if (lines.length === 0) return null;
  const content = lines[0]?.type === 'paragraph' ? lines : [paragraph([]), ...lines];
  return { type: 'listItem', attrs: { id: '' }, content: flattened(content, depth) };
}

/** At the deepest level nested lists give their paragraphs to the item. */
function flattened(content: ListItem['content'], depth: number): ListItem['content'] {
  if (depth < DEEPEST_LIST) return content;
  return toParagraphs(content).paragraphs;
}

export function blockQuote(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const pulled = hasClass(element, 'wp-block-pullquote');
  const { nodes, cite } = withoutCite(element);
  const blocks = blocksOf(run, nodes, scope);
  flow.flush();
  if (pulled) pullQuoteOf(blocks, cite, flow);
  else quoteOf(blocks, cite, flow);
}

export function pullQuote(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const quote = findElement(element, (e) => e.tagName === 'blockquote') ?? element;
  const { nodes, cite } = withoutCite(quote);
  const blocks = blocksOf(run, nodes, scope);
  flow.flush();
  pullQuoteOf(blocks, cite, flow);
  const outside = element === quote ? [] : element.childNodes.filter((node) => node !== quote);
  run.walk(outside, flow, scope);
  flow.flush();
}

function pullQuoteOf(blocks: readonly Block[], cite: string, flow: Flow): void {
  const { inline, rest } = toInline(blocks);
  if (inline.length > 0 || cite !== '') {
    flow.block({
      type: 'pullQuote',
      attrs: { id: '', cite },
      ...(inline.length > 0 ? { content: inline } : {}),
    });
  }
  flow.block(...rest);
}

/** A quote may hold lines alone: where something else stands in it, the quote ends and begins again. */
function quoteOf(blocks: readonly Block[], cite: string, flow: Flow): void {
  let part: Block[] = [];
  const flush = (source: string): void => {
    const { lines } = toLines(part);
    part = [];
    if (lines.length > 0) flow.block({ type: 'blockQuote', attrs: { id: '', cite: source }, content: lines });
    else if (source !== '') flow.block(paragraph([{ type: 'text', text: source }]));
  };
  for (const block of blocks) {
    if (toLines([block]).rest.length === 0) part.push(block);
    else {
      flush('');
      flow.block(block);
    }
  }
  flush(cite);
}

/** The trailing `<cite>` or `<footer>` of a quote, also at the end of its last paragraph. */
function withoutCite(quote: HtmlElement): { nodes: readonly HtmlNode[]; cite: string } {
  const last = lastElement(quote.childNodes);
  if (!last) return { nodes: quote.childNodes, cite: '' };
  if (last.tagName === 'cite' || last.tagName === 'footer') {
    return { nodes: quote.childNodes.filter((node) => node !== last), cite: wordsOf(last) };
  }
  const inner = last.tagName === 'p' ? lastElement(last.childNodes) : null;
  if (inner?.tagName !== 'cite' || wordsOf(inner) === '') return { nodes: quote.childNodes, cite: '' };
  const shortened: HtmlElement = { ...last, childNodes: last.childNodes.filter((node) => node !== inner) };
  return { nodes: quote.childNodes.map((node) => (node === last ? shortened : node)), cite: wordsOf(inner) };
}

/** The last element, when only white space and comments follow it. */
function lastElement(nodes: readonly HtmlNode[]): HtmlElement | null {
  for (const node of nodes.toReversed()) {
    if (isElement(node)) return node;
    if ('value' in node && node.value.trim() !== '') return null;
  }
  return null;
}

export function code(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const { inline, rest } = toInline(
    blocksOf(run, element.childNodes, { ...scope, verbatim: true, marks: [] }),
  );
  const text = inline
    .map((node) => (node.type === 'text' ? node.text : '\n'))
    .join('')
    .replaceAll('\u00a0', ' ')
    .replace(/^\n+|\s+$/g, '');
  const inner = findElement(element, (e) => e.tagName === 'code') ?? element;
  const language =
    /(?:^|\s)(?:language|lang|brush:?)[-\s]?([a-z0-9+#]{1,20})/i.exec(attribute(inner, 'class'))?.[1] ?? '';
  flow.flush();
  if (text !== '')
    flow.block({ type: 'codeBlock', attrs: { id: '', language }, content: [{ type: 'text', text }] });
  flow.block(...rest);
}

/** Verse keeps its lines as a paragraph. */
export function verse(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  flow.flush();
  run.walk(element.childNodes, flow, { ...scope, verbatim: true });
  flow.flush();
}

export function details(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const summary = element.childNodes.find((node) => isElement(node) && node.tagName === 'summary');
  const headline = summary ? wordsOf(summary) : '';
  const blocks = blocksOf(
    run,
    element.childNodes.filter((node) => node !== summary),
    scope,
  );
  flow.flush();
  const { fits, rest } = fitInto('box', blocks);
  // What `fitInto` lets into a box is what a box holds.
  const content = fits as FactBox['content'];
  if (content.length > 0) flow.block({ type: 'factBox', attrs: { id: '', headline }, content });
  else if (headline !== '')
    flow.block(paragraph([{ type: 'text', text: headline, marks: [{ type: 'bold' }] }]));
  flow.block(...rest);
}

export function table(run: Run, element: HtmlElement, flow: Flow, scope: Scope, caption = ''): void {
  flow.flush();
  const rest: Block[] = [];
  const rows: TableRow[] = [];
  const own = element.childNodes.find((node) => isElement(node) && node.tagName === 'caption');
  const words = [own ? wordsOf(own) : '', caption].filter((text) => text !== '').join(' · ');
  const cells: HtmlElement[] = [];
  for (const row of rowsOf(element)) {
    const found = row.childNodes.filter(
      (node): node is HtmlElement => isElement(node) && /^t[dh]$/.test(node.tagName),
    );
    cells.push(...found);
    if (found.length > 0)
      rows.push({ type: 'tableRow', content: found.map((cell) => tableCell(run, cell, scope, rest)) });
  }
  if (cells.length <= 1) {
    note(run, 'one_cell', 'A table of one cell was unwrapped');
    for (const cell of cells) flow.block(...blocksOf(run, cell.childNodes, scope));
    if (words !== '') flow.block(paragraph([{ type: 'text', text: words }]));
    return;
  }
  flow.block({ type: 'table', attrs: { id: '', caption: words }, content: rows }, ...rest);
}

function rowsOf(element: HtmlElement): HtmlElement[] {
  return element.childNodes.flatMap((node): HtmlElement[] => {
    if (!isElement(node)) return [];
    if (node.tagName === 'tr') return [node];
    return /^t(?:head|body|foot)$/.test(node.tagName) ? rowsOf(node) : [];
  });
}

function tableCell(run: Run, cell: HtmlElement, scope: Scope, rest: Block[]): TableCell {
  const fitted = toParagraphs(blocksOf(run, cell.childNodes, scope));
  const paragraphs = fitted.paragraphs;
  for (const block of fitted.rest) {
    if (block.type === 'table') paragraphs.push(...cellWords(block.content));
    else rest.push(block);
  }
  const attrs = {
    header: cell.tagName === 'th',
    colspan: span(attribute(cell, 'colspan'), MOST_COLUMNS),
    rowspan: span(attribute(cell, 'rowspan'), MOST_COLUMNS),
  };
  return { type: 'tableCell', attrs, content: paragraphs.length > 0 ? paragraphs : [paragraph([])] };
}

/** A table inside a cell: one paragraph per row. */
function cellWords(rows: readonly TableRow[]): TableCell['content'] {
  return rows.flatMap((row) => {
    const text = row.content
      .map((cell) => cell.content.map((p) => inlineWords(p.content)).join(' '))
      .join(' | ');
    const content = tidyInline([{ type: 'text', text }]);
    return content.length > 0 ? [paragraph(content)] : [];
  });
}

function span(value: string, most: number): number {
  const number = Number.parseInt(value, 10);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, most) : 1;
}
