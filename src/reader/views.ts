import type { Doc } from '#body';
import type { HistoryEvent, HistoryView } from './history-page.ts';

/*
 * What the reader's templates are given. `press` fills these from the newsroom; nothing here knows a database.
 * Times are milliseconds since 1970 UTC. Paths are relative to the edition's root and start with no slash
 * (`2026/11/23/slug.html`); templates turn them into links relative to the page they stand on.
 */

/** The whole site, the same for every page of an edition in one language. */
export type SiteView = {
  /** The newsroom's name in this language: nameplate, feeds, structured data. */
  name: string;
  tagline: string;
  /** Absolute address of the newsroom's own host with no slash at the end, for canonical and the like. */
  address: string;
  lang: string;
  /** The root path of this language: '' for the default language, else 'ru/'. */
  prefix: string;
  /** IANA name; every date a reader sees is in this zone. */
  timeZone: string;
  languages: { lang: string; name: string; prefix: string }[];
  /** Sections and static pages in the order of the menu; a path may be a full http(s) address of another site. */
  menu: { label: string; path: string }[];
  /** Static pages; the templates add latest, archive, corrections and feeds by themselves. */
  footer: { label: string; path: string }[];
  sections: { label: string; path: string }[];
  /** Path of the stylesheet, whose name holds its hash. */
  stylesheet: string;
  /** Colours of the paper, for the browser's own frame; null: those of the program. */
  paper: { light: string; dark: string } | null;
  /** Whether there is a page that takes support; the foot of every page leads there. */
  support: boolean;
  /** Since when the site carries no advertising; null hides the line. */
  adFreeSince: number | null;
  /** The logo is for search engines, messengers and feed readers; no page shows it. */
  publisher: { name: string; logo: PictureView | null };
};

/** One story as it stands in a list. */
export type Card = {
  story: string;
  lang: string;
  path: string;
  headline: string;
  standfirst: string;
  kicker: string;
  summary: string;
  section: Link | null;
  bylines: Link[];
  publishedAt: number;
  updatedAt: number;
  corrected: boolean;
  lead: PictureView | null;
};

export type Link = { label: string; path: string };

/** A picture with whatever sizes are ready. */
export type PictureView = {
  media: string;
  /** Ascending width within a format; JPEG is always there. */
  sources: { format: 'avif' | 'jpeg'; width: number; height: number; path: string }[];
  width: number;
  height: number;
  alt: string;
  caption: string;
  credit: string;
  agency: string;
  licence: string;
  /** 0..1 from left and top. */
  focal: { x: number; y: number };
};

/** A file or a sound served by us. */
export type FileView = { media: string; path: string; name: string; type: string; bytes: number };

export type NoteView = {
  kind: 'correction' | 'update' | 'withdrawal';
  at: number;
  text: string;
  before: string | null;
  after: string | null;
};

export type LegalNoticeView = {
  id: string;
  text: string;
  jurisdiction: string;
  placement: 'above' | 'below' | 'footer';
  sizeRatio: number;
};

export type StoryView = {
  card: Card;
  body: Doc;
  /** Every picture, file and sound that the body or the lead names. */
  pictures: Map<string, PictureView>;
  files: Map<string, FileView>;
  dateline: { place: string | null; date: string | null };
  tags: Link[];
  series: (Link & { part: number | null; previous: Card | null; next: Card | null }) | null;
  words: number;
  notes: NoteView[];
  legalNotices: LegalNoticeView[];
  /** Live translations, this story not among them. */
  translations: { lang: string; path: string; headline: string }[];
  /** This story was translated from another one. */
  translatedFrom: { lang: string; path: string } | null;
  related: { card: Card; reason: 'pick' | 'tag' | 'section' | 'series' }[];
  history: HistoryView;
};

/** The places on a page that later rooms fill with finished, trusted HTML; empty strings mean nothing there. */
export type Slots = { strip: string; epic: string; context: string; proof: string };

export type TombstoneView = {
  lang: string;
  path: string;
  headline: string;
  withdrawnAt: number;
  reason: string;
  /** When it was published, changed, withdrawn and brought back, oldest first. */
  times: { kind: HistoryEvent['kind']; at: number }[];
  translations: { lang: string; path: string; headline: string }[];
};

/** `link` is a path of the edition or a full http(s) address. */
export type BannerView = { text: string; link: string | null; raisedAt: number; expiresAt: number };

