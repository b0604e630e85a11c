import type {
  Block,
  CodeBlock,
  Doc,
  Embed,
  FactBox,
  ListItem,
  Picture,
  PullQuote,
  Table,
  TableCell,
  TableRow,
} from './doc.ts';
import { isWebAddress } from './href.ts';
import { escapeHtml, inlineHtml } from './inline.ts';
import { embedLabel, embedSource } from './reading.ts';

/**
 * What a body cannot know of its page. `picture`, `file`, `audio` and `embed` give finished, trusted HTML.
 * `id` is the block's id, or '' where no anchors are wanted.
 */
export type BodyHtmlOptions = {
  /** Language of the story. */
  lang: string;
  /** A whole figure with its caption. `alt` and `caption` empty mean: as the picture itself says. */
  picture: (
    media: string,
    attrs: { alt: string; caption: string; id: string },
    where: 'body' | 'gallery' | 'box',
  ) => string;
  /** A link to a file, to stand inside a block. */
  file: (media: string, label: string) => string;
  /** A player or a link for a sound with its transcript, to stand inside a block. */
  audio: (media: string, label: string, transcript: string) => string;
  /** Where a link shall lead from this page; null drops the link and keeps its text. */
  href: (href: string) => string | null;
  /** What stands for an embed; {@link embedHtml} is the default. */
  embed?: (attrs: Embed['attrs']) => string;
  /** Whether blocks that hold text bear their block id as `id`. */
  anchors: boolean;
};

/**
 * A body as HTML: semantic, escaped, without scripts, styles or anything that loads from elsewhere, apart from what
 * the options' own functions write. Class names: `gallery`, `quote`, `pull`, `table`, `facts`, `embed`, `file`,
 * `audio`, `code`.
 */
export function bodyHtml(doc: Doc, options: BodyHtmlOptions): string {
  let html = '';
  for (const block of doc.content) html += blockHtml(block, options);
  return html;
}

function blockHtml(block: Block, options: BodyHtmlOptions): string {
  switch (block.type) {
    case 'paragraph':
      return `<p${idOf(block, options)}>${inlineHtml(block.content, options.href)}</p>\n`;
    case 'heading': {
      const name = `h${block.attrs.level}`;
      return `<${name}${idOf(block, options)}>${inlineHtml(block.content, options.href)}</${name}>\n`;
    }
    case 'bulletList':
      return `<ul>\n${itemsHtml(block.content, options)}</ul>\n`;
    case 'orderedList': {
      const start = block.attrs.start === 1 ? '' : ` start="${block.attrs.start}"`;
      return `<ol${start}>\n${itemsHtml(block.content, options)}</ol>\n`;
    }
    case 'blockQuote': {
      const quote = `<blockquote>\n${blocksHtml(block.content, options)}</blockquote>\n`;
      return quoteHtml('quote', quote, block.attrs.cite, idOf(block, options));
    }
    case 'pullQuote':
      return pullQuoteHtml(block, options);
    case 'picture':
      return pictureHtml(block, 'body', options);
    case 'gallery':
      return galleryHtml(block.content, block.attrs.caption, idOf(block, options), options);
    case 'table':
      return tableHtml(block, options);
    case 'embed':
      return `<div class="embed"${idOf(block, options)}>${(options.embed ?? embedHtml)(block.attrs)}</div>\n`;
    case 'codeBlock':
      return codeHtml(block, options);
    case 'divider':
      return '<hr>\n';
    case 'factBox':
      return factBoxHtml(block, options);
    case 'attachment':
      return `<p class="file"${idOf(block, options)}>${options.file(block.attrs.media, block.attrs.label)}</p>\n`;
    case 'audio': {
      const { media, label, transcript } = block.attrs;
      return `<div class="audio"${idOf(block, options)}>${options.audio(media, label, transcript)}</div>\n`;
    }
  }
}

function idOf(block: { attrs: { id: string } }, options: BodyHtmlOptions): string {
  return options.anchors ? ` id="${block.attrs.id}"` : '';
}

function blocksHtml(blocks: readonly Block[], options: BodyHtmlOptions): string {
  let html = '';
  for (const block of blocks) html += blockHtml(block, options);
  return html;
}

function boxHtml(blocks: readonly Block[], options: BodyHtmlOptions): string {
  let html = '';
  for (const block of blocks) {
    html += block.type === 'picture' ? pictureHtml(block, 'box', options) : blockHtml(block, options);
  }
  return html;
}

/** An item that starts with its one paragraph bears that paragraph's id: anchors hang on paragraphs. */
function itemsHtml(items: readonly ListItem[], options: BodyHtmlOptions): string {
  let html = '';
  for (const item of items) {
    const [first, ...rest] = item.content;
    if (first?.type !== 'paragraph' || rest.some((block) => block.type === 'paragraph')) {
      html += `<li>\n${blocksHtml(item.content, options)}</li>\n`;
      continue;
    }
    const text = inlineHtml(first.content, options.href);
    const nested = rest.length === 0 ? '' : `\n${blocksHtml(rest, options)}`;
    html += `<li${idOf(first, options)}>${text}${nested}</li>\n`;
  }
  return html;
}

