import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Destination } from './destination.ts';
import { kindOf } from './destinations/kinds.ts';
import { Manifest } from './manifest.ts';
import { pushEdition } from './push.ts';
import { binary, FIRST, openPaper, text } from './testing/paper.ts';
import type { Paper } from './testing/paper.ts';
import { serveS3, serveSftp } from './testing/servers.ts';
import type { Served } from './testing/servers.ts';

/* Mirrors that fail: full, read-only, slow to death, lying, gone in the middle. A reader sees one whole edition. */

const base = mkdtempSync(join(tmpdir(), 'longwave-faults-'));
let folders = 0;
const fresh = (): string => {
  const path = join(base, String((folders += 1)));
  mkdirSync(path, { recursive: true });
  return path;
};
afterAll(() => rmSync(base, { recursive: true, force: true }));

const { signal } = new AbortController();

const openAt = async (
  served: Pick<Served, 'kind' | 'options' | 'secrets'>,
  target: string,
): Promise<Destination> =>
  (await kindOf(served.kind)).open({
    mirror: { id: 'm', target, options: served.options },
    secrets: served.secrets,
    signal,
  });

const push = (paper: Paper, destination: Destination, notes: string) =>
  paper.depot.withFolder((folder) =>
    pushEdition({ folder, destination, manifest: new Manifest(notes), random: () => 0.5, at: 0, signal }),
  );

const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { code?: unknown }).code,
  );

/**
 * What stands between a push and its server: may cut or swallow a request, or alter what it brought once it is there,
 * with the length kept; `hide` also has the server tell the hash of what was sent.
 */
type Fault = 'cut' | 'swallow' | 'alter' | 'hide' | null;

