import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { SAMPLE_MS } from './command.ts';
import { press, says } from './desk-browser.ts';
import { confirm, openFloor, saved, sign, TEXT, writable, write, type Floor } from './desk-floor.ts';

/*
 * What matters most, in Firefox as well. Its driver has no device that makes passkeys: people come by a link and go on
 * without one.
 */
describe.each(BROWSERS.slice(1))('in %s, a day at the desk', (_, open) => {
  let floor: Floor;
  let desk: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    floor = await openFloor(open);
    ({ desk } = floor.server());
  }, SAMPLE_MS);

  afterAll(() => floor?.close());

  const sit = async (name: string, ...roles: string[]): Promise<{ page: Page; tab(): Promise<Page> }> => {
    const context = await floor.browser.createBrowserContext();
    const tab = async (): Promise<Page> => {
      const page = await context.newPage();
      await page.setViewport({ width: 1280, height: 900 });
      page.on('pageerror', (error) => complaints.push(String(error)));
      return page;
    };
    const page = await tab();
    await page.goto(await floor.linkFor(name, ...roles));
    await press(page, 'Sign in with this link');
    await press(page, 'Go on without one');
    // Its driver takes it ill when a page that is still on its way is led elsewhere.
    await page.waitForSelector('a[data-index="0"]');
    return { page, tab };
  };

  it('lets people in by a link, from the first word to the reader', async () => {
    const { page: reporter } = await sit('Nadia', 'reporter');
    const url = await write(reporter, desk, {
      headline: 'A fox on the quay',
      text: 'It came "at dawn" and left.',
    });
    await sign(reporter, 'Davin Korrel');
    await saved(reporter);
    await press(reporter, 'Send for review');
    await says(reporter, 'An editor looks at it');
    await confirm(reporter);
    await reporter.waitForSelector('[data-state="review"]');
    const { page } = await sit('Tomas', 'editor');
    await page.goto(url);
    await press(page, 'Publish');
    await says(page, 'Nothing is missing');
    await confirm(page);
    await page.waitForSelector('[data-state="live"]');
    const href = await page.$eval('a::-p-text(See the page)', (link) => link.getAttribute('href') ?? '');
    const read = () => floor.read(new URL(href).pathname);
    await expect.poll(read, { timeout: 20_000 }).toContain('A fox on the quay');
    expect(await read()).toContain('It came “at dawn” and left.');
  }, 90_000);

  it('freezes the first tab with its text safe when somebody takes the story over', async () => {
    const first = await sit('Anna', 'editor');
    const url = await write(first.page, desk, {
      headline: 'Two at one desk',
      text: 'Written by the first.',
    });
    await saved(first.page);
    const second = await sit('Boris', 'editor');
    await second.page.goto(url);
    await press(second.page, 'Take over');
    await second.page.locator('[role="dialog"] textarea').fill('Anna is on the train');
    await confirm(second.page);
    await writable(second.page);
    await says(first.page, 'Boris took the story over');
    expect(await first.page.$(TEXT)).toBeNull();
    await says(first.page, 'Written by the first.');
  });

  it('brings back from the device what was written while the server was dead', async () => {
    const seat = await sit('Mila', 'editor');
    const url = await write(seat.page, desk, { headline: 'Before the storm', text: 'Saved.' });
    await saved(seat.page);
    await floor.killServer();
    await seat.page.focus(TEXT);
    await seat.page.keyboard.type(' And not saved.');
    await seat.page.waitForSelector('[role="status"][data-kind="offline"]');
    await seat.page.close();
    await floor.startServer();
    const again = await seat.tab();
    await again.goto(url);
    await press(again, 'Continue here');
    await says(again, 'Brought back from this device');
    await says(again, 'And not saved.');
    await saved(again);
    const story = JSON.stringify(await floor.ask('GET', `/api/stories/${url.split('/').at(-1)}`));
    expect(story).toContain('And not saved.');
  });

  it('never met an error', () => {
    expect(complaints).toEqual([]);
  });
});
