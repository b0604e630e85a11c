import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isFullDisk } from './disk.ts';

/*
 * Room on the disk that is kept for what has to work when there is none: signing everybody out. A full disk may be the
 * very thing that somebody makes before they take a device.
 */

const BYTES = 4_000_000;
/** It is laid only where this many times its size is free. */
const SPARE = 8;

const placeOf = (folder: string): string => join(folder, 'reserve');

/** Lays the reserve where there is none and the disk has room. @param folder the data folder */
export async function layReserve(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < BYTES * SPARE) return;
  const place = placeOf(folder);
  try {
    const file = await open(place, 'wx', 0o600);
    try {
      // Bytes and no hole, or it would keep no room.
      await file.writeFile(Buffer.alloc(BYTES, 1));
      await file.sync();
    } catch (error) {
      await rm(place, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    // It lies there already; or who keeps the data keeps it where nothing can be laid, and is told so by all else.
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** Does something that has to be done; where the disk has no room for it, the reserve goes and it is done once more. */
export async function withReserve<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isFullDisk(error)) throw error;
    await rm(placeOf(folder), { force: true });
    return work();
  }
}
