import { Hono } from 'hono';
import { z } from 'zod';
import { fullPalette, weakPairs } from '#newsroom';
import type { LegalNotice, Page, Site } from '#newsroom';
import type { Audited } from './audit.ts';
import { json, query, text } from './checked.ts';
import { notFound, settled } from './errors.ts';
import { hold, holdRemoval, removal } from './hold.ts';
import type { Env, Parts } from './parts.ts';

// The newsroom checks these and says what is wrong in words for people; here they have their types alone.
// `base` is what whoever asks began from; see `hold.ts`.
const based = <T, B = T>() =>
  z.custom<T & { base?: B | null }>((value) => typeof value === 'object' && value !== null);

/** A page; one that is new gets its id here. */
type Written = Omit<Page, 'id'> & { id?: string };

/** Stories under a notice are counted up to this. */
const COUNTED = 1_000;
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/);
const palette = z.strictObject({ paper: colour, ink: colour, accent: colour });

/** Settings of the site, static pages and legal notices. */
export function siteRoutes({ newsroom, act, audit, presser }: Parts) {
  const change = async <T>(account: string, what: Audited, subject: string, work: () => Promise<T>) => {
    const outcome = await newsroom.batch(async () => {
      const made = await work();
      await audit({ account, act: what, subject });
      return made;
    });
    presser.ask();
    return outcome;
  };
  return new Hono<Env>()
    .get('/site', act('site.read'), async (c) => c.json({ site: await newsroom.site.get() }))
    .put('/site', act('site.write'), json(based<Site>()), async (c) => {
      const { base, ...site } = c.req.valid('json');
      await change(c.var.who.account.id, 'site.set', '', async () => {
        hold(base, await newsroom.site.get());
        return settled(await newsroom.site.set(site));
      });
      return c.json({ site: await newsroom.site.get() });
    })
    .post(
      '/site/colours',
      act('site.write'),
      json(z.strictObject({ light: palette, dark: palette })),
      (c) => {
        const colours = c.req.valid('json');
        const { light, dark } = colours;
        return c.json({
          weak: weakPairs(colours),
          light: fullPalette(light, 'light'),
          dark: fullPalette(dark, 'dark'),
        });
      },
    )
    .get('/pages', act('pages.read'), query(z.object({ lang: text(16).optional() })), async (c) => {
      const { lang } = c.req.valid('query');
      return c.json({ pages: await newsroom.pages.list(lang) });
    })
    .get('/pages/:id/:lang', act('pages.read'), async (c) => {
      const page = await newsroom.pages.get(c.req.param('id'), c.req.param('lang'));
      if (!page) throw notFound('page');
      return c.json({ page });
    })
    .put('/pages', act('pages.write'), json(based<Written, Omit<Page, 'id'>>()), async (c) => {
      const { base, ...given } = c.req.valid('json');
      const { id, lang } = given;
      const { page } = await change(c.var.who.account.id, 'page.put', given.slug, async () => {
        hold(base, id === undefined ? null : await newsroom.pages.get(id, lang));
        return settled(await newsroom.pages.put(given));
      });
      return c.json({ page });
    })
    .delete('/pages/:id/:lang', act('pages.write'), removal, async (c) => {
      const { id, lang } = c.req.param();
      await change(c.var.who.account.id, 'page.remove', `${id} ${lang}`, async () => {
        holdRemoval(c.req.valid('json').base, await newsroom.pages.get(id, lang));
        return newsroom.pages.remove(id, lang);
      });
      return c.json({ ok: true as const });
    })
    .get('/notices', act('notices.read'), async (c) => {
      const notices = await newsroom.notices.list();
      const under = await Promise.all(
        notices.map(async (notice) => {
          const stories = await newsroom.live.storiesUnder(notice, COUNTED);
          const [card] = await newsroom.live.cards(stories.slice(0, 1));
          return { ...notice, stories: stories.length, example: card?.path ?? null };
        }),
      );
      return c.json({ notices: under, counted: COUNTED });
    })
    .put('/notices/:id', act('notices.write'), json(based<Omit<LegalNotice, 'id'>>()), async (c) => {
      const id = c.req.param('id');
      const { base, ...given } = c.req.valid('json');
      await change(c.var.who.account.id, 'notice.put', id, async () => {
        hold(base, await newsroom.notices.get(id));
        return newsroom.notices.put({ ...given, id });
      });
      return c.json({ notice: await newsroom.notices.get(id) });
    })
    .delete('/notices/:id', act('notices.write'), removal, async (c) => {
      const id = c.req.param('id');
      await change(c.var.who.account.id, 'notice.remove', id, async () => {
        holdRemoval(c.req.valid('json').base, await newsroom.notices.get(id));
        return newsroom.notices.remove(id);
      });
      return c.json({ ok: true as const });
    });
}
