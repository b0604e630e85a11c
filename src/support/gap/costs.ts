import { z } from 'zod';
import { digitsOf } from '../ledger/currencies.ts';
import { isDay, lastDay, type Month } from '../ledger/days.ts';
import { minor, type Minor, sum } from '../ledger/minor.ts';

/** What costs are for, so that a list can be drawn without words of its own. */
export const COST_KINDS = ['people', 'office', 'servers', 'travel', 'security', 'law', 'other'] as const;
export type CostKind = (typeof COST_KINDS)[number];

const day = z.string().refine(isDay, 'is no day; write it as yyyy-mm-dd');
const currency = z
  .string()
  .refine((code) => digitsOf(code) !== null, 'is no currency; use a code of ISO 4217');
/** Minor units of one cost at most, in its currency and in the one that the figure is told in: their sum can be told. */
const MOST = 1_000_000_000_000;
const positive = z.number().int().positive().max(MOST);

const cost = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'has to be small letters, digits and "-", 40 at most'),
    kind: z.enum(COST_KINDS),
    /** By language, as readers see it; null: private, readers see only that it is part of the whole. */
    names: z
      .record(
        z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'is no language'),
        z.string().trim().min(1).max(80),
      )
      .refine((names) => Object.keys(names).length > 0, 'has to hold a name, or be null for a private cost')
      .nullable(),
    /** Minor units, each month or each year. */
    amount: positive.transform((value) => minor(value)),
    currency,
    every: z.enum(['month', 'year']),
    /** The first day on which it is owed. */
    from: day,
    /** The last day on which it is owed; null while nobody knows. */
    until: day.nullable(),
  })
  .refine(({ from, until }) => until === null || until >= from, {
    path: ['until'],
    message: 'lies before its first day',
  });
export type Cost = z.infer<typeof cost>;

export const COSTS = z
  .strictObject({
    /** What the figure is told in. It cannot be another once something was published. */
    currency,
    costs: z
      .array(cost)
      .max(200, 'has more than 200 costs; put small ones together')
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'names an id twice'),
    /** `over` minor units of a currency count as `units` of the one that the figure is told in. */
    rates: z
      .array(z.strictObject({ currency, units: positive, over: positive }))
      .max(40)
      .refine((all) => new Set(all.map((one) => one.currency)).size === all.length, 'names a currency twice'),
    /** Sums are published in multiples of these minor units. Default: ten of the currency, about the usual gift twice. */
    granules: z.record(currency, positive),
    /** Whether the till counts, which moves play money: for trying. Pages say so. */
    play: z.boolean(),
  })
  .superRefine((value, context) => {
    for (const [at, { currency: code }] of value.costs.entries())
      if (code !== value.currency && !value.rates.some((one) => one.currency === code))
        context.addIssue({
          code: 'custom',
          path: ['costs', at, 'currency'],
          message: `has no rate to ${value.currency}`,
        });
    for (const [at, { amount, currency: code }] of value.costs.entries()) {
      const { units = 1, over = 1 } = value.rates.find((one) => one.currency === code) ?? {};
      if (BigInt(amount) * BigInt(units) > BigInt(MOST) * BigInt(over))
        context.addIssue({
          code: 'custom',
          path: ['costs', at, 'amount'],
          message: `is more in ${value.currency} than can be told; look at its rate`,
        });
    }
    for (const [at, { currency: code }] of value.rates.entries())
      if (code === value.currency)
        context.addIssue({
          code: 'custom',
          path: ['rates', at],
          message: 'is of the currency that the figure is told in',
        });
  });
/** What a paper has committed itself to pay, and how it is told. */
export type Costs = z.infer<typeof COSTS>;

export const FIRST_COSTS: Costs = { currency: 'USD', costs: [], rates: [], granules: {}, play: false };

/**
 * What each cost is in a month, in minor units of the currency that the figure is told in; costs that are not owed then
 * are left out. One that begins or ends within the month counts by its days, of as many as the month has; a yearly one by
 * a twelfth. Each is rounded up.
 */
export function costsIn(
  { currency: told, costs, rates }: Costs,
  month: Month,
): { cost: Cost; amount: Minor }[] {
  const [first, last] = [`${month}-01`, lastDay(month)];
  return costs.flatMap((one) => {
    const { amount, currency: code, every, from, until } = one;
    const [begins, ends] = [from > first ? from : first, until !== null && until < last ? until : last];
    if (begins > ends) return [];
    const days = Number(ends.slice(8)) - Number(begins.slice(8)) + 1;
    const rate = code === told ? undefined : rates.find((each) => each.currency === code);
    const above = BigInt(amount) * BigInt(days) * BigInt(rate?.units ?? 1);
    const below = BigInt(last.slice(8)) * (every === 'year' ? 12n : 1n) * BigInt(rate?.over ?? 1);
    return [{ cost: one, amount: minor(Number((above + below - 1n) / below)) }];
  });
}

/** What a month costs by commitment, in minor units of the currency that the figure is told in. */
export const monthlyCost = (costs: Costs, month: Month): Minor =>
  sum(costsIn(costs, month).map(({ amount }) => amount));

/** Minor units that sums in a currency are multiples of. */
export function granuleOf({ granules }: Costs, code: string): number {
  const set = granules[code];
  if (set !== undefined) return set;
  const digits = digitsOf(code) ?? 2;
  // Nobody gives ten bitcoins, and a thousand yen are seven dollars.
  if (digits === 8) return 10_000;
  return digits === 0 ? 1000 : 10 * 10 ** digits;
}
