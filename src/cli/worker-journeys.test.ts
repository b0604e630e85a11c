import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrigin, type Origin } from '#origin';
import { openRegister } from '#reach';
import { openCounter } from '#counter';
import { openRoutes } from './routes.ts';
import { BROWSERS } from '../../test/browsers.ts';
import { longwave, until } from '../../test/command.ts';
import { openHost, type Host } from '../../test/moody-host.ts';
import { openSignedSite, type SignedSite } from '../../test/signed-site.ts';
import { openSmallPaper, type SmallPaper } from '../../test/small-paper.ts';
import { ask, settle, visit } from '../../test/visits.ts';

/*
 * What readers decide about the worker, on the page that tells how to stay reachable: the real worker, the newsroom's own
 * server and mirrors of a real edition, some of them signed by strangers or behind.
 */

const scratch = mkdtempSync(join(tmpdir(), 'longwave-journeys-'));
const folder = join(scratch, 'genuine');
const older = join(scratch, 'older');
const LONG = 60_000;

let paper: SmallPaper;
let stranger: SignedSite;
/** The newsroom's own server. */
const newsroom = {
  address: '',
  asked: [] as string[],
  told: [] as { headers: string[]; text: string }[],
  origin: null as Origin | null,
  async up() {
    const { depot, store } = paper;
    const parts = {
      depot,
      health: { ready: () => true },
      store: () => Promise.resolve(store),
      counter: () => Promise.resolve(openCounter({ groups: [], now: Date.now })),
      now: Date.now,
    };
    const handle = openRoutes(parts);
    this.origin = createOrigin({
      depot,
      handle: async (request, visitor) => {
        if (request.method === 'POST')
          this.told.push({ headers: [...request.headers.keys()], text: await request.clone().text() });
        return handle(request, visitor);
      },
    });
    this.origin.server.on('request', ({ method, url }) => this.asked.push(`${method ?? ''} ${url ?? ''}`));
    const { port } = await this.origin.listen(
      Number(new URL(this.address || 'http://x:0').port),
      '127.0.0.1',
    );
    this.address = `http://127.0.0.1:${port}/`;
  },
  async down() {
    await this.origin?.close();
  },
};
const mirrors: Host[] = [];
const story = (at: number): string => paper.stories[at]?.path ?? '';
const mirror = (at: number): Host => {
  const found = mirrors[at];
  if (found === undefined) throw new Error(`There is no mirror ${at}`);
  return found;
};

beforeAll(async () => {
  paper = await openSmallPaper();
  for (let at = 0; at < 4; at++) await paper.add(`Story ${at}`);
  await newsroom.up();
  await paper.pressTo(older);
  await paper.withdraw(3);
  for (const id of ['oak', 'elm', 'ash']) {
    const host = await openHost(folder);
    mirrors.push(host);
    const place = { kind: 'folder', target: join(scratch, id), address: host.address, use: 'data' } as const;
    await openRegister(paper.store).add({ id, ...place }, Date.now());
  }
  await paper.pressTo(folder, {
    version: 7,
    origin: newsroom.address,
    mirrors: mirrors.map(({ address }) => ({ address, use: 'data' as const })),
  });
  stranger = await openSignedSite(Date.now() - 60_000, 'Far Shore');
  const forged = '<title>Forged</title><main><h1>Forged</h1></main>';
  const pages = ['index.html', story(1), story(3)].map((path) => [path, forged] as const);
  await stranger.publish(Object.fromEntries(pages), Date.now());
}, 120_000);

afterAll(async () => {
  for (const host of mirrors) await host.down();
  await newsroom.down();
  await stranger?.close();
  await paper?.close();
  rmSync(scratch, { recursive: true, force: true });
});

