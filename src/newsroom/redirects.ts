import { dayFolder, folderOf } from './address.ts';
import { Changes } from './changes.ts';
import { clashOf, filePathOf } from './old-address.ts';
import { reason, refused } from './refusal.ts';
import { revisionOf } from './revisions.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { slugOf } from './slug.ts';
import type { Refused, Revision, Site, Story, StoryId } from './types.ts';

/** Numbered tries before an address takes the story's id instead. */
const TRIES = 20;

/**
 * The story's address: `ru/2026/11/23/slug.html` by the day of first publication. It stays for good unless the slug
 * is changed by hand, and then the old address leads to the new one.
 */
export async function claimPath(
  room: Room,
  site: Site,
  story: Story,
  revision: Revision,
  changes: Changes,
): Promise<string> {
  const { path } = story;
  if (path === null) {
    const folder = dayFolder(site, story.lang, story.firstLiveAt ?? room.now());
    return freePath(room, story, folder, await slugOf(revision.slug || revision.headline, story.lang));
  }
  if (revision.slug === '') return path;
  const slug = await slugOf(revision.slug, story.lang);
  const before = story.liveRevision === null ? null : await revisionOf(room, story.id, story.liveRevision);
  if (before && (await slugOf(before.slug || before.headline, story.lang)) === slug) return path;
  const moved = await freePath(room, story, folderOf(path), slug);
  if (moved === path) return path;
  await room.db.deleteFrom('redirect').where('from_path', '=', moved).execute();
  await room.db
    .insertInto('redirect')
    .values({ from_path: path, story: story.id, to_path: null, created_at: room.now() })
    .execute();
  changes.add('redirect', path);
  changes.add('redirect', moved);
  return moved;
}

/** The first of slug, slug-2, slug-3 … at which neither another story nor somebody else's redirect stands. */
async function freePath(room: Room, story: Story, folder: string, slug: string): Promise<string> {
  const tries = Array.from(
    { length: TRIES },
    (_, at) => `${folder}${slug}${at === 0 ? '' : `-${at + 1}`}.html`,
  );
  const rows = await room.db
    .selectFrom('story')
    .select('path')
    .where('path', 'in', tries)
    .where('id', '<>', story.id)
    .unionAll((from) =>
      from
        .selectFrom('redirect')
        .select('from_path as path')
        .where('from_path', 'in', tries)
        .where((is) => is.or([is('story', 'is', null), is('story', '<>', story.id)])),
    )
    .execute();
  const taken = new Set(rows.map(({ path }) => path));
  return tries.find((path) => !taken.has(path)) ?? `${folder}${slug}-${story.id}.html`;
}

/** Forgets every address that spells out the story and returns a plain one for its tombstone. */
export async function clearTraces(room: Room, story: Story, changes: Changes): Promise<string> {
  const old = [...(await redirectsTo(room, story.id)), ...(story.path === null ? [] : [story.path])];
  const folder = story.path === null ? '' : folderOf(story.path);
  await room.db.deleteFrom('redirect').where('story', '=', story.id).execute();
  await room.db
    .deleteFrom('redirect')
    .where('to_path', 'in', [...old, ''])
    .execute();
  // The press still has to learn that nothing stands there now; older lines of the log are not needed for that.
  await room.db
    .deleteFrom('change')
    .where('kind', '=', 'redirect')
    .where('key', 'in', [...old, ''])
    .execute();
  for (const path of old) changes.add('redirect', path);
  return `${folder}withdrawn-${story.id}.html`;
}

/** Old addresses that lead to the story. */
export async function redirectsTo(room: Room, story: StoryId): Promise<string[]> {
  const rows = await room.db.selectFrom('redirect').select('from_path').where('story', '=', story).execute();
  return rows.map(({ from_path }) => from_path);
}

export type NewRedirect = {
  /** An old address: a path, or an absolute address of the old site. */
  from: string;
  to: { story: StoryId } | { path: string };
};

/**
 * Leads an old address to a story, wherever that moves, or to a path. A chain is collapsed to its end; a loop, an
 * address with a query, one that no file can have, one at which a story stands and one that differs from another only in
 * capitals, or is its folder, are refused (`loop`, `query`, `address`, `taken`, `clash`).
 */
export async function addRedirect(
  room: Room,
  redirect: NewRedirect,
): Promise<{ ok: true; from: string } | Refused> {
  const from = filePathOf(redirect.from);
  if (from === null) {
    const code = redirect.from.includes('?') ? 'query' : 'address';
    const what = code === 'query' ? 'use a path with no query' : 'use a path that every server can hold';
    return refused(reason(code, `No file can answer at "${redirect.from}"; ${what}`));
  }
  return write(room, async (inside) => {
    const standing = await inside.db
      .selectFrom('story')
      .select('id')
      .where('path', '=', from)
      .executeTakeFirst();
    if (standing) return refused(reason('taken', `A story stands at "${from}"; choose another address`));
    const clash = await clashOf(inside, from);
    if (clash !== null) {
      return refused(
        reason('clash', `"${from}" cannot stand beside the old address "${clash}"; keep one of the two`),
      );
    }
    const end = await endOf(inside, redirect.to);
    if (end === null) return refused(reason('address', 'The redirect leads nowhere; name a story or a path'));
    if (end.to_path === from)
      return refused(reason('loop', `"${from}" would lead to itself; choose another end`));
    const row = { from_path: from, ...end, created_at: room.now() };
    await inside.db
      .insertInto('redirect')
      .values(row)
      .onConflict((same) => same.column('from_path').doUpdateSet(end))
      .execute();
    const log = new Changes();
    const behind = await inside.db
      .selectFrom('redirect')
      .select('from_path')
      .where('to_path', '=', from)
      .execute();
    await inside.db.updateTable('redirect').set(end).where('to_path', '=', from).execute();
    for (const path of [from, ...behind.map(({ from_path }) => from_path)]) log.add('redirect', path);
    await log.record(inside);
    return { ok: true, from };
  });
}

async function endOf(
  room: Room,
  to: NewRedirect['to'],
): Promise<{ story: string | null; to_path: string | null } | null> {
  if ('story' in to) {
    const story = await room.db
      .selectFrom('story')
      .select('id')
      .where('id', '=', to.story)
      .executeTakeFirst();
    return story ? { story: story.id, to_path: null } : null;
  }
  const path = filePathOf(to.path);
  if (path === null) return null;
  const story = await room.db.selectFrom('story').select('id').where('path', '=', path).executeTakeFirst();
  if (story) return { story: story.id, to_path: null };
  const next = await room.db
    .selectFrom('redirect')
    .select(['story', 'to_path'])
    .where('from_path', '=', path)
    .executeTakeFirst();
  return next ?? { story: null, to_path: path };
}

export async function removeRedirect(room: Room, from: string): Promise<void> {
  await write(room, async (inside) => {
    const gone = await inside.db.deleteFrom('redirect').where('from_path', '=', from).executeTakeFirst();
    if (Number(gone.numDeletedRows) === 0) return;
    const log = new Changes();
    log.add('redirect', from);
    await log.record(inside);
  });
}
