import { fromHex, toHex, toUtf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import { objectPath } from './layout.ts';
import { TufError } from './tuf/error.ts';
import type { FileEntry } from './unit.ts';
import { SeenHashes } from './verify-seen.ts';

/** Where an edition lies that is to be verified: a folder, a host, files that somebody dropped. */
export type EditionSource = {
  /**
   * @throws TufError `too_long` for more bytes than the limit, `unreadable` for one file that is there and cannot be read;
   *   whatever else where the place cannot be read at all, which ends the verification
   */
  read(path: string, limit: number): Promise<Uint8Array | null>;
  /** Length and SHA-256 (hexadecimal) of a file, for files too big to hold; by {@link read} where it is not given. Same errors. */
  digest?(path: string, limit: number): Promise<FileDigest | null>;
  /**
   * Length and SHA-256 of what a host shows at the address of a folder, `''` or with "/" at its end: readers open that and
   * not the index.html that it stands for. Same errors.
   */
  opened?(folder: string, limit: number): Promise<FileDigest | null>;
  /** Where a host sends on from a path, as a path of the same edition; null where it gives a file. */
  sendsOn?(path: string): Promise<string | null>;
  /** Every file that lies there, and each folder that cannot be listed, with "/" at its end. Without it nothing can be said of files that should not be there. */
  list?(): AsyncIterable<string> | Iterable<string>;
};

export type FileDigest = { size: number; sha256: string };

export type Alteration = {
  path: string;
  reason:
    | 'changed'
    | 'missing'
    /** Nobody signed that it should be there. */
    | 'extra'
    /** What would prove it was altered, so that nothing can be said of it. */
    | 'unproven';
};

/** Alterations that are named one by one. */
export const NAMED_ALTERATIONS = 10_000;

/** Files that are compared at the same time. */
const AT_ONCE = 16;

/** What all steps of one verification work with. */
export class Bench {
  readonly source: EditionSource;
  readonly hash: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  readonly signal: AbortSignal | undefined;
  readonly #unreadable = new Set<string>();
  readonly altered: Alteration[] = [];
  /** All alterations, named or not. */
  alterations = 0;
  /** By the hash of its path, each file that was compared; by its own hash, each part and object of this edition. */
  readonly seen = new SeenHashes();

  constructor(options: {
    source: EditionSource;
    hash?: ((bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>) | undefined;
    signal?: AbortSignal | undefined;
  }) {
    this.source = options.source;
    this.hash = options.hash ?? sha256;
    this.signal = options.signal;
  }

  blame(path: string, reason: Alteration['reason']): void {
    this.alterations += 1;
    const why = this.#unreadable.has(path) ? 'unproven' : reason;
    if (this.altered.length < NAMED_ALTERATIONS) this.altered.push({ path, reason: why });
  }

  /** Reads a file that has to be there, and remembers that it was looked at; too much of it counts as another file. */
  async read(path: string, limit: number): Promise<Uint8Array | 'missing' | 'changed'> {
    this.signal?.throwIfAborted();
    await this.expect(path);
    return this.peek(path, limit);
  }

  /** Reads a file that need not be there. */
  async peek(path: string, limit: number): Promise<Uint8Array | 'missing' | 'changed'> {
    try {
      return (await this.source.read(path, limit)) ?? 'missing';
    } catch (error) {
      return this.#refused(path, error);
    }
  }

  /** What is longer than it may be is another file, and of one that cannot be read nothing is proven. */
  #refused(path: string, error: unknown): 'changed' {
    if (!(error instanceof TufError)) throw error;
    if (error.code === 'unreadable') this.#unreadable.add(path);
    else if (error.code !== 'too_long') throw error;
    return 'changed';
  }

  /** Compares a file with its length and hash, whatever its size. */
  async compare(path: string, size: number, hash: string): Promise<void> {
    this.signal?.throwIfAborted();
    await this.expect(path);
    this.#judge(path, await this.digest(path, size), { size, hash });
  }

  /**
   * Compares what a host shows at a folder's address with the file that it stands for.
   *
   * @param wanted whether it has to show something: a bucket shows nothing there, and so nothing false
   */
  async compareOpened(folder: string, { size, raw }: FileEntry, wanted: boolean): Promise<void> {
    this.signal?.throwIfAborted();
    const found = await this.opened(folder, size);
    if (found === null && !wanted) return;
    this.#judge(folder === '' ? '/' : folder, found, { size, hash: raw });
  }

  #judge(
    path: string,
    found: FileDigest | null | 'changed',
    { size, hash }: { size: number; hash: string },
  ): void {
    if (found === null) this.blame(path, 'missing');
    else if (found === 'changed' || found.size !== size || found.sha256 !== hash) this.blame(path, 'changed');
  }

  async opened(folder: string, limit: number): Promise<FileDigest | null | 'changed'> {
    const ask = this.source.opened?.bind(this.source);
    return ask === undefined ? null : this.#within(folder, () => ask(folder, limit));
  }

  async digest(path: string, limit: number): Promise<FileDigest | null | 'changed'> {
    const ask = this.source.digest?.bind(this.source);
    if (ask !== undefined) return this.#within(path, () => ask(path, limit));
    const bytes = await this.peek(path, limit);
    if (bytes === 'missing') return null;
    if (bytes === 'changed') return bytes;
    return { size: bytes.length, sha256: toHex(await this.hash(bytes)) };
  }

  async #within(
    path: string,
    digest: () => Promise<FileDigest | null>,
  ): Promise<FileDigest | null | 'changed'> {
    try {
      return await digest();
    } catch (error) {
      return this.#refused(path, error);
    }
  }

  async expect(path: string): Promise<void> {
    this.seen.add(await this.hash(toUtf8(path)));
  }

  async wasExpected(path: string): Promise<boolean> {
    return this.seen.has(await this.hash(toUtf8(path)));
  }

  /** Compares the object of an entry, once. */
  async compareObject(hash: string, size: number): Promise<void> {
    if (this.seen.add(fromHex(hash))) await this.compare(objectPath(hash), size, hash);
  }
}

/** Does some work on many things, a few at a time; the first error ends it. */
export async function eachOf<T>(
  items: AsyncIterable<T> | Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const busy = new Set<Promise<void>>();
  let failed: { error: unknown } | null = null;
  for await (const item of items) {
    const job = work(item)
      .catch((error: unknown) => void (failed ??= { error }))
      .finally(() => busy.delete(job));
    busy.add(job);
    if (busy.size >= AT_ONCE) await Promise.race(busy);
    if (failed !== null) break;
  }
  await Promise.all(busy);
  rethrow(failed);
}

function rethrow(failed: { error: unknown } | null): void {
  if (failed !== null) throw failed.error;
}
