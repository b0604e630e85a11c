import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '#store';

/* The log of the switch: plain lines of JSON, in which each seals all before it and the last is signed. */

export const EVENTS = [
  /** Nothing is asked of a rail before this stands. */
  'begun',
  'stopped',
  /** It had ended by itself before it was asked. */
  'ended-before',
  /** The rail refused; a person has to look. */
  'refused',
  /** The supporter's own bank pays it: nobody but she can stop it. */
  'beyond-reach',
  'done',
] as const;
export type SwitchEvent = (typeof EVENTS)[number];

export type Line = { run: string; number: number; at: number; event: string; about: string | null };
export type SealedLine = Line & { chain: string };

const START = '0'.repeat(64);

export const chainOf = (before: string, { run, number, at, event, about }: Line): string =>
  createHash('sha256')
    .update(`longwave switch ${before} ${JSON.stringify([run, number, at, event, about])}`)
    .digest('hex');

/** Adds a line, in the transaction of what it tells. One about a contribution is added once. */
export async function addLine(
  db: Kysely<Schema>,
  { run, at, event, about = null }: { run: string; at: number; event: SwitchEvent; about?: string | null },
): Promise<void> {
  if (about !== null) {
    const told = await db
      .selectFrom('switch_line')
      .select('number')
      .where('run', '=', run)
      .where('about', '=', about)
      .executeTakeFirst();
    if (told !== undefined) return;
  }
  const last = await db
    .selectFrom('switch_line')
    .select(['number', 'chain'])
    .where('run', '=', run)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const line: Line = { run, number: (last?.number ?? 0) + 1, at, event, about };
  await db
    .insertInto('switch_line')
    .values({ ...line, chain: chainOf(last?.chain ?? START, line) })
    .execute();
}

/** What is wrong with a log; null: every line is what was written. */
export function findFault(lines: readonly SealedLine[]): string | null {
  let before = START;
  for (const [at, line] of lines.entries()) {
    if (line.number !== at + 1) return `Line ${at + 1} is missing`;
    if (chainOf(before, line) !== line.chain) return `Line ${line.number} is not what was written`;
    before = line.chain;
  }
  if (lines.length === 0) return 'There is no line';
  return null;
}
