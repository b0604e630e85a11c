import { renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkPath, decodeEntries, fromHex, toHex, updateTree } from '#edition';
import type { FileEntry, TreeStore } from '#edition';
import { BigFiles } from './big-files.ts';
import type { PutBigFile } from './big-files.ts';
import { dropFile, flushFolder, makeLastingFolder } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';
import type { HeadFile } from './head.ts';
import { prepareHead, printHead, readHeadText } from './head.ts';
import { Pack } from './pack.ts';
import type { PutFile, WrittenPack } from './pack-writer.ts';
import { entryOf, PackFile } from './pack-writer.ts';
import { checkFolders } from './folders.ts';
import { garbageOf, keptAfter, nextHead, nextNumber, recalledAfter, reportOf } from './outcome.ts';
import type { CommitOptions, EditionReport } from './outcome.ts';
import type { Plan } from './plan.ts';
import { planAll, planChanges } from './plan.ts';
import { packsFolder, Shelf } from './shelf.ts';
import { sign } from './signing.ts';
import { endTemporary, newTemporary } from './temporary.ts';

/** The next edition while it is being made. */
export type EditionWriter = {
  put: (file: PutFile) => FileEntry;
  /**
   * Puts a big binary without reading it. Its file gets a second name inside the depot, so it must never be written
   * to again; where the disk has no second names it is copied.
   */
  putFile: (file: PutBigFile) => Promise<FileEntry>;
  remove: (path: string) => void;
  /** A new name for a pack that a worker thread will write with `writePack`. */
  packFile: () => string;
  /** Takes over a worker's pack with all its files, or with the given ones alone. */
  addPack: (pack: WrittenPack, entries?: readonly FileEntry[]) => void;
  /** Makes what was staged the current edition, durably; see {@link EditionReport}. Ends the writer. */
  commit: (options: CommitOptions) => Promise<EditionReport>;
  /** Forgets what was staged. Ends the writer; after a commit it does nothing. */
  abort: () => Promise<void>;
};

export type WriterOptions = {
  shelf: Shelf;
  /** Editions whose objects are kept, the new one included. */
  keep: number;
  /** Throws when another process has the folder's lock now. */
  assertLock: () => void;
  /** Takes big binaries in anew that were altered in the folder. */
  mend: boolean;
  /** Called once, with the new state of the folder or with null after an abort. */
  done: (shelf: Shelf | null) => void;
};

