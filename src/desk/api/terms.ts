import { Hono } from 'hono';
import { z } from 'zod';
import type { MediaId } from '#newsroom';
import type { Audited } from './audit.ts';
import { json, text } from './checked.ts';
import { settled } from './errors.ts';
import type { Env, Parts } from './parts.ts';

// What the newsroom checks in words for people is only given its form here.
const byLanguage = z.record(z.string().max(16), text(20_000));
const term = z.strictObject({ names: byLanguage });

/** Sections, tags, series and authors. */
export function termRoutes({ newsroom, act, audit, presser }: Parts) {
  const change = async (
    account: string | null,
    what: Audited,
    id: string,
    work: () => Promise<{ ok: boolean }>,
  ) => {
    await newsroom.batch(async () => {
      settled(await work());
      await audit({ account, act: what, subject: id });
    });
    presser.ask();
    return { ok: true as const };
  };
  return new Hono<Env>()
    .get('/terms', act('terms.read'), async (c) => {
      const [sections, tags, series, authors] = [
        await newsroom.sections.list(),
        await newsroom.tags.list(),
        await newsroom.series.list(),
        await newsroom.authors.list(),
      ];
      return c.json({ sections, tags, series, authors });
    })
    .put(
      '/sections/:id',
      act('terms.write'),
      json(term.extend({ position: z.number().int().min(0).optional() })),
      async (c) => {
        const { names, position } = c.req.valid('json');
        const id = c.req.param('id');
        const value = { id, names, ...(position !== undefined && { position }) };
        return c.json(
          await change(c.var.who.account.id, 'section.put', id, () => newsroom.sections.put(value)),
        );
      },
    )
    .delete('/sections/:id', act('terms.write'), async (c) => {
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'section.remove', id, () => newsroom.sections.remove(id)),
      );
    })
    .put('/tags/:id', act('terms.write'), json(term), async (c) => {
      const value = { id: c.req.param('id'), ...c.req.valid('json') };
      return c.json(await change(c.var.who.account.id, 'tag.put', value.id, () => newsroom.tags.put(value)));
    })
    .delete('/tags/:id', act('terms.write'), async (c) => {
      const id = c.req.param('id');
      return c.json(await change(c.var.who.account.id, 'tag.remove', id, () => newsroom.tags.remove(id)));
    })
    .put('/series/:id', act('terms.write'), json(term.extend({ summaries: byLanguage })), async (c) => {
      const value = { id: c.req.param('id'), ...c.req.valid('json') };
      return c.json(
        await change(c.var.who.account.id, 'series.put', value.id, () => newsroom.series.put(value)),
      );
    })
    .delete('/series/:id', act('terms.write'), async (c) => {
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'series.remove', id, () => newsroom.series.remove(id)),
      );
    })
    .put(
      '/authors/:id',
      act('terms.write'),
      json(
        term.extend({ bios: byLanguage, pseudonymous: z.boolean(), portrait: z.string().max(64).nullable() }),
      ),
      async (c) => {
        const { portrait, ...rest } = c.req.valid('json');
        const value = { id: c.req.param('id'), ...rest, portrait: portrait as MediaId | null };
        // Who made a pseudonym is likely to be the one behind it.
        const account = rest.pseudonymous ? null : c.var.who.account.id;
        return c.json(await change(account, 'author.put', value.id, () => newsroom.authors.put(value)));
      },
    )
    .delete('/authors/:id', act('terms.write'), async (c) => {
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'author.remove', id, () => newsroom.authors.remove(id)),
      );
    });
}
