import { levelledLists } from './clipboard-lists.ts';
import {
  attribute,
  findElements,
  hasClass,
  type HtmlElement,
  type HtmlNode,
  isElement,
  newElement,
  newText,
  wordsOf,
} from './tree.ts';

/*
 * What Google Docs, Word (on the desktop and on the web), LibreOffice and browsers put on the clipboard is HTML that
 * looks right and says little: a heading is a class, a list is paragraphs with bullets typed into them. These rules
 * turn it into HTML that means what it shows; `reduce.ts` does the rest.
 */

/** Rewrites a tree for the reducer. `data`: addresses that stand for the bytes of pictures kept in the text. */
export function tidyClipboard(nodes: readonly HtmlNode[]): { tidied: HtmlNode[]; data: Map<string, string> } {
  const data = new Map<string, string>();
  return { tidied: tidied(levelledLists(nodes), data, false), data };
}

function tidied(nodes: readonly HtmlNode[], data: Map<string, string>, linked: boolean): HtmlNode[] {
  const out: HtmlNode[] = [];
  for (const node of nodes) {
    if ('value' in node) {
      out.push({ ...node, value: node.value.replaceAll('\u00ad', '').replace(/(?:\u00a0 | \u00a0)+/g, ' ') });
    } else if (isElement(node) && !isHidden(node)) {
      const element = tidyElement(node, data, linked);
      if (element.tagName === 'ul' || element.tagName === 'ol') adoptLists(element);
      out.push(element);
    }
  }
  return out;
}

/** What the program itself does not show: deleted layers, remarks of colleagues, the break that Safari adds. */
function isHidden(element: HtmlElement): boolean {
  const style = attribute(element, 'style');
  if (/(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)/i.test(style)) return true;
  if (/mso-element\s*:\s*comment-list|mso-special-character\s*:\s*comment/i.test(style)) return true;
  // Word on the web ends each paragraph with a blank that nobody typed.
  if (hasClass(element, 'EOP') && wordsOf(element).replaceAll('\u00a0', '') === '') return true;
  return hasClass(element, 'Apple-interchange-newline');
}

function isAllLink(element: HtmlElement): boolean {
  const links = findElements(element, ({ tagName }) => tagName === 'a');
  return links.length > 0 && links.map(wordsOf).join(' ') === wordsOf(element);
}

function tidyElement(element: HtmlElement, data: Map<string, string>, linked: boolean): HtmlElement {
  const style = attribute(element, 'style');
  const isLink = element.tagName === 'a';
  const children = hasClass(element, 'Apple-converted-space')
    ? [newText(' ')]
    : tidied(element.childNodes, data, linked || isLink);
  const name = nameOf(element, style, linked || isLink);
  const attrs = element.attrs.map((attr) => ({
    ...attr,
    value: valueOf(element, attr, data, linked || isLink),
  }));
  const wrapper = /vertical-align\s*:\s*(super|sub)\b/i.exec(style)?.[1]?.toLowerCase();
  const raised = wrapper !== undefined && !/^su[pb]$/.test(name) && !/^t[dhr]$/.test(name);
  return {
    ...element,
    tagName: name,
    nodeName: name,
    attrs,
    childNodes: raised ? [newElement(wrapper === 'super' ? 'sup' : 'sub', children)] : children,
  };
}

const HEADING_CLASSES: Record<string, string> = { MsoTitle: 'h2', title: 'h2' };
const QUOTE_CLASSES = [
  'MsoQuote',
  'MsoIntenseQuote',
  'MsoQuoteCxSpFirst',
  'MsoQuoteCxSpMiddle',
  'MsoQuoteCxSpLast',
];

function nameOf(element: HtmlElement, style: string, linked: boolean): string {
  const name = element.tagName;
  // Google Docs wraps all in a `b` that is not bold.
  if (/^(?:b|strong)$/.test(name) && /(?:^|;)\s*font-weight\s*:\s*(?:normal|[1-4]00)/i.test(style))
    return 'span';
  if (/^(?:i|em)$/.test(name) && /(?:^|;)\s*font-style\s*:\s*normal/i.test(style)) return 'span';
  if (name === 'u' && (linked || isAllLink(element))) return 'span';
  if (attribute(element, 'role') === 'heading') {
    const level = Number.parseInt(attribute(element, 'aria-level'), 10);
    if (level >= 1) return `h${Math.min(level, 6)}`;
  }
  if (name !== 'p') return name;
  for (const [className, heading] of Object.entries(HEADING_CLASSES)) {
    if (hasClass(element, className)) return heading;
  }
  return QUOTE_CLASSES.some((className) => hasClass(element, className)) ? 'blockquote' : name;
}

function valueOf(
  element: HtmlElement,
  attr: { name: string; value: string },
  data: Map<string, string>,
  linked: boolean,
): string {
  if (attr.name === 'href') return past(attr.value);
  // A link is underlined in most programs, and that is no emphasis.
  if (attr.name === 'style' && linked) return attr.value.replace(/text-decoration[^;]*/gi, '');
  if (attr.name === 'src' && element.tagName === 'img' && attr.value.startsWith('data:image/')) {
    const name = `https://clipboard.invalid/${data.size}`;
    data.set(name, attr.value);
    return name;
  }
  return attr.value;
}

/** The address that a link of Google Docs leads to, past the page that counts clicks. */
function past(href: string): string {
  if (!/^https?:\/\/(?:www\.)?google\.[a-z.]+\/url\?/i.test(href)) return href;
  const target = URL.canParse(href) ? new URL(href).searchParams.get('q') : null;
  return target !== null && /^https?:/i.test(target) ? target : href;
}

/** Google Docs hangs a nested list beside the item that it belongs to. */
function adoptLists(list: HtmlElement): void {
  const children: HtmlNode[] = [];
  let last: HtmlElement | null = null;
  for (const child of list.childNodes) {
    if (isElement(child) && /^[uo]l$/.test(child.tagName) && last !== null) last.childNodes.push(child);
    else children.push(child);
    if (isElement(child) && child.tagName === 'li') last = child;
  }
  list.childNodes = children;
}
