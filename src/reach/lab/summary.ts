import type { Outcome } from './measure.ts';
import type { BrowserName } from './reader-calls.ts';
import type { Row } from './row.ts';

/** What the samples of a row in one browser come to. Times are milliseconds. */
export type Summary = {
  row: Row;
  browser: BrowserName;
  samples: number;
  passed: number;
  first: Times | null;
  next: Times | null;
  /** Samples in which a plain site was readable. */
  plain: number;
  /** What went wrong, each once. */
  problems: string[];
  mostBytes: number;
  atOnce: number;
};

export type Times = { p50: number; p95: number };

/** The smallest value that so many of all reach (nearest rank); null where there is none. */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export function summarise(
  outcomes: readonly Outcome[],
  rows: readonly Row[],
  browsers: readonly BrowserName[],
): Summary[] {
  return rows.flatMap((row) =>
    browsers.flatMap((browser) => {
      const own = outcomes.filter((one) => one.row === row.id && one.browser === browser);
      return own.length === 0 ? [] : [summaryOf(row, browser, own)];
    }),
  );
}

function summaryOf(row: Row, browser: BrowserName, own: readonly Outcome[]): Summary {
  const passed = own.filter((one) => one.passed);
  return {
    row,
    browser,
    samples: own.length,
    passed: passed.length,
    first: timesOf(own.map(({ first }) => first)),
    next: timesOf(own.map(({ next }) => next)),
    plain: own.filter(({ plain }) => plain.seen).length,
    problems: [...new Set(own.filter((one) => !one.passed).map(({ why }) => why))],
    mostBytes: Math.max(...own.map(({ mostBytes }) => mostBytes)),
    atOnce: Math.max(...own.map(({ atOnce }) => atOnce)),
  };
}

function timesOf(times: readonly (number | null)[]): Times | null {
  const seen = times.filter((time) => time !== null);
  const [p50, p95] = [percentile(seen, 0.5), percentile(seen, 0.95)];
  return p50 === null || p95 === null ? null : { p50, p95 };
}

/** Milliseconds from block to story, and to the story opened next, that 95 of 100 readers must not wait longer than. */
export const TARGETS = { first: 2_500, next: 1_000 } as const;
