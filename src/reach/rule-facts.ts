import type { Mirror } from './mirrors.ts';
import type { ProbeRow } from './probe/rows.ts';
import type { Rule } from './rule.ts';

/** What the rule remembers from one time to the next. */
export type Places = {
  /** Ids of mirrors that stay in the list, last, although they are blocked, for want of a spare. */
  last: readonly string[];
  /** Places of poisoned mirrors that no spare has taken yet. */
  vacant: number;
  /** Mirrors that the rule took out; those that people block stay where they are. */
  out: Readonly<Record<string, { at: number; poisoned: boolean }>>;
};

export const NO_PLACES: Places = { last: [], vacant: 0, out: {} };

/** All that the rule looks at. Times are milliseconds since 1970. */
export type Facts = {
  at: number;
  mirrors: readonly Mirror[];
  /** Ids of the vantages that there are. */
  vantages: readonly string[];
  /** What counts of what probes found, the oldest first. */
  probes: readonly ProbeRow[];
  places: Places;
};

/** Whether something holds, and why, in words that go on after a mirror's name. */
export type Judgement = { holds: boolean; why: string };

export type Predicate = (mirror: Mirror, facts: Facts, rule: Rule) => Judgement;

/** What each vantage that looked at a mirror found, the newest first. */
export function seenOf({ id }: Mirror, { probes, vantages }: Facts): { vantage: string; rows: ProbeRow[] }[] {
  return vantages.flatMap((vantage) => {
    const rows = probes.filter((row) => row.mirror === id && row.vantage === vantage).reverse();
    return rows.length === 0 ? [] : [{ vantage, rows }];
  });
}
