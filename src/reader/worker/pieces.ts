import type { Clock } from './clock.ts';
import type { Lines } from './lines.ts';
import { joined, PATIENT, request, SourceError } from './source.ts';
import type { Patience } from './source.ts';

/*
 * A file in pieces, each over a connection of its own, for networks that freeze a connection after some kilobytes. What
 * the pieces are joined to is checked against the hash of the whole by whoever asked, so they may come from anywhere.
 */

/** Bytes of one piece: with the heads of request and answer and what went before, a connection stays below 10 kB. */
export const PIECE = 6_144;
/** Pieces of one file under way from one place. */
const AT_ONCE = 5;
/** A connection that froze is not waited for: the next request opens another. */
const FROZEN = { headers: 1_200, stall: 500, suspicion: 500 } as const;
const TRIES = 6;

export type PiecesOptions = {
  /** Addresses of one and the same file, the first the surest. */
  urls: readonly string[];
  /** Bytes of the whole file. */
  length: number;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
  patience: Patience;
  signal: AbortSignal;
  heard?: () => void;
  lines: Lines;
};

/**
 * The whole file, or null where the first address has none. Where a place does not know pieces it sends the whole.
 *
 * @throws SourceError
 */
export async function fetchPieces(options: PiecesOptions): Promise<Uint8Array | null> {
  const { length } = options;
  const sure = (): Promise<Uint8Array | null> => fetchPiece(options, 0, options.urls[0] ?? '');
  // On a connection that carried much already it may freeze, and then comes on another.
  const first = await sure().catch(sure);
  if (first === null || first.length === length) return first;
  const pieces = new Map([[0, first]]);
  const lines = options.urls.flatMap((url) => Array.from({ length: AT_ONCE }, () => url));
  let next = 1;
  const count = Math.ceil(length / PIECE);
  await Promise.all(
    lines.slice(0, count - 1).map(async (url) => {
      while (next < count) {
        const at = next++;
        pieces.set(at, await fetchSomewhere(options, at, url));
      }
    }),
  );
  const parts = Array.from({ length: count }, (_, at) => pieces.get(at) ?? new Uint8Array(0));
  return joined(
    parts,
    parts.reduce((sum, part) => sum + part.length, 0),
  );
}

async function fetchSomewhere(options: PiecesOptions, at: number, near: string): Promise<Uint8Array> {
  const { signal, urls } = options;
  const ways = [near, ...urls.filter((url) => url !== near)];
  let failure: unknown;
  for (let turn = 0; turn < TRIES; turn++) {
    const url = ways[turn % ways.length] ?? near;
    if (signal.aborted) break;
    try {
      const piece = await fetchPiece(options, at, url);
      if (piece !== null) return piece;
      failure = new SourceError('blocked', `"${url}" is not there`);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** One piece; the whole file where a place that was asked for the first piece sends that. */
async function fetchPiece(options: PiecesOptions, at: number, url: string): Promise<Uint8Array | null> {
  const { length, patience } = options;
  const start = at * PIECE;
  const wanted = Math.min(PIECE, length - start);
  const { bytes, status } = await options.lines.on(new URL(url).host, () =>
    request({
      ...options,
      url,
      range: [start, start + wanted - 1],
      limit: at === 0 ? length : wanted,
      patience: hasty(patience),
    }),
  );
  if (bytes === null) return null;
  if (bytes.length === wanted || (at === 0 && status === 200)) return bytes;
  throw new SourceError('blocked', `"${url}" gives no pieces`);
}

const hasty = (patience: Patience): Patience =>
  patience === PATIENT ? patience : { ...patience, ...FROZEN };
