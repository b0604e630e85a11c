import { sql } from 'kysely';
import type { Room } from './room.ts';
import { storyFrom } from './stories.ts';
import type { State, Story, StoryId } from './types.ts';

/** What narrows the stories down. */
export type Narrow = {
  state?: State | State[];
  lang?: string;
  section?: string;
  tag?: string;
  /** Words of the newest headline, slug or the id, in any letter case. */
  text?: string;
  /** Those that this account began, and `also`. */
  mine?: { account: string; also: readonly StoryId[] };
};

export type Find = Narrow & {
  /** At most 1,000; default 50. */
  limit?: number;
  /** The last story of the page before. */
  before?: { changedAt: number; id: string };
};

/** A story with what a list shows of its newest revision. */
export type Found = Story & {
  headline: string;
  kicker: string;
  section: string | null;
  bylines: string[];
  words: number;
};

/** Stories by what is known of their newest revision, last changed first. */
export async function findStories(room: Room, find: Find = {}): Promise<Found[]> {
  let query = narrowed(room, find)
    .selectAll('story')
    .orderBy('story.changed_at', 'desc')
    .orderBy('story.id', 'desc')
    .limit(Math.min(Math.max(find.limit ?? 50, 1), 1000));
  const { before } = find;
  if (before) {
    query = query.where(sql<boolean>`(story.changed_at, story.id) < (${before.changedAt}, ${before.id})`);
  }
  const rows = await query.execute();
  // Only for the page: joined above, revisions of everything that fits would be read to be sorted away.
  const cards = await cardsOf(
    room,
    rows.map(({ id }) => id),
  );
  return rows.flatMap((row) => {
    const card = cards.get(row.id);
    return card ? [{ ...storyFrom(row), ...card }] : [];
  });
}

type Card = Pick<Found, 'headline' | 'kicker' | 'section' | 'bylines' | 'words'>;

async function cardsOf(room: Room, stories: readonly string[]): Promise<Map<string, Card>> {
  if (stories.length === 0) return new Map();
  const rows = await room.db
    .selectFrom('story')
    .innerJoin('revision', (on) =>
      on.onRef('revision.story', '=', 'story.id').onRef('revision.number', '=', 'story.revision'),
    )
    .select(['story.id', 'revision.headline', 'revision.kicker', 'revision.section'])
    .select(['revision.bylines_json', 'revision.words'])
    .where('story.id', 'in', stories)
    .execute();
  return new Map(
    rows.map(({ id, bylines_json, ...card }) => [
      id,
      { ...card, bylines: (JSON.parse(bylines_json) as string[] | null) ?? [] },
    ]),
  );
}

/** A story that was changed lately: written, moved or noted. */
export type Recent = Pick<Story, 'id' | 'state' | 'revision' | 'changedAt'> & {
  /** When its newest revision was saved. */
  savedAt: number;
};

/** Stories changed since a moment, last changed first; whoever asks again and again sees what other processes do. */
export async function recentStories(
  room: Room,
  { since, limit }: { since: number; limit: number },
): Promise<Recent[]> {
  const rows = await room.db
    .selectFrom('story')
    .innerJoin('revision', (on) =>
      on.onRef('revision.story', '=', 'story.id').onRef('revision.number', '=', 'story.revision'),
    )
    .select(['story.id', 'story.state', 'story.revision', 'story.changed_at', 'revision.at'])
    .where('story.changed_at', '>=', since)
    .orderBy('story.changed_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id, state, revision, changed_at, at }) => ({
    id: id as StoryId,
    state: state as State,
    revision,
    changedAt: changed_at,
    savedAt: at,
  }));
}

/** How many stories `findStories` would give in all its pages. */
export async function countStories(room: Room, narrow: Narrow = {}): Promise<number> {
  const { total } = await narrowed(room, narrow)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(total);
}

function narrowed(room: Room, { state, lang, section, tag, text, mine }: Narrow) {
  let query = room.db.selectFrom('story');
  if (state !== undefined) query = query.where('story.state', 'in', Array.isArray(state) ? state : [state]);
  if (lang !== undefined) query = query.where('story.lang', '=', lang);
  for (const word of (text ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<boolean>`(story.search like ${pattern} escape '\\' or story.id = ${word})`);
  }
  if (section !== undefined || tag !== undefined) {
    query = query.where((is) => {
      let newest = is
        .selectFrom('revision as newest')
        .select(sql.lit(1).as('one'))
        .whereRef('newest.story', '=', 'story.id')
        .whereRef('newest.number', '=', 'story.revision');
      if (section !== undefined) newest = newest.where('newest.section', '=', section);
      if (tag !== undefined) newest = newest.where('newest.tags_json', 'like', `%${JSON.stringify(tag)}%`);
      return is.exists(newest);
    });
  }
  if (mine !== undefined) {
    query = query.where((is) =>
      is.or([
        is.exists(
          is
            .selectFrom('revision as begun')
            .select(sql.lit(1).as('one'))
            .whereRef('begun.story', '=', 'story.id')
            .where('begun.number', '=', 1)
            .where('begun.account', '=', mine.account),
        ),
        ...(mine.also.length > 0 ? [is('story.id', 'in', [...mine.also])] : []),
      ]),
    );
  }
  return query;
}

/** Ids of protected stories: few, and what a browser can prove to have written is looked for among them. */
export async function protectedStories(room: Room): Promise<StoryId[]> {
  const rows = await room.db
    .selectFrom('story')
    .select('id')
    .where('protected', '=', 1)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id as StoryId);
}