async function between(
  port: number,
  fault: (asked: IncomingMessage, number: number) => Fault,
  spoil: (path: string, bytes: Buffer) => Promise<void> = () => Promise.resolve(),
): Promise<{ server: Server; port: number; asked: () => number }> {
  let number = 0;
  const hidden = new Map<string, string>();
  const pass = (
    asked: IncomingMessage,
    answer: ServerResponse,
    { body, found }: { body: Buffer; found: Fault },
  ): void => {
    const path = decodeURIComponent((asked.url ?? '').replace(/\?.*/, ''));
    const onward = request(
      // The signature is of the address that the client used.
      { port, host: '127.0.0.1', method: asked.method, path: asked.url, headers: asked.headers },
      (given) => {
        const send = (): void => {
          const etag = asked.method === 'HEAD' ? hidden.get(path) : undefined;
          answer.writeHead(given.statusCode ?? 502, {
            ...given.headers,
            ...(etag === undefined ? {} : { etag }),
          });
          given.pipe(answer);
        };
        if (found === 'hide') hidden.set(path, given.headers.etag ?? '');
        if (found !== 'alter' && found !== 'hide') return send();
        void spoil(path, body).then(send);
      },
    );
    onward.end(body);
  };
  const server = createServer((asked, answer) => {
    const pieces: Buffer[] = [];
    asked.on('data', (piece: Buffer) => pieces.push(piece));
    asked.on('end', () => {
      const found = fault(asked, asked.method === 'PUT' ? (number += 1) : number);
      const body = Buffer.concat(pieces);
      if (found === 'cut') return void asked.socket.destroy();
      if (found === 'swallow') return void answer.writeHead(200, { etag: '"0"' }).end();
      pass(asked, answer, { body, found });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, asked: () => number };
}

async function expectWhole(
  paper: Paper,
  destination: Destination,
  editions: { number: number; files: Map<string, string> }[],
): Promise<number> {
  const paths = ['index.html', 'icon.png', '2026/11/23/story-1.html', '2026/11/23/story-3.html'];
  const reader = paper.reader((path) => destination.read(decodeURIComponent(path)));
  const found = await reader(paths);
  const expected = editions.map(({ number, files }) => ({
    number,
    files: new Map(
      paths.flatMap((path) => (files.has(path) ? [[path, files.get(path) ?? ''] as const] : [])),
    ),
  }));
  expect(expected).toContainEqual(found);
  return found.number;
}

const NEXT = {
  put: [
    text('2026/11/23/story-3.html', 'withdrawn', { status: 410 as const }),
    binary('icon.png', 'other icon'),
  ],
};

describe('an S3 server', () => {
  test.each(['cut', 'swallow'] as const)('%s at any write', { timeout: 240_000 }, async (fault) => {
    const folder = fresh();
    const served = await serveS3(folder);
    const real = new URL(served.target);
    let at = 0;
    const proxy = await between(Number(real.port), (asked, number) =>
      asked.method === 'PUT' && number === at ? fault : null,
    );
    try {
      const paper = await openPaper(join(folder, 'depot'));
      const through = `http://127.0.0.1:${proxy.port}${real.pathname}`;
      const [destination, direct] = [await openAt(served, through), await openAt(served, served.target)];
      const notes = join(folder, 'notes');
      await paper.publish(FIRST);
      await push(paper, direct, notes);
      let [before, died] = [paper.contents(), 0];
      for (let round = 1; round < 30; round++) {
        const old = { number: paper.depot.head()?.edition ?? 0, files: before };
        await paper.publish({
          put: [binary('icon.png', `icon ${round}`), text('2026/11/23/story-1.html', `story ${round}`)],
        });
        const next = { number: old.number + 1, files: paper.contents() };
        at = proxy.asked() + round * 2;
        const failed = await push(paper, destination, notes).then(
          () => false,
          () => true,
        );
        if (failed) died += 1;
        await expectWhole(paper, direct, [old, next]);
        at = 0;
        await push(paper, direct, notes);
        expect(await expectWhole(paper, direct, [next])).toBe(next.number);
        before = next.files;
        if (!failed && round > 5 && fault === 'swallow') break;
        if (round === 8) break;
      }
      // A cut request is sent again at once only where that is safe; a swallowed one is always found.
      expect(died).toBeGreaterThan(fault === 'swallow' ? 5 : 3);
      await paper.depot.close();
    } finally {
      proxy.server.close();
      await served.stop();
    }
  });
});

describe('an S3 server that alters what it was given', () => {
  /** A push through it of which the change number `at` is altered. */
  async function start(fault: 'alter' | 'hide') {
    const folder = fresh();
    const served = await serveS3(folder);
    const real = new URL(served.target);
    const direct = await openAt(served, served.target);
    const state = { at: 0, wanted: '', path: '' };
    const proxy = await between(
      Number(real.port),
      (asked, number) =>
        asked.method === 'PUT' && (number === state.at || asked.url === `${real.pathname}${state.wanted}`)
          ? fault
          : null,
      async (path, bytes) => {
        state.path = path.slice(real.pathname.length);
        const other = Buffer.from(bytes);
        other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1;
        await direct.write(state.path, other, { type: 'text/html', cacheControl: '' }, true);
      },
    );
    const paper = await openPaper(join(folder, 'depot'));
    await paper.publish(FIRST);
    const notes = join(folder, 'notes');
    await push(paper, direct, notes);
    const through = await openAt(served, `http://127.0.0.1:${proxy.port}${real.pathname}`);
    return {
      paper,
      direct,
      through,
      notes,
      state,
      proxy,
      stop: async (): Promise<void> => {
        await paper.depot.close();
        proxy.server.close();
        await served.stop();
      },
    };
  }

  test(
    'is found out at each write, and readers see one whole old edition',
    { timeout: 120_000 },
    async () => {
      const { paper, direct, through, notes, state, proxy, stop } = await start('alter');
      try {
        const steps = new Set<string>();
        for (let round = 1; ; round++) {
          const old = { number: round, files: paper.contents() };
          await paper.publish({
            put: [binary('icon.png', `icon ${round}`), text('2026/11/23/story-1.html', `story ${round}`)],
          });
          const next = { number: round + 1, files: paper.contents() };
          // Not the mark, which comes first and which no reader asks for.
          state.at = proxy.asked() + 1 + round * 2;
          const ended = await push(paper, through, notes).catch((error: unknown) => error);
          if (!(ended instanceof Error)) break;
          expect(ended).toMatchObject({
            code: 'altered',
            message: expect.stringContaining(`"${state.path}"`),
          });
          steps.add(state.path.split('/').slice(0, 2).join('/'));
          // The bundle before the timestamp already leads to the new edition, which stands whole by then.
          const found = await expectWhole(paper, direct, [old, next]);
          if (state.path !== 'edition/tuf/timestamp.json') expect(found).toBe(old.number);
          state.at = 0;
          await push(paper, through, notes);
          expect(await expectWhole(paper, direct, [next])).toBe(next.number);
        }
        expect([...steps]).toEqual(
          expect.arrayContaining(['edition/o', 'edition/n', 'edition/u', 'edition/tuf']),
        );
      } finally {
        await stop();
      }
    },
  );

  test('and tells the hash of what was sent, is found out by reading back at what leads to the rest', async () => {
    const { paper, direct, through, notes, state, stop } = await start('hide');
    try {
      const old = { number: 1, files: paper.contents() };
      await paper.publish(NEXT);
      const next = { number: 2, files: paper.contents() };
      state.wanted = 'edition/tuf/timestamp.json';
      expect(await code(push(paper, through, notes))).toBe('altered');
      expect(state.path).toBe('edition/tuf/timestamp.json');
      await expectWhole(paper, direct, [old, next]);
    } finally {
      await stop();
    }
  });
});

describe('a folder', () => {
  test('that is full keeps the edition it has, and takes the next when there is room', async () => {
    const mount = fresh();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount]);
    try {
      const paper = await openPaper(join(fresh(), 'depot'));
      await paper.publish(FIRST);
      const destination = await openAt({ kind: 'folder', options: {}, secrets: {} }, mount);
      const notes = join(fresh(), 'notes');
      await push(paper, destination, notes);
      const old = { number: 1, files: paper.contents() };
      const noise = Array.from({ length: 60_000 }, (_, at) => (at * 2_654_435_761) >>> 0).join(' ');
      await paper.publish({ put: [...NEXT.put, binary('large.jpg', noise)] });
      const large = { number: 2, files: paper.contents() };
      expect(await code(push(paper, destination, notes))).toBe('full');
      expect(await expectWhole(paper, destination, [old, large])).toBe(1);
      await paper.publish({ remove: ['large.jpg'] });
      await push(paper, destination, notes);
      expect(await expectWhole(paper, destination, [{ number: 3, files: paper.contents() }])).toBe(3);
      await paper.depot.close();
      execFileSync('mount', ['-o', 'remount,ro', mount]);
      expect(
        await code(
          destination.write('index.html', Buffer.from('x'), { type: 'text/html', cacheControl: '' }, true),
        ),
      ).toBe('read_only');
    } finally {
      execFileSync('umount', [mount]);
    }
  });

  test('that is not there is not made anew', async () => {
    const opened = openAt({ kind: 'folder', options: {}, secrets: {} }, join(base, 'unplugged'));
    expect(await code(opened)).toBe('unreachable');
  });
});

describe('an SFTP server', () => {
  test('with another host key than the pinned one gets nothing', async () => {
    const folder = fresh();
    const served = await serveSftp(folder);
    try {
      const pinned = { ...served, options: { hostKey: served.hostKey } };
      await (await openAt(pinned, served.target)).close();
      expect(await code(openAt({ ...served, options: {} }, served.target))).toBe('host_key');
      await served.newHostKey();
      expect(await code(openAt(pinned, served.target))).toBe('host_key');
    } finally {
      await served.stop();
    }
  });

  test('that does not know the key says so', async () => {
    const folder = fresh();
    const served = await serveSftp(folder);
    try {
      const other = fresh();
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(other, 'key')]);
      chmodSync(join(other, 'key'), 0o600);
      const stranger = {
        ...served,
        options: { hostKey: served.hostKey },
        secrets: { KEY_FILE: join(other, 'key') },
      };
      expect(await code(openAt(stranger, served.target))).toBe('denied');
    } finally {
      await served.stop();
    }
  });
});
