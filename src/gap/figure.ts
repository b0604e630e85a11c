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

/**
 * The figure of a month (yyyy-mm): the cost in force less the sums that were published on its days, each changed at the
 * rate of its day and rounded down. Throws a GapError `no_cost`.
 */
export function figureOf({ currency, lines }: GapRecord, month: string): Figure {
  let cost: number | null = null;
  let receipts = 0n;
  let through: string | null = null;
  const rates = new Map<string, [day: string, units: bigint, over: bigint][]>();
  for (const line of lines) {
    if (line.kind === 'cost' && line.month <= month) cost = line.amount;
    if (line.kind === 'rate') {
      const known = rates.get(line.currency) ?? [];
      rates.set(line.currency, [...known, [line.day, BigInt(line.units), BigInt(line.over)]]);
    }
    if (line.kind === 'seal' && line.day.startsWith(month)) through = line.day;
    if (line.kind === 'sum' && line.day.startsWith(month)) {
      const rate = rates.get(line.currency)?.findLast(([day]) => day <= line.day);
      const [, units, over] = rate ?? ['', 1n, 1n];
      receipts += floored(BigInt(line.amount) * units, over);
    }
  }
  if (cost === null) throw new GapError('no_cost', `The record names no cost for ${month}`);
  const gap = BigInt(cost) - receipts;
  return { month, currency, cost, receipts: Number(receipts), gap: gap > 0n ? Number(gap) : 0, through };
}

function floored(amount: bigint, by: bigint): bigint {
  const quotient = amount / by;
  return amount % by < 0n ? quotient - 1n : quotient;
}
