import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HostManner } from './host-manners.ts';

/*
 * A plain file host as mirrors are, and what becomes of it in bad hands.
 */

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** What every mirror has to say, so that readers' workers may read its answers, and parts of them. */
const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'content-range, content-length, etag',
  'accept-ranges': 'bytes',
  'cache-control': 'no-cache',
};

export async function answer(
  manner: HostManner | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (manner === undefined) return void request.socket.destroy();
  const url = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/').slice(1);
  const path = url === '' || url.endsWith('/') ? `${url}index.html` : url;
  if (manner.how === 'genuine' && manner.announce) response.setHeader('alt-svc', 'h3=":443"; ma=86400');
  switch (manner.how) {
    case 'block-page':
      return page(response, manner.status, manner.page);
    case 'redirect':
      return void response.writeHead(302, { ...OPEN, location: manner.to }).end();
    case 'seized':
      if (path === 'worker.js')
        return void response
          .writeHead(200, { ...OPEN, 'content-type': 'text/javascript' })
          .end(manner.worker);
      response.setHeader('clear-site-data', '"*"');
      return page(response, 200, manner.page);
    case 'other-proof':
      return file(manner.folder, insteadOf(path, manner.instead), request, response, {});
    case 'genuine':
    case 'poisoned':
    case 'endless':
    case 'wrong-type':
      return file(manner.folder, path, request, response, alterationOf(manner, path));
  }
}

function page(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...OPEN, 'content-type': 'text/html; charset=utf-8' }).end(text);
}

/** Proofs and pages of the one path answer for all. */
const insteadOf = (path: string, instead: string): string =>
  /^edition\/(n|u|o)\//.test(path) || (path.endsWith('.html') && path !== 'index.html') ? instead : path;

type Alteration = { type?: string; through?: Transform; endless?: boolean };

function alterationOf(manner: HostManner, path: string): Alteration {
  if (manner.how === 'wrong-type') return { type: 'image/png' };
  if (manner.how === 'endless') return { endless: true };
  if (manner.how !== 'poisoned') return {};
  if (path.endsWith('.html'))
    return { through: textChanged(/<h1([^>]*)>[^<]*</, `<h1$1>${manner.headline}<`) };
  return path.startsWith('edition/o/') ? { through: bitFlipped() } : {};
}

/** Pages are small enough to be held. */
function textChanged(pattern: RegExp, by: string): Transform {
  const chunks: Buffer[] = [];
  return new Transform({
    transform: (chunk: Buffer, _, done) => (chunks.push(chunk), done()),
    flush: (done) => done(null, Buffer.concat(chunks).toString().replace(pattern, by)),
  });
}

function bitFlipped(): Transform {
  let first = true;
  return new Transform({
    transform: (chunk: Buffer, _, done) => {
      const changed = Buffer.from(chunk);
      if (first) changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      first = false;
      done(null, changed);
    },
  });
}

async function file(
  folder: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { type, through, endless }: Alteration,
): Promise<void> {
  const place = join(folder, path);
  const found = place.startsWith(folder) ? await stat(place).catch(() => null) : null;
  if (found === null || !found.isFile())
    return void response.writeHead(404, { ...OPEN, 'content-type': 'text/plain' }).end('Not found');
  const fields = { ...OPEN, 'content-type': type ?? TYPES[extname(path)] ?? 'application/octet-stream' };
  const whole = through !== undefined || endless === true;
  const range = whole ? null : rangeOf(request.headers.range, found.size);
  if (range === null) response.writeHead(200, whole ? fields : { ...fields, 'content-length': found.size });
  else
    response.writeHead(206, {
      ...fields,
      'content-length': range.end - range.start + 1,
      // As docs/REACH.md asks of mirrors: each piece over a connection of its own.
      connection: 'close',
      'content-range': `bytes ${range.start}-${range.end}/${found.size}`,
    });
  const source = createReadStream(place, range ?? {});
  try {
    if (endless) {
      await pipeline(source, response, { end: false });
      await pourOut(response);
    } else await (through ? pipeline(source, through, response) : pipeline(source, response));
  } catch (error) {
    // The reader hung up, which is its right.
    if (!response.destroyed) throw error;
  }
}

/** One range, as `bytes=0-99`; anything else is answered whole. */
function rangeOf(field: string | undefined, size: number): { start: number; end: number } | null {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(field ?? '') ?? [];
  if (from === undefined) return null;
  const start = Number(from);
  const end = to === undefined || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start <= end ? { start, end } : null;
}

/** Spaces without end, as fast as they are taken. */
async function pourOut(response: ServerResponse): Promise<void> {
  const chunk = Buffer.alloc(16_384, 0x20);
  while (!response.destroyed) {
    if (response.write(chunk)) await new Promise(setImmediate);
    else
      await new Promise<void>((next) => {
        const go = (): void => {
          response.off('drain', go).off('close', go);
          next();
        };
        response.on('drain', go).on('close', go);
      });
  }
}
