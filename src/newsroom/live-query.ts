/** Questions about what is public, answered from the projection by index. */
import { sql } from 'kysely';
import { noticeOf, storiesUnder } from './notices.ts';
import type { Room } from './room.ts';
import { getSite } from './site.ts';
import type { Change, ListName, MediaId, StoryId } from './types.ts';

export type Place = { at: number; story: StoryId };

/** Rows counted one by one at most, before the other end of a list is tried. */
const COUNTED = 5000;

/** How many stories stand in a list; with `before`, those whose time is earlier: the place counted from the oldest. */
export async function countList(
  room: Room,
  list: ListName,
  { before }: { before?: number } = {},
): Promise<number> {
  const row = await room.db
    .selectFrom('list_total')
    .select('total')
    .where('list', '=', list)
    .executeTakeFirst();
  const total = row?.total ?? 0;
  if (before === undefined || total === 0) return total;
  const newer = await countUpTo(room, list, sql`at >= ${before}`);
  if (newer < COUNTED) return total - newer;
  const older = await countUpTo(room, list, sql`at < ${before}`);
  if (older < COUNTED) return older;
  const { count } = await room.db
    .selectFrom('listing')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('list', '=', list)
    .where('at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function countUpTo(room: Room, list: ListName, where: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select 1 from listing where list = ${list} and ${where} limit ${sql.lit(COUNTED)}) as part`.execute(
    room.db,
  );
  return Number(rows[0]?.count ?? 0);
}

export type Window = {
  /** Places to leave out, from the oldest; with `newest`, from the newest. Default 0. */
  from?: number;
  limit: number;
  /** Newest first. Default: oldest first. */
  newest?: boolean;
  /** Only what came after this time. */
  after?: number;
};

/** A part of a list, by time and story. */
export async function windowOf(room: Room, list: ListName, window: Window): Promise<Place[]> {
  const { from = 0, limit, newest = false, after } = window;
  // Walk from whichever end is nearer.
  const total = after === undefined && from > 0 ? await countList(room, list) : 0;
  const reversed = after === undefined && from > 0 && from > total / 2;
  const count = reversed ? Math.max(0, Math.min(limit, total - from)) : limit;
  if (count === 0) return [];
  const direction = newest === reversed ? 'asc' : 'desc';
  let query = room.db
    .selectFrom('listing')
    .select(['at', 'story'])
    .where('list', '=', list)
    .orderBy('at', direction)
    .orderBy('story', direction)
    .limit(count)
    .offset(reversed ? total - from - count : from);
  if (after !== undefined) query = query.where('at', '>', after);
  const rows = (await query.execute()) as Place[];
  return reversed ? rows.toReversed() : rows;
}

export type ListSummary = { list: ListName; count: number; first: number; last: number };

/** Every list whose name begins like this, by name, with the times of its first and last story. */
export async function listsUnder(room: Room, prefix: string): Promise<ListSummary[]> {
  const { rows } = await sql<ListSummary>`select list, total as count,
      (select min(at) from listing where listing.list = list_total.list) as first,
      (select max(at) from listing where listing.list = list_total.list) as last
    from list_total where list >= ${prefix} and list < ${endOf(prefix)} order by list`.execute(room.db);
  return rows.map((row) => ({ ...row }));
}

/** Where a story stands. */
export async function listsOf(room: Room, story: StoryId): Promise<{ list: ListName; at: number }[]> {
  return room.db
    .selectFrom('listing')
    .select(['list', 'at'])
    .where('story', '=', story)
    .orderBy('list')
    .execute();
}

/** Newest change of any live story in the lists that begin like this; null when there is none. */
export async function lastUpdate(room: Room, prefix: string): Promise<number | null> {
  const { at } = await room.db
    .selectFrom('listing')
    .innerJoin('live', 'live.story', 'listing.story')
    .select(({ fn }) => fn.max('live.updated_at').as('at'))
    .where('listing.list', '>=', prefix)
    .where('listing.list', '<', endOf(prefix))
    .executeTakeFirstOrThrow();
  return at ?? null;
}

