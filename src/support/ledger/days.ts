import { LedgerError } from './error.ts';

/** `yyyy-mm-dd`, in UTC. */
export type Day = string;
/** `yyyy-mm`. */
export type Month = string;

const DAY_MS = 86_400_000;

export function isDay(text: string): boolean {
  if (!/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && dayOf(at) === text;
}

export function isMonth(text: string): boolean {
  return isDay(`${text}-01`);
}

export function requireMonth(text: string): Month {
  if (isMonth(text)) return text;
  throw new LedgerError('month', `'${text}' is no month; write it as yyyy-mm`);
}

export function requireDay(text: string): Day {
  if (isDay(text)) return text;
  throw new LedgerError('day', `'${text}' is no day; write it as yyyy-mm-dd`);
}

export function dayOf(at: number): Day {
  return new Date(at).toISOString().slice(0, 10);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

export function nextMonth(month: Month): Month {
  const [year, number] = month.split('-').map(Number);
  return dayOf(Date.UTC(year ?? 0, number ?? 0, 1)).slice(0, 7);
}

export function lastDay(month: Month): Day {
  return dayOf(Date.parse(`${nextMonth(month)}-01T00:00:00Z`) - DAY_MS);
}

export function daysLater(day: Day, days: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}
