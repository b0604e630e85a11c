import { createHash, hash } from 'node:crypto';
import { constants } from 'node:fs';
import type { Dir } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TufError } from '#edition';
import type { EditionSource, FileDigest } from '#edition';

const PIECE = 1 << 20;

/** An edition as a plain folder. Links are not followed: what they lead to is no part of it. */
export function folderSource(folder: string): EditionSource {
  return {
    read: (path, limit) =>
      withFile(join(folder, path), async (file, size) => {
        if (size > limit) throw tooLong(path, limit);
        return new Uint8Array(await file.readFile());
      }),
    digest: (path, limit) =>
      withFile(join(folder, path), (file, size) => {
        if (size > limit) throw tooLong(path, limit);
        return digestOf(file, size);
      }),
    list: () => filesUnder(folder, ''),
  };
}

/** Length and SHA-256 of one file of this machine; null where it is none. */
export const digestFile = (path: string): Promise<FileDigest | null> => withFile(path, digestOf);

async function withFile<T>(
  path: string,
  work: (file: FileHandle, size: number) => Promise<T>,
): Promise<T | null> {
  let file: FileHandle;
  try {
    // A pipe that somebody put there would be waited for for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw isDenied(error) ? unreadable(path, error) : error;
  }
  try {
    const found = await file.stat();
    return found.isFile() ? await work(file, found.size) : null;
  } catch (error) {
    throw isDenied(error) ? unreadable(path, error) : error;
  } finally {
    await file.close();
  }
}

async function digestOf(file: FileHandle, size: number): Promise<FileDigest> {
  if (size <= PIECE) {
    const bytes = await file.readFile();
    return { size: bytes.length, sha256: hash('sha256', bytes) };
  }
  const sum = createHash('sha256');
  let length = 0;
  for await (const piece of file.createReadStream({ autoClose: false, highWaterMark: PIECE })) {
    if (!(piece instanceof Uint8Array)) continue;
    sum.update(piece);
    length += piece.length;
  }
  return { size: length, sha256: sum.digest('hex') };
}

/** No path of an edition is longer, in bytes of UTF-8. */
const LONGEST = 1_024;

/**
 * Everything but folders, links too, with "/" between the names; folders that cannot be listed with "/" at their end. What
 * lies deeper than any path of an edition can be is named by its beginning and not looked into.
 */
async function* filesUnder(folder: string, prefix: string): AsyncGenerator<string> {
  if (Buffer.byteLength(prefix) > LONGEST) {
    yield `${prefix.slice(0, SHOWN)}…`;
    return;
  }
  let entries: Dir;
  try {
    entries = await opendir(join(folder, prefix));
  } catch (error) {
    if (prefix === '' || !isDenied(error)) throw error;
    yield prefix;
    return;
  }
  for await (const entry of entries) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(folder, `${path}/`);
    else yield path;
  }
}

const SHOWN = 80;

/** What a path of this machine is; links are followed here, as it was a person who named it. */
export async function kindOf(path: string): Promise<'folder' | 'file' | null> {
  try {
    const found = await lstat(path);
    const target = found.isSymbolicLink() ? await lstat(join(path, '.')).catch(() => null) : found;
    if (target?.isDirectory() === true) return 'folder';
    return found.isFile() ? 'file' : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENAMETOOLONG', 'ENXIO', 'EINVAL']);

/** Not ours to read, or on a disk that fails. */
const DENIED = new Set(['EACCES', 'EPERM', 'EIO']);

const isAbsent = (error: unknown): boolean => hasCode(error, ABSENT);
const isDenied = (error: unknown): boolean => hasCode(error, DENIED);

const hasCode = (error: unknown, codes: ReadonlySet<string>): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.has(error.code);

const unreadable = (path: string, cause: unknown): TufError =>
  new TufError('unreadable', `"${path}" cannot be read by this user; ask who owns it, or copy it first`, {
    cause,
  });

const tooLong = (path: string, limit: number): TufError =>
  new TufError('too_long', `"${path}" is longer than ${limit} bytes`);
