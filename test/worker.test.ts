import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegister } from '#reach';
import { openStore } from '#store';
import { BROWSERS } from './browsers.ts';
import { longwave, sampleNewsroom } from './command.ts';

/*
 * The worker in real browsers: what a reader sees while hosts are honest, blocked, dead or forged.
 */

/** What a host does with a request; anything that it does not answer is answered from its folder. */
type Mood = (path: string, response: ServerResponse) => boolean;

type Host = {
  address: string;
  asked: string[];
  mood: Mood | null;
  folder: string;
  down(): Promise<void>;
  up(): Promise<void>;
};

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.avif': 'image/avif',
};

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** A plain file server, as any mirror is. */
async function openHost(folder: string): Promise<Host> {
  let server = serverOf();
  const port = await listen(server, 0);
  const host: Host = {
    address: `http://127.0.0.1:${port}/`,
    asked: [],
    mood: null,
    folder,
    async down() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
    async up() {
      if (server.listening) return;
      server = serverOf();
      await listen(server, port);
    },
  };
  function serverOf(): Server {
    return createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/').slice(1);
      host.asked.push(path);
      response.setHeader('access-control-allow-origin', '*');
      if (host.mood?.(path, response) === true) return;
      const file = join(host.folder, path === '' || path.endsWith('/') ? `${path}index.html` : path);
      if (!existsSync(file)) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      response.end(readFileSync(file));
    });
  }
  return host;
}

const scratch = mkdtempSync(join(tmpdir(), 'longwave-worker-'));
const folder = join(scratch, 'genuine');
let data: { path: string; remove(): void };
const mirrors: Host[] = [];
let stories: string[] = [];

beforeAll(async () => {
  data = await sampleNewsroom();
  for (let count = 0; count < 2; count++) mirrors.push(await openHost(folder));
  const store = await openStore({ url: `sqlite:${join(data.path, 'longwave.db')}`, now: Date.now });
  const register = openRegister(store);
  for (const [at, { address }] of mirrors.entries())
    await register.add({ id: `m${at}`, kind: 'folder', target: folder, address, use: 'data' }, Date.now());
  await store.close();
  const { status, stderr } = await longwave(['press', '--out', folder], { LONGWAVE_DATA: data.path });
  if (status !== 0) throw new Error(stderr);
  stories = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^\d{4}\/\d\d\/\d\d\/[^/]+\.html$/.test(path))
    .sort();
}, 180_000);

afterAll(async () => {
  for (const mirror of mirrors) await mirror.down();
  rmSync(scratch, { recursive: true, force: true });
  data?.remove();
});

const ASK = (question: object): string => `new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => done(data);
  navigator.serviceWorker.controller.postMessage(${JSON.stringify({ longwave: 1, ...question })}, [port2]);
})`;

const ask = async (page: Page, question: object): Promise<Record<string, unknown>> =>
  (await page.evaluate(ASK(question))) as Record<string, unknown>;

/** Opens a page and waits until the worker answers for it. */
async function settle(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction('navigator.serviceWorker.controller !== null', { timeout: 20_000 });
}

type Seen = { status: number; told: string; heading: string; ms: number };

async function visit(page: Page, url: string): Promise<Seen> {
  const start = Date.now();
  const response = await page.goto(url, { waitUntil: 'domcontentloaded' });
  const ms = Date.now() - start;
  const text = (selector: string): Promise<string> =>
    page.evaluate(`document.querySelector('${selector}')?.innerText ?? ''`) as Promise<string>;
  return { status: response?.status() ?? 0, told: await text('.told'), heading: await text('h1'), ms };
}

describe.each(BROWSERS)('in %s', (_name, open) => {
  let browser: Browser;
  let page: Page;
  let origin: Host;
  const at = (path: string): string => origin.address + path;

  beforeAll(async () => {
    browser = await open();
    origin = await openHost(folder);
    page = await browser.newPage();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await origin?.down();
  });

  it('comes after the first page is there, and costs it nothing', async () => {
    await page.goto(at('index.html'), { waitUntil: 'load' });
    const first = [...origin.asked];
    const before = first.indexOf('worker.js');
    expect(before < 0 ? first : first.slice(0, before)).toContain('index.html');
    await settle(page, at('index.html'));
    const { sources } = await ask(page, { ask: 'status' });
    const addresses = (sources as { address: string }[]).map(({ address }) => address);
    for (const mirror of mirrors) expect(addresses).toContain(mirror.address);
  }, 60_000);

  it('shows the proven page with a line that says so', async () => {
    const seen = await visit(page, at(stories[0] ?? ''));
    expect(seen.status).toBe(200);
    expect(seen.told).toContain('Genuine: edition');
    expect(seen.told).toContain('from this address');
  });

  const TROUBLES: [string, Mood][] = [
    [
      'an altered page',
      (path, response) => {
        if (!path.endsWith('.html')) return false;
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end(readFileSync(join(folder, path), 'utf8').replaceAll('<h1>', '<h1>Not '));
        return true;
      },
    ],
    [
      'a block page for everything',
      (_path, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Blocked by order</h1>');
        return true;
      },
    ],
    [
      'a refusal for everything',
      (_path, response) => {
        response.writeHead(451, { 'content-type': 'text/html' }).end('<h1>Blocked by order</h1>');
        return true;
      },
    ],
    [
      'a redirect to a block page',
      (_path, response) => {
        response.writeHead(302, { location: 'http://127.0.0.1:9/blocked' }).end();
        return true;
      },
    ],
    ['silence', () => true],
  ];

  it.each(TROUBLES)(
    'passes by %s',
    async (_what, mood) => {
      const heading = (await visit(page, at(stories[1] ?? ''))).heading;
      origin.mood = mood;
      const seen = await visit(page, at(stories[1] ?? ''));
      origin.mood = null;
      expect(seen).toMatchObject({ status: 200, heading });
      expect(seen.told).toContain('Genuine');
    },
    60_000,
  );

  it('reads by way of a mirror when the origin is dead, at once the next time', async () => {
    await origin.down();
    const first = await visit(page, at(stories[2] ?? ''));
    const next = await visit(page, at(stories[3] ?? ''));
    await origin.up();
    for (const seen of [first, next]) {
      expect(seen.status).toBe(200);
      expect(seen.told).toContain('by way of');
    }
    expect(next.heading).not.toBe('');
  }, 60_000);
});
