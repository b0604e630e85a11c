import { Hono } from 'hono';
import { z } from 'zod';
import { figure, query } from './checked.ts';
import { notFound } from './errors.ts';
import { named, namesOf, revisionView } from './names.ts';
import { storyFor } from './own.ts';
import type { Env, Parts } from './parts.ts';

/** What a story was before, and what changed between. */
export function revisionRoutes(parts: Parts) {
  const { newsroom, act } = parts;
  return new Hono<Env>()
    .get(
      '/stories/:id/revisions',
      act('story.read'),
      query(z.object({ before: figure.optional(), limit: figure.optional() })),
      async (c) => {
        const story = await storyFor(parts, c.var.who, 'story.read', c.req.param('id'));
        const { before, limit = 200 } = c.req.valid('query');
        const cards = await newsroom.stories.revisionCards(story.id, {
          limit,
          ...(before !== undefined && { before }),
        });
        const names = await namesOf(parts);
        return c.json({
          revisions: cards.map((card) => ({
            ...named(card, names),
            live: card.number === story.liveRevision,
          })),
          next: cards.length === limit ? (cards.at(-1)?.number ?? null) : null,
        });
      },
    )
    .get('/stories/:id/revisions/:n{[0-9]+}', act('story.read'), async (c) => {
      const story = await storyFor(parts, c.var.who, 'story.read', c.req.param('id'));
      const revision = await newsroom.stories.revision(story.id, Number(c.req.param('n')));
      if (!revision) throw notFound('revision');
      return c.json({ revision: revisionView(revision, await namesOf(parts)) });
    })
    .get('/stories/:id/diff', act('story.read'), query(z.object({ from: figure, to: figure })), async (c) => {
      const story = await storyFor(parts, c.var.who, 'story.read', c.req.param('id'));
      const { from, to } = c.req.valid('query');
      const diff = await newsroom.stories.diff(story.id, from, to);
      if (!diff) throw notFound('revision');
      return c.json({ diff });
    });
}
