import type { FileEntry } from '#edition';
import type { Encoding } from './fields.ts';
import { tagOf } from './fields.ts';

const ENCODINGS: Encoding[] = ['gzip', 'br', 'identity'];

/**
 * The form of the file that the client has already, by `If-None-Match` (RFC 9110, 13.1.2), or null. Any form will do:
 * brotli comes up while people read, and nobody should fetch a page again for that.
 */
export function heldForm(entry: FileEntry, field: string): Encoding | null {
  if (field.trim() === '*') return entry.gzip ? 'gzip' : 'identity';
  const tags = field.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return ENCODINGS.find((encoding) => tags.includes(tagOf(entry, encoding))) ?? null;
}

/** First and last byte, both included. */
export type Span = { start: number; end: number };

/**
 * Reads a `Range` field (RFC 9110, 14.2). Null means that the whole file is to be sent: no bytes, several ranges or
 * nonsense; `unsatisfiable` that there is no such byte.
 */
export function readRange(field: string, size: number): Span | 'unsatisfiable' | null {
  const match = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(field);
  if (match === null) return null;
  const [, first = '', last = ''] = match;
  if (first === '') {
    if (last === '') return null;
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
