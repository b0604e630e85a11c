import { Hono } from 'hono';
import { z } from 'zod';
import { slugOf } from '#newsroom';
import type { MediaId } from '#newsroom';
import type { Audited } from './audit.ts';
import { json, text } from './checked.ts';
import { settled } from './errors.ts';
import { hold, holdRemoval, removal } from './hold.ts';
import type { Env, Parts } from './parts.ts';

// What the newsroom checks in words for people is only given its form here.
const byLanguage = z.record(z.string().max(16), text(20_000));
const term = z.strictObject({ names: byLanguage });
const author = term.extend({
  bios: byLanguage,
  pseudonymous: z.boolean(),
  portrait: z.string().max(64).nullable(),
});

const authorFrom = ({ portrait, ...rest }: z.output<typeof author>) => ({
  ...rest,
  portrait: portrait as MediaId | null,
});

/** What whoever asks began from; see `hold.ts`. */
const base = z.looseObject({}).nullable().optional();

/** An id for something new, from its first name. */
async function idFor(names: Record<string, string>, fallback: string): Promise<string> {
  const [lang = '', name = ''] = Object.entries(names).find(([, one]) => one.trim() !== '') ?? [];
  return (await slugOf(name, lang, fallback)).slice(0, 40).replace(/-+$/, '');
}

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
  /** Gives something new an id that nothing of its kind has. */
  const add = async (
    account: string | null,
    what: 'section' | 'tag' | 'author',
    names: Record<string, string>,
    put: (id: string) => Promise<{ ok: boolean }>,
  ) => {
    const wanted = await idFor(names, what);
    // In the transaction that keeps it, or two people at once would have the same.
    const id = await newsroom.batch(async () => {
      const kinds = { section: newsroom.sections, tag: newsroom.tags, author: newsroom.authors };
      const taken = new Set((await kinds[what].list()).map((one) => one.id));
      let free = wanted;
      for (let next = 2; taken.has(free); next += 1) free = `${wanted}-${next}`;
      settled(await put(free));
      await audit({ account, act: `${what}.put`, subject: free });
      return free;
    });
    presser.ask();
    return { id };
  };
  // Who made a pseudonym is likely to be the one behind it.
  const namelessFor = (account: string, { pseudonymous }: { pseudonymous: boolean }): string | null =>
    pseudonymous ? null : account;
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
    .post('/sections', act('terms.write'), json(term), async (c) => {
      const { names } = c.req.valid('json');
      const put = (id: string) => newsroom.sections.put({ id, names });
      return c.json(await add(c.var.who.account.id, 'section', names, put), 201);
    })
    .put(
      '/sections/:id',
      act('terms.write'),
      json(term.extend({ position: z.number().int().min(0).optional(), base })),
      async (c) => {
        const { position, base: before, ...rest } = c.req.valid('json');
        const id = c.req.param('id');
        const value = { id, ...rest, ...(position !== undefined && { position }) };
        return c.json(
          await change(c.var.who.account.id, 'section.put', id, async () => {
            hold(before, await newsroom.sections.get(id));
            return newsroom.sections.put(value);
          }),
        );
      },
    )
    .delete('/sections/:id', act('terms.write'), removal, async (c) => {
      const { base: before } = c.req.valid('json');
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'section.remove', id, async () => {
          holdRemoval(before, await newsroom.sections.get(id));
          return newsroom.sections.remove(id);
        }),
      );
    })
    .post('/tags', act('terms.write'), json(term), async (c) => {
      const { names } = c.req.valid('json');
      const put = (id: string) => newsroom.tags.put({ id, names });
      return c.json(await add(c.var.who.account.id, 'tag', names, put), 201);
    })
    .put('/tags/:id', act('terms.write'), json(term.extend({ base })), async (c) => {
      const { base: before, ...given } = c.req.valid('json');
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'tag.put', id, async () => {
          hold(before, await newsroom.tags.get(id));
          return newsroom.tags.put({ id, ...given });
        }),
      );
    })
    .delete('/tags/:id', act('terms.write'), removal, async (c) => {
      const { base: before } = c.req.valid('json');
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'tag.remove', id, async () => {
          holdRemoval(before, await newsroom.tags.get(id));
          return newsroom.tags.remove(id);
        }),
      );
    })
    .put('/series/:id', act('terms.write'), json(term.extend({ summaries: byLanguage, base })), async (c) => {
      const { base: before, ...given } = c.req.valid('json');
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'series.put', id, async () => {
          hold(before, await newsroom.series.get(id));
          return newsroom.series.put({ id, ...given });
        }),
      );
    })
    .delete('/series/:id', act('terms.write'), removal, async (c) => {
      const { base: before } = c.req.valid('json');
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'series.remove', id, async () => {
          holdRemoval(before, await newsroom.series.get(id));
          return newsroom.series.remove(id);
        }),
      );
    })
    .post('/authors', act('terms.write'), json(author), async (c) => {
      const given = authorFrom(c.req.valid('json'));
      const put = (id: string) => newsroom.authors.put({ id, ...given });
      return c.json(await add(namelessFor(c.var.who.account.id, given), 'author', given.names, put), 201);
    })
    .put('/authors/:id', act('terms.write'), json(author.extend({ base })), async (c) => {
      const { base: before, ...given } = c.req.valid('json');
      const value = { id: c.req.param('id'), ...authorFrom(given) };
      const account = namelessFor(c.var.who.account.id, value);
      return c.json(
        await change(account, 'author.put', value.id, async () => {
          hold(before, await newsroom.authors.get(value.id));
          return newsroom.authors.put(value);
        }),
      );
    })
    .delete('/authors/:id', act('terms.write'), removal, async (c) => {
      const { base: before } = c.req.valid('json');
      const id = c.req.param('id');
      return c.json(
        await change(c.var.who.account.id, 'author.remove', id, async () => {
          holdRemoval(before, await newsroom.authors.get(id));
          return newsroom.authors.remove(id);
        }),
      );
    });
}
