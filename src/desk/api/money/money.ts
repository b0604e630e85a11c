import { Hono } from 'hono';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

/** What readers give, and the books of it. */
export function moneyRoutes(parts: Parts) {
  const { store, act } = parts;
  return new Hono<Env>().get('/money/rails', act('money.rails'), async (c) => {
    const { contributions } = await openMoney(parts);
    const { railStates } = await import('#support');
    const rails = await railStates(store, contributions);
    return c.json({ rails, play: contributions.offered.every((rail) => rail === 'till') });
  });
}
