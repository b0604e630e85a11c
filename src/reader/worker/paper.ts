import {
  askOnce,
  EditionError,
  encodeMirrors,
  MIRRORS_PATH,
  openFollower,
  parseMirrors,
  readKept,
  TIMESTAMP_PATH,
  TufError,
} from '#edition';
import type { Follower, Known, MirrorList, OpenedFile, ReaderStanding } from '#edition';
import { askAt } from './asking.ts';
import type { Asked, AskingOptions } from './asking.ts';
import type { Clock } from './clock.ts';
import { Contest } from './contest.ts';
import type { Attempt, Got } from './contest.ts';
import { Lines } from './lines.ts';
import { TrustMemory } from './memory.ts';
import { Order } from './order.ts';
import type { Lessons, SourceState } from './order.ts';
import { placesToAsk } from './places.ts';
import { readProof } from './proofs.ts';
import { HURRIED } from './source.ts';

/*
 * The paper as this reader can reach it: which place gives what, what is trusted, what was learnt. Everything that comes
 * out of it was proven.
 */

/** What is kept of it; the same for all readers of an edition but for `lessons` and `seed`. */
export type PaperState = {
  trust: Record<string, string>;
  /** The signed list of mirrors, as text. */
  list: string | null;
  lessons: Lessons;
  seed: number;
};

export type PaperOptions = {
  /** Address of the folder that the worker is registered for, ending in `/`. */
  own: string;
  root: Uint8Array;
  state: PaperState;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
  /** A name for the network that the reader is in, as far as the browser tells. */
  network: () => string;
  /** Told after each change of the state. */
  changed: () => void;
};

export type Shown = {
  /** Null where it is proven that the edition has no such file. */
  file: OpenedFile | null;
  standing: ReaderStanding;
  /** The address of the place that gave it. */
  source: string;
};

/** Places that are told what is read before they have proven anything; the others first show the newest edition. */
const TOLD_FIRST = 2;
const AT_ONCE = { page: 10, part: 4 } as const;

export class Paper {
  readonly #options: PaperOptions;
  readonly #memory: TrustMemory;
  readonly #order: Order;
  readonly #known: Known = new Map();
  readonly #styles = new Map<string, Shown>();
  #list: MirrorList | null;
  #trusted: { follower: Follower; standing: ReaderStanding } | null = null;
  #source: string | null = null;
  readonly #contest: Contest;
  readonly #asking: AskingOptions;