function quoteHtml(name: string, quote: string, cite: string, id: string): string {
  if (cite !== '') return `<figure class="${name}"${id}>\n${quote}${citeHtml(cite)}</figure>\n`;
  return id === '' ? quote : quote.replace('<blockquote', `<blockquote${id}`);
}

function pullQuoteHtml(block: PullQuote, options: BodyHtmlOptions): string {
  const quote = `<blockquote><p>${inlineHtml(block.content, options.href)}</p></blockquote>\n`;
  return `<figure class="pull"${idOf(block, options)}>\n${quote}${citeHtml(block.attrs.cite)}</figure>\n`;
}

function codeHtml(block: CodeBlock, options: BodyHtmlOptions): string {
  const text = (block.content ?? []).map((node) => node.text).join('');
  const language = block.attrs.language === '' ? '' : ` data-language="${escapeHtml(block.attrs.language)}"`;
  // A line feed right after <pre> is dropped by every HTML parser; this one is ours to lose.
  return `<pre class="code" dir="ltr"${language}${idOf(block, options)}>\n<code>${escapeHtml(text)}</code></pre>\n`;
}

function factBoxHtml(block: FactBox, options: BodyHtmlOptions): string {
  const headline = block.attrs.headline === '' ? '' : `<h2>${escapeHtml(block.attrs.headline)}</h2>\n`;
  return `<aside class="facts"${idOf(block, options)}>\n${headline}${boxHtml(block.content, options)}</aside>\n`;
}

function citeHtml(cite: string): string {
  return cite === '' ? '' : `<figcaption><cite dir="auto">${escapeHtml(cite)}</cite></figcaption>\n`;
}

function pictureHtml(picture: Picture, where: 'body' | 'gallery' | 'box', options: BodyHtmlOptions): string {
  const { media, alt, caption, id } = picture.attrs;
  return options.picture(media, { alt, caption, id: options.anchors ? id : '' }, where);
}

function galleryHtml(
  pictures: readonly Picture[],
  caption: string,
  id: string,
  options: BodyHtmlOptions,
): string {
  let html = `<figure class="gallery"${id}>\n`;
  for (const picture of pictures) html += pictureHtml(picture, 'gallery', options);
  if (caption !== '') html += `<figcaption>${escapeHtml(caption)}</figcaption>\n`;
  return `${html}</figure>\n`;
}

/** The wrapper can be scrolled by keyboard, since a wide table scrolls inside it on a narrow screen. */
function tableHtml(table: Table, options: BodyHtmlOptions): string {
  const caption = escapeHtml(table.attrs.caption);
  const name = caption === '' ? '' : ` role="region" aria-label="${caption}"`;
  const title = caption === '' ? '' : `<caption>${caption}</caption>\n`;
  const body = table.content.findIndex((row) => row.content.some((cell) => !cell.attrs.header));
  const split = body === -1 ? table.content.length : body;
  let html = `<div class="table" tabindex="0"${name}${idOf(table, options)}>\n<table>\n${title}`;
  if (split > 0) html += `<thead>\n${rowsHtml(table.content.slice(0, split), 'col', options)}</thead>\n`;
  if (split < table.content.length) {
    html += `<tbody>\n${rowsHtml(table.content.slice(split), 'row', options)}</tbody>\n`;
  }
  return `${html}</table>\n</div>\n`;
}

function rowsHtml(rows: readonly TableRow[], scope: 'col' | 'row', options: BodyHtmlOptions): string {
  let html = '';
  for (const row of rows) {
    html += '<tr>';
    for (const cell of row.content) html += cellHtml(cell, scope, options);
    html += '</tr>\n';
  }
  return html;
}

function cellHtml(cell: TableCell, scope: 'col' | 'row', options: BodyHtmlOptions): string {
  const { header, colspan, rowspan } = cell.attrs;
  const [first, second] = cell.content;
  let attrs = header ? ` scope="${colspan > 1 && scope === 'col' ? 'colgroup' : scope}"` : '';
  if (colspan !== 1) attrs += ` colspan="${colspan}"`;
  if (rowspan !== 1) attrs += ` rowspan="${rowspan}"`;
  const name = header ? 'th' : 'td';
  if (first === undefined || second !== undefined) {
    return `<${name}${attrs}>${blocksHtml(cell.content, options)}</${name}>`;
  }
  return `<${name}${attrs}${idOf(first, options)}>${inlineHtml(first.content, options.href)}</${name}>`;
}

/** An embed that loads nothing: a link, who said it and where, and the text as it stood when it was archived. */
export function embedHtml(attrs: Embed['attrs']): string {
  const label = escapeHtml(embedLabel(attrs));
  const link = isWebAddress(attrs.url)
    ? `<a href="${escapeHtml(attrs.url)}" rel="noopener noreferrer nofollow" dir="auto">${label}</a>`
    : `<span dir="auto">${label}</span>`;
  const source = embedSource(attrs).map(bdi);
  const by = source.length === 0 ? '' : `<p>${source.join(', ')}</p>\n`;
  const text = attrs.text === '' ? '' : `<blockquote dir="auto">${linesHtml(attrs.text)}</blockquote>\n`;
  return `\n<p>${link}</p>\n${by}${text}`;
}

function bdi(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}

function linesHtml(text: string): string {
  return text
    .split(/\n{2,}/)
    .filter((part) => part !== '')
    .map((part) => `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`)
    .join('\n');
}
