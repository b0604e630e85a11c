import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { ask, dial, FRONT, openSite, publish, rawExchange, readAnswer, rest } from './testing/site.ts';
import type { Site } from './testing/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite({
    timeouts: { headers: 300, request: 600, check: 50, stall: 1_000, keepAlive: 5_000 },
  });
});
afterAll(() => site.end());

/** After whatever was done to it, the server must serve. */
const stillServes = async (): Promise<void> => {
  const { status, body } = await ask(site.port, '/', { 'Accept-Encoding': 'gzip' });
  expect([status, gunzipSync(body).toString()]).toEqual([200, FRONT]);
};

/** Waits until the server holds no connection. A paused client would not notice that it was let go. */
async function untilNobody(one: Site): Promise<void> {
  const held = (): Promise<number> =>
    new Promise((resolve, reject) => {
      one.origin.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  while ((await held()) > 0) await new Promise((resolve) => setImmediate(resolve));
}

const HEAD = 'Host: a\r\nConnection: close\r\n\r\n';

describe('malformed requests', () => {
  test.each([
    ['noise', '\x00\x01\x02\xff\r\n\r\n', 400],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['HTTP/9.9', `GET / HTTP/9.9\r\n${HEAD}`, 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a space in the target', `GET /a b HTTP/1.1\r\n${HEAD}`, 400],
    ['two lengths', `GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${HEAD}`, 400],
    [
      'a length and chunks',
      `POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n${HEAD}`,
      400,
    ],
    ['a folded header line', `GET / HTTP/1.1\r\nX: a\r\n b\r\n${HEAD}`, 400],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: a\n\n', 400],
    ['a control character in a header line', `GET / HTTP/1.1\r\nX: a\x00b\r\n${HEAD}`, 400],
    ['20 KB of header lines', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n${HEAD}`, 431],
    ['an address of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n${HEAD}`, 431],
    ['an address of 8 KB', `GET /${'a'.repeat(8_000)} HTTP/1.1\r\n${HEAD}`, 414],
    ['an unknown expectation', `GET / HTTP/1.1\r\nExpect: miracles\r\n${HEAD}`, 417],
    ['a star', `GET * HTTP/1.1\r\n${HEAD}`, 400],
    ['another scheme', `GET ftp://a/ HTTP/1.1\r\n${HEAD}`, 400],
  ])('%s', async (_, bytes, status) => {
    const said = await rawExchange(site.port, Buffer.from(bytes, 'latin1'));
    expect(readAnswer(said).status).toBe(status);
    await stillServes();
  });

  test('a hundred encodings and tags, and a thousand ranges', async () => {
    const encodings = Array.from({ length: 900 }, (_, at) => `x${at};q=0.${at}`).join(',');
    expect((await ask(site.port, '/', { 'Accept-Encoding': encodings })).status).toBe(200);
    const tags = Array.from({ length: 900 }, (_, at) => `"${at}"`).join(',');
    expect((await ask(site.port, '/', { 'If-None-Match': tags })).status).toBe(200);
    const ranges = Array.from({ length: 900 }, (_, at) => `${at}-${at}`).join(',');
    expect((await ask(site.port, '/', { Range: `bytes=${ranges}` })).status).toBe(200);
  });
});

describe('odd but lawful requests', () => {
  test('many in one packet are answered in order', async () => {
    const targets = ['/', '/nowhere', '/ru', '/media/p/480.jpg', '/2026/11/22/gone.html'];
    const requests = targets.map((target) => `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
    const said = await rawExchange(site.port, `${requests}GET / HTTP/1.1\r\n${HEAD}`);
    expect([...said.matchAll(/HTTP\/1\.1 (\d+) /g)].map((match) => match[1])).toEqual([
      '200',
      '404',
      '308',
      '200',
      '410',
      '200',
    ]);
  });

  test('Expect: 100-continue, a body on GET, HTTP/1.0, an upgrade', async () => {
    const expecting = await rawExchange(
      site.port,
      `GET / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n${HEAD}hi`,
    );
    expect(expecting).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    const old = await rawExchange(site.port, 'GET / HTTP/1.0\r\n\r\n');
    expect(old).toMatch(/^HTTP\/1\.1 200 OK/);
    const upgrade = await rawExchange(
      site.port,
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(upgrade).not.toMatch(/101 Switching/);
    const tunnel = await rawExchange(
      site.port,
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n',
    );
    expect(tunnel).toBe('');
    await stillServes();
  });

  test('a refused upload is not waited for', async () => {
    const socket = await dial(site.port);
    const said = rest(socket);
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000000\r\n\r\n');
    expect(readAnswer(await said).status).toBe(405);
  });
});

describe('slow and many', () => {
  test('header lines that never end are cut off, a byte now and then or not', async () => {
    const drip = await dial(site.port);
    const dripped = rest(drip);
    drip.write('GET / HTTP/1.1\r\n');
    const timer = setInterval(() => drip.write('X-A: b\r\n'), 20);
    const silent = rest(await dial(site.port));
    const said = await dripped;
    clearInterval(timer);
    expect(readAnswer(said).status).toBe(408);
    await silent;
    await stillServes();
  });

  test('a reader who takes nothing is let go', async () => {
    const big = await openSite({ timeouts: { stall: 200 } });
    const raw = Buffer.alloc(40 << 20, 7);
    await publish(big.depot, [
      { path: 'big.bin', type: 'application/octet-stream', raw, stored: raw, gzip: false },
    ]);
    const accepted = once(big.origin.server, 'connection');
    const socket = await dial(big.port);
    await accepted;
    socket.pause();
    socket.write('GET /big.bin HTTP/1.1\r\nHost: a\r\n\r\n');
    await untilNobody(big);
    socket.destroy();
    expect((await ask(big.port, '/')).status).toBe(200);
    await big.end();
  });

  test('nor can somebody ask for page after page and take none', async () => {
    const piled = await openSite({ timeouts: { stall: 200 } });
    await ask(piled.port, '/');
    const accepted = once(piled.origin.server, 'connection');
    const socket = await dial(piled.port);
    await accepted;
    socket.pause();
    socket.on('error', () => undefined);
    const requests = 'GET /2026/11/23/story.html HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(20_000);
    socket.write(requests);
    await untilNobody(piled);
    socket.destroy();
    expect((await ask(piled.port, '/')).status).toBe(200);
    await piled.end();
  });

  test('two thousand idle connections leave the page as quick as before', { timeout: 60_000 }, async () => {
    const idle = await openSite({ timeouts: { headers: 60_000, request: 60_000 } });
    const sockets = [];
    for (let at = 0; at < 2_000; at += 100) {
      sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => dial(idle.port)))));
    }
    for (const socket of sockets) socket.on('error', () => undefined);
    for (let at = 0; at < 20; at++) expect((await ask(idle.port, '/')).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await idle.end();
  });

  test('connections beyond the limit are refused, and serving goes on', async () => {
    const few = await openSite({ maxConnections: 5 });
    const sockets = await Promise.all(Array.from({ length: 5 }, () => dial(few.port)));
    const refused = await dial(few.port);
    expect(await rest(refused)).toBe('');
    for (const socket of sockets) socket.destroy();
    let status = 0;
    while (status !== 200) status = (await ask(few.port, '/').catch(() => ({ status: 0 }))).status;
    await few.end();
  });
});
