/*
 * What was learnt of places, for each network apart: which gave what was asked for, how fast, and which were blocked. It
 * says nothing of what was read.
 */

/** What became of a place when it was last asked; names of verdicts. */
export type SourceState = 'ok' | 'blocked' | 'slow' | 'stale' | 'poisoned';

type Seen = {
  state: SourceState;
  /** To a whole answer. */
  ms: number;
  /** Hours since 1970: no more than is needed to forget it in time. */
  hour: number;
};

/** As it is kept: by network, then by address. */
export type Lessons = Record<string, { curtain: number | null; seen: Record<string, Seen> }>;

const HOUR = 3_600_000;
/** Hours for which it counts: blocks come and go. */
const GOOD = 24;
const NETWORKS = 4;

const RANK: Record<SourceState, number> = { ok: 0, slow: 2, stale: 3, blocked: 4, poisoned: 5 };
const UNKNOWN = 1;

export class Order {
  readonly #lessons: Lessons;
  readonly #seed: number;
  readonly #now: () => number;

  /** @param seed differs from reader to reader, so that they do not all ask the same mirror first */
  constructor(options: { lessons: Lessons; seed: number; now: () => number }) {
    this.#lessons = options.lessons;
    this.#seed = options.seed;
    this.#now = options.now;
  }

  get lessons(): Lessons {
    return this.#lessons;
  }

  /** The places in the order in which to ask them: what worked, the fastest first; what is unknown, as given or drawn by lot; what did not. */
  sort(addresses: readonly string[], network: string, first: number): string[] {
    const rank = (address: string): [number, number] => {
      const seen = this.seen(address, network);
      if (seen === null) {
        const place = addresses.indexOf(address);
        return [UNKNOWN, place < first ? place - first : lot(address, this.#seed)];
      }
      return [RANK[seen.state], seen.state === 'ok' ? seen.ms : seen.hour];
    };
    return addresses
      .map((address) => ({ address, rank: rank(address) }))
      .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
      .map(({ address }) => address);
  }

  seen(address: string, network: string): Seen | null {
    const seen = this.#lessons[network]?.seen[address];
    return seen !== undefined && this.#hour() - seen.hour < GOOD ? seen : null;
  }

  note(address: string, network: string, state: SourceState, ms: number): void {
    this.#of(network).seen[address] = { state, ms: Math.round(ms), hour: this.#hour() };
  }

  /** Whether connections froze here lately. */
  curtain(network: string): boolean {
    const hour = this.#lessons[network]?.curtain ?? null;
    return hour !== null && this.#hour() - hour < GOOD;
  }

  noteCurtain(network: string): void {
    this.#of(network).curtain = this.#hour();
  }

  /** Forgets places that are no longer in the list. */
  keep(addresses: readonly string[]): void {
    for (const { seen } of Object.values(this.#lessons))
      for (const address of Object.keys(seen)) if (!addresses.includes(address)) delete seen[address];
  }

  #of(network: string): Lessons[string] {
    const known = this.#lessons[network];
    if (known !== undefined) return known;
    for (const oldest of Object.keys(this.#lessons).slice(0, -(NETWORKS - 1))) delete this.#lessons[oldest];
    return (this.#lessons[network] = { curtain: null, seen: {} });
  }

  #hour(): number {
    return Math.floor(this.#now() / HOUR);
  }
}

/** A number of a place that is the same each time, and another for each reader. */
function lot(address: string, seed: number): number {
  let mixed = seed >>> 0;
  for (let at = 0; at < address.length; at++)
    mixed = Math.imul(mixed ^ address.charCodeAt(at), 0x01000193) >>> 0;
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0x2c1b3c6d) >>> 0;
}
