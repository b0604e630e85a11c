import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, temporary } from './command.ts';
import { longwave } from './here.ts';
import type { Ran } from './command.ts';

let newsroom: { path: string; remove(): void };
let folder: { path: string; remove(): void };
let usb: string;
let root: string;

beforeAll(async () => {
  folder = temporary();
  newsroom = await sampleNewsroom();
  usb = join(folder.path, 'usb');
  const { status, stderr } = await longwave(['press', '--out', usb], ours());
  if (status !== 0) throw new Error(stderr);
  root = join(folder.path, 'root.json');
  cpSync(join(usb, 'edition', 'tuf', '1.root.json'), root);
}, SAMPLE_MS);

afterAll(() => {
  folder.remove();
  newsroom.remove();
});

const ours = (): Record<string, string> => ({ LONGWAVE_DATA: newsroom.path });
/** Whoever verifies elsewhere has no newsroom, only what he was given. */
const elsewhere = (): Record<string, string> => ({ LONGWAVE_DATA: join(folder.path, 'no-newsroom') });

const verify = (args: readonly string[], settings = elsewhere()): Promise<Ran> =>
  longwave(['verify', ...args, '--json'], settings);

/** A copy of the folder that a test may change. */
function copyOf(name: string): string {
  const copy = join(folder.path, name);
  cpSync(usb, copy, { recursive: true });
  return copy;
}

type Host = { address: string; close(): Promise<void> };

