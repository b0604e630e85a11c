import { isSafeHref } from './href.ts';
import type { Inline, Mark } from './doc.ts';

const SPECIAL = /[&<>"]/;
const ALL_SPECIAL = /[&<>"]/g;

/** Text as HTML, fit for content and for attributes in double quotes. */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(ALL_SPECIAL, entityOf) : text;
}

function entityOf(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    default:
      return '&quot;';
  }
}

/** Languages written from right to left. */
const RIGHT_TO_LEFT =
  /^(?:ar|fa|he|ur|ps|sd|ug|yi|dv|ckb|arc|nqo|syr)(?:-|$)|-(?:Arab|Hebr|Thaa|Syrc|Nkoo)(?:-|$)/;

const NAMES: Record<Exclude<Mark['type'], 'link' | 'language'>, string> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
  superscript: 'sup',
  subscript: 'sub',
};

type Href = (href: string) => string | null;

/** Inline content as HTML. Marks that go on from one text to the next stay open, so a link is one link. */
export function inlineHtml(content: readonly Inline[] | undefined, href: Href): string {
  if (content === undefined) return '';
  const open: Mark[] = [];
  const closing: string[] = [];
  let html = '';
  for (const node of content) {
    const marks = node.marks;
    if (marks !== undefined || open.length > 0) {
      const wanted = marks ?? [];
      let kept = 0;
      while (kept < open.length && sameMark(open[kept], wanted[kept])) kept += 1;
      while (open.length > kept) {
        open.pop();
        html += closing.pop() ?? '';
      }
      for (const mark of wanted.slice(kept)) {
        const [opening, end] = tagsOf(mark, href);
        html += opening;
        open.push(mark);
        closing.push(end);
      }
    }
    html += node.type === 'text' ? escapeHtml(node.text) : '<br>';
  }
  while (closing.length > 0) html += closing.pop() ?? '';
  return html;
}

function sameMark(a: Mark | undefined, b: Mark | undefined): boolean {
  if (a === undefined || b === undefined || a.type !== b.type) return false;
  if (a.type === 'link' && b.type === 'link') return a.attrs.href === b.attrs.href;
  if (a.type === 'language' && b.type === 'language') return a.attrs.lang === b.attrs.lang;
  return true;
}

function tagsOf(mark: Mark, href: Href): [opening: string, closing: string] {
  if (mark.type === 'link') {
    const opening = linkOpening(mark.attrs.href, href);
    return opening === null ? ['', ''] : [opening, '</a>'];
  }
  if (mark.type === 'language') {
    const direction = RIGHT_TO_LEFT.test(mark.attrs.lang) ? 'rtl' : 'ltr';
    return [`<span lang="${escapeHtml(mark.attrs.lang)}" dir="${direction}">`, '</span>'];
  }
  const name = NAMES[mark.type];
  return [`<${name}>`, `</${name}>`];
}

/** The start of a link, or null where it leads nowhere safe. A foreign site does not learn where its reader was. */
function linkOpening(address: string, href: Href): string | null {
  const target = href(address);
  if (target === null || !isSafeHref(target)) return null;
  const rel = /^https?:/i.test(target) ? ' rel="noreferrer"' : '';
  return `<a href="${escapeHtml(target)}"${rel}>`;
}
