import type { BlockDiff, Doc } from '#body';

export type StoryId = string & { readonly __brand: 'StoryId' };
export type MediaId = string & { readonly __brand: 'MediaId' };

/** Text per language; the key '' holds for every language that has none of its own. */
export type ByLanguage = Record<string, string>;

export const STATES = [
  'draft',
  'review',
  'approved',
  'scheduled',
  'embargoed',
  'live',
  'corrected',
  'withdrawn',
  'killed',
] as const;
export type State = (typeof STATES)[number];

/** What a person writes: everything of a story that a revision holds. */
export type Draft = {
  headline: string;
  standfirst: string;
  kicker: string;
  summary: string;
  /** Empty: made from the headline. */
  slug: string;
  dateline: { place: string | null; date: string | null };
  section: string | null;
  tags: string[];
  series: { id: string; part: number | null } | null;
  bylines: string[];
  /** Stands without a byline on purpose; without it a story that has no byline is not published. Default false. */
  unsigned?: boolean;
  lead: { media: MediaId; alt: string; caption: string } | null;
  /** Editor's picks for related stories. */
  picks: StoryId[];
  body: Doc;
};

export type Revision = Draft & {
  story: StoryId;
  number: number;
  base: number | null;
  at: number;
  account: string | null;
  words: number;
};

export type Story = {
  id: StoryId;
  lang: string;
  state: State;
  revision: number;
  liveRevision: number | null;
  translationGroup: string;
  source: { story: StoryId; revision: number } | null;
  path: string | null;
  firstLiveAt: number | null;
  dueAt: number | null;
  /** Withdrawn so that no headline, slug or text of it is shown anywhere. */
  redacted: boolean;
  /** Names or named a pseudonym: no account is kept with it. */
  protected: boolean;
  createdAt: number;
  changedAt: number;
};

/** A move of a story from state to state, as it was made. */
export type Transition = {
  id: number;
  story: StoryId;
  from: State;
  to: State;
  revision: number;
  at: number;
  account: string | null;
  reason: string;
};

/** A text that was refused because someone had saved first; it waits here until it is taken up or dropped. */
export type KeptDraft = {
  id: string;
  story: StoryId;
  base: number;
  at: number;
  account: string | null;
  draft: Draft;
};

/** What changed between two revisions: the fields that differ, and the body block by block. */
export type StoryDiff = {
  fields: { field: Exclude<keyof Draft, 'body'>; before: unknown; after: unknown }[];
  body: BlockDiff[];
};

/** One language of a story. `outdated` says which revisions of the source came after the one translated. */
export type Peer = {
  story: StoryId;
  lang: string;
  state: State;
  headline: string;
  path: string | null;
  revision: number;
  liveRevision: number | null;
  source: { story: StoryId; revision: number } | null;
  outdated: { translated: number; live: number } | null;
};

export type NoteKind = 'correction' | 'update' | 'withdrawal';
export type Note = {
  id: string;
  story: StoryId;
  kind: NoteKind;
  at: number;
  text: string;
  before: string | null;
  after: string | null;
};

/** Why something was refused, in a stable word and in words for people. */
export type Reason = {
  code: string;
  message: string;
  /** What it is about, for who says it in another language. */
  about?: {
    /** Of a section, tag, series or author. */
    id?: string;
    /** Where in the story a medium stands. */
    where?: string;
    lang?: string;
    /** Milliseconds since 1970. */
    at?: number;
    count?: number;
  };
};
export type Refused = { ok: false; reasons: Reason[] };

/** As `#rrggbb`; everything else that a page draws with is mixed of these. */
export type Palette = { paper: string; ink: string; accent: string };
export type Colours = { light: Palette; dark: Palette };

export type Site = {
  /** Name per language. */
  names: ByLanguage;
  taglines: ByLanguage;
  /** Absolute https address with no slash at the end. */
  address: string;
  timeZone: string;
  defaultLang: string;
  languages: string[];
  /** Since when the site carries no advertising, yyyy-mm-dd. */
  adFreeSince: string | null;
  publisher: { name: string; logo: MediaId | null };
  /** Per language: sections (`section:world`), pages (`page:about`) or addresses, in order. */
  menus: Record<string, { label: string; to: string }[]>;
  footers: Record<string, { label: string; to: string }[]>;
  /** Null or left out: those of the program. */
  colours?: Colours | null | undefined;
};

/** A picture with what is ready of it. Paths of renditions on disk are `renditionFile(...)`. */
export type Picture = {
  id: MediaId;
  width: number;
  height: number;
  focal: { x: number; y: number };
  alts: ByLanguage;
  captions: ByLanguage;
  credit: string;
  agency: string;
  licence: string;
  licenceExpires: number | null;
  state: 'waiting' | 'partial' | 'ready';
  renditions: { format: 'jpeg' | 'avif'; width: number; height: number; bytes: number; sha256: string }[];
};

