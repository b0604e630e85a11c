import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GUARDS, STRICT_TRANSPORT } from './fields.ts';
import type { Exchange } from './files.ts';
import { sendPlain } from './elsewhere.ts';
import type { Visitor } from './proxy.ts';

/** Answers what only a server can do, under `/-/`. */
export type Handle = (request: Request, visitor: Visitor) => Promise<Response>;

/** Bytes that a request may carry, and milliseconds that it may take to bring them. */
export type Limits = { bytes: number; ms: number };

/** For what is under `/-/`; the server's own time-out for requests is shorter. */
const LIMITS: Limits = { bytes: 1 << 20, ms: 60_000 };
/** Bytes that are read and forgotten to keep a connection. */
const LITTLE = 1 << 20;
const TOO_LARGE = 'The request is too large';
const TOO_SLOW = 'The request took too long to arrive';
const CLOSE = ['Connection', 'close'];

/** Hands a request to the program's own routes and sends what they answer. */
export async function answerGuest(
  exchange: Exchange,
  target: string,
  visitor: Visitor,
  handle: Handle,
  limits: Limits = LIMITS,
): Promise<void> {
  const { request, response } = exchange;
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > limits.bytes) return sendPlain(exchange, 413, TOO_LARGE, CLOSE);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = new LimitedBody(request, limits, () => gone.abort());
  const asked = asRequest(request, body, target, visitor, gone.signal);
  if (asked === null) return sendPlain(exchange, 400, 'The request cannot be read');
  let answer: Response;
  try {
    answer = await handle(asked, visitor);
  } catch (error) {
    if (!body.tooLarge) throw error;
    return sendPlain(exchange, 413, TOO_LARGE, CLOSE);
  }
  // The program's own answer to a body that broke off says less.
  if (body.tooLarge) return sendPlain(exchange, 413, TOO_LARGE, CLOSE);
  await sendAnswer(exchange, response, answer, body.left);
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
    init.body = Readable.toWeb(Readable.from(body)) as ReadableStream<Uint8Array>;
    init.duplex = 'half';
  }
  try {
    return new Request(new URL(target, `${visitor.proto}://${visitor.host}`), init);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** A body without a length may go on for ever. */
class LimitedBody {
  readonly #source: IncomingMessage;
  readonly #limits: Limits;
  readonly #broken: () => void;
  #read = 0;
  tooLarge = false;

  /** @param broken told when the body will not come whole */
  constructor(source: IncomingMessage, limits: Limits, broken: () => void) {
    this.#source = source;
    this.#limits = limits;
    this.#broken = broken;
  }

  /** Whether much of it was left unread. */
  get left(): boolean {
    const length = Number(this.#source.headers['content-length'] ?? this.#limits.bytes);
    const carries = 'transfer-encoding' in this.#source.headers || 'content-length' in this.#source.headers;
    return carries && !this.#source.readableEnded && length - this.#read > LITTLE;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const late = setTimeout(() => this.#source.destroy(new Error(TOO_SLOW)), this.#limits.ms).unref();
    try {
      for await (const piece of this.#source as AsyncIterable<Uint8Array>) {
        this.#read += piece.length;
        this.tooLarge = this.#read > this.#limits.bytes;
        if (this.tooLarge) throw new RangeError(TOO_LARGE);
        yield piece;
      }
    } catch (error) {
      this.#broken();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }
}

async function sendAnswer(
  exchange: Exchange,
  response: ServerResponse,
  answer: Response,
  left: boolean,
): Promise<void> {
  const fields = [...answer.headers].flat();
  const own = new Set(fields.filter((_, at) => at % 2 === 0));
  const more = [...GUARDS, ...(exchange.secure ? STRICT_TRANSPORT : [])];
  for (let at = 0; at < more.length; at += 2) {
    const [name = '', value = ''] = more.slice(at, at + 2);
    // A route may set a policy of its own.
    if (!own.has(name.toLowerCase())) fields.push(name, value);
  }
  // What nobody wants to read is not waited for.
  if (left) fields.push(...CLOSE);
  response.writeHead(answer.status, fields);
  if (answer.body === null || exchange.request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
