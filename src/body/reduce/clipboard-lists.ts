import {
  attribute,
  findElements,
  hasClass,
  type HtmlElement,
  type HtmlNode,
  isElement,
  newElement,
  wordsOf,
} from './tree.ts';

/** One line of a list, as Word sees it: a paragraph that knows its depth. */
type Item = { level: number; ordered: boolean; start: number; nodes: HtmlNode[] };

/** Makes lists of paragraphs that are lists by their looks alone, and joins lists that Word on the web cuts up. */
export function levelledLists(nodes: readonly HtmlNode[]): HtmlNode[] {
  const out: HtmlNode[] = [];
  let items: Item[] = [];
  const settle = (): void => {
    if (items.length > 0) out.push(...nested(items));
    items = [];
  };
  for (const node of nodes) {
    const found = itemsOf(node);
    if (found !== null) {
      items.push(...found);
      continue;
    }
    // Blanks, comments and the like between two lines of a list do not end it.
    if (items.length > 0 && !isElement(node) && (!('value' in node) || node.value.trim() === '')) continue;
    settle();
    if (isElement(node) && !/^(?:p|h[1-6]|pre|table)$/.test(node.tagName)) {
      out.push({ ...node, childNodes: levelledLists(node.childNodes) });
    } else if (isElement(node) && node.tagName === 'table') {
      out.push({ ...node, childNodes: inCells(node.childNodes) });
    } else out.push(node);
  }
  settle();
  return out;
}

function inCells(nodes: readonly HtmlNode[]): HtmlNode[] {
  return nodes.map((node) => {
    if (!isElement(node)) return node;
    const isCell = /^t[dh]$/.test(node.tagName);
    return { ...node, childNodes: isCell ? levelledLists(node.childNodes) : inCells(node.childNodes) };
  });
}

function itemsOf(node: HtmlNode): Item[] | null {
  if (!isElement(node)) return null;
  if (node.tagName === 'p' || /^h[1-6]$/.test(node.tagName)) {
    const item = wordItem(node);
    return item === null ? null : [item];
  }
  if (node.tagName === 'div' && hasClass(node, 'ListContainerWrapper')) return webItems(node);
  return null;
}

/** Word on the desktop: `mso-list:l0 level2 lfo1`, with the bullet or number in a span that is to be ignored. */
function wordItem(paragraph: HtmlElement): Item | null {
  const level = /mso-list\s*:\s*[^;"']*?level(\d+)/i.exec(attribute(paragraph, 'style'))?.[1];
  if (level === undefined) return null;
  const isMarker = (element: HtmlElement): boolean =>
    /mso-list\s*:\s*ignore/i.test(attribute(element, 'style'));
  const marker = findElements(paragraph, isMarker).map(wordsOf).join('').trim();
  const number = /^\(?(\d+|[a-z]{1,4}|\p{L})[.)]/iu.exec(marker)?.[1];
  return {
    level: Number(level),
    ordered: number !== undefined,
    start: number !== undefined && /^\d+$/.test(number) ? Number(number) : 1,
    nodes: without(paragraph.childNodes, isMarker),
  };
}

function without(nodes: readonly HtmlNode[], drops: (element: HtmlElement) => boolean): HtmlNode[] {
  return nodes.flatMap((node): HtmlNode[] => {
    if (!isElement(node)) return [node];
    return drops(node) ? [] : [{ ...node, childNodes: without(node.childNodes, drops) }];
  });
}

/** Word on the web: each item in a list of its own, its depth in `data-aria-level`. */
function webItems(wrapper: HtmlElement): Item[] {
  const items: Item[] = [];
  for (const list of findElements(wrapper, (element) => /^[uo]l$/.test(element.tagName))) {
    for (const child of list.childNodes) {
      if (!isElement(child) || child.tagName !== 'li') continue;
      items.push({
        level: Number.parseInt(attribute(child, 'data-aria-level') || '1', 10) || 1,
        ordered: list.tagName === 'ol',
        start: Number.parseInt(attribute(list, 'start') || '1', 10) || 1,
        nodes: child.childNodes,
      });
    }
  }
  return items;
}

function nested(items: readonly Item[]): HtmlNode[] {
  const out: HtmlElement[] = [];
  const open: { level: number; list: HtmlElement }[] = [];
  for (const item of items) {
    while (open.length > 1 && (open.at(-1)?.level ?? 0) > item.level) open.pop();
    const name = item.ordered ? 'ol' : 'ul';
    let top = open.at(-1);
    if (top !== undefined && item.level <= top.level && top.list.tagName !== name) {
      open.pop();
      top = undefined;
      if (open.length === 0 || (open.at(-1)?.level ?? 0) >= item.level) open.length = 0;
    } else if (top !== undefined && item.level > top.level) top = undefined;
    if (top === undefined) {
      const list = newElement(name, []);
      if (item.ordered && item.start > 1) list.attrs.push({ name: 'start', value: String(item.start) });
      const owner = open.at(-1)?.list.childNodes.at(-1);
      if (owner !== undefined && isElement(owner)) owner.childNodes.push(list);
      else out.push(list);
      top = { level: item.level, list };
      open.push(top);
    }
    top.list.childNodes.push(newElement('li', item.nodes));
  }
  return out;
}
