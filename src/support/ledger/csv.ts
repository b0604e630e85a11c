import type { Kysely } from 'kysely';
import type { Schema } from '#store';
import { decimal } from './minor.ts';
import { pagesOf, type Written } from './read.ts';

/** The columns of the export, in order. */
export const COLUMNS = [
  'entry',
  'booked_on',
  'value_on',
  'kind',
  'rail',
  'source',
  'about',
  'reason',
  'account',
  'currency',
  'amount',
  'minor_units',
  'chain',
] as const;

/** A line for each posting, as RFC 4180 has it: commas, CRLF, quotes where they are needed. In pieces. */
export async function* csvOf(db: Kysely<Schema>): AsyncGenerator<string, void, undefined> {
  yield line(COLUMNS);
  for await (const page of pagesOf(db)) yield page.flatMap(linesOf).join('');
}

function linesOf({ id, bookedOn, entry, chain }: Written): string[] {
  const { day, kind, rail, source, about, reason, postings } = entry;
  return postings.map(({ account, currency, amount }) =>
    line([
      String(id),
      bookedOn,
      day,
      kind,
      rail,
      source,
      about ?? '',
      reason ?? '',
      account,
      currency,
      decimal(amount, currency),
      String(amount),
      chain,
    ]),
  );
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/**
 * One cell. A spreadsheet takes what begins with one of `= + - @`, a tab or a line end for a formula, so an apostrophe is
 * put before it; a plain number stays one.
 */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
