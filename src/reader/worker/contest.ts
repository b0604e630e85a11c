import type { OpenedFile, ReaderStanding } from '#edition';
import type { Clock } from './clock.ts';
import type { Layer } from './memory.ts';
import type { Order } from './order.ts';
import { race, RaceError } from './race.ts';
import type { Failure, Won } from './race.ts';
import { HURRIED, PATIENT } from './source.ts';
import type { Patience } from './source.ts';
import { stateOf } from './verdict.ts';

/* Places race for a file of the paper; what became of each is learnt. */

export type Got = {
  file: OpenedFile | null;
  standing: ReaderStanding;
  /** What was learnt on the way; nothing where only what was trusted already was used. */
  layer: Layer | 'stale' | null;
};

export type ContestOptions = {
  clock: Clock;
  order: Order;
  /** The network that the reader is in. */
  network: () => string;
  /** All places, the surest first. */
  places: () => readonly string[];
  /** The newsroom's own address, as far as it is known. */
  origin: () => string | null;
};

export type Attempt = (place: string, index: number, signal: AbortSignal, patience: Patience) => Promise<Got>;

/** A race that took this long ended by silence, which patience may overcome. */
const SILENCE_MS = 1_900;
/** Places that are asked again with patience. */
const PATIENT_PLACES = 4;
const UNANSWERED_MS = 700;
/** When the second place is asked: soon, but not while the first is no slower than it was lately. */
const SECOND = { least: 300, most: 800 } as const;
/** Where no place gives a sign of life any more, patience ends: so long after the beginning, and after the last sign. */
const SILENT = { all: 7_000, last: 4_000 } as const;

export class Contest {
  readonly #options: ContestOptions;
  /** When any place gave a sign of life last. */
  #heard = 0;

  constructor(options: ContestOptions) {
    this.#options = options;
  }

  heard(): void {
    this.#heard = this.#options.clock.now();
  }

  /**
   * @param atOnce places that are asked at the same time
   * @param patient whether to wait longer where every place is slow
   * @throws RaceError where no place has it
   */
  async run(atOnce: number, patient: boolean, attempt: Attempt): Promise<Won<string, Got>> {
    const { clock, places } = this.#options;
    const started = clock.now();
    const sources = places();
    try {
      return await this.#race(atOnce, sources, HURRIED, attempt);
    } catch (error) {
      if (!patient || !(error instanceof RaceError) || clock.now() - started < SILENCE_MS) throw error;
      const { ended, signal } = this.#whenSilent(started);
      return this.#race(atOnce, sources.slice(0, PATIENT_PLACES), PATIENT, attempt, signal).finally(ended);
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
    atOnce: number,
    sources: readonly string[],
    patience: Patience,
    attempt: Attempt,
    end?: AbortSignal,
  ): Promise<Won<string, Got>> {
    const { clock, network, order, origin } = this.#options;
    const where = network();
    const took = new Map<string, number>();
    try {
      const won = await race<string, Got>({
        sources,
        atOnce,
        second: Math.min(SECOND.most, Math.max(SECOND.least, this.#usual(sources[0], where))),
        clock,
        ...(end === undefined ? {} : { end }),
        attempt: async (place, index, signal) => {
          const start = clock.now();
          const got = await attempt(place, index, signal, patience);
          took.set(place, clock.now() - start);
          return got;
        },
        best: ({ file, layer, standing }, source) =>
          standing.fresh && layer !== 'stale' && (file !== null || layer === null || source === origin()),
        // That an edition has no such page says nothing of a newer one, which may lie elsewhere.
        unsure: ({ file, layer }) => file === null && layer !== null,
        better: (one, other) => one.standing.confirmedAt > other.standing.confirmedAt,
      });
      const { failures, got, silent, source } = won;
      this.#note(where, failures);
      for (const one of silent) if (one.ms >= UNANSWERED_MS) order.note(one.source, where, 'slow', one.ms);
      order.note(source, where, got.layer === 'stale' ? 'stale' : 'ok', took.get(source) ?? 0);
      return won;
    } catch (error) {
      if (error instanceof RaceError) this.#note(where, (error as RaceError<string>).failures);
      throw error;
    }
  }

  /** Milliseconds that a place took when it last gave something. */
  #usual(place: string | undefined, network: string): number {
    const seen = place === undefined ? null : this.#options.order.seen(place, network);
    return seen?.state === 'ok' ? seen.ms * 1.25 : 0;
  }

  #note(network: string, failures: readonly Failure<string>[]): void {
    for (const { source, error } of failures) this.#options.order.note(source, network, stateOf(error), 0);
  }
}
