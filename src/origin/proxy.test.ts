import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Handle, Visitor } from '#origin';
import { readProxies } from './proxy.ts';
import { ask, openSite, rawExchange, readAnswer, rest } from './testing/site.ts';

describe('trusted proxies', () => {
  test('are addresses and networks of both kinds, and an IPv4 address in an IPv6 socket', () => {
    const { trusts } = readProxies(['127.0.0.1', '10.1.0.0/16', 'fd00::/8', '::1']);
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.1.255.3', 'fd12::1', '::1']) {
      expect(trusts(address)).toBe(true);
    }
    for (const address of ['127.0.0.2', '10.2.0.1', 'fe80::1', '', 'localhost', undefined]) {
      expect(trusts(address)).toBe(false);
    }
    expect(readProxies([]).trusts('127.0.0.1')).toBe(false);
  });

  test.each(['localhost', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', '::/129', '', '10.0.0.0/x'])(
    '"%s" is neither',
    (item) => {
      expect(() => readProxies([item])).toThrow('neither an address nor a network');
    },
  );
});

describe('what is under /-/', () => {
  const seen: Visitor[] = [];
  const handle: Handle = async (request, visitor) => {
    seen.push(visitor);
    const { pathname, search, host } = new URL(request.url);
    if (pathname === '/-/fail') throw new Error('A route failed');
    const body = request.method === 'POST' ? await request.text() : '';
    return new Response(`${request.method} ${host}${pathname}${search} ${body}`, {
      status: pathname === '/-/made' ? 201 : 200,
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Content-Security-Policy', "default-src 'none'"],
      ],
    });
  };

  test('is handed on as a Request, and its Response is sent', async () => {
    const site = await openSite({ handle });
    const said = await rawExchange(
      site.port,
      'POST /-/made?x=1 HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello',
    );
    const { status, fields, body } = readAnswer(said);
    expect([status, body.toString()]).toEqual([
      201,
      expect.stringContaining('POST site.example/-/made?x=1 hello'),
    ]);
    expect([...said.matchAll(/set-cookie: (\S+)/gi)].map((match) => match[1])).toEqual(['a=1', 'b=2']);
    expect(fields.get('content-security-policy')).toBe("default-src 'none'");
    expect(fields.get('x-content-type-options')).toBe('nosniff');
    expect((await ask(site.port, '/-/x', {}, 'HEAD')).body.length).toBe(0);
    await site.end();
  });

  test('may fail, and may be sent too much', async () => {
    const site = await openSite({ handle });
    expect((await ask(site.port, '/-/fail')).status).toBe(500);
    expect(site.log).toEqual(['An answer failed: A route failed']);
    const declared = 'POST /-/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n';
    expect(readAnswer(await rawExchange(site.port, declared)).status).toBe(413);
    const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`.repeat(17);
    const chunked = `POST /-/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${piece}0\r\n\r\n`;
    expect(readAnswer(await rawExchange(site.port, chunked)).status).toBe(413);
    expect((await ask(site.port, '/-/x', { Host: 'evil host/' })).status).not.toBe(500);
    expect((await ask(site.port, '/')).status).toBe(200);
    await site.end();
  });

  test.each<[string, string[], Record<string, string>, Partial<Visitor>]>([
    [
      'nobody is believed by default',
      [],
      { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'evil.example' },
      { address: '127.0.0.1', proto: 'http', host: 'site.example' },
    ],
    [
      'a trusted proxy is',
      ['127.0.0.1'],
      { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'paper.example' },
      { address: '203.0.113.9', proto: 'https', host: 'paper.example' },
    ],
    [
      'what came before the last stranger may be invented',
      ['127.0.0.0/8'],
      { 'X-Forwarded-For': '1.2.3.4, 203.0.113.9, 127.0.0.5' },
      { address: '203.0.113.9', proto: 'http' },
    ],
    [
      'IPv6 in brackets',
      ['127.0.0.1'],
      { 'X-Forwarded-For': '[2001:db8::7]:4711' },
      { address: '2001:db8::7' },
    ],
    ['noise is not an address', ['127.0.0.1'], { 'X-Forwarded-For': 'unknown' }, { address: '127.0.0.1' }],
    ['nor is noise a host', ['127.0.0.1'], { 'X-Forwarded-Host': 'a/b@c' }, { host: 'localhost' }],
  ])('%s', async (_, trustedProxy, fields, expected) => {
    const site = await openSite({ handle, trustedProxy });
    await ask(site.port, '/-/who', fields);
    expect(seen.at(-1)).toMatchObject(expected);
    await site.end();
  });

  test('browsers are told to insist on TLS only where a trusted proxy says they came by it', async () => {
    const proxied = await openSite({ trustedProxy: ['127.0.0.1'] });
    const open = await openSite();
    for (const target of ['/', '/', '/ru', '/nowhere', '/media/p/480.jpg', '/2026/11/22/gone.html']) {
      const secure = await ask(proxied.port, target, { 'X-Forwarded-Proto': 'https' });
      expect(secure.fields.get('strict-transport-security')).toBe('max-age=31536000');
      expect(
        (await ask(proxied.port, target, { 'X-Forwarded-Proto': 'http' })).fields.has(
          'strict-transport-security',
        ),
      ).toBe(false);
      expect((await ask(proxied.port, target)).fields.has('strict-transport-security')).toBe(false);
      expect(
        (await ask(open.port, target, { 'X-Forwarded-Proto': 'https' })).fields.has(
          'strict-transport-security',
        ),
      ).toBe(false);
    }
    await Promise.all([proxied.end(), open.end()]);
  });
});

describe('readers', () => {
  const READER = '203.0.113.99';
  const PEER = '127.0.0.77';

  /** Sends bytes from the peer's address; gives what came back. */
  function send(port: number, bytes: string): Promise<string> {
    const socket = connect({ port, host: '127.0.0.1', localAddress: PEER });
    socket.write(bytes);
    return rest(socket);
  }

  test('leave no address in anything that the process writes', async () => {
    const site = await openSite();
    await site.origin.close();
    const script = join(import.meta.dirname, 'testing/child.ts');
    const child = spawn(process.execPath, [script, site.folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    let written = '';
    const port = await new Promise<number>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (piece: Buffer) => {
          written += piece.toString();
          resolve(Number(written));
        });
      }
    });
    const head = `Host: a\r\nX-Forwarded-For: ${READER}\r\nForwarded: for=${READER}\r\nConnection: close\r\n\r\n`;
    const targets = [
      '/',
      '/nowhere',
      '/-/x',
      '/-/fail',
      '/%',
      `/${READER}`,
      '/media/p/480.jpg',
      '/2026/11/22/gone.html',
    ];
    const answers = await Promise.all([
      ...targets.map((target) => send(port, `GET ${target} HTTP/1.1\r\n${head}`)),
      send(port, `POST / HTTP/1.1\r\n${head}`),
      send(port, `BAD ${READER}\r\n\r\n`),
      send(port, `GET / HTTP/1.1\r\nX-Forwarded-For: ${READER}\r\n`),
      send(port, `POST /-/x HTTP/1.1\r\nContent-Length: 10\r\n${head}`),
    ]);
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 ')).length).toBeGreaterThan(10);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    // The failed route was reported, so the record that is searched is the real one.
    expect(written).toContain('A route failed');
    const files = readdirSync(join(site.folder, '..'), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map((item) => readFileSync(join(item.parentPath, item.name), 'latin1'));
    for (const text of [written, ...files]) {
      expect(text).not.toContain(READER);
      expect(text).not.toContain(PEER);
    }
    await site.end();
  });

  test('the rooms of the server are loaded without database, forms or frameworks', async () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(process.argv[1]);
      console.log(JSON.stringify(loaded));`;
    const door = new URL('origin.ts', import.meta.url).href;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, door], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
    await once(child, 'close');
    const loaded = JSON.parse(said) as string[];
    expect(loaded.length).toBeGreaterThan(5);
    // The one dependency of the room edition: signatures where a browser has none of its own.
    const expected = /^node:|\/src\/(origin|depot|edition)\/|\/node_modules\/@noble\/ed25519\//;
    expect(loaded.filter((url) => !expected.test(url))).toEqual([]);
  });
});
