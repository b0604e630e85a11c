import { isAskingPage, isGapPage, isReachPage, isSupportPage, isVerifyPage } from '#edition';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { parse } from 'parse5';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openChromium } from './browsers.ts';
import { SAMPLE_MS, sampleNewsroom, temporary } from './command.ts';
import { longwave } from './here.ts';

/*
 * The sample newsroom's whole site as a plain folder: every link, every file, in real browsers, under four addresses.
 */

let data: { path: string; remove(): void };
let out: { path: string; remove(): void };
let folder: string;
let files: string[];

const KINDS: [string, string][] = [
  ['front', 'index.html'],
  ['section', 'section/diplomacy.html'],
  ['tag', 'tag/tariffs.html'],
  ['series', 'series/the-strait-papers.html'],
  ['author', 'author/the-ferryman.html'],
  ['latest', 'latest.html'],
  ['archive', 'archive.html'],
  ['year', '2026.html'],
  ['month', '2026/11.html'],
  ['corrections', 'corrections.html'],
  ['masthead', 'masthead.html'],
  ['about', 'about.html'],
  ['privacy', 'privacy.html'],
  ['contact', 'contact.html'],
  ['support', 'support/index.html'],
  ['asking', 'support/asking.html'],
  ['refused', 'support/not-from-there.html'],
  ['not found', '404.html'],
];

beforeAll(async () => {
  data = await sampleNewsroom();
  out = temporary();
  folder = join(out.path, 'site');
  const pressed = await longwave(['press', '--out', folder, '--json'], { LONGWAVE_DATA: data.path });
  if (pressed.status !== 0) throw new Error(pressed.stderr);
  files = walk(folder);
}, SAMPLE_MS);

afterAll(() => {
  data.remove();
  out.remove();
});

