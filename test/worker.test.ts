import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { curtain, openHost, type Host, type Mood } from './moody-host.ts';
import { openSmallPaper, type SmallPaper } from './small-paper.ts';
import { ask, settle, visit } from './visits.ts';

/*
 * The worker in real browsers: what a reader sees while hosts are honest, blocked, dead or forged.
 */

const scratch = mkdtempSync(join(tmpdir(), 'longwave-worker-'));
const folder = join(scratch, 'genuine');
const stale = join(scratch, 'stale');
let paper: SmallPaper;
const mirrors: Host[] = [];
const story = (at: number): string => paper.stories[at]?.path ?? '';

beforeAll(async () => {
  paper = await openSmallPaper();
  for (let at = 0; at < 5; at++) await paper.add(`Story ${at}`);
  await paper.add('A long story', 60_000);
  await paper.pressTo(stale);
  for (let count = 0; count < 2; count++) mirrors.push(await openHost(folder));
  await paper.withdraw(4);
  await paper.redirect('old.html', 0);
  await paper.pressTo(folder, {
    version: 7,
    // Where nobody listens: the newsroom's own address is blocked.
    origin: 'http://127.0.0.1:9/',
    mirrors: mirrors.map(({ address }) => ({ address, use: 'data' as const })),
  });
}, 120_000);

afterAll(async () => {
  for (const mirror of mirrors) await mirror.down();
  rmSync(scratch, { recursive: true, force: true });
  await paper?.close();
});

