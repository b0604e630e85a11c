import { digitsOf } from '../ledger/currencies.ts';
import { parseDecimal } from '../ledger/minor.ts';
import { isRail, type Rail } from '../ledger/chart.ts';
import { PURPOSES, type Purpose, VISIBILITIES, type Visibility } from '../contributions/contribution.ts';
import { RHYTHMS, type Rhythm } from '../rails/rail.ts';

/** What somebody chose on the support page. */
export type Wished = {
  rail: Rail | null;
  rhythm: Rhythm;
  currency: string;
  /** Minor units; null: nothing that is an amount. The terms say whether it is taken. */
  amount: number | null;
  cover: boolean;
  purpose: Purpose;
  visibility: Visibility;
  lang: string;
  /** The appeal and its variant that led here, as `strip.a`; empty where that is not known. */
  from: string;
};

/** The field of a preset: each currency and rhythm has a group of its own, since no script may be needed to change it. */
export const presetField = (rhythm: string, currency: string): string => `amount.${rhythm}.${currency}`;

const FROM = /^[a-z0-9-]{1,40}\.[a-z0-9]{1,12}$/;

/**
 * Reads the form of the support page. An amount that was typed counts before a preset. Whatever is not one of the
 * choices is taken for the most careful of them: nothing is charged yet, and the reader sees all of it once more.
 */
export function readWish(field: (name: string) => string | null): Wished {
  const rhythm = RHYTHMS.find((one) => one === field('rhythm')) ?? 'once';
  const currency = field('currency') ?? '';
  const own = (field('own') ?? '').trim();
  const preset = field(presetField(rhythm, currency)) ?? field('amount') ?? '';
  const rail = field('rail') ?? '';
  return {
    rail: isRail(rail) ? rail : null,
    rhythm,
    currency,
    amount: own === '' ? wholeOf(preset) : typedAmount(own, currency),
    cover: field('cover') === 'yes',
    purpose: PURPOSES.find((one) => one === field('purpose')) ?? 'self',
    visibility: VISIBILITIES.find((one) => one === field('visibility')) ?? 'secret',
    lang: field('lang') ?? '',
    from: FROM.exec(field('from') ?? '')?.[0] ?? '',
  };
}

function wholeOf(text: string): number | null {
  return /^[1-9]\d{0,12}$/.test(text) ? Number(text) : null;
}

/** Digits of Persian and Arabic keyboards, and their signs for what English writes with a point. */
const DIGITS = ['۰۱۲۳۴۵۶۷۸۹', '٠١٢٣٤٥٦٧٨٩'];

/**
 * An amount as people type it: `5`, `5.50`, `5,50`, `۵٫۵۰`, `1 000`. Null where it could be read in two ways, as `1.000`.
 */
export function typedAmount(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  if (digits === null) return null;
  let plain = text.replaceAll(/[\s\u00a0\u202f\u2066-\u2069\u200e\u200f'’٬]/g, '').replaceAll(/[,٫]/g, '.');
  for (const row of DIGITS)
    for (const [at, sign] of Array.from(row).entries()) plain = plain.replaceAll(sign, String(at));
  const [, whole = '', part = ''] = /^(\d{1,12})(?:\.(\d{1,8}))?$/.exec(plain) ?? [];
  if (whole === '' || part.length > digits) return null;
  return parseDecimal(part === '' ? whole : `${whole}.${part}`, currency);
}
