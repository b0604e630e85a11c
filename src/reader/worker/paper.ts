import { EditionError, encodeMirrors, MIRRORS_PATH, openFollower, parseMirrors, TufError } from '#edition';
import type { Follower, Known, MirrorList, OpenedFile, ReaderStanding } from '#edition';
import type { Clock } from './clock.ts';
import { Lines } from './lines.ts';
import { TrustMemory } from './memory.ts';
import type { Layer } from './memory.ts';
import { Order } from './order.ts';
import type { Lessons, SourceState } from './order.ts';
import { fetchPieces, PIECE } from './pieces.ts';
import { addressOf, placesToAsk } from './places.ts';
import { race, RaceError } from './race.ts';
import type { Failure } from './race.ts';
import { HURRIED, PATIENT, request, SourceError } from './source.ts';
import type { Patience } from './source.ts';

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
const PIECE_PLACES = 4;
/** A race that took this long ended by silence, which patience may overcome. */
const SILENCE_MS = 1_900;
const UNANSWERED_MS = 700;
/** Where no place gives a sign of life any more, patience ends: so long after the beginning, and after the last sign. */
const SILENT = { all: 7_000, last: 4_000 } as const;

export class Paper {
  readonly #options: PaperOptions;
  readonly #memory: TrustMemory;
  readonly #order: Order;
  readonly #lines = new Lines();
  readonly #known: Known = new Map();
  readonly #styles = new Map<string, Shown>();
  #list: MirrorList | null;
  #trusted: { follower: Follower; standing: ReaderStanding } | null = null;
  #source: string | null = null;
  /** When any place gave a sign of life last. */
  #heard = 0;

