import { enReach } from './en-reach.ts';
import { faReach } from './fa-reach.ts';
import { ruReach } from './ru-reach.ts';

/**
 * The words of all that helps readers to find the paper again: its page, the sheet of cards and the starter file. Plain
 * text, since scripts get them as data; what stands in braces is filled in.
 */
export type ReachWords = {
  heading: string;
  intro: string;
  stepsHeading: string;
  steps: Record<'bookmark' | 'starter' | 'words' | 'cards' | 'onion' | 'pass', { what: string; why: string }>;
  addressesHeading: string;
  addressesText: string;
  onlyOne: string;
  addressKinds: Record<'origin' | 'entry' | 'onion', string>;
  listsText: string;
  limitsHeading: string;
  limits: string[];
  fingerprintHeading: string;
  fingerprintText: string;
  unsigned: string;
  sample: string;
  deviceHeading: string;
  noScript: string;
  says: ReachSayings;
  cards: { heading: string; intro: string; sheet: string; verify: string; onion: string; dated: string };
  starter: StarterWords;
};

/** What the script of the page says. */
export type ReachSayings = {
  asking: string;
  noWorker: string;
  noWorkerWhat: string;
  confirmed: string;
  unconfirmed: string;
  source: string;
  stored: string;
  quiet: string;
  drawing: string;
  you: string;
  states: Record<'ok' | 'slow' | 'blocked' | 'stale' | 'poisoned' | 'unknown', string>;
  dataMirror: string;
  ms: string;
  keptHeading: string;
  keptNone: string;
  keptAll: string;
  keptRisk: string;
  keepThis: string;
  keepAllLabel: string;
  keepAllWhat: string;
  forget: string;
  exitLabel: string;
  exitWhat: string;
  stealthLabel: string;
  stealthWhat: string;
  wipeHeading: string;
  wipe: string;
  wipeSure: string;
  wipeYes: string;
  wipeNo: string;
  wiped: string;
  tellHeading: string;
  tellWhat: string;
  tellShow: string;
  tellThis: string;
  country: string;
  noCountry: string;
  tellSend: string;
  tellNot: string;
  told: string;
  refused: string;
};

/** The starter's own words, of its page and of its script. */
export type StarterWords = {
  title: string;
  intro: string;
  trust: string;
  try: string;
  tryRisk: string;
  trying: string;
  noScript: string;
  dated: string;
  entries: string;
  states: Record<'genuine' | 'silent' | 'other' | 'old', string>;
  found: string;
  stale: string;
  none: string;
  news: string;
  whole: string;
  back: string;
  opening: string;
  failed: string;
  gone: string;
  shown: string;
};

const tables: Readonly<Record<string, ReachWords>> = { en: enReach, ru: ruReach, fa: faReach };

/** These words in a language (`ru`, `fa-AF`), or in English where there is no table yet. */
export const reachWords = (lang: string): ReachWords =>
  tables[(lang.split('-')[0] ?? '').toLowerCase()] ?? enReach;
