import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';

/** The folder of the built app; builds it where its sources changed. */
export async function builtApp(): Promise<string> {
  const root = resolve(import.meta.dirname, '..');
  await promisify(execFile)(process.execPath, [resolve(root, 'script/desk-build.ts')]);
  return resolve(root, 'dist/desk');
}

/** Somebody at a browser of their own, with a device that makes passkeys. */
export type Seat = {
  context: BrowserContext;
  page: Page;
  /** What the page complained of: errors, and what its policy refused. */
  complaints: string[];
  /** Another tab of the same browser. */
  tab(): Promise<Page>;
  close(): Promise<void>;
};

export async function takeSeat(browser: Browser): Promise<Seat> {
  const context = await browser.createBrowserContext();
  const complaints: string[] = [];
  const tab = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // A refused save or a server that is away is told of by the browser itself.
      if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(message.text()))
        complaints.push(message.text());
    });
    const devtools = await page.createCDPSession();
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return page;
  };
  return { context, page: await tab(), complaints, tab, close: () => context.close() };
}

/** Opens a one-time link and makes a passkey, as somebody new does. */
export async function enter(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await press(page, 'Sign in with this link');
  await press(page, 'Make a passkey');
  await page.waitForSelector('main#main');
}

/** Presses the button or link of these words, as soon as it can be pressed. */
export async function press(page: Page, words: string): Promise<void> {
  await page.locator(`::-p-aria([name="${words}"])`).click();
}

/** Waits until the page says something. */
export async function says(page: Page, words: string): Promise<void> {
  await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(words)})`);
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let axe: string | undefined;

/** What axe finds on the page as it stands. The page has to let it in past its policy: `setBypassCSP`. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate((axe ??= await readFile(axePath, 'utf8')));
  const results = (await page.evaluate(
    `axe.run({ resultTypes: ['violations'], preload: false })`,
  )) as AxeResults;
  return results.violations.map(
    (one) =>
      `${one.id}: ${one.nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary?.slice(0, 200) ?? ''}`).join(' | ')}`,
  );
}

/** Runs in the page: a file comes from outside and is let go at the end of an element. */
const DROP = `(onto, encoded, name) => {
  const element = document.querySelector(onto);
  const raw = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([raw], name, { type: 'image/jpeg' }));
  const last = element.lastElementChild ?? element;
  const { left, top, width, height } = last.getBoundingClientRect();
  const at = { clientX: left + width / 2, clientY: top + height - 2, bubbles: true, cancelable: true };
  for (const type of ['dragenter', 'dragover', 'drop'])
    last.dispatchEvent(new DragEvent(type, { ...at, dataTransfer }));
}`;

/** Drags a JPEG from the desktop onto an element and lets it go there. */
export async function dropPicture(
  page: Page,
  onto: string,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<void> {
  await page.waitForSelector(onto);
  await page.evaluate(`(${DROP})(...${JSON.stringify([onto, bytes.toString('base64'), name])})`);
}
