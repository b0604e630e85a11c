import { Hono } from 'hono';
import { z } from 'zod';
import { FEWEST, readerFigures } from '../readers.ts';
import { figure, query } from './checked.ts';
import type { Env, Parts } from './parts.ts';

const LONGEST = 400;
const TOP = 12;

/** How often pages were sent by the newsroom's own server, a figure a day: nobody is counted, only requests. */
export function readerRoutes({ store, newsroom, now, act }: Parts) {
  return new Hono<Env>().get(
    '/readers',
    act('readers.read'),
    query(z.object({ days: figure.optional() })),
    async (c) => {
      const site = (await newsroom.site.get()) ?? { timeZone: 'UTC' };
      const days = Math.min(Math.max(c.req.valid('query').days ?? 30, 1), LONGEST);
      const figures = await readerFigures(store, { site, at: now(), days, pages: TOP });
      const pages = await Promise.all(
        figures.pages.map(async (page) => {
          const [story] = await newsroom.stories.named(page.path);
          const [card] = story === undefined ? [] : await newsroom.live.cards([story.id]);
          return {
            ...page,
            story: card ? { id: card.story, lang: card.lang, headline: card.headline } : null,
          };
        }),
      );
      return c.json({ ...figures, pages, fewest: FEWEST });
    },
  );
}
