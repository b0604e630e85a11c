import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { askAt } from './asking.ts';
import { clock } from './clock.ts';
import { Lines } from './lines.ts';
import { Order } from './order.ts';
import type { Patience } from './source.ts';

/* One place, asked as a follower asks it, by a reader in a great hurry. */

const FILE = randomBytes(40_000);
const QUICK: Patience = { headers: 400, stall: 400, suspicion: 100, rate: 20_000, rateAfter: 1_000 };

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server === undefined ? closed(null) : server.close(closed)));
});

type Answering = (request: IncomingMessage, response: ServerResponse, part: Buffer | null) => void;

/** @returns what a follower of a reader there fetches with, and all that the place was asked for */
async function open(answer: Answering) {
  const asked: string[] = [];
  server = createServer((request, response) => {
    const range = request.headers.range ?? '';
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
    asked.push(`${(request.url ?? '').slice(1)} ${range}`.trim());
    answer(request, response, first === undefined ? null : FILE.subarray(Number(first), Number(last) + 1));
  });
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  const place = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const order = new Order({ lessons: {}, seed: 1, now: Date.now });
  const common = { fetch, clock, lines: new Lines(), order, network: () => '', heard: () => undefined };
  const options = { ...common, places: () => [place] };
  const signal = new AbortController().signal;
  return { asked, order, get: askAt(options, { place, signal, patience: QUICK }) };
}

const honest: Answering = (_request, response, part) =>
  part === null ? response.end(FILE) : response.writeHead(206, { connection: 'close' }).end(part);

describe('a place', () => {
  test('is asked for texts in pieces from the first, and for all that is short as it stands', async () => {
    const { asked, get } = await open(honest);
    expect(await get('edition/o/ab/cd', FILE.length)).toEqual(new Uint8Array(FILE));
    expect(asked.filter((one) => !one.includes('bytes='))).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
    asked.length = 0;
    await get('edition/n/root.node', 2_048);
    // A limit, and no length.
    await get('edition/bundle', 262_144);
    expect(asked).toEqual(['edition/n/root.node', 'edition/bundle']);
  });

  test('is asked for the whole text where the browser may not ask for pieces there', async () => {
    const { get } = await open((_request, response, part) =>
      part === null ? response.end(FILE) : response.destroy(),
    );
    expect(await get('edition/o/ab/cd', FILE.length)).toEqual(new Uint8Array(FILE));
  });

  test('is asked for pictures whole until one froze, and in pieces from then on', async () => {
    const { asked, get, order } = await open((request, response, part) =>
      part === null
        ? response.writeHead(200, { 'content-length': FILE.length }).write(FILE.subarray(0, 16_000))
        : honest(request, response, part),
    );
    expect(await get('media/a.jpg', FILE.length)).toEqual(new Uint8Array(FILE));
    expect(asked[0]).toBe('media/a.jpg');
    expect(order.curtain('')).toBe(true);
    asked.length = 0;
    expect(await get('media/b.jpg', FILE.length)).toEqual(new Uint8Array(FILE));
    expect(asked.filter((one) => !one.includes('bytes='))).toEqual([]);
  });

  test('has not what it answers with a page for people', async () => {
    const { get } = await open((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Not here'),
    );
    expect(await get('edition/n/root.node', 2_048)).toBeNull();
    expect(await get('a.html', 2_048)).not.toBeNull();
  });
});
