import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Destination, Kind, Standing } from '../destination.ts';
import { TEMPORARY } from '../destination.ts';
import { ReachError } from '../error.ts';
import { errno, systemError } from './system-error.ts';

/* A folder of this machine: a stick, a share, or what a web server here serves. A file appears by a rename. */

export const folder: Kind = {
  target(given) {
    if (given.trim() === '') throw new ReachError('bad_mirror', 'The folder has no name; give its path');
    return isAbsolute(given) ? resolve(given) : resolve(process.cwd(), given);
  },
  async prepare({ mirror }) {
    await guarded(mirror.target, 'making it', () => mkdir(mirror.target, { recursive: true }));
    return { options: {}, notes: [] };
  },
  async open({ mirror }) {
    const { target } = mirror;
    const found = await guarded(target, 'looking at it', () => statOr(target));
    // A stick that is not plugged in must not become a folder on the disk below it.
    if (found === null || !found.isDirectory()) {
      throw new ReachError(
        'unreachable',
        `The folder "${target}" is not there; plug the stick in or mount the share, then push again`,
      );
    }
    return new FolderDestination(target);
  },
};

class FolderDestination implements Destination {
  readonly name: string;
  readonly parallel = 4;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.name = `the folder "${root}"`;
  }

  read(path: string): Promise<Buffer | null> {
    return this.#guarded(`reading "${path}"`, async () => {
      try {
        return await readFile(join(this.#root, path));
      } catch (error) {
        if (isNothing(error)) return null;
        throw error;
      }
    });
  }

  write(path: string, bytes: Buffer): Promise<void> {
    return this.#guarded(`writing "${path}"`, async () => {
      const target = join(this.#root, path);
      await mkdir(dirname(target), { recursive: true });
      const temporary = join(this.#root, `${TEMPORARY}-${randomUUID()}`);
      try {
        const file = await open(temporary, 'wx', 0o644);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(temporary, target);
      } finally {
        await rm(temporary, { force: true });
      }
    });
  }

  look(paths: readonly string[]): Promise<Map<string, Standing>> {
    return this.#guarded('looking at files', async () => {
      const found = new Map<string, Standing>();
      for (const path of paths) {
        const standing = await this.#standing(path);
        if (standing !== null) found.set(path, standing);
      }
      return found;
    });
  }

  list(): Promise<Map<string, Standing>> {
    return this.#guarded('listing it', async () => {
      const found = new Map<string, Standing>();
      const entries = await readdir(this.#root, { recursive: true, withFileTypes: true });
      for (const entry of entries) {
        if (!entry.isFile()) continue;
        const path = relative(this.#root, join(entry.parentPath, entry.name)).split(sep).join('/');
        const standing = await this.#standing(path);
        if (standing !== null) found.set(path, standing);
      }
      return found;
    });
  }

  remove(paths: readonly string[]): Promise<void> {
    return this.#guarded('deleting files', async () => {
      for (const path of paths) {
        const file = join(this.#root, path);
        const found = await statOr(file);
        if (found === null || found.isDirectory()) continue;
        await rm(file, { force: true });
        await this.#clear(dirname(path));
      }
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #standing(path: string): Promise<Standing | null> {
    const file = join(this.#root, path);
    const found = await statOr(file);
    if (found === null || !found.isFile()) return null;
    const sum = createHash('sha256');
    for await (const piece of createReadStream(file)) sum.update(piece as Buffer);
    return { size: found.size, sum: { algorithm: 'sha256', hex: sum.digest('hex') } };
  }

  /** Removes the folders that are empty now, from the innermost on. */
  async #clear(path: string): Promise<void> {
    for (let at = path; at !== '.'; at = dirname(at)) {
      try {
        await rmdir(join(this.#root, at));
      } catch (error) {
        if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errno(error))) return;
        throw error;
      }
    }
  }

  #guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
    return guarded(this.#root, doing, work);
  }
}

const isNothing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errno(error));

async function statOr(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    if (isNothing(error)) return null;
    throw error;
  }
}

async function guarded<T>(root: string, doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw systemError(error, `the folder "${root}"`, doing);
  }
}
