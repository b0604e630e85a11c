import type { Block, BulletList, Inline, OrderedList, Paragraph, TableCell } from '../doc.ts';
import { paragraph, plain } from './flow.ts';

export type Lines = Paragraph | BulletList | OrderedList;

const HOISTED = new Set<Block['type']>([
  'picture',
  'gallery',
  'embed',
  'audio',
  'attachment',
  'table',
  'factBox',
]);

/**
 * Fits blocks into a place that holds paragraphs and lists alone. Words stay where they are, as paragraphs; what
 * is no text (pictures, embeds, tables) comes back in `rest`, to stand after the place.
 */
export function toLines(blocks: readonly Block[]): { lines: Lines[]; rest: Block[] } {
  const lines: Lines[] = [];
  const rest: Block[] = [];
  for (const block of blocks) {
    if (block.type === 'paragraph' || block.type === 'bulletList' || block.type === 'orderedList')
      lines.push(block);
    else if (HOISTED.has(block.type)) rest.push(block);
    else lines.push(...asLines(block));
  }
  return { lines, rest };
}

function asLines(block: Block): Lines[] {
  if (block.type === 'heading') return [paragraph(block.content ?? [])];
  if (block.type === 'codeBlock') return [paragraph(codeLines(block.content?.[0]?.text ?? ''))];
  if (block.type === 'pullQuote') return [paragraph(block.content ?? []), ...citeLine(block.attrs.cite)];
  if (block.type === 'blockQuote') return [...block.content, ...citeLine(block.attrs.cite)];
  return [];
}

function citeLine(cite: string): Paragraph[] {
  return cite === '' ? [] : [paragraph(plain(cite))];
}

function codeLines(text: string): Inline[] {
  const lines: Inline[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) lines.push({ type: 'hardBreak' });
    if (line !== '') lines.push({ type: 'text', text: line, marks: [{ type: 'code' }] });
  }
  return lines;
}

/** As `toLines`, for a table's cell: lists become paragraphs too. */
export function toParagraphs(blocks: readonly Block[]): { paragraphs: TableCell['content']; rest: Block[] } {
  const { lines, rest } = toLines(blocks);
  return { paragraphs: lines.flatMap(unlisted), rest };
}

function unlisted(line: Lines): Paragraph[] {
  if (line.type === 'paragraph') return [line];
  return line.content.flatMap((item) => item.content.flatMap(unlisted));
}

/** One run of inline content out of blocks, with hard breaks between paragraphs. */
export function toInline(blocks: readonly Block[]): { inline: Inline[]; rest: Block[] } {
  const { paragraphs, rest } = toParagraphs(blocks);
  const inline: Inline[] = [];
  for (const { content } of paragraphs) {
    if (!content) continue;
    if (inline.length > 0) inline.push({ type: 'hardBreak' });
    inline.push(...content);
  }
  return { inline, rest };
}

/** The words of inline content, line breaks as spaces. */
export function inlineWords(content: readonly Inline[] | undefined): string {
  return (content ?? []).map((node) => (node.type === 'text' ? node.text : ' ')).join('');
}
