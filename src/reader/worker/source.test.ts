import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock } from './clock.ts';
import { Lines } from './lines.ts';
import { fetchPieces, PIECE } from './pieces.ts';
import { HURRIED, request, SourceError } from './source.ts';
import type { Patience, Trouble } from './source.ts';

/* One host that behaves as badly as its path says, and a reader in a great hurry. */

const FILE = randomBytes(60_000);
const QUICK: Patience = { headers: 150, stall: 150, suspicion: 60, rate: 20_000, rateAfter: 100 };

let server: Server;
let base = '';
/** Bytes that each connection carried, by its port, and most connections at once. */
const carried = new Map<number, number>();

beforeAll(async () => {
  server = createServer((asked, response) => {
    const path = (asked.url ?? '').slice(1);
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(asked.headers.range ?? '') ?? [];
    if (path === 'pieces' && first !== undefined && last !== undefined) {
      const part = FILE.subarray(Number(first), Number(last) + 1);
      const port = asked.socket.remotePort ?? 0;
      carried.set(port, (carried.get(port) ?? 0) + part.length);
      response.writeHead(206, { connection: 'close', 'content-length': part.length }).end(part);
    } else if (path === 'whole' || path === 'pieces') response.end(FILE);
    else if (path === 'silent') return;
    else if (path === 'curtain') response.write(FILE.subarray(0, 16_000));
    else if (path === 'record') response.writeHead(200, { 'content-length': FILE.length }).flushHeaders();
    else if (path === 'stalls') response.write(FILE.subarray(0, 100));
    else if (path === 'drips') drip(response);
    else if (path === 'moved') response.writeHead(302, { location: '/whole' }).end();
    else if (path === 'cut') {
      response.writeHead(200, { 'content-length': FILE.length });
      response.write(FILE.subarray(0, 30_000), () => response.destroy());
    } else response.writeHead(Number(path)).end('A page for people');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function drip(response: {
  write: (bytes: Uint8Array) => boolean;
  on: (name: 'close', what: () => void) => unknown;
}): void {
  const timer = setInterval(() => response.write(FILE.subarray(0, 20)), 20);
  response.on('close', () => clearInterval(timer));
}

const ask = (
  path: string,
  { limit = FILE.length, signal = new AbortController().signal, patience = HURRIED } = {},
) => request({ url: base + path, limit, fetch, clock, lines: new Lines(), patience, signal });

async function trouble(path: string): Promise<Trouble | null> {
  try {
    await ask(path, { patience: QUICK });
    return null;
  } catch (error) {
    if (error instanceof SourceError) return error.trouble;
    throw error;
  }
}

describe('one request', () => {
  test('brings the whole file, or that there is none', async () => {
    expect((await ask('whole')).bytes).toEqual(new Uint8Array(FILE));
    for (const status of ['404', '403', '410']) expect((await ask(status)).bytes).toBeNull();
  });

  test.each<[string, Trouble]>([
    ['silent', 'blocked'],
    ['451', 'blocked'],
    ['500', 'blocked'],
    ['moved', 'blocked'],
    ['cut', 'blocked'],
    ['stalls', 'slow'],
    ['drips', 'slow'],
    ['curtain', 'curtain'],
    ['record', 'curtain'],
  ])('gives up on a host that is "%s": %s', async (path, expected) => {
    expect(await trouble(path)).toBe(expected);
  });

  test('reads no further than the limit', async () => {
    expect((await ask('whole', { limit: 1_000 })).bytes).toEqual(new Uint8Array(0));
  });

  test('ends when the race is over', async () => {
    const over = new AbortController();
    const asked = ask('silent', { signal: over.signal });
    over.abort(new Error('over'));
    await expect(asked).rejects.not.toBeInstanceOf(SourceError);
  });
});

describe('a file in pieces', () => {
  const pieces = (...paths: string[]) =>
    fetchPieces({
      urls: paths.map((path) => base + path),
      length: FILE.length,
      fetch,
      clock,
      patience: HURRIED,
      signal: new AbortController().signal,
      lines: new Lines(),
    });
  const hash = (bytes: Uint8Array | null): string =>
    createHash('sha256')
      .update(bytes ?? '')
      .digest('hex');

  test('is the same file, and no connection carries more than a piece', async () => {
    carried.clear();
    expect(hash(await pieces('pieces'))).toBe(hash(FILE));
    expect(carried.size).toBe(Math.ceil(FILE.length / PIECE));
    expect(Math.max(...carried.values())).toBeLessThanOrEqual(PIECE);
  });

  test('comes whole from a host that knows no pieces', async () => {
    expect(hash(await pieces('whole'))).toBe(hash(FILE));
  });

  test('passes by a host that has none, once one has begun', async () => {
    expect(hash(await pieces('pieces', '404', '500'))).toBe(hash(FILE));
    expect(await pieces('404', 'pieces')).toBeNull();
  });
});
