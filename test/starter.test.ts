import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintWords, rootFingerprint } from '#edition';
import { renderStarter, styles, type ReachView, type SiteView } from '#reader';
import { BROWSERS, openChromium } from './browsers.ts';
import { SAMPLE_MS, sampleNewsroom } from './command.ts';
import { longwave } from './here.ts';
import { host, type Host } from './host.ts';
import { curtain, openHost } from './moody-host.ts';

/*
 * The starter, opened from a disk in real browsers, with hosts that are genuine, old, forged, lying and dead.
 */

const scratch = mkdtempSync(join(tmpdir(), 'longwave-starter-'));
const folder = join(scratch, 'genuine');
const older = join(scratch, 'older');
const forged = join(scratch, 'forged');

const LANGUAGES = [
  { lang: 'en', name: 'English', prefix: '' },
  { lang: 'fa', name: 'فارسی', prefix: 'fa/' },
];

let data: { path: string; remove(): void };
let view: ReachView;
const hosts: Host[] = [];
const at: Record<'genuine' | 'old' | 'forged' | 'lying' | 'dead', string> = {
  genuine: '',
  old: '',
  forged: '',
  lying: '',
  dead: '',
};

/** A host that answers everything with a page of its own, as those who block do. */
function liar(): Promise<{ address: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>This page is not available</h1>');
  });
  return new Promise((listening) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('The test server has no port');
      listening({ address: `http://127.0.0.1:${address.port}/`, server });
    });
  });
}

let lying: Server;

beforeAll(async () => {
  data = await sampleNewsroom();
  const run = async (args: string[]): Promise<void> => {
    const { status, stderr } = await longwave(args, { LONGWAVE_DATA: data.path });
    if (status !== 0) throw new Error(stderr);
  };
  await run(['press', '--out', older]);
  await run(['front', 'banner', 'Ferries sail again']);
  await run(['press', '--out', folder]);
  cpSync(folder, forged, { recursive: true });
  for (const path of readdirSync(forged, { recursive: true, encoding: 'utf8' })) {
    if (!/^(?:fa\/)?(?:index|\d{4}\/\d\d\/\d\d\/[^/]+)\.html$/.test(path)) continue;
    const file = join(forged, path);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/<h1[^>]*>/g, '$&Forged '));
  }
  // What is kept by hash as well would still be genuine.
  rmSync(join(forged, 'edition/o'), { recursive: true });
  const [genuine, old, forge] = [
    await host(folder, { prefix: '/a/b/' }),
    await host(older),
    await host(forged),
  ];
  hosts.push(genuine, old, forge);
  const liarAt = await liar();
  lying = liarAt.server;
  const gone = await host(folder);
  await gone.close();
  Object.assign(at, {
    genuine: genuine.address,
    old: old.address,
    forged: forge.address,
    lying: liarAt.address,
    dead: gone.address,
  });
  const root = readFileSync(join(folder, 'edition/tuf/1.root.json'));
  const fingerprint = await rootFingerprint(root);
  view = {
    root: root.toString('base64'),
    words: await fingerprintWords(fingerprint),
    fingerprint,
    sample: true,
    mirrors: [],
    onion: 'http://farshore2345671.onion/',
    at: Date.UTC(2026, 10, 27),
  };
}, SAMPLE_MS);

afterAll(async () => {
  for (const one of hosts) await one.close();
  lying?.closeAllConnections();
  lying?.close();
  rmSync(scratch, { recursive: true, force: true });
  data?.remove();
});

let made = 0;

/** The starter of a paper with these mirrors, as a file; the newsroom's own address is dead. */
function starter(lang: 'en' | 'fa', mirrors: string[]): string {
  const site: SiteView = {
    name: lang === 'en' ? 'Far Shore' : 'کرانهٔ دور',
    tagline: '',
    address: at.dead.slice(0, -1),
    lang,
    prefix: lang === 'en' ? '' : 'fa/',
    timeZone: 'Europe/Riga',
    languages: LANGUAGES,
    menu: [],
    footer: [],
    sections: [],
    stylesheet: styles().path,
    adFreeSince: null,
    paper: null,
    support: false,
    publisher: { name: 'Far Shore', logo: null },
  };
  const html = renderStarter(site, {
    ...view,
    mirrors: mirrors.map((address) => ({ address, use: 'entry' })),
  });
  made += 1;
  const file = join(scratch, `starter-${made}.html`);
  writeFileSync(file, html);
  return file;
}

