import type { Clock } from './clock.ts';
import type { Lines } from './lines.ts';
import { said } from '#edition';

/*
 * One request to one place, which is given up as soon as it can be told that nothing will come of it. Browsers wait 13
 * seconds to for ever; a reader does not.
 */

/** Why a place gave nothing: as names of verdicts, and `curtain` where an answer froze after some kilobytes. */
export type Trouble = 'blocked' | 'slow' | 'curtain';

export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly trouble: Trouble;

  constructor(trouble: Trouble, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.trouble = trouble;
  }
}

/** How long a reader waits, in milliseconds. */
export type Patience = {
  headers: number;
  /** For more of an answer that has begun. */
  stall: number;
  /** The same, where as much has come as a curtain lets through. */
  suspicion: number;
  /** Bytes a second that an answer must bring, after the first `rateAfter` milliseconds. */
  rate: number;
  rateAfter: number;
};

export const HURRIED: Patience = {
  headers: 3_000,
  stall: 2_000,
  suspicion: 700,
  rate: 4_096,
  rateAfter: 2_000,
};
/** For whoever has no better place to ask. */
export const PATIENT: Patience = {
  headers: 12_000,
  stall: 10_000,
  suspicion: 2_000,
  rate: 128,
  rateAfter: 20_000,
};

/** Bytes after which connections have been seen to freeze. */
const CURTAIN = { from: 7_000, to: 24_000 } as const;

export type Requested = {
  url: string;
  /** Bytes that may come; what is longer is an error. */
  limit: number;
  /** First and last byte, both included, where only a piece is wanted. */
  range?: readonly [number, number];
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
  lines: Lines;
  patience: Patience;
  /** Ends it from outside. */
  signal: AbortSignal;
  /** Told of every sign of life. */
  heard?: () => void;
};

/** `bytes` is null where the place says that it has no such file. */
export type Answered = { status: number; type: string; bytes: Uint8Array | null };

/** @throws SourceError; what `signal` was aborted with */
export function request(requested: Requested): Promise<Answered> {
  const { lines, signal, url } = requested;
  return lines.on(new URL(url).host, signal, () => send(requested));
}

async function send(requested: Requested): Promise<Answered> {
  const watch = new Watch(requested);
  try {
    watch.expect(requested.patience.headers, 'blocked');
    const response = await requested.fetch(requested.url, {
      ...PRIVATE,
      signal: watch.signal,
      ...(requested.range === undefined ? {} : { headers: { range: `bytes=${requested.range.join('-')}` } }),
    });
    requested.heard?.();
    const { status } = response;
    const type = response.headers.get('content-type') ?? '';
    if (status === 200 || status === 206) return { status, type, bytes: await watch.read(response) };
    watch.end();
    // Buckets answer 403 for what they do not have. A block page says the same, and then the rest is missing too.
    if (status === 404 || status === 403 || status === 410) return { status, type, bytes: null };
    throw new SourceError('blocked', said`"${requested.url}" is answered with ${status}`);
  } catch (error) {
    throw watch.reason(error);
  } finally {
    watch.end();
  }
}

/** Nothing that tells who asks, nothing kept that tells what was read, and no being sent elsewhere. */
const PRIVATE: RequestInit = {
  cache: 'no-store',
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  redirect: 'error',
};

/** Ends a request that keeps its reader waiting. */
class Watch {
  readonly #requested: Requested;
  readonly #ending: AbortController;
  #unset = (): void => undefined;
  #failure: SourceError | null = null;

  constructor(requested: Requested) {
    this.#requested = requested;
    this.#ending = linked(requested.signal);
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Something has to come within that time. */
  expect(ms: number, trouble: Trouble): void {
    this.#unset();
    this.#unset = this.#requested.clock.after(ms, () => this.#fail(trouble));
  }

  async read(response: Response): Promise<Uint8Array> {
    const { limit, url, clock, patience } = this.#requested;
    const start = clock.now();
    const parts: Uint8Array[] = [];
    let length = 0;
    const reader = response.body?.getReader();
    // Encrypted records hold 16 kB: one that froze half-way gives not a single byte.
    const long = Number(response.headers.get('content-length') ?? 0) >= CURTAIN.from;
    this.expect(long ? patience.suspicion : patience.stall, long ? 'curtain' : 'slow');
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      this.#requested.heard?.();
      parts.push(part.value);
      length += part.value.length;
      if (length > limit) {
        this.#ending.abort();
        // Whoever checks what came finds it wrong, and may look for it by its hash.
        return new Uint8Array(0);
      }
      const suspected = length >= CURTAIN.from && length <= CURTAIN.to;
      this.expect(suspected ? patience.suspicion : patience.stall, suspected ? 'curtain' : 'slow');
      const taken = clock.now() - start;
      if (taken > patience.rateAfter && length < (patience.rate * taken) / 1000)
        throw new SourceError('slow', said`"${url}" brings less than ${patience.rate} bytes a second`);
    }
    return joined(parts, length);
  }

  /** What a request failed of, seen from outside. */
  reason(error: unknown): unknown {
    if (this.#failure !== null) return this.#failure;
    const { signal, url } = this.#requested;
    if (signal.aborted || error instanceof SourceError) return error;
    return new SourceError('blocked', said`"${url}" cannot be had`, { cause: error });
  }

  end(): void {
    this.#unset();
    // Frees the connection of an answer that nobody reads to its end; does nothing to one that was.
    this.#ending.abort();
  }

  #fail(trouble: Trouble): void {
    this.#failure ??= new SourceError(trouble, said`"${this.#requested.url}" kept silent`);
    this.#ending.abort(this.#failure);
  }
}

/** Ends with another, which lives no longer than one attempt, and can be ended before it. */
export function linked(signal: AbortSignal): AbortController {
  const ending = new AbortController();
  const end = (): void => ending.abort(signal.reason);
  if (signal.aborted) end();
  else signal.addEventListener('abort', end);
  return ending;
}

export function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
