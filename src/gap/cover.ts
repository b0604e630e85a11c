import type { GapPosting } from './book.ts';

/** Contributions under a published sum at the least. */
export const FEWEST = 10;
/** The others, without the two largest, are together at least this part of the largest: `1 / SHADE`. */
export const SHADE = 10;

/**
 * Why a sum over these postings of one currency may not be published yet; null where it may. Fewer than ten
 * contributions, or one so large beside the others that the sum would tell it.
 */
export function holdBack(postings: readonly GapPosting[]): 'too-few' | 'one-stands-out' | null {
  const sizes = postings.filter(({ contribution }) => contribution).map(({ net }) => net);
  if (sizes.length < FEWEST) return 'too-few';
  sizes.sort((one, other) => other - one);
  const [largest = 0, , ...others] = sizes;
  const rest = others.reduce((sum, net) => sum + net, 0);
  return rest * SHADE < largest ? 'one-stands-out' : null;
}

/**
 * The sum to publish: what came in so far in all, rounded down to the granule, less what was published before. What is
 * lost to rounding is carried into the next one, so the published sums never lag by a granule.
 */
export function sumToPublish(net: bigint, published: bigint, granule: number): number {
  const by = BigInt(granule);
  const rest = ((net % by) + by) % by;
  return Number(net - rest - published);
}

/** What is known of one currency on the way through book and record. */
export interface Stream {
  /** Under no sum yet. */
  open: GapPosting[];
  /** All under a sum, exactly, and as published. */
  net: bigint;
  published: bigint;
}

export class Streams {
  readonly #streams = new Map<string, Stream>();

  of(currency: string): Stream {
    const known = this.#streams.get(currency);
    if (known !== undefined) return known;
    const fresh: Stream = { open: [], net: 0n, published: 0n };
    this.#streams.set(currency, fresh);
    return fresh;
  }

  add(posting: GapPosting): void {
    this.of(posting.currency).open.push(posting);
  }

  currencies(): string[] {
    return [...this.#streams.keys()].sort();
  }

  /** What a sum over all that is open would be. */
  due(currency: string, granule: number): number {
    const { open, net, published } = this.of(currency);
    return sumToPublish(total(open, net), published, granule);
  }

  /** All that is open is under this sum from now on. */
  cover(currency: string, amount: number): void {
    const stream = this.of(currency);
    stream.net = total(stream.open, stream.net);
    stream.published += BigInt(amount);
    stream.open = [];
  }
}

function total(postings: readonly GapPosting[], from: bigint): bigint {
  return postings.reduce((sum, { net }) => sum + BigInt(net), from);
}
