import { createHash } from 'node:crypto';
import type { Story } from '#newsroom';
import type { Parts, Who } from './parts.ts';

/** Milliseconds without a word after which a lock is free. */
export const LOCK_LIFE = 30_000;

/** Who is at a story. The name of whoever is at a protected one is not known. */
export type Editing = { name: string | null; since: number };
export type Lock = Editing & { mine: boolean };

type Seat = { who: Who; tab: string; story: Story };

const holderOf = ({ who, tab, story }: Seat): string =>
  createHash('sha256').update(`${who.secret}:${tab}:${story.id}`).digest('hex');

/** Who is at these stories now. */
export async function editingAt(
  { store, now }: Parts,
  stories: readonly string[],
): Promise<Map<string, Editing & { holder: string }>> {
  if (stories.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('story_lock')
    .leftJoin('account', 'account.id', 'story_lock.account')
    .select(['story_lock.story', 'story_lock.holder', 'story_lock.since', 'account.name'])
    .where('story_lock.story', 'in', stories)
    .where('story_lock.beat_at', '>', now() - LOCK_LIFE)
    .execute();
  return new Map(rows.map(({ story, holder, since, name }) => [story, { name, since, holder }]));
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
    const before = await lockOf(parts, story, seat);
    if (before !== null && !before.mine && reason === null) return { lock: before, came: false };
    // It may have come under protection since it was looked at.
    const hidden = (await parts.newsroom.stories.get(story.id))?.protected !== false;
    const since = before?.mine === true ? before.since : now();
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
    if (before !== null && !before.mine)
      await audit({
        account: who.account.id,
        act: 'story.take-over',
        story: story.id,
        detail: { reason, from: hidden ? null : before.name },
      });
    const lock: Lock = { name: hidden ? null : who.account.name, since, mine: true };
    return { lock, came: before?.mine !== true };
  });
  const { name, since } = outcome.lock;
  if (outcome.came) bus.tell({ type: 'lock', story: story.id, editing: { name, since } });
  return outcome.lock;
}

export async function releaseLock({ store, bus, left, now }: Parts, seat: Seat): Promise<void> {
  for (const [holder, at] of left) if (at <= now() - LOCK_LIFE) left.delete(holder);
  left.set(holderOf(seat), now());
  const { numDeletedRows } = await store.db
    .deleteFrom('story_lock')
    .where('story', '=', seat.story.id)
    .where('holder', '=', holderOf(seat))
    .executeTakeFirst();
  if (Number(numDeletedRows) > 0) bus.tell({ type: 'lock', story: seat.story.id, editing: null });
}
