import type { Generated } from 'kysely';
import type { DeskSchema } from './schema-desk.ts';
import type { PostSchema, RemindersSchema } from './schema-post.ts';
import type { SupportSchema } from './schema-support.ts';

/**
 * Every table of the database, as the rooms query them. A room touches only the tables under its own heading.
 * Portable by rule: `TEXT`, `INTEGER`/`BIGINT`, `REAL` only. Times are milliseconds since 1970 UTC, booleans
 * are 0 or 1, and columns that end in `_json` hold JSON text, parsed at the border by the room that owns them.
 */
export interface Schema extends DeskSchema, SupportSchema, RemindersSchema, PostSchema {
  // store
  migration: { number: number; name: string; applied_at: number };
  job: JobTable;
  outbox: OutboxTable;
  lease: { name: string; holder: string; expires_at: number };

  // newsroom: the site
  setting: { key: string; value_json: string; changed_at: number };
  author: AuthorTable;
  section: { id: string; names_json: string; position: number };
  tag: { id: string; names_json: string };
  series: { id: string; names_json: string; summaries_json: string };
  page: PageTable;
  front_slot: { lang: string; position: number; story: string; until: number | null };
  banner: { lang: string; text: string; link: string | null; raised_at: number; expires_at: number };
  legal_notice: LegalNoticeTable;

  // newsroom: stories
  story: StoryTable;
  revision: RevisionTable;
  kept_draft: KeptDraftTable;
  transition: TransitionTable;
  note: NoteTable;
  story_task: StoryTaskTable;
  redirect: { from_path: string; story: string | null; to_path: string | null; created_at: number };
  media: MediaTable;
  rendition: RenditionTable;

  // newsroom: what is public now; only `project` (newsroom/live.ts) writes these
  live: LiveTable;
  listing: { list: string; at: number; story: string };
  /** How many rows `listing` has for each list, so that a place in a long list is found without counting it. */
  list_total: { list: string; total: number };
  related: { story: string; position: number; target: string; reason: string };
  media_use: { media: string; story: string };
  change: { seq: Generated<number>; kind: string; key: string; at: number | null };

  // newsroom: imports
  import_run: ImportRunTable;
  import_item: ImportItemTable;
  quarantine: QuarantineTable;

  // press
  press_state: { key: string; value_json: string };

  // reach
  mirror: MirrorTable;
  /** Where probes look from; the command fetches an address, see docs/REACH.md. */
  vantage: { id: string; label: string; command_json: string; added_at: number };
  probe: ProbeTable;
  reach_state: { key: string; value_json: string };
}

export interface MirrorTable {
  id: string;
  /** folder | s3 | sftp | rclone */
  kind: string;
  /** Where the edition is written to; never holds a password or a key. */
  target: string;
  /** Where readers find it: a full address that ends in `/`. */
  address: string;
  /** entry | data */
  use: string;
  /** listed | spare | blocked | retired */
  state: string;
  options_json: string;
  added_at: number;
  changed_at: number;
  pushed_edition: number | null;
  pushed_at: number | null;
  /** Why the last push failed; null when it did not. */
  error: string | null;
}

export interface ProbeTable {
  id: Generated<number>;
  mirror: string;
  vantage: string;
  at: number;
  /** ok | blocked | slow | stale | poisoned */
  verdict: string;
  reason: string;
  /** Milliseconds until the whole answer; null where there was none. */
  ms: number | null;
  /** The edition that was found there. */
  edition: number | null;
}

export interface JobTable {
  id: Generated<number>;
  kind: string;
  /** At most one job of a kind waits, and one runs, per key; null for jobs that may repeat. */
  key: string | null;
  payload_json: string;
  run_at: number;
  /** waiting | running | done | failed */
  state: string;
  attempts: number;
  locked_until: number | null;
  locked_by: string | null;
  error: string | null;
  created_at: number;
}

export interface OutboxTable {
  id: Generated<number>;
  kind: string;
  key: string | null;
  payload_json: string;
  created_at: number;
  attempts: number;
  next_at: number;
  /** What the last attempt said. */
  error: string | null;
}

export interface AuthorTable {
  /** The slug; the address of the author's page. */
  id: string;
  /** {lang: name as it stands in a byline}. The real name of a pseudonymous author is in no column. */
  names_json: string;
  bios_json: string;
  pseudonymous: number;
  /** Media id of a portrait, never set for a pseudonymous author. */
  portrait: string | null;
}

export interface PageTable {
  id: string;
  lang: string;
  slug: string;
  /** about | masthead | privacy | contact | page */
  kind: string;
  headline: string;
  body_json: string;
  menu_position: number | null;
  changed_at: number;
}

export interface LegalNoticeTable {
  id: string;
  jurisdiction: string;
  /** {lang: text} */
  texts_json: string;
  /** {languages?, sections?, tags?, authors?}: all that are given must match; {} matches every story. */
  trigger_json: string;
  /** above | below | footer */
  placement: string;
  /** Text size as a multiple of the story's body text: 2 means twice as large. */
  size_ratio: number;
  valid_from: number;
  valid_to: number | null;
}

