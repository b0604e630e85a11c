import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NewsroomError } from './refusal.ts';

export type Format = 'jpeg' | 'avif' | 'original';

/** What a medium is called on disk: `media/ab/<id>/480.jpg`, `…/original` for a file or a sound. */
export function renditionFile(folder: string, media: string, format: Format, width: number): string {
  const name = format === 'original' ? 'original' : `${width}.${format === 'jpeg' ? 'jpg' : 'avif'}`;
  return join(mediaFolder(folder, media), name);
}

/** The cleaned picture, from which the renditions are made; readers never get it. */
export function masterFile(folder: string, media: string, type: string): string {
  return join(mediaFolder(folder, media), type === 'image/png' ? 'master.png' : 'master.jpg');
}

export function mediaFolder(folder: string, media: string): string {
  if (!/^[0-9a-f]{32}$/.test(media)) throw new Error(`"${media}" is no media id`);
  return join(folder, 'media', media.slice(0, 2), media);
}

/** Whole or not at all, also when the power fails: temporary file, fsync, rename, fsync of the folder. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  for (let left = 5; ; left--) {
    try {
      return await writeOnce(file, bytes);
    } catch (error) {
      // The folder was taken away meanwhile: somebody removed the same medium.
      if (!isMissing(error) || left === 0) throw error;
    }
  }
}

async function writeOnce(file: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.part`);
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fullDisk(error) ?? error;
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function fullDisk(error: unknown): NewsroomError | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return null;
  return new NewsroomError('disk_full', 'The disk is full, nothing was kept; free some space and try again', {
    cause: error,
  });
}
