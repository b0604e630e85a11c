import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { longwave, sampleNewsroom, serving, until, type Serving } from './command.ts';
import { draft } from './desk-draft.ts';
import { builtApp, takeSeat, type Seat } from './desk-browser.ts';

/** The sample newsroom at work: its server, one browser, and whoever sits down at it. */
export type Floor = {
  browser: Browser;
  server(): Serving;
  settings: Record<string, string>;
  seats: Seat[];
  /** A one-time link from the command line, as it stands in a page's address. */
  linkFor(name: string, ...roles: string[]): Promise<string>;
  /** Somebody who is signed in already, in a browser context of their own. */
  sit(name: string, ...roles: string[]): Promise<Seat>;
  /** Signs somebody in at a browser. */
  admit(context: BrowserContext, name: string, ...roles: string[]): Promise<void>;
  /** Asks the API as somebody who may do everything. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** A story that somebody wrote and published before. */
  publish(headline: string, lang?: string): Promise<{ id: string; path: string }>;
  /** What readers get at a path; null while there is nothing. */
  read(path: string): Promise<string | null>;
  /** Ends the server as a power cut does, and starts it again at the same address. */
  killServer(): Promise<void>;
  startServer(): Promise<void>;
  close(): Promise<void>;
};

export async function openFloor(open: () => Promise<Browser>): Promise<Floor> {
  await builtApp();
  const data = await sampleNewsroom();
  const settings = {
    LONGWAVE_DATA: data.path,
    LONGWAVE_PORT: `${await freePort()}`,
    LONGWAVE_DESK_PORT: `${await freePort()}`,
  };
  let server = await serving(settings);
  const browser = await open();
  const seats: Seat[] = [];
  let chief: string | undefined;
  const fetchAs = async (cookie: string, method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(`${server.desk}${path}`, {
      method,
      headers: { origin: server.desk, cookie, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} was refused: ${await answer.text()}`);
    return answer;
  };
  const linkFor = async (name: string, ...roles: string[]): Promise<string> => {
    const role = roles.length > 0 ? ['--role', ...roles] : [];
    const made = await longwave(['desk', 'link', name, ...role, '--json'], settings);
    const { address } = made.json as { address: string };
    return `${server.desk}/link${new URL(address).hash}`;
  };
  /** Opens a link as the page itself does; @returns lines of `Set-Cookie` */
  const openLink = async (link: string): Promise<string[]> =>
    (await fetchAs('', 'POST', `/api/link/${new URL(link).hash.slice(1)}`)).headers.getSetCookie();
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    chief ??= (await openLink(await linkFor('Chief', 'publisher', 'engineer')))
      .map((line) => line.split(';')[0])
      .join('; ');
    return (await fetchAs(chief, method, path, body)).json();
  };
  const known = new Map<string, string>();
  const admit = async (context: BrowserContext, name: string, ...roles: string[]): Promise<void> => {
    const id = known.get(name);
    const made = (await (id === undefined
      ? ask('POST', '/api/people', { name, roles })
      : ask('POST', `/api/people/${id}/link`))) as { account?: { id: string }; link: { address: string } };
    if (made.account !== undefined) known.set(name, made.account.id);
    await giveCookies(context, await openLink(made.link.address));
  };
  return {
    browser,
    server: () => server,
    settings,
    seats,
    linkFor,
    ask,
    admit,
    async sit(name, ...roles) {
      const seat = await takeSeat(browser);
      seats.push(seat);
      await admit(seat.context, name, ...roles);
      return seat;
    },
    async publish(headline, lang = 'en') {
      const { authors } = (await ask('GET', '/api/terms')) as { authors: { id: string }[] };
      const text = draft(headline, { bylines: authors.slice(0, 1).map(({ id }) => id) });
      const { story } = (await ask('POST', '/api/stories', { lang, draft: text })) as {
        story: { id: string };
      };
      await ask('POST', `/api/stories/${story.id}/move`, { to: 'approved' });
      const moved = (await ask('POST', `/api/stories/${story.id}/move`, { to: 'live' })) as {
        story: { id: string; path: string };
      };
      return moved.story;
    },
    async read(path) {
      const answer = await fetch(new URL(path, server.address));
      return answer.ok ? answer.text() : null;
    },
    async killServer() {
      const gone = once(server.child, 'exit');
      server.child.kill('SIGKILL');
      await gone;
    },
    async startServer() {
      server = await serving(settings);
      await until('the desk is open', async () => (await fetch(`${server.desk}/api/me`)).status === 401);
    },
    async close() {
      await browser.close();
      await server.stop();
      data.remove();
    },
  };
}

/** Puts cookies that a server gave into a browser. */
export async function giveCookies(context: BrowserContext, lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    const [pair = '', ...settings] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    const life = settings.find((one) => /^max-age=/i.test(one))?.split('=')[1];
    await context.setCookie({
      name,
      value,
      domain: 'localhost',
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      expires: Math.floor(Date.now() / 1000) + Number(life ?? 3600),
    });
  }
}

async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
}

export const HEADLINE = 'textarea[aria-label="Headline"]';
export const TEXT = '[contenteditable="true"]';

/** Waits until a story may be written in. */
export async function writable(page: Page): Promise<void> {
  await page.waitForSelector(`${HEADLINE}:not([readonly])`);
  await page.waitForSelector(TEXT);
}

/** Begins a story and writes a headline and a text. @returns its address at the desk */
export async function write(
  page: Page,
  desk: string,
  { headline, text, lang = 'en' }: { headline: string; text: string; lang?: string },
): Promise<string> {
  await page.goto(`${desk}/new/${lang}`);
  await writable(page);
  await page.focus(HEADLINE);
  await page.keyboard.type(headline);
  await page.focus(TEXT);
  await page.keyboard.type(text);
  return page.url();
}

/** Waits until the server has every word. */
export async function saved(page: Page): Promise<void> {
  await page.waitForSelector('[role="status"][data-kind="saved"]');
}

/** Chooses somebody to sign the story. */
export async function sign(page: Page, name: string): Promise<void> {
  // Firefox's driver finds no field by its label.
  const label = await page.waitForSelector('::-p-xpath(//label[text()="Bylines"])');
  await page.locator(`#${await label?.evaluate((one) => one.getAttribute('for'))}`).click();
  await page.keyboard.type(name);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(name)})`);
}

/** Opens the dialog of what can be done with a story, at one of the steps. */
export async function step(page: Page, name: string): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  await page.waitForSelector('[role="dialog"] form');
  if ((await page.$('[role="dialog"] select')) !== null) await page.select('[role="dialog"] select', name);
}

/** Presses what does the step that a dialog is about. */
export async function confirm(page: Page): Promise<void> {
  await page.locator('[role="dialog"] button[type="submit"]:not([disabled])').click();
  await page.waitForFunction(`document.querySelector('[role="dialog"]') === null`);
}