/** What the page that verifies holds against whatever it is shown. */
export type VerifyView = {
  /** The newest root of the paper's keys, base64; null where editions are not signed. */
  root: string | null;
  /** The fingerprint of the first root as words; empty without keys. */
  words: readonly string[];
  /** Whether these are the keys of a sample, which anybody has. */
  sample: boolean;
  /** Addresses of mirrors beside the newsroom's own. */
  mirrors: readonly string[];
  /** Path of the page's script. */
  /** Whether the edition tells the funding gap, on a page of its own. Default: not. */
  gap?: boolean;
  script: string;
};

/** What readers need in order to find the paper again. */
export type ReachView = Pick<VerifyView, 'root' | 'words' | 'sample'> & {
  /** The fingerprint of the first root, 64 hexadecimal digits; null without keys. */
  fingerprint: string | null;
  /** Where the same edition is found; `data` mirrors are for programs alone. */
  mirrors: readonly { address: string; use: 'entry' | 'data' }[];
  /** The onion address, ending in `/`; null where there is none. */
  onion: string | null;
  /** When the list of mirrors last changed; null where that is not known. Readers see the day. */
  at: number | null;
};

export type FrontView = {
  banner: BannerView | null;
  /** Manual slots first, then the newest; the first is the lead. No story stands twice on a front. */
  top: Card[];
  /** Newest stories after those on top. */
  latest: Card[];
  /** Each section's newest stories that stand nowhere above. */
  sections: { link: Link; cards: Card[] }[];
  archive: Link;
};

export type ListKind = 'section' | 'tag' | 'series' | 'author' | 'latest';

/** One page of a list. Pages are numbered from the oldest; the landing page holds the newest. */
export type ListView = {
  kind: ListKind;
  /** Empty for the newest stories: the templates have the word for them. */
  heading: string;
  description: string;
  /** An author's picture, or none. */
  portrait: PictureView | null;
  path: string;
  /** Newest first (a series: first part first). */
  cards: Card[];
  /** Null on the landing page. */
  number: number | null;
  /** A label of digits is the page's number; an empty one is the landing page. */
  newer: Link | null;
  older: Link | null;
  banner: BannerView | null;
  /** Feeds that follow this list, if there are any. */
  feeds: { rss: string; atom: string; json: string } | null;
  /** The same list in other languages. */
  alternates: { lang: string; path: string }[];
};

/** A day: all its stories. A month: its stories by day. A year: its months. All years: the years. */
export type ArchiveView =
  | { kind: 'day'; path: string; date: string; cards: Card[]; older: Link | null; newer: Link | null }
  | {
      kind: 'month';
      path: string;
      month: string;
      days: { date: string; path: string; stories: Link[] }[];
      older: Link | null;
      newer: Link | null;
    }
  | { kind: 'year'; path: string; year: string; months: { month: string; path: string; count: number }[] }
  | { kind: 'years'; path: string; years: { year: string; path: string; count: number }[] };

export type CorrectionsView = {
  path: string;
  entries: { note: NoteView; headline: string; path: string }[];
  newer: Link | null;
  older: Link | null;
  number: number | null;
};

export type PageView = {
  kind: 'about' | 'masthead' | 'privacy' | 'contact' | 'page';
  lang: string;
  path: string;
  headline: string;
  body: Doc;
  pictures: Map<string, PictureView>;
  files: Map<string, FileView>;
  /** On the masthead: everyone with a byline. */
  staff: { link: Link; bio: string }[];
  alternates: { lang: string; path: string }[];
};

/** Stories of a feed with their whole text, newest first. */
export type FeedView = {
  /** Where the feed's own page is: a front or a section. */
  home: string;
  heading: string;
  rss: string;
  atom: string;
  json: string;
  stories: StoryView[];
};

export type SitemapEntry = {
  path: string;
  /** Null where no time is known, as for static pages. */
  updatedAt: number | null;
  /** All languages of the page, this one among them; empty where there is only one. */
  alternates: { lang: string; path: string }[];
};

export type NewsSitemapEntry = { path: string; lang: string; publishedAt: number; headline: string };

/** The funding gap as it is published, with what stands on its page beside the text. Amounts are minor units. */
export type GapView = {
  /** The record that everybody may read. */
  text: string;
  /** Whether play money counts in it. */
  play: boolean;
  /** Digits of the minor unit of each currency in the record. */
  digits: Readonly<Record<string, number>>;
  /** What the month that was told last costs, by parts; names by language, null for what the paper does not name. */
  costs: readonly { names: Readonly<Record<string, string>> | null; amount: number }[];
};
