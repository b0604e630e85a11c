import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { watched, watchRoom } from './disk.ts';
import { newName } from './secrets.ts';

/** Files on their way in. They lie on the disk, so that a slow sender costs no memory and keeps nobody waiting. */
export class Spool {
  readonly #folder: string;
  #swept: Promise<void> | null = null;

  /** @param folder the data folder */
  constructor(folder: string) {
    this.#folder = join(folder, 'arriving');
  }

  /** Takes a body in whole and hands its file to `work`; afterwards, also after a failure, the file is gone. */
  async hold<T>(body: ReadableStream, work: (file: string) => Promise<T>): Promise<T> {
    // What lies there from before came when the power failed, and nobody knows of it.
    await (this.#swept ??= rm(this.#folder, { recursive: true, force: true }));
    await mkdir(this.#folder, { recursive: true });
    const file = join(this.#folder, newName());
    try {
      await pipeline(Readable.fromWeb(body), watched(watchRoom(this.#folder)), createWriteStream(file));
      return await work(file);
    } finally {
      await rm(file, { force: true });
    }
  }
}
