import { Hono } from 'hono';
import { z } from 'zod';
import { figure, query } from '../checked.ts';
import type { Env, Parts } from '../parts.ts';
import { bookRoutes } from './books.ts';
import { contributionRoutes } from './contributions.ts';
import { costRoutes } from './costs.ts';
import { openMoney } from './open.ts';
import { switchRoutes } from './switch.ts';
import { transferRoutes } from './transfers.ts';
import { wallRoutes } from './wall.ts';

const LONGEST = 36;

/** What readers give, and the books of it. */
export function moneyRoutes(parts: Parts) {
  const { store, now, act } = parts;
  return new Hono<Env>()
    .get('/money/rails', act('money.rails'), async (c) => {
      const { contributions } = await openMoney(parts);
      const { CURRENCIES, digitsOf, railStates } = await import('#support');
      const rails = await railStates(store, contributions);
      const unusual = CURRENCIES.filter((code) => digitsOf(code) !== 2);
      const cardTesting = (await parts.options.cardTesting?.()) ?? null;
      return c.json({
        cardTesting,
        rails,
        play: contributions.offered.every((rail) => rail === 'till'),
        /** Digits of minor units, of currencies that have others than two. */
        digits: Object.fromEntries(unusual.map((code) => [code, digitsOf(code) ?? 2])),
      });
    })
    .get(
      '/money/figures',
      act('money.overview'),
      query(z.object({ months: figure.optional() })),
      async (c) => {
        const { gap } = await openMoney(parts);
        const { moneyFigures } = await import('#support');
        const months = Math.min(Math.max(c.req.valid('query').months ?? 12, 2), LONGEST);
        const published = await gap.published();
        return c.json(await moneyFigures(store, { at: now(), months, published }));
      },
    )
    .route('/', contributionRoutes(parts))
    .route('/', transferRoutes(parts))
    .route('/', costRoutes(parts))
    .route('/', wallRoutes(parts))
    .route('/', switchRoutes(parts))
    .route('/', bookRoutes(parts));
}
