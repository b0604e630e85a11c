import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GUARDS, STRICT_TRANSPORT } from './fields.ts';
import type { Exchange } from './files.ts';
import { sendPlain } from './elsewhere.ts';
import type { Visitor } from './proxy.ts';

/** Answers what only a server can do, under `/-/`. */
export type Handle = (request: Request, visitor: Visitor) => Promise<Response>;

/** Bytes that a request under `/-/` may carry. */
const LARGEST_BODY = 1 << 20;
const TOO_LARGE = 'The request is too large';
const CLOSE = ['Connection', 'close'];

/** Hands a request to the program's own routes and sends what they answer. */
export async function answerGuest(
  exchange: Exchange,
  target: string,
  visitor: Visitor,
  handle: Handle,
): Promise<void> {
  const { request, response } = exchange;
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > LARGEST_BODY) return sendPlain(exchange, 413, TOO_LARGE, CLOSE);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const body = new LimitedBody(request);
  const asked = asRequest(request, body, target, visitor, gone.signal);
  if (asked === null) return sendPlain(exchange, 400, 'The request cannot be read');
  let answer: Response;
  try {
    answer = await handle(asked, visitor);
  } catch (error) {
    if (!body.tooLarge) throw error;
    return sendPlain(exchange, 413, TOO_LARGE, CLOSE);
  }
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
  readonly #source: AsyncIterable<Uint8Array>;
  tooLarge = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    for await (const piece of this.#source) {
      bytes += piece.length;
      this.tooLarge = bytes > LARGEST_BODY;
      if (this.tooLarge) throw new RangeError(TOO_LARGE);
      yield piece;
    }
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
