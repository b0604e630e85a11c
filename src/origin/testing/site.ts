import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { openDepot } from '#depot';
import type { Depot, PutFile } from '#depot';
import { createOrigin } from '#origin';
import type { Origin, OriginOptions } from '#origin';

/* For tests alone: a small site behind a real origin, and a client that sends exactly the bytes it is given. */

export const HTML = 'text/html; charset=utf-8';

export function page(path: string, text: string, more: Partial<PutFile> = {}): PutFile {
  const raw = Buffer.from(text);
  return { path, type: HTML, raw, stored: gzipSync(raw), gzip: true, ...more };
}

export const FRONT = `<!doctype html><html><head><title>Front</title></head><body>${'front '.repeat(400)}</body></html>`;
export const NOT_FOUND =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>None</title></head><body></body></html>';
export const PICTURE = Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7) % 256));

const PAGES = [
  page('index.html', FRONT),
  page('404.html', NOT_FOUND),
  page('2026/11/23/story.html', 'a story'),
  page('ru/2026/11/23/новость.html', 'новость'),
  page('ru/index.html', 'русский фронт'),
  page('old/address/index.html', 'moved', { redirect: '2026/11/23/story.html' }),
  page('verify.html', 'the page that verifies'),
  page('ru/verify.html', 'страница проверки'),
  page('ru/support/index.html', 'страница поддержки'),
  page('support/asking.html', 'what this device remembers'),
  page('home.html', 'home', { redirect: 'index.html' }),
  page('2026/11/22/gone.html', 'withdrawn', { status: 410 }),
  page('assets/style-0a1b2c3d.css', 'p{}', { type: 'text/css; charset=utf-8' }),
  page('assets/icon.svg', '<svg/>', { type: 'image/svg+xml; charset=utf-8' }),
];

export type Site = {
  folder: string;
  depot: Depot;
  origin: Origin;
  port: number;
  url: string;
  log: string[];
  end: () => Promise<void>;
};

export async function publish(
  depot: Depot,
  files: readonly PutFile[],
  gone: readonly string[] = [],
): Promise<void> {
  const writer = await depot.begin();
  for (const file of files) writer.put(file);
  for (const path of gone) writer.remove(path);
  await writer.commit({ published: 1, note: null });
}

export async function openSite(options: Partial<OriginOptions> = {}): Promise<Site> {
  const base = mkdtempSync(join(tmpdir(), 'longwave-origin-'));
  const folder = join(base, 'depot');
  const depot = await openDepot({ folder, now: Date.now });
  mkdirSync(join(base, 'media'));
  const file = join(base, 'media', 'p.jpg');
  writeFileSync(file, PICTURE);
  const writer = await depot.begin();
  for (const one of PAGES) writer.put(one);
  const sha256 = createHash('sha256').update(PICTURE).digest('hex');
  await writer.putFile({ path: 'media/p/480.jpg', type: 'image/jpeg', file, sha256, bytes: PICTURE.length });
  await writer.commit({ published: 1, note: null });
  const log: string[] = [];
  const origin = createOrigin({ depot, log: (text) => log.push(text), ...options });
  const { port } = await origin.listen(0, '127.0.0.1');
  const end = async (): Promise<void> => {
    await origin.close();
    await depot.close();
    rmSync(base, { recursive: true, force: true });
  };
  return { folder, depot, origin, port, url: `http://127.0.0.1:${port}`, log, end };
}

export type Answer = { status: number; fields: Map<string, string>; body: Buffer };

/** Sends raw bytes on a connection of their own and gives everything that comes back until it is closed. */
export async function rawExchange(port: number, bytes: string | Buffer): Promise<string> {
  const socket = await dial(port);
  socket.write(bytes);
  return rest(socket);
}

export function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** What comes on a connection until the other side closes it, in latin1. */
export function rest(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    socket.on('data', (piece) => pieces.push(Buffer.from(piece)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(pieces).toString('latin1')));
  });
}

/** One request with a target that no client would mend. */
export async function ask(
  port: number,
  target: string,
  fields: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const text = await rawExchange(
    port,
    `${method} ${target} HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n${lines.join('')}\r\n`,
  );
  return readAnswer(text);
}

export function readAnswer(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const fields = new Map<string, string>();
  for (const line of lines)
    fields.set(line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2));
  return { status: Number(first.split(' ')[1]), fields, body: Buffer.from(text.slice(end + 4), 'latin1') };
}
