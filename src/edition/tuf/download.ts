import { TufError } from './error.ts';
import { said } from '../said.ts';

/**
 * Gets one file of a repository: its bytes, or null where the repository says that it has no such file. Reads no more
 * than `maxLength` bytes and refuses what is longer, and gives up on an answer that does not end in reasonable time;
 * {@link fetchFrom} does both. Whatever else goes wrong is thrown.
 *
 * @param path - relative to the place of the metadata or the targets, already encoded for a URL
 * @param maxLength - bytes
 */
export type Fetch = (path: string, maxLength: number) => Promise<Uint8Array | null>;

export type FetchFromOptions = {
  /** URL of the folder; a slash at its end may be left out. */
  base: string;
  /** The platform's `fetch`, or what stands in for it. */
  fetch: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  /** Made anew for each request; ends it when it takes too long: `() => AbortSignal.timeout(10_000)`. */
  signal: () => AbortSignal;
};

/**
 * A {@link Fetch} over HTTP that stops reading at the limit, so that an endless answer costs no more than that.
 *
 * 403 and 404 count as "no such file": buckets answer either. The function throws TufError `too_long`, `unreachable`
 * for any other answer that is not 200, and what `fetch` itself throws.
 */
export function fetchFrom(options: FetchFromOptions): Fetch {
  const base = options.base.replace(/\/*$/, '/');
  return async (path, maxLength) => {
    const response = await options.fetch(base + path, { signal: options.signal() });
    if (response.status === 200) return readWithin(response, maxLength, path);
    await response.body?.cancel();
    if (response.status === 404 || response.status === 403) return null;
    throw new TufError(
      'unreachable',
      said`The repository answers ${response.status} for "${path}"; try a mirror`,
    );
  };
}

async function readWithin(response: Response, maxLength: number, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > maxLength) {
      await reader.cancel();
      throw tooLong(path, maxLength);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Asks for one file and holds the answer to its limit, whoever wrote the {@link Fetch}.
 *
 * @throws TufError `too_long`, and `unreachable` around whatever the fetch threw
 */
export async function download(
  fetch: Fetch,
  path: string,
  maxLength: number,
  role: string,
): Promise<Uint8Array | null> {
  let bytes: Uint8Array | null;
  try {
    bytes = await fetch(path, maxLength);
  } catch (cause) {
    if (cause instanceof TufError) throw new TufError(cause.code, cause.message, { role, cause });
    throw new TufError('unreachable', said`The repository did not give "${path}"; try a mirror`, {
      role,
      cause,
    });
  }
  if (bytes !== null && bytes.length > maxLength) throw tooLong(path, maxLength);
  return bytes;
}

/** Like {@link download}, for a file that must be there. @throws TufError `missing` too */
export async function demand(
  fetch: Fetch,
  path: string,
  maxLength: number,
  role: string,
): Promise<Uint8Array> {
  const bytes = await download(fetch, path, maxLength, role);
  if (bytes === null)
    throw new TufError('missing', said`The repository has no "${path}"; try a mirror`, { role });
  return bytes;
}

const tooLong = (path: string, maxLength: number): TufError =>
  new TufError('too_long', said`"${path}" is longer than ${maxLength} bytes; try a mirror`);
