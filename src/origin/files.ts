import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Depot } from '#depot';
import type { FileEntry } from '#edition';
import { ANYTHING, readAccepted } from './accept.ts';
import type { Accepted } from './accept.ts';
import type { Cache, Form, Ready } from './cache.ts';
import { STREAMED } from './cache.ts';
import type { Span } from './conditions.ts';
import { heldForm, readRange } from './conditions.ts';
import type { Encoding, Fields } from './fields.ts';
import { BRIEF, fileFields, GUARDS, STRICT_TRANSPORT, tagOf, validators } from './fields.ts';
import type { Wishes } from './request.ts';

export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  wishes: Wishes;
  /** The reader came by TLS, says a proxy that we trust. */
  secure: boolean;
};

const LARGEST_UNPACKED = 16 << 20;

/** Sends a file of the edition in the form that the client asked for. */
export async function sendFile(
  exchange: Exchange,
  entry: FileEntry,
  depot: Depot,
  cache: Cache,
): Promise<Ready | null> {
  const { wishes } = exchange;
  const held = wishes.ifNoneMatch === null ? null : heldForm(entry, wishes.ifNoneMatch);
  if (held !== null && entry.status === undefined) {
    sendNotModified(exchange, entry, held);
    return null;
  }
  if (entry.stored > STREAMED || entry.size > LARGEST_UNPACKED) {
    await streamFile(exchange, entry, depot);
    return null;
  }
  const file = await cache.take(entry);
  await sendReady(exchange, file, cache);
  return file;
}

export function sendNotModified(exchange: Exchange, entry: FileEntry, held: Encoding): void {
  send(exchange, 304, validators(entry, tagOf(entry, held)), null);
}

/** Sends a file that is in memory. */
export async function sendReady(exchange: Exchange, file: Ready, cache: Cache): Promise<void> {
  const { wishes } = exchange;
  const accepted = wishes.encodings === null ? ANYTHING : readAccepted(wishes.encodings);
  const ranged = wishes.range !== null && file.entry.status === undefined;
  const encoding = ranged
    ? encodingForRange(file.entry, wishes, accepted)
    : encodingFor(file, accepted, cache);
  const form = encoding === 'identity' ? await cache.identity(file) : file[encoding];
  if (form === null) throw new Error('A form that was chosen is not there');
  const span = ranged ? spanOf(wishes, file.entry, encoding, form.bytes.length) : null;
  if (span === null) sendWhole(exchange, file.entry, form);
  else if (span === 'unsatisfiable') sendUnsatisfiable(exchange, file.entry, encoding, form.bytes.length);
  else {
    const fields = partFields(file.entry, encoding, span, form.bytes.length);
    send(exchange, 206, fields, form.bytes.subarray(span.start, span.end + 1));
  }
}

function sendWhole(exchange: Exchange, entry: FileEntry, form: Form): void {
  const fields = exchange.secure ? form.secureFields : form.fields;
  exchange.response.writeHead(entry.status ?? 200, fields);
  if (exchange.request.method === 'HEAD') exchange.response.end();
  else exchange.response.end(form.bytes);
}

/** The best form that is at hand. A client that refuses them all gets the file as it is. */
function encodingFor(file: Ready, accepted: Accepted, cache: Cache): Encoding {
  if (file.gzip === null) return 'identity';
  if (accepted.br) {
    if (file.br !== null) return 'br';
    cache.wantBrotli(file);
  }
  return accepted.gzip ? 'gzip' : 'identity';
}

/** Parts are of the bytes as they are, unless the client shows that it holds the start of the gzip. */
function encodingForRange(entry: FileEntry, wishes: Wishes, accepted: Accepted): Encoding {
  const resumesGzip = entry.gzip && accepted.gzip && wishes.ifRange === tagOf(entry, 'gzip');
  return resumesGzip || (entry.gzip && !accepted.identity && accepted.gzip) ? 'gzip' : 'identity';
}

function spanOf(
  wishes: Wishes,
  entry: FileEntry,
  encoding: Encoding,
  size: number,
): Span | 'unsatisfiable' | null {
  // A date in If-Range never matches: we send no Last-Modified.
  if (wishes.ifRange !== null && wishes.ifRange.trim() !== tagOf(entry, encoding)) return null;
  return readRange(wishes.range ?? '', size);
}

function partFields(entry: FileEntry, encoding: Encoding, span: Span, size: number): Fields {
  const length = span.end - span.start + 1;
  const fields = fileFields(entry, encoding, length);
  // So little is asked for where connections freeze after some kilobytes: the next piece gets one of its own.
  if (length <= PIECE) fields.push('Connection', 'close');
  return ['Content-Range', `bytes ${span.start}-${span.end}/${size}`, ...fields];
}

const PIECE = 8_192;

function sendUnsatisfiable(exchange: Exchange, entry: FileEntry, encoding: Encoding, size: number): void {
  const fields = [
    'Content-Range',
    `bytes */${size}`,
    'Content-Length',
    '0',
    'Cache-Control',
    BRIEF,
    ...GUARDS,
  ];
  send(exchange, 416, [...fields, 'ETag', tagOf(entry, encoding)], null);
}

/** Sends a file from the disk, a piece at a time. */
async function streamFile(exchange: Exchange, entry: FileEntry, depot: Depot): Promise<void> {
  const { request, response, wishes } = exchange;
  const accepted = wishes.encodings === null ? ANYTHING : readAccepted(wishes.encodings);
  const encoding: Encoding = entry.gzip && accepted.gzip ? 'gzip' : 'identity';
  const unpacks = entry.gzip && encoding === 'identity';
  const size = unpacks ? entry.size : entry.stored;
  // Parts of what must be unpacked first would cost the whole; the client gets the whole instead.
  const ranged = wishes.range !== null && !unpacks && entry.status === undefined;
  const span = ranged ? spanOf(wishes, entry, encoding, size) : null;
  if (span === 'unsatisfiable') return sendUnsatisfiable(exchange, entry, encoding, size);
  const fields = span === null ? fileFields(entry, encoding, size) : partFields(entry, encoding, span, size);
  if (request.method === 'HEAD' || size === 0) return send(exchange, span === null ? 200 : 206, fields, null);
  response.writeHead(span === null ? (entry.status ?? 200) : 206, withTransport(exchange, fields));
  const { start, end } = span ?? { start: 0, end: entry.stored - 1 };
  const source = depot.stream(entry, start, end);
  await flow(unpacks ? [source, createGunzip()] : [source], response);
}

/** Ends quietly when the reader goes away; fails when the disk does. */
function flow(
  from: [Readable] | [Readable, ReturnType<typeof createGunzip>],
  to: ServerResponse,
): Promise<void> {
  return new Promise((resolve, reject) => {
    pipeline([...from, to], (error) => {
      if (error === undefined || error === null || to.destroyed) resolve();
      else reject(error);
    });
  });
}

/** Sends an answer that is made for this request. */
export function send(exchange: Exchange, status: number, fields: Fields, body: Buffer | null): void {
  exchange.response.writeHead(status, withTransport(exchange, fields));
  if (body === null || exchange.request.method === 'HEAD') exchange.response.end();
  else exchange.response.end(body);
}

const withTransport = (exchange: Exchange, fields: Fields): Fields =>
  exchange.secure ? [...fields, ...STRICT_TRANSPORT] : fields;
