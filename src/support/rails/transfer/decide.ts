import { isRail, type Rail } from '../../ledger/chart.ts';
import type { Line } from './camt/entry.ts';

/** Why nobody but a person can say what a line is. Stable words; the desk has sentences for them. */
export const WHYS = [
  /** There is no reference in it. */
  'no-reference',
  /** A reference that nobody was given, or that was forgotten. */
  'unknown-reference',
  /** A reference with one character wrong; it is told which contribution may be meant. */
  'mistyped',
  /** References of several contributions. */
  'several',
  /** Given back by a bank, and it is not known what. */
  'return',
  /** A rail took money back instead of paying out. */
  'payout-back',
] as const;
export type Why = (typeof WHYS)[number];

/** What became of a line; the names of the ledger's kinds and reasons where there are any. */
export type Verdict =
  | { state: 'payment' | 'refund' | 'refund-failed'; contribution: string; about: string | null }
  | { state: 'payout-arrived'; sender: Rail }
  | { state: 'bank-charge' | 'interest' | 'spent' }
  | { state: 'unmatched'; why: Why; meant: string | null };

/** What the books know of a line. */
export interface Known {
  /** The contributions whose reference it bears. */
  contributions: readonly string[];
  /** Those whose reference it bears but for one character. */
  meant: readonly string[];
  /** Whose account it is, since a person has said so. */
  payer: string | null;
  /** What a line that went out, or came back, gives back: of the same contribution, bank's name or payer, and amount. */
  original: { source: string; contribution: string; kind: 'payment' | 'refund' } | null;
}

/** What a line is. Nothing is guessed: what is not sure waits for a person. */
export function decideLine(line: Line, known: Known): Verdict {
  if (line.payout !== null && isRail(line.payout))
    return line.amount > 0
      ? { state: 'payout-arrived', sender: line.payout }
      : { state: 'unmatched', why: 'payout-back', meant: null };
  if (line.bank === 'charge') return { state: 'bank-charge' };
  if (line.bank === 'interest') return { state: 'interest' };
  return line.amount > 0 ? incoming(line, known) : outgoing(line, known);
}

function incoming(line: Line, { contributions, meant, payer, original }: Known): Verdict {
  if (line.back) {
    if (original?.kind === 'refund')
      return { state: 'refund-failed', contribution: original.contribution, about: original.source };
    return { state: 'unmatched', why: 'return', meant: onlyOf(contributions) };
  }
  const [only, ...more] = contributions;
  if (more.length > 0) return { state: 'unmatched', why: 'several', meant: null };
  const contribution = only ?? payer;
  if (contribution !== null) return { state: 'payment', contribution, about: null };
  const likely = onlyOf(meant);
  if (likely !== null) return { state: 'unmatched', why: 'mistyped', meant: likely };
  const why = line.references.length + line.inWords.length > 0 ? 'unknown-reference' : 'no-reference';
  return { state: 'unmatched', why, meant: null };
}

function outgoing(line: Line, { contributions, original }: Known): Verdict {
  if (original?.kind === 'payment')
    return { state: 'refund', contribution: original.contribution, about: original.source };
  const only = onlyOf(contributions);
  if (only !== null) return { state: 'refund', contribution: only, about: null };
  return line.back ? { state: 'unmatched', why: 'return', meant: null } : { state: 'spent' };
}

function onlyOf(some: readonly string[]): string | null {
  const [only = null, ...more] = some;
  return more.length === 0 ? only : null;
}
