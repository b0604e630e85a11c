import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Visitor } from '#origin';
import { FRONT, openSite } from './testing/site.ts';

/* The files of docs/deploy/ with the real programs, over TLS. Only names, ports and certificates are put in. */

const base = mkdtempSync(join(tmpdir(), 'longwave-deploy-'));
const deploy = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../docs/deploy', name), 'utf8');
afterAll(() => rmSync(base, { recursive: true, force: true }));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

type Got = { status: number; headers: NodeJS.Dict<string | string[]>; body: Buffer };

function get(port: number, path: string, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path,
      servername: 'localhost',
      rejectUnauthorized: false,
      agent: false as const,
    };
    const asked = request(
      { ...options, headers: { host: `localhost:${port}`, 'accept-encoding': 'gzip', ...headers } },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces),
          }),
        );
      },
    );
    asked.on('error', reject).end();
  });
}

/** Starts a proxy and waits until it answers. */
async function start(
  command: string,
  args: string[],
  port: number,
): Promise<{ child: ChildProcess; said: () => string }> {
  const env = {
    ...process.env,
    XDG_DATA_HOME: join(base, 'data'),
    XDG_CONFIG_HOME: join(base, 'config'),
    HOME: base,
  };
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => (said += piece.toString()));
  let answered = false;
  while (!answered) {
    if (child.exitCode !== null) throw new Error(`"${command}" ended: ${said}`);
    answered = await get(port, '/-/ready').then(
      () => true,
      () => false,
    );
  }
  return { child, said: () => said };
}

async function tryProxy(
  run: (ports: { tls: number; origin: number }) => Promise<Awaited<ReturnType<typeof start>>>,
): Promise<string> {
  const visitors: Visitor[] = [];
  const site = await openSite({
    trustedProxy: ['127.0.0.1'],
    handle: async (_, visitor) => {
      visitors.push(visitor);
      return new Response('ready');
    },
  });
  const tls = await freePort();
  const proxy = await run({ tls, origin: site.port });
  const front = await get(tls, '/', { 'x-forwarded-for': '203.0.113.99', 'x-forwarded-proto': 'http' });
  expect([front.status, gunzipSync(front.body).toString()]).toEqual([200, FRONT]);
  expect(front.headers['strict-transport-security']).toBe('max-age=31536000');
  expect(front.headers['content-security-policy']).toContain("default-src 'none'");
  const tag = String(front.headers['etag']);
  expect((await get(tls, '/', { 'if-none-match': tag })).status).toBe(304);
  expect((await get(tls, '/media/p/480.jpg', { range: 'bytes=0-9' })).status).toBe(206);
  const folder = await get(tls, '/ru');
  expect([folder.status, folder.headers['location']]).toEqual([308, './ru/']);
  expect((await get(tls, `/ru/2026/11/23/${encodeURIComponent('новость')}.html`)).status).toBe(200);
  expect((await get(tls, '/nowhere')).status).toBe(404);
  expect((await get(tls, '/..%2f..%2fetc/passwd')).status).toBeGreaterThanOrEqual(400);
  await get(tls, '/-/who');
  expect(visitors.at(-1)).toMatchObject({ address: '127.0.0.1', proto: 'https' });
  expect(visitors.at(-1)?.host).toMatch(/^localhost(:\d+)?$/);
  // An upstream that is away is an error worth a line, but not the reader's address.
  await site.origin.close();
  expect((await get(tls, '/', { 'x-forwarded-for': '203.0.113.99' })).status).toBe(502);
  proxy.child.kill('SIGTERM');
  await once(proxy.child, 'exit');
  await site.end();
  return [proxy.said(), ...writtenUnder(base)].join('\n');
}

const READER = /203\.0\.113\.99|(client|remote_ip|remote_addr)\W+127\.0\.0\.1/;

const writtenUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => readFileSync(join(item.parentPath, item.name), 'latin1'));

describe('docs/deploy', () => {
  test('Caddyfile', { timeout: 60_000 }, async () => {
    const written = await tryProxy(async ({ tls, origin }) => {
      const http = await freePort();
      const file = join(base, 'Caddyfile');
      const text = deploy('Caddyfile')
        .replace('admin off', `admin off\n\tskip_install_trust\n\thttp_port ${http}\n\thttps_port ${tls}`)
        .replace(/^news\.example \{/m, `https://localhost:${tls} {\n\tbind 127.0.0.1`)
        .replace('127.0.0.1:4000', `127.0.0.1:${origin}`);
      writeFileSync(file, text);
      return start('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], tls);
    });
    expect(written).not.toMatch(READER);
  });

  test('nginx.conf', { timeout: 60_000 }, async () => {
    const written = await tryProxy(async ({ tls, origin }) => {
      const folder = join(base, 'nginx');
      mkdirSync(folder);
      const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
      const subject = '-subj /CN=localhost -days 2 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256'.split(
        ' ',
      );
      execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', certificate], {
        stdio: 'ignore',
      });
      const http = await freePort();
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (one) => `${one}_temp_path ${folder}/${one};`,
      );
      const text = deploy('nginx.conf')
        .replace('worker_processes auto;', `worker_processes 1; daemon off; pid ${folder}/pid;`)
        .replace('access_log off;', `access_log off; ${temporary.join(' ')}`)
        .replace('listen 80;', `listen 127.0.0.1:${http};`)
        .replace('listen 443', `listen 127.0.0.1:${tls}`)
        .replaceAll(/^.*listen \[::\].*$/gm, '')
        .replace('/etc/letsencrypt/live/news.example/fullchain.pem', certificate)
        .replace('/etc/letsencrypt/live/news.example/privkey.pem', key)
        .replaceAll('news.example', 'localhost')
        .replace('127.0.0.1:4000', `127.0.0.1:${origin}`);
      const file = join(folder, 'nginx.conf');
      writeFileSync(file, text);
      execFileSync('nginx', ['-t', '-q', '-c', file], { stdio: 'pipe' });
      return start('nginx', ['-c', file], tls);
    });
    expect(written).not.toMatch(READER);
  });

  test('longwave.service names only what systemd knows', () => {
    const file = join(base, 'longwave.service');
    writeFileSync(file, deploy('longwave.service').replaceAll('/opt/longwave/script/longwave', '/bin/true'));
    const said = execFileSync('sh', ['-c', `systemd-analyze verify "${file}" 2>&1 || true`]).toString();
    expect(said).not.toMatch(/longwave\.service:\d+: (Unknown|Failed to parse|Invalid)/i);
  });
});
