import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BUNDLE_PATH, objectPath, TIMESTAMP_PATH } from '#edition';
import { serveFolder, serveSockets, serveSocks, type MirrorServer } from '../../../test/mirror-server.ts';
import { openSignedSite, type SignedSite } from '../../../test/signed-site.ts';
import { VantageError, type Look } from './answer.ts';
import { lookByCommand } from './command.ts';
import { lookFromHere } from './here.ts';
import { ownPaper } from './paper.ts';
import { probe, type Found, type ProbeOptions } from './probe.ts';

const AT = Date.UTC(2026, 10, 27, 12);
const HOUR = 3_600_000;
const STORY = '2026/11/27/harbour.html';
const CURL = lookByCommand(['curl', '-sS', '--include', '--no-buffer', '{url}'], process.env);
const LOOKS: [string, Look][] = [
  ['from here', lookFromHere],
  ['by a command', CURL],
];
const NEVER = new AbortController().signal;
const BLOCK_PAGE = '<html><body>Access to this resource is restricted</body></html>';

let site: SignedSite;
let [old, good]: [string, string] = ['', ''];
const servers: MirrorServer[] = [];

beforeAll(async () => {
  site = await openSignedSite(AT);
  await site.publish({ 'index.html': '<h1>Old front</h1>', [STORY]: `<p>${'harbour '.repeat(200)}</p>` }, AT);
  old = await site.push('old');
  old = site.copy(old, 'kept');
  await site.publish({ 'index.html': '<h1>Front</h1>' }, AT + HOUR);
  good = await site.push('good');
});
afterAll(() => site.close());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const started = (server: MirrorServer): MirrorServer => {
  servers.push(server);
  return server;
};

function look(address: string, more: Partial<ProbeOptions> & { now?: () => number } = {}): Promise<Found> {
  const paper = ownPaper(site.depot);
  if (paper === null) throw new Error('The site is not signed');
  return probe({
    mirror: { address, pushedEdition: 2, error: null },
    look: lookFromHere,
    paper,
    pages: [STORY],
    limits: { answerMs: 5_000, slowMs: 60_000, graceMs: HOUR / 4 },
    now: () => AT + 2 * HOUR,
    signal: NEVER,
    ...more,
  });
}

/** A copy of the good folder with one file altered. */
let copies = 0;
function altered(alter: (folder: string) => void): string {
  const folder = site.copy(good, `altered-${copies++}`);
  alter(folder);
  return folder;
}

describe.each(LOOKS)('a mirror that is looked at %s', (_name, vantage) => {
  it('is ok with the newest edition', async () => {
    const { address } = started(await serveFolder(good));
    const found = await look(address, { look: vantage });
    expect(found).toMatchObject({ verdict: 'ok', edition: 2 });
    expect(found.reason).toMatch(/^Edition 2, the front after \d+\.\d s$/);
    expect(found.ms).toBeGreaterThan(0);
  });

  it.each([
    ['resets every connection', 'reset', /reset|Empty reply|Recv failure/i],
    ['is silent', 'silence', /nothing came within 0\.\d s/i],
    ['answers 451', '451', /451/],
    ['answers 503', '503', /503/],
    ['sends on to a page of the censor', '302', /sends on to "http:\/\/censor\.example\/why", another host/],
    ['answers 404 to everything', '404', /Nothing of the paper stands there any more: it answers 404/],
    ['answers 403 to everything', '403', /Nothing of the paper stands there any more: it answers 403/],
  ])('is blocked where it %s', async (_what, kind, reason) => {
    const server =
      kind === 'reset'
        ? await serveSockets((socket) => socket.once('data', () => socket.resetAndDestroy()))
        : kind === 'silence'
          ? await serveSockets(() => undefined)
          : await serveFolder(good, (_request, response) => {
              response.writeHead(Number(kind), { location: 'http://censor.example/why' }).end(BLOCK_PAGE);
              return true;
            });
    const { address } = started(server);
    const limits = { answerMs: kind === 'silence' ? 400 : 5_000, slowMs: 60_000, graceMs: HOUR };
    const found = await look(address, { look: vantage, limits });
    expect(found.reason).toMatch(reason);
    expect(found).toMatchObject({ verdict: 'blocked', ms: null, edition: null });
  });

  it('is blocked where nobody listens, or nobody knows the name', async () => {
    const { address, close } = await serveFolder(good);
    await close();
    const refused = await look(address, { look: vantage });
    expect(refused.verdict).toBe('blocked');
    expect(refused.reason).toMatch(/refused|connect/i);
    const unknown = await look('http://mirror.invalid/', { look: vantage });
    expect(unknown.verdict).toBe('blocked');
    expect(unknown.reason).toMatch(/DNS does not know the name|resolve/);
  });

  it('is slow where it drips, and where the front comes late', async () => {
    const drip = started(
      await serveSockets((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nsome');
      }),
    );
    const limits = { answerMs: 400, slowMs: 60_000, graceMs: HOUR };
    const dripping = await look(drip.address, { look: vantage, limits });
    expect(dripping).toMatchObject({ verdict: 'slow', ms: null });
    expect(dripping.reason).toMatch(/^Only \d+ bytes came within 0\.4 s$/);
    const { address } = started(await serveFolder(good));
    const late = await look(address, {
      look: vantage,
      limits: { answerMs: 5_000, slowMs: 0, graceMs: HOUR },
    });
    expect(late).toMatchObject({ verdict: 'slow', edition: 2 });
    expect(late.reason).toMatch(/^The front came after \d+\.\d s, more than 0\.0 s$/);
  });

  it('is stale with an old edition, once the time of grace is over', async () => {
    const { address } = started(await serveFolder(old));
    const found = await look(address, { look: vantage });
    expect(found).toMatchObject({ verdict: 'stale', edition: 1 });
    expect(found.reason).toBe(
      'It shows edition 1, behind since 2026-11-27T13:00Z, although edition 2 was pushed there',
    );
    const now = (): number => AT + HOUR + 60_000;
    expect(await look(address, { look: vantage, now })).toMatchObject({ verdict: 'ok', edition: 1 });
  });

  it('is poisoned where it answers with a page of its own', async () => {
    const { address } = started(
      await serveFolder(good, (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end(BLOCK_PAGE);
        return true;
      }),
    );
    const found = await look(address, { look: vantage });
    expect(found.verdict).toBe('poisoned');
    expect(found.reason).toMatch(/^It answers, but not with the paper: /);
  });

  it('is poisoned where one page was altered, though all its objects are genuine', async () => {
    const folder = altered((at) => appendFileSync(join(at, STORY), '<script src="//ads.example"></script>'));
    const { address } = started(await serveFolder(folder));
    expect(await look(address, { look: vantage })).toMatchObject({
      verdict: 'poisoned',
      edition: 2,
      reason: `Its page "${STORY}" is not what was signed, for whoever opens it in a browser`,
    });
  });
});

