import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeringWorker } from './fixtures/answering-worker.ts';
import { folderOf, serve, type Folder, type Served } from './fixtures/browser.ts';
import { samples } from './fixtures/pages.ts';
import { BROWSERS } from '../../test/browsers.ts';

/*
 * The page that tells how to find the paper again, in real browsers: without script, without a worker, and with one that
 * answers as agreed.
 */

let folder: Folder;
let site: Served;

beforeAll(async () => {
  folder = await folderOf((['en', 'fa'] as const).flatMap((lang) => samples(lang)));
  writeFileSync(join(folder.path, 'answering.js'), answeringWorker);
  site = await serve(folder.path, '/');
});

afterAll(async () => {
  await site?.close();
  await folder?.remove();
});

const text = (page: Page, selector: string): Promise<string> =>
  page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`) as Promise<string>;

const press = (page: Page, label: string): Promise<unknown> =>
  page.evaluate(
    `[...document.querySelectorAll('#reach-tools button')].find((one) => one.innerText === ${JSON.stringify(label)}).click()`,
  );

/** Asks again and again: a page in the background is not drawn, so that nothing tells of its changes. */
const says = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction(
    `document.querySelector('.reach-device').innerText.includes(${JSON.stringify(words)})`,
    { polling: 50 },
  );

describe.each(BROWSERS)('in %s', (_name, open) => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    browser = await open();
    page = await browser.newPage();
    page.on('request', (request) => void asked.push(request.url()));
  }, 60_000);
  afterAll(() => browser?.close());

  it('says plainly what it means that there is no worker, on the web and from a disk', async () => {
    for (const base of [site.address, `file://${folder.path}/`]) {
      await page.goto(`${base}reach.html`);
      await says(page, 'This browser keeps nothing for us.');
      expect(await text(page, '#reach-tools')).toBe('');
    }
  });

  it('shows as soon as there is a worker what it knows', async () => {
    await page.goto(`${site.address}reach.html`);
    await page.evaluate(`navigator.serviceWorker.register('/answering.js').then(() => undefined)`);
    await page.waitForSelector('.reach-sources');
    const status = await text(page, '#reach-status');
    for (const said of ['edition 214', '27 November 2026', 'tidewater.example', '49 kB', 'answered · 184 ms'])
      expect(status).toContain(said);
    expect(await page.evaluate(`document.querySelectorAll('.reach-fan svg g').length`)).toBe(6);
    expect(await page.evaluate(`document.querySelectorAll('.reach-fan svg .cross').length`)).toBe(2);
  });

  it('lists what is kept and forgets one story', async () => {
    expect(await text(page, '.reach-kept')).toContain('Kestria lifts tariffs on ferries');
    expect(
      await page.evaluate(
        `document.querySelector('.reach-kept a').href.endsWith('/2026/11/19/story-0.html')`,
      ),
    ).toBe(true);
    await press(page, 'Forget');
    await page.waitForFunction(`document.querySelectorAll('.reach-kept li').length === 1`);
    expect(await text(page, '.reach-kept')).not.toContain('Kestria');
  });

  it('turns forgetting at the end on, and knows it when it is opened again', async () => {
    await page.click('#reach-exit');
    await page.reload();
    await page.waitForSelector('#reach-exit');
    expect(await page.evaluate(`document.querySelector('#reach-exit').checked`)).toBe(true);
  });

  it('shows to the letter what would be sent, and sends it only when told', async () => {
    await press(page, 'Show what would be sent');
    await page.waitForSelector('.reach-tool pre');
    await page.select('.reach-country select', 'IS');
    await press(page, 'Send it');
    await says(page, 'no address took it');
    await press(page, 'Show what would be sent');
    await page.waitForSelector('.reach-tool pre');
    await page.select('.reach-country select', 'LV');
    const shown: unknown = JSON.parse(await text(page, '.reach-tool pre'));
    expect(shown).toMatchObject({ day: '2026-11-27', country: 'LV' });
    await press(page, 'Send it');
    await says(page, 'Sent. Thank you.');
    const sent = await page.evaluate(`new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data.sent);
      navigator.serviceWorker.controller.postMessage({ longwave: 1, ask: 'status' }, [port2]);
    })`);
    expect(sent).toEqual(shown);
  });

  it('has no barrier that axe knows of with everything open, in both directions and both schemes', async () => {
    const found: string[] = [];
    for (const [path, scheme, width] of [
      ['reach.html', 'dark', 1280],
      ['fa/reach.html', 'light', 360],
    ] as const) {
      const looker = await browser.newPage();
      await looker.setViewport({ width, height: 900 });
      await looker.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]).catch(() => null);
      await looker.setBypassCSP(true).catch(() => null);
      await looker.goto(`${site.address}${path}`);
      await looker.waitForSelector('.reach-sources');
      await looker.evaluate(
        `document.querySelectorAll('.reach-tool > button').forEach((one) => one.click())`,
      );
      await looker.waitForSelector('.reach-tool pre');
      await looker.evaluate(axe.source);
      const barriers = (await looker.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      )) as string[];
      const wide = await looker.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      found.push(...barriers.map((one) => `${path} ${one}`), ...(wide ? [`${path}: too wide`] : []));
      await looker.close();
    }
    expect(found).toEqual([]);
  });

  it('forgets everything after a second word, and then says so', async () => {
    const last = await browser.newPage();
    await last.goto(`${site.address}reach.html`);
    await last.waitForSelector('.reach-sources');
    await press(last, 'Forget everything');
    await says(last, 'It does not touch the browser’s history');
    await press(last, 'Yes, forget');
    await says(last, 'Forgotten.');
    expect(await text(last, '#reach-tools')).toBe('');
    const left = 'navigator.serviceWorker.getRegistrations().then((all) => all.length)';
    expect(await last.evaluate(left)).toBe(0);
  });

  it('asks no stranger', () => {
    expect(asked.filter((url) => url.startsWith('http') && !url.startsWith(site.address))).toEqual([]);
  });
});
