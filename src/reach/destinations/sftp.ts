import { hash } from 'node:crypto';
import { posix } from 'node:path';
import type { FileEntryWithStats, Stats } from 'ssh2';
import type { Destination, FileHead, Kind, Standing } from '../destination.ts';
import { PATIENCE, TEMPORARY } from '../destination.ts';
import { ReachError } from '../error.ts';
import type { Session } from './sftp-session.ts';
import { nameOf, openSession, readSftpTarget, SFTP_OPTIONS } from './sftp-session.ts';
import { hashesThere } from './sftp-hashes.ts';
import { capital } from './system-error.ts';

/* A folder of a machine that is reached by SFTP. A file appears by a rename over the old one, which OpenSSH has. */

export const sftp: Kind = {
  target(given) {
    readSftpTarget(given);
    return given;
  },
  async prepare(options) {
    const { hostKey } = SFTP_OPTIONS.parse(options.mirror.options);
    const session = await openSession(options, hostKey ?? null);
    const destination = new SftpDestination(session, options.mirror.target, options.patienceMs);
    try {
      await destination.makeRoot();
    } finally {
      await destination.close();
    }
    return {
      options: { hostKey: session.hostKey },
      notes:
        hostKey === undefined
          ? [`The server’s host key ${session.hostKey} is pinned; compare it with its owner`]
          : [],
    };
  },
  async open(options) {
    const { hostKey } = SFTP_OPTIONS.parse(options.mirror.options);
    if (hostKey === undefined) {
      throw new ReachError(
        'host_key',
        `The mirror "${options.mirror.id}" has no pinned host key; remove it and add it again`,
      );
    }
    const destination = new SftpDestination(
      await openSession(options, hostKey),
      options.mirror.target,
      options.patienceMs,
    );
    await destination.sweep();
    return destination;
  },
};

const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const FAILURE = 4;

/** Milliseconds more for each byte: 10 KB a second are the least. */
const PER_BYTE = 1 / 10;
/** Files that one command hashes: its line must not become too long. */
const HASHED_TOGETHER = 100;

class SftpDestination implements Destination {
  readonly name: string;
  readonly parallel = 8;
  readonly #session: Session;
  readonly #root: string;
  readonly #folders = new Set<string>();
  #lost: Error | null = null;
  readonly #patience: number;
  #hashes = true;

