import type { GapPosting } from '#gap';
import type { Rail } from './ledger/chart.ts';
import type { Written } from './ledger/read.ts';

/** Rails whose money is real; play money is no receipt. */
const REAL: readonly Rail[] = ['card', 'transfer', 'bitcoin'];

export interface ReceiptOptions {
  /** Rails that count. Default: all but the till. */
  rails?: readonly Rail[];
}

/**
 * What an entry of the ledger changed of what came in, for the room `gap`: net of fees and refunds, with disputed money
 * out until it is won back. Null for what changed nothing of it: payouts, exchange, what was there before.
 *
 * Only one currency of an entry can be concerned: an exchange goes through equity, and its fee is in one.
 */
export function receiptOf(written: Written, { rails = REAL }: ReceiptOptions = {}): GapPosting | null {
  const { kind, rail, day, postings } = written.entry;
  if (!rails.includes(rail)) return null;
  const counted = postings.filter(({ account }) => /^(income|expenses|assets:disputed):/.test(account));
  const currency = counted[0]?.currency;
  // Above zero is what an account received; what came in is what these gave.
  const net = counted.reduce((sum, { amount }) => sum - amount, 0);
  if (currency === undefined || net === 0) return null;
  return { day, currency, net, contribution: kind === 'payment', movement: written.digest };
}
