import { statSync } from 'node:fs';
import { DepotError } from './error.ts';
import type { DepotErrorCode } from './error.ts';
import type { HeadFile } from './head.ts';
import { writeHead } from './head.ts';
import type { Pack } from './pack.ts';
import { bigFile, openShelf } from './shelf.ts';
import type { Shelf } from './shelf.ts';
import type { SweepReport, UnnamedPack } from './sweep.ts';
import {
  copyPacks,
  dropBigFiles,
  dropOrphans,
  dropUnnamed,
  namePacks,
  packsToCopy,
  packsToJoin,
  reachable,
} from './sweep.ts';

export type SweeperOptions = {
  shelf: () => Shelf;
  keep: number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Runs work under the folder's lock and takes the shelf it gives as the current one. */
  exclusively: <T>(work: (assertLock: () => void) => Promise<{ shelf: Shelf; result: T }>) => Promise<T>;
  onError: (error: Error) => void;
};

/** Needless bytes below which nobody bothers. */
const TOLERATED = 64 << 20;
const ATTEMPTS = 10;

/** Keeps a folder's packs few and free of what no edition needs. One sweep at a time. */
export class Sweeper {
  readonly #options: SweeperOptions;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = false;
  #closed = false;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  /** Sweeps in the background if there is something to sweep. */
  soon(): void {
    if (this.#waiting || this.#closed || !this.#needed()) return;
    this.#waiting = true;
    const sweep = async (): Promise<void> => {
      this.#waiting = false;
      try {
        if (packsToJoin(this.#options.shelf().packs).length > 0) await this.#join();
        if (this.#wasteful()) await this.#collect(this.#options.keep);
      } catch (error) {
        // Whoever overtook us or holds the lock sweeps after its own commit.
        if (isCode(error, 'overtaken') || isCode(error, 'locked')) return;
        this.#options.onError(error instanceof Error ? error : new Error(String(error)));
      }
    };
    this.#last = this.#last.then(sweep, sweep);
  }

  compact(): Promise<SweepReport> {
    return this.#queue(() => persistently(() => this.#join()));
  }

  gc(keep: number): Promise<SweepReport> {
    return this.#queue(() => persistently(() => this.#collect(keep)));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  #needed(): boolean {
    return packsToJoin(this.#options.shelf().packs).length > 0 || this.#wasteful();
  }

  #wasteful(): boolean {
    const shelf = this.#options.shelf();
    const total = shelf.packs.reduce((sum, pack) => sum + pack.size, 0);
    return (shelf.file?.garbage ?? 0) > Math.max(TOLERATED, total / 2);
  }

  /** Puts packs of about one size together until no size has too many. */
  async #join(): Promise<SweepReport> {
    const report: SweepReport = { packs: { before: this.#options.shelf().packs.length, after: 0 }, freed: 0 };
    for (;;) {
      const shelf = this.#options.shelf();
      const packs = packsToJoin(shelf.packs);
      if (packs.length === 0) break;
      const copies = await shelf.held(() => copyPacks(shelf.folder, packs, () => true));
      report.freed += await this.#replace(packs, copies, JOINING);
    }
    report.packs.after = this.#options.shelf().packs.length;
    return report;
  }

  async #collect(keep: number): Promise<SweepReport> {
    const shelf = this.#options.shelf();
    const before = shelf.packs.length;
    if (shelf.file === null) return { packs: { before, after: before }, freed: 0 };
    const trimmed = (file: HeadFile): HeadFile => ({
      ...file,
      kept: file.kept.slice(0, keep - 1),
      garbage: 0,
    });
    const { recalled } = shelf.file;
    const needed = neededBy(shelf, trimmed(shelf.file));
    const packs = packsToCopy(shelf.packs, needed, recalled);
    const copies = await shelf.held(() => copyPacks(shelf.folder, packs, (hash) => needed.has(hash)));
    let stillNeeded = needed;
    const freed = await this.#replace(packs, copies, {
      change: (file) => ({
        ...trimmed(file),
        recalled: file.recalled.filter((hash) => !recalled.includes(hash)),
      }),
      before: (current, file) => {
        // Another edition may have come meanwhile, and may need again what was needless a moment ago.
        stillNeeded = neededBy(current, file);
        assertKept(current, packs, needed, stillNeeded);
      },
      after: () => dropBigFiles(shelf.folder, stillNeeded, (hash) => sizeOf(bigFile(shelf.folder, hash))),
    });
    return { packs: { before, after: this.#options.shelf().packs.length }, freed };
  }

  /** Lets the head pointer name the copies instead of the packs, and gives the bytes that were freed. */
  async #replace(packs: readonly Pack[], copies: readonly UnnamedPack[], steps: Steps): Promise<number> {
    try {
      return await this.#options.exclusively(async (assertLock) => {
        const current = this.#options.shelf();
        if (current.file === null || !packs.every((pack) => current.packs.includes(pack))) {
          throw overtaken('Another process changed the packs meanwhile; sweep again');
        }
        const file = steps.change(current.file);
        steps.before(current, file);
        const names = await namePacks(current.folder, copies);
        const kept = current.packs.filter((pack) => !packs.includes(pack)).map((pack) => pack.name);
        assertLock();
        await writeHead(current.folder, { ...file, packs: [...new Set([...kept, ...names])] });
        const shelf = openShelf(current.folder, current);
        dropOrphans(current.folder, shelf.file, this.#options.now());
        const total = (list: readonly Pack[]): number => list.reduce((sum, pack) => sum + pack.size, 0);
        return { shelf, result: total(current.packs) - total(shelf.packs) + steps.after() };
      });
    } finally {
      dropUnnamed(copies);
    }
  }
}

/** Runs what was asked for by name again when another process was quicker; not for ever. */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isCode(error, 'overtaken') || attempt === ATTEMPTS) throw error;
    }
  }
}

const isCode = (error: unknown, code: DepotErrorCode): boolean =>
  error instanceof DepotError && error.code === code;

const overtaken = (message: string): DepotError => new DepotError('overtaken', message);

type Steps = {
  /** What the head pointer's file says afterwards, but for the packs. */
  change: (file: HeadFile) => HeadFile;
  /** Throws where the switch must not happen after all. */
  before: (current: Shelf, file: HeadFile) => void;
  /** Frees what else is needless now, and gives its bytes. */
  after: () => number;
};

const JOINING: Steps = { change: (file) => file, before: () => undefined, after: () => 0 };

/** Hashes of all that must stay: the kept editions, and what was signed last. */
function neededBy(shelf: Shelf, file: HeadFile): Set<string> {
  const needed = reachable(shelf, rootsOf(file));
  for (const { hash } of file.signed) needed.add(hash);
  return needed;
}

const rootsOf = (file: HeadFile): string[] => [file.head.root, ...file.kept.map((state) => state.root)];

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function assertKept(
  current: Shelf,
  swept: readonly Pack[],
  copied: ReadonlySet<string>,
  needed: ReadonlySet<string>,
): void {
  const untouched = current.packs.filter((pack) => !swept.includes(pack));
  for (const hash of needed) {
    if (copied.has(hash)) continue;
    const bytes = Buffer.from(hash, 'hex');
    const lost =
      swept.some((pack) => pack.find(bytes) !== null) && !untouched.some((pack) => pack.find(bytes) !== null);
    if (lost) throw overtaken('A new edition needs again what was being deleted; sweep again');
  }
}
