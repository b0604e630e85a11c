import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GUARDS, STRICT_TRANSPORT } from './fields.ts';
import type { Exchange } from './files.ts';
import { sendPlain } from './elsewhere.ts';
import type { Visitor } from './proxy.ts';

/** Answers what only a server can do, under `/-/`. */
export type Handle = (request: Request, visitor: Visitor) => Promise<Response>;

export type Limits = {
  /** Bytes that a request may carry. */
  bytes: number;
  /** Milliseconds that it may take to bring them. */
  ms: number;
  /**
   * Milliseconds that a sender has to finish what nobody reads any more: hung up on at once, it would never see the
   * answer. Default 5,000.
   */
  linger?: number;
};

/** For what is under `/-/`; the server's own time-out for requests is shorter. */
const LIMITS: Limits = { bytes: 1 << 20, ms: 60_000, linger: 200 };
const LINGER = 5_000;
const TOO_LARGE = 'The request is too large';
const TOO_SLOW = 'The request took too long to arrive';
const GONE = 'The sender is gone';

/** Hands a request to the program's own routes and sends what they answer. */
export async function answerGuest(
  exchange: Exchange,
  target: string,
  visitor: Visitor,
  handle: Handle,
  limits: Limits = LIMITS,
): Promise<void> {
  const { request, response } = exchange;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = new LimitedBody(request, limits, () => gone.abort());
  response.once('finish', () => body.discard());
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limits.bytes) return sendPlain(exchange, 413, TOO_LARGE);
  const asked = asRequest(request, body, target, visitor, gone.signal);
  if (asked === null) return sendPlain(exchange, 400, 'The request cannot be read');
  let answer: Response;
  try {
    answer = await handle(asked, visitor);
  } catch (error) {
    if (!body.tooLarge) throw error;
    return sendPlain(exchange, 413, TOO_LARGE);
  }
  // The program's own answer to a body that broke off says less.
  if (body.tooLarge) return sendPlain(exchange, 413, TOO_LARGE);
  await sendAnswer(exchange, response, answer);
}

function asRequest(
  request: IncomingMessage,
  body: LimitedBody,
  target: string,
  visitor: Visitor,
  signal: AbortSignal,
): Request | null {
  const headers = new Headers();
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    headers.append(request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? '');
  }
  const method = request.method ?? 'GET';
  const init: RequestInit = { method, headers, signal };
  if (method !== 'GET' && method !== 'HEAD') {
    init.body = body.stream;
    init.duplex = 'half';
  }
  try {
    return new Request(new URL(target, `${visitor.proto}://${visitor.host}`), init);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** A body without a length may go on for ever. It is read as it is asked for. */
class LimitedBody {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly #source: IncomingMessage;
  readonly #limits: Limits;
  tooLarge = false;
  #discarding = false;

  /** @param broken told when the body will not come whole */
  constructor(source: IncomingMessage, limits: Limits, broken: () => void) {
    this.#source = source;
    this.#limits = limits;
    let begun = false;
    this.stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: (controller) => {
          if (!begun) this.#listen(controller, broken);
          begun = true;
          source.resume();
        },
        cancel: () => this.discard(),
      },
      { highWaterMark: 0 },
    );
  }

  /** What comes from now on is read and forgotten. */
  discard(): void {
    if (this.#discarding) return;
    this.#discarding = true;
    this.#drain();
  }

  #drain(): void {
    const source = this.#source;
    if (source.complete || source.destroyed) return;
    const late = setTimeout(() => source.destroy(), this.#limits.linger ?? LINGER).unref();
    source.once('close', () => clearTimeout(late));
    source.on('error', () => undefined);
    source.resume();
  }

  #listen(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>, broken: () => void): void {
    const source = this.#source;
    let read = 0;
    const fail = (error: Error): void => {
      if (this.#discarding) return;
      this.#discarding = true;
      broken();
      controller.error(error);
    };
    if (source.destroyed && !source.complete) return fail(new Error(GONE));
    const late = setTimeout(() => source.destroy(new Error(TOO_SLOW)), this.#limits.ms).unref();
    source.once('close', () => {
      clearTimeout(late);
      if (!source.complete) fail(new Error(GONE));
    });
    source.on('error', fail);
    source.on('data', (piece: Buffer<ArrayBuffer>) => {
      if (this.#discarding) return;
      read += piece.length;
      this.tooLarge = read > this.#limits.bytes;
      if (this.tooLarge) {
        fail(new RangeError(TOO_LARGE));
        this.#drain();
        return;
      }
      controller.enqueue(piece);
      source.pause();
    });
    source.once('end', () => {
      if (!this.#discarding) controller.close();
    });
  }
}

async function sendAnswer(exchange: Exchange, response: ServerResponse, answer: Response): Promise<void> {
  const fields = [...answer.headers].flat();
  const own = new Set(fields.filter((_, at) => at % 2 === 0));
  const more = [...GUARDS, ...(exchange.secure ? STRICT_TRANSPORT : [])];
  for (let at = 0; at < more.length; at += 2) {
    const [name = '', value = ''] = more.slice(at, at + 2);
    // A route may set a policy of its own.
    if (!own.has(name.toLowerCase())) fields.push(name, value);
  }
  response.writeHead(answer.status, fields);
  if (answer.body === null || exchange.request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