const TEXT = `document.querySelector('#found').innerText`;

/** Presses the button and waits for what it says in the end. */
async function search(page: Page): Promise<string> {
  await page.click('#go button');
  await page.waitForFunction(`document.querySelector('#go button').disabled === false`, { timeout: 30_000 });
  return (await page.evaluate(TEXT)) as string;
}

describe.each(BROWSERS)('in %s', (_name, open) => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await open();
    page = await browser.newPage();
    page.on('request', (request) => void asked.push(request.url()));
    // Firefox counts a host that is not there among the errors of the page that asked it.
    page.on('pageerror', (error) => {
      if (!String(error).includes('Cross-Origin Request Blocked')) errors.push(String(error));
    });
  }, 60_000);
  afterAll(() => browser?.close());

  it('asks nobody before the reader says so, and never a name that only Tor knows', async () => {
    const file = starter('en', [at.lying, at.old, at.genuine]);
    asked.length = 0;
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('#go button');
    expect(asked.filter((url) => url.startsWith('http'))).toEqual([]);
    await search(page);
    expect(asked.filter((url) => url.startsWith('http')).length).toBeGreaterThan(3);
    expect(asked.filter((url) => url.includes('.onion'))).toEqual([]);
    const strangers = asked.filter(
      (url) => url.startsWith('http') && !Object.values(at).some((address) => url.startsWith(address)),
    );
    expect(strangers).toEqual([]);
  });

  it('tells apart what is genuine, old, silent and not ours, and never with a tick', async () => {
    const told = (await page.evaluate(
      `Object.fromEntries([...document.querySelectorAll('.asked li')].map((row) => [row.querySelector('bdi').textContent, row.querySelector('small').textContent]))`,
    )) as Record<string, string>;
    expect(told[at.genuine]).toMatch(/^signed by these keys, confirmed /);
    expect(told[at.old]).toMatch(/older edition/);
    expect(told[at.lying]).toBe('not signed by these keys');
    expect(told[at.dead]).toBe('no answer');
    const text = (await page.evaluate('document.body.innerText')) as string;
    expect(text).toContain('could have written this sentence too');
    expect(text).not.toMatch(/[✓✔✅☑🔒]/u);
    for (const word of view.words) expect(text).toContain(word);
  });

  it('shows the newest headlines and lets a story be read, with its style and its pictures', async () => {
    const heads = (await page.evaluate(
      `[...document.querySelectorAll('.news a')].map((link) => link.textContent)`,
    )) as string[];
    expect(heads.length).toBeGreaterThan(5);
    const front = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(front).toContain('Ferries sail again');
    await page.click('.news a');
    await page.waitForFunction(
      `(() => { const inner = document.querySelector('iframe')?.contentDocument; return [...inner?.images ?? []].some((one) => one.naturalWidth > 0); })()`,
      { timeout: 20_000 },
    );
    const seen = (await page.evaluate(`(() => {
      const inner = document.querySelector('iframe').contentDocument;
      return { h1: inner.querySelector('h1').textContent, margin: getComputedStyle(inner.body).margin, scripts: inner.scripts.length, bar: document.querySelector('#pane header').innerText };
    })()`)) as { h1: string; margin: string; scripts: number; bar: string };
    expect(heads).toContain(seen.h1.trim());
    expect(seen).toMatchObject({ margin: '0px', scripts: 0 });
    expect(seen.bar).toContain(new URL(at.genuine).host);
  });

  it('follows links within the edition inside the file, and goes back', async () => {
    await page.evaluate(
      `document.querySelector('iframe').contentDocument.querySelector('.foot-name a').click()`,
    );
    await page.waitForFunction(
      `document.querySelector('iframe')?.contentDocument?.body?.className?.includes('front') ?? false`,
      { timeout: 20_000 },
    );
    expect(await page.evaluate('location.protocol')).toBe('file:');
    await page.goBack().catch(() => null);
    await page.waitForFunction(`!location.hash.includes('index.html')`, { timeout: 20_000 });
    await page.evaluate(`location.hash = ''`);
    await page.waitForFunction(`document.querySelector('#pane').hidden`, { timeout: 20_000 });
    expect(errors).toEqual([]);
  });

  it('waits for no address that keeps silent', async () => {
    const silent = await openHost(folder);
    silent.mood = () => true;
    const many = Array.from({ length: 5 }, (_, one) => `${silent.address}${one}/`);
    await page.goto(pathToFileURL(starter('en', [...many, at.genuine])).href);
    await page.click('#go button');
    await page.waitForSelector('.news a');
    // The others are still being waited for.
    expect(await page.evaluate(`document.querySelector('#go button').disabled`)).toBe(true);
    expect(await page.evaluate(TEXT)).not.toContain(silent.address);
    await silent.down();
    await page.waitForFunction(`document.querySelector('#go button').disabled === false`);
    expect(await page.evaluate(TEXT)).toContain(silent.address);
  }, 60_000);

  it('reads where every connection freezes after 16 kB', async () => {
    const frozen = await openHost(folder);
    const { carried, mood } = curtain();
    frozen.mood = mood(frozen);
    await page.goto(pathToFileURL(starter('en', [frozen.address])).href);
    expect(await search(page)).not.toContain('could not be fetched');
    await page.click('.news a');
    await page.waitForFunction(
      `(() => { const inner = document.querySelector('iframe')?.contentDocument; return (inner?.querySelector('h1')?.getClientRects().length ?? 0) > 0; })()`,
      { timeout: 20_000 },
    );
    // More than one connection could bring.
    expect([...carried.values()].reduce((sum, bytes) => sum + bytes, 0)).toBeGreaterThan(16_000);
    await frozen.down();
  }, 60_000);

  it('shows nothing that the keys did not sign', async () => {
    await page.goto(pathToFileURL(starter('en', [at.forged])).href);
    const said = await search(page);
    expect(said).toContain('could not be fetched and checked');
    expect(await page.evaluate('document.body.innerText')).not.toContain('Forged');
    await page.goto(pathToFileURL(starter('en', [at.lying])).href);
    expect(await search(page)).toContain('None of the addresses');
  });

  it('speaks Persian from right to left, and has no barrier that axe knows of', async () => {
    const file = starter('fa', [at.genuine, at.lying]);
    const found: string[] = [];
    for (const [scheme, width] of [
      ['light', 360],
      ['dark', 1280],
    ] as const) {
      const looker = await browser.newPage();
      await looker.setViewport({ width, height: 900 });
      await looker.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]).catch(() => null);
      await looker.setBypassCSP(true).catch(() => null);
      await looker.goto(pathToFileURL(file).href);
      const said = await search(looker);
      expect(said).toMatch(/با کلیدهای این پرونده امضا شده است/);
      expect(said).toMatch(/[۰-۹]/);
      await looker.evaluate(axe.source);
      const barriers = (await looker.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      )) as string[];
      const wide = await looker.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      found.push(...barriers, ...(wide ? ['too wide'] : []));
      await looker.close();
    }
    expect(found).toEqual([]);
  }, 60_000);
});

describe.runIf(BROWSERS.length > 0)('in one browser', () => {
  it('without its script still names the addresses', async () => {
    const browser = await openChromium();
    const plain = await browser.newPage();
    await plain.setJavaScriptEnabled(false);
    await plain.goto(pathToFileURL(starter('en', [at.genuine])).href);
    const text = (await plain.evaluate('document.body.innerText')) as string;
    expect(text).toContain(at.genuine);
    expect(text).toContain('try by hand');
    await browser.close();
  });
});

it('stays small enough for any messenger', () => {
  const many = Array.from({ length: 40 }, (_, one) => `https://mirror-${one}.example/some/folder/`);
  for (const lang of ['en', 'fa'] as const)
    expect(readFileSync(starter(lang, many)).length).toBeLessThan(60_000);
});
