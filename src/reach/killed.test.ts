import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Destination } from './destination.ts';
import { kindOf } from './destinations/kinds.ts';
import { binary, openPaper, text } from './testing/paper.ts';
import type { ChildPush } from './testing/push.child.ts';
import { serveS3 } from './testing/servers.ts';

/* Pushes in processes of their own that are killed by the system, to a server that counts what it is sent. */

const base = mkdtempSync(join(tmpdir(), 'longwave-killed-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

type Put = { path: string; size: number };

/** Passes everything on, notes what is put, and calls back before each. */
async function counted(
  port: number,
): Promise<{ port: number; puts: Put[]; before: () => void; stop(): void }> {
  const line = { puts: [] as Put[], before: (): void => undefined };
  const server = createServer((asked, answer) => {
    const onward = request(
      { port, host: '127.0.0.1', method: asked.method, path: asked.url, headers: asked.headers },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      },
    );
    // Whoever asked was killed.
    onward.on('error', () => answer.destroy());
    asked.on('error', () => onward.destroy());
    if (asked.method === 'PUT') {
      line.puts.push({
        path: decodeURIComponent(asked.url ?? '').replace(/^\/papers\/far-shore\//, ''),
        size: Number(asked.headers['content-length']),
      });
      line.before();
    }
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(line, {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

test(
  'a push that is killed again and again goes on each time, and readers see whole editions',
  { timeout: 300_000 },
  async () => {
    const served = await serveS3(base);
    const real = new URL(served.target);
    const line = await counted(Number(real.port));
    const paper = await openPaper(join(base, 'depot'));
    const direct: Destination = await (
      await kindOf('s3')
    ).open({
      mirror: { id: 'm', target: served.target, options: served.options },
      secrets: served.secrets,
      signal: new AbortController().signal,
    });
    const call: ChildPush = {
      depot: join(base, 'depot'),
      notes: join(base, 'notes.jsonl'),
      kind: 's3',
      target: `http://127.0.0.1:${line.port}${real.pathname}`,
      options: served.options,
      secrets: { ...served.secrets },
    };
    /** @returns whether it came to its end before it was killed with so many files put */
    const push = async (last: number): Promise<boolean> => {
      const script = join(import.meta.dirname, 'testing', 'push.child.ts');
      const child = spawn(process.execPath, [script, JSON.stringify(call)], { stdio: 'inherit' });
      const from = line.puts.length;
      line.before = () => {
        if (line.puts.length - from === last) child.kill('SIGKILL');
      };
      const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
      if (signal !== 'SIGKILL') expect(status).toBe(0);
      return signal === null;
    };
    const seen = (paths: readonly string[]) =>
      paper.reader((path) => direct.read(decodeURIComponent(path)))(paths);
    try {
      await paper.publish({
        put: [
          ...Array.from({ length: 500 }, (_, at) =>
            text(`2026/11/23/s-${at}.html`, `story ${at} ${'x'.repeat(at)}`),
          ),
          text('index.html', 'front'),
          binary('icon.png', 'icon'),
        ],
      });
      const [files, bytes] = await paper.depot.withFolder(async (folder) => [
        folder.files.length,
        folder.files.reduce((sum, { size }) => sum + size, 0),
      ]);
      let killed = 0;
      // More than a batch of 250 each time, and never the same number.
      while (!(await push(280 + killed * 7))) expect((killed += 1)).toBeLessThan(20);
      expect(killed).toBeGreaterThan(3);
      const marks = line.puts.filter(({ path }) => path === '.longwave-mirror').length;
      expect(marks).toBe(killed + 1);
      const sent = line.puts.length - marks;
      // What was under way at each death, a batch at most, is sent again, and nothing else.
      expect(sent).toBeLessThan(files + killed * 250);
      const times = Map.groupBy(line.puts, ({ path }) => path);
      times.delete('.longwave-mirror');
      const again = [...times.values()]
        .flatMap((puts) => puts.slice(1))
        .reduce((sum, { size }) => sum + size, 0);
      expect(again).toBeLessThan(bytes / 2);
      const paths = ['index.html', 'icon.png', '2026/11/23/s-7.html'];
      const current = () => {
        const all = paper.contents();
        return {
          number: paper.depot.head()?.edition,
          files: new Map(paths.map((path) => [path, all.get(path)])),
        };
      };
      expect(await seen(paths)).toEqual(current());

      // The next edition, killed at one write after the other.
      const old = current();
      await paper.publish({ put: [text('2026/11/23/s-7.html', 'anew'), binary('icon.png', 'other')] });
      let [at, deaths] = [1, 0];
      for (; !(await push(at)); at += 3) {
        deaths += 1;
        expect([old, current()]).toContainEqual(await seen(paths));
      }
      expect(deaths).toBeGreaterThan(5);
      expect(await seen(paths)).toEqual(current());
      const planned = await paper.depot.withFolder(async (folder) => folder.files.map(({ path }) => path));
      // More than a thousand: the list comes in several answers.
      expect(planned.length).toBeGreaterThan(1500);
      expect([...(await direct.list()).keys()].sort()).toEqual([...planned, '.longwave-mirror'].sort());
    } finally {
      line.stop();
      await paper.depot.close();
      await served.stop();
    }
  },
);
