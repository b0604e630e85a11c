import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { READ_DAYS } from './adopt.ts';
import type { Destination } from './destination.ts';
import { kindOf } from './destinations/kinds.ts';
import { Manifest } from './manifest.ts';
import { CHECK_EVERY, pushEdition } from './push.ts';
import { FIRST, openPaper } from './testing/paper.ts';
import { serveFolder, serveFtp, serveRclone, serveSftp } from './testing/servers.ts';
import type { Served } from './testing/servers.ts';

/* Alterations that keep the length, at mirrors that are looked at once a day. */

const base = mkdtempSync(join(tmpdir(), 'longwave-check-'));
let folders = 0;
afterAll(() => rmSync(base, { recursive: true, force: true }));

const { signal } = new AbortController();

async function openServed(served: Served): Promise<Destination> {
  const kind = await kindOf(served.kind);
  const mirror = { id: 'm', target: kind.target(served.target), address: 'https://m.example/' };
  const call = { mirror: { ...mirror, options: served.options }, secrets: served.secrets, signal };
  const { options } = await kind.prepare(call);
  return kind.open({ ...call, mirror: { ...call.mirror, options } });
}

/** Counts the files that are read back. */
const counting = (destination: Destination, read: () => void): Destination => ({
  name: destination.name,
  parallel: destination.parallel,
  read(path) {
    read();
    return destination.read(path);
  },
  write: (path, bytes, head, standing) => destination.write(path, bytes, head, standing),
  look: (paths) => destination.look(paths),
  list: () => destination.list(),
  remove: (paths) => destination.remove(paths),
  close: () => destination.close(),
});

const altered = (file: string): void => {
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(file, bytes);
};

const KINDS: [string, (base: string) => Promise<Served>, number][] = [
  ['a folder', serveFolder, 1],
  ['an SFTP server with a shell', serveSftp, 1],
  ['SFTP by rclone, which has the server hash', (at) => serveRclone(at, 'sftp'), 1],
  ['an SFTP server without a shell', (at) => serveSftp(at, { shell: false }), READ_DAYS],
  ['FTP by rclone', serveFtp, READ_DAYS],
];

describe.each(KINDS)('at %s', (_name, serve, days) => {
  test(`all alterations are found and mended within ${days} daily looks`, { timeout: 120_000 }, async () => {
    const folder = join(base, String((folders += 1)));
    mkdirSync(folder);
    const served = await serve(folder);
    const direct = await openServed(served);
    try {
      const paper = await openPaper(join(folder, 'depot'));
      await paper.publish(FIRST);
      let read = 0;
      const destination = counting(direct, () => (read += 1));
      const push = (at: number, full = false) =>
        paper.depot.withFolder((edition) =>
          pushEdition({
            folder: edition,
            destination,
            manifest: new Manifest(join(folder, 'notes')),
            random: () => 0.5,
            signal,
            at,
            full,
          }),
        );
      await push(0);
      const paths = Array.from({ length: 40 }, (_, at) => `2026/11/23/story-${at}.html`);
      for (const path of paths) altered(join(served.folder ?? '', path));
      expect((await push(CHECK_EVERY - 1)).altered).toEqual([]);
      const found: string[][] = [];
      read = 0;
      for (let day = 1; day <= days; day++) found.push([...(await push(day * CHECK_EVERY)).altered]);
      expect(found.flat().sort()).toEqual([...paths].sort());
      expect(Math.max(...found.map((some) => some.length))).toBeLessThan(days === 1 ? 41 : 20);
      for (const path of paths)
        expect(readFileSync(join(served.folder ?? '', path), 'utf8')).toBe(paper.contents().get(path));
      const files = await paper.depot.withFolder(async (edition) => edition.files.length);
      // The mark each day, what was mended, and each file once where the server tells no hashes.
      if (days > 1) expect(read).toBeGreaterThanOrEqual(files);
      expect(read).toBeLessThan((days > 1 ? files : 0) + 80);

      altered(join(served.folder ?? '', 'index.html'));
      await direct.remove(['icon.png']);
      expect((await push(days * CHECK_EVERY + 1, true)).altered).toEqual(['icon.png', 'index.html']);
      expect(existsSync(join(served.folder ?? '', 'icon.png'))).toBe(true);
      await paper.depot.close();
    } finally {
      await direct.close();
      await served.stop();
    }
  });
});
