import type { Clock } from './clock.ts';
import type { Lines } from './lines.ts';
import type { Order } from './order.ts';
import { fetchPieces, PIECE, PIECE_PLACES } from './pieces.ts';
import { addressOf } from './places.ts';
import { linked, request, SourceError } from './source.ts';
import type { Patience } from './source.ts';

/*
 * How one place is asked for files of the edition. Texts longer than a piece always come in pieces, since that a network
 * freezes connections is known only when one has frozen; pictures do once it is known.
 */

export type AskingOptions = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
  lines: Lines;
  order: Order;
  /** The network that the reader is in. */
  network: () => string;
  /** Told of every sign of life. */
  heard: () => void;
  /** All places, the surest first. */
  places: () => readonly string[];
};

/** A place, and how long it is waited for. */
export type Asked = { place: string; signal: AbortSignal; patience: Patience };

/** What a follower fetches with. */
export function askAt(
  options: AskingOptions,
  { place, signal, patience }: Asked,
): (path: string, limit: number) => Promise<Uint8Array | null> {
  const { order, network } = options;
  // With one file that cannot be had the place is of no use, and nothing else there is waited for.
  const ending = linked(signal);
  const common = { ...options, patience, signal: ending.signal };
  const inPieces = (path: string, length: number): Promise<Uint8Array | null> =>
    fetchPieces({ ...common, urls: ready(options, place).map((one) => addressOf(one, path)), length });
  return async (path, limit) => {
    const divisible = limit > PIECE && isWhole(path, limit);
    if (divisible && order.curtain(network())) return inPieces(path, limit);
    try {
      if (divisible && isText(path)) {
        // Browsers of before 2022 ask other hosts for leave to ask for pieces, which plain hosts do not give.
        const bytes = await inPieces(path, limit).catch(() => undefined);
        if (bytes !== undefined) return bytes;
      }
      const url = addressOf(place, path);
      const { bytes, type } = await request({ ...common, url, limit });
      // What a host shows to people where it has no such file.
      return path.startsWith('edition/') && type.startsWith('text/html') ? null : bytes;
    } catch (error) {
      if (!divisible || !(error instanceof SourceError) || error.trouble !== 'curtain') {
        ending.abort(error);
        throw error;
      }
      const bytes = await inPieces(path, limit);
      // Only what comes in pieces and not whole shows that it is no slow place.
      if (bytes !== null) order.noteCurtain(network());
      return bytes;
    }
  };
}

/** This place and others that are known to answer. */
function ready({ order, network, places }: AskingOptions, place: string): string[] {
  const others = places().filter((one) => one !== place && order.seen(one, network())?.state === 'ok');
  return [place, ...others].slice(0, PIECE_PLACES);
}

/** Whether the limit of a file is its length: that of files whose entry is known. */
const isWhole = (path: string, limit: number): boolean =>
  !/^edition\/(?!o\/)/.test(path) && limit !== UNIT_LIMIT;
const UNIT_LIMIT = 262_144;

/** Texts are stored packed, by their hash. */
const isText = (path: string): boolean => path.startsWith('edition/o/');
