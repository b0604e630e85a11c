import { closeSync, fsync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes all of the bytes; one call of the system may take fewer. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at);
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

export function flushFolderNow(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Replaces a small file so that at every moment, a power cut included, the old or the new one stands whole. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp`;
  const fd = openSync(temporary, 'w');
  try {
    try {
      writeAll(fd, Buffer.from(text));
      await flush(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  await flushFolder(dirname(file));
}

export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
}
