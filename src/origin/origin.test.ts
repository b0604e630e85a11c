import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askingPolicy, registerPolicy } from '#reader';
import { ask, FRONT, HTML, openSite, page, PICTURE, publish } from './testing/site.ts';
import type { Site } from './testing/site.ts';

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.end());

const get = (target: string, fields: Record<string, string> = {}, method = 'GET') =>
  ask(site.port, target, fields, method);
const GZIP = { 'Accept-Encoding': 'gzip' };

describe('a page', () => {
  test('goes out as it is stored, with everything a browser is to be told', async () => {
    const { status, fields, body } = await get('/', GZIP);
    expect(status).toBe(200);
    expect(gunzipSync(body).toString()).toBe(FRONT);
    expect(Object.fromEntries(fields)).toMatchObject({
      'content-type': HTML,
      'content-encoding': 'gzip',
      'content-length': String(body.length),
      vary: 'Accept-Encoding',
      'cache-control': 'public, max-age=60, must-revalidate',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'accept-ranges': 'bytes',
    });
    expect(fields.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'; ${askingPolicy}`,
    );
    expect(fields.get('permissions-policy')).toContain('geolocation=()');
    for (const name of [
      'set-cookie',
      'server',
      'x-powered-by',
      'strict-transport-security',
      'last-modified',
    ]) {
      expect(fields.has(name)).toBe(false);
    }
  });

  test('has no script but the line for the worker, and on the page that verifies its own, which may ask anywhere', async () => {
    for (const target of ['/verify.html', '/ru/verify.html']) {
      const { status, fields } = await get(target, GZIP);
      expect(status).toBe(200);
      const policy = (fields.get('content-security-policy') ?? '').split('; ');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain(registerPolicy.split('; ')[0]?.replace('script-src', "script-src 'self'"));
      expect(policy).toContain("worker-src 'self'");
      expect(policy).toContain("connect-src 'self' http: https:");
      expect(policy).toContain("frame-ancestors 'none'");
    }
    const policyAt = async (target: string): Promise<string[]> =>
      ((await get(target)).fields.get('content-security-policy') ?? '').split('; ');
    // Where a form of these leads stands in the page: at an onion address, not here.
    const support = await policyAt('/ru/support/index.html');
    expect(support.filter((part) => part.startsWith('form-action'))).toEqual([]);
    expect(support).toContain(askingPolicy.split('; ')[0]?.replace('script-src', "script-src 'self'"));
    expect(await policyAt('/support/asking.html')).toContain(
      registerPolicy.split('; ')[0]?.replace('script-src', "script-src 'self'"),
    );
    for (const target of ['/', '/2026/11/23/story.html', '/2026/11/22/gone.html', '/ru/', '/nowhere.html']) {
      expect((await get(target)).fields.get('content-security-policy')).not.toMatch(
        /script-src 'self'|unsafe|connect-src/,
      );
    }
  });

  test.each([
    ['/', 'index.html'],
    ['/index.html', 'index.html'],
    ['/?utm=x#top', 'index.html'],
    ['/2026/11/23/story.html', '2026/11/23/story.html'],
    ['/2026/11/23/st%6Fry.html?a=/../b', '2026/11/23/story.html'],
    ['/ru/', 'ru/index.html'],
    [`/ru/2026/11/23/${encodeURIComponent('новость')}.html`, 'ru/2026/11/23/новость.html'],
    ['http://other.example/2026/11/23/story.html', '2026/11/23/story.html'],
    ['http://other.example', 'index.html'],
    ['/home.html/../index.html', null],
  ])('%s is %s', async (target, path) => {
    const { status, body } = await get(target);
    const entry = path === null ? null : site.depot.lookup(path);
    expect(status).toBe(entry === null ? 404 : 200);
    const raw = entry === null ? body : site.depot.readRaw(entry);
    expect(body.equals(raw)).toBe(true);
  });

  test('is unpacked for a client that takes no gzip, and for one that refuses it', async () => {
    for (const fields of [
      {},
      { 'Accept-Encoding': 'gzip;q=0' },
      { 'Accept-Encoding': 'identity' },
      { 'Accept-Encoding': '' },
    ]) {
      const { fields: sent, body } = await get('/', fields);
      expect(sent.has('content-encoding')).toBe(false);
      expect(body.toString()).toBe(FRONT);
    }
    expect((await get('/', { 'Accept-Encoding': '*;q=0.1' })).fields.get('content-encoding')).toBe('gzip');
  });

  test('comes as brotli once that is made', async () => {
    const fields = { 'Accept-Encoding': 'gzip, deflate, br, zstd' };
    await publish(site.depot, [page('brotli.html', FRONT)]);
    let answer = await get('/brotli.html', fields);
    const first = answer.fields.get('etag');
    expect(answer.fields.get('content-encoding')).toBe('gzip');
    while (answer.fields.get('content-encoding') !== 'br') answer = await get('/brotli.html', fields);
    expect(brotliDecompressSync(answer.body).toString()).toBe(FRONT);
    expect(answer.fields.get('etag')).not.toBe(first);
    // Who has the gzip form need not fetch the page again for brotli.
    const again = await get('/brotli.html', { ...fields, 'If-None-Match': first ?? '' });
    expect([again.status, again.fields.get('etag'), again.body.length]).toEqual([304, first, 0]);
  });

  test('HEAD says what GET would, without the body', async () => {
    for (const target of ['/', '/media/p/480.jpg', '/nowhere', '/old/address/', '/2026/11/22/gone.html']) {
      const [full, head] = [await get(target, GZIP), await get(target, GZIP, 'HEAD')];
      expect(head.status).toBe(full.status);
      expect(head.body.length).toBe(0);
      for (const name of ['content-length', 'etag', 'content-type', 'location']) {
        expect(head.fields.get(name)).toBe(full.fields.get(name));
      }
    }
  });

  test('is 304 for whoever has it, by any spelling of the condition', async () => {
    const etag = (await get('/', GZIP)).fields.get('etag') ?? '';
    for (const value of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const { status, fields, body } = await get('/', { ...GZIP, 'If-None-Match': value });
      expect([status, body.length, fields.get('etag')]).toEqual([304, 0, etag]);
      expect(fields.get('cache-control')).toContain('must-revalidate');
      expect(fields.get('vary')).toBe('Accept-Encoding');
    }
    for (const value of ['"x"', etag.slice(0, -1), '']) {
      expect((await get('/', { ...GZIP, 'If-None-Match': value })).status).toBe(200);
    }
  });

  test.each([
    ['/assets/style-0a1b2c3d.css', 'public, max-age=31536000, immutable'],
    ['/media/p/480.jpg', 'public, max-age=31536000, immutable'],
    ['/assets/icon.svg', 'public, max-age=60, must-revalidate'],
    ['/2026/11/22/gone.html', 'public, max-age=60, must-revalidate'],
    ['/nowhere', 'public, max-age=10, must-revalidate'],
  ])('%s may be kept: %s', async (target, control) => {
    expect((await get(target)).fields.get('cache-control')).toBe(control);
  });
});

