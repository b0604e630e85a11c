import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Destination } from '../destination.ts';
import { kindOf } from './kinds.ts';
import { Manifest } from '../manifest.ts';
import { pushEdition } from '../push.ts';
import type { PushReport } from '../push.ts';
import { CHANGES, FIRST, openPaper, text } from '../testing/paper.ts';
import type { Paper } from '../testing/paper.ts';
import { serveFolder, serveFtp, serveRclone, serveS3, serveSftp } from '../testing/servers.ts';
import type { Served } from '../testing/servers.ts';

/** As a web server over the place gives it. */
const fetchFrom =
  ({ folder }: Served, destination: Destination) =>
  async (asked: string): Promise<Uint8Array | null> => {
    const path = decodeURIComponent(asked);
    if (folder === null) return destination.read(path);
    const file = join(folder, path);
    return existsSync(file) ? readFileSync(file) : null;
  };

/* What every kind of mirror has to do, against a real server of each. */

const SERVERS: Record<string, (base: string) => Promise<Served>> = {
  'a folder': serveFolder,
  'an S3 server': serveS3,
  'an SFTP server': serveSftp,
  'WebDAV by rclone': (base) => serveRclone(base, 'webdav'),
  'SFTP by rclone': (base) => serveRclone(base, 'sftp'),
  'FTP by rclone': serveFtp,
};

const HEAD = { type: 'text/html; charset=utf-8', cacheControl: 'public, max-age=60, must-revalidate' };
const PATHS = ['index.html', 'ru/2026/11/23/новость & co (1).html', 'edition/o/ab/abcd'];

// They wait for their servers most of the time, so all do it at once.
describe.concurrent.each(Object.entries(SERVERS))('%s', (_name, serve) => {
  const base = mkdtempSync(join(tmpdir(), 'longwave-contract-'));
  const { signal } = new AbortController();
  let served: Served;
  let destination: Destination;

  beforeAll(async () => {
    mkdirSync(base, { recursive: true });
    served = await serve(base);
    destination = await open();
  });
  afterAll(async () => {
    await destination?.close();
    await served?.stop();
    rmSync(base, { recursive: true, force: true });
  });

  async function open(): Promise<Destination> {
    const kind = await kindOf(served.kind);
    const target = kind.target(served.target);
    const mirror = { id: 'far-shore', target, address: 'https://mirror.example/', options: served.options };
    const { options } = await kind.prepare({ mirror, secrets: served.secrets, signal });
    return kind.open({ mirror: { ...mirror, options }, secrets: served.secrets, signal });
  }

  test('keeps what is written, replaces it, lists it and takes it away', { concurrent: false }, async () => {
    for (const path of PATHS) {
      expect(await destination.read(path)).toBeNull();
      await destination.write(path, Buffer.from(`first ${path}`), HEAD, false);
      await destination.write(path, Buffer.from(`second ${path}`), HEAD, true);
      expect((await destination.read(path))?.toString()).toBe(`second ${path}`);
    }
    const looked = await destination.look([...PATHS, 'none', 'not/here']);
    expect([...looked.keys()].sort()).toEqual([...PATHS].sort());
    for (const [path, { size }] of looked) expect(size).toBe(Buffer.byteLength(`second ${path}`));
    expect([...(await destination.list()).keys()].sort()).toEqual([...PATHS].sort());
    await destination.remove([...PATHS, 'none']);
    expect(await destination.look(PATHS)).toEqual(new Map());
    expect(await destination.list()).toEqual(new Map());
    // Where there was a file there can be a folder, and the other way round.
    await destination.write('a/b', Buffer.from('1'), HEAD, false);
    await destination.remove(['a/b']);
    await destination.write('a', Buffer.from('2'), HEAD, false);
    await destination.remove(['a']);
    await destination.write('empty', Buffer.alloc(0), HEAD, false);
    expect((await destination.read('empty'))?.length).toBe(0);
    await destination.remove(['empty']);
  });

  test(
    'gets an edition and each one after it, which a reader who checks finds whole',
    { timeout: 120_000, concurrent: false },
    async () => {
      const paper = await openPaper(join(base, 'depot'));
      const manifest = join(base, 'notes');
      await paper.publish(FIRST);
      await push(paper, manifest);
      await expectWhole(paper);
      const changes = Object.values(CHANGES);
      for (const change of served.kind === 'rclone' ? changes.slice(0, 1) : changes) {
        await paper.publish(change);
        await push(paper, manifest);
        await expectWhole(paper);
      }
      await paper.publish({ put: [text('2026/11/25/late.html', 'late')] });
      // As on another machine: what stands there is looked at, and only what differs is written.
      const { written } = await push(paper, join(base, 'other-notes'));
      expect(written).toBeLessThan(30);
      await expectWhole(paper);
      await paper.depot.close();
    },
  );

  const push = (paper: Paper, notes: string): Promise<PushReport> =>
    paper.depot.withFolder((folder) =>
      pushEdition({ folder, destination, manifest: new Manifest(notes), random: () => 0.3, at: 0, signal }),
    );

  async function expectWhole(paper: Paper): Promise<void> {
    const files = paper.contents();
    const reader = paper.reader(fetchFrom(served, destination));
    expect(await reader(files.keys())).toEqual({ number: paper.depot.head()?.edition, files });
    const planned = await paper.depot.withFolder(async (folder) => folder.files.map(({ path }) => path));
    expect([...(await destination.list()).keys()].sort()).toEqual([...planned, '.longwave-mirror'].sort());
  }
});
