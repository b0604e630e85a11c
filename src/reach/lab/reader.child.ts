import type { Browser, Page } from 'puppeteer-core';
import { openFollower } from '#edition';
import { LabError } from './error.ts';
import { answerCalls } from './post.ts';
import type { Launch, ReaderCalls, Sight, Visit } from './reader-calls.ts';

/*
 * The reader: a browser as Debian has it, in the reader's namespace.
 */

let browser: Browser | undefined;
let page: Page | undefined;

async function launch({ browser: name, profile, home }: Launch): Promise<void> {
  const { default: puppeteer } = await import('puppeteer-core');
  const env = { ...process.env, HOME: home };
  const common = { userDataDir: profile, env, protocolTimeout: 60_000 } as const;
  browser = await (name === 'firefox'
    ? puppeteer.launch({
        ...common,
        browser: 'firefox',
        executablePath: '/usr/bin/firefox-esr',
        extraPrefsFirefox: { 'network.trr.mode': 5, 'network.captive-portal-service.enabled': false },
      })
    : puppeteer.launch({ ...common, pipe: true, executablePath: '/usr/bin/chromium', args: CHROMIUM }));
  page = await browser.newPage();
}

const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function opened(): { browser: Browser; page: Page } {
  if (browser === undefined || page === undefined) throw new LabError('No browser is open');
  return { browser, page };
}

/** What a person would see: whether the story stands there whole, and is drawn. */
const LOOK = `((headline, ending) => {
  const title = document.querySelector('h1');
  const text = document.body ? document.body.innerText : '';
  const drawn = performance.getEntriesByType('paint').some(({ name }) => name === 'first-contentful-paint');
  return {
    seen: drawn && title !== null && title.getClientRects().length > 0 && title.innerText.trim() === headline && text.includes(ending),
    controlled: Boolean(navigator.serviceWorker && navigator.serviceWorker.controller),
    title: document.title,
    instead: document.title + (title ? ' – ' + title.innerText : ''),
    text: text.slice(0, 20000),
  };
})`;

async function visit(wanted: Visit & { plain: boolean }): Promise<Sight> {
  const now = opened();
  if (!wanted.plain) return look(now.page, wanted);
  const context = await now.browser.createBrowserContext();
  try {
    const other = await context.newPage();
    await other.setJavaScriptEnabled(false).catch(() => undefined);
    return await look(other, wanted);
  } finally {
    await context.close();
  }
}

async function look(
  where: Page,
  { url, headline, ending, patience, plain }: Visit & { plain: boolean },
): Promise<Sight> {
  const began = performance.now();
  const passed = (): number => Math.round(performance.now() - began);
  let failed = '';
  await where.goto(url, { waitUntil: 'domcontentloaded', timeout: patience }).catch((error: unknown) => {
    failed = (error instanceof Error ? error.message : String(error)).replace(/ at https.*/s, '');
  });
  let sight: Omit<Sight, 'ms'> = { seen: false, controlled: false, instead: failed, title: '', text: '' };
  const question = `${LOOK}(${JSON.stringify(headline)}, ${JSON.stringify(ending)})`;
  // A page that is there and is another one stays so where no worker is; a worker may still mend it.
  const end = Math.min(patience, passed() + (plain ? 600 : patience));
  while (failed === '' && !sight.seen && passed() < end) {
    sight = ((await where.evaluate(question).catch(() => null)) as Omit<Sight, 'ms'> | null) ?? sight;
    if (!sight.seen) await new Promise((next) => setTimeout(next, 10));
  }
  return { ...sight, instead: sight.seen ? '' : (failed || sight.instead).slice(0, 200), ms: passed() };
}

const ASK = `((question, patience) => new Promise((answer) => {
  const controller = navigator.serviceWorker && navigator.serviceWorker.controller;
  if (!controller) return answer(null);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => answer(data);
  setTimeout(() => answer(null), patience);
  controller.postMessage({ longwave: 1, ...question }, [port2]);
}))`;

async function settle(patience: number): Promise<boolean> {
  const { page: where } = opened();
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const status = (await where.evaluate(`${ASK}({ ask: 'status' }, 1000)`).catch(() => null)) as {
      edition?: unknown;
    } | null;
    if (typeof status?.edition === 'number') return true;
    // A page that a worker came to is in its charge from the next opening on.
    await new Promise((next) => setTimeout(next, 100));
    if (status === null) await where.reload({ timeout: patience }).catch(() => null);
  }
  return false;
}

async function verifyAt(given: {
  address: string;
  fingerprint: string;
  path: string;
}): Promise<string | null> {
  const { address, fingerprint, path } = given;
  const kept = new Map<string, Uint8Array>();
  const follower = openFollower({
    anchor: { fingerprint },
    fetch: async (file, limit) => {
      const answer = await fetch(new URL(file, address), { signal: AbortSignal.timeout(5000) });
      if (!answer.ok) return null;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return bytes.length > limit ? null : bytes;
    },
    memory: {
      read: (name) => Promise.resolve(kept.get(name) ?? null),
      write: (name, bytes) => Promise.resolve(void kept.set(name, bytes)),
      remove: (name) => Promise.resolve(void kept.delete(name)),
    },
    now: Date.now,
  });
  try {
    const { file } = await follower.visit(path);
    return file?.status === 200 ? null : 'There is no such story';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function close(): Promise<void> {
  const before = browser;
  [browser, page] = [undefined, undefined];
  await before?.close();
}

answerCalls<ReaderCalls>(
  {
    launch,
    visit,
    async ask({ url, question, patience }) {
      const { page: where } = opened();
      if (where.url() !== url) await where.goto(url, { timeout: patience });
      return where.evaluate(`${ASK}(${JSON.stringify(question)}, ${patience})`);
    },
    verify: verifyAt,
    settle: ({ patience }) => settle(patience),
    async picture({ file }) {
      await opened().page.screenshot({ path: file });
    },
    close,
  },
  close,
);