function walk(place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(place, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** The line of script of pages that ask for support. */
const ASKS = ' type="module" async';
const isStarter = (path: string): boolean => /^(?:[a-z]+\/)?starter\.html$/.test(path);
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const pages = (): string[] => files.filter((path) => path.endsWith('.html'));

/** The first story page of a language with the longest text. */
function storyOf(prefix: string): string {
  const stories = pages().filter((path) =>
    new RegExp(`^${prefix}\\d{4}/\\d\\d/\\d\\d/[^/]+\\.html$`).test(path),
  );
  stories.sort((a, b) => statSync(join(folder, b)).size - statSync(join(folder, a)).size);
  return stories[0] ?? '';
}

type Node = { nodeName: string; attrs?: { name: string; value: string }[]; childNodes?: Node[] };

/** Every attribute that makes a browser go somewhere or load something. */
function* references(
  node: Node,
): Generator<{ element: string; attribute: string; value: string; rel: string }> {
  const rel = node.attrs?.find(({ name }) => name === 'rel')?.value ?? '';
  for (const { name, value } of node.attrs ?? []) {
    if (name === 'href' || name === 'src' || name === 'poster' || name === 'action') {
      yield { element: node.nodeName, attribute: name, value, rel };
    }
    if (name === 'srcset') {
      for (const part of value.split(','))
        yield { element: node.nodeName, attribute: name, value: part.trim().split(/\s+/)[0] ?? '', rel };
    }
  }
  for (const child of node.childNodes ?? []) yield* references(child);
}

describe('the folder', () => {
  it('holds every page kind in three languages', () => {
    for (const [kind, path] of KINDS) expect(existsSync(join(folder, path)), `${kind} ${path}`).toBe(true);
    for (const prefix of ['', 'ru/', 'fa/']) {
      expect(storyOf(prefix)).not.toBe('');
      for (const feed of ['feed.xml', 'atom.xml', 'feed.json']) expect(files).toContain(`${prefix}${feed}`);
    }
    expect(files).toContain('sitemap.xml');
    expect(files).toContain('robots.txt');
  });

  it('leads nowhere in vain: every link and every picture is a file of the folder', () => {
    const wrong: string[] = [];
    for (const page of pages()) {
      const ids = new Set([...read(page).matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
      for (const { element, value } of references(parse(read(page)))) {
        if (/^(https?|mailto|tel|data):/.test(value)) continue;
        // The sample's form, and the link to what one gave, lead to the server that it is tried on; no folder can take it.
        if (isSupportPage(page) && /^(?:\.\.\/)+-\/support(?:\/mine\?lang=\w+)?$/.test(value)) continue;
        const [address = '', fragment] = value.split('#');
        // An appeal tells the page that it leads to where it stands.
        const path = address.replace(/\?from=[a-z0-9.-]+$/, '');
        const target =
          path === ''
            ? page
            : relative(folder, resolve(dirname(join(folder, page)), decodeURIComponent(path)));
        if (!existsSync(join(folder, target)) || statSync(join(folder, target)).isDirectory())
          wrong.push(`${page}: <${element}> ${value}`);
        else if (path === '' && fragment && !ids.has(fragment)) wrong.push(`${page}: #${fragment}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('names absolute addresses of its own host only where a reader does not follow them', () => {
    const wrong: string[] = [];
    for (const page of pages()) {
      for (const { element, attribute, value, rel } of references(parse(read(page)))) {
        if (!value.startsWith('https://farshore.example')) continue;
        const allowed =
          (element === 'link' && attribute === 'href' && /^(canonical|alternate)$/.test(rel)) ||
          // The list of genuine addresses is to be read on any mirror.
          // What only the newsroom's server can do is asked for there from every mirror.
          (isSupportPage(page) &&
            /^https:\/\/farshore\.example\/-\/support(?:\/mine\?lang=\w+)?$/.test(value)) ||
          ((isVerifyPage(page) || isReachPage(page) || isStarter(page)) && element === 'a');
        if (!allowed) wrong.push(`${page}: <${element} ${attribute}> ${value}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has no script but structured data and the line for the worker, no handler, no style that a policy would bar', () => {
    for (const page of pages()) {
      const text = read(page);
      const scripts = [...text.matchAll(/<script([^>]*)>/g)].map(([, type = '']) => type);
      const running = scripts.filter(
        (type) => !/ (?:type="application\/(?:ld\+)?json"|data-worker="[./]*worker\.js")/.test(type),
      );
      if (running.includes(ASKS) && !isSupportPage(page)) expect(text, page).toContain('class="appeal ');
      const own = running.filter((type) => type !== ASKS);
      // The pages that verify, that compute the gap, that help to find the paper again and that tell of support run a script each, a file of its own.
      if (isVerifyPage(page))
        expect(own, page).toEqual([expect.stringMatching(/^ src="[./]*assets\/verify-\w+\.js"$/)]);
      else if (isReachPage(page))
        expect(own, page).toEqual([expect.stringMatching(/^ src="[./]*assets\/reach-\w+\.js"$/)]);
      else if (isGapPage(page))
        expect(own, page).toEqual([expect.stringMatching(/^ src="[./]*assets\/gap-\w+\.js"$/)]);
      else if (isAskingPage(page))
        expect(own, page).toEqual([expect.stringMatching(/^ src="[./]*assets\/asking-\w+\.js" defer$/)]);
      else if (/^(?:[^/]+\/)?support\/index\.html$/.test(page))
        expect(own, page).toEqual([expect.stringMatching(/^ src="[./]*assets\/later-\w+\.js" defer$/)]);
      // The starter is a program in one file, to be opened from a disk; its policy names what may run.
      else if (isStarter(page)) expect(own.filter((type) => !type.includes('octet-stream'))).toEqual(['']);
      else expect(own, page).toEqual([]);
      expect(text, page).not.toMatch(/\son[a-z]+\s*=\s*["']/i);
      for (const [, json = ''] of text.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g))
        JSON.parse(json);
    }
  });

  it('keeps its weight: an ordinary story ≤ 14 KB with its styles, the front ≤ 20 KB, two requests', () => {
    const style = files.find((path) => /^assets\/style-.*\.css$/.test(path)) ?? '';
    const size = (path: string): number => gzipSync(readFileSync(join(folder, path)), { level: 6 }).length;
    const stories = pages().filter((path) => /^\d{4}\/\d\d\/\d\d\/[^/]+\.html$/.test(path));
    for (const story of stories) expect(size(story) + size(style), story).toBeLessThanOrEqual(14_000);
    for (const prefix of ['', 'ru/', 'fa/'])
      expect(size(`${prefix}index.html`) + size(style)).toBeLessThanOrEqual(20_000);
    const loads = [...references(parse(read(stories[0] ?? '')) as unknown as Node)].filter(
      ({ element, rel }) => element === 'link' && /stylesheet|preload/.test(rel),
    );
    expect(loads.length).toBe(1);
  });

  it('shows no picture twice on a front', () => {
    for (const front of ['index.html', 'ru/index.html', 'fa/index.html']) {
      const shown = [...read(front).matchAll(/<img\b[^>]*\bsrc="([^"]*media\/[^/"]+)\//g)].map(
        ([, of]) => of,
      );
      expect(shown.length, front).toBeGreaterThan(2);
      expect(new Set(shown).size, front).toBe(shown.length);
    }
  });

  it('names each translation on both pages', () => {
    for (const page of pages()) {
      if (!/^(ru\/|fa\/)?\d{4}\/\d\d\/\d\d\//.test(page)) continue;
      for (const [, lang, address = ''] of read(page).matchAll(
        /<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g,
      )) {
        if (lang === 'x-default') continue;
        const other = decodeURIComponent(address.replace('https://farshore.example/', ''));
        const back = read(other);
        expect(back, `${other} does not name ${page}`).toContain(`href="https://farshore.example/${page}"`);
      }
    }
  });

  it('writes the same bytes again, and only what differs', async () => {
    const again = await longwave(['press', '--out', folder, '--json'], { LONGWAVE_DATA: data.path });
    expect(again.json).toMatchObject({ exported: { written: 0, removed: 0, unchanged: files.length } });
  });
});

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.avif': 'image/avif',
  '.xml': 'application/xml',
  '.json': 'application/json',
};

/** A plain file server under a prefix, as any host is: no header of ours, no index but by name. */
function plainHost(prefix: string): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    const file = join(folder, path.slice(prefix.length));
    if (!path.startsWith(prefix) || !existsSync(file) || statSync(file).isDirectory())
      response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
        .end(readFileSync(file));
  });
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address && typeof address === 'object')
        done({ address: `http://127.0.0.1:${address.port}${prefix}`, server });
    });
  });
}

/** Runs in the page: whether its styles came, and whether it left or broke anything. */
const LOOK = `(() => {
  let stored = 0;
  try { stored = localStorage.length + sessionStorage.length; } catch {}
  return {
    styled: getComputedStyle(document.body).margin === '0px' && document.styleSheets.length === document.querySelectorAll('link[rel=stylesheet]').length,
    cookies: document.cookie,
    stored,
    broken: [...document.images].filter((one) => one.complete && one.naturalWidth === 0 && one.loading !== 'lazy').length,
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
})()`;

/** What a page asked for that is not below its own root, what failed, and whether its styles came. */
async function visit(browser: Browser, root: string, path: string) {
  const page = await browser.newPage();
  const [strangers, failed]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    if (!request.url().startsWith(root) && !request.url().startsWith('data:')) strangers.push(request.url());
  });
  page.on('requestfailed', (request) => void failed.push(request.url()));
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) failed.push(response.url());
  });
  await page.goto(`${root}${path}`, { waitUntil: 'load' });
  const seen = (await page.evaluate(LOOK)) as {
    styled: boolean;
    cookies: string;
    stored: number;
    broken: number;
    wide: boolean;
  };
  await page.close();
  return {
    ...seen,
    strangers: strangers.filter((url) => !url.endsWith('/favicon.ico')),
    failed: failed.filter((url) => !url.endsWith('/favicon.ico')),
  };
}

