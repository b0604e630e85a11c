import { decimal, type Minor } from '../../ledger/minor.ts';
import { TransferError } from './error.ts';
import type { Iban } from './iban.ts';
import type { Reference } from './reference.ts';

/** What the QR code of a SEPA credit transfer says. */
export interface EpcTransfer {
  /** Who keeps the account, at most 70 characters. */
  holder: string;
  iban: Iban;
  /** May be left out within the European Economic Area. */
  bic?: string;
  /** Euro cents, up to 999,999,999.99; left out where the payer chooses. */
  amount?: Minor;
  /** A reference or words, never both. */
  reference?: Reference;
  /** At most 140 characters. */
  words?: string;
}

/** The error correction that the guidelines ask for, which fits them into a code of version 13. */
export const EPC_CORRECTION = 'medium';
export const EPC_MOST_BYTES = 331;
const MOST_CENTS = 99_999_999_999;

/**
 * The text of the code that banking apps read (EPC069-12, version 002, UTF-8). It is in euro alone; there is no code for
 * another currency. Throws a TransferError `holder`, `amount` or `text`.
 */
export function epcText({
  holder,
  iban,
  bic = '',
  amount,
  reference = '' as Reference,
  words = '',
}: EpcTransfer): string {
  const name = oneLine(holder);
  if (name === '' || lengthOf(name) > 70)
    throw new TransferError('holder', `"${holder}" is no holder of an account; give 1 to 70 characters`);
  if (amount !== undefined && (!Number.isSafeInteger(amount) || amount < 1 || amount > MOST_CENTS))
    throw new TransferError('amount', `${amount} is no amount for a transfer; give 1 to ${MOST_CENTS} cents`);
  const said = oneLine(words);
  if (reference !== '' && said !== '')
    throw new TransferError('text', 'A transfer has a reference or words, and not both; leave one out');
  if (lengthOf(said) > 140)
    throw new TransferError(
      'text',
      'The words are longer than the 140 characters of a transfer; shorten them',
    );
  const sum = amount === undefined ? '' : `EUR${decimal(amount, 'EUR')}`;
  const lines = ['BCD', '002', '1', 'SCT', bic, name, iban, sum, '', reference, said];
  const text = lines.join('\n').replace(/\n+$/, '');
  if (new TextEncoder().encode(text).length > EPC_MOST_BYTES)
    throw new TransferError(
      'text',
      `The code would be longer than ${EPC_MOST_BYTES} bytes; shorten the words`,
    );
  return text;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
