import { Hono } from 'hono';
import { z } from 'zod';
import type { Wall } from '#support';
import { json } from '../checked.ts';
import { DeskError } from '../errors.ts';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

const decision = z.strictObject({
  contribution: z.string().max(64),
  /** As it was looked at. */
  name: z.string().max(200),
  verdict: z.enum(['show', 'refuse']),
});

/** Names that supporters want to be seen by: nobody is named before a person has looked. */
export function wallRoutes(parts: Parts) {
  const { act, audit, store, now, presser } = parts;
  const open = async () => {
    const { transfer } = await openMoney(parts);
    const { openSafety, openWall } = await import('#support');
    const isDenied = (contribution: string): Promise<boolean> => transfer.isDenied(contribution);
    return openWall({ store, safety: openSafety({ store, now }), isDenied, now });
  };
  const listOf = async (wall: Wall) => ({ waiting: await wall.waiting(), standing: await wall.standing() });
  return new Hono<Env>()
    .get('/money/wall', act('money.wall'), async (c) => c.json(await listOf(await open())))
    .post('/money/wall', act('money.wall'), json(decision), async (c) => {
      const { contribution, name, verdict } = c.req.valid('json');
      const wall = await open();
      await store.transaction(async () => {
        const decided =
          verdict === 'show' ? wall.approve(contribution, name) : wall.refuse(contribution, name);
        if (!(await decided))
          throw new DeskError(409, 'name_changed', 'The name was changed or taken off meanwhile; look anew');
        await audit({ account: c.var.who.account.id, act: 'money.wall' });
      });
      presser.ask();
      return c.json(await listOf(wall));
    });
}