/** A host on this machine that answers with the bytes that a path of its own gets; nothing is 404. */
async function hosting(answer: (path: string) => Buffer | null): Promise<Host> {
  const server = createServer((request, response) => {
    const bytes = answer(request.url ?? '');
    if (bytes === null) response.writeHead(404).end();
    else response.end(bytes);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What the exported edition has at a path. */
function fileAt(path: string): Buffer | null {
  try {
    return readFileSync(join(usb, path));
  } catch {
    return null;
  }
}

describe('longwave verify', () => {
  test('a folder is authentic against a pinned root and a fingerprint, unknown without', async () => {
    const pinned = await verify([usb, '--root', root]);
    expect(pinned).toMatchObject({
      status: 0,
      json: { verdict: 'authentic', altered: [], sample: true, notes: ['sample'] },
    });
    const { found } = pinned.json as { found: string };
    expect(await verify([usb, '--fingerprint', found])).toMatchObject({ status: 0 });
    expect(await verify([usb])).toMatchObject({
      status: 1,
      json: { verdict: 'unknown', edition: null, found, notes: ['no_anchor'] },
    });
    const other = await verify([usb, '--fingerprint', '0'.repeat(64)]);
    expect(other).toMatchObject({ status: 1, json: { verdict: 'unknown', notes: ['other_keys'] } });
  });

  test('says which files were changed, removed and added', async () => {
    const copy = copyOf('altered');
    appendFileSync(join(copy, 'index.html'), ' ');
    rmSync(join(copy, 'about.html'));
    writeFileSync(join(copy, 'more.html'), 'Not ours');
    rmSync(join(copy, 'contact.html'));
    symlinkSync('/etc/passwd', join(copy, 'contact.html'));
    const { status, json } = await verify([copy, '--root', root]);
    expect(status).toBe(1);
    const { verdict, altered } = json as { verdict: string; altered: { path: string }[] };
    expect(verdict).toBe('altered');
    expect(altered.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'about.html', reason: 'missing' },
      { path: 'contact.html', reason: 'missing' },
      { path: 'index.html', reason: 'changed' },
      { path: 'more.html', reason: 'extra' },
    ]);
    const told = await longwave(['verify', copy, '--root', root], elsewhere());
    expect(told.stdout).toContain('more.html: not of the edition');
  });

  test('a copy is old for the newsroom that has pressed since', async () => {
    const copy = copyOf('old');
    expect(await verify([copy], ours())).toMatchObject({
      status: 0,
      json: { verdict: 'authentic', behind: 0 },
    });
    const listed = await longwave(['story', 'list', '--json'], ours());
    const stories = (listed.json as { stories?: { id: string; state: string }[] }).stories ?? [];
    const live = stories.find(({ state }) => state === 'live');
    const gone = await longwave(
      ['story', 'withdraw', live?.id ?? '', '--reason', 'A test', '--json'],
      ours(),
    );
    expect(gone.status, gone.stderr).toBe(0);
    const pressed = await longwave(['press', '--json'], ours());
    expect(pressed.status, pressed.stderr).toBe(0);
    expect(await verify([copy], ours())).toMatchObject({ status: 1, json: { verdict: 'old' } });
  }, 120_000);

  test('a single file is looked up in an edition', async () => {
    const page = join(usb, 'about.html');
    const found = await verify([page, '--edition', usb, '--root', root]);
    expect(found).toMatchObject({ status: 0, json: { verdict: 'authentic', paths: ['about.html'] } });
    const forged = join(folder.path, 'about.html');
    writeFileSync(forged, readFileSync(page, 'utf8').replace('</body>', ' </body>'));
    const args = [forged, '--edition', usb, '--root', root];
    expect(await verify(args)).toMatchObject({ status: 1, json: { verdict: 'unknown', paths: [] } });
    expect(await verify([...args, '--path', 'about.html'])).toMatchObject({
      status: 1,
      json: { verdict: 'altered', altered: [{ path: 'about.html', reason: 'changed' }] },
    });
  });

  test('an address: the whole edition, some of it, one page', async () => {
    const server = await serving({ LONGWAVE_DATA: newsroom.path });
    try {
      const { address } = server;
      expect(await verify([address, '--root', root])).toMatchObject({ status: 1 });
      const whole = await verify([address, '--root', root, '--loopback']);
      expect(whole).toMatchObject({
        status: 0,
        json: { verdict: 'authentic', notes: ['not_listed', 'sample'] },
      });
      expect(whole.stderr).toBe('');
      const page = await verify([`${address}about.html`, '--root', root, '--loopback']);
      expect(page).toMatchObject({ status: 0, json: { files: 1, notes: ['part_only', 'sample'] } });
      const some = await verify([address, '--root', root, '--loopback', '--sample', '3']);
      expect(some).toMatchObject({ status: 0, json: { verdict: 'authentic' } });
    } finally {
      await server.stop();
    }
  }, 120_000);

  test('a host that never ends, never answers right, or sends elsewhere', async () => {
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      const name = decodeURIComponent(path);
      const file = join(usb, name.endsWith('/') ? `${name}index.html` : name);
      if (path === '/about.html') {
        response.writeHead(302, { location: 'http://elsewhere.example/about.html' }).end();
      } else if (path === '/index.html') {
        response.writeHead(200);
        // As much as anybody takes.
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      } else {
        try {
          response.end(readFileSync(file));
        } catch {
          response.writeHead(404).end();
        }
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { status, json } = await verify([`http://127.0.0.1:${port}/`, '--root', root, '--loopback']);
    server.closeAllConnections();
    server.close();
    expect(status).toBe(1);
    const report = json as { altered: { path: string; reason: string }[]; elsewhere: { to: string }[] };
    expect(report.altered.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'about.html', reason: 'missing' },
      { path: 'index.html', reason: 'changed' },
    ]);
    expect(report.elsewhere[0]?.to).toBe('http://elsewhere.example/about.html');
  });

  test('the very address that is named is looked at, not only the file that it stands for', async () => {
    const forged = new Set<string>();
    const host = await hosting((path) => {
      if (forged.has(path)) return Buffer.from('<h1>Not ours</h1>');
      const name = decodeURIComponent(path.slice(1));
      const page = fileAt(name) ?? (name.endsWith('/') ? fileAt(`${name}index.html`) : null);
      return page ?? fileAt(join(name, 'index.html'));
    });
    const at = (path: string): Promise<Ran> =>
      verify([`${host.address}${path}`, '--root', root, '--loopback']);
    for (const path of ['', 'about.html', 'ru/', 'ru', '%61bout.html', 'ru/index.html']) {
      const { status, json } = await at(path);
      expect([path, status, (json as { verdict: string }).verdict]).toEqual([path, 0, 'authentic']);
    }
    const altered = { status: 1, json: { verdict: 'altered' } };
    for (const path of ['', 'ru/', 'ru', '%61bout.html']) {
      forged.clear();
      forged.add(`/${path}`);
      expect(await at(path), path).toMatchObject(altered);
    }
    forged.clear();
    forged.add('/').add('/ru/').add('/nothing/');
    const whole = (await at('')).json as { altered: { path: string }[] };
    expect(whole.altered.map(({ path }) => path).sort()).toEqual(['/', 'ru/']);
    const some = await verify([host.address, '--root', root, '--loopback', '--sample', '1']);
    expect(some).toMatchObject({ status: 1, json: { verdict: 'altered' } });
    expect(await at('nothing/')).toMatchObject(altered);
    for (const path of ['nope.html', 'nope/', 'edition/tuf/timestamp.json'])
      expect(await at(path)).toMatchObject({
        status: 1,
        json: { verdict: 'unknown', files: 0, notes: ['part_only', 'no_such_file', 'sample'] },
      });
    for (const path of ['about.html?x', 'about.html#x', '%zz'])
      expect(await at(path)).toMatchObject({ status: 2, stderr: expect.not.stringContaining('fault') });
    await host.close();
    // A bucket shows nothing at a folder's address, and so nothing false, but to whoever asks for it.
    const bucket = await hosting((path) => fileAt(decodeURIComponent(path.slice(1))));
    const whole404 = await verify([bucket.address, '--root', root, '--loopback']);
    expect(whole404).toMatchObject({ status: 0, json: { verdict: 'authentic' } });
    expect(await verify([`${bucket.address}ru/`, '--root', root, '--loopback'])).toMatchObject(altered);
    await bucket.close();
  }, 120_000);

  test('a host that cannot be read is told of in a sentence', async () => {
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      if (path.startsWith('/500/')) response.writeHead(500).end();
      else if (path.startsWith('/loop/')) response.writeHead(302, { location: path }).end();
      else response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const at = (path: string): string => `http://127.0.0.1:${port}/${path}`;
    const calls = [
      ['verify', at('500/')],
      ['verify', at('loop/')],
      ['verify', at('gzip/')],
      ['log', '--from', at('500/')],
      ['save', at('500/2026/11/23/story.html')],
    ];
    for (const call of calls) {
      const { status, stderr } = await longwave([...call, '--root', root, '--loopback'], elsewhere());
      expect([call, status]).toEqual([call, 1]);
      expect(stderr).toContain('try again, or another mirror');
      expect(stderr).not.toContain('fault in Longwave');
    }
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    const refused = await longwave(['verify', at(''), '--root', root, '--loopback'], elsewhere());
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toMatch(/could not be read: .*ECONNREFUSED/);
    expect(refused.stderr).not.toContain('fault in Longwave');
  }, 120_000);

  test('a host that sends on elsewhere is said to, with the place to ask', async () => {
    const to = 'https://login.example/?back=1';
    const server = createServer((_, response) => response.writeHead(302, { location: to }).end()).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { status, stderr } = await verify([`http://127.0.0.1:${port}/`, '--root', root, '--loopback']);
    expect(status).toBe(1);
    expect(stderr).toContain(`on to "${to}", which was not followed`);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  test('a host that shows a page of its own for what is missing has no root more', async () => {
    const page = Buffer.from('<!doctype html><title>Not here</title>');
    const host = await hosting((path) => fileAt(decodeURIComponent(path.slice(1))) ?? page);
    for (const args of [
      ['verify', `${host.address}about.html`],
      ['log', '--verify', '--from', host.address],
    ])
      expect(await longwave([...args, '--root', root, '--loopback', '--json'], elsewhere())).toMatchObject({
        status: 0,
        stderr: '',
      });
    await host.close();
  });

  test('the store of an installation is no site, and what to do is said', async () => {
    const store = join(newsroom.path, 'edition');
    for (const args of [
      ['verify', store],
      ['log', '--from', store],
    ]) {
      const { status, stderr } = await longwave(args, ours());
      expect([status, stderr]).toEqual([1, expect.stringContaining('longwave press --out DIR')]);
    }
  });

  test.each([
    [['/no/such/folder']],
    [['.', '--root', 'a', '--fingerprint', 'b']],
    [['.', '--fingerprint', 'abc']],
    [['.', '--root', '/no/such/file']],
    [['.', '--sample', '0']],
    [['.', '--path', 'x']],
    [[]],
  ])('wrong usage: %j', async (args) => {
    expect(await longwave(['verify', ...args], elsewhere())).toMatchObject({ status: 2, stdout: '' });
  });

  test('a folder that holds no edition at all', async () => {
    const empty = join(folder.path, 'empty');
    mkdirSync(empty);
    expect(await verify([empty, '--root', root])).toMatchObject({
      status: 1,
      json: { verdict: 'unknown', notes: ['nothing_signed'] },
    });
  });
});
