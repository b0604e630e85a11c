import { localeOf } from './dates.ts';

/** Minor units, and how many digits of the currency they are. */
export type MoneyView = { amount: number; currency: string; digits: number };

const formats = new Map<string, Intl.NumberFormat>();

/** An amount as readers of a language write it, without the digits that say nothing: `$5`, `$5.45`, `5 €`, `۵ $`. */
export function formatMoney(lang: string, { amount, currency, digits }: MoneyView): string {
  const key = `${lang} ${currency} ${digits}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(localeOf(lang), {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      // Bitcoin has eight of them, and nobody reads zeros.
      minimumFractionDigits: digits > 4 ? 0 : digits,
      maximumFractionDigits: digits,
      trailingZeroDisplay: 'stripIfInteger',
    });
    formats.set(key, format);
  }
  return format.format(amount / 10 ** digits);
}
