import { askOnce, fetchFrom, findEntry, openFollower, openMemory, TufError } from '#edition';
import type { Anchor, EditionRecord, FileEntry, Fetch } from '#edition';

/* Copies of the site that can be asked from here: the one that this page came from, and the hosts of pasted links. */

const PATIENCE_MS = 20_000;

/**
 * Keeps nothing, sends no cookie and no referrer.
 *
 * @param patience milliseconds for one file
 */
const getAt = (base: string, patience = PATIENCE_MS): Fetch =>
  fetchFrom({
    base,
    fetch: (url, init) =>
      fetch(url, {
        ...init,
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        redirect: 'follow',
      }),
    signal: () => AbortSignal.timeout(patience),
  });

/**
 * Gets files of a copy, by their paths as people write them.
 *
 * @param patience milliseconds for one file
 */
export function fetchAt(base: string, patience?: number): Fetch {
  const get = getAt(base, patience);
  return (path, limit) => get(path.split('/').map(encodeURIComponent).join('/'), limit);
}

/** Gets what one address shows, exactly as it is written. */
export const fetchPage = ({ origin, pathname, search }: URL, limit: number): Promise<Uint8Array | null> =>
  getAt(`${origin}/`)(`${pathname.slice(1)}${search}`, limit);

/** What a copy's newest edition is, as far as it can be proven. */
export type Newest = {
  record: EditionRecord;
  expired: readonly string[];
  confirmedAt: number;
  /** The proven entry of a path, or null where the edition has none. */
  entry: (path: string) => Promise<FileEntry | null>;
};

/** @throws TufError, EditionError where a copy shows what is not the paper's; TypeError where the browser may not ask */
export async function newestAt(base: string, anchor: Anchor): Promise<Newest> {
  const fetch = fetchAt(base);
  const { record, expired, confirmedAt } = await openFollower({
    anchor,
    fetch,
    memory: openMemory(),
    now: Date.now,
  }).update('bundle');
  return {
    record,
    expired,
    confirmedAt,
    entry: (path) => findEntry(record, path, askOnce(fetch), new Map()),
  };
}

/** The copy that this page came from: its newest edition, or why that is not known. */
export type Here = { newest: Newest } | { newest: null; why: 'offline' | 'unproven' };

export async function askHere(base: string, anchor: Anchor): Promise<Here> {
  // A page from a disk may not read the files beside it.
  if (!/^https?:/.test(base)) return { newest: null, why: 'offline' };
  try {
    return { newest: await newestAt(base, anchor) };
  } catch (error) {
    const silent =
      !(error instanceof Error) ||
      error.name === 'TypeError' ||
      error.name === 'TimeoutError' ||
      (error instanceof TufError && ['missing', 'unreachable'].includes(error.code));
    return { newest: null, why: silent ? 'offline' : 'unproven' };
  }
}
