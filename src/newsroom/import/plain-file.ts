import { constants, open } from 'node:fs/promises';

/** Bytes of the largest `newsroom.yaml`, `authors.yaml` or mapping file. */
export const LARGEST_SHEET = 5_000_000;

/** Why a file was not read. `absent`: there is none of this name. */
export type NotRead = { ok: false; why: 'absent' | 'forbidden' | 'no file' | 'too large' | 'unreadable' };

/**
 * Reads a file of at most `limit` bytes. What is no file but a pipe, a device or a folder is never read, for it may
 * have no end or never begin.
 */
export async function readPlainFile(
  path: string,
  limit: number,
): Promise<{ ok: true; bytes: Uint8Array } | NotRead> {
  try {
    // Without waiting: the other end of a pipe may never come.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await handle.stat();
      if (!found.isFile()) return { ok: false, why: 'no file' };
      if (found.size > limit) return { ok: false, why: 'too large' };
      return { ok: true, bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { ok: false, why: WHY[code] ?? 'unreadable' };
  }
}

const WHY: Record<string, NotRead['why']> = {
  ENOENT: 'absent',
  ENOTDIR: 'absent',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EISDIR: 'no file',
  ENXIO: 'no file',
};

/** For people, after the file's name in quotes. */
export const NOT_READ: Record<NotRead['why'], string> = {
  absent: 'is not there; check its name',
  forbidden: 'may not be read by this user; change its permissions',
  'no file': 'is no file; put one in its place',
  'too large': 'is larger than any such file is; check what it holds',
  unreadable: 'cannot be read; check the disk that it lies on',
};
