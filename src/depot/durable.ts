import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { errno } from './error.ts';

/** Writes all of the bytes; one call of the system may take fewer. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at);
}

/** The same at a place of the file. */
export function writeAllAt(fd: number, bytes: Uint8Array, offset: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, offset + at);
}

/** Resolves when the disk holds what was written to the descriptor, without stopping the process meanwhile. */
export function flush(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fsync(fd, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** Resolves when the names in a folder are on the disk. */
export async function flushFolder(folder: string): Promise<void> {
  const fd = openSync(folder, 'r');
  try {
    await flush(fd);
  } finally {
    closeSync(fd);
  }
}

function flushFolderNow(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A new version of a small file, durable but not yet in its place. */
export type Replacement = {
  /** Puts it there. At every moment, a power cut included, the old or the new version stands whole. */
  place: () => Promise<void>;
  /** The same but for the last flush, of the folder. */
  rename: () => void;
  abort: () => void;
};

export async function prepareFile(file: string, text: string): Promise<Replacement> {
  const temporary = `${file}.tmp`;
  const fd = openSync(temporary, 'w');
  try {
    writeAll(fd, Buffer.from(text));
    await flush(fd);
  } catch (error) {
    dropFile(temporary);
    throw error;
  } finally {
    closeSync(fd);
  }
  const rename = (): void => renameSync(temporary, file);
  return {
    rename,
    place: () => {
      rename();
      return flushFolder(dirname(file));
    },
    abort: () => dropFile(temporary),
  };
}

/** Replaces a small file: temporary file, flush, rename, flush of the folder. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const replacement = await prepareFile(file, text);
  try {
    await replacement.place();
  } finally {
    replacement.abort();
  }
}

/** Makes a folder with all above it. */
export function makeFolder(folder: string): void {
  // Not recursive: where a system has folders in which none can be made, such as /proc, Node would try without an end.
  try {
    mkdirSync(folder);
  } catch (error) {
    if (errno(error) === 'ENOENT' && !existsSync(dirname(folder))) {
      makeFolder(dirname(folder));
      mkdirSync(folder);
    } else if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** The same, so that a power cut does not take away what was made. */
export function makeLastingFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) flushFolderNow(dirname(made));
}

/** Deletes a file if it is there. */
export function dropFile(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (errno(error) !== 'ENOENT') throw error;
  }
}