export class FolderWriter implements EditionWriter {
  readonly #shelf: Shelf;
  readonly #options: WriterOptions;
  readonly #staged = new Map<string, FileEntry | null>();
  readonly #packs: WrittenPack[] = [];
  readonly #big: BigFiles;
  #own: PackFile | null = null;
  readonly #temporaries: string[] = [];
  #open = true;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#shelf = options.shelf;
    this.#big = new BigFiles(options.shelf.folder);
  }

  put(file: PutFile): FileEntry {
    this.#checkOpen();
    checkPath(file.path);
    const entry = entryOf(file);
    this.#store(entry.object, file.gzip ? file.stored : file.raw);
    this.#staged.set(entry.path, entry);
    return entry;
  }

  async putFile(file: PutBigFile): Promise<FileEntry> {
    this.#checkOpen();
    checkPath(file.path);
    const { path, type, sha256: raw, bytes: size } = file;
    if (this.#options.mend && !this.#big.has(raw)) await this.#big.dropAltered(file);
    if (this.#shelf.sizeOf(raw) === null && !this.#big.has(raw)) this.#big.take(file);
    const entry: FileEntry = { path, raw, size, object: raw, stored: size, gzip: false, type };
    this.#staged.set(path, entry);
    return entry;
  }

  remove(path: string): void {
    this.#checkOpen();
    this.#staged.set(path, null);
  }

  packFile(): string {
    this.#checkOpen();
    return this.#temporary();
  }

  addPack(pack: WrittenPack, entries: readonly FileEntry[] = decodeEntries(pack.entries)): void {
    this.#checkOpen();
    if (dirname(pack.file) !== packsFolder(this.#shelf.folder)) {
      throw new DepotError('misuse', `The pack "${pack.file}" lies elsewhere; ask packFile() for its name`);
    }
    this.#packs.push(pack);
    for (const entry of entries) this.#staged.set(entry.path, entry);
  }

  async commit(options: CommitOptions): Promise<EditionReport> {
    this.#checkOpen();
    this.#open = false;
    try {
      const { report, shelf } = await this.#commit(options);
      this.#end(shelf);
      return report;
    } catch (error) {
      this.#end(null);
      throw diskError(error, 'writing an edition');
    }
  }

  abort(): Promise<void> {
    if (this.#open) {
      this.#open = false;
      this.#end(null);
    }
    return Promise.resolve();
  }

  async #commit(options: CommitOptions): Promise<{ report: EditionReport; shelf: Shelf }> {
    const before = this.#shelf.file;
    const { source } = this.#shelf;
    const replaceAll = options.replaceAll ?? false;
    const root = before?.head.root ?? null;
    const plan = (replaceAll ? planAll : planChanges)(source, root, this.#staged);
    checkFolders(this.#shelf, this.#staged, plan.added, replaceAll);
    const newRoot = this.#writeTree(plan, root);
    const number = await nextNumber(this.#shelf, newRoot, options);
    const head = nextHead(this.#shelf, plan, { root: newRoot, number }, options);
    const signing = await sign({ shelf: this.#shelf, plan, head, options });
    for (const { hash, bytes } of signing.put) this.#store(hash, bytes);
    const packs = this.#finishPacks();
    const file: HeadFile = {
      ...signing.state,
      recalled: recalledAfter(before, plan),
      head,
      packs: [...packs, ...this.#shelf.packs].map((pack) => pack.name),
      kept: keptAfter(before, head, plan, this.#options.keep),
      garbage: (before?.garbage ?? 0) + garbageOf(plan, packs, this.#shelf),
    };
    try {
      this.#checkObjects([...plan.added, ...plan.changed], packs);
      await this.#switchHead(file, packs.length > 0, signing.append);
    } catch (error) {
      // The last step may fail with the new head in its place already, and a damaged pack may have been replaced by a
      // whole one of its name: what the head names now must stay.
      const named = readHeadText(this.#shelf.folder) ?? '';
      for (const pack of packs) this.#dropPack(pack, named.includes(pack.name));
      throw error;
    }
    const { folder, nodes } = this.#shelf;
    const text = printHead(file);
    const shelf = new Shelf({ folder, text, file, packs: [...packs, ...this.#shelf.packs], nodes });
    return { report: reportOf(plan, head, packs), shelf };
  }

  /**
   * Makes everything durable that the new head names, and the new head beside the old one, all in one go, since a disk
   * takes as long for one as for many; only then the new head takes the old one's place.
   */
  async #switchHead(file: HeadFile, newPacks: boolean, append: () => Promise<void>): Promise<void> {
    const prepared = prepareHead(this.#shelf.folder, file);
    const flushed = [
      this.#own?.flush() ?? Promise.resolve(),
      newPacks ? flushFolder(packsFolder(this.#shelf.folder)) : Promise.resolve(),
      this.#big.flush(),
      append(),
      prepared,
    ];
    const failed = (await Promise.allSettled(flushed)).find((result) => result.status === 'rejected');
    if (failed !== undefined) {
      await prepared.then(
        (head) => head.abort(),
        () => undefined,
      );
      throw failed.reason;
    }
    const next = await prepared;
    try {
      this.#options.assertLock();
    } catch (error) {
      next.abort();
      throw error;
    }
    await next.place();
  }

  #writeTree(plan: Plan, root: string | null): string {
    for (const unit of plan.units) this.#store(toHex(unit.hash), unit.bytes);
    const fresh = new Map<string, Uint8Array>();
    const store: TreeStore = {
      ...this.#shelf.source,
      write: (hash, bytes) => {
        fresh.set(toHex(hash), bytes);
      },
    };
    const newRoot = toHex(updateTree(store, root === null ? null : fromHex(root), plan));
    for (const [hash, bytes] of fresh) this.#store(hash, bytes);
    return newRoot;
  }

  /** Adds an object to the writer's own pack unless some pack of the shelf has it. */
  #store(hash: string, bytes: Uint8Array): void {
    if (this.#own?.has(hash) === true || this.#shelf.find(fromHex(hash)) !== null) return;
    this.#own ??= new PackFile(this.#temporary());
    this.#own.add(hash, bytes);
  }

  #temporary(): string {
    const file = newTemporary(packsFolder(this.#shelf.folder));
    this.#temporaries.push(file);
    return file;
  }

  #finishPacks(): Pack[] {
    const finished: { file: string; name: string; objects: number }[] = [...this.#packs];
    if (this.#own !== null) finished.push({ file: this.#own.file, ...this.#own.end() });
    const packs: Pack[] = [];
    for (const { file, name, objects } of finished) {
      const known = [...packs, ...this.#shelf.packs].some((pack) => pack.name === name);
      if (objects === 0 || known) {
        dropFile(file);
        continue;
      }
      const target = join(packsFolder(this.#shelf.folder), name);
      renameSync(file, target);
      packs.push(new Pack(target, name));
    }
    return packs;
  }

  #checkObjects(files: readonly FileEntry[], packs: readonly Pack[]): void {
    for (const file of files) {
      const hash = fromHex(file.object);
      const inPack = packs.some((pack) => pack.find(hash) !== null);
      if (!inPack && this.#shelf.sizeOf(file.object) === null) {
        throw new DepotError(
          'missing_object',
          `Nobody stored the bytes of "${file.path}"; put the file again`,
        );
      }
    }
  }

  #end(shelf: Shelf | null): void {
    try {
      this.#own?.abort();
      for (const file of this.#temporaries) dropFile(file);
    } catch (error) {
      // The edition stands or does not; what stays here unfinished is cleared by the next writer.
      if (errno(error) === '') throw error;
    } finally {
      for (const file of this.#temporaries) endTemporary(file);
      this.#options.done(shelf);
    }
  }

  #dropPack(pack: Pack, keepFile: boolean): void {
    pack.retire();
    try {
      if (!keepFile) dropFile(pack.file);
    } catch (error) {
      // No head pointer names it: the next writer clears it.
      if (errno(error) === '') throw error;
    }
  }

  #checkOpen(): void {
    if (!this.#open) throw new DepotError('misuse', 'This writer has ended; begin a new one');
  }
}

/** Makes the folders that a writer needs. */
export function prepareFolders(folder: string): void {
  makeLastingFolder(packsFolder(folder));
  makeLastingFolder(join(folder, 'files'));
}