/** The nearest days with stories before and after a day (`2026-11-23`). */
export async function nearestDays(
  room: Room,
  lang: string,
  day: string,
): Promise<{ older: string | null; newer: string | null }> {
  const days = `${lang}/day/`;
  const near = async (direction: 'asc' | 'desc') => {
    const row = await room.db
      .selectFrom('list_total')
      .select('list')
      .where('list', direction === 'asc' ? '>' : '<', days + day)
      .where('list', direction === 'asc' ? '<' : '>=', direction === 'asc' ? endOf(days) : days)
      .orderBy('list', direction)
      .limit(1)
      .executeTakeFirst();
    return row ? row.list.slice(days.length) : null;
  };
  return { older: await near('desc'), newer: await near('asc') };
}

/** Ids of live stories in order of id, for a full press in ranges. */
export async function allLive(room: Room, after: StoryId | null, limit: number): Promise<StoryId[]> {
  const rows = await room.db
    .selectFrom('live')
    .select('story')
    .where('story', '>', after ?? '')
    .orderBy('story')
    .limit(limit)
    .execute();
  return rows.map(({ story }) => story as StoryId);
}

export type Use = {
  media?: string;
  author?: string;
  section?: string;
  tag?: string;
  series?: string;
  notice?: string;
};

/** Live stories that show any of these, in order of id. */
export async function usedBy(room: Room, use: Use): Promise<StoryId[]> {
  const found = new Set<StoryId>();
  if (use.media !== undefined) {
    const rows = await room.db
      .selectFrom('media_use')
      .select('story')
      .where('media', '=', use.media)
      .execute();
    for (const { story } of rows) found.add(story as StoryId);
  }
  const lists = (['author', 'section', 'tag', 'series'] as const).flatMap((kind) => {
    const id = use[kind];
    return id === undefined ? [] : [`${kind}/${id}`];
  });
  if (lists.length > 0) {
    // No story is live in any other language.
    const langs = (await getSite(room))?.languages ?? [];
    const names = langs.flatMap((lang) => lists.map((list) => `${lang}/${list}`));
    const rows =
      names.length === 0
        ? []
        : await room.db.selectFrom('listing').select('story').where('list', 'in', names).execute();
    for (const { story } of rows) found.add(story as StoryId);
  }
  const notice = use.notice === undefined ? null : await noticeOf(room, use.notice);
  if (notice) for (const story of await storiesUnder(room, notice)) found.add(story);
  return [...found].toSorted();
}

/** Live stories whose frozen related links name this one. */
export async function relatedTo(room: Room, story: StoryId): Promise<StoryId[]> {
  const rows = await room.db
    .selectFrom('related')
    .select('story')
    .distinct()
    .where('target', '=', story)
    .orderBy('story')
    .execute();
  return rows.map((row) => row.story as StoryId);
}

/** Media that live stories show. */
export async function mediaInUse(room: Room): Promise<MediaId[]> {
  const rows = await room.db.selectFrom('media_use').select('media').distinct().orderBy('media').execute();
  return rows.map(({ media }) => media as MediaId);
}

/** Lines of the change log after a number, oldest first. */
export async function changesAfter(room: Room, seq: number, limit: number): Promise<Change[]> {
  const rows = await room.db
    .selectFrom('change')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as Change['kind'] }));
}

/** Number of the newest line; 0 when there is none. */
export async function lastChange(room: Room): Promise<number> {
  const { seq } = await room.db
    .selectFrom('change')
    .select(({ fn }) => fn.max('seq').as('seq'))
    .executeTakeFirstOrThrow();
  return seq ?? 0;
}

/** Drops lines that every press has seen. */
export async function forgetChanges(room: Room, upTo: number): Promise<void> {
  // The newest line stays, so that `lastChange` never goes back.
  const last = await lastChange(room);
  await room.db
    .deleteFrom('change')
    .where('seq', '<=', Math.min(upTo, last - 1))
    .execute();
}

function endOf(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
