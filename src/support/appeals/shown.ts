import type { Offer, Terms } from '../contributions/terms.ts';
import type { Day } from '../ledger/days.ts';
import type { Rail } from '../ledger/chart.ts';
import type { Minor } from '../ledger/minor.ts';
import type { Rhythm } from '../rails/rail.ts';
import { decide } from '../safety/decision.ts';
import { COUNTRIES, type CountryCode } from '../safety/countries.ts';
import type { Act, Ground, RuleSet } from '../safety/rules.ts';
import type { WallShown } from '../wall/shown.ts';
import type { Appeals } from './appeal.ts';

/** A rail that a reader can choose now. */
export type RailShown = { name: Rail; rhythms: readonly Rhythm[]; currencies: readonly string[] | null };

/** The account that gifts without a contribution go to, as pages show it. */
export type AccountShown = {
  holder: string;
  /** As a bank prints it, in groups. */
  iban: string;
  bic: string | null;
  /** A fixed one of the paper: a page is the same for everybody, so it cannot hold one for each reader. */
  reference: string;
  /** What banking apps read from the code. */
  epc: string;
  /** When it was last looked at: milliseconds since 1970. */
  at: number;
};

/** What the rules say of a country, as far as pages tell it. */
export type CountryShown = {
  country: CountryCode;
  verdict: 'refuse' | 'warn';
  grounds: Ground[];
  /** Whether the account may be shown to somebody whose bank is there. */
  details: boolean;
};

/** Everything that pages say of supporting the paper, as plain data: it is handed to other threads. */
export type SupportShown = {
  appeals: Appeals;
  offers: readonly Offer[];
  fees: Terms['fees'];
  statement: string | null;
  rails: readonly RailShown[];
  countries: readonly CountryShown[];
  account: AccountShown | null;
  /** What the paper costs a month; null: sentences about it are left out. */
  cost: { amount: Minor; currency: string } | null;
  /**
   * Where the form leads, an absolute address: a mirror has nobody who could take it. Null: to the host where the page is
   * found, for the sample newsroom, which may be tried anywhere.
   */
  form: string | null;
  /** Supporters who want to be named, in the order in which they stand. */
  wall: readonly WallShown[];
  /** Where a reminder by mail is asked for, an absolute address; null: there is no such. */
  remind: string | null;
};

const PAYING: readonly Act[] = ['once', 'monthly', 'yearly', 'wallet', 'transfer-details'];

/** Countries of which the rules say something at a time; all others are open. */
export function countriesShown(rules: RuleSet, at: number): CountryShown[] {
  return COUNTRIES.flatMap((country): CountryShown[] => {
    const decisions = PAYING.map((act) => decide(rules, { act, country, at }));
    const found = decisions.flatMap((decision) => (decision.clear ? decision.warnings : decision.rules));
    if (found.length === 0) return [];
    const verdict = decisions.some(({ clear }) => !clear) ? 'refuse' : 'warn';
    const details = decide(rules, { act: 'transfer-details', country, at }).clear;
    return [{ country, verdict, grounds: [...new Set(found.map(({ ground }) => ground))], details }];
  });
}

/** When an appeal or a rule begins or ends next, so that pages are made anew then; null: never. */
export function nextTurn({ appeals }: Appeals, { rules }: RuleSet, after: number): number | null {
  const startOf = (day: Day | null): number | null => (day === null ? null : Date.parse(`${day}T00:00:00Z`));
  const turns = [
    ...appeals.flatMap(({ from, until }) => [from, until]),
    ...rules.flatMap(({ from, until }) => [startOf(from), startOf(until)]),
  ];
  const later = turns.filter((turn) => turn !== null && turn > after) as number[];
  return later.length === 0 ? null : Math.min(...later);
}
