import type { Mirror } from './mirrors.ts';
import type { ProbeRow } from './probe/rows.ts';
import { worse, type Verdict } from './probe/verdict.ts';

/** What was seen of the mirrors over a time that is cut into intervals of one length. Times are milliseconds since 1970. */
export type History = {
  from: number;
  to: number;
  intervalMs: number;
  mirrors: readonly MirrorHistory[];
};

export type MirrorHistory = Pick<Mirror, 'id' | 'state' | 'address'> & { lanes: readonly Lane[] };

/** What one vantage saw of one mirror. */
export type Lane = {
  vantage: string;
  /** The worst of each interval; null where nobody looked. */
  verdicts: readonly (Verdict | null)[];
  /** What was found last. */
  last: ProbeRow;
};

/** A stretch of intervals with one verdict, and what was found last in it. */
export type Stretch = { verdict: Verdict; start: number; end: number; reason: string };

export function historyOf(options: {
  mirrors: readonly Mirror[];
  rows: readonly ProbeRow[];
  from: number;
  to: number;
  intervals: number;
}): History {
  const { from, to, intervals } = options;
  const intervalMs = (to - from) / intervals;
  const rows = options.rows.filter(({ at }) => at >= from && at <= to);
  const mirrors = options.mirrors.map(({ id, state, address }) => {
    const own = Map.groupBy(
      rows.filter(({ mirror }) => mirror === id),
      ({ vantage }) => vantage,
    );
    // This machine first, then by name.
    const names = [...own.keys()].sort(
      (a, b) => Number(b === 'here') - Number(a === 'here') || (a < b ? -1 : 1),
    );
    const lanes = names.flatMap((vantage) => {
      const seen = own.get(vantage) ?? [];
      const last = seen.at(-1);
      return last === undefined
        ? []
        : [{ vantage, verdicts: worstOf(seen, { from, intervalMs, intervals }), last }];
    });
    return { id, state, address, lanes };
  });
  return { from, to, intervalMs, mirrors };
}

function worstOf(
  rows: readonly ProbeRow[],
  { from, intervalMs, intervals }: { from: number; intervalMs: number; intervals: number },
): (Verdict | null)[] {
  const verdicts: (Verdict | null)[] = Array.from({ length: intervals }, () => null);
  for (const { at, verdict } of rows) {
    const nth = Math.min(intervals - 1, Math.floor((at - from) / intervalMs));
    const before = verdicts[nth] ?? null;
    verdicts[nth] = before === null ? verdict : worse(before, verdict);
  }
  return verdicts;
}

/** The verdicts of a lane as stretches; `start` and `end` count intervals, the end not included. */
export function stretchesOf(
  verdicts: readonly (Verdict | null)[],
): Pick<Stretch, 'verdict' | 'start' | 'end'>[] {
  const stretches: Pick<Stretch, 'verdict' | 'start' | 'end'>[] = [];
  for (const [nth, verdict] of verdicts.entries()) {
    const last = stretches.at(-1);
    if (verdict === null) continue;
    if (last?.verdict === verdict && last.end === nth) last.end = nth + 1;
    else stretches.push({ verdict, start: nth, end: nth + 1 });
  }
  return stretches;
}
