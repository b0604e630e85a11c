import { digitsOf } from './currencies.ts';
import { LedgerError } from './error.ts';

/** Money in minor units of its currency: a whole number, safe for arithmetic; never a fraction. */
export type Minor = number & { readonly minor: unique symbol };

/** Throws a LedgerError `amount` for what is no safe whole number. Minus zero becomes zero. */
export function minor(value: number): Minor {
  if (!Number.isSafeInteger(value))
    throw new LedgerError('amount', `'${value}' is no amount; pass a whole number of minor units`);
  return (value + 0) as Minor;
}

/** Throws a LedgerError `amount` where the sum is too large to be kept exactly. */
export function sum(amounts: Iterable<Minor>): Minor {
  let total = 0;
  for (const amount of amounts) total = minor(total + amount);
  return minor(total);
}

export function negative(amount: Minor): Minor {
  return minor(0 - amount);
}

/** Exact: `-1234` in `EUR` is `-12.34`, in `JPY` `-1234`, in `BTC` `-0.00001234`. */
export function decimal(amount: Minor, currency: string): string {
  const digits = requireDigits(currency);
  const text = Math.abs(amount)
    .toString()
    .padStart(digits + 1, '0');
  const point = text.length - digits;
  const sign = amount < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, point)}.${text.slice(point)}`;
}

/**
 * The other way round, from what a rail or a bank writes: `12.3` in `EUR` is 1230. Null for what is no such number, has
 * more digits than the currency (unless they are zeros), or is too large.
 */
export function parseDecimal(text: string, currency: string): Minor | null {
  const digits = requireDigits(currency);
  const found = /^([+-]?)(\d{1,20})(?:\.(\d{0,30}))?$/.exec(text);
  if (found === null) return null;
  const [, sign, whole = '', rest = ''] = found;
  if (!/^0*$/.test(rest.slice(digits))) return null;
  const value = Number(`${whole}${rest.slice(0, digits).padEnd(digits, '0')}`);
  return Number.isSafeInteger(value) ? minor(sign === '-' ? -value : value) : null;
}

function requireDigits(currency: string): number {
  const digits = digitsOf(currency);
  if (digits === null)
    throw new LedgerError('currency', `'${currency}' is no currency; pass a code of ISO 4217, or BTC`);
  return digits;
}
