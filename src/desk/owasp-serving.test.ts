/* A02 to A04 of the OWASP Top 10 of 2025: how the desk is set up, built and served. The others stand in `owasp.test.ts`. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opener } from '../../test/databases.ts';
import { type DeskBench, openBench } from '../../test/desk.ts';

const root = resolve(import.meta.dirname, '..', '..');

describe('A02 Security Misconfiguration', () => {
  const { open, clean } = opener('sqlite');
  let desk: DeskBench;
  let app: string;
  beforeAll(async () => {
    app = mkdtempSync(join(tmpdir(), 'longwave-app-'));
    mkdirSync(join(app, 'assets'));
    writeFileSync(join(app, 'index.html'), '<!doctype html><title>Desk</title>');
    writeFileSync(join(app, 'assets', 'app-3f9a0c1b.js'), 'export {};');
    writeFileSync(join(app, '.secret'), 'hidden');
    desk = await openBench(open, { app });
  });
  afterAll(async () => {
    await desk.close();
    await clean();
    rmSync(app, { recursive: true });
  });

  it('every answer carries its guards, refusals too', async () => {
    const stranger = desk.stranger();
    for (const path of ['/', '/stories/x', '/assets/app-3f9a0c1b.js', '/api/me', '/api/nothing', '/x.js']) {
      const { headers } = await stranger.ask('GET', path);
      const policy = String(headers['content-security-policy']);
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/);
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers.server, path).toBeUndefined();
      expect(headers['x-powered-by'], path).toBeUndefined();
    }
  });

  it('files of the app alone are served, hashed ones for good and nothing else', async () => {
    const stranger = desk.stranger();
    const script = await stranger.ask('GET', '/assets/app-3f9a0c1b.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await stranger.ask('GET', '/')).headers['cache-control']).toBe('no-cache');
    expect((await stranger.ask('GET', '/api/me')).headers['cache-control']).toBe('no-store');
    for (const path of [
      '/.secret',
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/..%2f.secret',
      '/assets/',
    ])
      expect((await stranger.ask('GET', path)).text, path).not.toMatch(/hidden|longwave/);
  });

  it('answers under its own name alone', async () => {
    const elsewhere = await desk.stranger().send('GET', '/api/me', { headers: { host: 'evil.example' } });
    expect(elsewhere.status).toBe(421);
    const figures = await desk.stranger().send('GET', '/', { headers: { host: `127.0.0.1:${desk.port}` } });
    expect([figures.status, figures.headers.location]).toEqual([302, `${desk.address}/`]);
  });

  it('ends a request that is no HTTP', async () => {
    const socket = connect(desk.port, '127.0.0.1');
    socket.write('GET /\r\nnonsense\r\n\r\n');
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1\.1 400/);
    socket.destroy();
  });
});

describe('A03 Software Supply Chain Failures', () => {
  it('every package is named exactly and known by its hash', () => {
    const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    for (const [name, version] of Object.entries({ ...wanted.dependencies, ...wanted.devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string; link?: boolean }>;
    };
    const locked = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'));
    expect(locked.length).toBeGreaterThan(100);
    const unknown = locked.filter(([, { integrity }]) => !(integrity ?? '').startsWith('sha512-'));
    // A package that comes within another one is known by that one's hash.
    expect(
      unknown.map(([path]) => path).filter((path) => !/node_modules\/.+\/node_modules\//.test(path)),
    ).toEqual([]);
  });
});

describe('A04 Cryptographic Failures', () => {
  it('over https cookies are bound to the host and the name to https', async () => {
    const { open, clean } = opener('sqlite');
    const desk = await openBench(open, { https: true });
    try {
      const person = await desk.person('Mara', 'reporter');
      expect([...person.cookies.keys()].sort()).toEqual(['__Host-longwave-desk', '__Host-longwave-pen']);
      const me = await person.ask('GET', '/api/me');
      expect(me.status).toBe(200);
      expect(me.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
      const link = await desk.stranger().ask('POST', `/api/link/${'x'.repeat(43)}`);
      expect(link.headers['set-cookie']).toBeUndefined();
    } finally {
      await desk.close();
      await clean();
    }
  });
});
