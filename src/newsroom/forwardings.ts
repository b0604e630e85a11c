/** What stands at an address where no story is: redirects, and tombstones of withdrawn stories. */
import { sql } from 'kysely';
import type { Room } from './room.ts';
import type { StoryId, Tombstone } from './types.ts';

const withdrawn = (room: Room) =>
  room.db
    .selectFrom('story')
    .innerJoin('revision', (on) =>
      on.onRef('revision.story', '=', 'story.id').onRef('revision.number', '=', 'story.live_revision'),
    )
    .select([
      'story.id',
      'story.lang',
      'story.path',
      'story.redacted',
      'story.translation_group',
      'revision.headline',
      sql<string | null>`(select text from note where note.story = story.id and note.kind = 'withdrawal'
        order by at desc, id desc limit 1)`.as('reason'),
      sql<
        number | null
      >`(select max(at) from note where note.story = story.id and note.kind = 'withdrawal')`.as('at'),
    ])
    .where('story.state', '=', 'withdrawn');

type Row = Awaited<ReturnType<ReturnType<typeof withdrawn>['execute']>>[number];

/** Every withdrawn story, by address. A redacted one has no headline. */
export async function tombstones(room: Room): Promise<Tombstone[]> {
  const rows = await withdrawn(room).orderBy('story.path').execute();
  return rows.flatMap((row) => tombstoneFrom(row) ?? []);
}

/** The tombstone at a path; null when none stands there. */
export async function tombstone(room: Room, path: string): Promise<Tombstone | null> {
  const row = await withdrawn(room).where('story.path', '=', path).executeTakeFirst();
  return row ? tombstoneFrom(row) : null;
}

function tombstoneFrom(row: Row): Tombstone | null {
  if (row.path === null) return null;
  return {
    story: row.id as StoryId,
    lang: row.lang,
    path: row.path,
    headline: row.redacted === 1 ? '' : row.headline,
    withdrawnAt: row.at ?? 0,
    reason: row.reason ?? '',
    translationGroup: row.translation_group,
  };
}

export type Forwarding = { from: string; path: string; lang: string | null };

const forwarding = (room: Room) =>
  room.db
    .selectFrom('redirect')
    .leftJoin('story', 'story.id', 'redirect.story')
    .select(['redirect.from_path', 'redirect.to_path', 'story.path', 'story.lang', 'story.state'])
    // Only to what readers may see: a live story or the tombstone of one.
    .where((is) =>
      is.or([is('redirect.story', 'is', null), is('story.state', 'in', ['live', 'corrected', 'withdrawn'])]),
    );

/** Every redirect that leads somewhere readers can go, by old address. */
export async function allRedirects(room: Room): Promise<Forwarding[]> {
  const rows = await forwarding(room)
    .where('redirect.from_path', 'not in', (from) => from.selectFrom('live').select('live.path'))
    .orderBy('redirect.from_path')
    .execute();
  return rows.flatMap(({ from_path, to_path, path, lang }) => {
    const to = path ?? to_path;
    return to === null ? [] : [{ from: from_path, path: to, lang }];
  });
}

/** Where an old address leads; null when it leads nowhere or a live story stands there. */
export async function redirectAt(
  room: Room,
  from: string,
): Promise<{ path: string; lang: string | null } | null> {
  const live = await room.db.selectFrom('live').select('story').where('path', '=', from).executeTakeFirst();
  if (live) return null;
  const row = await forwarding(room).where('redirect.from_path', '=', from).executeTakeFirst();
  const path = row?.path ?? row?.to_path ?? null;
  return row && path !== null ? { path, lang: row.lang } : null;
}

/** Every address with a redirect or a tombstone. */
export async function forwardings(room: Room): Promise<string[]> {
  const redirects = await allRedirects(room);
  const stones = await tombstones(room);
  return [...redirects.map(({ from }) => from), ...stones.map(({ path }) => path)].toSorted();
}