  constructor(options: PaperOptions) {
    this.#options = options;
    const { clock, state } = options;
    this.#memory = new TrustMemory(state.trust);
    this.#order = new Order({ lessons: state.lessons, seed: state.seed, now: clock.now });
    this.#list = state.list === null ? null : readList(state.list);
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
    return this.#run(path, AT_ONCE.page, patient, (place, index, signal, patience) =>
      this.#visitAt(place, path, index < TOLD_FIRST, signal, patience),
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
    const shown = await this.#run(path, AT_ONCE.part, patient, async (place, _index, signal, patience) => ({
      file: await follower.open(path, this.#fetchAt(place, signal, patience).fetch),
      standing,
      layer: null,
    }));
    if (path.startsWith('assets/') && this.#styles.size < 32) this.#styles.set(name, shown);
    return shown;
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

  async #run(
    _path: string,
    atOnce: number,
    patient: boolean,
    attempt: (place: string, index: number, signal: AbortSignal, patience: Patience) => Promise<Got>,
  ): Promise<Shown> {
    const { clock, network } = this.#options;
    const started = clock.now();
    const where = network();
    const places = this.#sorted(where);
    const runWith = (patience: Patience, sources: readonly string[], end?: AbortSignal): Promise<Shown> =>
      this.#race(
        where,
        sources,
        atOnce,
        (place, index, signal) => attempt(place, index, signal, patience),
        end,
      );
    try {
      return await runWith(HURRIED, places);
    } catch (error) {
      if (!patient || !(error instanceof RaceError) || clock.now() - started < SILENCE_MS) throw error;
      const { ended, signal } = this.#whenSilent(started);
      return runWith(PATIENT, places.slice(0, PIECE_PLACES), signal).finally(ended);
    }
  }

  /** Ends what waits when every place keeps silent. */
  #whenSilent(started: number): { signal: AbortSignal; ended: () => void } {
    const { clock } = this.#options;
    const ending = new AbortController();
    let unset = (): void => undefined;
    const look = (): void => {
      const left = Math.max(started + SILENT.all, this.#heard + SILENT.last) - clock.now();
      if (left <= 0) ending.abort();
      else unset = clock.after(left, look);
    };
    look();
    return { signal: ending.signal, ended: () => unset() };
  }

  async #race(
    network: string,
    sources: readonly string[],
    atOnce: number,
    attempt: (place: string, index: number, signal: AbortSignal) => Promise<Got>,
    end?: AbortSignal,
  ): Promise<Shown> {
    const { clock, changed } = this.#options;
    const took = new Map<string, number>();
    const origin = this.#list?.origin;
    try {
      const won = await race<string, Got>({
        sources,
        atOnce,
        clock,
        ...(end === undefined ? {} : { end }),
        attempt: async (place, index, signal) => {
          const start = clock.now();
          const got = await attempt(place, index, signal);
          took.set(place, clock.now() - start);
          return got;
        },
        best: ({ file, layer, standing }, source) =>
          standing.fresh && layer !== 'stale' && (file !== null || layer === null || source === origin),
        // That an edition has no such page says nothing of a newer one, which may lie elsewhere.
        unsure: ({ file, layer }) => file === null && layer !== null,
        better: (one, other) => one.standing.confirmedAt > other.standing.confirmedAt,
      });
      const { got, source } = won;
      this.#note(network, won.failures);
      for (const one of won.silent)
        if (one.ms >= UNANSWERED_MS) this.#order.note(one.source, network, 'slow', one.ms);
      this.#order.note(source, network, got.layer === 'stale' ? 'stale' : 'ok', took.get(source) ?? 0);
      if (got.layer !== null && got.layer !== 'stale' && got.layer.commit()) this.#trusted = null;
      this.#source = source;
      changed();
      return { file: got.file, standing: got.standing, source };
    } catch (error) {
      if (error instanceof RaceError) this.#note(network, (error as RaceError<string>).failures);
      changed();
      throw error;
    }
  }

  async #visitAt(
    place: string,
    path: string,
    told: boolean,
    signal: AbortSignal,
    patience: Patience,
  ): Promise<Got> {
    const { clock, network, root } = this.#options;
    const layer = this.#memory.layer();
    const asking = this.#fetchAt(place, signal, patience);
    const { fetch } = asking;
    const follower = openFollower({
      anchor: { root },
      fetch,
      memory: layer,
      now: clock.now,
      known: this.#known,
    });
    try {
      if (told && !this.#order.curtain(network())) {
        const { file, update } = await follower.visit(path);
        return { file, standing: update, layer };
      }
      return { standing: await follower.update('bundle'), file: await follower.open(path), layer };
    } catch (error) {
      if (asking.frozen()) return this.#again(follower, path, layer, error);
      if (error instanceof TufError && error.code === 'rollback') return this.#older(path, fetch, error);
      throw error;
    }
  }

  /** Where the page froze half-way the edition is known by then, and its parts can be had in pieces. */
  async #again(follower: Follower, path: string, layer: Layer, error: unknown): Promise<Got> {
    const standing = await follower.recall();
    const file = standing === null ? null : await follower.open(path);
    // What froze may have been the newer edition, so that nothing is said by what an older one lacks.
    if (standing === null || file === null) throw error;
    return { standing, file, layer };
  }

  /** A place that is behind may still have the page that the newest known edition has. */
  async #older(path: string, fetch: Asking['fetch'], error: unknown): Promise<Got> {
    const trusted = await this.#recall();
    if (trusted === null) throw error;
    const { follower, standing } = trusted;
    return { standing, file: await follower.open(path, fetch), layer: 'stale' };
  }

  #fetchAt(place: string, signal: AbortSignal, patience: Patience): Asking {
    const { clock, fetch, network } = this.#options;
    let frozen = false;
    let answered = false;
    const heard = (): void => void (this.#heard = clock.now());
    const inPieces = async (path: string, length: number): Promise<Uint8Array | null> => {
      const urls = this.#ready(place).map((one) => addressOf(one, path));
      const bytes = await fetchPieces({
        urls,
        length,
        fetch,
        clock,
        patience,
        signal,
        heard,
        lines: this.#lines,
      });
      // Only what comes in pieces and not whole shows that it is no slow place.
      if (frozen && bytes !== null) this.#order.noteCurtain(network());
      return bytes;
    };
    return {
      frozen: () => frozen,
      fetch: async (path, limit) => {
        const divisible = limit > PIECE && isWhole(path, limit);
        if (divisible && (frozen || this.#order.curtain(network()))) return inPieces(path, limit);
        try {
          const url = addressOf(place, path);
          const long = divisible || limit === PAGE_LIMIT;
          const waiting = long ? { awake: () => answered } : {};
          const asked = { url, limit, fetch, clock, patience, signal, heard, ...waiting };
          const { bytes, type } = await request(asked);
          answered = true;
          // What a host shows to people where it has no such file.
          return path.startsWith('edition/') && type.startsWith('text/html') ? null : bytes;
        } catch (error) {
          if (!(error instanceof SourceError) || error.trouble !== 'curtain') throw error;
          frozen = true;
          if (divisible) return inPieces(path, limit);
          throw error;
        }
      },
    };
  }

  /** This place and others that are known to answer. */
  #ready(place: string): string[] {
    const network = this.#options.network();
    const others = this.#sorted(network).filter(
      (one) => one !== place && this.#order.seen(one, network)?.state === 'ok',
    );
    return [place, ...others].slice(0, PIECE_PLACES);
  }

  #sorted(network: string): string[] {
    return this.#order.sort(placesToAsk({ own: this.#options.own, list: this.#list }), network, 2);
  }

  #note(network: string, failures: readonly Failure<string>[]): void {
    for (const { source, error } of failures) this.#order.note(source, network, stateOf(error), 0);
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

type Got = {
  file: OpenedFile | null;
  standing: ReaderStanding;
  /** What was learnt on the way; nothing where only what was trusted already was used. */
  layer: Layer | 'stale' | null;
};

type Asking = {
  fetch: (path: string, limit: number) => Promise<Uint8Array | null>;
  /** Whether an answer froze on the way. */
  frozen: () => boolean;
};

/** Whether the limit of a file is its length: that of files whose entry is known. */
const isWhole = (path: string, limit: number): boolean =>
  !/^edition\/(?!o\/)/.test(path) && limit !== UNIT_LIMIT && limit < PAGE_LIMIT;
const UNIT_LIMIT = 262_144;
const PAGE_LIMIT = 4_194_304;

/** What a failure says of a place. */
function stateOf(error: unknown): SourceState {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof SourceError) return at.trouble === 'blocked' ? 'blocked' : 'slow';
  }
  if (error instanceof TufError) {
    if (error.code === 'rollback') return 'stale';
    return error.code === 'missing' || error.code === 'unreachable' ? 'blocked' : 'poisoned';
  }
  return error instanceof EditionError && error.code !== 'missing' ? 'poisoned' : 'blocked';
}
