import type { Block } from '#body';
import type { ByLanguage, Draft, NoteKind, Page, State } from '../types.ts';
import type { MediaRef } from './html/flow.ts';

/** A body on its way in: its media are `ref:<index of refs>` until they are brought over. */
export type LooseBody = { blocks: Block[]; refs: MediaRef[] };

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

export type IncomingStory = {
  kind: 'story';
  lang: string;
  draft: Omit<Draft, 'body' | 'lead' | 'picks'>;
  body: LooseBody;
  lead: { ref: MediaRef; alt: string; caption: string } | null;
  state: State;
  /** Why a story that readers could see in the archive, or that was to become public, is not made live. */
  held: string;
  publishedAt: number | null;
  updatedAt: number | null;
  due: number | null;
  notes: IncomingNote[];
  withdrawn: { at: number; reason: string } | null;
  /** Keys of other items of the same archive. */
  picks: string[];
  translationOf: string | null;
  aliases: string[];
  createdAt: number | null;
};

export type IncomingPage = {
  kind: 'page';
  page: Omit<Page, 'id' | 'body'>;
  body: LooseBody;
  aliases: string[];
};

export type IncomingFile = { kind: 'picture' | 'audio' | 'file'; media: IncomingMedia };

export type Unusable = { kind: 'skipped' | 'quarantined'; of: string; reason: string };

/** One item of an archive, read and understood, before anything is written. */
export type Incoming = {
  /** Stable between runs. */
  key: string;
  /** SHA-256 of what the item says. */
  digest: string;
  /** What tells two items of one key apart, see `sameItem`. Empty: the key alone. */
  traits: string;
  headline: string;
  address: string | null;
  what: IncomingStory | IncomingPage | IncomingFile | Unusable;
  /** What was dropped, changed or left out while reading, in words for the report. */
  remarks: string[];
  /** The original, free of addresses and logins of people, as it is kept when the item is quarantined. */
  original: string;
  /** How far into the archive it ends, in the unit of `Archive.size`. */
  position: number;
};

/** Names that stories refer to and that must stand before them. */
export type Names = {
  sections: { id: string; names: ByLanguage }[];
  tags: { id: string; names: ByLanguage }[];
  series: { id: string; names: ByLanguage; summaries: ByLanguage }[];
  authors: { id: string; names: ByLanguage; bios: ByLanguage; pseudonymous: boolean }[];
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
  notes: string[];
  items(): AsyncIterable<Incoming>;
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
