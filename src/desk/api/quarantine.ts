import { Hono } from 'hono';
import { z } from 'zod';
import { quarantine } from '#newsroom';
import { json, text } from './checked.ts';
import { notFound } from './errors.ts';
import type { Env, Parts } from './parts.ts';

const options = z.strictObject({
  fetchPictures: z.boolean().optional(),
  pictureCredit: text(300).optional(),
  timeZone: text(64).optional(),
});

/** As long as an item that a request may carry. */
const LONG = 3_500_000;

/** What a person changed of an original. */
const mended = z.strictObject({
  text: text(LONG).optional(),
  title: text(2_000).optional(),
  excerpt: text(20_000).optional(),
  content: text(LONG).optional(),
});

/** What an import could not take: looked at, mended, tried again, purged. */
export function quarantineRoutes(parts: Parts) {
  const { newsroom, act, audit, presser, store, now } = parts;
  const { folder, random } = parts.options;
  const desk = quarantine({ store, folder, now, random });
  const purge = (account: string, id: string | null) =>
    newsroom.batch(async () => {
      await audit({ account, act: 'quarantine.purge', subject: id ?? '' });
      return desk.purge(id);
    });

  return new Hono<Env>()
    .get('/quarantine', act('import.run'), async (c) => {
      const items = await desk.list();
      return c.json({
        items: items.map(({ id, source, item, reason, remarks, at }) => ({
          id,
          source,
          item,
          reason,
          remarks,
          at,
        })),
      });
    })
    .get('/quarantine/:id', act('import.run'), async (c) => {
      const item = await desk.show(c.req.param('id'));
      if (!item) throw notFound('item');
      const { id, source, item: key, reason, remarks, at, original } = item;
      return c.json({ id, source, item: key, reason, remarks, at, original });
    })
    .put('/quarantine/:id', act('import.run'), json(mended), async (c) => {
      const id = c.req.param('id');
      if (!(await desk.mend(id, c.req.valid('json')))) throw notFound('item');
      await audit({ account: c.var.who.account.id, act: 'quarantine.mend', subject: id });
      return c.json({ ok: true as const });
    })
    .post('/quarantine/:id/retry', act('import.run'), json(options), async (c) => {
      const { fetchPictures, pictureCredit, timeZone } = c.req.valid('json');
      const report = await desk.retry(c.req.param('id'), {
        ...(fetchPictures !== undefined && { fetchPictures }),
        ...(pictureCredit !== undefined && { pictureCredit }),
        ...(timeZone !== undefined && { timeZone }),
      });
      await audit({ account: c.var.who.account.id, act: 'quarantine.retry', subject: c.req.param('id') });
      presser.ask();
      return c.json({ report });
    })
    .delete('/quarantine/:id', act('import.run'), async (c) =>
      c.json({ purged: await purge(c.var.who.account.id, c.req.param('id')) }),
    )
    .delete('/quarantine', act('import.run'), async (c) =>
      c.json({ purged: await purge(c.var.who.account.id, null) }),
    );
}
