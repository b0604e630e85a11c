import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kindOf } from './destinations/kinds.ts';
import { Manifest } from './manifest.ts';
import { pushEdition } from './push.ts';
import { binary, FIRST, openPaper, text } from './testing/paper.ts';
import { serveS3 } from './testing/servers.ts';

/* A bucket whose objects the host encrypts with keys of its own: ETags look like MD5s and are none of the bytes. */

const AT = Date.UTC(2026, 10, 27);
const { signal } = new AbortController();
const other = (hex: string): string => createHash('md5').update(`sealed ${hex}`).digest('hex');
const seal = (of: string): string => of.replaceAll(/\b[0-9a-f]{32}\b/g, other);

/** Between a push and its server: every ETag, in headers and in lists, becomes another. */
async function sealing(port: number): Promise<{ port: number; close(): void }> {
  const server = createServer((asked, answer) => {
    const { method, url: path, headers } = asked;
    const onward = request({ port, host: '127.0.0.1', method, path, headers }, (given) => {
      const pieces: Buffer[] = [];
      given.on('data', (piece: Buffer) => pieces.push(piece));
      given.on('end', () => {
        const { etag, 'content-length': length, ...rest } = given.headers;
        const isList = method === 'GET' && (path ?? '').includes('list-type=2');
        const body = Buffer.concat(pieces);
        const shown = isList ? Buffer.from(seal(body.toString())) : body;
        answer.writeHead(given.statusCode ?? 502, {
          ...rest,
          ...(etag === undefined ? {} : { etag: seal(etag) }),
          'content-length': method === 'HEAD' ? (length ?? 0) : shown.length,
        });
        answer.end(shown);
      });
    });
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

test(
  'takes editions, is looked at by its bytes, and what was altered there is found',
  { timeout: 120_000 },
  async () => {
    const base = mkdtempSync(join(tmpdir(), 'longwave-sealed-'));
    const served = await serveS3(base);
    const real = new URL(served.target);
    const proxy = await sealing(Number(real.port));
    const paper = await openPaper(join(base, 'depot'));
    try {
      const open = async (target: string) =>
        (await kindOf('s3')).open({
          mirror: { id: 'm', target, options: served.options },
          secrets: served.secrets,
          signal,
        });
      const through = `http://127.0.0.1:${proxy.port}${real.pathname}`;
      const manifest = join(base, 'notes');
      const push = async (more: { full?: boolean } = {}) => {
        const destination = await open(through);
        return paper.depot.withFolder((folder) =>
          pushEdition({
            folder,
            destination,
            manifest: new Manifest(manifest),
            random: () => 0.5,
            at: AT,
            signal,
            ...more,
          }),
        );
      };
      await paper.publish(FIRST);
      expect((await push()).written).toBeGreaterThan(10);
      await paper.publish({
        put: [text('2026/11/23/story-1.html', 'news'), binary('icon.png', 'other icon')],
      });
      expect((await push()).written).toBeGreaterThan(3);
      // Nothing is sent again for its ETag.
      expect(await push({ full: true })).toMatchObject({ written: 0 });
      const direct = await open(served.target);
      const genuine = await direct.read('icon.png');
      const head = { type: 'image/png', cacheControl: '' };
      await direct.write('icon.png', Buffer.from((genuine ?? '').toString().toUpperCase()), head, true);
      expect((await push({ full: true })).written).toBeGreaterThan(0);
      expect(await direct.read('icon.png')).toEqual(genuine);
    } finally {
      await paper.depot.close();
      proxy.close();
      await served.stop();
      rmSync(base, { recursive: true, force: true });
    }
  },
);
