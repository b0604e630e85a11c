import type { Room } from './room.ts';
import { translationsOf } from './translations.ts';
import type { StoryId } from './types.ts';

/** Why the other languages of a story have to look at theirs. */
export type TaskKind = 'correction' | 'withdrawal';

/** What somebody has to look at in a story, because of what became of another language of it. */
export type Task = {
  /** The story in the other language. */
  source: StoryId;
  lang: string;
  headline: string;
  kind: TaskKind;
  /** What readers were told there. */
  note: string;
  at: number;
};

/** Asks every other language of a story to look at theirs; of one source, the newest only. */
export async function leaveTasks(
  room: Room,
  { source, kind, note }: { source: StoryId; kind: TaskKind; note: string },
): Promise<void> {
  for (const peer of await translationsOf(room, source)) {
    if (peer.story === source || peer.state === 'killed' || peer.state === 'withdrawn') continue;
    const row = { story: peer.story, source, kind, note, at: room.now() };
    await room.db
      .insertInto('story_task')
      .values(row)
      .onConflict((same) => same.columns(['story', 'source']).doUpdateSet(row))
      .execute();
  }
}

/** What has been looked at: all of a story, or what one source asks. @returns how many tasks that were */
export async function endTasks(room: Room, story: StoryId, source?: string): Promise<number> {
  let query = room.db.deleteFrom('story_task').where('story', '=', story);
  if (source !== undefined) query = query.where('source', '=', source);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}

/** What has to be looked at in a story, longest waiting first. */
export async function tasksOf(room: Room, story: StoryId): Promise<Task[]> {
  const rows = await room.db
    .selectFrom('story_task')
    .select(['source', 'kind', 'note', 'at'])
    .where('story', '=', story)
    .orderBy('at')
    .execute();
  if (rows.length === 0) return [];
  const peers = new Map((await translationsOf(room, story)).map((peer) => [peer.story as string, peer]));
  return rows.flatMap(({ source, kind, ...row }) => {
    const peer = peers.get(source);
    // A story that is no translation of this one any more asks nothing of it.
    if (peer === undefined) return [];
    return [{ ...row, source: peer.story, kind: kind as TaskKind, lang: peer.lang, headline: peer.headline }];
  });
}

/** Stories that have to look at theirs because of this one. */
export async function askedBy(room: Room, source: StoryId): Promise<StoryId[]> {
  const rows = await room.db.selectFrom('story_task').select('story').where('source', '=', source).execute();
  return rows.map(({ story }) => story as StoryId);
}

/** Those of these stories that have something to look at. */
export async function tasked(room: Room, stories: readonly StoryId[]): Promise<Set<StoryId>> {
  if (stories.length === 0) return new Set();
  const rows = await room.db
    .selectFrom('story_task')
    .select('story')
    .where('story', 'in', stories)
    .distinct()
    .execute();
  return new Set(rows.map(({ story }) => story as StoryId));
}

/** Every story with something to look at, longest waiting first; at most 100. */
export async function waitingTasks(room: Room): Promise<{ story: StoryId; at: number }[]> {
  const rows = await room.db
    .selectFrom('story_task')
    .select(({ fn }) => ['story', fn.min('at').as('at')])
    .groupBy('story')
    .orderBy('at')
    .limit(100)
    .execute();
  return rows.map(({ story, at }) => ({ story: story as StoryId, at: Number(at) }));
}
