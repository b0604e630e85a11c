import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { comparePaths, fromHex, unitOf } from '#edition';
import type { FileEntry } from '#edition';
import type { CheckReport } from './check.ts';
import type { CheckOptions } from './check.ts';
import { checkShelf } from './check.ts';
import { diskError } from './error.ts';
import type { DepotError } from './error.ts';
import type { ExportOptions, ExportReport } from './export.ts';
import { exportShelf } from './export.ts';
import { openFolder } from './edition-folder.ts';
import type { EditionFolder } from './edition-folder.ts';
import type { Head } from './head.ts';
import { EditionLog } from './log.ts';
import { takeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { filesOf, findUnit } from './plan.ts';
import { findAltered, openOrMend } from './mend.ts';
import type { Mend } from './mend.ts';
import { findReserved } from './reserved.ts';
import type { ReservedFile } from './reserved.ts';
import { bigFile, emptyShelf, openShelf } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import { dropOrphans } from './sweep.ts';
import type { SweepReport } from './sweep.ts';
import { Sweeper } from './sweeper.ts';
import { watchHead } from './watch.ts';
import type { EditionWriter } from './writer.ts';
import { FolderWriter, prepareFolders } from './writer.ts';

export type DepotOptions = {
  /** Made by the first writer if need be. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** How many editions keep their objects, the current one included. Default 8. */
  keep?: number;
  /** Told when putting packs together in the background failed; nothing is lost by it. Default: a process warning. */
  onSweepError?: (error: Error) => void;
  /**
   * For a full press, which writes everything anew: opens a folder whose head pointer or packs are damaged as if it had
   * no edition, reads every object before a writer begins, so that no altered one is used again, and is told what was
   * wrong. Without it, a folder that cannot be opened is refused.
   */
  mend?: Mend;
};

/** The editions in one folder. Reading needs no lock and sees one whole edition at any moment. */
export type Depot = {
  /** The current edition, or null before the first. */
  head: () => Head | null;
  /**
   * Starts the next edition and keeps every other writer out until it ends.
   *
   * @param options.patience milliseconds to wait for another process; default 5,000
   * @throws DepotError `locked`, `read_only`, `disk_full`
   */
  begin: (options?: { patience?: number }) => Promise<EditionWriter>;
  /** What is wrong with the head pointer while its copy stands in for it; the next commit writes both anew. */
  damage: () => DepotError | null;
  /** The entry of a path in the current edition, or null. */
  lookup: (path: string) => FileEntry | null;
  /** What stands at a path below `edition/`, or null; see {@link ReservedFile}. */
  reserved: (path: string) => ReservedFile | null;
  /** Every path below `edition/` that the last signing put there; none where nobody signed the edition. */
  signed: () => string[];
  /** The log of editions. */
  log: () => EditionLog;
  /** The stored bytes of an entry of any kept edition. @throws DepotError `missing_object`, `corrupt` */
  read: (entry: FileEntry) => Buffer;
  /** The same without stopping the process. */
  load: (entry: FileEntry) => Promise<Buffer>;
  /** The bytes that a reader gets. */
  readRaw: (entry: FileEntry) => Buffer;
  /** Stored bytes from `start` to `end`, both included, never the whole in memory. */
  stream: (entry: FileEntry, start: number, end: number) => Readable;
  /** All entries in order of path. */
  list: () => FileEntry[];
  /** Looks whether another process switched the head; true if so. */
  refresh: () => boolean;
  /** Calls back after each switch of the head, by this process or another; gives the function that ends it. */
  watch: (onChange: (head: Head) => void) => () => void;
  /** Hashes every object and every file anew. */
  check: (options?: CheckOptions) => Promise<CheckReport>;
  /** Puts small packs together where there are many. A commit starts it by itself, in the background. */
  compact: () => Promise<SweepReport>;
  /** Deletes what no kept edition needs. `keep: 1` also forgets all earlier editions, as after a redaction. */
  gc: (options?: { keep?: number }) => Promise<SweepReport>;
  exportFolder: (options: ExportOptions) => Promise<ExportReport>;
  /** The current edition as a plain folder, to be copied elsewhere: it stays readable until the work ends. */
  withFolder: <T>(work: (folder: EditionFolder) => Promise<T>) => Promise<T>;
  /** Waits for work in the background and closes the files. */
  close: () => Promise<void>;
};

const PATIENCE = 5_000;

export function openDepot(options: DepotOptions): Promise<Depot> {
  return Promise.resolve().then(() => new FolderDepot(options));
}

class FolderDepot implements Depot {
  readonly #options: DepotOptions & { keep: number };
  readonly #watchers = new Set<(head: Head) => void>();
  readonly #sweeper: Sweeper;
  #shelf: Shelf;
  #turn: Promise<void> = Promise.resolve();
  #stopWatching: (() => void) | null = null;

  constructor(options: DepotOptions) {
    this.#options = { ...options, folder: resolve(options.folder), keep: Math.max(1, options.keep ?? 8) };
    this.#shelf = openOrMend(this.#options.folder, this.#options.mend);
    this.#sweeper = new Sweeper({
      shelf: () => this.#shelf,
      keep: this.#options.keep,
      now: this.#options.now,
      exclusively: (work) => this.#exclusively(work),
      onError: options.onSweepError ?? ((error) => process.emitWarning(error)),
    });
  }

  head(): Head | null {
    return this.#shelf.file?.head ?? null;
  }

  async begin(options: { patience?: number } = {}): Promise<EditionWriter> {
    const lock = await this.#lock(options.patience ?? PATIENCE);
    const { mend } = this.#options;
    try {
      if (mend !== undefined) await this.#leaveAltered(mend);
      // Damaged packs are the only trace of the last edition until the new one stands.
      if (!this.#shelf.emptied) dropOrphans(this.#options.folder, this.#shelf.file, this.#options.now());
    } catch (error) {
      lock.release();
      throw diskError(error, `clearing up in "${this.#options.folder}"`);
    }
    return new FolderWriter({
      shelf: this.#shelf,
      keep: this.#options.keep,
      assertLock: lock.assert,
      mend: mend !== undefined,
      done: (shelf) => {
        try {
          if (shelf === null) this.#refreshQuietly();
          else this.#switch(shelf);
        } finally {
          lock.release();
        }
        if (shelf !== null) this.#sweeper.soon();
      },
    });
  }

  damage(): DepotError | null {
    return this.#shelf.damage;
  }

  lookup(path: string): FileEntry | null {
    const root = this.#shelf.file?.head.root;
    if (root === undefined) return null;
    const found = findUnit(this.#shelf.source, fromHex(root), unitOf(path));
    return found?.unit.files.find((file) => file.path === path) ?? null;
  }

  reserved(path: string): ReservedFile | null {
    return findReserved(this.#shelf, path);
  }

  signed(): string[] {
    return (this.#shelf.file?.signed ?? []).map((file) => file.path);
  }

  log(): EditionLog {
    return new EditionLog(this.#shelf.folder, this.#shelf.file?.log.size ?? 0);
  }

  read(entry: FileEntry): Buffer {
    return this.#shelf.object(entry.object);
  }

  load(entry: FileEntry): Promise<Buffer> {
    return this.#shelf.load(entry.object);
  }

  readRaw(entry: FileEntry): Buffer {
    const stored = this.read(entry);
    return entry.gzip ? gunzipSync(stored) : stored;
  }

  stream(entry: FileEntry, start: number, end: number): Readable {
    const place = this.#shelf.find(fromHex(entry.object));
    if (place !== null) return place.pack.stream(place, start, end);
    return createReadStream(bigFile(this.#options.folder, entry.object), { start, end });
  }

  list(): FileEntry[] {
    const root = this.#shelf.file?.head.root;
    if (root === undefined) return [];
    return [...filesOf(this.#shelf.source, fromHex(root))].sort((a, b) => comparePaths(a.path, b.path));
  }

  refresh(): boolean {
    const shelf = openShelf(this.#options.folder, this.#shelf);
    if (shelf === this.#shelf) return false;
    this.#switch(shelf);
    return true;
  }

  watch(onChange: (head: Head) => void): () => void {
    this.#watchers.add(onChange);
    this.#stopWatching ??= watchHead(this.#options.folder, () => this.#refreshQuietly());
    return () => {
      this.#watchers.delete(onChange);
      if (this.#watchers.size > 0) return;
      this.#stopWatching?.();
      this.#stopWatching = null;
    };
  }

  check(options?: CheckOptions): Promise<CheckReport> {
    const shelf = this.#shelf;
    return shelf.held(() => checkShelf(shelf, options));
  }

  compact(): Promise<SweepReport> {
    return this.#sweeper.compact();
  }

  gc(options: { keep?: number } = {}): Promise<SweepReport> {
    return this.#sweeper.gc(Math.max(1, options.keep ?? this.#options.keep));
  }

  exportFolder(options: ExportOptions): Promise<ExportReport> {
    const shelf = this.#shelf;
    return shelf.held(() => exportShelf(shelf, options));
  }

  withFolder<T>(work: (folder: EditionFolder) => Promise<T>): Promise<T> {
    const shelf = this.#shelf;
    return shelf.held(() => work(openFolder(shelf)));
  }

  async close(): Promise<void> {
    this.#stopWatching?.();
    this.#stopWatching = null;
    this.#watchers.clear();
    await this.#sweeper.close();
    for (const pack of this.#shelf.packs) pack.retire();
  }

  async #exclusively<T>(work: (assertLock: () => void) => Promise<{ shelf: Shelf; result: T }>): Promise<T> {
    const lock = await this.#lock(PATIENCE);
    try {
      const { shelf, result } = await work(lock.assert);
      this.#switch(shelf);
      return result;
    } finally {
      try {
        this.refresh();
      } finally {
        lock.release();
      }
    }
  }

  /** Takes the folder for empty where an object was altered, so that the writer stores every object itself. */
  async #leaveAltered(mend: Mend): Promise<void> {
    const damage = await findAltered(this.#shelf);
    if (damage === null) return;
    mend(damage);
    this.#switch(emptyShelf(this.#options.folder));
  }

  /** Waits for this process's other writers, then for other processes. */
  async #lock(patience: number): Promise<Lock> {
    const { folder, now } = this.#options;
    const before = this.#turn;
    let endTurn: () => void = () => undefined;
    this.#turn = new Promise((resolve) => (endTurn = resolve));
    await before;
    try {
      prepareFolders(folder);
      const lock = await takeLock(folder, now, patience);
      try {
        this.refresh();
      } catch (error) {
        lock.release();
        throw error;
      }
      const release = (): void => {
        lock.release();
        endTurn();
      };
      return { ...lock, release };
    } catch (error) {
      endTurn();
      throw diskError(error, `locking "${folder}"`);
    }
  }

  #switch(shelf: Shelf): void {
    const before = this.#shelf;
    this.#shelf = shelf;
    for (const pack of before.packs) if (!shelf.packs.includes(pack)) pack.retire();
    const head = shelf.file?.head;
    if (head === undefined || JSON.stringify(head) === JSON.stringify(before.file?.head)) return;
    for (const watcher of this.#watchers) watcher(head);
  }

  /** A head that cannot be read leaves the edition in place that we have; the next look tries again. */
  #refreshQuietly(): void {
    try {
      this.refresh();
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  }
}
