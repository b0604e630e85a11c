import { z } from 'zod';
import type { Store } from '#store';
import { digitsOf } from '../../ledger/currencies.ts';
import { RAILS } from '../../ledger/chart.ts';
import { type Kept, keepSetting, pressSoon } from '../../settings.ts';
import { epcText } from './epc.ts';
import { type Iban, ibanOf, printedIban } from './iban.ts';
import { printedReference, type Reference } from './reference.ts';
import type { Minor } from '../../ledger/minor.ts';

const account = z.strictObject({
  iban: z.string().transform((text, context): Iban => {
    const iban = ibanOf(text);
    if (iban !== null) return iban;
    context.addIssue({ code: 'custom', message: 'is no IBAN; copy it from the page of the bank' });
    return z.NEVER;
  }),
  bic: z
    .string()
    .regex(
      /^[A-Z]{6}[0-9A-Z]{2}([0-9A-Z]{3})?$/,
      'is no BIC; it has 8 or 11 characters, and null stands for none',
    )
    .nullable(),
  /** As the bank has it: banks compare it with what a payer writes. */
  holder: z.string().trim().min(1).max(70),
  currency: z
    .string()
    .refine((code) => digitsOf(code) !== null && code !== 'BTC', 'is no currency of a bank'),
});
export type Account = z.infer<typeof account>;

const payout = z.strictObject({
  /** What stands in the name or the words of a payout, whatever its case. */
  words: z.string().trim().min(3).max(70),
  from: z.enum(RAILS).exclude(['transfer', 'till']),
});
export type PayoutRule = z.infer<typeof payout>;

export const BANK = z.strictObject({
  /** The newsroom's own; the first of a currency is the one that is shown. */
  accounts: z
    .array(account)
    .max(20)
    .refine(
      (all) => new Set(all.map(({ iban, currency }) => iban + currency)).size === all.length,
      'are there twice',
    ),
  payouts: z.array(payout).max(50),
});
export type Bank = z.infer<typeof BANK>;

/** The newsroom's own accounts, and by what words the payouts of other rails are known on them. */
export function keepBank(options: { store: Store; now: () => number }): Kept<Bank> {
  return keepSetting({
    ...options,
    name: 'bank',
    schema: BANK,
    first: { accounts: [], payouts: [] },
    changed: pressSoon(options),
  });
}

/** Whose payout it is, by the payer's name and words. */
export function payoutBy(rules: readonly PayoutRule[]): (words: string) => PayoutRule['from'] | null {
  const known = rules.map(({ words, from }) => ({ words: plain(words), from }));
  return (words) => {
    const said = plain(words);
    return known.find((rule) => said.includes(rule.words))?.from ?? null;
  };
}

function plain(text: string): string {
  return text.toUpperCase().replaceAll(/\s+/g, ' ');
}

/** What a supporter needs for a transfer, as it is printed. */
export interface TransferDetails {
  holder: string;
  iban: string;
  bic: string | null;
  currency: string;
  reference: string;
  /** The text of the QR code (`qrPath` of the room `reader`, correction `medium`); null: there is none but for euro. */
  code: string | null;
}

export function detailsOf(
  { holder, iban, bic, currency }: Account,
  { reference, amount }: { reference: Reference; amount: Minor },
): TransferDetails {
  return {
    holder,
    iban: printedIban(iban),
    bic,
    currency,
    reference: printedReference(reference),
    code:
      currency === 'EUR' ? epcText({ holder, iban, reference, amount, ...(bic !== null && { bic }) }) : null,
  };
}
