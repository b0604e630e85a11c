import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { dropFile, flush, flushFolder, makeFolder } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';
import { bigFile } from './shelf.ts';

/** A big binary to put into an edition by name. */
export type PutBigFile = { path: string; type: string; file: string; sha256: string; bytes: number };

/** Big binaries that a writer takes in. */
export class BigFiles {
  readonly #folder: string;
  readonly #taken = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  has(hash: string): boolean {
    return this.#taken.has(hash);
  }

  /** @throws DepotError `misuse` when the file has another length than was said, `disk_full`, `read_only`, `io` */
  take({ file, sha256, bytes }: PutBigFile): void {
    try {
      const target = link(this.#folder, sha256, file);
      const { size } = statSync(target);
      if (size !== bytes) {
        dropFile(target);
        throw new DepotError('misuse', `"${file}" has ${size} bytes, not ${bytes}; describe it anew`);
      }
      this.#taken.set(sha256, target);
    } catch (error) {
      throw diskError(error, `taking in "${file}"`);
    }
  }

  /** Lets go of what lies under the hash where it was altered, so that it is taken in anew from its source. */
  async dropAltered({ file, sha256 }: PutBigFile): Promise<void> {
    const target = bigFile(this.#folder, sha256);
    const [there, source] = [target, file].map((one) =>
      statSync(one, { throwIfNoEntry: false, bigint: true }),
    );
    // A second name of the source itself would come back as it is.
    if (there === undefined || (there.ino === source?.ino && there.dev === source.dev)) return;
    if ((await hashOf(target)) !== sha256) dropFile(target);
  }

  /** Resolves when the disk holds what was taken in. */
  async flush(): Promise<void> {
    for (const file of this.#taken.values()) {
      const fd = openSync(file, 'r');
      try {
        await flush(fd);
      } finally {
        closeSync(fd);
      }
    }
    const folders = new Set([...this.#taken.values()].map((file) => dirname(file)));
    for (const folder of folders) await flushFolder(folder);
    if (folders.size > 0) await flushFolder(join(this.#folder, 'files'));
  }
}

/** SHA-256 of a file in hexadecimal, without its whole in memory. */
export async function hashOf(file: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const piece of createReadStream(file)) sum.update(piece);
  return sum.digest('hex');
}

/** Puts a file under its hash: as a second name of the same file, or as a copy where the disk has no such thing. */
function link(folder: string, hash: string, source: string): string {
  const target = bigFile(folder, hash);
  makeFolder(dirname(target));
  try {
    // A link would get the second name itself, not the file it leads to.
    linkSync(realpathSync(source), target);
  } catch (error) {
    if (errno(error) === 'EEXIST') return target;
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP'].includes(errno(error))) throw error;
    copy(source, target);
  }
  return target;
}

function copy(source: string, target: string): void {
  const temporary = `${target}.tmp`;
  try {
    copyFileSync(source, temporary, constants.COPYFILE_FICLONE);
    renameSync(temporary, target);
  } catch (error) {
    dropFile(temporary);
    throw error;
  }
}
