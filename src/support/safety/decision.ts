import { dayOf } from '../ledger/days.ts';
import { type CountryCode, countryOf } from './countries.ts';
import { type Act, type Rule, type RuleSet, speaksOf } from './rules.ts';

/** What is asked of the rules. */
export type Question = {
  act: Act;
  /** Of the card, the bank or the mailbox, as the rail or the reader tells it; null: it is not known. */
  country: string | null;
  /** Milliseconds since 1970. */
  at: number;
};

/** What somebody who is refused can do without a trace at a bank: the page that says no says these too. */
export const HELP = ['read', 'pass-on', 'ask-abroad'] as const;
export type Help = (typeof HELP)[number];

export type Decision =
  | { clear: true; country: CountryCode; warnings: Rule[] }
  | { clear: false; why: 'country-unknown'; rules: []; help: readonly Help[] }
  | { clear: false; why: 'country-refused'; country: CountryCode; rules: Rule[]; help: readonly Help[] };

/**
 * Whether something may be asked of a bank. Nothing is assumed: a country that nobody knows is refused. Where one rule
 * refuses, no other lets through.
 */
export function decide({ rules }: RuleSet, { act, country: said, at }: Question): Decision {
  const country = countryOf(said);
  if (country === null) return { clear: false, why: 'country-unknown', rules: [], help: HELP };
  const on = dayOf(at);
  const standing = rules.filter((rule) => rule.country === country && speaksOf(rule, act, on));
  const refusing = standing.filter(({ verdict }) => verdict === 'refuse');
  if (refusing.length > 0)
    return { clear: false, why: 'country-refused', country, rules: refusing, help: HELP };
  return { clear: true, country, warnings: standing };
}
