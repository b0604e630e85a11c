import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Destination } from './destination.ts';
import { kindOf } from './destinations/kinds.ts';
import { Manifest } from './manifest.ts';
import { pushEdition } from './push.ts';
import { binary, FIRST, openPaper, text } from './testing/paper.ts';
import { serveFolder, serveRclone, serveS3, serveSftp } from './testing/servers.ts';
import type { Served } from './testing/servers.ts';
import { lineTo } from './testing/trickle.ts';

/* A mirror whose line lets one byte through now and then: a push ends, the others go on, nothing is lost. */

const base = mkdtempSync(join(tmpdir(), 'longwave-slow-'));
let folders = 0;
const fresh = (): string => {
  const path = join(base, String((folders += 1)));
  mkdirSync(path);
  return path;
};
afterAll(() => rmSync(base, { recursive: true, force: true }));

const { signal } = new AbortController();
const PATIENCE_MS = 1_500;

/** The same server as if it stood behind another port. */
function behind(served: Served, port: number): Served {
  const swap = (words: string): string => words.replace(/(127\.0\.0\.1:|port = )\d+/g, `$1${port}`);
  const { CONFIG } = served.secrets;
  if (CONFIG === undefined) return { ...served, target: swap(served.target) };
  const config = `${CONFIG}.slow`;
  writeFileSync(config, swap(readFileSync(CONFIG, 'utf8')));
  return { ...served, secrets: { CONFIG: config } };
}

const portOf = ({ target, secrets: { CONFIG } }: Served): number =>
  Number(
    /(?:127\.0\.0\.1:|port = )(\d+)/.exec(CONFIG === undefined ? target : readFileSync(CONFIG, 'utf8'))?.[1],
  );

async function openServed(served: Served, patienceMs = 30_000): Promise<Destination> {
  const kind = await kindOf(served.kind);
  const mirror = { id: 'm', target: kind.target(served.target), address: 'https://m.example/' };
  const call = {
    mirror: { ...mirror, options: served.options },
    secrets: served.secrets,
    signal,
    patienceMs,
  };
  const { options } = await kind.prepare(call);
  return kind.open({ ...call, mirror: { ...call.mirror, options } });
}

const SERVERS: Record<string, (base: string) => Promise<Served>> = {
  'an S3 server': serveS3,
  'an SFTP server': serveSftp,
  'SFTP by rclone': (at) => serveRclone(at, 'sftp'),
};

// All they do is wait.
describe.concurrent.each(Object.entries(SERVERS))('%s', (_name, serve) => {
  test(
    'that trickles in the middle of a push is given up, and the next push goes on',
    { timeout: 180_000 },
    async () => {
      const folder = fresh();
      const served = await serve(folder);
      const line = await lineTo(portOf(served));
      const other = await openServed(await serveFolder(fresh()));
      const paper = await openPaper(join(folder, 'depot'));
      const push = (destination: Destination, notes: string, progress?: (done: number) => void) =>
        paper.depot.withFolder((edition) =>
          pushEdition({
            folder: edition,
            destination,
            manifest: new Manifest(join(folder, notes)),
            random: () => 0.5,
            at: 0,
            signal,
            ...(progress === undefined ? {} : { progress }),
          }),
        );
      const seen = async (destination: Destination) =>
        paper.reader((path) => destination.read(decodeURIComponent(path)))(['index.html', 'icon.png']);
      try {
        await paper.publish(FIRST);
        const first = await openServed(behind(served, line.port));
        await push(first, 'notes');
        await first.close();
        await push(other, 'other');
        const old = { number: 1, files: paper.contents() };
        const more = Array.from({ length: 300 }, (_, at) => text(`2026/12/${at}.html`, `more ${at}`));
        await paper.publish({ put: [...more, text('index.html', 'new front'), binary('icon.png', 'other')] });

        const slow = await openServed(behind(served, line.port), PATIENCE_MS);
        const failing = push(slow, 'notes', (done) => {
          if (done === 280) line.slow(true);
        }).catch((error: unknown) => error);
        expect(await push(other, 'other')).toMatchObject({ edition: 2 });
        expect(await seen(other)).toMatchObject({ number: 2 });
        expect(await failing).toMatchObject({ code: 'unreachable' });
        await slow.close();

        line.slow(false);
        const direct = await openServed(served);
        const left = ['index.html', 'icon.png'];
        expect(await seen(direct)).toEqual({
          number: 1,
          files: new Map(left.map((path) => [path, old.files.get(path) ?? ''])),
        });
        // The first batch of 250 had been written and looked at.
        const { written } = await push(direct, 'notes');
        const all = await paper.depot.withFolder(async (edition) => edition.files.length);
        expect(written).toBeLessThan(all - 250);
        expect(written).toBeGreaterThan(300);
        expect(await seen(direct)).toMatchObject({ number: 2 });
        await direct.close();
      } finally {
        line.stop();
        await paper.depot.close();
        await served.stop();
      }
    },
  );
});
