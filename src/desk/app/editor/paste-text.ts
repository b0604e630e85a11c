import { LIMITS, cleanLine, parseMarkdown, reduceClipboard, settle } from '#body';
import type { Block, Inline } from '#body';

/** What the clipboard held, as blocks without ids. */
export type Pasted = {
  blocks: Block[];
  /** Pictures whose bytes stood in the text itself. */
  files: File[];
  /** Pictures that are only an address, or a file of another program. */
  missing: number;
  trouble: 'tooLarge' | 'failed' | null;
};

const PLAINLY = '\u0000';

export function blocksOfClipboard(html: string, text: string, lang: string): Pasted {
  if (html.length > 4 * LIMITS.text || text.length > LIMITS.text) {
    return { blocks: [], files: [], missing: 0, trouble: 'tooLarge' };
  }
  if (html !== '') {
    const found = ofHtml(html, lang);
    if (found.blocks.length > 0 || found.files.length > 0) return found;
  }
  const plain = text.startsWith(PLAINLY);
  const words = plain ? text.slice(1) : text;
  const blocks = !plain && isMarkdown(words) ? ofMarkdown(words) : ofPlainText(words);
  return { blocks, files: [], missing: 0, trouble: null };
}

function ofHtml(html: string, lang: string): Pasted {
  const { blocks, refs } = reduceClipboard(html, { lang });
  const files: File[] = [];
  let missing = 0;
  for (const ref of refs) {
    if (ref.kind !== 'picture') continue;
    const file = ref.src.startsWith('data:') ? fileOf(ref.src) : null;
    if (file === null) missing += 1;
    else files.push(file);
  }
  const { content } = settle(blocks, refs, () => null);
  return {
    blocks: content.filter((block) => !isEmpty(block)).map(unstressed),
    files,
    missing,
    trouble: null,
  };
}

function isEmpty(block: Block): boolean {
  return block.type === 'paragraph' && (block.content ?? []).length === 0;
}

/** A heading is bold by itself. */
function unstressed(block: Block): Block {
  if (block.type !== 'heading' || !(block.content ?? []).every(isBold)) return block;
  const content = (block.content ?? []).map((node): Inline => {
    const marks = (node.marks ?? []).filter((mark) => mark.type !== 'bold');
    const { marks: _all, ...rest } = node;
    return marks.length > 0 ? { ...rest, marks } : rest;
  });
  return { ...block, content };
}

function isBold(node: Inline): boolean {
  return (node.marks ?? []).some((mark) => mark.type === 'bold');
}

const NAMES: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

function fileOf(address: string): File | null {
  const found = /^data:(image\/[a-z+.-]+);base64,([A-Za-z0-9+/=\s]+)$/.exec(address);
  const type = found?.[1];
  const ending = type === undefined ? undefined : NAMES[type];
  if (found === null || type === undefined || ending === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob((found[2] ?? '').replace(/\s/g, '')), (sign) => sign.charCodeAt(0));
    return new File([bytes], `pasted.${ending}`, { type });
  } catch {
    // Not base64 after all: the picture counts as missing and is told of.
    return null;
  }
}

const BLOCK_SIGNS = /^(?:#{1,6} \S|[-*+] \S|\d{1,3}[.)] \S|> ?\S|```|~~~|\|.+\|$|!\[[^\]]*\]\()/gm;
const INLINE_SIGNS = /\*\*[^\s*][^*]*\*\*|\[[^\]\n]+\]\((?:https?:\/\/|mailto:|\/)[^)\s]+\)/;

/** Whether a plain text was written as Markdown: a heading or a link tells, a lone hyphen does not. */
export function isMarkdown(text: string): boolean {
  if (INLINE_SIGNS.test(text)) return true;
  const signs = text.match(BLOCK_SIGNS) ?? [];
  return signs.some((sign) => /^(?:#|```|!\[)/.test(sign)) || signs.length > 1;
}

function ofMarkdown(text: string): Block[] {
  return parseMarkdown(text, { random: Math.random, media: () => null }).doc.content.map(nameless);
}

/** Without ids: the editor gives new ones. */
function nameless(block: Block): Block {
  const bare = (key: string, value: unknown): unknown => (key === 'id' ? '' : value);
  return JSON.parse(JSON.stringify(block, bare)) as Block;
}

/** Blank lines part paragraphs; a text without any has a paragraph to a line. */
export function ofPlainText(text: string): Block[] {
  const lines = text.replace(/\r\n?|[\u2028\u2029\v\f]/g, '\n').replace(/^\n+|\n+$/g, '');
  if (lines.trim() === '' && lines !== '' && !lines.includes('\n')) return [paragraph([words(lines)])];
  const parts = /\n[ \t]*\n/.test(lines) ? lines.split(/\n(?:[ \t]*\n)+/) : lines.split('\n');
  return parts
    .filter((part) => part.trim() !== '')
    .map((part) =>
      paragraph(
        part.split('\n').flatMap((line, index): Inline[] => {
          const text = words(line);
          return [
            ...(index > 0 ? [{ type: 'hardBreak' } as const] : []),
            ...(text.text === '' ? [] : [text]),
          ];
        }),
      ),
    );
}

function words(line: string): { type: 'text'; text: string } {
  return { type: 'text', text: cleanLine(line) };
}

function paragraph(content: Inline[]): Block {
  return { type: 'paragraph', attrs: { id: '' }, content };
}
