import { sql } from 'kysely';
import type { Room } from './room.ts';
import { storyFrom } from './stories.ts';
import type { Story } from './types.ts';

/** Beyond these, whoever asks has to be more exact. */
const MOST = 20;

/**
 * The stories that a person means by an id, by an address, which may be an old one or one on any host, or by a slug;
 * the first of these that fits decides. An id or an address names at most one story; slugs repeat over days and
 * languages. Stories that were redacted have no address that tells of them.
 *
 * @returns at most 20, last changed first
 */
export async function storiesNamed(room: Room, name: string): Promise<Story[]> {
  const byId = await storiesWhere(room, 'id', [name]);
  if (byId.length > 0) return byId;
  for (const path of pathsIn(name)) {
    const [story] = [...(await storiesWhere(room, 'path', [path])), ...(await forwarded(room, path))];
    if (story !== undefined) return [story];
  }
  return /^[^\s/]+$/.test(name) ? withSlug(room, name) : [];
}

/** A path as it stands, or every end of an address's, since a copy may stand in a folder of its host. */
function pathsIn(name: string): string[] {
  if (!/^https?:\/\//i.test(name)) return [plainPath(name)];
  const steps = plainPath(URL.parse(name)?.pathname ?? '').split('/');
  return steps.map((_, at) => steps.slice(at).join('/'));
}

function plainPath(text: string): string {
  const path = text.replace(/[?#].*$/s, '').replace(/^\/+/, '');
  try {
    return decodeURIComponent(path).normalize('NFC');
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}

async function storiesWhere(room: Room, column: 'id' | 'path', values: readonly string[]): Promise<Story[]> {
  const rows = await room.db.selectFrom('story').selectAll().where(column, 'in', values).execute();
  return rows.map(storyFrom);
}

async function forwarded(room: Room, path: string): Promise<Story[]> {
  const found = await room.db
    .selectFrom('redirect')
    .select(['story', 'to_path'])
    .where('from_path', '=', path)
    .executeTakeFirst();
  if (found === undefined) return [];
  return found.story === null
    ? storiesWhere(room, 'path', [found.to_path ?? ''])
    : storiesWhere(room, 'id', [found.story]);
}

async function withSlug(room: Room, name: string): Promise<Story[]> {
  const slug = name.replace(/\.html$/, '');
  const end = `%/${slug.replace(/[\\%_]/g, (sign) => `\\${sign}`)}.html`;
  const rows = await room.db
    .selectFrom('story')
    .innerJoin('revision', (on) =>
      on.onRef('revision.story', '=', 'story.id').onRef('revision.number', '=', 'story.revision'),
    )
    .selectAll('story')
    .where(sql<boolean>`(revision.slug = ${slug} or story.path like ${end} escape '\\')`)
    .orderBy('story.changed_at', 'desc')
    .orderBy('story.id')
    .limit(MOST)
    .execute();
  return rows.map(storyFrom);
}
