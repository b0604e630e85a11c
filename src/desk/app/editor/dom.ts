import type { DOMOutputSpec, Mark, Node } from '@tiptap/pm/model';
import { directionOf } from './direction.ts';

/** Where a whole node with its attributes is kept in HTML, so that our own clipboard loses nothing. */
export const NODE_NAME = 'data-node';
export const NODE_ATTRS = 'data-attrs';

function kept(node: Node): Record<string, string> {
  return { [NODE_NAME]: node.type.name, [NODE_ATTRS]: JSON.stringify(node.attrs) };
}

/** How a block looks in the editor and on the clipboard. Blocks with more to show have a view of their own. */
export function nodeDom(node: Node): DOMOutputSpec {
  const own = kept(node);
  switch (node.type.name) {
    case 'paragraph':
      return ['p', own, 0];
    case 'heading':
      return [`h${String(node.attrs['level'])}`, own, 0];
    case 'bulletList':
      return ['ul', own, 0];
    case 'orderedList':
      return ['ol', { ...own, start: String(node.attrs['start']) }, 0];
    case 'listItem':
      return ['li', own, 0];
    case 'blockQuote':
    case 'pullQuote':
      return ['blockquote', { ...own, 'data-cite': String(node.attrs['cite']) }, 0];
    case 'picture':
      return ['figure', own, ['figcaption', String(node.attrs['caption'] || node.attrs['alt'])]];
    case 'gallery':
      return ['section', { ...own, 'data-label': String(node.attrs['caption']) }, 0];
    case 'factBox':
      return ['section', { ...own, 'data-label': String(node.attrs['headline']) }, 0];
    case 'table':
      return ['table', { ...own, 'data-label': String(node.attrs['caption']) }, ['tbody', 0]];
    case 'tableRow':
      return ['tr', own, 0];
    case 'tableCell': {
      const spans = { colspan: String(node.attrs['colspan']), rowspan: String(node.attrs['rowspan']) };
      return [node.attrs['header'] === true ? 'th' : 'td', { ...own, ...spans }, 0];
    }
    case 'codeBlock':
      return ['pre', { ...own, dir: 'ltr' }, ['code', 0]];
    case 'divider':
      return ['hr', own];
    case 'hardBreak':
      return ['br'];
    case 'embed':
      return ['p', own, ['a', { href: node.attrs['url'] as string }, embedWords(node)]];
    default:
      return ['p', own, String(node.attrs['label'])];
  }
}

function embedWords(node: Node): string {
  const { headline, url } = node.attrs as { headline: string; url: string };
  return headline === '' ? url : headline;
}

const MARK_TAGS: Record<string, string> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
  superscript: 'sup',
  subscript: 'sub',
};

export function markDom(mark: Mark): DOMOutputSpec {
  if (mark.type.name === 'link') return ['a', { href: mark.attrs['href'] as string, rel: 'noreferrer' }, 0];
  if (mark.type.name === 'language') {
    const lang = mark.attrs['lang'] as string;
    return ['span', { lang, dir: directionOf(lang) }, 0];
  }
  return [MARK_TAGS[mark.type.name] ?? 'span', {}, 0];
}
