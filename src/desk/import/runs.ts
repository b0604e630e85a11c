import { importArchive, ImportError } from '#newsroom';
import type { ImportOptions, ImportReport, ImportRow, Remark } from '#newsroom';
import { basename } from 'node:path';
import type { Bus } from '../api/bus.ts';
import { failureOf } from '../api/errors.ts';
import type { Source, Upload, Wishes } from './uploads.ts';

/** An import as it stands: read only, or for good. */
export type ImportState = {
  run: string;
  dryRun: boolean;
  /** `waiting`: not begun here. `done` has a report, `failed` says why, `stopped` goes on where it was when run again. */
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
  done: number;
  total: number;
  failed: { code: string; message: string; remarks: Remark[] } | null;
  wishes: Wishes;
  report: (Omit<ImportReport, 'rows'> & { kinds: KindSum[] }) | null;
};

/** How many items of one kind came to which end, of those that are listed. */
export type KindSum = { kind: string; items: number } & Record<ImportRow['outcome'], number>;

type Known = { state: ImportState; rows: ImportRow[]; stop: AbortController; ended: Promise<void> };

/** Runs that are remembered, the last first. */
const REMEMBERED = 20;

/** The imports of this process: one at a time, each told of as it goes. */
export class Runs {
  readonly #known = new Map<string, Known>();
  readonly #base: Omit<ImportOptions, 'from'>;
  readonly #bus: Bus;
  readonly #onDone: () => void;

  constructor({ base, bus, onDone }: { base: Omit<ImportOptions, 'from'>; bus: Bus; onDone: () => void }) {
    this.#base = base;
    this.#bus = bus;
    this.#onDone = onDone;
  }

  get isRunning(): boolean {
    return [...this.#known.values()].some(({ state }) => state.state === 'running');
  }

  state(run: string): ImportState {
    return this.#known.get(run)?.state ?? { ...fresh(run, {}, true), state: 'waiting' };
  }

  /** Rows of the last report, those that somebody should look at first. */
  rows(run: string): ImportRow[] {
    return this.#known.get(run)?.rows ?? [];
  }

  forget(run: string): void {
    this.#known.delete(run);
  }

  /** Ends a run after the items under way; settles when it has ended. */
  async stop(run: string): Promise<void> {
    const known = this.#known.get(run);
    known?.stop.abort();
    await known?.ended;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#known.keys()].map((run) => this.stop(run)));
  }

  /** Null while another is running. */
  start({ run, name }: Upload, source: Source, wishes: Wishes, dryRun: boolean): ImportState | null {
    if (this.isRunning) return null;
    const state = fresh(run, wishes, dryRun);
    const stop = new AbortController();
    const { fetchPictures, pictureCredit, timeZone } = wishes;
    const work = importArchive({
      ...this.#base,
      ...source,
      dryRun,
      signal: stop.signal,
      ...(fetchPictures !== undefined && { fetchPictures }),
      ...(pictureCredit !== undefined && { pictureCredit }),
      ...(timeZone !== undefined && timeZone !== '' && { timeZone }),
      progress: (done, total, label) => {
        Object.assign(state, { done, total });
        this.#bus.tell({ type: 'import', run, done, total, label });
      },
    });
    const known: Known = { state, rows: [], stop, ended: Promise.resolve() };
    const mapped = source.map ?? source.from;
    const told = (text: string): string =>
      text.replaceAll(source.from, name).replaceAll(mapped, basename(mapped));
    known.ended = this.#settle(known, work, told);
    this.#known.delete(run);
    this.#known.set(run, known);
    for (const old of [...this.#known.keys()].slice(0, -REMEMBERED)) this.#known.delete(old);
    return state;
  }

  /** `told`: a message without the place on this machine, which says nothing to whoever brought the archive. */
  async #settle(known: Known, work: Promise<ImportReport>, told: (message: string) => string): Promise<void> {
    const { state, stop } = known;
    try {
      const { rows, ...sums } = await work;
      known.rows = rows;
      Object.assign(state, { state: 'done', report: { ...sums, kinds: kindSums(rows) } });
    } catch (error) {
      const { code, message } = failureOf(error);
      const remarks = error instanceof ImportError ? error.remarks.map((each) => retold(each, told)) : [];
      const failed = { code, message: told(message), remarks };
      Object.assign(state, stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', failed });
    }
    // What came in before it was stopped is in.
    if (!state.dryRun) this.#onDone();
    this.#bus.tell({ type: 'imported', run: state.run, failed: state.failed?.message ?? null });
  }
}

const fresh = (run: string, wishes: Wishes, dryRun: boolean): ImportState => ({
  run,
  dryRun,
  state: 'running',
  done: 0,
  total: 0,
  failed: null,
  wishes,
  report: null,
});

function kindSums(rows: readonly ImportRow[]): KindSum[] {
  const sums = new Map<string, KindSum>();
  for (const { kind, outcome } of rows) {
    const none = { imported: 0, updated: 0, unchanged: 0, skipped: 0, quarantined: 0 };
    const sum = sums.get(kind) ?? { kind, items: 0, ...none };
    sums.set(kind, sum);
    sum.items += 1;
    sum[outcome] += 1;
  }
  return [...sums.values()].toSorted((a, b) => b.items - a.items);
}

function retold({ why, ...said }: Remark, told: (text: string) => string): Remark {
  const part = <T extends Omit<Remark, 'why'>>(each: T): T => {
    const about = Object.entries(each.about).map(([key, value]) => [
      key,
      typeof value === 'string' ? told(value) : value,
    ]);
    return { ...each, about: Object.fromEntries(about), text: told(each.text) };
  };
  return { ...part(said), ...(why && { why: part(why) }) };
}
