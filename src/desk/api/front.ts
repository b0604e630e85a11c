import { Hono } from 'hono';
import { z } from 'zod';
import type { StoryId } from '#newsroom';
import { id, json, words } from './checked.ts';
import { DeskError, settled } from './errors.ts';
import { hold, holdRemoval, removal } from './hold.ts';
import type { Env, Parts } from './parts.ts';

const moment = z.number().int();

/** The top of a front and the breaking banner, by language. */
export function frontRoutes({ newsroom, act, audit, bus, presser, now }: Parts) {
  const changed = (lang: string): void => {
    bus.tell({ type: 'front', lang });
    presser.ask();
  };
  return new Hono<Env>()
    .get('/front/:lang', act('front.read'), async (c) => {
      const lang = c.req.param('lang');
      const slots = await newsroom.front.slots(lang);
      const newest = await newsroom.live.list(`${lang}/latest`, { limit: 40, newest: true });
      const ids = [...new Set([...slots, ...newest].map(({ story }) => story))];
      return c.json({
        slots,
        banner: await newsroom.front.banner(lang),
        /** Cards of the slots, and of the newest stories that fill the front by themselves. */
        cards: await newsroom.live.cards(ids),
        newest: newest.map(({ story }) => story),
      });
    })
    .put(
      '/front/:lang',
      act('front.write'),
      json(
        z.strictObject({
          slots: z.array(z.strictObject({ story: id, until: moment.nullable().optional() })).max(50),
          /** What stood there, as whoever asks has seen it; when something else does, nothing is changed. */
          before: z.array(id).max(50).optional(),
        }),
      ),
      async (c) => {
        const lang = c.req.param('lang');
        const { before, ...given } = c.req.valid('json');
        const slots = given.slots.map(({ story, until = null }) => ({
          story: story as StoryId,
          until,
        }));
        await newsroom.batch(async () => {
          const standing = (await newsroom.front.slots(lang)).map(({ story }) => story);
          if (before !== undefined && before.join() !== standing.join())
            throw new DeskError(
              409,
              'front_moved',
              'Somebody else changed the front meanwhile; look at it again',
            );
          settled(await newsroom.front.setSlots(lang, slots));
          await audit({ account: c.var.who.account.id, act: 'front.slots', subject: lang });
        });
        changed(lang);
        return c.json({ slots: await newsroom.front.slots(lang) });
      },
    )
    .put(
      '/front/:lang/banner',
      act('front.write'),
      json(
        z.strictObject({
          text: words(500),
          link: z.string().max(2000).nullable(),
          expiresAt: moment,
          /** What whoever asks began from; see `hold.ts`. */
          base: z.looseObject({}).nullable().optional(),
        }),
      ),
      async (c) => {
        const lang = c.req.param('lang');
        const { base, ...given } = c.req.valid('json');
        const { banner } = await newsroom.batch(async () => {
          hold(base, await newsroom.front.banner(lang));
          const raised = settled(await newsroom.front.raiseBanner({ lang, ...given }));
          await audit({ account: c.var.who.account.id, act: 'front.banner', subject: lang });
          return raised;
        });
        changed(lang);
        return c.json({ banner });
      },
    )
    .delete('/front/:lang/banner', act('front.write'), removal, async (c) => {
      const lang = c.req.param('lang');
      await newsroom.batch(async () => {
        holdRemoval(c.req.valid('json').base, await newsroom.front.banner(lang));
        await newsroom.front.lowerBanner(lang);
        await audit({ account: c.var.who.account.id, act: 'front.banner-lowered', subject: lang });
      });
      changed(lang);
      return c.json({ ok: true as const, at: now() });
    });
}