describe.each(BROWSERS)('in %s', (_name, open) => {
  let browser: Browser;
  let page: Page;
  let origin: Host;
  const at = (path: string): string => origin.address + path;

  beforeAll(async () => {
    browser = await open();
    origin = await openHost(folder);
    page = await browser.newPage();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await origin?.down();
  });

  it('comes after the first page is there, and costs it nothing', async () => {
    await page.goto(at('index.html'), { waitUntil: 'load' });
    const first = [...origin.asked];
    const before = first.indexOf('worker.js');
    expect(before < 0 ? first : first.slice(0, before)).toContain('index.html');
    await settle(page, at('index.html'));
    const { sources } = await ask(page, { ask: 'status' });
    const addresses = (sources as { address: string }[]).map(({ address }) => address);
    for (const mirror of mirrors) expect(addresses).toContain(mirror.address);
  }, 60_000);

  it('shows the proven page with a line that says so', async () => {
    const seen = await visit(page, at(story(0)));
    expect(seen.status).toBe(200);
    expect(seen.told).toContain('Genuine: edition');
    expect(seen.told).toContain('from this address');
  });

  const TROUBLES: [string, Mood][] = [
    [
      'an altered page',
      (path, response) => {
        if (!path.endsWith('.html')) return false;
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end(readFileSync(join(folder, path), 'utf8').replaceAll('<h1>', '<h1>Not '));
        return true;
      },
    ],
    [
      'a block page for everything',
      (_path, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Blocked by order</h1>');
        return true;
      },
    ],
    [
      'a refusal for everything',
      (_path, response) => {
        response.writeHead(451, { 'content-type': 'text/html' }).end('<h1>Blocked by order</h1>');
        return true;
      },
    ],
    [
      'a redirect to a block page',
      (_path, response) => {
        response.writeHead(302, { location: 'http://127.0.0.1:9/blocked' }).end();
        return true;
      },
    ],
    ['silence', () => true],
  ];

  it.each(TROUBLES)(
    'passes by %s',
    async (_what, mood) => {
      const heading = (await visit(page, at(story(1)))).heading;
      origin.mood = mood;
      const seen = await visit(page, at(story(1)));
      origin.mood = null;
      expect(seen).toMatchObject({ status: 200, heading });
      expect(seen.told).toContain('Genuine');
    },
    60_000,
  );

  it('reads by way of a mirror when the origin is dead, at once the next time', async () => {
    await origin.down();
    const first = await visit(page, at(story(2)));
    const next = await visit(page, at(story(3)));
    await origin.up();
    for (const seen of [first, next]) {
      expect(seen.status).toBe(200);
      expect(seen.told).toContain('by way of');
    }
    expect(next.heading).not.toBe('');
  }, 60_000);

  it('answers as the newsroom would: a tombstone, a redirect, a page for what is proven not to be there', async () => {
    expect(await visit(page, at(story(4)))).toMatchObject({ status: 410 });
    const moved = await visit(page, at('old.html'));
    expect(moved.status).toBe(200);
    expect(page.url()).toBe(at(story(0)));
    const nowhere = await visit(page, at('a/b/nothing.html'));
    expect(nowhere).toMatchObject({ status: 404, heading: 'There is no page here' });
    expect(nowhere.told).toContain('Genuine');
  });

  it('leaves alone what only a server can do, and what whoever asks for it checks', async () => {
    origin.asked.length = 0;
    for (const [path, status] of [
      ['-/health', 404],
      ['edition/tuf/timestamp.json', 200],
    ] as const)
      expect((await page.goto(at(path)))?.status()).toBe(status);
    expect(origin.asked).toEqual(expect.arrayContaining(['-/health', 'edition/tuf/timestamp.json']));
    await visit(page, at(story(0)));
  });

  it('lets the page that verifies do its work while the origin is dead', async () => {
    await origin.down();
    const seen = await visit(page, at('verify.html'));
    await page.evaluate(`document.querySelector('#verify-link').value = ${JSON.stringify(at(story(2)))};
      document.querySelector('#verify-tools').requestSubmit()`);
    await page.waitForFunction(
      `(() => { const one = document.querySelector('#verify-answer'); return !one.hidden && !one.classList.contains('working'); })()`,
      { timeout: 20_000 },
    );
    const tone = await page.evaluate(`document.querySelector('#verify-answer').className`);
    const [signed, node, nothing, dynamic] = (await page.evaluate(`Promise.all(
      ['edition/tuf/timestamp.json', 'edition/n/root.node', 'edition/o/00/${'0'.repeat(64)}', '-/health'].map((path) =>
        fetch(${JSON.stringify(origin.address)} + path).then(({ status }) => status, () => 'not reached')))`)) as unknown[];
    await origin.up();
    expect(seen.told).toContain('by way of');
    expect(tone).toBe('verify-answer authentic');
    expect([signed, node, nothing, dynamic]).toEqual([200, 200, 404, 'not reached']);
  }, 60_000);

  it('refuses a mirror that is forged and one that is behind, and takes another', async () => {
    const [first, second] = mirrors;
    if (first === undefined || second === undefined) throw new Error('There are no mirrors');
    await origin.down();
    first.mood = (path, response) => {
      if (path.startsWith('edition/')) return false;
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Forged</h1>');
      return true;
    };
    second.folder = stale;
    const behind = await visit(page, at(story(1)));
    expect(behind).toMatchObject({ status: 200, heading: 'Story 1' });
    second.folder = folder;
    first.mood = null;
    const { sources } = await ask(page, { ask: 'status' });
    await origin.up();
    const states = (sources as { address: string; state: string }[]).map(({ state }) => state);
    expect(states).toContain('blocked');
  }, 60_000);

  it('reads offline what the reader chose to keep, dated, and says what it can where nothing was kept', async () => {
    await visit(page, at(story(3)));
    expect(await ask(page, { ask: 'keep', path: story(3), on: true })).toEqual({ ok: true });
    expect(await ask(page, { ask: 'kept' })).toMatchObject({
      ok: true,
      stories: [{ path: story(3), title: 'Story 3 — Far Shore' }],
    });
    await origin.down();
    for (const mirror of mirrors) await mirror.down();
    const kept = await visit(page, at(story(3)));
    const lost = await visit(page, at(story(2)));
    const links = await page.evaluate(`[...document.links].map(({ href }) => href)`);
    const styled = await (async () => {
      await visit(page, at(story(3)));
      const margin = `getComputedStyle(document.body).margin`;
      await page.waitForFunction(`${margin} === '0px'`, { timeout: 10_000 }).catch(() => null);
      return page.evaluate(margin);
    })();
    for (const host of [origin, ...mirrors]) await host.up();
    expect(kept).toMatchObject({ status: 200, heading: 'Story 3' });
    expect(kept.told).toContain('You read what was kept on');
    expect(styled).toBe('0px');
    expect(lost).toMatchObject({ status: 503, heading: 'This page cannot be reached now' });
    expect(links).toEqual(expect.arrayContaining([at(story(2)), at(story(3))]));
  }, 60_000);

  it('passes a curtain that freezes every connection after 16 kB', async () => {
    const { carried, looking, mood } = curtain();
    for (const host of [origin, ...mirrors]) host.mood = mood(host);
    // Nobody knows yet that connections freeze here.
    const first = await visit(page, at(story(5)));
    const next = await visit(page, at(story(5)));
    // Tells from the connections of the worker those of the browser's own look for a newer one.
    const most = Math.max(
      ...[...carried].filter(([socket]) => !looking.has(socket)).map(([, bytes]) => bytes),
    );
    for (const host of [origin, ...mirrors]) {
      host.mood = null;
      // Ends what is frozen, such as the browser's own look for a newer worker.
      await host.down();
      await host.up();
    }
    for (const seen of [first, next]) expect(seen).toMatchObject({ status: 200, heading: 'A long story' });
    expect(next.told).toContain('Genuine');
    // A handshake of TLS would come to it.
    expect(most).toBeLessThanOrEqual(6_500);
  }, 60_000);

  it('tells the newsroom nothing but what it shows first', async () => {
    const { report } = await ask(page, { ask: 'report' });
    expect(Object.keys(report as object).sort()).toEqual(['country', 'day', 'places']);
    expect(JSON.stringify(report)).not.toContain('2026/');
  });

  it('forgets everything when it is told to', async () => {
    expect(await ask(page, { ask: 'wipe' })).toEqual({ ok: true });
    // The browser takes the worker away once it is done with looking for a newer one.
    await page.waitForFunction(
      `navigator.serviceWorker.getRegistrations().then((registered) => registered.length === 0)`,
      { timeout: 20_000 },
    );
    const left = await page.evaluate(
      `Promise.all([caches.keys(), indexedDB.databases().then(({ length }) => length)])`,
    );
    expect(left).toEqual([[], 0]);
  });

  it.each([
    ['not where the list says that strangers share the place', '', ['data'], 'redundant'],
    ['not in a folder of a host that no list names', 'bucket/', [], 'redundant'],
    ['in a folder that the list names for opening', 'bucket/', ['entry'], 'installed'],
  ] as const)(
    'stays %s',
    async (what, below, uses, state) => {
      const shared = await openHost(join(scratch, `shared ${what}`));
      const own = shared.address + below;
      await paper.pressTo(join(shared.folder, below), {
        version: 8,
        origin: 'http://127.0.0.1:9/',
        mirrors: uses.map((use) => ({ address: own, use })),
      });
      const guest = await browser.newPage();
      await guest.goto(`${own}index.html`, { waitUntil: 'load' });
      const became = await guest.evaluate(
        `navigator.serviceWorker.register('worker.js').then((it) => new Promise((done) => {
        const worker = it.installing ?? it.waiting ?? it.active;
        worker.onstatechange = () => done(worker.state);
        if (worker.state !== 'installing') done(worker.state);
      }), () => 'redundant')`,
      );
      await guest.close();
      await shared.down();
      expect(became === 'activating' || became === 'activated' ? 'installed' : became).toBe(state);
    },
    60_000,
  );

  it('never asks for the newsroom’s own name from a neutral mirror, and hides the tab where the reader wants it', async () => {
    const banned = await openHost(folder);
    const neutral = await openHost(join(scratch, 'neutral'));
    await paper.pressTo(neutral.folder, {
      version: 9,
      origin: banned.address.replace('127.0.0.1', 'localhost'),
      mirrors: [{ address: neutral.address, use: 'entry', neutral: true }],
    });
    const guest = await browser.newPage();
    await settle(guest, `${neutral.address}index.html`);
    expect(await ask(guest, { ask: 'stealth', on: true })).toEqual({ ok: true });
    await visit(guest, neutral.address + story(0));
    expect(await guest.title()).toBe('…');
    expect(await ask(guest, { ask: 'send-report', report: {} })).toMatchObject({ ok: false });
    await neutral.down();
    expect(await visit(guest, neutral.address + story(1))).toMatchObject({ status: 503 });
    await guest.close();
    await banned.down();
    expect(banned.asked).toEqual([]);
  }, 60_000);

  it('checks by a script of its own where the browser has no Ed25519', async () => {
    const old = await openHost(folder);
    old.mood = (path, response) => {
      if (path !== 'worker.js') return false;
      const without = `const importKey = crypto.subtle.importKey.bind(crypto.subtle);
        crypto.subtle.importKey = (form, key, kind, ...rest) =>
          kind === 'Ed25519' ? Promise.reject(new Error('unknown')) : importKey(form, key, kind, ...rest);`;
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(without + readFileSync(join(folder, path), 'utf8'));
      return true;
    };
    const guest = await browser.newPage();
    await settle(guest, `${old.address}index.html`);
    const seen = await visit(guest, old.address + story(0));
    await guest.close();
    await old.down();
    expect(seen.told).toContain('Genuine');
    expect(old.asked.some((path) => /^assets\/ed25519-\w+\.js$/.test(path))).toBe(true);
  }, 60_000);
});
