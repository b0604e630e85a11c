import { createHash } from 'node:crypto';
import type { Story } from '#newsroom';
import type { Parts, Who } from './parts.ts';

/** Milliseconds without a word after which a lock is free. */
export const LOCK_LIFE = 30_000;
/** Milliseconds that whoever takes a story over waits at most for the last words of whoever had it. */
const HANDOVER = 4_000;
/** Milliseconds after a sign of life in which a tab is taken to be there still; it gives one every ten seconds. */
const AWAKE = 12_000;

/** Who is at a story. The name of whoever is at a protected one is not known. */
export type Editing = { name: string | null; since: number };
export type Lock = Editing & { mine: boolean };

/** Who still may save into a story that was taken from them; `end` lets the other begin, who waits for `done`. */
export type Handing = { holder: string; end: () => void; done: Promise<void> };

type Seat = { who: Who; tab: string; story: Story };

const holderOf = ({ who, tab, story }: Seat): string =>
  createHash('sha256').update(`${who.secret}:${tab}:${story.id}`).digest('hex');

/** Who is at these stories now. */
export async function editingAt(
  { store, now }: Parts,
  stories: readonly string[],
): Promise<Map<string, Editing & { holder: string; beatAt: number }>> {
  if (stories.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('story_lock')
    .leftJoin('account', 'account.id', 'story_lock.account')
    .select([
      'story_lock.story',
      'story_lock.holder',
      'story_lock.since',
      'story_lock.beat_at',
      'account.name',
    ])
    .where('story_lock.story', 'in', stories)
    .where('story_lock.beat_at', '>', now() - LOCK_LIFE)
    .execute();
  return new Map(
    rows.map(({ story, holder, since, name, beat_at: beatAt }) => [story, { name, since, holder, beatAt }]),
  );
}

export async function lockOf(parts: Parts, story: Story, seat: Seat | null): Promise<Lock | null> {
  const found = (await editingAt(parts, [story.id])).get(story.id);
  if (!found) return null;
  const { name, since, holder } = found;
  return { name, since, mine: seat !== null && holder === holderOf(seat) };
}

/**
 * Takes the lock where it is free or one's own, or from somebody with a reason. Answers with the lock as it stands
 * then: `mine` false when somebody else has it.
 *
 * @param options.came a page that has just opened the story. What else arrives from a tab after it left was sent before
 *   that: it may save into a story that nobody holds, and holds it no more
 */
export async function takeLock(
  parts: Parts,
  seat: Seat,
  { reason = null, came = false }: { reason?: string | null | undefined; came?: boolean | undefined } = {},
): Promise<Lock> {
  const { store, now, audit, bus, left } = parts;
  const { who, story } = seat;
  const holder = holderOf(seat);
  if (came || reason !== null) left.delete(holder);
  if ((left.get(holder) ?? 0) > now() - LOCK_LIFE)
    return (await lockOf(parts, story, seat)) ?? { name: who.account.name, since: now(), mine: true };
  const outcome = await store.transaction(async (db) => {
    const before = (await editingAt(parts, [story.id])).get(story.id);
    const isMine = before?.holder === holder;
    if (before !== undefined && !isMine && reason === null)
      return { lock: { name: before.name, since: before.since, mine: false }, came: false, from: undefined };
    // It may have come under protection since it was looked at.
    const hidden = (await parts.newsroom.stories.get(story.id))?.protected !== false;
    const since = isMine ? before.since : now();
    const row = {
      story: story.id,
      holder,
      account: hidden ? null : who.account.id,
      since,
      beat_at: now(),
    };
    await db
      .insertInto('story_lock')
      .values(row)
      .onConflict((same) => same.column('story').doUpdateSet(row))
      .execute();
    if (before !== undefined && !isMine)
      await audit({
        account: who.account.id,
        act: 'story.take-over',
        story: story.id,
        detail: { reason, from: hidden ? null : before.name },
      });
    const lock: Lock = { name: hidden ? null : who.account.name, since, mine: true };
    return { lock, came: !isMine, from: isMine ? undefined : before };
  });
  const { name, since } = outcome.lock;
  const { from } = outcome;
  // Where nobody listens, nobody would hear that they are to hand it over.
  if (from !== undefined && bus.listeners > 0 && from.beatAt > now() - AWAKE)
    beginHandover(parts, story.id, from.holder);
  const event = { type: 'lock', story: story.id, editing: { name, since } } as const;
  if (outcome.came) bus.tell(from === undefined ? event : { ...event, taken: true });
  if (outcome.lock.mine) await parts.handing.get(story.id)?.done;
  return outcome.lock;
}

/** Lets whoever had the story save their last words, if they answer in time. */
function beginHandover({ handing }: Parts, story: string, holder: string): void {
  handing.get(story)?.end();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const end = (): void => {
    clearTimeout(timer);
    handing.delete(story);
    resolve();
  };
  const timer = setTimeout(end, HANDOVER);
  handing.set(story, { holder, end, done });
}

/** Whether this tab may still save what was written before the story was taken from it: nobody has begun to write since. */
export const mayHandOver = ({ handing }: Parts, seat: Seat): boolean =>
  handing.get(seat.story.id)?.holder === holderOf(seat);

export async function releaseLock({ store, bus, left, handing, now }: Parts, seat: Seat): Promise<void> {
  for (const [holder, at] of left) if (at <= now() - LOCK_LIFE) left.delete(holder);
  left.set(holderOf(seat), now());
  const { numDeletedRows } = await store.db
    .deleteFrom('story_lock')
    .where('story', '=', seat.story.id)
    .where('holder', '=', holderOf(seat))
    .executeTakeFirst();
  const handed = handing.get(seat.story.id);
  if (handed?.holder === holderOf(seat)) handed.end();
  if (Number(numDeletedRows) > 0) bus.tell({ type: 'lock', story: seat.story.id, editing: null });
}
