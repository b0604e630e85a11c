import type { Generated } from 'kysely';

/** The tables of the room `desk`. */
export interface DeskSchema {
  account: AccountTable;
  passkey: PasskeyTable;
  session: SessionTable;
  /** One-time links, kept as hashes. */
  sign_in_link: { secret_hash: string; account: string; created_at: number; expires_at: number };
  audit: AuditTable;
  story_lock: StoryLockTable;
  /** What a browser that wrote a story can prove to have written, without saying whose it is. */
  story_pen: { story: string; mark: string };
  colleague_note: ColleagueNoteTable;
  preview_link: PreviewLinkTable;
  /** How many words a story is to have. */
  story_plan: { story: string; words: number };
  /** How often a page was sent in a day; the path '' is all pages together. */
  page_count: { day: string; path: string; count: number };
}

export interface AccountTable {
  id: string;
  name: string;
  /** [reporter | editor | publisher | engineer] */
  roles_json: string;
  created_at: number;
  closed_at: number | null;
}

export interface PasskeyTable {
  /** The credential's id in base64url. */
  id: string;
  account: string;
  /** COSE key in base64url. */
  public_key: string;
  counter: number;
  transports_json: string;
  name: string;
  created_at: number;
  /** To the hour. */
  used_at: number | null;
}

export interface SessionTable {
  id: string;
  /** SHA-256 of what the cookie holds. */
  secret_hash: string;
  account: string;
  /** `Firefox, Linux`: never a version or an address. */
  browser: string;
  created_at: number;
  /** To the hour, so that it tells nothing of what was done then. */
  used_at: number;
}

export interface AuditTable {
  id: Generated<number>;
  at: number;
  account: string | null;
  act: string;
  story: string | null;
  subject: string;
  detail_json: string;
}

export interface StoryLockTable {
  story: string;
  /** Hash of session, tab and story. */
  holder: string;
  account: string | null;
  since: number;
  beat_at: number;
}

export interface ColleagueNoteTable {
  id: string;
  story: string;
  account: string | null;
  at: number;
  /** The block that the note is about; null for the whole story. */
  block: string | null;
  quote: string;
  text: string;
  resolved_at: number | null;
}

export interface PreviewLinkTable {
  id: string;
  secret_hash: string;
  story: string;
  account: string | null;
  created_at: number;
  expires_at: number;
  /** Whom it is for, in words. */
  reader: string | null;
}
