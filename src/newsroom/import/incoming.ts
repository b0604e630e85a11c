import type { Doc } from '#body';
import type { Newsroom } from '../open.ts';
import type { ByLanguage, Draft, NoteKind, Page, Site, State, StoryId } from '../types.ts';
import type { Find, MediaRef } from '#body';
import type { Said } from './remark.ts';

/** A body on its way in: the media it shows, and how it is made once it is known which of them were brought over. */
export type LooseBody = {
  refs: readonly MediaRef[];
  /** `base` is the revision it grows out of: equal blocks keep their ids. Throws `BodyError`. */
  build(options: { found: Find; base: Doc | null; random: () => number }): Doc;
};

/** A picture or file as the archive knows it. */
export type IncomingMedia = {
  ref: MediaRef;
  /** Words and rights that the archive gives; they fill what the medium does not say yet. */
  alts: ByLanguage;
  captions: ByLanguage;
  credit: string;
  agency: string;
  licence: string;
  licenceExpires: number | null;
  focal: { x: number; y: number } | null;
};

export type IncomingNote = {
  kind: NoteKind;
  at: number;
  text: string;
  before: string | null;
  after: string | null;
};

/** What an item refers to by id and that has to stand before it; what stands already is left as it is. */
export type Named = (
  | { kind: 'section' | 'tag' | 'series'; id: string; name: string }
  | { kind: 'author'; id: string; name: string; bio: string }
)[];

export type IncomingStory = {
  kind: 'story';
  lang: string;
  draft: Omit<Draft, 'body' | 'lead' | 'picks'>;
  names: Named;
  body: LooseBody;
  lead: { ref: MediaRef; alt: string; caption: string } | null;
  state: State;
  /** Why a story that readers could see in the archive, or that was to become public, is not made live. */
  held: Said;
  publishedAt: number | null;
  updatedAt: number | null;
  due: number | null;
  notes: IncomingNote[];
  withdrawn: { at: number; reason: string } | null;
  /** Keys of other items of the same archive. */
  picks: string[];
  translationOf: string | null;
  /** Items that share a group are translations of each other, the first of them the original. */
  translationGroup: string | null;
  aliases: string[];
  createdAt: number | null;
  /** A first picture that is the lead once more is left out of the body. */
  leadTwice: boolean;
};

export type IncomingPage = {
  kind: 'page';
  page: Omit<Page, 'id' | 'body'>;
  /** The page's own name here, when the archive gives one. */
  id: string | null;
  body: LooseBody;
  aliases: string[];
};

export type IncomingSite = { kind: 'site' | 'authors'; apply: (newsroom: Newsroom) => Promise<Said[]> };

export type IncomingFile = { kind: 'picture' | 'audio' | 'file'; media: IncomingMedia };

export type Unusable = { kind: 'skipped' | 'quarantined'; of: string; reason: Said };

/** An item as it is put in. */
export type Opened = {
  what: IncomingStory | IncomingPage | IncomingFile | IncomingSite | Unusable;
  /** What was dropped, changed or left out while reading, in words for the report. */
  remarks: Said[];
};

/** One item of an archive, before anything is written. */
export type Incoming = {
  /** Stable between runs. */
  key: string;
  /** The archive's own word for what it is, for the report of an item that is not opened. */
  type: string;
  /** SHA-256 of what the item says. */
  digest: string;
  /** What tells two items of one key apart, see `sameItem`. Empty: the key alone. */
  traits: string;
  address: string | null;
  /** The original, free of addresses and logins of people, as it is kept when the item is quarantined. */
  original: string;
  /** How far into the archive it ends, in the unit of `Archive.size`. */
  position: number;
  /** Stands alone in its batch: what comes after it builds on it. */
  alone?: boolean;
  /** Reads it whole. Items that have not changed since the last run are never opened. */
  open(): Promise<Opened>;
};

/** An archive that has been recognised and looked through once. */
export type Archive = {
  format: 'wordpress' | 'markdown';
  /** Names the archive between runs. */
  source: string;
  /** Changes with the archive: an interrupted run is taken up only on the same one. */
  stamp: string;
  /** Bytes of a WXR file, files of a folder. */
  size: number;
  notes: Said[];
  /** What the newsroom's settings should be when it has none yet. */
  site: Site | null;
  items(): AsyncIterable<Incoming>;
  /** What has to wait until every item is in: fronts, banners. Returns remarks. */
  finish(
    newsroom: Newsroom,
    lookUp: (key: string) => Promise<StoryId | null>,
    resumed: boolean,
  ): Promise<Said[]>;
  /** Looks a medium up: where its bytes are, and what the archive says about it. */
  media: MediaSource;
  close(): Promise<void>;
};

export type MediaSource = {
  /** What is known of a reference, or null when the archive holds nothing about it. */
  describe(ref: MediaRef): IncomingMedia;
  /** Files on this machine and addresses where the bytes may be, best first. */
  places(ref: MediaRef): { files: string[]; addresses: string[] };
};
