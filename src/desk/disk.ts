import { statfs } from 'node:fs/promises';

/** What uploads leave on the disk, for what cannot wait: a text that is being written, an edition. */
export type Left = {
  bytes: number;
  /** Of a small disk at most so much of it. */
  share: number;
};

const LEFT: Left = { bytes: 256_000_000, share: 0.05 };
/** Bytes that are written between two looks. */
const STRIDE = 32_000_000;

/** Told of bytes before they are written; fails as a full disk does when uploads would take more than they may. */
export type Watch = (bytes: number) => Promise<void>;

export function watchRoom(folder: string, left = LEFT): Watch {
  let since = STRIDE;
  return async (bytes) => {
    since += bytes;
    if (since < STRIDE) return;
    since = 0;
    const { blocks, bavail, bsize } = await statfs(folder);
    if (bavail < Math.min(left.bytes / bsize, blocks * left.share))
      throw Object.assign(new Error('The disk is nearly full'), { code: 'ENOSPC' });
  };
}

/** A step of a pipeline: passes bytes on as long as the disk has room for them. */
export function watched(watch: Watch): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* (source) {
    for await (const piece of source) {
      await watch(piece.length);
      yield piece;
    }
  };
}

/** Whether something failed because the disk took no more. */
export function isFullDisk(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'disk_full';
}

/** Whether something failed because nothing may be written where the newsroom lies. */
export function isReadOnly(error: unknown): boolean {
  const code = codeOf(error);
  // What making a folder and those above it fails with on a disk that may only be read.
  if (code === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'mkdir')
    return true;
  return code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code === 'read_only';
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