const CLEAN = { styled: true, cookies: '', stored: 0, broken: 0, wide: false, strangers: [], failed: [] };

describe.each(BROWSERS)('in %s', (_name, open) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await open();
  }, 60_000);
  afterAll(() => browser.close());

  it.each(['/', '/a/b/', '/bucket-name/far-shore/edition/'])(
    'reads whole under %s, alone and without a trace',
    async (prefix) => {
      const { address, server } = await plainHost(prefix);
      try {
        for (const path of [
          'index.html',
          'fa/index.html',
          storyOf(''),
          storyOf('fa/'),
          'ru/section/diplomacy.html',
        ]) {
          expect(await visit(browser, address, path), path).toEqual(CLEAN);
        }
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
    120_000,
  );

  it('reads whole from a folder, by file://', async () => {
    const root = `${pathToFileURL(folder).href}/`;
    for (const path of ['index.html', 'fa/index.html', storyOf('')]) {
      expect(await visit(browser, root, path), path).toEqual(CLEAN);
    }
  }, 120_000);
});

/**
 * Runs in the page: for each column beside pictures that has none, the share of it that is blank below its last line and
 * has no colour of its own.
 */
const BLANK = `[...document.querySelectorAll('.tiles:has(.pictured) > :not(.pictured)')].map((column) => {
  const { bottom, height } = column.getBoundingClientRect();
  const last = Math.max(...[...column.querySelectorAll('p')].map((p) => p.getBoundingClientRect().bottom));
  return getComputedStyle(column).backgroundColor === 'rgba(0, 0, 0, 0)' ? (bottom - last) / height : 0;
})`;

