import type {
  Attachment,
  Audio,
  CodeBlock,
  Divider,
  Embed,
  Heading,
  Inline,
  Paragraph,
  Picture,
} from '../doc.ts';
import { canonical } from './canonical.ts';

/** Blocks as a source nests them, before they are brought into the schema. `line` counts from 1. */
export type Piece =
  | {
      kind: 'block';
      line: number;
      block: Paragraph | Heading | Picture | CodeBlock | Divider | Embed | Attachment | Audio;
    }
  | { kind: 'list'; line: number; id: string; start: number | null; items: { id: string; pieces: Piece[] }[] }
  | { kind: 'quote'; line: number; id: string; cite: string; pieces: Piece[] }
  | { kind: 'pull'; line: number; id: string; cite: string; pieces: Piece[] }
  | { kind: 'gallery'; line: number; id: string; caption: string; pieces: Piece[] }
  | { kind: 'box'; line: number; id: string; headline: string; pieces: Piece[] }
  | { kind: 'table'; line: number; id: string; caption: string; rows: PieceCell[][]; rest: Piece[] };

export type PieceCell = { header: boolean; colspan: number; rowspan: number; pieces: Piece[] };

/** What was not taken as written, by a stable code and what it is about, and in English. */
export type Warn = (line: number, code: string, message: string, about?: { name?: string }) => void;

export function paragraphOf(content: Inline[], id = ''): Paragraph {
  return content.length === 0
    ? { type: 'paragraph', attrs: { id } }
    : { type: 'paragraph', attrs: { id }, content: canonical(content) };
}

/** Adds many items at once; a spread into `push` overflows the stack at a hundred thousand. */
export function append<Item>(target: Item[], items: readonly Item[]): void {
  for (const item of items) target.push(item);
}

/** A paragraph of plain words, or none where there are no words. */
export function wordsOf(text: string): Paragraph[] {
  return text.trim() === '' ? [] : [paragraphOf([{ type: 'text', text }])];
}

/** An address as a warning names it: one that has no end must not fill the report. */
export const shortOf = (address: string): string => address.slice(0, 80);
