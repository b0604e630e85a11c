import { useSuspenseQuery } from '@tanstack/react-query';
import { useSpoken } from '../words.tsx';
import { railsQuery } from './queries.ts';

/** Digits as people type them, in any of the interface's languages. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll('٫', '.')
    .replaceAll(/[\s\u200e\u200f٬'’]/g, '');

/**
 * Minor units of what somebody typed, `12.5`, `12,50` or `1,200`; null: it is no amount above zero. A mark before three
 * digits groups thousands, as it does on the support page, but in a currency that has three digits of its own.
 */
export function minorOf(text: string, digits: number): number | null {
  const typed = plain(text);
  const found =
    (digits === 3 ? /^(\d{1,12})[.,](\d{3})$/.exec(typed) : null) ??
    /^(\d{1,3}(?:[.,]\d{3})+|\d{1,12})(?:[.,](\d*))?$/.exec(typed);
  if (found === null) return null;
  const [, grouped = '', rest = ''] = found;
  if (!/^0*$/.test(rest.slice(digits))) return null;
  const value = Number(grouped.replaceAll(/[.,]/g, '') + rest.slice(0, digits).padEnd(digits, '0'));
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** The other way round, to be changed in a field: `12.50`. */
export function typedOf(amount: number, digits: number): string {
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** `units` of the told currency for `over` of another, both minor, as what one of the other counts for: `1.085`. */
export function rateText({ units, over }: { units: number; over: number }, digits: [number, number]): string {
  const [own, other] = digits;
  return String(Number(((units / over) * 10 ** (other - own)).toPrecision(12)));
}

/** The other way round, exactly; null: it is no rate. */
export function rateOf(text: string, [own, other]: [number, number]): { units: number; over: number } | null {
  const found = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(plain(text).replace(',', '.'));
  if (found === null) return null;
  const [, whole = '', rest = ''] = found;
  const units = BigInt(whole + rest) * 10n ** BigInt(own);
  const over = 10n ** BigInt(rest.length + other);
  if (units === 0n) return null;
  const by = common(units, over);
  return { units: Number(units / by), over: Number(over / by) };
}

const common = (one: bigint, other: bigint): bigint => (other === 0n ? one : common(other, one % other));

/** Writes money, months and days as the interface's language does. */
export function useMoney() {
  const { lang } = useSpoken();
  const { data } = useSuspenseQuery(railsQuery);
  const digitsOf = (currency: string): number => data.digits[currency] ?? 2;
  const written = (amount: number, currency: string, digits: number) =>
    new Intl.NumberFormat(lang, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(amount / 10 ** digitsOf(currency));
  return {
    digitsOf,
    amount: (minor: number, currency: string) => written(minor, currency, digitsOf(currency)),
    /** Without what is below one, for figures that are looked at and not added up. */
    round: (minor: number, currency: string) => written(minor, currency, Math.max(0, digitsOf(currency) - 2)),
    // Months are told as the books have them, whatever calendar the language has.
    month: (month: string, long = false) =>
      new Intl.DateTimeFormat(`${lang}-u-ca-gregory`, {
        month: long ? 'long' : 'short',
        ...(long && { year: 'numeric' as const }),
        timeZone: 'UTC',
      }).format(Date.parse(`${month}-15T12:00:00Z`)),
    day: (day: string) =>
      new Intl.DateTimeFormat(`${lang}-u-ca-gregory`, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        timeZone: 'UTC',
      }).format(Date.parse(`${day}T12:00:00Z`)),
    country: (code: string) => new Intl.DisplayNames(lang, { type: 'region' }).of(code) ?? code,
    currency: (code: string) => new Intl.DisplayNames(lang, { type: 'currency' }).of(code) ?? code,
  };
}
