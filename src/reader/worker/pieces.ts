import { joined, linked, PATIENT, request, SourceError } from './source.ts';
import type { Patience, Requested } from './source.ts';
import { said } from '#edition';

/*
 * A file in pieces, each over a connection of its own, for networks that freeze a connection after some kilobytes. What
 * the pieces are joined to is checked against the hash of the whole by whoever asked, so they may come from anywhere.
 */

/**
 * Bytes of one piece: with a handshake of 3.4 kB and the small answers that came before on the same connection, as
 * browsers make them share, that connection stays below 10 kB.
 */
export const PIECE = 3_072;
/** Places that pieces of one file come from, and pieces under way from one of them. */
export const PIECE_PLACES = 4;
const AT_ONCE = 3;
/** A connection that froze is not waited for: the next request opens another. */
const FROZEN = { headers: 1_200, stall: 500, suspicion: 500 } as const;
const TRIES = 6;

export type PiecesOptions = Omit<Requested, 'url' | 'limit' | 'range'> & {
  /** Addresses of one and the same file, the first the surest. */
  urls: readonly string[];
  /** Bytes of the whole file. */
  length: number;
};

/**
 * The whole file, or null where the first address has none. Where a place does not know pieces it sends the whole.
 *
 * @throws SourceError
 */
export async function fetchPieces(given: PiecesOptions): Promise<Uint8Array | null> {
  const { length, urls } = given;
  const ending = linked(given.signal);
  const options = { ...given, signal: ending.signal };
  const count = Math.ceil(length / PIECE);
  const pieces: Uint8Array[] = [];
  let next = 1;
  const lines = urls.flatMap((url) => Array.from({ length: AT_ONCE }, () => url));
  const others = Promise.all(
    lines.slice(1, count).map(async (url) => {
      for (let at = next++; at < count; at = next++) pieces[at] = await fetchSomewhere(options, at, url);
    }),
  );
  others.catch(() => undefined);
  try {
    const sure = (): Promise<Uint8Array | null> => fetchPiece(options, 0, urls[0] ?? '');
    // On a connection that carried much already it may freeze, and then comes on another.
    const first = await sure().catch(sure);
    if (first === null || first.length === length) return first;
    pieces[0] = first;
    await others;
    return joined(pieces, length);
  } finally {
    ending.abort();
  }
}

async function fetchSomewhere(options: PiecesOptions, at: number, near: string): Promise<Uint8Array> {
  const { signal, urls } = options;
  const ways = [near, ...urls.filter((url) => url !== near)];
  let failure = new SourceError('blocked', said`"${near}" is not there`);
  for (let turn = 0; turn < TRIES && !signal.aborted; turn++) {
    try {
      const piece = await fetchPiece(options, at, ways[turn % ways.length] ?? near);
      if (piece !== null) return piece;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
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
  const { bytes, status } = await request({
    ...options,
    url,
    range: [start, start + wanted - 1],
    limit: at === 0 ? length : wanted,
    patience: hasty(patience),
  });
  if (bytes === null) return null;
  if (bytes.length === wanted || (at === 0 && status === 200)) return bytes;
  throw new SourceError('blocked', said`"${url}" gives no pieces`);
}

const hasty = (patience: Patience): Patience =>
  patience === PATIENT ? patience : { ...patience, ...FROZEN };
