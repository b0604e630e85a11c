import { hash } from 'node:crypto';
import type { EditionFolder } from '#depot';
import { isPersons, readMark } from './adopt.ts';
import { MARK, TEMPORARY } from './destination.ts';
import type { Destination } from './destination.ts';
import type { Manifest } from './manifest.ts';
import { inLanes } from './pool.ts';

/** What lies at a mirror, every byte of it read. */
export type WholeReport = {
  /** The edition that was pushed there last; null where no push left a mark. */
  edition: number | null;
  /** Files that were read, and their bytes. */
  files: number;
  bytes: number;
  /** Paths at which other bytes lie than were pushed. */
  altered: readonly string[];
  /** Paths of the edition at which nothing lies. */
  missing: readonly string[];
  /** Paths of files that no push of this machine wrote. */
  strange: readonly string[];
};

export type WholeOptions = {
  folder: EditionFolder;
  destination: Destination;
  manifest: Manifest;
  signal: AbortSignal;
  progress?: (done: number, total: number) => void;
};

/**
 * Reads back everything that lies at a mirror and compares it by hash with what was pushed; changes nothing.
 *
 * @throws ReachError `not_ours` for a place of another paper; what the place itself refuses
 */
export async function readWhole(options: WholeOptions): Promise<WholeReport> {
  const { folder, destination, manifest, signal } = options;
  const mark = await readMark(destination, folder.paper);
  manifest.load();
  const expected = new Map<string, string>();
  for (const [path, known] of manifest.files) if (known !== 'unsure') expected.set(path, known.hash);
  // Without notes, as after a restore, the edition itself says what has to be there.
  if (mark === null || mark.edition === folder.head?.edition)
    for (const { path, hash: wanted } of folder.files) expected.set(path, wanted);
  const there = await destination.list();
  const known = [...there.keys()].filter((path) => expected.has(path));
  const altered: string[] = [];
  let [done, bytes] = [0, 0];
  await inLanes(known, destination.parallel, async (path) => {
    signal.throwIfAborted();
    const read = await destination.read(path);
    bytes += read?.length ?? 0;
    if (read === null || hash('sha256', read, 'hex') !== expected.get(path)) altered.push(path);
    options.progress?.((done += 1), known.length);
  });
  const isOurs = (path: string): boolean =>
    expected.has(path) || manifest.files.has(path) || isPersons(path) || path === MARK;
  return {
    edition: mark?.edition ?? null,
    files: known.length,
    bytes,
    altered: altered.sort(),
    missing: [...expected.keys()].filter((path) => !there.has(path)).sort(),
    strange: [...there.keys()].filter((path) => !isOurs(path) && !path.startsWith(TEMPORARY)).sort(),
  };
}
