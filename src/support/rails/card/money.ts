import { digitsOf } from '../../ledger/currencies.ts';
import { minor } from '../../ledger/minor.ts';
import type { Money } from '../../ledger/movement.ts';
import { RailError } from '../error.ts';

/** What cards can be charged in at Stripe. */
export const CARD_CURRENCIES: readonly string[] = `
  AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY COP
  CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR ISK JMD JOD
  JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO
  NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD SHP SLE SOS SRD STN SZL THB TJS TND
  TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XOF XPF YER ZAR ZMW`
  .trim()
  .split(/\s+/);

/** Digits by which Stripe counts some currencies other than ISO 4217 does. */
const SHIFTS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: -2 };

const factorOf = (currency: string): number => 10 ** (SHIFTS[currency] ?? 0);

/**
 * An amount as Stripe counts it.
 *
 * @throws RailError `refused` for what it cannot charge: less than ten of a thousandth, part of a currency it counts whole
 */
export function toStripe({ amount, currency }: Money): { amount: number; currency: string } {
  const counted = amount * factorOf(currency);
  const step = digitsOf(currency) === 3 ? 10 : 1;
  if (!Number.isSafeInteger(counted) || counted % step !== 0)
    throw new RailError('refused', `Stripe cannot charge ${amount} of ${currency}; round it to a whole one`);
  return { amount: counted, currency: currency.toLowerCase() };
}

/** The other way round; null for what is no whole minor unit of a currency that is known here. */
export function fromStripe(counted: number, code: string): Money | null {
  const currency = code.toUpperCase();
  const amount = counted / factorOf(currency);
  if (digitsOf(currency) === null || !Number.isSafeInteger(amount)) return null;
  return { amount: minor(amount), currency };
}