  constructor(options: PaperOptions) {
    this.#options = options;
    const { clock, state } = options;
    this.#memory = new TrustMemory(state.trust);
    this.#order = new Order({ lessons: state.lessons, seed: state.seed, now: clock.now });
    this.#list = state.list === null ? null : readList(state.list);
    const { fetch, network } = options;
    const common = { clock, network, order: this.#order, places: () => this.#sorted() };
    this.#contest = new Contest({ ...common, origin: () => this.#list?.origin ?? null });
    this.#asking = { ...common, fetch, lines: new Lines(), heard: () => this.#contest.heard() };
  }

  get state(): PaperState {
    const { seed } = this.#options.state;
    const list = this.#list === null ? null : new TextDecoder().decode(encodeMirrors(this.#list));
    return { trust: this.#memory.dump(), list, lessons: this.#order.lessons, seed };
  }

  get list(): MirrorList | null {
    return this.#list;
  }

  /** The place that gave the last page; null before one did. */
  get source(): string | null {
    return this.#source;
  }

  /** All places with what became of them here lately. */
  places(): { address: string; state: SourceState | 'unknown'; ms: number | null }[] {
    const network = this.#options.network();
    return placesToAsk({ own: this.#options.own, list: this.#list }).map((address) => {
      const seen = this.#order.seen(address, network);
      return { address, state: seen?.state ?? 'unknown', ms: seen?.ms ?? null };
    });
  }

  /** What is trusted, without asking anybody; null where nothing is yet. */
  async standing(): Promise<ReaderStanding | null> {
    return (await this.#recall())?.standing ?? null;
  }

  /**
   * A page of the newest edition that can be had.
   *
   * @param patient whether to wait longer where every place is slow
   * @throws RaceError where no place has it
   */
  async visit(path: string, patient: boolean): Promise<Shown> {
    return this.#run(AT_ONCE.page, patient, (place, index, signal, patience) =>
      this.#visitAt(path, index < TOLD_FIRST, { place, signal, patience }),
    );
  }

  /** What belongs to a page, from the edition that is trusted. @throws RaceError */
  async part(path: string, patient: boolean): Promise<Shown> {
    const trusted = await this.#recall();
    if (trusted === null) return this.visit(path, patient);
    const { follower, standing } = trusted;
    const name = `${standing.record.tree} ${path}`;
    const kept = this.#styles.get(name);
    if (kept !== undefined) return kept;
    const shown = await this.#run(AT_ONCE.part, patient, async (place, _index, signal, patience) => ({
      file: await follower.open(path, askAt(this.#asking, { place, signal, patience })),
      standing,
      layer: null,
    }));
    if (path.startsWith('assets/') && this.#styles.size < 32) this.#styles.set(name, shown);
    return shown;
  }

  /** A file below `edition/`; null where there is none that can be proven. */
  async proof(path: string): Promise<Uint8Array | null> {
    // Whoever asks for it wants to know of the newest; where nobody can be asked it is the last that was heard of.
    if (path === TIMESTAMP_PATH) await this.visit('404.html', true).catch(() => null);
    const kept = await readKept(this.#memory.layer());
    if (kept === null) return null;
    const { signal } = new AbortController();
    for (const place of this.#sorted().slice(0, AT_ONCE.part)) {
      const ask = askOnce(askAt(this.#asking, { place, signal, patience: HURRIED }));
      const found = await readProof({ ask, kept, known: this.#known }, path).catch(() => null);
      if (found !== null) return found;
    }
    return null;
  }

  /** Gets the list of mirrors that the edition names, if it is another than the one known. */
  async refreshList({ record }: ReaderStanding): Promise<void> {
    const version = record['mirrors'] ?? null;
    if (version === (this.#list?.version ?? null)) return;
    if (version === null) this.#list = null;
    else {
      const { file } = await this.part(MIRRORS_PATH, false);
      if (file === null) return;
      const list = parseMirrors(file.bytes);
      if (list.version !== version) return;
      this.#list = list;
    }
    this.#order.keep(placesToAsk({ own: this.#options.own, list: this.#list }));
    this.#options.changed();
  }

  async #run(atOnce: number, patient: boolean, attempt: Attempt): Promise<Shown> {
    const { changed } = this.#options;
    try {
      const { got, source } = await this.#contest.run(atOnce, patient, attempt);
      const { file, layer, standing } = got;
      if (layer !== null && layer !== 'stale' && layer.commit()) this.#trusted = null;
      this.#source = source;
      return { file, standing, source };
    } finally {
      changed();
    }
  }

  async #visitAt(path: string, told: boolean, asked: Asked): Promise<Got> {
    const { clock, root } = this.#options;
    const layer = this.#memory.layer();
    const fetch = askAt(this.#asking, asked);
    const follower = openFollower({
      anchor: { root },
      fetch,
      memory: layer,
      now: clock.now,
      known: this.#known,
    });
    try {
      if (told) {
        const { file, update } = await follower.visit(path, { page: false });
        return { file, standing: update, layer };
      }
      return { standing: await follower.update('bundle'), file: await follower.open(path), layer };
    } catch (error) {
      if (error instanceof TufError && error.code === 'rollback') return this.#older(path, fetch, error);
      throw error;
    }
  }

  /** A place that is behind may still have the page that the newest known edition has. */
  async #older(path: string, fetch: ReturnType<typeof askAt>, error: unknown): Promise<Got> {
    const trusted = await this.#recall();
    if (trusted === null) throw error;
    const { follower, standing } = trusted;
    return { standing, file: await follower.open(path, fetch), layer: 'stale' };
  }

  #sorted(): string[] {
    const { network, own } = this.#options;
    return this.#order.sort(placesToAsk({ own, list: this.#list }), network(), 2);
  }

  async #recall(): Promise<{ follower: Follower; standing: ReaderStanding } | null> {
    if (this.#trusted !== null) return this.#trusted;
    const { clock, root } = this.#options;
    const follower = openFollower({
      anchor: { root },
      fetch: () => Promise.resolve(null),
      memory: this.#memory.layer(),
      now: clock.now,
      known: this.#known,
    });
    const standing = await follower.recall();
    if (standing === null) return null;
    return (this.#trusted = { follower, standing });
  }
}

/** What was kept may have been damaged since; then the next edition brings the list again. */
function readList(text: string): MirrorList | null {
  try {
    return parseMirrors(new TextEncoder().encode(text));
  } catch (error) {
    if (error instanceof EditionError) return null;
    throw error;
  }
}
