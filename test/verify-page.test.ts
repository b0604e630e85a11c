import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openChromium } from './browsers.ts';
import { host, type Host } from './host.ts';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, until, type Serving } from './command.ts';
import { longwave } from './here.ts';

/*
 * The page that verifies, in real browsers: on the newsroom's own server, on plain hosts, from a disk; links, saved
 * stories, folders, single files, genuine and forged.
 */

const scratch = mkdtempSync(join(tmpdir(), 'longwave-verify-'));
const folder = join(scratch, 'genuine');
const older = join(scratch, 'older');
const forged = join(scratch, 'forged');
const part = join(scratch, 'part');
const PICTURED: Record<'en' | 'ru' | 'fa', string> = { en: '', ru: '', fa: '' };

let data: { path: string; remove(): void };
let own: Serving;
const hosts: Record<'mirror' | 'old' | 'clone' | 'closed' | 'stranger' | 'liar', Host | null> = {
  mirror: null,
  old: null,
  clone: null,
  closed: null,
  stranger: null,
  liar: null,
};
const at = (name: keyof typeof hosts): string => hosts[name]?.address ?? '';

async function run(args: string[]): Promise<unknown> {
  const { status, stderr, json } = await longwave([...args, '--json'], { LONGWAVE_DATA: data.path });
  if (status !== 0) throw new Error(stderr);
  return json;
}

/** A story of a language that leads with a picture. */
function storyIn(prefix: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find(
    (path) =>
      new RegExp(`^${prefix}\\d{4}/\\d\\d/\\d\\d/[^/]+\\.html$`).test(path) &&
      readFileSync(join(folder, path), 'utf8').includes('class="lead-picture"'),
  );
  if (found === undefined) throw new Error(`The sample has no story with a picture under "${prefix}"`);
  return found;
}

beforeAll(async () => {
  data = await sampleNewsroom();
  await run(['press', '--out', older]);
  await run(['front', 'banner', 'Ferries sail again']);
  await run(['press', '--out', folder]);
  for (const [lang, prefix] of [
    ['en', ''],
    ['ru', 'ru/'],
    ['fa', 'fa/'],
  ] as const)
    PICTURED[lang] = storyIn(prefix);
  cpSync(folder, forged, { recursive: true });
  const story = join(forged, PICTURED.en);
  writeFileSync(story, readFileSync(story, 'utf8').replace('<h1>', '<h1>Not '));
  for (const path of [PICTURED.en, 'index.html']) cpSync(join(folder, path), join(part, path));
  writeFileSync(join(scratch, 'stranger.html'), '<!doctype html><title>Something else</title>');
  own = await serving({ LONGWAVE_DATA: data.path });
  hosts.mirror = await host(folder, { prefix: '/a/b/' });
  hosts.old = await host(older);
  hosts.clone = await host(forged);
  hosts.closed = await host(folder, { open: false });
  hosts.stranger = await host(scratch);
  const page = '<!doctype html><title>Ferries stop for ever</title>';
  hosts.liar = await host(folder, { lies: { '/': page, '/ru/': page, [`/${PICTURED.en}?from=mail`]: page } });
}, SAMPLE_MS);

afterAll(async () => {
  await own?.stop();
  for (const one of Object.values(hosts)) await one?.close();
  rmSync(scratch, { recursive: true, force: true });
  data?.remove();
});

type Answer = { tone: string; text: string };

/** What the page says once it is done. */
async function answer(page: Page): Promise<Answer> {
  await page.waitForFunction(
    `(() => { const one = document.querySelector('#verify-answer'); return !one.hidden && !one.classList.contains('working'); })()`,
    { timeout: 60_000 },
  );
  return (await page.evaluate(
    `({ tone: document.querySelector('#verify-answer').className.replace('verify-answer ', ''), text: document.querySelector('#verify-answer').innerText })`,
  )) as Answer;
}

