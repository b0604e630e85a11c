import { sql } from 'kysely';
import type { Room } from './room.ts';
import { storyFrom } from './stories.ts';
import type { State, Story } from './types.ts';

export type Find = {
  state?: State | State[];
  lang?: string;
  section?: string;
  tag?: string;
  /** Words of the newest headline, slug or the id, in any letter case. */
  text?: string;
  /** At most 1,000; default 50. */
  limit?: number;
  /** The last story of the page before. */
  before?: { changedAt: number; id: string };
};

export type Found = Story & { headline: string };

/** Stories by what is known of their newest revision, last changed first. */
export async function findStories(room: Room, find: Find = {}): Promise<Found[]> {
  let query = room.db
    .selectFrom('story')
    .innerJoin('revision', (on) =>
      on.onRef('revision.story', '=', 'story.id').onRef('revision.number', '=', 'story.revision'),
    )
    .selectAll('story')
    .select('revision.headline')
    .orderBy('story.changed_at', 'desc')
    .orderBy('story.id', 'desc')
    .limit(Math.min(Math.max(find.limit ?? 50, 1), 1000));
  const { state, lang, section, tag, text, before } = find;
  if (state !== undefined) query = query.where('story.state', 'in', Array.isArray(state) ? state : [state]);
  if (lang !== undefined) query = query.where('story.lang', '=', lang);
  if (section !== undefined) query = query.where('revision.section', '=', section);
  if (tag !== undefined) query = query.where('revision.tags_json', 'like', `%${JSON.stringify(tag)}%`);
  for (const word of (text ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<boolean>`(story.search like ${pattern} escape '\\' or story.id = ${word})`);
  }
  if (before) {
    query = query.where(sql<boolean>`(story.changed_at, story.id) < (${before.changedAt}, ${before.id})`);
  }
  const rows = await query.execute();
  return rows.map(({ headline, ...row }) => ({ ...storyFrom(row), headline }));
}