describe('parts of a file', () => {
  const part = async (range: string, more: Record<string, string> = {}) => {
    const { status, fields, body } = await get('/media/p/480.jpg', { Range: range, ...more });
    return { status, range: fields.get('content-range'), body };
  };

  test.each([
    ['bytes=0-99', 0, 99],
    ['bytes=100-', 100, 4999],
    ['bytes=-50', 4950, 4999],
    ['bytes=-99999', 0, 4999],
    ['bytes=4990-99999', 4990, 4999],
    ['Bytes = 1 - 1', 1, 1],
  ])('%s', async (range, start, end) => {
    expect(await part(range)).toEqual({
      status: 206,
      range: `bytes ${start}-${end}/5000`,
      body: PICTURE.subarray(start, end + 1),
    });
  });

  test.each(['bytes=0-1,5-6', 'bytes=9-3', 'lines=1-2', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=1-2-3'])(
    '%s is answered with the whole',
    async (range) => {
      expect(await part(range)).toEqual({ status: 200, range: undefined, body: PICTURE });
    },
  );

  test.each(['bytes=5000-', 'bytes=-0'])('%s cannot be met', async (range) => {
    expect(await part(range)).toMatchObject({ status: 416, range: 'bytes */5000' });
  });

  test('If-Range sends the whole when the file has changed', async () => {
    const etag = (await get('/media/p/480.jpg')).fields.get('etag') ?? '';
    expect((await part('bytes=0-9', { 'If-Range': etag })).status).toBe(206);
    for (const other of ['"x"', `W/${etag}`, 'Mon, 23 Nov 2026 10:00:00 GMT']) {
      expect((await part('bytes=0-9', { 'If-Range': other })).status).toBe(200);
    }
  });

  test('parts of a page are of its text; the gzip is resumed only by whoever has its tag', async () => {
    const plain = await get('/', { ...GZIP, Range: 'bytes=10-19' });
    expect([plain.status, plain.body.toString(), plain.fields.get('content-encoding')]).toEqual([
      206,
      FRONT.slice(10, 20),
      undefined,
    ]);
    const whole = await get('/', GZIP);
    const rest = await get('/', { ...GZIP, Range: 'bytes=10-', 'If-Range': whole.fields.get('etag') ?? '' });
    expect(rest.status).toBe(206);
    expect(Buffer.concat([whole.body.subarray(0, 10), rest.body])).toEqual(whole.body);
  });
});

describe('addresses that are no page', () => {
  test.each([
    ['/ru', 308, './ru/'],
    ['/ru?x=1', 308, './ru/?x=1'],
    ['/old/address/', 301, '../../2026/11/23/story.html'],
    ['/old/address', 308, './address/'],
    ['/home.html', 301, './'],
  ])('%s → %i %s', async (target, status, location) => {
    const answer = await get(target);
    expect([answer.status, answer.fields.get('location')]).toEqual([status, location]);
    // Under any prefix: a relative address never leaves the site.
    expect(new URL(location, `http://host.example/a/b${target}`).pathname).toMatch(/^\/a\/b\//);
  });

  test('a withdrawn story is gone, and its tombstone stands there', async () => {
    const { status, body } = await get('/2026/11/22/gone.html');
    expect([status, body.toString()]).toEqual([410, 'withdrawn']);
    expect((await get('/2026/11/22/gone.html', { Range: 'bytes=0-2' })).status).toBe(410);
    expect((await get('/2026/11/22/gone.html', { 'If-None-Match': '*' })).status).toBe(410);
  });

  test.each([
    ['/nowhere', './'],
    ['/a/b/c.html', '../../'],
    ['/2026/11/23/story.html/', '../../../../'],
    ['/a%2fb', './'],
  ])('%s shows the page for it, with links that hold', async (target, base) => {
    const { status, fields, body } = await get(target);
    expect(status).toBe(404);
    expect(body.toString()).toContain(`<head><base href="${base}"><meta charset`);
    expect(fields.get('content-security-policy')).toBe(
      "base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(fields.get('content-length')).toBe(String(body.length));
  });

  test.each([
    '/../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/2026/%2e%2e/index.html',
    '/2026/./11',
    '/index.html%00',
    '/index.html%0d%0aSet-Cookie:%20a=b',
    '/\\..\\index.html',
    '/..%5cindex.html',
    '//index.html',
    '//evil.example/',
    '/2026//11/23/story.html',
    '/ru/.',
    '/%2d/health',
    '/edition/o/00',
    '/.longwave-export',
    '/head',
    '/packs/',
    '/index.html/',
    '/%252e%252e/index.html',
  ])('%s leads nowhere', async (target) => {
    const { status, fields } = await get(target);
    expect(status).toBe(404);
    expect(fields.has('set-cookie')).toBe(false);
    expect(fields.has('location')).toBe(false);
  });

  test.each(['/%', '/%zz', '/%ff', '/%c0%ae%c0%ae/index.html', '/%ed%a0%80'])(
    '%s cannot be read',
    async (target) => {
      expect((await get(target)).status).toBe(400);
    },
  );

  test('the decomposed spelling of a name finds it too', async () => {
    await publish(site.depot, [page('caf\u00e9.html', 'coffee')]);
    expect((await get('/cafe%CC%81.html')).status).toBe(200);
  });

  test('only reading is allowed', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'PROPFIND']) {
      const { status, fields } = await get('/', {}, method);
      expect([status, fields.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });

  test('what is under /-/ leads nowhere without a handler', async () => {
    expect((await get('/-/health')).status).toBe(404);
  });
});

describe('memory', () => {
  test('a site larger than the budget is served whole, and the budget holds', async () => {
    const small = await openSite({ cacheBytes: 40_000 });
    const files = Array.from({ length: 60 }, (_, at) => page(`page-${at}.html`, `${at} `.repeat(900 + at)));
    await publish(small.depot, files);
    for (let round = 0; round < 3; round++) {
      for (const file of files) {
        const { status, body } = await ask(small.port, `/${file.path}`, GZIP);
        expect([status, gunzipSync(body).equals(Buffer.from(file.raw))]).toEqual([200, true]);
      }
    }
    await small.end();
  });

  test('large files come from the disk, whole and in parts', async () => {
    const raw = Buffer.alloc(3 << 20, 'large ');
    const noise = Buffer.from(Array.from({ length: 3 << 19 }, (_, at) => (at * 2_654_435_761) % 251));
    const text = {
      path: 'large.txt',
      type: 'text/plain; charset=utf-8',
      raw: noise,
      stored: noise,
      gzip: false,
    };
    await publish(site.depot, [
      text,
      page('long.html', raw.toString(), { stored: (await import('node:zlib')).gzipSync(raw, { level: 0 }) }),
    ]);
    expect((await get('/large.txt')).body.equals(noise)).toBe(true);
    const part = await get('/large.txt', { Range: 'bytes=1000000-1000999' });
    expect([part.status, part.body.equals(noise.subarray(1_000_000, 1_001_000))]).toEqual([206, true]);
    expect((await get('/long.html')).body.equals(raw)).toBe(true);
    expect(gunzipSync((await get('/long.html', GZIP)).body).equals(raw)).toBe(true);
    expect((await get('/large.txt', {}, 'HEAD')).fields.get('content-length')).toBe(String(noise.length));
  });
});

test('pages that were sent are counted by path: no pieces, no pictures, nothing that is not there', async () => {
  site.origin.takeCounts();
  for (const target of [
    '/',
    '/index.html',
    '/2026/11/23/story.html',
    '/2026/11/23/story.html',
    '/nowhere.html',
  ])
    await get(target, GZIP);
  const { fields } = await get('/2026/11/23/story.html', GZIP);
  await get('/2026/11/23/story.html', { ...GZIP, 'If-None-Match': fields.get('etag') ?? '' });
  await get('/2026/11/23/story.html', { Range: 'bytes=0-99' });
  await get('/2026/11/23/story.html', GZIP, 'HEAD');
  await get('/media/p/480.jpg');
  expect(Object.fromEntries(site.origin.takeCounts())).toEqual({
    'index.html': 2,
    '2026/11/23/story.html': 4,
  });
  expect(site.origin.takeCounts().size).toBe(0);
});
