import { Hono } from 'hono';
import { z } from 'zod';
import type { Story, StoryId } from '#newsroom';
import { json } from './checked.ts';
import { notFound } from './errors.ts';
import { storyFor } from './own.ts';
import type { Env, Parts } from './parts.ts';

/** Why the other languages of a story have to look at theirs. */
export type TaskKind = 'correction' | 'withdrawal';

/** What somebody has to look at in a story, because of what became of another language of it. */
export type Task = {
  /** The story in the other language. */
  source: string;
  lang: string;
  headline: string;
  kind: TaskKind;
  /** What readers were told there. */
  note: string;
  at: number;
};

/** Asks every other language of a story to look at theirs. Call it in the transaction of what is looked at. */
export async function leaveTasks(
  { store, newsroom, now }: Parts,
  { story, kind, note }: { story: Story; kind: TaskKind; note: string },
): Promise<string[]> {
  const peers = (await newsroom.stories.translations(story.id)).filter(
    (peer) => peer.story !== story.id && peer.state !== 'killed' && peer.state !== 'withdrawn',
  );
  for (const peer of peers) {
    const row = { story: peer.story, source: story.id, kind, note, at: now() };
    await store.db
      .insertInto('story_task')
      .values(row)
      .onConflict((same) => same.columns(['story', 'source']).doUpdateSet(row))
      .execute();
  }
  return peers.map((peer) => peer.story);
}

/** What has been looked at, by hand or by saving a new text. @returns how many tasks that were */
export async function endTasks(
  { store }: Pick<Parts, 'store'>,
  story: string,
  source?: string,
): Promise<number> {
  let query = store.db.deleteFrom('story_task').where('story', '=', story);
  if (source !== undefined) query = query.where('source', '=', source);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}

export async function tasksOf({ store, newsroom }: Parts, story: StoryId): Promise<Task[]> {
  const rows = await store.db
    .selectFrom('story_task')
    .select(['source', 'kind', 'note', 'at'])
    .where('story', '=', story)
    .orderBy('at')
    .execute();
  if (rows.length === 0) return [];
  const peers = new Map(
    (await newsroom.stories.translations(story)).map((peer) => [peer.story as string, peer]),
  );
  return rows.flatMap(({ kind, ...row }) => {
    const peer = peers.get(row.source);
    // A story that is no translation of this one any more asks nothing of it.
    if (peer === undefined) return [];
    return [{ ...row, kind: kind as TaskKind, lang: peer.lang, headline: peer.headline }];
  });
}

/** Stories of these that have something to look at. */
export async function tasked(
  { store }: Pick<Parts, 'store'>,
  stories: readonly string[],
): Promise<Set<string>> {
  if (stories.length === 0) return new Set();
  const rows = await store.db
    .selectFrom('story_task')
    .select('story')
    .where('story', 'in', stories)
    .distinct()
    .execute();
  return new Set(rows.map(({ story }) => story));
}

/** Every story with something to look at, longest waiting first; at most 100. */
export async function waitingTasks({
  store,
}: Pick<Parts, 'store'>): Promise<{ story: string; at: number }[]> {
  const rows = await store.db
    .selectFrom('story_task')
    .select(({ fn }) => ['story', fn.min('at').as('at')])
    .groupBy('story')
    .orderBy('at')
    .limit(100)
    .execute();
  return rows.map(({ story, at }) => ({ story, at: Number(at) }));
}

/** How many words a story is to have; null: nobody said. */
export async function planOf({ store }: Pick<Parts, 'store'>, story: string): Promise<number | null> {
  const row = await store.db
    .selectFrom('story_plan')
    .select('words')
    .where('story', '=', story)
    .executeTakeFirst();
  return row?.words ?? null;
}

export function followingRoutes(parts: Parts) {
  const { store, act, audit, bus } = parts;
  return new Hono<Env>()
    .delete('/stories/:id/tasks/:source', act('story.write'), async (c) => {
      const { who } = c.var;
      const story = await storyFor(parts, who, 'story.write', c.req.param('id'));
      await store.transaction(async () => {
        if ((await endTasks(parts, story.id, c.req.param('source'))) === 0) throw notFound('task');
        await audit({ account: who.account.id, act: 'story.task-done', story: story.id });
      });
      bus.tell({ type: 'noted', story: story.id });
      return c.json({ ok: true as const });
    })
    .put(
      '/stories/:id/plan',
      act('story.write'),
      json(z.strictObject({ words: z.number().int().min(1).max(100_000).nullable() })),
      async (c) => {
        const story = await storyFor(parts, c.var.who, 'story.write', c.req.param('id'));
        const { words } = c.req.valid('json');
        if (words === null) await store.db.deleteFrom('story_plan').where('story', '=', story.id).execute();
        else
          await store.db
            .insertInto('story_plan')
            .values({ story: story.id, words })
            .onConflict((same) => same.column('story').doUpdateSet({ words }))
            .execute();
        bus.tell({ type: 'noted', story: story.id });
        return c.json({ plan: words });
      },
    );
}
