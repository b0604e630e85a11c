import type { Kysely } from 'kysely';
import type { Schema, Seal } from '#store';
import { STANDING } from '../contributions/contribution.ts';
import { dayOf } from '../ledger/days.ts';
import { clearLetter } from '../safety/mailbox.ts';
import type { Leaving, LettersOptions } from './letters.ts';

type Notice = Schema['failure_notice'];
type Parts = LettersOptions & { seal: Seal };
type Due = Notice & { state: string };

/** What is sealed is good for this alone. */
export const ABOUT = 'failure';

/** Under which a letter waits, so that it can be taken back. */
export const keyOf = (kind: Leaving['kind'], contribution: string): string => `${kind}.${contribution}`;

/** What is sealed of a wish to be told. `undo` is in each letter's link, and takes the wish back. */
export type Sealed = { to: string; country: string; undo: string };

const DAY = 86_400_000;
/** Days between the two letters. */
const AGAIN_DAYS = 7;
const MOST = 2;

/** @returns how many letters were left */
export async function sendDue(parts: Parts): Promise<number> {
  const { store, seal, now } = parts;
  await sealAnew(parts);
  let left = 0;
  let changed = false;
  for (const row of await dueAt(store.db, seal.keys, now())) {
    const what = await store.transaction((db) => settle(db, parts, row));
    if (what === 'left') left++;
    changed ||= what !== 'nothing';
  }
  if (changed) await store.wipe();
  return left;
}

/** Milliseconds in which the last letter about one that has lapsed has left, or never will. */
const LAPSED_TOLD = 3 * DAY;

/** Addresses of what has ended, where no letter leaves any more; where letters leave, they went at once. */
export async function forgetEnded(db: Kysely<Schema>, at: number): Promise<void> {
  await db
    .deleteFrom('failure_notice')
    .where('contribution', 'in', (eb) =>
      eb
        .selectFrom('contribution')
        .select('id')
        .where('state', 'not in', [...STANDING])
        .where((or) => or.or([or('state', '!=', 'lapsed'), or('changed_on', '<', dayOf(at - LAPSED_TOLD))])),
    )
    .execute();
}

/** Seals anew what was sealed under an older key, so that that key can go. */
async function sealAnew({ store, seal }: Pick<Parts, 'store' | 'seal'>): Promise<void> {
  const [key = '', ...older] = seal.keys;
  if (older.length === 0) return;
  const rows = await store.db
    .selectFrom('failure_notice')
    .select(['contribution', 'sealed'])
    .where('sealed_by', 'in', older)
    .limit(500)
    .execute();
  for (const { contribution, sealed } of rows)
    await store.db
      .updateTable('failure_notice')
      .set({ sealed_by: key, sealed: seal.seal(seal.open(sealed, ABOUT), ABOUT) })
      .where('contribution', '=', contribution)
      .where('sealed', '=', sealed)
      .execute();
  if (rows.length > 0) await store.wipe();
}

/** What has to be written of or forgotten. */
function dueAt(db: Kysely<Schema>, keys: readonly string[], at: number): Promise<Due[]> {
  return db
    .selectFrom('failure_notice as notice')
    .innerJoin('contribution', 'contribution.id', 'notice.contribution')
    .selectAll('notice')
    .select('contribution.state')
    .where('notice.sealed_by', 'in', [...keys])
    .where((eb) =>
      eb.or([
        eb('contribution.state', 'not in', ['active', 'paused', 'past-due']),
        eb.and([eb('contribution.state', '!=', 'past-due'), eb('notice.sent', '>', 0)]),
        eb.and([eb('contribution.state', '=', 'past-due'), eb('notice.sent', '=', 0)]),
        eb.and([
          eb('contribution.state', '=', 'past-due'),
          eb('notice.sent', '=', 1),
          eb('notice.next_at', '<=', at),
        ]),
      ]),
    )
    .limit(500)
    .execute();
}

/**
 * Moves one on and leaves its letter in the same transaction. Whoever comes second, in another process or after a
 * death, finds it moved on.
 */
async function settle(db: Kysely<Schema>, parts: Parts, row: Due): Promise<'left' | 'changed' | 'nothing'> {
  const { store, seal, safety, now } = parts;
  const { contribution, sent, lang } = row;
  const isLate = row.state === 'past-due';
  const isWritten = isLate || (row.state === 'lapsed' && sent < MOST);
  const goesOn = isLate || row.state === 'active' || row.state === 'paused';
  // It may have been paid since the row was read.
  const current = await db
    .selectFrom('contribution')
    .select('state')
    .where('id', '=', contribution)
    .executeTakeFirst();
  if (current?.state !== row.state) return 'nothing';
  const mine = { contribution, sent };
  if (!isWritten) {
    if (!(await moved(db, mine, goesOn ? { sent: 0, next_at: null } : null))) return 'nothing';
    // The last word of one that has lapsed still leaves.
    if (row.state !== 'lapsed') await store.outbox.withdraw(keyOf('failed', contribution), db);
    return 'changed';
  }
  const { to, country, undo } = JSON.parse(seal.open(row.sealed, ABOUT)) as Sealed;
  const at = now();
  const cleared = (await clearLetter(safety, { to, country })).clear && !(await parts.isDenied(contribution));
  const last = sent > 0 || !isLate;
  const next = last ? null : at - (at % DAY) + AGAIN_DAYS * DAY + 9 * 3_600_000;
  const after = !isLate || !cleared ? null : { sent: last ? MOST : 1, next_at: next };
  if (!(await moved(db, mine, after))) return 'nothing';
  if (!cleared) return 'changed';
  const letter = { kind: 'failed', to, lang, last, undo } as const;
  await parts.put(letter, keyOf('failed', contribution), db);
  return 'left';
}

/** Null: it is forgotten. @returns false where another was first */
async function moved(
  db: Kysely<Schema>,
  { contribution, sent }: { contribution: string; sent: number },
  values: Pick<Notice, 'sent' | 'next_at'> | null,
): Promise<boolean> {
  const row =
    values === null
      ? await db
          .deleteFrom('failure_notice')
          .where('contribution', '=', contribution)
          .where('sent', '=', sent)
          .returning('contribution')
          .executeTakeFirst()
      : await db
          .updateTable('failure_notice')
          .set(values)
          .where('contribution', '=', contribution)
          .where('sent', '=', sent)
          .returning('contribution')
          .executeTakeFirst();
  return row !== undefined;
}
