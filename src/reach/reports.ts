import type { Store } from '#store';
import { z } from 'zod';
import { readState, writeState } from './state.ts';

/*
 * What readers tell of mirrors, each time on their own word. Only sums are kept: how many said what of which mirror on
 * which day and, if they chose to say so, in which country. Nothing of who told it, or when.
 */

const STATES = ['ok', 'blocked', 'slow', 'stale', 'poisoned'] as const;

const REPORT = z.strictObject({
  day: z.iso.date(),
  /** Two letters; null where the reader keeps it to themselves. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  places: z.array(z.strictObject({ address: z.string().max(200), state: z.enum(STATES) })).max(220),
});

export type ReaderReport = z.infer<typeof REPORT>;

/** Sums by `address state day country`; the country is `-` where nobody said one. */
export type ReportSums = Record<string, number>;

/** Bytes that a report may have. */
export const REPORT_LIMIT = 65_536;
const KEY = 'reports';
const DAY = 86_400_000;
/** Days for which sums are kept. */
const KEPT = 90;
/** Sums beyond which countries are no longer told apart: anybody may send reports. */
const MOST = 10_000;

/** Reads a report; null where it is none. */
export function parseReport(text: string): ReaderReport | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const read = REPORT.safeParse(value);
  return read.success ? read.data : null;
}

/**
 * Adds a report to the sums. What it says of addresses that are no mirrors of ours is left out, and so is a report of
 * another day than today or yesterday.
 *
 * @param known addresses that may be reported: mirrors and the newsroom's own
 * @param at milliseconds since 1970
 */
export async function addReport(
  store: Store,
  { report, known, at }: { report: ReaderReport; known: ReadonlySet<string>; at: number },
): Promise<void> {
  const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
  if (report.day > dayOf(at + DAY / 2) || report.day < dayOf(at - DAY)) return;
  const told = report.places.filter(({ address }) => known.has(address));
  if (told.length === 0) return;
  await store.transaction(async () => {
    const oldest = dayOf(at - KEPT * DAY);
    const sums = Object.fromEntries(
      Object.entries(await reportSums(store)).filter(([key]) => (key.split(' ')[2] ?? '') >= oldest),
    );
    const country = Object.keys(sums).length < MOST ? report.country : null;
    for (const { address, state } of told) {
      const key = [address, state, report.day, country ?? '-'].join(' ');
      sums[key] = (sums[key] ?? 0) + 1;
    }
    await writeState(store, KEY, sums);
  });
}

/** How many readers said the same of a place on one day; the country is null where none was said. */
export type ReportLine = {
  address: string;
  state: (typeof STATES)[number];
  day: string;
  country: string | null;
  count: number;
};

/**
 * What readers told, the newest day first, then by address.
 *
 * @param since milliseconds since 1970; days before that one are left out
 */
export async function reportLines(store: Store, since: number): Promise<ReportLine[]> {
  const from = new Date(since).toISOString().slice(0, 10);
  const lines = Object.entries(await reportSums(store)).flatMap(([key, count]): ReportLine[] => {
    const [address = '', said, day = '', country = '-'] = key.split(' ');
    const state = STATES.find((one) => one === said);
    if (state === undefined || day < from) return [];
    return [{ address, state, day, country: country === '-' ? null : country, count }];
  });
  return lines.sort((a, b) => compare(b.day, a.day) || compare(a.address, b.address));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What readers told so far. */
export async function reportSums(store: Store): Promise<ReportSums> {
  const read = z.record(z.string(), z.number()).safeParse(await readState(store, KEY));
  return read.success ? read.data : {};
}