/** Clears what was said, so that the next answer is one to the next question. */
async function forget(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('#verify-answer').hidden = true`);
}

async function give(page: Page, ...files: string[]): Promise<Answer> {
  await forget(page);
  const input = await page.$('#verify-files');
  await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...files);
  return answer(page);
}

/** A folder as a browser gives it: each file with its path. */
async function giveFolder(page: Page, from: string, whole: boolean): Promise<Answer> {
  if (!whole) return giveAsFolder(page, from);
  await forget(page);
  const input = await page.$('#verify-folder');
  await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(from);
  return answer(page);
}

/** Firefox takes no folder from whoever drives it: the same files, and what the browser would say of where they lay. */
async function giveAsFolder(page: Page, from: string): Promise<Answer> {
  await forget(page);
  const paths = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const told = paths.map((path) => `folder/${path.slice(from.length + 1)}`);
  await page.evaluate(`(() => {
    const told = ${JSON.stringify(told)};
    const places = new WeakMap();
    document.addEventListener('change', ({ target }) => {
      [...target.files].forEach((file, at) => places.set(file, told[at]));
    }, { capture: true, once: true });
    Object.defineProperty(File.prototype, 'webkitRelativePath', { configurable: true, get() { return places.get(this) ?? ''; } });
  })()`);
  const input = await page.$('#verify-folder');
  await page.evaluate(`document.querySelector('#verify-folder').removeAttribute('webkitdirectory')`);
  await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths);
  return answer(page);
}

async function paste(page: Page, link: string): Promise<Answer> {
  await forget(page);
  await page.evaluate(`document.querySelector('#verify-link').value = ${JSON.stringify(link)}`);
  await page.evaluate(`document.querySelector('#verify-tools').requestSubmit()`);
  return answer(page);
}

/** Every address that a page asks for, but for its own data. */
function requestsOf(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().endsWith('/favicon.ico'))
      asked.push(request.url());
  });
  return asked;
}

/** Keeps what the page offers to download, which no policy lets a test fetch. */
const KEEP = `(() => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => { window.kept = blob; return make.call(URL, blob); }; })()`;

/** Saves a story as a reader would, and gives the file. */
async function save(page: Page, base: string, lang: 'en' | 'ru' | 'fa'): Promise<{ bytes: Buffer }> {
  const path = PICTURED[lang];
  await page.goto(`${base}${path}`);
  const href = (await page.evaluate(`document.querySelector('a[href*="#save="]').href`)) as string;
  await page.evaluateOnNewDocument(KEEP);
  await page.goto(href);
  await answer(page);
  const text = (await page.evaluate(
    `kept.arrayBuffer().then((bytes) => Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))`,
  )) as string;
  return { bytes: Buffer.from(text, 'latin1') };
}

describe.each(BROWSERS)('in %s', (name, open) => {
  let browser: Browser;
  let page: Page;
  let asked: string[];
  const saved = (lang: string): string => join(scratch, `${name}-${lang}.html`);

  beforeAll(async () => {
    browser = await open();
    page = await browser.newPage();
    asked = requestsOf(page);
    for (const lang of ['en', 'ru', 'fa'] as const) {
      const maker = await browser.newPage();
      const { bytes } = await save(maker, lang === 'en' ? own.address : at('mirror'), lang);
      writeFileSync(saved(lang), bytes);
      await maker.close();
    }
  }, 120_000);
  afterAll(() => browser?.close());

  it('saves a story as one file of at most 150 kB with its picture, the same wherever it is saved', async () => {
    const maker = await browser.newPage();
    const again = await save(maker, at('mirror'), 'en');
    await maker.close();
    const bytes = readFileSync(saved('en'));
    expect(again.bytes.equals(bytes)).toBe(true);
    expect(bytes.length).toBeLessThanOrEqual(150_000);
    expect(bytes.toString()).toContain('<img src="data:image/');
  });

  it.each([
    ['en', 'light'],
    ['fa', 'dark'],
    ['ru', 'dark'],
  ] as const)(
    'shows a saved story from a disk with all that is in it and without a request: %s, %s',
    async (lang, scheme) => {
      const reader = await browser.newPage();
      const requests = requestsOf(reader);
      const errors: string[] = [];
      reader.on('console', (message) => void errors.push(message.text()));
      await reader.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]).catch(() => null);
      const url = pathToFileURL(saved(lang)).href;
      await reader.goto(url, { waitUntil: 'load' });
      const seen = await reader.evaluate(`({
        styled: getComputedStyle(document.body).margin,
        note: getComputedStyle(document.querySelector('.saved-note')).fontSize,
        pictures: [...document.images].filter((one) => one.naturalWidth > 0).length,
        broken: [...document.images].filter((one) => one.naturalWidth === 0).length,
        dir: document.dir,
        text: document.body.innerText,
      })`);
      expect(seen).toMatchObject({
        styled: '0px',
        note: '15px',
        broken: 0,
        dir: lang === 'fa' ? 'rtl' : 'ltr',
      });
      expect((seen as { pictures: number }).pictures).toBeGreaterThan(0);
      // It tells how to check it, and never that it passed.
      expect((seen as { text: string }).text).not.toMatch(/[✓✔✅☑🔒]/u);
      // Firefox does not tell of the file itself.
      expect(requests.filter((one) => one !== url)).toEqual([]);
      expect(errors).toEqual([]);
      await reader.close();
    },
  );

  it('offers its tools where its script runs', async () => {
    expect(readFileSync(join(folder, 'verify.html'), 'utf8')).toMatch(
      /<form [^>]*hidden[^>]*id="verify-tools"/,
    );
    await page.goto(`${own.address}verify.html`);
    expect(await page.evaluate(`document.querySelector('#verify-tools').hidden`)).toBe(false);
  });

  for (const where of ['server', 'mirror', 'disk'] as const) {
    describe(`opened from a ${where}`, () => {
      const base = (): string =>
        where === 'server'
          ? own.address
          : where === 'mirror'
            ? at('mirror')
            : `${pathToFileURL(folder).href}/`;

      beforeAll(async () => {
        await page.goto(`${base()}verify.html`);
        asked.length = 0;
      });

      it('calls a saved story genuine, and a changed one altered', async () => {
        const genuine = await give(page, saved('en'));
        expect(genuine).toMatchObject({ tone: 'authentic' });
        expect(genuine.text).toContain('Genuine');
        expect(genuine.text).toContain('sample newsroom');
        if (where === 'disk') expect(genuine.text).toContain('Not compared with our newest edition');
        else expect(genuine.text).toContain('It still stands like this');
        const bytes = readFileSync(saved('en'));
        const shown = bytes.indexOf('<h1>') + 6;
        for (const [place, wanted] of [
          [shown, 'We published'],
          [bytes.length - 900, 'proof'],
        ] as const) {
          const changed = Buffer.from(bytes);
          changed[place] = (changed[place] ?? 0) ^ 1;
          const file = join(scratch, `${name}-changed.html`);
          writeFileSync(file, changed);
          const said = await give(page, file);
          expect(said.tone).toBe('altered');
          expect(said.text).toContain(wanted);
        }
      });

      it('sends no file anywhere and asks no stranger', () => {
        const strangers = asked.filter((url) => !url.startsWith(base()));
        expect(strangers).toEqual([]);
      });
    });
  }

  it('knows a page of this edition by itself, and says little of what it does not know', async () => {
    await page.goto(`${at('mirror')}verify.html`);
    expect(await give(page, join(part, PICTURED.en))).toMatchObject({ tone: 'authentic' });
    expect(await give(page, join(forged, PICTURED.en))).toMatchObject({ tone: 'unknown' });
    expect(await give(page, join(scratch, 'stranger.html'))).toMatchObject({ tone: 'unknown' });
    expect(await give(page, join(folder, PICTURED.en), join(scratch, 'stranger.html'))).toMatchObject({
      tone: 'mixed',
    });
  });

  it('answers to a whole folder: genuine, altered and which file, old and by how much', async () => {
    await page.goto(`${at('mirror')}verify.html`);
    const whole = name === 'Chromium';
    const genuine = await giveFolder(page, folder, whole);
    expect(genuine.tone).toBe('authentic');
    const altered = await giveFolder(page, forged, whole);
    expect(altered.tone).toBe('altered');
    expect(altered.text).toContain(PICTURED.en);
    expect(altered.text).toContain('changed');
    const old = await giveFolder(page, older, whole);
    expect(old.tone).toBe('old');
    expect(old.text).toContain(': 1.');
    expect(await giveFolder(page, part, whole)).toMatchObject({ tone: 'authentic' });
  }, 180_000);

  it('answers to links: genuine here and elsewhere, altered, old, unknown, unreadable', async () => {
    await page.goto(`${own.address}verify.html`);
    expect(await paste(page, `${own.address}${PICTURED.en}`)).toMatchObject({ tone: 'authentic' });
    expect(await paste(page, `${at('mirror')}${PICTURED.fa}`)).toMatchObject({ tone: 'authentic' });
    expect(await paste(page, at('mirror'))).toMatchObject({ tone: 'authentic' });
    expect(await paste(page, `${at('clone')}${PICTURED.en}`)).toMatchObject({ tone: 'altered' });
    const old = await paste(page, `${at('old')}${PICTURED.en}`);
    expect(old.tone).toBe('old');
    expect(old.text).toContain('Editions since: 1');
    // What an address shows counts, whatever lies beside it.
    expect(await paste(page, `${at('liar')}index.html`)).toMatchObject({ tone: 'authentic' });
    for (const path of ['', 'ru/', `${PICTURED.en}?from=mail`])
      expect(await paste(page, `${at('liar')}${path}`)).toMatchObject({ tone: 'altered' });
    expect(await paste(page, `${at('liar')}${PICTURED.en}?from=print`)).toMatchObject({ tone: 'authentic' });
    expect(await paste(page, `${at('stranger')}stranger.html`)).toMatchObject({ tone: 'unknown' });
    const closed = await paste(page, `${at('closed')}${PICTURED.en}`);
    expect(closed.tone).toBe('unknown');
    expect(closed.text).toContain('could not read');
    expect(await paste(page, 'not an address')).toMatchObject({ tone: 'unknown' });
    const hostsAsked = new Set(asked.filter((url) => url.startsWith('http')).map((url) => new URL(url).host));
    const named = [own.address, ...Object.values(hosts).map((one) => one?.address ?? '')].map(
      (url) => new URL(url).host,
    );
    expect([...hostsAsked].filter((one) => !named.includes(one))).toEqual([]);
  }, 120_000);

  it('stores nothing; the worker keeps what it trusts, and no page', async () => {
    const stored = (await page.evaluate(`(async () => {
      const kept = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) kept.push(new URL(url).pathname);
      const rest = (await indexedDB.databases()).length + localStorage.length + sessionStorage.length;
      return { kept, rest: rest + document.cookie.length };
    })()`)) as { kept: string[]; rest: number };
    expect(stored.rest).toBe(0);
    expect(stored.kept.filter((path) => !path.endsWith('/edition/state'))).toEqual([]);
  });

  /** What axe finds. It reads the same page in both browsers, so one of them is enough. */
  const examine = async (looker: Page): Promise<string[]> => {
    if (name !== BROWSERS[0]?.[0]) return [];
    await looker.setBypassCSP(true);
    await looker.evaluate(axe.source);
    return (await looker.evaluate(
      `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
    )) as string[];
  };

  it('speaks three languages, and has no barrier that axe knows of with an answer on it', async () => {
    const found: string[] = [];
    for (const [lang, prefix] of [
      ['en', ''],
      ['ru', 'ru/'],
      ['fa', 'fa/'],
    ] as const) {
      for (const [scheme, width] of [
        ['light', 1280],
        ['dark', 360],
      ] as const) {
        const looker = await browser.newPage();
        await looker.setViewport({ width, height: 900 });
        await looker
          .emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
          .catch(() => null);
        await looker.goto(`${at('mirror')}${prefix}verify.html`);
        const said = await give(looker, saved(lang));
        expect(said.tone).toBe('authentic');
        found.push(...(await examine(looker)).map((one) => `${lang} ${scheme}: ${one}`));
        const wide = await looker.evaluate(
          `document.documentElement.scrollWidth > document.documentElement.clientWidth`,
        );
        if (wide) found.push(`${lang}: too wide`);
        await looker.close();
      }
    }
    expect(found).toEqual([]);
  }, 120_000);
});

