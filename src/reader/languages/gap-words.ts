import { enGap } from './en-gap.ts';
import { faGap } from './fa-gap.ts';
import { ruGap } from './ru-gap.ts';

/** The words of the funding gap: its picture, its page and the script of that. What stands in braces is filled in. */
export type FigureWords = {
  heading: string;
  intro: string;
  /** On the picture. */
  missing: string;
  covered: string;
  came: string;
  dated: string;
  play: string;
  playNote: string;
  /** The table and the chart. */
  monthsHeading: string;
  chart: string;
  cameIn: string;
  costs: string;
  month: string;
  cost: string;
  receipts: string;
  gap: string;
  earlier: string;
  costsHeading: string;
  costsText: string;
  others: string;
  changed: string;
  howHeading: string;
  how: string[];
  provesHeading: string;
  proves: string[];
  notHeading: string;
  not: string[];
  recordHeading: string;
  recordText: string;
  recordLink: string;
  checkHeading: string;
  checkText: string;
  compute: string;
  choose: string;
  drop: string;
  noScript: string;
  answer: string;
  says: FigureSayings;
};

/** What the script says. */
export type FigureSayings = {
  working: string;
  right: string;
  wrong: string;
  read: string;
  form: string;
  costed: string;
  sum: string;
  changed: string;
  more: string;
  together: string;
  agrees: string;
  differs: string;
  took: string;
  sent: string;
  unreachable: string;
  malformed: string;
  older: string;
  olderSame: string;
  rewritten: string;
  ahead: string;
  opening: string;
  openingGood: string;
  openingBad: string;
  openingFacts: string;
  book: string;
  unknown: string;
  large: string;
};

const tables: Readonly<Record<string, FigureWords>> = { en: enGap, ru: ruGap, fa: faGap };

/** These words in a language (`ru`, `fa-AF`), or in English where there is no table yet. */
export const figureWords = (lang: string): FigureWords =>
  tables[(lang.split('-')[0] ?? '').toLowerCase()] ?? enGap;
