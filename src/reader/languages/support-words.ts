import type { GroundName, RailName, RhythmName } from '../support-views.ts';
import { enSupport } from './en-support.ts';
import { faSupport } from './fa-support.ts';
import { ruSupport } from './ru-support.ts';

/** The words of all that asks for support and takes it. Plain text; what stands in braces is filled in. */
export type SupportWords = {
  /** The name of an appeal for whoever does not see it, and links beside its button. */
  appeal: {
    label: string;
    remind: string;
    notNow: string;
    refused: string;
    refusedMany: string;
    why: string;
  };
  /** What the picture of the gap shows, for whoever does not see it. */
  gap: string;
  page: {
    heading: string;
    intro: string;
    rhythm: string;
    rhythms: Record<RhythmName, string>;
    currency: string;
    amount: string;
    amountOf: Record<RhythmName, string>;
    yearly: string;
    own: string;
    floor: string;
    cover: string;
    coverWhy: string;
    adds: string;
    purpose: string;
    purposeWhy: string;
    visibility: string;
    visibilities: Record<'secret' | 'private' | 'public', { what: string; why: string }>;
    rail: string;
    rails: Record<RailName, { what: string; why: string }>;
    only: Record<RhythmName, string>;
    onlyCurrencies: string;
    safety: string;
    refuse: string;
    warn: string;
    unsure: string;
    grounds: Record<GroundName, string>;
    statement: string;
    statementNone: string;
    go: string;
    goOnion: string;
    next: string;
    play: string;
  };
  without: { heading: string; text: string; link: string };
  keep: { heading: string; text: string[] };
  remind: { heading: string; text: string; calendar: string; mail: string; own: string };
  manage: { heading: string; text: string; open: string };
  bank: {
    heading: string;
    intro: string;
    why: string;
    sepa: string;
    others: string;
    missing: string;
  };
  account: {
    heading: string;
    intro: string;
    holder: string;
    iban: string;
    bic: string;
    reference: string;
    code: string;
    dated: string;
    fixed: string;
    standing: string;
    refuse: string;
  };
  refused: {
    heading: string;
    intro: string;
    why: string;
    read: { what: string; why: string; link: string };
    passOn: { what: string; why: string; link: string };
    askAbroad: { what: string; why: string };
    vpn: string;
    back: string;
  };
  careful: { heading: string; intro: string; go: string; not: string };
  asking: AskingWords;
};

export type AskingWords = {
  heading: string;
  intro: string;
  noScript: string;
  statusHeading: string;
  choiceHeading: string;
  says: AskingSayings;
  limits: string;
};

/** What the script of the page about this device says. */
export type AskingSayings = {
  nothing: string;
  never: string;
  quiet: string;
  seldom: string;
  seen: string;
  stored: string;
  denied: string;
  quietMonth: string;
  quietMonthWhy: string;
  seldomWeek: string;
  seldomWeekWhy: string;
  neverAsk: string;
  neverAskWhy: string;
  remove: string;
  removeWhy: string;
  done: string;
  removed: string;
};

const tables: Readonly<Record<string, SupportWords>> = { en: enSupport, ru: ruSupport, fa: faSupport };

/** These words in a language (`ru`, `fa-AF`), or in English where there is no table yet. */
export const supportWords = (lang: string): SupportWords =>
  tables[(lang.split('-')[0] ?? '').toLowerCase()] ?? enSupport;
