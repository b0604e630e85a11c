import { isDeepStrictEqual } from 'node:util';
import { type CountryCode } from './countries.ts';
import { decide } from './decision.ts';
import { type Act, ACTS, type Rule, type RuleSet } from './rules.ts';

/** What becomes of somebody who asks: let through, let through with a warning, refused. */
export type Verdict = 'clear' | 'warn' | 'refuse';

/** What changes for a country, by act. Acts that stay as they are do not stand in it. */
export type Effect = {
  country: CountryCode;
  acts: { act: Act; before: Verdict; after: Verdict }[];
};

/** What is decided at a time (milliseconds since 1970). */
export function verdictOf(rules: RuleSet, question: { act: Act; country: CountryCode; at: number }): Verdict {
  const decision = decide(rules, question);
  if (!decision.clear) return 'refuse';
  return decision.warnings.length > 0 ? 'warn' : 'clear';
}

/** Every country for which other rules would decide something else at a time, by its code. */
export function effectsOf(before: RuleSet, after: RuleSet, at: number): Effect[] {
  const countries = [...before.rules, ...after.rules].map(({ country }) => country);
  return [...new Set(countries)].sort().flatMap((country) => {
    const acts = ACTS.map((act) => ({
      act,
      before: verdictOf(before, { act, country, at }),
      after: verdictOf(after, { act, country, at }),
    })).filter((one) => one.before !== one.after);
    return acts.length === 0 ? [] : [{ country, acts }];
  });
}

/** What one version of the rules has that another has not. */
export type RuleChanges = { added: Rule[]; removed: Rule[]; changed: { before: Rule; after: Rule }[] };

/** A rule that changed is known by its country and the day it begins, or else by its country and its ground. */
export function changesBetween(before: RuleSet, after: RuleSet): RuleChanges {
  const removed = before.rules.filter((rule) => !has(after, rule));
  const added = after.rules.filter((rule) => !has(before, rule));
  const changed: RuleChanges['changed'] = [];
  const pair = (same: (one: Rule, other: Rule) => boolean): void => {
    for (const rule of removed.slice()) {
      const at = added.findIndex((other) => other.country === rule.country && same(rule, other));
      const [other] = at < 0 ? [] : added.splice(at, 1);
      if (other === undefined) continue;
      removed.splice(removed.indexOf(rule), 1);
      changed.push({ before: rule, after: other });
    }
  };
  pair((one, other) => one.from === other.from);
  pair((one, other) => one.ground === other.ground);
  return { added, removed, changed };
}

const has = ({ rules }: RuleSet, rule: Rule): boolean => rules.some((one) => isDeepStrictEqual(one, rule));
