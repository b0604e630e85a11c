import { gunzipSync } from 'node:zlib';
import { setImmediate as breathe } from 'node:timers/promises';
import { fromHex } from '#edition';
import type { FileEntry } from '#edition';
import { hashOf } from './big-files.ts';
import { EditionLog } from './log.ts';
import { sha256Hex } from './pack-format.ts';
import { filesOf } from './plan.ts';
import { bigFile } from './shelf.ts';
import type { Shelf } from './shelf.ts';

export type CheckReport = {
  /** Files and objects whose bytes were hashed. */
  files: number;
  objects: number;
  /** What is wrong, one sentence each; empty when all is well. */
  problems: string[];
};

const BETWEEN_BREATHS = 200;

export type CheckOptions = {
  /** Told after each object and file, of how many in all. */
  progress?: (done: number, total: number) => void;
};

/** Hashes every object on the disk and every file of the current edition. */
export async function checkShelf(shelf: Shelf, { progress }: CheckOptions = {}): Promise<CheckReport> {
  const total = shelf.packs.reduce((sum, pack) => sum + pack.count, 0) + (shelf.file?.head.files ?? 0);
  const report: CheckReport = { files: 0, objects: 0, problems: [] };
  for (const pack of shelf.packs) {
    for (const object of pack.objects()) {
      const hash = object.hash.toString('hex');
      if (sha256Hex(await pack.read(object)) !== hash) report.problems.push(`The object ${hash} was altered`);
      report.objects += 1;
      progress?.(report.objects, total);
    }
  }
  if (shelf.damage !== null) report.problems.push(shelf.damage.message);
  if (shelf.file === null) return report;
  for (const entry of entriesOf(shelf, report)) {
    const problem = await problemOf(shelf, entry);
    if (problem !== null) report.problems.push(`"${entry.path}" ${problem}`);
    report.files += 1;
    progress?.(report.objects + report.files, total);
    if (report.files % BETWEEN_BREATHS === 0) await breathe();
  }
  report.problems.push(...signedProblems(shelf));
  if (report.problems.length === 0 && report.files !== shelf.file.head.files) {
    report.problems.push(`The head pointer counts ${shelf.file.head.files} files, the tree ${report.files}`);
  }
  return report;
}

function entriesOf(shelf: Shelf, report: CheckReport): FileEntry[] {
  try {
    return [...filesOf(shelf.source, fromHex(shelf.file?.head.root ?? ''))];
  } catch (error) {
    report.problems.push(
      `The tree cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return [];
  }
}

/** Whether everything that was signed is there, and the end of the log. */
function signedProblems(shelf: Shelf): string[] {
  const { signed, log } = shelf.file ?? { signed: [], log: { size: 0 } };
  const problems = signed.flatMap(({ path, hash }) =>
    shelf.sizeOf(hash) === null ? [`"${path}" is missing`] : [],
  );
  try {
    if (log.size > 0) new EditionLog(shelf.folder, log.size).entry(log.size - 1);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return problems;
}

async function problemOf(shelf: Shelf, entry: FileEntry): Promise<string | null> {
  try {
    if (shelf.find(fromHex(entry.object)) === null) return await bigProblem(shelf, entry);
    const stored = await shelf.load(entry.object);
    if (stored.length !== entry.stored) return 'has an object of another length';
    const raw = entry.gzip ? gunzipSync(stored) : stored;
    if (raw.length !== entry.size || sha256Hex(raw) !== entry.raw)
      return 'unpacks to other bytes than it should';
    return null;
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function bigProblem(shelf: Shelf, entry: FileEntry): Promise<string | null> {
  const hash = await hashOf(bigFile(shelf.folder, entry.object));
  return hash === entry.object ? null : 'was altered on the disk';
}
