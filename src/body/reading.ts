import type { Block, Doc, Embed, Inline, ListItem } from './doc.ts';

/** The text of a line of inline content; a hard break is `\n`. */
export function inlineText(content: readonly Inline[] | undefined): string {
  if (content === undefined) return '';
  let text = '';
  for (const node of content) text += node.type === 'text' ? node.text : '\n';
  return text;
}

/** What an embed's link says: its headline, or else its address. */
export function embedLabel(attrs: Embed['attrs']): string {
  return attrs.headline === '' ? attrs.url : attrs.headline;
}

/** Who an embed's text is by and where it stood, as far as known. */
export function embedSource(attrs: Embed['attrs']): string[] {
  return [attrs.author, attrs.provider].filter((text) => text !== '');
}

/**
 * Everything a reader sees of one block, each line on its own; `''` where there is nothing but, say, a picture
 * without a caption of its own.
 */
export function blockText(block: Block | ListItem): string {
  const lines: string[] = [];
  collect(block, lines);
  return lines.join('\n');
}

/** Everything a reader sees of a body: lines inside a block end with `\n`, blocks with an empty line. */
export function bodyText(doc: Doc): string {
  return doc.content
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
}

function collect(block: Block | ListItem, lines: string[]): void {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      add(lines, inlineText(block.content));
      return;
    case 'pullQuote':
      add(lines, inlineText(block.content), block.attrs.cite);
      return;
    case 'bulletList':
    case 'orderedList':
    case 'listItem':
      for (const child of block.content) collect(child, lines);
      return;
    case 'blockQuote':
      for (const child of block.content) collect(child, lines);
      add(lines, block.attrs.cite);
      return;
    case 'picture':
      add(lines, block.attrs.caption);
      return;
    case 'gallery':
      for (const child of block.content) collect(child, lines);
      add(lines, block.attrs.caption);
      return;
    case 'table':
      add(lines, block.attrs.caption);
      for (const row of block.content) {
        for (const cell of row.content) for (const child of cell.content) collect(child, lines);
      }
      return;
    case 'embed':
      add(lines, embedLabel(block.attrs), embedSource(block.attrs).join(', '), block.attrs.text);
      return;
    case 'codeBlock':
      add(lines, (block.content ?? []).map((node) => node.text).join(''));
      return;
    case 'divider':
      return;
    case 'factBox':
      add(lines, block.attrs.headline);
      for (const child of block.content) collect(child, lines);
      return;
    case 'attachment':
      add(lines, block.attrs.label);
      return;
    case 'audio':
      add(lines, block.attrs.label, block.attrs.transcript);
      return;
  }
}

function add(lines: string[], ...texts: string[]): void {
  for (const text of texts) if (text !== '') lines.push(text);
}

/** A word may hold marks, hyphens, apostrophes, a number's separators and the zero-width joiners of Persian. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[-‐‑'’.,:/\u200c\u200d][\p{L}\p{N}\p{M}]+)*/gu;
/** Scripts that put no blanks between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** How many words a reader reads, captions and boxes included. */
export function wordCount(doc: Doc): number {
  return countWords(bodyText(doc));
}

/** How many words stand in a text, in any script. A compound with a hyphen or a zero-width non-joiner is one. */
export function countWords(text: string): number {
  if (UNSPACED.test(text)) return countSegments(text);
  let count = 0;
  WORD.lastIndex = 0;
  while (WORD.test(text)) count += 1;
  return count;
}

function countSegments(text: string): number {
  let count = 0;
  for (const segment of new Intl.Segmenter('und', { granularity: 'word' }).segment(text)) {
    if (segment.isWordLike === true) count += 1;
  }
  return count;
}

/** The media a body names, each once, in the order of reading. */
export function mediaOf(doc: Doc): string[] {
  const media = new Set<string>();
  for (const block of doc.content) gatherMedia(block, media);
  return [...media];
}

function gatherMedia(block: Block, media: Set<string>): void {
  if ('media' in block.attrs) media.add(block.attrs.media);
  if (block.type === 'gallery' || block.type === 'factBox') {
    for (const child of block.content) gatherMedia(child, media);
  }
}
