import { digitsOf, type Minor, decimal } from '#support';
import { apart } from '../page.ts';

/** `$5` or `5,50 €`: as the language writes it, with a fraction only where there is one. */
export function money(lang: string, amount: Minor, currency: string): string {
  const digits = digitsOf(currency) ?? 2;
  const isWhole = amount % 10 ** digits === 0;
  const format = new Intl.NumberFormat(lang, {
    style: 'currency',
    currency,
    minimumFractionDigits: isWhole ? 0 : digits,
    maximumFractionDigits: digits,
    currencyDisplay: 'narrowSymbol',
  });
  // As exact as it is kept: a decimal text is not rounded to a float.
  return apart(format.format(decimal(amount, currency) as `${number}`));
}

/** `5 November 2026`, of a day in UTC. */
export const dayIn = (lang: string, day: string): string =>
  apart(
    new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${day}T00:00:00Z`),
    ),
  );
