import type {
  Block,
  BulletList,
  CodeBlock,
  Inline,
  ListItem,
  Mark,
  OrderedList,
  Paragraph,
  Picture,
  TableRow,
} from '../doc.ts';
import { LIMITS } from '../parse.ts';
import { canonical } from './canonical.ts';
import { append, paragraphOf, wordsOf } from './pieces.ts';
import type { Piece, PieceCell, Warn } from './pieces.ts';

type Line = Paragraph | BulletList | OrderedList;
/** Lines that fit, and blocks that must stand after the place because they are no lines. */
type Lines = { lines: Line[]; rest: Block[] };

/** Depth of a list below which its items' words would lie too deep. */
const DEEPEST_LIST = LIMITS.depth - 3;

/**
 * Brings pieces into the schema. Words never go: what may not stand inside a place becomes a paragraph there, and
 * what is no text (a picture in a quote, a table in a list) stands after it.
 */
export function fitBlocks(pieces: readonly Piece[], warn: Warn): Block[] {
  return pieces.flatMap((piece) => topBlocks(piece, warn));
}

function topBlocks(piece: Piece, warn: Warn): Block[] {
  switch (piece.kind) {
    case 'block':
      return [piece.block];
    case 'list': {
      const { lines, rest } = fitList(piece, 1, warn);
      return [...lines, ...rest];
    }
    case 'quote': {
      const { lines, rest } = fitLines(piece.pieces, 2, warn);
      if (lines.length === 0) return [...wordsOf(piece.cite), ...rest];
      return [{ type: 'blockQuote', attrs: { id: piece.id, cite: piece.cite }, content: lines }, ...rest];
    }
    case 'pull': {
      const { lines, rest } = fitLines(piece.pieces, 2, warn);
      const attrs = { id: piece.id, cite: piece.cite };
      const content = joinParagraphs(lines.flatMap(unlist));
      return [
        content.length === 0 ? { type: 'pullQuote', attrs } : { type: 'pullQuote', attrs, content },
        ...rest,
      ];
    }
    case 'gallery':
      return fitGallery(piece, warn);
    case 'box':
      return fitBox(piece, warn);
    case 'table':
      return fitTable(piece, warn);
  }
}

function fitList(piece: Extract<Piece, { kind: 'list' }>, depth: number, warn: Warn): Lines {
  const rest: Block[] = [];
  const items: ListItem[] = [];
  const spilled: Line[] = [];
  for (const item of piece.items) {
    const fitted = fitLines(item.pieces, depth + 2, warn);
    append(rest, fitted.rest);
    if (depth > DEEPEST_LIST) append(spilled, fitted.lines);
    else items.push(itemOf(item.id, fitted.lines));
  }
  if (depth > DEEPEST_LIST) {
    warn(piece.line, 'list_deep', 'A list this deep becomes paragraphs');
    return { lines: spilled, rest };
  }
  const { id, start } = piece;
  const list: Line =
    start === null
      ? { type: 'bulletList', attrs: { id }, content: items }
      : { type: 'orderedList', attrs: { id, start }, content: items };
  return { lines: [list], rest };
}

function itemOf(id: string, lines: Line[]): ListItem {
  const content = lines[0]?.type === 'paragraph' ? lines : [paragraphOf([]), ...lines];
  return { type: 'listItem', attrs: { id }, content };
}

/** Pieces for a place that holds paragraphs and lists alone. */
function fitLines(pieces: readonly Piece[], depth: number, warn: Warn): Lines {
  const fitted: Lines = { lines: [], rest: [] };
  for (const piece of pieces) {
    const { lines, rest } = linesOf(piece, depth, warn);
    append(fitted.lines, lines);
    append(fitted.rest, rest);
  }
  return fitted;
}

function linesOf(piece: Piece, depth: number, warn: Warn): Lines {
  switch (piece.kind) {
    case 'block':
      return blockLines(piece.block, piece.line, warn);
    case 'list':
      return fitList(piece, depth, warn);
    case 'quote':
    case 'pull': {
      warn(piece.line, 'quote_here', 'A quote cannot stand here; its words become paragraphs');
      const { lines, rest } = fitLines(piece.pieces, depth, warn);
      return { lines: [...lines, ...wordsOf(piece.cite)], rest };
    }
    case 'box': {
      warn(piece.line, 'box_here', 'A fact box cannot stand here; its words become paragraphs');
      const { lines, rest } = fitLines(piece.pieces, depth, warn);
      return { lines: [...wordsOf(piece.headline), ...lines], rest };
    }
    case 'gallery':
      warn(piece.line, 'gallery_here', 'A gallery cannot stand here; it follows after');
      return { lines: [], rest: topBlocks(piece, warn) };
    case 'table':
      warn(piece.line, 'table_here', 'A table cannot stand here; it follows after');
      return { lines: [], rest: topBlocks(piece, warn) };
  }
}