export type MediaFile = {
  id: MediaId;
  kind: 'file' | 'audio';
  type: string;
  name: string;
  bytes: number;
  sha256: string;
};

export type Author = {
  id: string;
  names: ByLanguage;
  bios: ByLanguage;
  pseudonymous: boolean;
  portrait: MediaId | null;
};
export type Term = { id: string; names: ByLanguage };
export type Series = Term & { summaries: ByLanguage };

export type LegalNotice = {
  id: string;
  jurisdiction: string;
  texts: ByLanguage;
  trigger: {
    languages?: string[] | undefined;
    sections?: string[] | undefined;
    tags?: string[] | undefined;
    authors?: string[] | undefined;
  };
  placement: 'above' | 'below' | 'footer';
  sizeRatio: number;
  validFrom: number;
  validTo: number | null;
};

export type Page = {
  id: string;
  lang: string;
  slug: string;
  kind: 'about' | 'masthead' | 'privacy' | 'contact' | 'page';
  headline: string;
  body: Doc;
  menuPosition: number | null;
};

export type Banner = { lang: string; text: string; link: string | null; raisedAt: number; expiresAt: number };

/*
 * What is public. Rows of `live`, `listing`, `related` and `media_use` are a projection of live and corrected
 * stories and nothing else: who reads only these cannot leak a draft.
 */

/** A live story as lists show it: one row of `live`, with no body. Names are ids; labels are looked up. */
export type LiveCard = {
  story: StoryId;
  lang: string;
  path: string;
  revision: number;
  state: 'live' | 'corrected';
  publishedAt: number;
  updatedAt: number;
  translationGroup: string;
  headline: string;
  standfirst: string;
  kicker: string;
  summary: string;
  section: string | null;
  series: { id: string; part: number | null } | null;
  tags: string[];
  bylines: string[];
  lead: { media: MediaId; alt: string; caption: string } | null;
  words: number;
};

/** A live story whole: what its page and full-text feeds need. */
export type LiveStory = LiveCard & {
  dateline: { place: string | null; date: string | null };
  body: Doc;
  notes: Note[];
  translations: { lang: string; path: string; headline: string }[];
  translatedFrom: { lang: string; path: string } | null;
  related: { story: StoryId; reason: 'pick' | 'tag' | 'section' | 'series' }[];
  /** Its public life, oldest first; empty for a story that stands as it was first published. */
  history: PublicEvent[];
  /** When the newsroom began to record it, for a story that was published elsewhere before; else null. */
  recordedSince: number | null;
};

/** What readers were shown of one revision. */
export type PublicVersion = Pick<
  Revision,
  | 'headline'
  | 'standfirst'
  | 'kicker'
  | 'summary'
  | 'dateline'
  | 'section'
  | 'tags'
  | 'series'
  | 'bylines'
  | 'lead'
  | 'body'
> & { revision: number };

/** A step of a story's public life. `notes` are the corrections and updates that came with it. */
export type PublicEvent =
  | { kind: 'published' | 'changed' | 'restored'; at: number; version: PublicVersion; notes: Note[] }
  | { kind: 'noted'; at: number; notes: Note[] }
  | { kind: 'withdrawn'; at: number; reason: string };

/**
 * Lists that a live story stands in, by name; `listing` orders each by (at, story).
 *   en/latest  en/section/world  en/tag/tariffs  en/series/dispute  en/author/mara-lindqvist
 *   en/day/2026-11-23  en/corrections (at = time of the newest correction or update)
 * A series is ordered by part, then time: its `at` is the time of publication all the same, and
 * `press` sorts a series by part.
 */
export type ListName = string;

/**
 * One line of the change log that `press` follows. `at` is set for `list` alone: the place in the list where
 * a story came or went.
 *   story <id>      its page, or its card in any list, shows something else; or it appeared or went
 *   list <list>     a story came into the list or left it at `at`
 *   redirect <path> a redirect or a tombstone came, changed or went at this path
 *   author|section|tag|series|media|notice|page <id>   its names, text or renditions changed
 *   front <lang>    slots or banner changed
 *   site            anything that stands on every page
 */
export type Change = {
  seq: number;
  kind:
    | 'story'
    | 'list'
    | 'redirect'
    | 'author'
    | 'section'
    | 'tag'
    | 'series'
    | 'media'
    | 'notice'
    | 'page'
    | 'front'
    | 'site';
  key: string;
  at: number | null;
};

export type Tombstone = {
  story: StoryId;
  lang: string;
  path: string;
  headline: string;
  withdrawnAt: number;
  reason: string;
  translationGroup: string;
};
