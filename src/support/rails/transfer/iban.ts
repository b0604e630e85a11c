import { TransferError } from './error.ts';
import { checkDigits, mod97 } from './mod97.ts';

/** An account's number in capitals without spaces: `DE89370400440532013000`. */
export type Iban = string & { readonly __iban: unique symbol };

const CLASSES: Record<string, string> = { n: '[0-9]', a: '[A-Z]', c: '[0-9A-Z]' };

/**
 * The countries of the SWIFT IBAN registry, each with what stands behind the check digits: a number of characters and
 * which (n: digits, a: capitals, c: both).
 */
const STRUCTURES = new Map(
  `AD 8n12c  AE 19n  AL 8n16c  AT 16n  AZ 4a20c  BA 16n  BE 12n  BG 4a6n8c  BH 4a14c  BI 23n  BR 23n1a1c  BY 4c4n16c
   CH 5n12c  CR 18n  CY 8n16c  CZ 20n  DE 18n  DJ 23n  DK 14n  DO 4c20n  EE 16n  EG 25n  ES 20n  FI 14n  FK 2a12n
   FO 14n  FR 10n11c2n  GB 4a14n  GE 2a16n  GI 4a15c  GL 14n  GR 7n16c  GT 24c  HN 4a20n  HR 17n  HU 24n  IE 4a14n
   IL 19n  IQ 4a15n  IS 22n  IT 1a10n12c  JO 4a4n18c  KW 4a22c  KZ 3n13c  LB 4n20c  LC 4a24c  LI 5n12c  LT 16n
   LU 3n13c  LV 4a13c  LY 21n  MC 10n11c2n  MD 20c  ME 18n  MK 3n10c2n  MN 16n  MR 23n  MT 4a5n18c  MU 4a19n3a
   NI 4a20n  NL 4a10n  NO 11n  OM 3n16c  PK 4a16c  PL 24n  PS 4a21c  PT 21n  QA 4a21c  RO 4a16c  RS 18n  RU 14n15c
   SA 2n18c  SC 4a20n3a  SD 14n  SE 20n  SI 15n  SK 20n  SM 1a10n12c  SO 19n  ST 21n  SV 4a20n  TL 19n  TN 20n
   TR 6n16c  UA 6n19c  VA 18n  VG 4a16n  XK 16n  YE 4a4n18c`
    .trim()
    .split(/\s{2,}/)
    .map((line): [string, RegExp] => [line.slice(0, 2), patternOf(line.slice(3))]),
);

/** Countries whose accounts have an IBAN. */
export const IBAN_COUNTRIES: readonly string[] = [...STRUCTURES.keys()];

function patternOf(structure: string): RegExp {
  const body = structure.replaceAll(
    /(\d+)([nac])/g,
    (_, count: string, kind: string) => `${CLASSES[kind] ?? ''}{${count}}`,
  );
  return new RegExp(`^${body}$`);
}

/** Why a text is no IBAN. */
export type IbanFault = 'shape' | 'country' | 'length' | 'structure' | 'check';

/** Reads what people write and paste: spaces of every kind, hyphens and lower case are let be. */
export function readIban(text: string): Iban | IbanFault {
  const plain = text
    .replaceAll(/[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff-]/g, '')
    .replace(/^IBAN:?/i, '')
    .toUpperCase();
  const [, country = '', check = '', body = ''] = /^([A-Z]{2})(\d\d)([0-9A-Z]{1,30})$/.exec(plain) ?? [];
  if (country === '') return 'shape';
  const structure = STRUCTURES.get(country);
  if (structure === undefined) return 'country';
  if (!structure.test(body)) return body.length === lengthOf(structure) ? 'structure' : 'length';
  // 00, 01 and 99 leave the right rest too, and are never given out.
  const right = mod97(`${body}${country}${check}`) === 1 && checkDigits(`${body}${country}`) === check;
  return right ? (plain as Iban) : 'check';
}

function lengthOf(structure: RegExp): number {
  return [...structure.source.matchAll(/\{(\d+)\}/g)].reduce((sum, [, count]) => sum + Number(count), 0);
}

const FAULTS: Record<IbanFault, string> = {
  shape: 'an IBAN begins with two letters and two digits, and has letters and digits only',
  country: 'no country whose accounts have an IBAN begins like that',
  length: 'it is too short or too long for its country',
  structure: 'there are letters where its country has digits, or the other way round',
  check: 'its check digits do not fit, so something is mistyped',
};

/** Throws a TransferError `iban` that says what is wrong with it. */
export function parseIban(text: string): Iban {
  const found = readIban(text);
  if (isFault(found))
    throw new TransferError(
      'iban',
      `"${text}" is no IBAN: ${FAULTS[found]}; copy it from the bank's own page`,
    );
  return found;
}

/** The IBAN, or null for what is none. */
export function ibanOf(text: string): Iban | null {
  const found = readIban(text);
  return isFault(found) ? null : found;
}

function isFault(found: Iban | IbanFault): found is IbanFault {
  return Object.hasOwn(FAULTS, found);
}

/** As it stands on paper, in groups of four: `DE89 3704 0044 0532 0130 00`. */
export function printedIban(iban: Iban): string {
  return inGroups(iban);
}

export function inGroups(text: string): string {
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** The two letters of the country whose bank keeps the account. */
export function countryOfIban(iban: Iban): string {
  return iban.slice(0, 2);
}

/** ISO 9362, of 8 or 11 characters. Throws a TransferError `bic`. */
export function parseBic(text: string): string {
  const plain = text.replaceAll(/\s/g, '').toUpperCase();
  if (/^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$/.test(plain)) return plain;
  throw new TransferError(
    'bic',
    `"${text}" is no BIC; it has 8 or 11 letters and digits, such as "COBADEFFXXX", and may be left out`,
  );
}
