import { open } from 'node:fs/promises';
import {
  askOnce,
  checkStory,
  EditionError,
  findEntry,
  openFollower,
  openMemory,
  STORY_LIMIT,
  TufError,
} from '#edition';
import type {
  Anchor,
  CheckStoryOptions,
  EditionSource,
  StoryReport,
  VerifyOptions,
  VerifyReport,
} from '#edition';

/**
 * Checks a file as a story that was saved with its proof; nothing beside the file is needed for it.
 *
 * @param known what whoever asks knows of newer keys
 * @param sources editions that are at hand, to tell by the newest of them whether the story still stands
 * @returns null where the file is no saved story
 */
export async function verifyStory(options: {
  file: string;
  anchor: Anchor | null;
  known: NonNullable<VerifyOptions['known']>;
  now: () => number;
  sources: () => Promise<readonly EditionSource[]>;
}): Promise<{ report: VerifyReport; story: StoryReport } | null> {
  const { anchor, now } = options;
  const { roots = [], targets = null } = options.known;
  const keys = { roots, targets };
  const bytes = await readUpTo(options.file, STORY_LIMIT);
  if (bytes === null) return null;
  const alone = await checkStory(bytes, { anchor, now: now(), keys });
  if (alone.reason === 'no_proof') return null;
  const { path } = alone;
  if (alone.reason !== null || anchor === null || path === null)
    return { report: reportOf(alone, options.file), story: alone };
  // The newest root that is known decides, so that no edition of keys that were taken back speaks for the story.
  const newest = roots.at(-1);
  const from = newest === undefined ? anchor : { root: newest };
  let known: CheckStoryOptions['known'];
  for (const source of await options.sources()) {
    const found = await newestIn(source, { anchor: from, now, path });
    if (found !== undefined && found.number > (known?.number ?? 0)) known = found;
  }
  const story = known === undefined ? alone : await checkStory(bytes, { anchor, now: now(), known, keys });
  return { report: reportOf(story, options.file), story };
}

async function readUpTo(path: string, limit: number): Promise<Uint8Array | null> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return size > limit ? null : new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

/** What the newest edition that is at hand has at the path; undefined where that cannot be proven. */
async function newestIn(
  source: EditionSource,
  { anchor, now, path }: { anchor: Anchor; now: () => number; path: string },
): Promise<CheckStoryOptions['known']> {
  const fetch = (name: string, limit: number): Promise<Uint8Array | null> => source.read(name, limit);
  try {
    const { record } = await openFollower({ anchor, fetch, memory: openMemory(), now }).update('bundle');
    return { number: record.number, entry: await findEntry(record, path, askOnce(fetch), new Map()) };
  } catch (error) {
    if (error instanceof TufError || error instanceof EditionError) return undefined;
    throw error;
  }
}

/** The same in the terms of every other verification. */
function reportOf(story: StoryReport, file: string): VerifyReport {
  const { verdict, reason, edition, published, behind, sample, expired, found } = story;
  const altered =
    verdict === 'altered'
      ? [
          {
            path: story.path ?? file,
            reason: reason === 'proof' ? ('unproven' as const) : ('changed' as const),
          },
        ]
      : [];
  const notes: VerifyReport['notes'] = [];
  if (reason === 'no_anchor' || reason === 'other_keys' || reason === 'keys_replaced') notes.push(reason);
  if (sample) notes.push('sample');
  return {
    verdict,
    edition,
    published,
    behind,
    files: 1,
    altered,
    alterations: altered.length,
    sample,
    expired,
    found,
    notes,
  };
}