const text = (page: Page, selector: string): Promise<string> =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`) as Promise<string>;

const press = (page: Page, label: string): Promise<unknown> =>
  page.evaluate(
    `[...document.querySelectorAll('#reach-tools button')].find((one) => one.innerText === ${JSON.stringify(label)}).click()`,
  );

/** Waits for words of the part that the page's script fills; a page that is just being left says nothing. */
const says = (page: Page, words: string): Promise<void> =>
  until(`the page says "${words}"`, async () =>
    (await text(page, '.reach-device').catch(() => '')).includes(words),
  );

const CACHES = `Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations().then(({ length }) => length)])`;

describe.each(BROWSERS)('in %s', (name, open) => {
  const country = name === 'Firefox' ? 'LV' : 'IS';
  const profile = mkdtempSync(join(scratch, 'profile-'));
  let browser: Browser;
  let page: Page;
  /** Where this reader is: an entry mirror of the paper. */
  let own: Host;
  const at = (path: string): string => own.address + path;

  beforeAll(async () => {
    browser = await open(profile);
    own = await openHost(folder);
    page = await browser.newPage();
    await settle(page, at('index.html'));
  }, LONG);

  afterAll(async () => {
    await browser?.close();
    await own?.down();
  });

  async function without<T>(hosts: readonly Pick<Host, 'down' | 'up'>[], work: () => Promise<T>): Promise<T> {
    for (const host of hosts) await host.down();
    try {
      return await work();
    } finally {
      for (const host of hosts) await host.up();
    }
  }

  it(
    'shows on the page what the worker knows, and keeps the story that its line came from',
    async () => {
      await visit(page, at(story(0)));
      await page.waitForFunction(`document.readyState === 'complete'`);
      await page.click('.told a');
      await says(page, 'Kept for offline');
      expect(new URL(page.url()).pathname).toBe('/reach.html');
      const status = await text(page, '#reach-status');
      expect(status).toContain('You are reading edition 2.');
      for (const { address } of [own, ...mirrors]) expect(status).toContain(new URL(address).host);
      expect(await text(page, '#reach-tools')).toContain('No stories.');
      await press(page, 'Keep the story that you came from');
      await says(page, 'Story 0 — Far Shore');
      expect(await text(page, '#reach-tools')).not.toContain('Keep the story that you came from');
      await press(page, 'Forget');
      await says(page, 'No stories.');
      expect(await ask(page, { ask: 'kept' })).toEqual({ ok: true, stories: [] });
    },
    LONG,
  );

  it(
    'keeps every story that is opened, once the reader chose so, and shows it dated without a network',
    async () => {
      await page.goto(at('reach.html'));
      await page.waitForSelector('#reach-keep');
      await page.click('#reach-keep');
      await says(page, 'Every story that you open is kept.');
      await visit(page, at(story(1)));
      await until('the story is kept', async () => {
        const { stories } = await ask(page, { ask: 'kept' });
        return (stories as { path: string }[]).some(({ path }) => path === story(1));
      });
      const [seen, never] = await without([own, newsroom, ...mirrors], async () => [
        await visit(page, at(story(1))),
        await visit(page, at(story(2))),
      ]);
      expect(seen).toMatchObject({ status: 200, heading: 'Story 1' });
      expect(seen?.told).toMatch(/You read what was kept on \d+ \w+ \d{4}/);
      expect(never).toMatchObject({ status: 503 });
    },
    LONG,
  );

  it(
    'sends the newsroom, on the reader’s word alone, exactly what was shown, and the newsroom can read it',
    async () => {
      const before = new Date().toISOString().slice(0, 10);
      await without([own, mirror(0)], async () => void (await visit(page, at(story(2)))));
      await page.goto(at('reach.html'));
      await says(page, 'Tell the newsroom what is blocked');
      [newsroom.asked.length, newsroom.told.length] = [0, 0];
      await press(page, 'Show what would be sent');
      await page.waitForSelector('.reach-tool pre');
      await page.select('.reach-country select', country);
      const shown: unknown = JSON.parse(await text(page, '.reach-tool pre'));
      expect(newsroom.asked.filter((one) => one.includes('/-/'))).toEqual([]);
      await press(page, 'Send it');
      await says(page, 'Sent. Thank you.');
      expect(newsroom.asked.filter((one) => one.includes('/-/'))).toEqual(['POST /-/reach/report']);
      const [report] = newsroom.told;
      expect(JSON.parse(report?.text ?? '')).toEqual(shown);
      expect(shown).toMatchObject({ country });
      for (const name of ['cookie', 'referer', 'authorization']) expect(report?.headers).not.toContain(name);
      const { places } = shown as { places: { address: string; state: string }[] };
      const known = places.filter(({ address }) => mirrors.some((one) => one.address === address));
      expect(known.map(({ state }) => state)).toContain('blocked');
      const settings = { LONGWAVE_DATA: paper.folder };
      const { json } = await longwave(['mirror', 'reports', '--json'], settings);
      const told = (json as { reports: { address: string; state: string; country: string; day: string }[] })
        .reports;
      expect(told.filter((one) => one.country === country)).toEqual(
        expect.arrayContaining(known.map((one) => expect.objectContaining({ ...one, count: 1 }))),
      );
      expect(told.every(({ day }) => day >= before)).toBe(true);
      const { stdout } = await longwave(['mirror', 'reports'], settings);
      expect(stdout).toMatch(new RegExp(`oak +blocked +1 +${country} +${mirror(0).address}`));
    },
    LONG,
  );

  it(
    'never shows as genuine what a stranger signed or what was rolled back, and asks on',
    async () => {
      const [first, second, third] = [mirror(0), mirror(1), mirror(2)];
      const forged = await stranger.push('forged');
      await without([own, newsroom], async () => {
        [first.folder, second.folder] = [forged, older];
        const seen = await visit(page, at(story(1)));
        expect(seen).toMatchObject({ status: 200, heading: 'Story 1' });
        // The edition that is rolled back to still has it; the stranger has something there, too.
        expect(await visit(page, at(story(3)))).toMatchObject({ status: 410 });
        const states = async (): Promise<Record<string, string>> => {
          const { sources } = await ask(page, { ask: 'status' });
          const all = sources as { address: string; state: string }[];
          return Object.fromEntries(all.map(({ address, state }) => [address, state]));
        };
        await without([third], async () => {
          const withdrawn = await visit(page, at(`${story(3)}?again`));
          expect(withdrawn.status).toBe(503);
          expect(withdrawn.told).not.toContain('Genuine');
          expect(await states()).toMatchObject({ [first.address]: 'poisoned', [third.address]: 'blocked' });
        });
        [first.folder, second.folder] = [folder, folder];
      });
    },
    LONG,
  );

  it(
    'leaves nothing when the last page is closed, where the reader chose so',
    async () => {
      await page.goto(at('reach.html'));
      await says(page, 'Forget everything when I leave');
      await page.click('#reach-exit');
      await page.waitForFunction(`document.querySelector('#reach-keep')?.checked === false`, { polling: 50 });
      expect(await ask(page, { ask: 'kept' })).toEqual({ ok: true, stories: [] });
      await visit(page, at(story(1)));
      expect(await page.evaluate(CACHES)).toEqual([['longwave'], 1]);
      await page.close();
      own.mood = (path, response) => path === '-/nothing' && (response.end('Nothing'), true);
      const look = async (): Promise<unknown> => {
        const plain = await browser.newPage();
        // An address that the worker never answers: with any other this would be the next visit.
        await plain.goto(at('-/nothing'));
        const left = await plain.evaluate(`caches.keys()`);
        // It may have been open while the worker looked whether any page is.
        const bye = `navigator.serviceWorker.controller?.postMessage({ longwave: 1, ask: 'bye' })`;
        await plain.evaluate(bye);
        await plain.close();
        return left;
      };
      await expect.poll(look, { interval: 3_000, timeout: 30_000 }).toEqual([]);
      page = await browser.newPage();
      await settle(page, at('index.html'));
      expect(await ask(page, { ask: 'status' })).toMatchObject({
        kept: 0,
        keepAll: false,
        wipeOnExit: false,
      });
    },
    LONG,
  );

  it(
    'comes through a mirror to a reader whose browser was just started, where the own place keeps silent',
    async () => {
      await visit(page, at(story(0)));
      // As in a network that this reader never was in.
      const cleared = await page.evaluate(`caches.open('longwave').then(async (cache) => {
      const key = ${JSON.stringify(at('edition/state'))};
      const state = await (await cache.match(key)).json();
      await cache.put(key, new Response(JSON.stringify({ ...state, lessons: {} })));
      return state.list !== null;
    })`);
      expect(cleared).toBe(true);
      await browser.close();
      own.asked.length = 0;
      own.mood = () => true;
      browser = await open(profile);
      page = await browser.newPage();
      const seen = await visit(page, at(story(2)));
      expect(seen).toMatchObject({ status: 200, heading: 'Story 2' });
      expect(seen.told).toContain('by way of');
      expect(own.asked).not.toEqual([]);
      own.mood = null;
    },
    LONG,
  );

  it(
    'forgets everything at the press of a button, after a second word',
    async () => {
      await page.goto(at('reach.html'));
      await says(page, 'Forget everything now');
      await press(page, 'Forget everything');
      await press(page, 'Yes, forget');
      await says(page, 'Forgotten.');
      await expect.poll(() => page.evaluate(CACHES), { timeout: 20_000 }).toEqual([[], 0]);
    },
    LONG,
  );
});
