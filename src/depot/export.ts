import {
  closeSync,
  createReadStream,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { constants, copyFile } from 'node:fs/promises';
import { comparePaths, fromHex, pathProblem } from '#edition';
import type { FileEntry } from '#edition';
import { dropFile, makeFolder, replaceFile, writeAll } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';
import { sha256Hex } from './pack-format.ts';
import { filesOf } from './plan.ts';
import { bigFile } from './shelf.ts';
import type { Shelf } from './shelf.ts';

export type ExportOptions = {
  /** The folder to write; it is made if need be. Anything in it that no export wrote is left alone. */
  to: string;
  /** Called now and then with the number of files looked at and of all files. */
  progress?: (done: number, total: number) => void;
};

export type ExportReport = { written: number; unchanged: number; removed: number; bytes: number };

/** Names the files that exports wrote, so that nothing else is ever deleted. */
export const LIST = '.longwave-export';
const FIRST_LINE = 'longwave export 1';
const TEMPORARY = '.longwave-export.tmp-file';
const BETWEEN_BREATHS = 50;

/**
 * Writes the current edition as a plain folder that any host can serve: every path with the bytes that a reader gets.
 * Each file appears whole; what is right already is not written again, so an export that was stopped goes on where
 * it was; what the edition no longer has is removed at the end.
 *
 * @throws DepotError `not_ours` when the folder holds something else, `disk_full`, `read_only`, `io`
 */
export async function exportShelf(shelf: Shelf, options: ExportOptions): Promise<ExportReport> {
  const { to } = options;
  try {
    makeFolder(to);
    const before = readList(to);
    const entries = shelf.file === null ? [] : [...filesOf(shelf.source, fromHex(shelf.file.head.root))];
    entries.sort((a, b) => comparePaths(a.path, b.path));
    const paths = new Set(entries.map((entry) => entry.path));
    const gone = before.filter((path) => !paths.has(path));
    await replaceFile(join(to, LIST), printList([...paths, ...gone]));
    for (const path of gone.length > 0 ? paths : []) clearWay(to, path, gone);
    const report = await writeEntries(shelf, entries, options);
    for (const path of gone) if (removeFile(to, path)) report.removed += 1;
    if (gone.length > 0) await replaceFile(join(to, LIST), printList([...paths]));
    return report;
  } catch (error) {
    throw diskError(error, `exporting to "${to}"`);
  } finally {
    dropFile(join(to, TEMPORARY));
  }
}

async function writeEntries(
  shelf: Shelf,
  entries: readonly FileEntry[],
  options: ExportOptions,
): Promise<ExportReport> {
  const report: ExportReport = { written: 0, unchanged: 0, removed: 0, bytes: 0 };
  let folder = '';
  for (const [at, entry] of entries.entries()) {
    const target = join(options.to, entry.path);
    if (await holds(target, entry)) report.unchanged += 1;
    else {
      if (dirname(target) !== folder) makeFolder((folder = dirname(target)));
      await writeEntry(shelf, entry, target, join(options.to, TEMPORARY));
      report.written += 1;
      report.bytes += entry.size;
    }
    if (at % BETWEEN_BREATHS !== 0) continue;
    options.progress?.(at, entries.length);
    await breathe();
  }
  options.progress?.(entries.length, entries.length);
  return report;
}

/** What stands under a name itself, links not followed. */
function look(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch (error) {
    // ENOTDIR: what should be a folder on the way is a file.
    if (errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Whether a file is there already, byte for byte. */
async function holds(target: string, entry: FileEntry): Promise<boolean> {
  const found = look(target);
  if (found === undefined || !found.isFile() || found.size !== entry.size) return false;
  if (found.size < 1 << 20) return sha256Hex(readFileSync(target)) === entry.raw;
  const sum = createHash('sha256');
  for await (const piece of createReadStream(target)) sum.update(piece);
  return sum.digest('hex') === entry.raw;
}

async function writeEntry(shelf: Shelf, entry: FileEntry, target: string, temporary: string): Promise<void> {
  dropFile(temporary);
  if (shelf.find(fromHex(entry.object)) === null) {
    // Never a second name of the depot's own file: people do edit exported pictures in place.
    await copyFile(bigFile(shelf.folder, entry.object), temporary, constants.COPYFILE_FICLONE);
  } else {
    const stored = shelf.object(entry.object);
    const fd = openSync(temporary, 'wx');
    try {
      writeAll(fd, entry.gzip ? gunzipSync(stored) : stored);
    } finally {
      closeSync(fd);
    }
  }
  renameSync(temporary, target);
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
  return paths.filter((path) => pathProblem(path) === null);
}
