import type { MoneyView } from './money.ts';

/*
 * What templates are given of supporting the paper. `press` fills these from the room `support`; nothing here knows a
 * ledger, a rail or a rule.
 */

export type RhythmName = 'once' | 'monthly' | 'yearly';
export type RailName = 'card' | 'transfer' | 'bitcoin' | 'till';
export type GroundName = 'offence' | 'designated' | 'sanctions' | 'prosecuted';

/** An appeal as it stands in one language. */
export type AppealView = {
  placement: 'strip' | 'epic' | 'banner';
  /** Path of the support page that it leads to. */
  page: string;
  /** The first stands where no script runs. `from`: what its link says of where it came from. */
  variants: readonly { from: string; heading: string; paragraphs: readonly string[]; button: string }[];
  /** Countries from which nobody may pay: ISO 3166-1. */
  refused: readonly string[];
  /** Path of the picture of the gap; null: the paper publishes none. */
  gap: string | null;
  /** What can be paid with; play money is told apart by the page it leads to. */
  rails: readonly RailName[];
};

/** What is known of giving from a country. */
export type CountryView = {
  /** ISO 3166-1. */
  country: string;
  verdict: 'refuse' | 'warn';
  grounds: readonly GroundName[];
  /** Whether the account is shown to somebody whose bank is there. */
  details: boolean;
};

/** `field`: the name of the form's field for each rhythm; `adds`: what covering the fees adds. */
export type OfferView = {
  currency: string;
  floor: MoneyView;
  rhythms: readonly {
    rhythm: RhythmName;
    field: string;
    presets: readonly { money: MoneyView; adds: MoneyView; yearly: MoneyView }[];
  }[];
};

export type AccountView = {
  holder: string;
  iban: string;
  bic: string | null;
  reference: string;
  /** What the code says to a banking app. */
  epc: string;
  /** When it was last looked at: milliseconds since 1970. */
  at: number;
};

/** A link to a reminder that leaves nothing: a calendar file inside the link. */
export type ReminderView = { label: string; href: string; fileName: string };

/** Somebody who wants to be named. */
export type WallView = {
  name: string;
  /** yyyy-mm */
  month: string;
  gift: { money: MoneyView; rhythm: RhythmName } | null;
};

/** Everything that pages say of supporting the paper. */
export type SupportView = {
  offers: readonly OfferView[];
  /** What a card costs: hundredths of a percent, and so much a time. */
  fees: { share: number; fixed: readonly MoneyView[] };
  /** What stands on a bank's statement; null: the name of whoever takes the money. */
  statement: string | null;
  rails: readonly { name: RailName; rhythms: readonly RhythmName[]; currencies: readonly string[] | null }[];
  /** Countries of which the rules say something. */
  countries: readonly CountryView[];
  /** Every country there is, for the page that asks for the bank's: ISO 3166-1. */
  allCountries: readonly string[];
  account: AccountView | null;
  gap: string | null;
  /** Where the form leads: absolute, on the newsroom's own host; null: to the host where the page is found. */
  form: string | null;
  /** The same at the onion address; null where there is none. */
  onionForm: string | null;
  reminders: readonly ReminderView[];
  /** Where a reminder by mail is asked for: absolute; null where there is none. */
  remindByMail: string | null;
  /** In the order in which they stand. */
  wall: readonly WallView[];
};
