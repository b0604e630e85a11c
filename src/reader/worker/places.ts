import type { MirrorList } from '#edition';

/*
 * Which places a reader asks. The own place is where this worker was registered; the rest comes from the signed list.
 */

export type PlacesOptions = {
  /** Address of the folder that the worker is registered for. */
  own: string;
  /** Null until one was proven. */
  list: MirrorList | null;
};

/** Addresses to ask, the own place first, then the newsroom's. */
export function placesToAsk({ own, list }: PlacesOptions): string[] {
  const named = list === null ? [] : [list.origin, ...list.mirrors.map(({ address }) => address)];
  const barred = list !== null && isNeutral({ own, list }) ? new URL(list.origin).host : null;
  const secure = own.startsWith('https:');
  const all = named.filter(
    (address) =>
      new URL(address).host !== barred &&
      // Browsers bar workers of a secure place from one that is not.
      (!secure || address.startsWith('https:')),
  );
  return [...new Set([own, ...all])];
}

/**
 * Whether the own place is a mirror that betrays nothing of the paper by its name. There the newsroom's own name, which
 * may be watched for, is never asked for; not even before a list is known, since then there is only the own place.
 */
export const isNeutral = ({ own, list }: PlacesOptions): boolean =>
  list?.mirrors.some(({ address, neutral }) => address === own && neutral === true) ?? false;

/**
 * Whether strangers have pages at the same origin, so that no worker may stand here: the list says that it is only to be
 * fetched from.
 */
export const isShared = ({ own, list }: PlacesOptions): boolean =>
  list?.mirrors.some(
    ({ address, use }) => use === 'data' && (own.startsWith(address) || address.startsWith(own)),
  ) ?? false;

/**
 * Whether a worker may be here for the first time. Below the root of a host other folders may be strangers', as with
 * buckets in path style, so that such a place has to be named by the paper.
 *
 * @param address the newsroom's own
 */
export const mayStand = ({ own, list }: PlacesOptions, address: string): boolean =>
  !isShared({ own, list }) &&
  (new URL(own).pathname === '/' ||
    own === address ||
    own === list?.origin ||
    (list?.mirrors.some((one) => one.address === own) ?? false));

/** The path in the edition, or below `edition/`, that an address asks for; null for what is not the edition's. */
export function pathAt(url: string, own: string): string | null {
  const plain = url.replace(/[?#].*$/s, '');
  if (!plain.startsWith(own)) return null;
  const encoded = plain.slice(own.length);
  const reserved = /^(?:-|edition)(?:\/|$)/i.test(encoded) && !encoded.startsWith('edition/');
  if (reserved || encoded === 'worker.js') return null;
  try {
    const names = encoded.split('/').map((name) => decodeURIComponent(name));
    if (names.some((name) => name.includes('/'))) return null;
    const path = names.join('/').normalize('NFC');
    return path === '' || path.endsWith('/') ? `${path}index.html` : path;
  } catch {
    return null;
  }
}

export const addressOf = (place: string, path: string): string =>
  place + path.split('/').map(encodeURIComponent).join('/');
