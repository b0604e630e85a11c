import type { Browser, HTTPRequest, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openChromium } from './browsers.ts';
import { opener } from './databases.ts';
import { draft, openBench, stock, type DeskBench, type Person } from './desk.ts';
import { builtApp, takeSeat, type Seat } from './desk-browser.ts';

const STORIES = 10_000;
const WORDS = [
  'harbour',
  'council',
  'ferry',
  'winter',
  'border',
  'school',
  'herring',
  'vote',
  'bridge',
  'light',
];

const { open, clean } = opener('sqlite');

describe.each(BROWSERS.slice(0, 1))('in %s, the list of stories with ten thousand of them', () => {
  let desk: DeskBench;
  let browser: Browser;
  let seat: Seat;
  let page: Page;
  let person: Person;

  beforeAll(async () => {
    desk = await openBench(open, { app: await builtApp() });
    await stock(desk);
    await desk.newsroom.batch(async () => {
      for (let number = 0; number < STORIES; number += 1) {
        const headline = `${WORDS[number % 10]} ${WORDS[Math.floor(number / 10) % 10]} ${number}`;
        const text = draft(headline, { section: number % 2 === 0 ? 'world' : 'home' });
        await desk.newsroom.stories.create({ lang: 'en', draft: text, at: desk.clock.now - number * 1000 });
      }
    });
    person = await desk.person('Mara', 'editor');
    browser = await openChromium();
    seat = await takeSeat(browser);
    ({ page } = seat);
    const [[name, value] = ['', '']] = person.cookies;
    await seat.context.setCookie({ name, value, domain: 'localhost', path: '/', httpOnly: true });
    await page.goto(`${desk.address}/stories`);
    await page.waitForSelector('a[data-index="0"]');
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await clean();
  });

  const rows = async (): Promise<string[]> =>
    (await page.evaluate(
      `[...document.querySelectorAll('a[data-index]')].map((link) => link.textContent)`,
    )) as string[];
  /** Waits until the list shows nothing but headlines with all of these words. */
  const settled = (words: string) =>
    page.waitForFunction(
      `(() => {
        const shown = [...document.querySelectorAll('a[data-index]')].map((link) => link.textContent);
        const wanted = ${JSON.stringify(words.split(' '))};
        return shown.length > 0 && shown.every((text) => wanted.every((word) => text.includes(word)));
      })()`,
    );

  it('brings them all, and keeps only those in sight in the page', async () => {
    await page.waitForSelector(`[role="listitem"][aria-setsize="${STORIES}"]`, { timeout: 60_000 });
    expect((await rows()).length).toBeLessThan(60);
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await page.waitForSelector(`a[data-index="${STORIES - 1}"]`);
    expect((await rows()).length).toBeLessThan(60);
  });

  it('filters as somebody types, before the server answered', async () => {
    const held: HTTPRequest[] = [];
    await page.evaluate('scrollTo(0, 0)');
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (request.url().includes('/api/stories?')) held.push(request);
      else void request.continue();
    });
    await page.focus('[data-story-search]');
    await page.keyboard.type('herring bridge');
    await settled('herring bridge');
    expect(new URL(page.url()).searchParams.get('text')).toBe('herring bridge');
    for (const request of held) await request.continue().catch(() => undefined);
    page.removeAllListeners('request');
    await page.setRequestInterception(false);
  });

  it('shows what the server says, and keeps the filter in the address', async () => {
    await page.goto(`${desk.address}/stories?text=${encodeURIComponent('vote 37')}&section=home`);
    await settled('vote 37');
    // 37, 137, 237 … with "vote" as one of its words, in odd numbers alone.
    const answer = await person.ask('GET', '/api/stories?text=vote%2037&section=home&limit=1');
    const total = String((answer.body as { total: number }).total);
    const counted = () => page.$eval('main [role="status"]', (line) => line.textContent);
    await expect.poll(counted).toContain(`${total} stor`);
  });

  it('is walked through by keys', async () => {
    await page.goto(`${desk.address}/stories`);
    await page.waitForSelector('a[data-index="0"]');
    await page.focus('a[data-index="0"]');
    const focused = () => page.evaluate(`document.activeElement.getAttribute('data-index')`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('2');
    await page.keyboard.press('PageDown');
    await expect.poll(async () => Number(await focused())).toBeGreaterThan(8);
    await page.keyboard.press('Home');
    await expect.poll(focused).toBe('0');
  });

  it('never met an error, nor a refusal of its own policy', () => {
    expect(seat.complaints).toEqual([]);
  });
});