describe.runIf(BROWSERS.length > 0)('in one browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser?.close());

  it('downloads the file that was put together', async () => {
    const downloads = temporary();
    const page = await browser.newPage();
    const cdp = await browser.target().createCDPSession();
    await cdp.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      downloadPath: downloads.path,
      eventsEnabled: true,
    });
    let state = 'not begun';
    cdp.on('Browser.downloadProgress', (now) => void (state = now.state));
    await page.goto(`${at('mirror')}verify.html#save=${PICTURED.en}`);
    await answer(page);
    await page.click('.verify-go');
    await until('the download ends', () => Promise.resolve(/^(completed|canceled)$/.test(state)));
    expect(state).toBe('completed');
    const file = join(downloads.path, PICTURED.en.slice(PICTURED.en.lastIndexOf('/') + 1));
    expect(readFileSync(file, 'utf8')).toContain('application/x-longwave-proof');
    downloads.remove();
  }, 60_000);

  it('says without its script what to do instead, and the server gives the same file', async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(`${own.address}verify.html`);
    const seen = (await page.evaluate(
      `({ hidden: document.querySelector('#verify-tools').hidden, text: document.body.innerText })`,
    )) as { hidden: boolean; text: string };
    expect(seen.hidden).toBe(true);
    expect(seen.text).toContain('/-/save/');
    const given = await fetch(`${own.address}-/save/${PICTURED.en}`);
    const maker = await browser.newPage();
    const { bytes } = await save(maker, own.address, 'en');
    expect(Buffer.from(await given.arrayBuffer()).equals(bytes)).toBe(true);
  }, 60_000);
});
