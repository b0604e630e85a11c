import { hash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { Destination, FileHead, Kind, OpenOptions, Standing } from '../destination.ts';
import { PATIENCE, TEMPORARY } from '../destination.ts';
import { ReachError } from '../error.ts';
import { inLanes } from '../pool.ts';
import type { Rclone } from './rclone-daemon.ts';
import { RcloneError, startRclone } from './rclone-daemon.ts';
import { capital } from './system-error.ts';

/*
 * Anything that rclone reaches. A file that replaces another is sent under another name and then renamed, where the
 * remote can rename; between the two, rclone takes the old one away, so for a moment there is none.
 */

export const rclone: Kind = {
  target(given) {
    // Options in the target itself could hold passwords, which do not belong into the database.
    if (!/^[\p{L}\p{N}_.+@-][\p{L}\p{N}_.+@ -]*:/u.test(given)) {
      throw new ReachError(
        'bad_mirror',
        `The target "${given}" names no remote of rclone's configuration; write it like remote:folder`,
      );
    }
    return given.replace(/\/+$/, '');
  },
  async prepare(options) {
    const destination = await openRclone(options);
    await destination.close();
    return { options: {}, notes: [] };
  },
  open: openRclone,
};

/** Milliseconds more for each byte that is sent: 10 KB a second are the least. */
const PER_BYTE = 1 / 10;
/** Milliseconds more for what may be of any length: a file that is read back, a list of everything. */
const LONG = 240_000;

const INFO = z.object({
  Features: z.record(z.string(), z.unknown()),
  Hashes: z.array(z.string()).nullable().optional(),
});
const LISTED = z.object({
  list: z
    .array(
      z.object({
        Path: z.string(),
        Size: z.number(),
        IsDir: z.boolean(),
        Hashes: z.record(z.string(), z.string()).nullable().optional(),
      }),
    )
    .nullable(),
});

/** Hashes that a remote may tell, the better one first. */
const ALGORITHMS = ['sha256', 'md5'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

async function openRclone(options: OpenOptions): Promise<Destination> {
  const { target } = options.mirror;
  const daemon = await startRclone(options.secrets, options.signal);
  const staging = await mkdtemp(join(tmpdir(), 'longwave-rclone-'));
  const destination = new RcloneDestination({
    daemon,
    target,
    staging,
    patience: options.patienceMs ?? PATIENCE,
  });
  try {
    await destination.meet();
    return destination;
  } catch (error) {
    await destination.close();
    throw error;
  }
}

class RcloneDestination implements Destination {
  readonly name: string;
  readonly parallel = 8;
  readonly #daemon: Rclone;
  readonly #target: string;
  readonly #staging: string;
  #renames = false;
  /** What the remote can tell of a file without sending it. */
  #hash: { algorithm: Algorithm; isSlow: boolean } | null = null;

  readonly #patience: number;
  /** Folders that this push made, and that nothing has emptied since. */
  readonly #made = new Set<string>();

  constructor({
    daemon,
    target,
    staging,
    patience,
  }: {
    daemon: Rclone;
    target: string;
    staging: string;
    patience: number;
  }) {
    // Within that time rclone gives up a connection that says nothing, and tries once more.
    this.#patience = 4 * patience;
    this.#daemon = daemon;
    this.#target = target;
    this.#staging = staging;
    this.name = `the rclone remote "${target}"`;
  }

  async read(path: string): Promise<Buffer | null> {
    const name = randomUUID();
    const file = join(this.#staging, name);
    const input = { srcFs: this.#target, srcRemote: path, dstFs: this.#staging, dstRemote: name };
    const copied = await this.#orNull(`reading "${path}"`, 'operations/copyfile', input, LONG);
    try {
      return copied ? await readFile(file) : null;
    } finally {
      await rm(file, { force: true });
    }
  }

  async write(path: string, bytes: Buffer, _head: FileHead, standing: boolean): Promise<void> {
    const doing = `writing "${path}"`;
    const name = randomUUID();
    const file = join(this.#staging, name);
    const first =
      standing && this.#renames ? `${TEMPORARY}-${hash('sha256', path, 'hex').slice(0, 16)}` : path;
    try {
      await writeFile(file, bytes);
      await this.#place(doing, 'operations/copyfile', { from: this.#staging, name, to: first }, bytes.length);
    } finally {
      await rm(file, { force: true });
    }
    if (first === path) return;
    await this.#place(
      doing,
      'operations/movefile',
      { from: this.#target, name: first, to: path },
      bytes.length,
    );
  }

  async look(paths: readonly string[]): Promise<Map<string, Standing>> {
    const found = new Map<string, Standing>();
    const wanted = new Set(paths);
    const folders = [...new Set(paths.map((path) => posix.dirname(path)))];
    await inLanes(folders, this.parallel, async (folder) => {
      for (const [path, standing] of await this.#listed(folder === '.' ? '' : folder, false))
        if (wanted.has(path)) found.set(path, standing);
    });
    return found;
  }

  list(): Promise<Map<string, Standing>> {
    return this.#listed('', true);
  }

  async remove(paths: readonly string[]): Promise<void> {
    await inLanes(paths, this.parallel, async (path) => {
      await this.#orNull(`deleting "${path}"`, 'operations/deletefile', { fs: this.#target, remote: path });
    });
    // A name may be a file in the next edition; those of the machinery never are.
    const folders = new Set(
      paths.filter((path) => !path.startsWith('edition/')).map((path) => posix.dirname(path)),
    );
    for (const folder of folders) {
      if (folder !== '.') await this.#clear(folder);
    }
  }

  async close(): Promise<void> {
    await this.#daemon.close();
    await rm(this.#staging, { recursive: true, force: true });
  }

  /** Learns what the remote can do, and removes what a push that died had under way. */
  async meet(): Promise<void> {
    const info = await this.#call('connecting', 'operations/fsinfo', { fs: this.#target });
    const { Features: features, Hashes: hashes } = INFO.parse(info);
    const algorithm = ALGORITHMS.find((one) => hashes?.includes(one) === true);
    if (algorithm !== undefined) this.#hash = { algorithm, isSlow: features['SlowHash'] === true };
    // Storage of objects shows each of them whole or not at all, and renames by copying.
    this.#renames = features['Move'] === true && features['BucketBased'] !== true;
    const left = [...(await this.#listed('', false)).keys()].filter((path) => path.startsWith(TEMPORARY));
    await this.remove(left);
  }

  /** A remote that has to read files for their hashes is asked for them only when all are looked at. */
  async #listed(folder: string, deep: boolean): Promise<Map<string, Standing>> {
    const hash = this.#hash !== null && (deep || !this.#hash.isSlow) ? this.#hash.algorithm : null;
    const input = {
      fs: this.#target,
      remote: folder,
      opt: {
        recurse: deep,
        noModTime: true,
        noMimeType: true,
        filesOnly: true,
        ...(hash === null ? {} : { showHash: true, hashTypes: [hash] }),
      },
    };
    const answer = await this.#orNull(`listing "${folder}"`, 'operations/list', input, deep ? LONG : 0);
    const found = new Map<string, Standing>();
    if (answer === null) return found;
    for (const { Path: path, Size: size, IsDir: isFolder, Hashes: hashes } of LISTED.parse(answer).list ??
      []) {
      const hex = hash === null ? undefined : hashes?.[hash];
      const sum = hash === null || hex === undefined || hex === '' ? null : { algorithm: hash, hex };
      if (!isFolder) found.set(path, { size, sum });
    }
    return found;
  }

  /** Puts a file where it belongs, with the folders above it. */
  async #place(
    doing: string,
    command: 'operations/copyfile' | 'operations/movefile',
    { from, name, to }: { from: string; name: string; to: string },
    size: number,
  ): Promise<void> {
    const input = { srcFs: from, srcRemote: name, dstFs: this.#target, dstRemote: to };
    if ((await this.#orNull(doing, command, input, size * PER_BYTE)) !== null) return;
    await this.#makeFolders(posix.dirname(to), doing);
    if ((await this.#orNull(doing, command, input, size * PER_BYTE)) !== null) return;
    throw new ReachError('io', `${capital(this.name)} makes no folder for "${to}"`);
  }

  /** One after the other: of some servers rclone cannot tell that the folder above is missing too. */
  async #makeFolders(folder: string, doing: string): Promise<void> {
    const names = folder.split('/');
    for (const at of names.keys()) {
      const remote = names.slice(0, at + 1).join('/');
      if (this.#made.has(remote)) continue;
      await this.#call(doing, 'operations/mkdir', { fs: this.#target, remote });
      this.#made.add(remote);
    }
  }

  async #clear(folder: string): Promise<void> {
    const inside = await this.#orNull(`listing "${folder}"`, 'operations/list', {
      fs: this.#target,
      remote: folder,
    });
    if (inside === null || (LISTED.parse(inside).list ?? []).length > 0) return;
    this.#made.delete(folder);
    await this.#orNull(`removing "${folder}"`, 'operations/rmdir', { fs: this.#target, remote: folder });
    const above = posix.dirname(folder);
    if (above !== '.') await this.#clear(above);
  }

  async #orNull(doing: string, command: string, input: Record<string, unknown>, more = 0): Promise<unknown> {
    try {
      return (await this.#daemon.call(command, input, this.#patience + more)) ?? {};
    } catch (error) {
      if (
        error instanceof RcloneError &&
        /(?:object|directory) not found|is a directory|no such (?:file|directory)|(?:file|directory) does not exist/i.test(
          error.message,
        )
      )
        return null;
      throw this.#refusal(doing, error);
    }
  }

  async #call(doing: string, command: string, input: Record<string, unknown>, more = 0): Promise<unknown> {
    try {
      return await this.#daemon.call(command, input, this.#patience + more);
    } catch (error) {
      throw this.#refusal(doing, error);
    }
  }

  #refusal(doing: string, error: unknown): unknown {
    if (!(error instanceof RcloneError)) return error;
    const said = error.message.replaceAll(/\s+/g, ' ').slice(0, 300);
    const name = capital(this.name);
    const cause = { cause: error };
    if (/no space|insufficient storage|\b507\b|quota|disk full|\b552\b/i.test(said))
      return new ReachError(
        'full',
        `No room is left in ${this.name} while ${doing}; make some and push again (${said})`,
        cause,
      );
    if (/didn't find section|config file/i.test(said))
      return new ReachError(
        'bad_mirror',
        `rclone does not know the remote of "${this.#target}"; see "rclone listremotes" and the secret CONFIG`,
        cause,
      );
    if (/permission|forbidden|unauthori[sz]ed|denied|\b401\b|\b403\b|\b530\b|\b550\b/i.test(said))
      return new ReachError('denied', `${name} refuses ${doing}; check its rights (${said})`, cause);
    if (/read.?only|\bEROFS\b/i.test(said))
      return new ReachError('read_only', `${name} is read-only (${said})`, cause);
    if (/connection refused|no such host|timeout|reset by peer|EOF/i.test(said))
      return new ReachError('unreachable', `${name} does not answer while ${doing} (${said})`, cause);
    return new ReachError('io', `${name} fails while ${doing} (${said})`, cause);
  }
}
