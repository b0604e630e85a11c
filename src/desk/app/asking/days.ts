import { momentOf, wallOf } from '../story/zoned.ts';

const DAY = 86_400_000;

/** The day on a wall in a zone: `2026-11-27`. */
export const dayAt = (at: number, zone: string): string => wallOf(at, zone).slice(0, 10);

/** When a day begins in a zone. */
export const startOf = (day: string, zone: string): number | null => momentOf(`${day}T00:00`, zone);

/** The day after another, as a calendar counts. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/** The last day of something that ends at a moment. */
export const lastDayOf = (until: number, zone: string): string => dayAt(until - 1, zone);

/** When something ends whose last day is this. */
export const endOf = (day: string, zone: string): number | null => startOf(nextDay(day), zone);
