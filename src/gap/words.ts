import { GapError } from './error.ts';

/* The words that lines of both formats are made of: each value has one spelling. */

export const DAY = '[12]\\d{3}-\\d\\d-\\d\\d';
export const MONTH = '[12]\\d{3}-\\d\\d';
export const CODE = '[A-Z]{3}';
export const NUMBER = '0|[1-9]\\d{0,15}';
export const SIGNED = `0|-?[1-9]\\d{0,15}`;
export const HASH = '[0-9a-f]{64}';

/** The last date that was found to be one: postings of a day stand together, and looking a date up is slow. */
let last = '';

/** `yyyy-mm-dd` of a day that there is, or `yyyy-mm`. */
export function requireDate(text: string): string {
  if (text === last) return text;
  const day = text.length === 7 ? `${text}-01` : text;
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day)
    throw new GapError('malformed', `'${text}' is no date`);
  last = text;
  return text;
}

export function requireNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new GapError('malformed', `'${text}' is too large a number`);
  return number;
}

/** The lines of a text that begins with `kind` and its version, which must be 1, and that ends with a line end. */
export function linesOf(text: string, kind: string): string[] {
  const [first = '', ...lines] = text.split('\n');
  if (first !== `${kind} 1`) {
    const newer = first.startsWith(`${kind} `) && /^[1-9]\d*$/.test(first.slice(kind.length + 1));
    throw newer
      ? new GapError('newer_format', `A newer Longwave wrote this ('${first}'); read it with that version`)
      : new GapError('malformed', `It does not begin with '${kind} 1'`);
  }
  if (lines.pop() !== '') throw new GapError('malformed', 'The last line has no end: something is missing');
  return lines;
}

/** A number of minor units as it is written. Throws `bad_value` for what has no exact spelling. */
export function written(number: number): string {
  if (!Number.isSafeInteger(number))
    throw new GapError('bad_value', `'${number}' is no whole number of minor units`);
  return String(number + 0);
}
