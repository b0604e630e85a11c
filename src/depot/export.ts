import {
  closeSync,
  createReadStream,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { constants, copyFile } from 'node:fs/promises';
import { fromHex, pathProblem, readReserved } from '#edition';
import { dropFile, makeFolder, replaceFile, writeAll } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';
import { sha256Hex } from './pack-format.ts';
import { planFolder } from './folder-plan.ts';
import type { FolderFile } from './folder-plan.ts';
import { Passing } from './passing.ts';
import { LIST, look, openTarget, refuseLinks } from './target.ts';
import { bigFile } from './shelf.ts';
import type { Shelf } from './shelf.ts';

export type ExportOptions = {
  /** The folder to write; it is made if need be. Anything in it that no export wrote is left alone. */
  to: string;
  /** Called now and then with the number of files looked at and of all files. */
  progress?: (done: number, total: number) => void;
};

export type ExportReport = { written: number; unchanged: number; removed: number; bytes: number };

const FIRST_LINE = 'longwave export 1';
const TEMPORARY = '.longwave-export.tmp-file';
const BETWEEN_BREATHS = 50;

/**
 * Writes the current edition as a plain folder that any host can serve: every path with the bytes that a reader gets.
 * Each file appears whole; what is right already is not written again, so an export that was stopped goes on where
 * it was; what the edition no longer has is removed at the end. Files come in the order of {@link planFolder}.
 *
 * Nothing is written or removed through a link: the folder itself may be one, nothing in it that leads on.
 *
 * @throws DepotError `not_ours` when the folder holds something else or is a file, `links` when links lead out of it, `disk_full`, `read_only`, `io`
 */
export async function exportShelf(shelf: Shelf, options: ExportOptions): Promise<ExportReport> {
  const { to } = options;
  try {
    openTarget(to);
    const before = readList(to);
    const files = planFolder(shelf);
    const paths = new Set(files.map((file) => file.path));
    const gone = before.filter((path) => !paths.has(path));
    refuseLinks(to, [...paths, ...before]);
    const passing = new Passing(to, before, paths);
    await replaceFile(join(to, LIST), printList([...paths, ...gone]));
    for (const path of gone.length > 0 ? paths : []) clearWay(to, path, gone);
    const report = await writeFiles({ shelf, files, passing }, options);
    for (const path of gone) if (removeFile(to, path)) report.removed += 1;
    for (const path of passing.paths) removeFile(to, path);
    if (gone.length + passing.paths.length > 0) await replaceFile(join(to, LIST), printList([...paths]));
    return report;
  } catch (error) {
    throw diskError(error, `exporting to "${to}"`);
  } finally {
    if (look(to)?.isFile() !== true) dropFile(join(to, TEMPORARY));
  }
}

async function writeFiles(
  { shelf, files, passing }: { shelf: Shelf; files: readonly FolderFile[]; passing: Passing },
  options: ExportOptions,
): Promise<ExportReport> {
  const report: ExportReport = { written: 0, unchanged: 0, removed: 0, bytes: 0 };
  const temporary = join(options.to, TEMPORARY);
  let folder = '';
  for (const [at, file] of files.entries()) {
    const target = join(options.to, file.path);
    const standing = await hashAt(target);
    if (standing === file.hash) report.unchanged += 1;
    else {
      if (standing !== null) passing.keep(file, target, standing);
      if (dirname(target) !== folder) makeFolder((folder = dirname(target)));
      dropFile(temporary);
      await writeFile(shelf, file, temporary);
      renameSync(temporary, target);
      report.written += 1;
      report.bytes += file.size;
    }
    if (at % BETWEEN_BREATHS !== 0) continue;
    options.progress?.(at, files.length);
    await breathe();
  }
  options.progress?.(files.length, files.length);
  return report;
}

/** SHA-256 of the file that stands under a name; null where there is none. */
async function hashAt(target: string): Promise<string | null> {
  const found = look(target);
  if (found === undefined || !found.isFile()) return null;
  if (found.size < 1 << 20) return sha256Hex(readFileSync(target));
  const sum = createHash('sha256');
  for await (const piece of createReadStream(target)) sum.update(piece);
  return sum.digest('hex');
}

async function writeFile(shelf: Shelf, file: FolderFile, target: string): Promise<void> {
  if (file.kind === 'stored' && shelf.find(fromHex(file.object)) === null) {
    // Never a second name of the depot's own file: people do edit exported pictures in place.
    await copyFile(bigFile(shelf.folder, file.object), target, constants.COPYFILE_FICLONE);
    return;
  }
  const fd = openSync(target, 'wx');
  try {
    writeAll(fd, bytesOf(shelf, file));
  } finally {
    closeSync(fd);
  }
}

function bytesOf(shelf: Shelf, file: FolderFile): Buffer {
  if (file.kind === 'made') return file.make();
  const stored = shelf.object(file.object);
  return file.unpack ? gunzipSync(stored) : stored;
}

/** Makes room where a name was a file and is a folder now, or the other way round; only our own files go early. */
function clearWay(to: string, path: string, gone: readonly string[]): void {
  for (const old of gone) if (path.startsWith(`${old}/`) || old.startsWith(`${path}/`)) removeFile(to, old);
}

/** Removes a file and the folders that are empty after it; false where there was none. */
function removeFile(to: string, path: string): boolean {
  const found = look(join(to, path));
  if (found === undefined || found.isDirectory()) return false;
  rmSync(join(to, path));
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    try {
      rmdirSync(join(to, folder));
    } catch (error) {
      if (errno(error) === 'ENOTEMPTY' || errno(error) === 'EEXIST') break;
      if (errno(error) !== 'ENOENT') throw error;
    }
  }
  return true;
}

const printList = (paths: readonly string[]): string => `${[FIRST_LINE, ...paths].join('\n')}\n`;

/** The files that earlier exports wrote to a folder. */
function readList(to: string): string[] {
  let text: string;
  try {
    text = readFileSync(join(to, LIST), 'utf8');
  } catch (error) {
    if (errno(error) !== 'ENOENT') throw error;
    const foreign = readdirSync(to).find((name) => !name.startsWith('.'));
    if (foreign === undefined) return [];
    throw new DepotError(
      'not_ours',
      `"${to}" holds files that no export wrote, such as "${foreign}"; name an empty or a new folder`,
    );
  }
  const [first, ...paths] = text.trimEnd().split('\n');
  if (first !== FIRST_LINE) {
    throw new DepotError(
      'newer_format',
      `"${join(to, LIST)}" is not a list that this Longwave wrote; name a new folder`,
    );
  }
  // The list lies in a folder that others can write to: it must never lead out of it.
  return paths.filter((path) => pathProblem(path) === null || readReserved(path) !== null);
}
