import { Agent, get } from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ask, dial, openSite, page, publish, readAnswer, rest } from './testing/site.ts';
import type { Site } from './testing/site.ts';

type Got = { status: number; text: string };

function fetchPage(agent: Agent, url: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(pieces);
        const packed = response.headers['content-encoding'] === 'gzip';
        resolve({ status: response.statusCode ?? 0, text: (packed ? gunzipSync(bytes) : bytes).toString() });
      });
    }).on('error', reject);
  });
}

/** Asks for two pages all the time until told to stop; gives everything that came. */
function keepReading(site: Site, readers: number): { stop: () => Promise<Got[]> } {
  const agent = new Agent({ keepAlive: true });
  const got: Got[] = [];
  let reading = true;
  const loops = Array.from({ length: readers }, async (_, at) => {
    while (reading)
      got.push(
        await fetchPage(agent, `${site.url}/${at % 2 === 0 ? 'version.html' : '2026/11/23/story.html'}`),
      );
  });
  const stop = async (): Promise<Got[]> => {
    reading = false;
    await Promise.all(loops);
    agent.destroy();
    return got;
  };
  return { stop };
}

const version = (number: number) => page('version.html', `version ${number} ${'x'.repeat(number * 100)}`);

describe('a new edition', () => {
  test('of this process comes up at once, and no request fails meanwhile', async () => {
    const site = await openSite();
    await publish(site.depot, [version(0)]);
    const readers = keepReading(site, 8);
    for (let number = 1; number <= 30; number++) {
      await publish(site.depot, [version(number)]);
      const { body } = await ask(site.port, '/version.html');
      expect(body.toString().startsWith(`version ${number} `)).toBe(true);
    }
    await site.depot.gc({ keep: 1 });
    const got = await readers.stop();
    expect(got.length).toBeGreaterThan(100);
    expect(got.filter(({ status }) => status !== 200)).toEqual([]);
    expect(got.every(({ text }) => text === 'a story' || /^version \d+ x*$/.test(text))).toBe(true);
    expect(site.log).toEqual([]);
    await site.end();
  });

  test('of another process is noticed, though that process sweeps as it goes', async () => {
    const site = await openSite();
    await publish(site.depot, [version(0)]);
    const readers = keepReading(site, 4);
    const script = `
      import { gzipSync } from 'node:zlib';
      const { openDepot } = await import(process.argv[1]);
      const depot = await openDepot({ folder: process.argv[2], now: Date.now, keep: 2 });
      for (let number = 1; number <= 12; number++) {
        const writer = await depot.begin();
        const raw = Buffer.from('version ' + number + ' ');
        writer.put({ path: 'version.html', type: 'text/html; charset=utf-8', raw, stored: gzipSync(raw), gzip: true });
        await writer.commit({ published: number, note: null });
        await depot.gc({ keep: 1 });
      }
      await depot.close();`;
    const depotDoor = new URL('../depot/depot.ts', import.meta.url).href;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, depotDoor, site.folder], {
      stdio: 'inherit',
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
    let text = '';
    while (!text.startsWith('version 12 ')) text = (await ask(site.port, '/version.html')).body.toString();
    const got = await readers.stop();
    expect(got.filter(({ status }) => status !== 200)).toEqual([]);
    expect(site.log).toEqual([]);
    await site.end();
  });

  test('takes a page away, and brings one', async () => {
    const site = await openSite();
    expect((await ask(site.port, '/2026/11/23/story.html')).status).toBe(200);
    await publish(site.depot, [page('2026/11/24/new.html', 'new')], ['2026/11/23/story.html']);
    expect((await ask(site.port, '/2026/11/23/story.html')).status).toBe(404);
    expect((await ask(site.port, '/2026/11/24/new.html')).status).toBe(200);
    await site.end();
  });
});

describe('an end', () => {
  test('finishes what is under way, closes what is idle and takes nothing new', async () => {
    let answer: (() => void) | undefined;
    const asked = Promise.withResolvers<void>();
    const site = await openSite({
      handle: async () => {
        asked.resolve();
        await new Promise<void>((resolve) => (answer = resolve));
        return new Response('finished');
      },
    });
    const idle = rest(await dial(site.port));
    const busy = await dial(site.port);
    const said = rest(busy);
    busy.write('GET /-/slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await asked.promise;
    const closed = site.origin.close();
    await idle;
    await expect(dial(site.port)).rejects.toThrow('ECONNREFUSED');
    answer?.();
    await closed;
    const { status, body } = readAnswer(await said);
    expect([status, body.toString()]).toEqual([200, expect.stringContaining('finished')]);
    await site.end();
  });

  test('does not wait for ever', async () => {
    const asked = Promise.withResolvers<void>();
    const site = await openSite({
      timeouts: { grace: 50 },
      handle: () => {
        asked.resolve();
        return new Promise<Response>(() => undefined);
      },
    });
    const socket = await dial(site.port);
    const said = rest(socket);
    socket.write('GET /-/never HTTP/1.1\r\nHost: a\r\n\r\n');
    await asked.promise;
    await site.end();
    expect(await said).toBe('');
  });
});
