import { Hono } from 'hono';
import { z } from 'zod';
import { json } from './checked.ts';
import { notFound } from './errors.ts';
import { storyFor } from './own.ts';
import type { Env, Parts } from './parts.ts';

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
  const { store, newsroom, act, audit, bus } = parts;
  return new Hono<Env>()
    .delete('/stories/:id/tasks/:source', act('story.write'), async (c) => {
      const { who } = c.var;
      const story = await storyFor(parts, who, 'story.write', c.req.param('id'));
      await newsroom.batch(async () => {
        if ((await newsroom.tasks.end(story.id, c.req.param('source'))) === 0) throw notFound('task');
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
