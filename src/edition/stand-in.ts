import type { Fetch } from './tuf/download.ts';

/**
 * Whether what a host answered for a root is a page of its own that stands in for what is missing: many answer so, with
 * status 200. Whoever would hide a root could as well say that there is none, so nothing is lost by taking it for that.
 */
export const isStandIn = (path: string, bytes: Uint8Array): boolean =>
  path.endsWith('.root.json') && !new TextDecoder().decode(bytes).includes('"signed"');

/** Gets what a host has, and nothing where a page of its own stands in for a root. */
export const pastStandIns =
  (fetch: Fetch): Fetch =>
  async (path, limit) => {
    const bytes = await fetch(path, limit);
    // One that does not end is refused by whoever asked.
    return bytes === null || (bytes.length <= limit && isStandIn(path, bytes)) ? null : bytes;
  };
