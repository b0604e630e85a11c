import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { longwave, serving, temporary, type Serving } from './command.ts';
import { builtApp, takeSeat, type Seat } from './desk-browser.ts';
import { firstRun, printedLink } from './first-run.ts';

describe.each(BROWSERS.slice(0, 1))('in %s, an empty installation', (_name, open) => {
  let data: ReturnType<typeof temporary>;
  let server: Serving;
  let browser: Browser;
  let seat: Seat;
  let page: Page;

  beforeAll(async () => {
    await builtApp();
    data = temporary();
    const settings = { LONGWAVE_DATA: data.path };
    await longwave(
      [
        'init',
        '--name',
        'The Lantern',
        '--address',
        'https://lantern.example',
        '--lang',
        'en',
        'ru',
        '--json',
      ],
      settings,
    );
    server = await serving(settings);
    browser = await open();
    seat = await takeSeat(browser);
    ({ page } = seat);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    data?.remove();
  });

  it('leads from the printed link to the first story before readers', async () => {
    await firstRun(page, { desk: server.desk, link: await printedLink(server) });
    await expect
      .poll(async () => (await fetch(server.address)).text(), { timeout: 20_000 })
      .toContain('The ferry runs again');
    const front = await (await fetch(server.address)).text();
    expect(front).toContain('News from the islands');
    // The guide is in nobody's way from now on.
    await page.goto(`${server.desk}/`);
    await page.waitForFunction(`location.pathname === '/stories'`);
    expect(seat.complaints).toEqual([]);
  }, 120_000);
});
