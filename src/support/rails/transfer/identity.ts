import { createHash } from 'node:crypto';
import type { Line } from './camt/entry.ts';
import type { Iban } from './iban.ts';

/** Makes keyed hashes under a key that lies outside the database and its backups. */
export interface PayerKey {
  /** Tells keys apart: letters, digits, `_-`. */
  readonly name: string;
  /** The same for the same text, and nothing to whoever has no key: letters, digits, `_-`. */
  digest(text: string): string;
}

/** The other account as it is kept; hashes under another key are not compared with it. */
export function payerOf(iban: Iban | null, key: PayerKey | null): string | null {
  return iban === null || key === null ? null : `${key.name}.${key.digest(`bank account ${iban}`)}`;
}

/** Whether two lines that look the same have payers that are known to be others. */
export function areOthers(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other && keyOf(one) === keyOf(other);
}

const keyOf = (payer: string): string => payer.slice(0, payer.indexOf('.'));

/**
 * What a line is known by, whichever statement tells of it: account, day, amount, and the bank's own name where it has
 * one. No key goes into it, so that a key that is lost makes no line a new one; and nothing of the payer, so that nobody
 * can try names out on it.
 */
export function baseOf(account: Iban, { day, amount, currency, bankReference }: Line): string {
  const said = [account, day, currency, amount, bankReference ?? ''].join('\n');
  return createHash('sha256').update(said).digest('hex').slice(0, 20);
}

/** `2b7c…-1`: the first of those lines that look the same. */
export const lineName = (base: string, ordinal: number): string => `${base}-${ordinal}`;
