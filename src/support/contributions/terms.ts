import { z } from 'zod';
import type { Store } from '#store';
import { digitsOf } from '../ledger/currencies.ts';
import { minor, type Minor } from '../ledger/minor.ts';
import type { Price, Rhythm } from '../rails/rail.ts';
import { type Kept, keepSetting, pressSoon } from '../settings.ts';
import { SupportError } from './error.ts';

/** In minor units, above zero. */
const amount = z
  .number()
  .int()
  .positive()
  .max(1_000_000_000_000)
  .transform((value) => minor(value));

const amounts = z
  .array(amount)
  .min(1, 'has to offer at least one amount')
  .max(6, 'has more than six amounts; nobody reads so many');

const offer = z
  .strictObject({
    currency: z.string().refine((code) => digitsOf(code) !== null, 'is no currency; use a code of ISO 4217'),
    /** The least that is taken: below it, fees eat most of it. */
    floor: amount,
    /** The most that is taken at once, so that a slip of the finger is no disaster. */
    most: amount,
    once: amounts,
    monthly: amounts,
    yearly: amounts,
  })
  .superRefine((value, context) => {
    for (const rhythm of ['once', 'monthly', 'yearly'] as const)
      for (const [at, each] of value[rhythm].entries())
        if (each < value.floor || each > value.most)
          context.addIssue({
            code: 'custom',
            path: [rhythm, at],
            message: 'lies below the least or above the most that is taken',
          });
  });
/** What is offered in one currency. The first amount of a rhythm is chosen for whoever chooses none. */
export type Offer = z.infer<typeof offer>;

export const TERMS = z.strictObject({
  offers: z
    .array(offer)
    .min(1, 'has to offer at least one currency')
    .max(12, 'has more than twelve currencies')
    .refine(
      (all) => new Set(all.map(({ currency }) => currency)).size === all.length,
      'names a currency twice',
    ),
  /** What a card costs, so that a supporter can cover it: hundredths of a percent, and minor units a time. */
  fees: z.strictObject({ share: z.number().int().min(0).max(2_000), fixed: z.record(z.string(), amount) }),
  /** What stands on the statement of a supporter's bank, where the rail lets it be chosen. */
  statement: z
    .string()
    .regex(
      /^(?=.*[A-Za-z])[A-Za-z0-9 .&-]{5,22}$/,
      'has to be 5 to 22 letters, digits or " .&-", with a letter among them: banks take nothing else',
    )
    .nullable(),
});
export type Terms = z.infer<typeof TERMS>;

const money = (values: readonly number[]): Minor[] => values.map((value) => minor(value));

const offerOf = (currency: string, floor: number, monthly: readonly number[], times = 12): Offer => ({
  currency,
  floor: minor(floor),
  most: minor(floor * 5_000),
  once: money(monthly.map((value) => value * 5)),
  monthly: money(monthly),
  yearly: money(monthly.map((value) => value * times)),
});

/** What a paper begins with: two dollars at least, five chosen, and the same in euros. */
export const FIRST_TERMS: Terms = {
  offers: [offerOf('USD', 200, [500, 200, 1_000, 2_000]), offerOf('EUR', 200, [500, 200, 1_000, 2_000])],
  fees: { share: 290, fixed: { USD: minor(30), EUR: minor(25) } },
  statement: null,
};

/** What is offered, with every version of it. */
export const keepTerms = (options: { store: Store; now: () => number }): Kept<Terms> =>
  keepSetting({ ...options, name: 'terms', schema: TERMS, first: FIRST_TERMS, changed: pressSoon(options) });

/** @throws SupportError `currency` */
export function offerIn(terms: Terms, currency: string): Offer {
  const found = terms.offers.find((one) => one.currency === currency);
  if (found !== undefined) return found;
  const codes = terms.offers.map((one) => one.currency).join(', ');
  throw new SupportError('currency', `"${currency}" is not offered; choose one of ${codes}`);
}

/** What has to be added so that the whole gift arrives: the fee of a card is taken of the sum with it. */
export function coverOf(
  { fees }: Pick<Terms, 'fees'>,
  { amount: gift, currency }: { amount: Minor; currency: string },
): Minor {
  const fixed = fees.fixed[currency] ?? 0;
  return minor(Math.ceil(((gift + fixed) * 10_000) / (10_000 - fees.share)) - gift);
}

/**
 * The price of a wish.
 *
 * @throws SupportError `currency`, `amount`
 */
export function priceOf(
  terms: Terms,
  wish: { rhythm: Rhythm; currency: string; amount: number; cover: boolean },
): { price: Price; cover: Minor } {
  const found = offerIn(terms, wish.currency);
  if (!Number.isSafeInteger(wish.amount)) throw new SupportError('amount', `"${wish.amount}" is no amount`);
  if (wish.amount < found.floor)
    throw new SupportError('amount', `${wish.amount} is below the least that is taken, ${found.floor}`);
  if (wish.amount > found.most)
    throw new SupportError('amount', `${wish.amount} is above the most that is taken, ${found.most}`);
  const gift = { amount: minor(wish.amount), currency: wish.currency };
  const cover = wish.cover ? coverOf(terms, gift) : minor(0);
  return {
    price: { rhythm: wish.rhythm, currency: wish.currency, amount: minor(gift.amount + cover) },
    cover,
  };
}