  constructor(session: Session, target: string, patienceMs = PATIENCE) {
    this.#patience = patienceMs;
    this.#session = session;
    this.#root = readSftpTarget(target).path;
    this.name = nameOf(target);
    // Each step that is under way waits for the end of the connection.
    session.client.setMaxListeners(0);
    // Most of what is sent is small and waits for an answer.
    session.client.setNoDelay(true);
    session.client.on('error', (error) => (this.#lost = error));
    session.client.on('close', () => (this.#lost ??= new Error('The connection was closed')));
  }

  async read(path: string): Promise<Buffer | null> {
    const found = await this.#orNull<Stats>(`reading "${path}"`, (done) =>
      this.#sftp.stat(this.#at(path), done),
    );
    if (found === null || found.isDirectory()) return null;
    return this.#orNull<Buffer>(
      `reading "${path}"`,
      (done) => this.#sftp.readFile(this.#at(path), done),
      found.size,
    );
  }

  async write(path: string, bytes: Buffer, _head: FileHead, standing: boolean): Promise<void> {
    const doing = `writing "${path}"`;
    await this.#makeFolder(posix.dirname(path), doing);
    const put = (to: string): Promise<null> =>
      this.#step<null>(
        doing,
        (done) => this.#sftp.writeFile(to, bytes, (error) => done(error ?? undefined, null)),
        bytes.length,
      );
    // What is new is asked for by nobody before what leads to it is there.
    if (!standing && path.startsWith('edition/')) return void (await put(this.#at(path)));
    const temporary = this.#at(`${TEMPORARY}-${hash('sha256', path, 'hex').slice(0, 16)}`);
    await put(temporary);
    await this.#step<null>(doing, (done) =>
      this.#sftp.ext_openssh_rename(temporary, this.#at(path), (error) => done(error ?? undefined, null)),
    );
  }

  async look(paths: readonly string[]): Promise<Map<string, Standing>> {
    const found = new Map<string, Standing>();
    await Promise.all(
      paths.map(async (path) => {
        const stat = await this.#orNull<Stats>(`looking at "${path}"`, (done) =>
          this.#sftp.stat(this.#at(path), done),
        );
        if (stat !== null && !stat.isDirectory()) found.set(path, { size: stat.size, sum: null });
      }),
    );
    await this.#addSums(found);
    return found;
  }

  async list(): Promise<Map<string, Standing>> {
    const found = new Map<string, Standing>();
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const { filename, attrs } of await this.#entries(folder)) {
        const path = folder === '' ? filename : `${folder}/${filename}`;
        if (attrs.isDirectory()) folders.push(path);
        else found.set(path, { size: attrs.size, sum: null });
      }
    }
    await this.#addSums(found);
    return found;
  }

  /** Has the server work out hashes, if its user may run commands there. */
  async #addSums(found: Map<string, Standing>): Promise<void> {
    const paths = [...found.keys()];
    for (let at = 0; this.#hashes && at < paths.length; at += HASHED_TOGETHER) {
      const some = paths.slice(at, at + HASHED_TOGETHER);
      const bytes = some.reduce((sum, path) => sum + (found.get(path)?.size ?? 0), 0);
      const late = this.#patience + bytes * PER_BYTE;
      const sums = await hashesThere(
        this.#session.client,
        some.map((path) => this.#at(path)),
        late,
      );
      // A server that cannot do it is not asked again.
      if (sums === null) return void (this.#hashes = false);
      for (const [nth, path] of some.entries()) {
        const [standing, hex] = [found.get(path), sums[nth]];
        if (standing !== undefined && hex !== undefined)
          found.set(path, { ...standing, sum: { algorithm: 'sha256', hex } });
      }
    }
  }

  async remove(paths: readonly string[]): Promise<void> {
    const folders = new Set<string>();
    await Promise.all(
      paths.map(async (path) => {
        const done = await this.#orNull<true>(`deleting "${path}"`, (end) =>
          this.#sftp.unlink(this.#at(path), (error) => end(error ?? undefined, true)),
        );
        if (done !== null) folders.add(posix.dirname(path));
      }),
    );
    for (const folder of [...folders].sort().reverse()) await this.#clear(folder);
  }

  close(): Promise<void> {
    this.#session.client.end();
    return Promise.resolve();
  }

  async makeRoot(): Promise<void> {
    await this.#makeFolder('.', 'making the folder');
  }

  /** Removes what a push that died had under way. */
  async sweep(): Promise<void> {
    const left = (await this.#entries('')).filter(({ filename }) => filename.startsWith(TEMPORARY));
    await this.remove(left.map(({ filename }) => filename));
  }

  get #sftp() {
    return this.#session.sftp;
  }

  #at(path: string): string {
    return posix.join(this.#root, path);
  }

  async #entries(folder: string): Promise<FileEntryWithStats[]> {
    const doing = `listing "${folder}"`;
    return (
      (await this.#orNull<FileEntryWithStats[]>(doing, (done) =>
        this.#sftp.readdir(this.#at(folder), done),
      )) ?? []
    );
  }

  async #makeFolder(folder: string, doing: string): Promise<void> {
    if (this.#folders.has(folder)) return;
    const at = this.#at(folder);
    const found = await this.#orNull<Stats>(doing, (done) => this.#sftp.stat(at, done));
    if (found === null) {
      const above = posix.dirname(folder);
      if (folder !== '.' && above !== folder) await this.#makeFolder(above, doing);
      await this.#step<null>(doing, (done) =>
        this.#sftp.mkdir(at, (error) => done(error ?? undefined, null)),
      ).catch(async (error: unknown) => {
        // Another lane may have made it meanwhile.
        if ((await this.#orNull<Stats>(doing, (done) => this.#sftp.stat(at, done))) === null) throw error;
      });
    }
    this.#folders.add(folder);
  }

  /** Removes the folders that are empty now, from the innermost on. */
  async #clear(path: string): Promise<void> {
    for (let folder = path; folder !== '.' && folder !== ''; folder = posix.dirname(folder)) {
      const at = this.#at(folder);
      const gone = await this.#step<true>('clearing up', (done) =>
        this.#sftp.rmdir(at, (error) => done(error ?? undefined, true)),
      ).catch(() => false as const);
      if (!gone) return;
      this.#folders.delete(folder);
    }
  }

  async #orNull<T>(doing: string, work: (done: Done<T>) => void, bytes = 0): Promise<T | null> {
    try {
      return await this.#step(doing, work, bytes);
    } catch (error) {
      if (error instanceof ReachError && codeOf(error.cause) === NO_SUCH_FILE) return null;
      throw error;
    }
  }

  #step<T>(doing: string, work: (done: Done<T>) => void, bytes = 0): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#lost !== null) return reject(this.#broken(doing, this.#lost));
      const late = setTimeout(
        () => {
          this.#lost = new Error('It gave no answer in time');
          this.#session.client.destroy();
          reject(this.#broken(doing, this.#lost));
        },
        this.#patience + bytes * PER_BYTE,
      );
      const broken = (): void => {
        clearTimeout(late);
        reject(this.#broken(doing, this.#lost));
      };
      this.#session.client.once('close', broken);
      work((error, value) => {
        clearTimeout(late);
        this.#session.client.off('close', broken);
        if (error) void this.#refusal(doing, error).then(reject);
        else resolve(value);
      });
    });
  }

  #broken(doing: string, cause: Error | null): ReachError {
    const why = cause === null ? '' : ` (${cause.message})`;
    return new ReachError('unreachable', `The connection to ${this.name} broke while ${doing}${why}`, {
      cause,
    });
  }

  async #refusal(doing: string, error: Error): Promise<ReachError> {
    const code = codeOf(error);
    const cause = { cause: error };
    if (code === PERMISSION_DENIED)
      return new ReachError(
        'denied',
        `${capital(this.name)} refuses ${doing}; check the folder’s owner and rights`,
        cause,
      );
    // SFTP has no word for a full disk.
    if (code === FAILURE && (await this.#isFull()))
      return new ReachError(
        'full',
        `No room is left in ${this.name} while ${doing}; make some and push again`,
        cause,
      );
    return new ReachError('io', `${capital(this.name)} fails while ${doing}: ${error.message}`, cause);
  }

  #isFull(): Promise<boolean> {
    return new Promise((resolve) => {
      try {
        this.#sftp.ext_openssh_statvfs(this.#root, (error, found) =>
          resolve(!error && Number(Reflect.get(found as object, 'f_bavail')) === 0),
        );
      } catch {
        // A server without this extension cannot be asked.
        resolve(false);
      }
    });
  }
}

type Done<T> = (error: Error | undefined, value: T) => void;

const codeOf = (error: unknown): number =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : -1;
