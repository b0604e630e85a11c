import type { Clock } from './clock.ts';
import { said } from '#edition';

/** Milliseconds from the second place to the third, and so on, unless one fails sooner. */
const STEP = 100;
/** What is genuine but not fresh waits so long for something better. */
const GRACE = 800;
/** What another source may contradict waits until then, in milliseconds after the beginning. */
const UNSURE = 2_500;

export type RaceOptions<Source, Got> = {
  /** In the order in which they are asked. */
  sources: readonly Source[];
  /** Rejects where the source has nothing good. */
  attempt: (source: Source, index: number, signal: AbortSignal) => Promise<Got>;
  /** Whether nothing better can be expected from another source. */
  best: (got: Got, source: Source) => boolean;
  /** Whether a source that was not heard yet may well have something else. */
  unsure: (got: Got) => boolean;
  /** Of all that could be had, for when none was the best: whether the first is better than the second. */
  better: (one: Got, other: Got) => boolean;
  /** Sources that are asked at the same time. */
  atOnce: number;
  /** When the second is asked, in milliseconds after the first. */
  second: number;
  clock: Clock;
  /** Ends the race with what there is. */
  end?: AbortSignal;
};

export type Failure<Source> = { source: Source; error: unknown };
export type Won<Source, Got> = {
  source: Source;
  got: Got;
  failures: readonly Failure<Source>[];
  /** Sources that had not answered when the race was over, and for how many milliseconds each was waited for. */
  silent: readonly { source: Source; ms: number }[];
};

export class RaceError<Source> extends Error {
  override readonly name = 'RaceError';
  readonly failures: readonly Failure<Source>[];

  constructor(failures: readonly Failure<Source>[]) {
    super(said`No place had it; see what each answered in "failures"`);
    this.failures = failures;
  }
}

/**
 * Asks one source after the other without waiting for those before to fail, and takes the first good answer; all other
 * attempts are ended then. A source that fails hands on its turn at once.
 *
 * @throws RaceError where all have failed
 */
export function race<Source, Got>(options: RaceOptions<Source, Got>): Promise<Won<Source, Got>> {
  return new Race(options).run();
}

type Running<Source> = { source: Source; since: number; ending: AbortController };

class Race<Source, Got> {
  readonly #options: RaceOptions<Source, Got>;
  #resolve = (_won: Won<Source, Got>): void => undefined;
  #reject = (_error: RaceError<Source>): void => undefined;
  readonly #begin: number;
  readonly #running = new Set<Running<Source>>();
  readonly #failures: Failure<Source>[] = [];
  #next = 0;
  #over = false;
  #second: { source: Source; got: Got } | null = null;
  #graceEnd: number | null = null;
  #untimed = (): void => undefined;
  #graceless = (): void => undefined;

  constructor(options: RaceOptions<Source, Got>) {
    this.#options = options;
    this.#begin = options.clock.now();
  }

  run(): Promise<Won<Source, Got>> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#options.end?.addEventListener('abort', () => this.#finish(this.#second));
      this.#launch();
      this.#settle();
    });
  }

  #launch(): void {
    const { sources, atOnce, attempt, clock } = this.#options;
    if (this.#over || this.#next >= sources.length || this.#running.size >= atOnce) return;
    const index = this.#next++;
    const source = sources[index] as Source;
    const one = { source, since: clock.now(), ending: new AbortController() };
    this.#running.add(one);
    attempt(source, index, one.ending.signal).then(
      (got) => this.#arrived(one, got),
      (error: unknown) => this.#failed(one, error),
    );
    this.#schedule();
  }

  #schedule(): void {
    const { clock, second, sources } = this.#options;
    this.#untimed();
    if (this.#next >= sources.length) return;
    const due = second + (this.#next - 1) * STEP;
    this.#untimed = clock.after(Math.max(STEP, due - (clock.now() - this.#begin)), () => {
      this.#launch();
      if (!this.#over) this.#schedule();
    });
  }

  #arrived(one: Running<Source>, got: Got): void {
    this.#running.delete(one);
    if (this.#over) return;
    const { best, better } = this.#options;
    const { source } = one;
    const second = this.#second;
    const beaten = second !== null && better(second.got, got);
    if (!beaten && best(got, source)) return this.#finish({ source, got });
    if (second === null || better(got, second.got)) this.#keep({ source, got });
    this.#launch();
    this.#settle();
  }

  /** For when nothing better comes in time. */
  #keep(second: { source: Source; got: Got }): void {
    const { clock, unsure } = this.#options;
    const now = clock.now();
    this.#second = second;
    this.#graceEnd ??= now + GRACE;
    const end = unsure(second.got) ? this.#begin + UNSURE : this.#graceEnd;
    this.#graceless();
    this.#graceless = clock.after(Math.max(0, end - now), () => this.#finish(this.#second));
  }

  #failed(one: Running<Source>, error: unknown): void {
    this.#running.delete(one);
    if (this.#over) return;
    this.#failures.push({ source: one.source, error });
    this.#launch();
    this.#settle();
  }

  #settle(): void {
    if (!this.#over && this.#running.size === 0 && this.#next >= this.#options.sources.length)
      this.#finish(this.#second);
  }

  #finish(won: { source: Source; got: Got } | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#untimed();
    this.#graceless();
    const now = this.#options.clock.now();
    const silent = [...this.#running].map(({ source, since }) => ({ source, ms: now - since }));
    for (const { ending } of this.#running) ending.abort();
    const failures = this.#failures;
    if (won === null) this.#reject(new RaceError(failures));
    else this.#resolve({ ...won, failures, silent });
  }
}
