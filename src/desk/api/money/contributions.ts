import { Hono } from 'hono';
import { z } from 'zod';
import { DECIDED, minor, RAILS, REFUND_REASONS, RHYTHMS, STATES } from '#support';
import { id, json, query, text } from '../checked.ts';
import { notFound } from '../errors.ts';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

const PAGE = 50;

const filter = z.object({
  state: z
    .string()
    .max(200)
    .transform((value) => STATES.filter((state) => value.split(',').includes(state)))
    .optional(),
  rail: z.enum(RAILS).optional(),
  rhythm: z.enum(RHYTHMS).optional(),
  name: text(120).optional(),
  before: text(80).optional(),
});

const wish = z.strictObject({
  source: id,
  /** Minor units. */
  amount: z.number().int().positive(),
  reason: z.enum(REFUND_REASONS),
  seen: z.number().int().min(0),
});

const question = z.strictObject({
  rail: z.enum(RAILS),
  source: id,
  reason: text(120),
  decided: z.enum(DECIDED),
});

/** Contributions without anybody's name, what is given back of them, and what rails leave to a person. */
export function contributionRoutes(parts: Parts) {
  const { act, audit, store } = parts;
  return new Hono<Env>()
    .get('/money/contributions', act('money.contributions'), query(filter), async (c) => {
      const { contributions } = await openMoney(parts);
      const { state, rail, rhythm, name, before = null } = c.req.valid('query');
      const wanted = {
        ...(state && { states: state }),
        ...(rail && { rail }),
        ...(rhythm && { rhythm }),
        ...(name !== undefined && { name: name.trim() }),
      };
      return c.json(await contributions.list(wanted, { limit: PAGE, before }));
    })
    .get('/money/contributions/:id', act('money.contributions'), async (c) => {
      const { contributions } = await openMoney(parts);
      const file = await contributions.file(c.req.param('id'));
      if (file === null) throw notFound('contribution');
      return c.json(file);
    })
    .post('/money/contributions/:id/refund', act('money.refund'), json(wish), async (c) => {
      const { contributions } = await openMoney(parts);
      const { amount, ...rest } = c.req.valid('json');
      const file = await contributions.file(c.req.param('id'));
      if (file === null) throw notFound('contribution');
      const { rail } = file.contribution;
      // What it was given back of is not named: nothing ties an account to a supporter.
      const detail = { rail, reason: rest.reason };
      const outcome = await contributions.refund(
        file.contribution.id,
        { ...rest, amount: minor(amount) },
        () => audit({ account: c.var.who.account.id, act: 'money.refund', detail }),
      );
      // It stands in the books as soon as the rail lists it.
      if (outcome.outcome === 'done') await contributions.read(rail).catch(() => undefined);
      return c.json({ outcome: outcome.outcome, file: await contributions.file(file.contribution.id) });
    })
    .get('/money/questions', act('money.contributions'), async (c) => {
      const { contributions } = await openMoney(parts);
      const owed = await contributions.owed();
      return c.json({ owed, questions: await contributions.questions() });
    })
    .post('/money/questions', act('money.refund'), json(question), async (c) => {
      const { contributions } = await openMoney(parts);
      const { decided, ...about } = c.req.valid('json');
      await store.transaction(async () => {
        await contributions.decide(about, decided);
        const detail = { rail: about.rail, reason: about.reason, decided };
        await audit({ account: c.var.who.account.id, act: 'money.question', detail });
      });
      return c.json({ questions: await contributions.questions() });
    });
}