/** Runs in the page after axe: each barrier with the first element that has it. */
const EXAMINE = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`;

describe.runIf(BROWSERS.length > 0)('for everybody', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  }, 60_000);
  afterAll(() => browser.close());

  async function violations(page: Page, path: string): Promise<string[]> {
    await page.goto(`${pathToFileURL(folder).href}/${path}`, { waitUntil: 'load' });
    await page.evaluate(axe.source);
    const found = (await page.evaluate(EXAMINE)) as string[];
    return found.map((one) => `${path} ${one}`);
  }

  it('has no front on which a story without a picture leaves its row empty', async () => {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    const blank: number[] = [];
    for (const prefix of ['', 'ru/', 'fa/']) {
      await page.goto(pathToFileURL(join(folder, prefix, 'index.html')).href);
      blank.push(...((await page.evaluate(BLANK)) as number[]));
    }
    await page.close();
    expect(blank.length).toBeGreaterThan(2);
    expect(blank.filter((share) => share > 0.5)).toEqual([]);
  });

  it('asks, takes what was chosen, and stores nothing, with JavaScript off', async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(pathToFileURL(join(folder, storyOf(''))).href);
    expect(await page.$$('.appeal.strip, .appeal.epic')).toHaveLength(2);
    await Promise.all([page.waitForNavigation(), page.click('.strip a.give')]);
    expect(page.url()).toMatch(/support\/index\.html\?from=strip\.a$/);
    const shown = async (): Promise<string[]> => {
      const names: string[] = [];
      for (const label of await page.$$('.chips label'))
        if (await label.isVisible())
          names.push(await label.evaluate((one) => one.querySelector('b').textContent));
      return names;
    };
    expect(await shown()).toEqual(['$2', '$5', '$10', '$20']);
    await page.click('label[for="r-yearly"], #r-yearly');
    await page.click('#c-1');
    expect(await shown()).toEqual(['€24', '€60', '€120', '€240']);
    const chosen = await page.$$eval('input:checked', (all) =>
      all.map(({ name, value }) => `${name}=${value}`),
    );
    expect(chosen).toEqual(
      expect.arrayContaining(['rhythm=yearly', 'currency=EUR', 'amount.yearly.EUR=6000', 'rail=till']),
    );
    await page.close();
  });

  it('remembers of its asking what a reader chose and nothing before, and forgets it again', async () => {
    const { address, server } = await plainHost('/a/');
    const page = await browser.newPage();
    const at = async (path: string): Promise<string[]> => {
      await page.goto(`${address}${path}`);
      return (await page.evaluate('Object.entries(localStorage).flat()')) as string[];
    };
    const asked = async (): Promise<boolean> => {
      await page.goto(`${address}${storyOf('')}`);
      return (await page.$('.appeal.strip'))?.isVisible() ?? false;
    };
    const press = async (number: number): Promise<void> => {
      await page.goto(`${address}support/asking.html`);
      await page.click(`#asking-choices button:nth-child(${number})`);
    };
    try {
      expect([await at('support/index.html?from=epic.a'), await asked()]).toEqual([[], true]);
      await page.goto(`${address}support/index.html?from=epic.a`);
      expect(await page.$eval('[name=from]', ({ value }) => value)).toBe('epic.a');
      // Once a week: the first story still asks, the next does not.
      await press(2);
      expect([await asked(), await asked()]).toEqual([true, false]);
      expect(await at('support/asking.html')).toEqual([
        'longwave-asking',
        expect.stringMatching(/^\{"until":\d+,"every":604800000,"seen":\[\d+\]\}$/),
      ]);
      await press(3);
      expect(await asked()).toBe(false);
      await press(4);
      expect([await at('support/asking.html'), await asked()]).toEqual([[], true]);
    } finally {
      await page.close();
      server.closeAllConnections();
      server.close();
    }
  });

  // Both schemes and both directions of each kind are examined beside the views; here it is the sample's own words.
  it.each([
    ['left to right', '', 'light', 1280],
    ['right to left', 'fa/', 'dark', 360],
  ])(
    'has no barrier that axe knows of, %s',
    async (_direction, prefix, scheme, width) => {
      const page = await browser.newPage();
      await page.setBypassCSP(true);
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      const found: string[] = [];
      const paths = KINDS.filter(([kind]) => kind !== 'not found' && kind !== 'tag' && kind !== 'month').map(
        ([, path]) => `${prefix}${path}`,
      );
      for (const path of [...paths, storyOf(prefix)])
        if (existsSync(join(folder, path))) found.push(...(await violations(page, path)));
      await page.close();
      expect(found).toEqual([]);
    },
    180_000,
  );
});