function blockLines(block: Block, line: number, warn: Warn): Lines {
  if (block.type === 'paragraph') return { lines: [block], rest: [] };
  if (block.type === 'divider') return { lines: [], rest: [] };
  if (block.type === 'heading') {
    warn(line, 'heading_here', 'A heading cannot stand here; it becomes a bold paragraph');
    return { lines: [paragraphOf(embolden(block.content ?? []))], rest: [] };
  }
  if (block.type === 'codeBlock') {
    warn(line, 'code_here', 'A code block cannot stand here; it becomes a paragraph of code');
    return { lines: [codeParagraph(block)], rest: [] };
  }
  warn(line, 'no_text_here', 'What is no text cannot stand here; it follows after');
  return { lines: [], rest: [block] };
}

function embolden(content: readonly Inline[]): Inline[] {
  return content.map((node) => {
    const others = (node.marks ?? []).filter((mark) => mark.type !== 'bold');
    return { ...node, marks: [...others, { type: 'bold' } satisfies Mark] };
  });
}

function codeParagraph(block: CodeBlock): Paragraph {
  const content: Inline[] = [];
  const text = (block.content ?? []).map((node) => node.text).join('');
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) content.push({ type: 'hardBreak' });
    const clean = line.replaceAll('\t', '    ');
    if (clean !== '') content.push({ type: 'text', text: clean, marks: [{ type: 'code' }] });
  }
  return paragraphOf(content);
}

function unlist(line: Line): Paragraph[] {
  if (line.type === 'paragraph') return [line];
  return line.content.flatMap((item) => item.content.flatMap(unlist));
}

function joinParagraphs(paragraphs: readonly Paragraph[]): Inline[] {
  const joined: Inline[] = [];
  for (const { content = [] } of paragraphs) {
    if (joined.length > 0 && content.length > 0) joined.push({ type: 'hardBreak' });
    append(joined, content);
  }
  return canonical(joined);
}

function fitGallery(piece: Extract<Piece, { kind: 'gallery' }>, warn: Warn): Block[] {
  const pictures: Picture[] = [];
  const others: Block[] = [];
  for (const block of fitBlocks(piece.pieces, warn)) {
    if (block.type === 'picture') pictures.push(block);
    else if (block.type === 'gallery') append(pictures, block.content);
    else others.push(block);
  }
  if (others.length > 0)
    warn(piece.line, 'gallery_rest', 'A gallery holds pictures alone; the rest follows after');
  if (pictures.length === 0) return [...wordsOf(piece.caption), ...others];
  const { id, caption } = piece;
  return [{ type: 'gallery', attrs: { id, caption }, content: pictures }, ...others];
}

type BoxBlock = Line | Extract<Block, { type: 'heading' | 'picture' | 'table' }>;

function fitBox(piece: Extract<Piece, { kind: 'box' }>, warn: Warn): Block[] {
  const content: BoxBlock[] = [];
  const rest: Block[] = [];
  for (const child of piece.pieces) fitIntoBox(child, content, rest, warn);
  if (content.length === 0) content.push(paragraphOf([]));
  const { id, headline } = piece;
  return [{ type: 'factBox', attrs: { id, headline }, content }, ...rest];
}

function fitIntoBox(piece: Piece, content: BoxBlock[], rest: Block[], warn: Warn): void {
  if (piece.kind === 'block') {
    const { block } = piece;
    if (block.type === 'heading' || block.type === 'picture') return void content.push(block);
  }
  if (piece.kind === 'gallery' || piece.kind === 'table') {
    for (const block of topBlocks(piece, warn)) {
      if (block.type === 'table' || block.type === 'paragraph') content.push(block);
      else if (block.type === 'gallery') append(content, [...block.content, ...wordsOf(block.attrs.caption)]);
      else rest.push(block);
    }
    return;
  }
  const fitted = linesOf(piece, 2, warn);
  append(content, fitted.lines);
  append(rest, fitted.rest);
}

function fitTable(piece: Extract<Piece, { kind: 'table' }>, warn: Warn): Block[] {
  const rest: Block[] = [];
  const rows = piece.rows.filter((row) => row.length > 0).map((row) => fitRow(row, rest, warn));
  append(rest, fitBlocks(piece.rest, warn));
  if (rows.length === 0) return [...wordsOf(piece.caption), ...rest];
  const { id, caption } = piece;
  return [{ type: 'table', attrs: { id, caption }, content: rows }, ...rest];
}

function fitRow(cells: readonly PieceCell[], rest: Block[], warn: Warn): TableRow {
  const content = cells.map(({ header, colspan, rowspan, pieces }): TableRow['content'][number] => {
    const fitted = fitLines(pieces, 4, warn);
    append(rest, fitted.rest);
    const paragraphs = fitted.lines.flatMap(unlist);
    return {
      type: 'tableCell',
      attrs: { header, colspan, rowspan },
      content: paragraphs.length === 0 ? [paragraphOf([])] : paragraphs,
    };
  });
  return { type: 'tableRow', content };
}
