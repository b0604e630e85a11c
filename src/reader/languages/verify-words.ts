import { enVerify } from './en-verify.ts';
import { faVerify } from './fa-verify.ts';
import { ruVerify } from './ru-verify.ts';

/**
 * The words of the page that verifies, of its script and of the note in a saved story. Plain text, since the script gets
 * them as data; what stands in braces is filled in.
 */
export type VerifyWords = {
  heading: string;
  intro: string;
  link: string;
  check: string;
  drop: string;
  files: string;
  folder: string;
  answer: string;
  noScript: string;
  noScriptSave: string;
  unsigned: string;
  sample: string;
  limitsHeading: string;
  limits: string[];
  addressesHeading: string;
  addressesText: string;
  fingerprintHeading: string;
  fingerprintText: string;
  note: { heading: string; text: string; date: string; how: string; check: string };
  says: VerifySayings;
};

/** What the script says. */
export type VerifySayings = {
  /** Words for verdicts. */
  verdicts: Record<'authentic' | 'altered' | 'old' | 'expired' | 'unknown' | 'mixed', string>;
  working: string;
  progress: string;
  failed: string;

  /** A saved story. */
  published: string;
  stands: string;
  changed: string;
  withdrawn: string;
  gone: string;
  current: string;
  behind: string;
  expired: string;
  offline: string;
  mirrorFailed: string;
  content: string;
  should: string;
  reads: string;
  proof: string;
  otherKeys: string;
  newer: string;
  noAnchor: string;
  sample: string;

  /** Files and folders. */
  whole: string;
  part: string;
  compared: string;
  alteredFiles: string;
  more: string;
  reasons: Record<'changed' | 'missing' | 'extra' | 'unproven', string>;
  looseUnknown: string;
  looseChanged: string;
  looseFound: string;
  nothingSigned: string;
  noFiles: string;

  /** A link. */
  badLink: string;
  unreadable: string;
  unreadableHow: string;
  linkFound: string;
  linkOld: string;
  linkAltered: string;
  linkUnknown: string;
  linkHost: string;

  /** Saving. */
  saveHeading: string;
  saving: string;
  saved: string;
  download: string;
  pictures: string;
  saveFailed: string;
  saveOffline: string;
};

const tables: Readonly<Record<string, VerifyWords>> = { en: enVerify, ru: ruVerify, fa: faVerify };

/** These words in a language (`ru`, `fa-AF`), or in English where there is no table yet. */
export const verifyWords = (lang: string): VerifyWords =>
  tables[(lang.split('-')[0] ?? '').toLowerCase()] ?? enVerify;
