import { Hono } from 'hono';
import { z } from 'zod';
import { type Costs, COSTS, costsIn, monthlyCost } from '#support';
import { checked, json } from '../checked.ts';
import { DeskError } from '../errors.ts';
import { hold } from '../hold.ts';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

type Cost = Costs['costs'][number];
type Rate = Costs['rates'][number];

/** Costs by their ids and rates by their currencies, so that two people who change different ones do not clash. */
export type CostForm = Omit<Costs, 'costs' | 'rates'> & {
  costs: Record<string, Omit<Cost, 'id'>>;
  rates: Record<string, Omit<Rate, 'currency'>>;
};

const based = z.looseObject({
  costs: z.record(z.string(), z.looseObject({})),
  rates: z.record(z.string(), z.looseObject({})),
  currency: z.string(),
  base: z
    .custom<CostForm>((value) => typeof value === 'object' && value !== null)
    .nullable()
    .optional(),
});

export const formOf = ({ costs, rates, ...rest }: Costs): CostForm => ({
  ...rest,
  costs: Object.fromEntries(costs.map(({ id, ...cost }) => [id, cost])),
  rates: Object.fromEntries(rates.map(({ currency, ...rate }) => [currency, rate])),
});

const monthAfter = (month: string): string => {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return next.toISOString().slice(0, 7);
};

/** What the paper has committed itself to pay, and what is published of it. */
export function costRoutes(parts: Parts) {
  const { act, audit, store, now, presser } = parts;
  const standing = async () => {
    const { gap } = await openMoney(parts);
    const { value } = await gap.costs.now();
    const published = await gap.published();
    const thisMonth = new Date(now()).toISOString().slice(0, 7);
    // What was told of a month stays; what was changed within it counts from the next one on.
    const isChanged =
      published?.month === thisMonth && published.figure.cost !== monthlyCost(value, thisMonth);
    const month = isChanged ? monthAfter(thisMonth) : thisMonth;
    return {
      costs: formOf(value),
      month,
      monthly: monthlyCost(value, month),
      parts: costsIn(value, month).map(({ cost, amount }) => ({ id: cost.id, amount })),
      published: published && { month: published.month, play: published.play, figure: published.figure },
      waiting: await gap.waiting(),
    };
  };
  return new Hono<Env>()
    .get('/money/costs', act('money.costs'), async (c) => c.json(await standing()))
    .put('/money/costs', act('money.costs'), json(based), async (c) => {
      const { base, costs, rates, ...rest } = c.req.valid('json');
      const given = {
        ...rest,
        costs: Object.entries(costs).map(([id, cost]) => ({ ...cost, id })),
        rates: Object.entries(rates).map(([currency, rate]) => ({ ...rate, currency })),
      };
      const { gap } = await openMoney(parts);
      await store.transaction(async () => {
        const { number, value } = await gap.costs.now();
        hold(base, formOf(value));
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
