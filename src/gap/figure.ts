import { GapError } from './error.ts';
import type { GapRecord } from './record.ts';

/** What anyone computes from the published record alone. Amounts are minor units of `currency`. */
export interface Figure {
  month: string;
  currency: string;
  /** What the month costs, by commitment. */
  cost: number;
  /** What the sums published in that month add up to, net. */
  receipts: number;
  /** What is missing; 0 where more came in than was needed. */
  gap: number;
  /** The last day that is sealed in that month; null where none is. */
  through: string | null;
}

/** One published sum as it counts in the figure: `amount * units / over`, rounded down, is `counts`. */
export interface Counted {
  day: string;
  currency: string;
  amount: number;
  units: number;
  over: number;
  counts: number;
}

/** The sums that were published on the days of a month (yyyy-mm), each changed at the rate of its day. */
export function countedIn({ lines }: GapRecord, month: string): Counted[] {
  const counted: Counted[] = [];
  const rates = new Map<string, { day: string; units: number; over: number }[]>();
  for (const line of lines) {
    if (line.kind === 'rate') rates.set(line.currency, [...(rates.get(line.currency) ?? []), line]);
    if (line.kind !== 'sum' || !line.day.startsWith(month)) continue;
    const { day, currency, amount } = line;
    const { units = 1, over = 1 } = rates.get(currency)?.findLast((rate) => rate.day <= day) ?? {};
    const counts = Number(floored(BigInt(amount) * BigInt(units), BigInt(over)));
    counted.push({ day, currency, amount, units, over, counts });
  }
  return counted;
}

/**
 * The figure of a month (yyyy-mm): the cost in force less the sums that were published on its days, each changed at the
 * rate of its day and rounded down. Throws a GapError `no_cost`.
 */
export function figureOf(record: GapRecord, month: string): Figure {
  const { currency, lines } = record;
  const cost = lines.findLast((line) => line.kind === 'cost' && line.month <= month);
  if (cost?.kind !== 'cost') throw new GapError('no_cost', `The record names no cost for ${month}`);
  const seal = lines.findLast((line) => line.kind === 'seal' && line.day.startsWith(month));
  const receipts = countedIn(record, month).reduce((sum, { counts }) => sum + BigInt(counts), 0n);
  const gap = BigInt(cost.amount) - receipts;
  return {
    month,
    currency,
    cost: cost.amount,
    receipts: Number(receipts),
    gap: gap > 0n ? Number(gap) : 0,
    through: seal?.kind === 'seal' ? seal.day : null,
  };
}

/** The months that were told, the newest first: those in which a day was sealed. */
export function monthsOf({ lines }: GapRecord): string[] {
  const months = new Set(lines.flatMap((line) => (line.kind === 'seal' ? [line.day.slice(0, 7)] : [])));
  return [...months].reverse();
}

function floored(amount: bigint, by: bigint): bigint {
  const quotient = amount / by;
  return amount % by < 0n ? quotient - 1n : quotient;
}
