import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { DeskOptions } from '../options.ts';
import type { Env } from './parts.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  avif: 'image/avif',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json',
  map: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** Names that the build makes from contents: `assets/app-3f9a0c1b.js`. */
const HASHED = /^assets\/[^/]+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
const FOREVER = 'public, max-age=31536000, immutable';
const NAME = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;

/** The built app: its files by name, and its page for every address that the app itself leads to. */
export function staticFiles(app: Hono<Env>, { app: folder, address }: DeskOptions): void {
  app.get('*', async (c) => {
    const { visitor } = c.env;
    const { host, origin, hostname } = new URL(address);
    // Passkeys belong to a name; figures have none.
    if (hostname === 'localhost' && visitor.host !== host) return c.redirect(`${origin}${c.req.path}`, 302);
    const path = c.req.path.slice(1);
    const found = await fileOf(folder, path, c.req.header('accept-encoding') ?? '');
    if (found !== null) {
      c.header('content-type', TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream');
      c.header('cache-control', HASHED.test(path) ? FOREVER : 'no-cache');
      c.header('vary', 'accept-encoding');
      if (found.encoding !== null) c.header('content-encoding', found.encoding);
      return c.body(found.bytes);
    }
    if (path.includes('.')) return c.text('Not found', 404);
    const page = await readOrNull(join(folder, 'index.html'));
    if (page === null) return c.text('The desk is not built yet; run script/install', 503);
    c.header('content-type', 'text/html; charset=utf-8');
    c.header('cache-control', 'no-cache');
    return c.body(page);
  });
}

type Found = { bytes: Uint8Array<ArrayBuffer>; encoding: 'br' | 'gzip' | null };

/** The build leaves compressed twins beside what is worth it. */
async function fileOf(folder: string, path: string, accepted: string): Promise<Found | null> {
  if (!NAME.test(path) || path.split('/').some((part) => part.startsWith('.'))) return null;
  for (const [encoding, ending] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    if (!new RegExp(`\\b${encoding}\\b`).test(accepted)) continue;
    const bytes = await readOrNull(join(folder, `${path}${ending}`));
    if (bytes !== null) return { bytes, encoding };
  }
  const bytes = await readOrNull(join(folder, path));
  return bytes === null ? null : { bytes, encoding: null };
}

async function readOrNull(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return null;
    throw error;
  }
}
