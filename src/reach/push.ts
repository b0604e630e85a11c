import { createHash, hash, randomUUID } from 'node:crypto';
import type { EditionFolder, FolderFile, Step } from '#depot';
import { STEPS } from '#depot';
import { cacheControl } from '#edition';
import { adopt, READ_DAYS, readMark, writeMark } from './adopt.ts';
import type { Mark } from './adopt.ts';
import { copiesOf } from './copies.ts';
import type { Destination } from './destination.ts';
import { ReachError } from './error.ts';
import type { Manifest } from './manifest.ts';
import { inLanes } from './pool.ts';
import { planPush } from './push-plan.ts';
import { forgetGone, removeInTheWay } from './removal.ts';
import { verifyWritten } from './written.ts';
import type { Written } from './written.ts';

export type PushOptions = {
  folder: EditionFolder;
  destination: Destination;
  manifest: Manifest;
  /** Milliseconds since 1970. */
  at: number;
  /** From 0 to below 1; chooses which files are read back. */
  random: () => number;
  signal: AbortSignal;
  /** Looks at everything that stands at the mirror instead of trusting what is known of it, and reads it all back. */
  full?: boolean;
  /** Called with files done and of all that have to be looked at, and then of those to be written or deleted. */
  progress?: (done: number, total: number) => void;
};

export type PushReport = {
  edition: number;
  written: number;
  /** Of what was written. */
  bytes: number;
  deleted: number;
  unchanged: number;
  /** Paths at which something else stood than was written, or nothing any more; they are mended. */
  altered: readonly string[];
};

/** How often everything at a mirror is looked at, milliseconds. */
export const CHECK_EVERY = 86_400_000;

/** A file to be written, with how to get its bytes. */
export type Task = {
  step: Step;
  path: string;
  hash: string;
  size: number;
  type: string;
  load: () => Promise<Buffer>;
};

/** Files that are noted, written and looked at together: what a killed push has to write again at most. */
const BATCH = 250;
/** Larger files are written one at a time, so that few are in memory at once. */
const LARGE = 4_000_000;

/**
 * Brings a mirror to the current edition by writing what differs, in the order of docs/EDITION.md: at every moment, and
 * after a push that was killed at any write, whoever checks sees the old edition whole or the new one.
 *
 * @throws ReachError; what was written before it stays noted, and the next push goes on from there
 */
export async function pushEdition(options: PushOptions): Promise<PushReport> {
  const { folder, destination, manifest } = options;
  const { head } = folder;
  if (head === null)
    throw new ReachError('no_edition', 'There is no edition yet; make one with "longwave press"');
  const { paper } = folder;
  const mark = await readMark(destination, paper);
  const altered = await lookAtAll(options, mark);
  const { todo, gone, has, state, count: total } = planPush(folder, manifest);
  const report = { edition: head.edition, written: 0, bytes: 0, deleted: 0, altered };
  const unchanged = total - todo.length;
  if (todo.length + gone.length === 0 && mark !== null) {
    if (manifest.state === null || manifest.state.edition !== state?.edition) manifest.end(state, total);
    return { ...report, unchanged };
  }
  // Before anything else changes: who pushes from elsewhere sees by it that their notes are no longer right.
  const token = randomUUID();
  manifest.next(token);
  await writeMark(destination, { token, edition: head.edition, paper });
  const count = counter(options, todo.length + gone.length);
  await removeInTheWay({ ...options, gone, todo });
  const copies = copiesOf({ folder, destination, manifest, has, todo });
  for (const step of STEPS) {
    const tasks = todo.filter((file) => file.step === step).map((file) => taskOf(folder, file));
    const all = step === 'object' ? [...tasks, ...(await copies)] : tasks;
    for (let at = 0; at < all.length; at += BATCH) {
      const written = await writeBatch(options, all.slice(at, at + BATCH), count);
      report.written += written.length;
      report.bytes += written.reduce((sum, { size }) => sum + size, 0);
    }
  }
  // The copies among them, which this push made for its own time.
  const left = [...manifest.files.keys()].filter((path) => !has(path));
  report.deleted = await forgetGone({ ...options, gone: left, count });
  manifest.end(state, total);
  return { ...report, unchanged };
}

/** Looks at what stands at the mirror, where its notes cannot be relied on or a day has passed since it was done. */
async function lookAtAll(options: PushOptions, mark: Mark | null): Promise<string[]> {
  const { manifest, at, full } = options;
  const isTrusted = mark !== null && manifest.tokens.includes(mark.token) && full !== true;
  const { at: last, share } = manifest.checked;
  const isDue = at - last >= CHECK_EVERY || at < last;
  if (isTrusted && !isDue) return [];
  const altered = await adopt({ ...options, isMarked: mark !== null, share: isTrusted ? share : null });
  manifest.checked = { at, share: isTrusted ? (share + 1) % READ_DAYS : share };
  return altered;
}

const taskOf = (folder: EditionFolder, file: FolderFile): Task => ({
  ...file,
  load: () => folder.load(file),
});

async function writeBatch(
  options: PushOptions,
  tasks: readonly Task[],
  count: (files: number) => void,
): Promise<Written[]> {
  const { destination, manifest, signal } = options;
  const standing = new Set(tasks.map(({ path }) => path).filter((path) => manifest.files.has(path)));
  manifest.begin(tasks.map(({ path }) => path));
  const written: Written[] = [];
  const write = async ({ step, path, hash: wanted, type, load }: Task): Promise<void> => {
    signal.throwIfAborted();
    const bytes = await load();
    // The newsroom's own disk may have failed; nothing that is not of the edition goes out.
    if (sha256(bytes) !== wanted)
      throw new ReachError('io', `"${path}" is altered on this machine; run "longwave doctor"`);
    await destination.write(path, bytes, { type, cacheControl: cacheControl(path) }, standing.has(path));
    written.push({ step, path, hash: wanted, size: bytes.length, md5: md5(bytes) });
    count(1);
  };
  const [large, small] = [tasks.filter(isLarge), tasks.filter((task) => !isLarge(task))];
  await inLanes(small, destination.parallel, write);
  await inLanes(large, 1, write);
  await verifyWritten(options, written);
  manifest.wrote(written);
  return written;
}

const isLarge = ({ size }: Task): boolean => size > LARGE;

function counter({ progress }: PushOptions, total: number): (files: number) => void {
  let done = 0;
  return (files) => progress?.(Math.min(total, (done += files)), total);
}

const sha256 = (bytes: Buffer): string => hash('sha256', bytes, 'hex');
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
