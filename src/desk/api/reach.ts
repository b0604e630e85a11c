import { Hono } from 'hono';
import { z } from 'zod';
import type { Mirror } from '#reach';
import { figure, json, query } from './checked.ts';
import type { Env, Parts } from './parts.ts';

const DAY = 86_400_000;

/** Editions, mirrors with what was found of them, and until when keys hold. */
export function reachRoutes(parts: Parts) {
  const { store, now, act, audit, bus, presser, options } = parts;
  return new Hono<Env>()
    .get(
      '/editions',
      act('editions.read'),
      query(z.object({ before: figure.optional(), limit: figure.optional() })),
      async (c) => {
        const { before = null, limit = 20 } = c.req.valid('query');
        const editions =
          (await options.editions?.({ limit: Math.min(Math.max(limit, 1), 100), before })) ?? [];
        return c.json({ editions });
      },
    )
    .get('/keys', act('keys.read'), async (c) => c.json({ keys: (await options.keys?.()) ?? [] }))
    .get('/mirrors', act('mirrors.read'), query(z.object({ days: figure.optional() })), async (c) => {
      const { days = 7 } = c.req.valid('query');
      const { historyOf, openRegister, readProbes, stretchesOf } = await import('#reach');
      const to = now();
      const from = to - Math.min(Math.max(days, 1), 90) * DAY;
      const mirrors = await openRegister(store).list();
      const rows = await readProbes(store, from);
      const history = historyOf({ mirrors, rows, from, to, intervals: 168 });
      const lanes = new Map(history.mirrors.map((mirror) => [mirror.id, mirror.lanes]));
      return c.json({
        from,
        to,
        intervalMs: history.intervalMs,
        mirrors: mirrors.map((mirror) => ({
          ...viewOf(mirror),
          lanes: (lanes.get(mirror.id) ?? []).map(({ vantage, verdicts, last }) => ({
            vantage,
            stretches: stretchesOf(verdicts),
            last,
          })),
        })),
      });
    })
    .patch(
      '/mirrors/:id',
      act('mirrors.write'),
      json(z.strictObject({ state: z.enum(['listed', 'spare', 'blocked', 'retired']) })),
      async (c) => {
        const id = c.req.param('id');
        const { state } = c.req.valid('json');
        const { openRegister } = await import('#reach');
        await store.transaction(async () => {
          await openRegister(store).setState(id, state, now());
          await audit({ account: c.var.who.account.id, act: 'mirror.state', subject: id, detail: { state } });
        });
        presser.ask();
        return c.json({ ok: true as const });
      },
    )
    .post('/mirrors/:id/push', act('mirrors.write'), async (c) => {
      const id = c.req.param('id');
      const { openRegister, PUSH_JOB, ReachError } = await import('#reach');
      if ((await openRegister(store).get(id)) === null)
        throw new ReachError('no_mirror', `There is no mirror "${id}"`);
      await store.jobs.add({ kind: PUSH_JOB, key: id, payload: { mirror: id }, runAt: now() });
      return c.json({ ok: true as const }, 202);
    })
    .delete('/mirrors/:id', act('mirrors.write'), async (c) => {
      const id = c.req.param('id');
      const { openRegister } = await import('#reach');
      await store.transaction(async () => {
        await openRegister(store).remove(id);
        await audit({ account: c.var.who.account.id, act: 'mirror.remove', subject: id });
      });
      bus.tell({ type: 'pushed', mirror: id, edition: null, error: null });
      presser.ask();
      return c.json({ ok: true as const });
    });
}

/** A mirror without what its kind needs to be written to. */
function viewOf({
  id,
  kind,
  address,
  use,
  state,
  addedAt,
  changedAt,
  pushedEdition,
  pushedAt,
  error,
}: Mirror) {
  return { id, kind, address, use, state, addedAt, changedAt, pushedEdition, pushedAt, error };
}
