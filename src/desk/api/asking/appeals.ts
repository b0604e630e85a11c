import { Hono } from 'hono';
import { z } from 'zod';
import { explainAppeals, keepAppeals, openAppealCounts, PLACEMENTS } from '#support';
import type { Appeal, Appeals } from '#support';
import { figure, json, query, text } from '../checked.ts';
import { DeskError, notFound, RefusedError } from '../errors.ts';
import { hold, holdRemoval, removal } from '../hold.ts';
import type { Env, Parts } from '../parts.ts';
import { contrastsIn, tooWeak } from './contrast.ts';
import { appealBody, draftOf } from './shape.ts';
import { coloursNow, fillings, sayingNow } from './shown.ts';
import { makersOf, versionDetail } from './versions.ts';

const DAY = 86_400_000;
/** Days of which a variant's figures are shown. */
const FIGURES = 90;

const order = z.strictObject({
  on: z.boolean(),
  /** Every appeal by its id, in the order in which they are taken. */
  ids: z.array(text(40)).max(40),
});

/** What the paper asks its readers, where and when. */
export function appealRoutes(parts: Parts) {
  const { store, newsroom, act, audit, now, presser } = parts;
  const kept = keepAppeals({ store, now });
  const counts = openAppealCounts({ store, now });

  /** Changes what is kept, in the transaction in which it is looked at. */
  const change = async (account: string, what: string, work: (before: Appeals) => Promise<Appeals>) => {
    await newsroom.batch(async () => {
      const { number, value } = await kept.now();
      const version = await kept.change(await work(value), number);
      await audit({ account, act: 'appeal.set', subject: what, detail: versionDetail(version) });
    });
    presser.ask();
  };

  return new Hono<Env>()
    .get('/money/appeals', act('appeals.read'), async (c) => {
      const [{ number, at, value }, { support, isOpen }, colours] = await Promise.all([
        kept.now(),
        sayingNow(parts),
        coloursNow(parts),
      ]);
      const since = new Date(now() - FIGURES * DAY).toISOString().slice(0, 10);
      return c.json({
        number,
        at,
        by: (await makersOf(parts, 'appeal.set', [number])).get(number) ?? null,
        on: value.on,
        appeals: value.appeals.map(draftOf),
        /** Whether any way to pay is open; where none is, no reader is asked. */
        payable: isOpen,
        contrasts: contrastsIn(colours),
        fills: await fillings(parts, support),
        offers: support.offers.map(({ currency, floor, most }) => ({ currency, floor, most })),
        /** Sums of ten and more, of so many days. */
        figures: await counts.since(since),
        figureDays: FIGURES,
      });
    })
    .put(
      '/money/appeals',
      act('appeals.write'),
      json(order.extend({ base: order.optional() })),
      async (c) => {
        const { on, ids, base } = c.req.valid('json');
        await change(c.var.who.account.id, '', async (before) => {
          const known = before.appeals.map(({ id }) => id);
          hold(base, { on: before.on, ids: known });
          if (ids.toSorted().join(' ') !== known.toSorted().join(' '))
            throw new DeskError(422, 'invalid', 'Name each appeal once', { field: 'ids' });
          const appeals = ids.flatMap((id) => before.appeals.find((one) => one.id === id) ?? []);
          return { on, appeals };
        });
        return c.json({ on, ids });
      },
    )
    .get(
      '/money/appeals-explained',
      act('appeals.read'),
      query(
        z.object({
          placement: z.enum(PLACEMENTS),
          lang: text(16),
          section: text(80).optional(),
          at: figure.optional(),
        }),
      ),
      async (c) => {
        const { placement, lang, section = null, at = now() } = c.req.valid('query');
        const [{ value }, { isOpen }] = await Promise.all([kept.now(), sayingNow(parts)]);
        const spot = { placement, lang, section, at, payable: isOpen };
        return c.json({ explained: explainAppeals(value, spot) });
      },
    )
    .put('/money/appeals/:id', act('appeals.write'), json(appealBody), async (c) => {
      const id = c.req.param('id');
      const { appeal, base } = c.req.valid('json');
      if (appeal.id !== id) throw new DeskError(422, 'invalid', 'An appeal keeps its name', { field: 'id' });
      const weak = appeal.on ? tooWeak(contrastsIn(await coloursNow(parts))) : null;
      if (weak !== null) throw new RefusedError([weak]);
      await change(c.var.who.account.id, id, async (before) => {
        const standing = before.appeals.find((one) => one.id === id);
        hold(base, standing === undefined ? null : draftOf(standing));
        return { ...before, appeals: withAppeal(before.appeals, appeal) };
      });
      return c.json({ appeal: draftOf(appeal) });
    })
    .delete('/money/appeals/:id', act('appeals.write'), removal, async (c) => {
      const id = c.req.param('id');
      const { base } = c.req.valid('json');
      await change(c.var.who.account.id, id, async (before) => {
        const standing = before.appeals.find((one) => one.id === id);
        if (standing === undefined) throw notFound('appeal');
        holdRemoval(base, draftOf(standing));
        return { ...before, appeals: before.appeals.filter((one) => one.id !== id) };
      });
      return c.json({ ok: true as const });
    });
}

/** A new one comes last: what stood there stands on. */
function withAppeal(appeals: readonly Appeal[], appeal: Appeal): Appeal[] {
  const at = appeals.findIndex(({ id }) => id === appeal.id);
  return at < 0 ? [...appeals, appeal] : appeals.with(at, appeal);
}
