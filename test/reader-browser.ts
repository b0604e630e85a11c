import type { Browser, BrowserContext, HTTPRequest, Page } from 'puppeteer-core';

/* A reader at a browser of her own, of which everything is noted that it asks for and keeps. */

export type Reader = {
  page: Page;
  /** Everything that was asked of the network, in its order: no `data:`, no `about:`. */
  asked: string[];
  /** What pages complained of: errors, and what their policies refused. */
  complaints: string[];
  /** How often she pressed something since `forgetTaps`. */
  taps: () => number;
  forgetTaps: () => void;
  /** Presses what stands there; with `leads`, until the page that it leads to is there. */
  tap: (selector: string, how?: { leads?: boolean }) => Promise<void>;
  /** Goes on with the tabulator until that has the focus, and presses a key there. */
  key: (selector: string, key: 'Enter' | 'Space' | null, how?: { leads?: boolean }) => Promise<void>;
  text: () => Promise<string>;
  heading: () => Promise<string>;
  /** What the browser keeps for that page, but for the edition's own worker: nothing, before a reader chose so. */
  kept: () => Promise<Record<string, string>>;
  close: () => Promise<void>;
};

/** Runs in the page. Where a browser lets pages keep nothing, nothing is kept. */
const KEPT = `(async () => {
  const kept = {};
  for (const store of ['localStorage', 'sessionStorage'])
    try { for (const [key, value] of Object.entries(window[store])) kept[store + ' ' + key] = value; } catch {}
  if (document.cookie !== '') kept.cookie = document.cookie;
  for (const { name } of await indexedDB.databases().catch(() => [])) kept['indexedDB ' + name] = '';
  for (const name of await window.caches?.keys().catch(() => []) ?? []) if (name !== 'longwave') kept['cache ' + name] = '';
  return kept;
})()`;

const MOST_TABS = 120;
let readers = 0;

export async function openReader(browser: Browser, { script = true } = {}): Promise<Reader> {
  const context: BrowserContext = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 360, height: 740 });
  // To the server that trusts this address as its proxy, each comes from a place of her own.
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': `203.0.113.${(readers += 1)}` });
  if (!script) await page.setJavaScriptEnabled(false);
  const [asked, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request: HTTPRequest) => {
    if (/^(?:https?|wss?|file):/.test(request.url())) asked.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      complaints.push(message.text());
  });
  let taps = 0;
  const going = async (leads: boolean, act: () => Promise<unknown>): Promise<void> => {
    await (leads ? Promise.all([page.waitForNavigation({ waitUntil: 'load' }), act()]) : act());
  };
  return {
    page,
    asked,
    complaints,
    taps: () => taps,
    forgetTaps: () => (taps = 0),
    async tap(selector, { leads = false } = {}) {
      const [one, ...others] = await visible(page, selector);
      if (one === undefined || others.length > 0)
        throw new Error(`${others.length + (one === undefined ? 0 : 1)} of "${selector}" can be seen`);
      taps += 1;
      await going(leads, () => one.click());
    },
    async key(selector, key, { leads = false } = {}) {
      const there = `document.activeElement?.matches(${JSON.stringify(selector)}) === true`;
      for (let tabs = 0; (await page.evaluate(there)) !== true; tabs += 1) {
        if (tabs === MOST_TABS) throw new Error(`The tabulator never comes to "${selector}"`);
        await page.keyboard.press('Tab');
      }
      if (key !== null) await going(leads, () => page.keyboard.press(key));
    },
    // Without the marks that keep amounts apart from the direction of the words around them.
    text: () => page.evaluate(`document.body.innerText.replace(/[\\u2066-\\u2069]/g, '')`) as Promise<string>,
    heading: () => page.evaluate('document.querySelector("h1").innerText') as Promise<string>,
    async kept() {
      const kept = (await page.evaluate(KEPT)) as Record<string, string>;
      for (const { name, value } of await context.cookies()) kept[`cookie ${name}`] = value;
      return kept;
    },
    close: () => context.close(),
  };
}

async function visible(page: Page, selector: string) {
  const all = await page.$$(selector);
  const seen = await Promise.all(all.map((one) => one.isVisible()));
  return all.filter((_, at) => seen[at]);
}
