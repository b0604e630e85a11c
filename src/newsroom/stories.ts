import type { Selectable } from 'kysely';
import type { StoryTable } from '#store';
import { noStory } from './refusal.ts';
import { diffDrafts, revisionFrom, revisionOf } from './revisions.ts';
import type { Room } from './room.ts';
import type { Revision, State, Story, StoryDiff, StoryId, Transition } from './types.ts';

export async function getStory(room: Room, id: string): Promise<Story | null> {
  const row = await room.db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? storyFrom(row) : null;
}

/** Throws `NewsroomError` when there is none. */
export async function storyOf(room: Room, id: string): Promise<Story> {
  const story = await getStory(room, id);
  if (!story) throw noStory(id);
  return story;
}

export async function currentRevision(room: Room, story: Story): Promise<Revision> {
  const revision = await revisionOf(room, story.id, story.revision);
  if (!revision) throw new Error(`Revision ${story.revision} of story "${story.id}" is missing`);
  return revision;
}

export async function revisionsOf(room: Room, story: StoryId): Promise<Revision[]> {
  const rows = await room.db
    .selectFrom('revision')
    .selectAll()
    .where('story', '=', story)
    .orderBy('number')
    .execute();
  return rows.map(revisionFrom);
}

/** A revision without its text. */
export type RevisionCard = Pick<Revision, 'number' | 'base' | 'at' | 'account' | 'headline' | 'words'>;

/** Newest first; `before` is the number of the last one seen. */
export async function revisionCards(
  room: Room,
  story: StoryId,
  { before, limit = 200 }: { before?: number; limit?: number } = {},
): Promise<RevisionCard[]> {
  let query = room.db
    .selectFrom('revision')
    .select(['number', 'base', 'at', 'account', 'headline', 'words'])
    .where('story', '=', story)
    .orderBy('number', 'desc')
    .limit(Math.min(Math.max(limit, 1), 1000));
  if (before !== undefined) query = query.where('number', '<', before);
  return query.execute();
}

/** What changed from revision `a` to revision `b`; null when one of them does not exist. */
export async function diffRevisions(
  room: Room,
  story: StoryId,
  a: number,
  b: number,
): Promise<StoryDiff | null> {
  const [before, after] = [await revisionOf(room, story, a), await revisionOf(room, story, b)];
  return before && after ? diffDrafts(before, after) : null;
}

/** Every move the story made, oldest first. */
export async function transitionsOf(room: Room, story: StoryId): Promise<Transition[]> {
  const rows = await room.db
    .selectFrom('transition')
    .selectAll()
    .where('story', '=', story)
    .orderBy('id')
    .execute();
  return rows.map(({ from_state, to_state, ...row }) => ({
    ...row,
    story: row.story as StoryId,
    from: from_state as State,
    to: to_state as State,
  }));
}

export function storyFrom(row: Selectable<StoryTable>): Story {
  return {
    id: row.id as StoryId,
    lang: row.lang,
    state: row.state as State,
    revision: row.revision,
    liveRevision: row.live_revision,
    translationGroup: row.translation_group,
    source:
      row.source_story === null || row.source_revision === null
        ? null
        : { story: row.source_story as StoryId, revision: row.source_revision },
    path: row.path,
    firstLiveAt: row.first_live_at,
    dueAt: row.due_at,
    redacted: row.redacted === 1,
    protected: row.protected === 1,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
