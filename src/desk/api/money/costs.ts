import { Hono } from 'hono';
import { z } from 'zod';
import { type Costs, COSTS, costsIn, digitsOf, monthlyCost } from '#support';
import { checked, json } from '../checked.ts';
import { DeskError } from '../errors.ts';
import { hold } from '../hold.ts';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

const based = z.custom<Costs & { base?: Costs | null }>(
  (value) => typeof value === 'object' && value !== null,
);

/** What the paper has committed itself to pay, and what is published of it. */
export function costRoutes(parts: Parts) {
  const { act, audit, store, now, presser } = parts;
  const standing = async () => {
    const { gap } = await openMoney(parts);
    const { value } = await gap.costs.now();
    const published = await gap.published();
    const month = new Date(now()).toISOString().slice(0, 7);
    const codes = [value.currency, ...value.costs.map(({ currency }) => currency)];
    return {
      costs: value,
      month,
      monthly: monthlyCost(value, month),
      parts: costsIn(value, month).map(({ cost, amount }) => ({ id: cost.id, amount })),
      digits: Object.fromEntries([...new Set(codes)].map((code) => [code, digitsOf(code) ?? 2])),
      published: published && { month: published.month, play: published.play, figure: published.figure },
      waiting: await gap.waiting(),
    };
  };
  return new Hono<Env>()
    .get('/money/costs', act('money.costs'), async (c) => c.json(await standing()))
    .put('/money/costs', act('money.costs'), json(based), async (c) => {
      const { base, ...given } = c.req.valid('json');
      const { gap } = await openMoney(parts);
      await store.transaction(async () => {
        const { number, value } = await gap.costs.now();
        hold(base, value);
        if (given.currency !== value.currency && (await gap.published()) !== null)
          throw new DeskError(
            422,
            'currency_told',
            'The figure is published in a currency already; it cannot be told in another',
          );
        await gap.costs.change(checked(COSTS, given), number);
        await audit({ account: c.var.who.account.id, act: 'money.costs' });
      });
      presser.ask();
      return c.json(await standing());
    });
}