describe('a mirror', () => {
  it('is poisoned with bytes that are not the edition’s, wherever they stand', async () => {
    const object = site.depot.lookup('index.html')?.object ?? '';
    const alterations = [
      (at: string) => rmSync(join(at, 'index.html')),
      (at: string) => writeFileSync(join(at, 'edition/n/root.node'), 'nonsense'),
    ];
    const found: string[] = [];
    for (const alter of alterations) {
      const folder = altered((at) => {
        writeFileSync(join(at, objectPath(object)), gzipSync('<h1>Other news</h1>'));
        writeFileSync(join(at, 'index.html'), '<h1>Other news</h1>');
        alter(at);
      });
      const { address } = started(await serveFolder(folder));
      const { verdict } = await look(address);
      found.push(verdict);
    }
    expect(found).toEqual(['poisoned', 'poisoned']);
  });

  it('is poisoned with an edition that nobody signed, and with one that the keys signed but not the newsroom', async () => {
    const forged = altered((at) => {
      const [timestamp, bundle] = [join(at, TIMESTAMP_PATH), join(at, BUNDLE_PATH)];
      writeFileSync(timestamp, readFileSync(timestamp, 'utf8').replace(/"sig":"./, '"sig":"x'));
      rmSync(bundle);
    });
    const one = started(await serveFolder(forged));
    expect((await look(one.address)).verdict).toBe('poisoned');
    // The same keys, as whoever took them has, and other words.
    const stolen = await openSignedSite(AT);
    try {
      await stolen.publish({ 'index.html': 'x' }, AT);
      await stolen.publish({ 'index.html': 'Surrender' }, AT + HOUR);
      const two = started(await serveFolder(await stolen.push('good')));
      const found = await look(two.address);
      expect(found.verdict).toBe('poisoned');
      expect(found.reason).toMatch(/did not make, signed with its keys: they may be in other hands/);
    } finally {
      await stolen.close();
    }
  });

  it('is looked at twice before it is called poisoned', async () => {
    let asked = 0;
    const { address } = started(
      await serveFolder(good, (request, response) => {
        if (request.url !== `/m/${BUNDLE_PATH}` && request.url !== `/m/${TIMESTAMP_PATH}`) return false;
        if (asked++ > 1) return false;
        response.end('in the middle of something');
        return true;
      }),
    );
    expect(await look(address)).toMatchObject({ verdict: 'ok' });
  });

  it('is stale where only its single files are behind, and where a page is missing', async () => {
    const folder = altered((at) => {
      writeFileSync(join(at, TIMESTAMP_PATH), readFileSync(join(old, TIMESTAMP_PATH)));
    });
    const one = started(await serveFolder(folder));
    const behind = await look(one.address);
    expect(behind.verdict).toBe('stale');
    expect(behind.reason).toContain('It shows edition 1 in its single files, not in its bundle');
    const two = started(await serveFolder(altered((at) => rmSync(join(at, STORY)))));
    expect(await look(two.address)).toMatchObject({
      verdict: 'stale',
      reason: `Something of the edition is not there: Its page "${STORY}" is not there`,
    });
  });

  it('is stale once its signatures are past their date', async () => {
    const { address } = started(await serveFolder(good));
    const found = await look(address, { now: () => AT + 4 * 24 * HOUR });
    expect(found).toMatchObject({
      verdict: 'stale',
      reason: 'Its signatures (timestamp) are past their date',
    });
  });

  it('may send on within its own host, and may have gzip for an encoding', async () => {
    const { address } = started(
      await serveFolder(good, (request, response) => {
        const url = request.url ?? '';
        if (url === `/m/${STORY}`) {
          const packed = gzipSync(readFileSync(join(good, STORY)));
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
          return true;
        }
        if (url !== '/m/index.html') return false;
        response.writeHead(301, { location: '/m/./2026/../index.html?again' }).end();
        return true;
      }),
    );
    expect(await look(address)).toMatchObject({ verdict: 'ok' });
  });
});

describe('a vantage', () => {
  it('may be a SOCKS proxy, which is handed the name', async () => {
    const proxy = started(await serveSocks());
    const mirror = started(await serveFolder(good));
    const socks = lookByCommand(
      ['curl', '-sS', '--include', '--socks5-hostname', proxy.address, '{url}'],
      process.env,
    );
    const address = `http://mirror.invalid:${mirror.port}/m/`;
    expect(await look(address, { look: socks })).toMatchObject({ verdict: 'ok', edition: 2 });
    expect(new Set(proxy.asked)).toEqual(new Set([`mirror.invalid:${mirror.port}`]));
  });

  it.each([
    ['is no program', ['no-such-program', '{url}'], /"no-such-program" cannot be started/],
    ['does not run', ['sh', '-c', 'echo gone >&2; exit 255', '{url}'], /ended with status 255: gone/],
    ['prints no head', ['printf', 'hello %s', '{url}'], /printed no HTTP head/],
  ])('that %s says nothing of mirrors', async (_what, command, message) => {
    const broken = look('http://mirror.invalid/', { look: lookByCommand(command, process.env) });
    await expect(broken).rejects.toThrow(VantageError);
    await expect(broken).rejects.toThrow(message);
  });

  it('hands an address on as one word, in which no shell finds anything to obey', async () => {
    const asked: string[] = [];
    const spy: Look = ({ url }) => {
      asked.push(url);
      return Promise.resolve({ kind: 'failed', text: 'enough' });
    };
    await look("http://mirror.invalid/a;b&c$(d)'e`f/", { look: spy });
    expect(asked.join(' ')).toMatch(/^[A-Za-z0-9\-._~%/: ]+$/);
    expect(asked[0]).toContain('/a%3bb%26c%24%28d%29%27e%60f/');
  });

  it('is told nothing of this process’s keys and settings', async () => {
    const command = ['sh', '-c', 'printf "HTTP/1.1 200 OK\\r\\n\\r\\n"; env', '{url}'];
    const environment = { PATH: process.env['PATH'], LONGWAVE_S3_SECRET: 'canary', HOME: '/home/probe' };
    const answer = await lookByCommand(
      command,
      environment,
    )({ url: 'http://x/', limit: 9_999, ms: 5_000, signal: NEVER });
    const body = answer.kind === 'answer' ? Buffer.from(answer.body).toString() : '';
    expect(body).toContain('HOME=/home/probe');
    expect(body).not.toContain('canary');
  });

  it.each(LOOKS)('is given up at once, %s, when the newsroom stops', async (_name, vantage) => {
    const stopped = new AbortController();
    const silent = started(await serveSockets(() => stopped.abort(new Error('Stopping'))));
    const probing = look(silent.address, { look: vantage, signal: stopped.signal });
    await expect(probing).rejects.toThrow('Stopping');
  });

  it('is stopped with all that it started when it gives too much or takes too long', async () => {
    const endless = lookByCommand(
      ['sh', '-c', 'printf "HTTP/1.1 200 OK\\r\\n\\r\\n"; yes; true', '{url}'],
      process.env,
    );
    const answer = await endless({ url: 'http://x/', limit: 1_000, ms: 20_000, signal: NEVER });
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(answer.kind === 'answer' ? answer.body.length : 0).toBe(1_001);
    const waiting = lookByCommand(['sh', '-c', 'sleep 600; true', '{url}'], process.env);
    expect(await waiting({ url: 'http://x/', limit: 10, ms: 200, signal: NEVER })).toEqual({
      kind: 'failed',
      text: 'nothing came within 0.2 s',
    });
  });
});
