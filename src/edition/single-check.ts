import { isSample, rootFingerprint } from './anchor.ts';
import type { Anchor } from './anchor.ts';
import { assembleAgain, differenceOf, isRefusal } from './single.ts';
import { findBlock } from './single-block.ts';
import { checkSavedChain } from './single-chain.ts';
import type { SavedChain } from './single-chain.ts';
import { partsByHash } from './single-proof.ts';
import { confirmedAt } from './follow.ts';
import type { KnownKeys } from './verify-known.ts';
import type { Verdict } from './verify.ts';
import type { FileEntry } from './unit.ts';

export type CheckStoryOptions = {
  /** Null where there is none: then the verdict is `unknown`, whatever the file says. */
  anchor: Anchor | null;
  /** Milliseconds since 1970. */
  now: number;
  /** The newest edition that whoever asks knows of, and what it has at the story's path, if that is known. */
  known?: { number: number; entry?: FileEntry | null };
  /** Every root and the newest targets that whoever asks knows of, so that keys taken back since are not believed. */
  keys?: KnownKeys;
};

export type StoryReport = {
  verdict: Verdict;
  /** Why the verdict is `unknown` or `altered`; null for the others. */
  reason:
    | 'no_anchor'
    /** The file holds no proof: it is no saved story. */
    | 'no_proof'
    /** Signed by other keys than those of the anchor. */
    | 'other_keys'
    /** Signed by keys that were taken back since, so that whoever got hold of them can have made it. */
    | 'keys_replaced'
    /** The proof itself does not hold. */
    | 'proof'
    /** The proof holds, but a reader is shown something else. */
    | 'content'
    | 'newer_format'
    | null;
  /** Where a file whose proof holds parts from what was signed. */
  difference: { at: number; genuine: string; found: string } | null;
  path: string | null;
  headline: string | null;
  /** Full address of the story on the newsroom's own host, as signed. */
  address: string | null;
  edition: number | null;
  /** UTC, to the second. */
  published: string | null;
  /** Since when nothing newer was confirmed: UTC, to the second. */
  confirmed: string | null;
  /** How the edition that is known differs at the story's path; null where that is not known. */
  since: 'same' | 'changed' | 'withdrawn' | 'gone' | null;
  /** Editions between this one and the newest that is known. */
  behind: number | null;
  pictures: number;
  sample: boolean;
  expired: readonly string[];
  /** Fingerprint of the first root in the file. Whoever made the file could put any there. */
  found: string | null;
};

/** Larger files are no saved stories. */
export const STORY_LIMIT = 8_388_608;

const NOTHING: StoryReport = {
  verdict: 'unknown',
  reason: 'no_proof',
  difference: null,
  path: null,
  headline: null,
  address: null,
  edition: null,
  published: null,
  confirmed: null,
  since: null,
  behind: null,
  pictures: 0,
  sample: false,
  expired: [],
  found: null,
};

/** Checks a file that {@link assembleStory} made, wherever it comes from: nothing but the anchor is believed. */
export async function checkStory(file: Uint8Array, options: CheckStoryOptions): Promise<StoryReport> {
  let found: ReturnType<typeof findBlock>;
  try {
    found = file.length > STORY_LIMIT ? null : findBlock(file);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.code === 'newer_format') return { ...NOTHING, reason: 'newer_format' };
    return { ...NOTHING, verdict: 'altered', reason: 'proof' };
  }
  if (found === null) return NOTHING;
  const report = { ...NOTHING, path: found.block.path, found: await fingerprintOr(found.block.roots[0]) };
  if (options.anchor === null) return { ...report, reason: 'no_anchor' };
  try {
    const keys = options.keys ?? { roots: [], targets: null };
    const chain = await checkSavedChain(found.block, options.anchor, options.now, keys);
    if (chain === 'stranger') return { ...report, reason: 'other_keys' };
    if (chain.keys === 'replaced') return { ...report, reason: 'keys_replaced' };
    return await checkContent(file, found, chain, { report, known: options.known });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { ...report, verdict: 'altered', reason: 'proof' };
  }
}

async function checkContent(
  file: Uint8Array,
  found: NonNullable<ReturnType<typeof findBlock>>,
  { record, trust }: SavedChain,
  given: { report: StoryReport; known: CheckStoryOptions['known'] },
): Promise<StoryReport> {
  const { report } = given;
  // An older edition than the file's own says nothing of what became of the story.
  const known = (given.known?.number ?? 0) < record.number ? undefined : given.known;
  const genuine = await assembleAgain(file, found, record, await partsByHash(found.block.parts));
  const { timestamp, root } = trust.trusted;
  const confirmed = timestamp === null ? Date.parse(record.published) : confirmedAt(record, timestamp);
  const proven: StoryReport = {
    ...report,
    reason: null,
    headline: genuine.facts.headline,
    address: genuine.facts.address,
    edition: record.number,
    published: record.published,
    confirmed: `${new Date(confirmed).toISOString().slice(0, 19)}Z`,
    since: sinceOf(genuine.entry, known?.entry),
    behind: known === undefined ? null : Math.max(0, known.number - record.number),
    pictures: found.block.pictures.length,
    sample: isSample(root),
    expired: trust.expired,
  };
  const at = differenceOf(genuine.bytes, file);
  if (at !== null)
    return { ...proven, verdict: 'altered', reason: 'content', difference: excerpt(at, genuine.bytes, file) };
  return { ...proven, verdict: verdictOf(proven, known) };
}

function sinceOf(saved: FileEntry, present: FileEntry | null | undefined): StoryReport['since'] {
  if (present === undefined) return null;
  if (present === null || present.redirect !== undefined) return 'gone';
  if (present.status === 410) return 'withdrawn';
  return present.raw === saved.raw ? 'same' : 'changed';
}

/** A story that still stands as it was saved is not old, whatever else was published since. */
function verdictOf({ since, behind, expired }: StoryReport, known: CheckStoryOptions['known']): Verdict {
  if (since === 'same') return 'authentic';
  if (since !== null || (known !== undefined && (behind ?? 0) > 0)) return 'old';
  return expired.length > 0 ? 'expired' : 'authentic';
}

/** Bytes of a file that are shown on each side of where it was altered. */
const SHOWN = 40;

function excerpt(at: number, genuine: Uint8Array, found: Uint8Array): NonNullable<StoryReport['difference']> {
  const around = (bytes: Uint8Array): string =>
    new TextDecoder().decode(bytes.subarray(Math.max(0, at - SHOWN), at + SHOWN)).replaceAll('\ufffd', '');
  return { at, genuine: around(genuine), found: around(found) };
}

async function fingerprintOr(root: Uint8Array | undefined): Promise<string | null> {
  try {
    return root === undefined ? null : await rootFingerprint(root);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
