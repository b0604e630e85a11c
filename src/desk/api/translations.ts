import { Hono } from 'hono';
import { z } from 'zod';
import type { StoryId } from '#newsroom';
import { id, json } from './checked.ts';
import { settled } from './errors.ts';
import { storyFor } from './own.ts';
import type { Env, Parts } from './parts.ts';

/** The languages of a story, and what one of them has not followed yet. */
export function translationRoutes(parts: Parts) {
  const { newsroom, act, audit, presser } = parts;
  return new Hono<Env>()
    .get('/stories/:id/translations', act('story.read'), async (c) => {
      const story = await storyFor(parts, c.var.who, 'story.read', c.req.param('id'));
      const source = story.source && (await newsroom.stories.get(story.source.story));
      return c.json({
        peers: await newsroom.stories.translations(story.id),
        /** What readers of the source have and those of this story have not; null when it is up to date. */
        outdated: await newsroom.stories.outdatedDiff(story.id),
        /** The source as readers have it, to translate from. */
        source:
          source?.liveRevision === null || !source
            ? null
            : { story: source.id, lang: source.lang, revision: source.liveRevision },
      });
    })
    .put(
      '/stories/:id/translation',
      act('story.translate'),
      json(z.strictObject({ source: id, revision: z.number().int().min(1).optional() })),
      async (c) => {
        const { who } = c.var;
        const story = await storyFor(parts, who, 'story.translate', c.req.param('id'));
        const { source, revision } = c.req.valid('json');
        const linked = await newsroom.batch(async () => {
          const outcome = settled(
            await newsroom.stories.link({
              story: story.id,
              source: source as StoryId,
              ...(revision !== undefined && { revision }),
            }),
          );
          await audit({ account: who.account.id, act: 'story.link', story: story.id });
          return outcome;
        });
        presser.ask();
        return c.json({ story: linked.story });
      },
    )
    .delete('/stories/:id/translation', act('story.translate'), async (c) => {
      const { who } = c.var;
      const story = await storyFor(parts, who, 'story.translate', c.req.param('id'));
      await newsroom.batch(async () => {
        await newsroom.stories.unlink(story.id);
        await audit({ account: who.account.id, act: 'story.unlink', story: story.id });
      });
      presser.ask();
      return c.json({ ok: true as const });
    });
}