export interface StoryTable {
  id: string;
  lang: string;
  state: string;
  /** Number of the newest revision. */
  revision: number;
  /** Number of the revision readers see, or saw last; null before the first publication. */
  live_revision: number | null;
  /** Translations share a group; a story alone is its own group. */
  translation_group: string;
  /** The story and the revision number that this one was translated from. */
  source_story: string | null;
  source_revision: number | null;
  /** Address frozen at first publication (slug changes leave a redirect); null before it. */
  path: string | null;
  first_live_at: number | null;
  /** When a scheduled or embargoed story goes live. */
  due_at: number | null;
  /** 1: withdrawn so that neither headline nor slug nor text is shown anywhere; `path` then holds no slug. */
  redacted: number;
  /** Newest revision's headline and slug in lower case, for finding a story by its words. */
  search: string;
  created_at: number;
  changed_at: number;
  /** 1: a revision names, or named, a pseudonym; from then on no account is kept with the story. */
  protected: number | null;
  /** What saved the newest revision, by a name that says nothing of anybody, and when that text was written. */
  sitting: string | null;
  sitting_at: number | null;
}

export interface RevisionTable {
  story: string;
  number: number;
  /** The revision this one was saved on top of; null for the first. */
  base: number | null;
  at: number;
  /** Account that saved it; null from the command line and imports. */
  account: string | null;
  headline: string;
  standfirst: string;
  kicker: string;
  summary: string;
  slug: string;
  dateline_place: string | null;
  /** yyyy-mm-dd */
  dateline_date: string | null;
  section: string | null;
  series: string | null;
  series_part: number | null;
  /** Media id. */
  lead: string | null;
  /** What the lead says in this story: {alt?, caption?} over the picture's own. */
  lead_json: string;
  tags_json: string;
  /** [authorId] in order; `null` where the story stands without a byline on purpose. */
  bylines_json: string;
  /** Editor's picks: [storyId]. */
  picks_json: string;
  body_json: string;
  words: number;
}

/** A text whose save was refused because someone else had saved first: kept until it is taken up or dropped. */
export interface KeptDraftTable {
  id: string;
  story: string;
  base: number;
  at: number;
  account: string | null;
  draft_json: string;
}

export interface TransitionTable {
  id: Generated<number>;
  story: string;
  from_state: string;
  to_state: string;
  revision: number;
  at: number;
  account: string | null;
  reason: string;
}

export interface NoteTable {
  id: string;
  story: string;
  /** correction | update | withdrawal */
  kind: string;
  at: number;
  text: string;
  /** For a correction, what was wrong and what is right, when given. */
  before: string | null;
  after: string | null;
}

/** What became of one language of a story, for another to look at. */
export interface StoryTaskTable {
  story: string;
  source: string;
  /** correction | withdrawal */
  kind: string;
  note: string;
  at: number;
}

export interface MediaTable {
  /** First 32 hex digits of the SHA-256 of the original's bytes as received. */
  id: string;
  /** picture | file | audio */
  kind: string;
  type: string;
  /** Plain file name for downloads; never a path. */
  name: string;
  width: number | null;
  height: number | null;
  bytes: number;
  focal_x: number;
  focal_y: number;
  /** {lang: text}; the key '' holds for every language. */
  alts_json: string;
  captions_json: string;
  credit: string;
  agency: string;
  licence: string;
  licence_expires: number | null;
  /** waiting | partial (JPEG only) | ready */
  state: string;
  created_at: number;
  /** What is said about it, in lower case; null until somebody searches after it was described. */
  search: string | null;
}

export interface RenditionTable {
  media: string;
  width: number;
  /** jpeg | avif, or `original` for files and audio */
  format: string;
  height: number;
  bytes: number;
  sha256: string;
}

export interface LiveTable {
  story: string;
  lang: string;
  path: string;
  revision: number;
  /** live | corrected */
  state: string;
  published_at: number;
  /** When what readers see last changed in substance; equals published_at at first. */
  updated_at: number;
  translation_group: string;
  section: string | null;
  series: string | null;
  series_part: number | null;
  lead: string | null;
  /** The card as lists show it, so that a list never reads a body: see CardData in newsroom/live.ts. */
  card_json: string;
}

export interface ImportRunTable {
  id: string;
  source: string;
  started_at: number;
  finished_at: number | null;
  /** Byte or item position to go on from. */
  position: number;
  counts_json: string;
}

export interface ImportItemTable {
  /** Names the archive, stable between runs: the WXR's base address or the folder's name. */
  source: string;
  item: string;
  /** SHA-256 of the item as it stood in the source. */
  digest: string;
  /** imported | updated | unchanged | skipped | quarantined */
  outcome: string;
  reason: string;
  /** story | media | page | author | section | tag | redirect */
  target_kind: string | null;
  target: string | null;
  /** Number of the story's revision that the import wrote last: a higher one is an editor's own. */
  revision: number | null;
  /** What tells two items that bear one number apart: short digests of slug, date and headline. */
  traits: string;
  at: number;
}

export interface QuarantineTable {
  id: string;
  source: string;
  item: string;
  reason: string;
  /** File under data/quarantine that holds the original. */
  file: string;
  at: number;
}
