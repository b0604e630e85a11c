import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS, openChromium } from './browsers.ts';
import { SAMPLE_MS, until } from './command.ts';
import { press, says } from './desk-browser.ts';
import { openFloor, saved, TEXT, writable, write, type Floor } from './desk-floor.ts';

/** Milliseconds of writing that may be lost, whatever dies. */
const MOST = 5_000;

/** Words that have to be old enough for a loss to count, on a machine however slow. */
const ENOUGH = 6;

/** Writes numbered words without a pause. @returns those that may not be lost any more when it ends */
async function typeOn(page: Page): Promise<string[]> {
  const typed: { word: string; at: number }[] = [];
  const old = (): string[] => {
    const before = performance.now() - MOST;
    return typed.filter(({ at }) => at < before).map(({ word }) => word);
  };
  await page.focus(TEXT);
  while (old().length < ENOUGH) {
    const word = `word${typed.length + 1}`;
    await page.keyboard.type(` ${word}`);
    typed.push({ word, at: performance.now() });
  }
  return old();
}

async function killTab(page: Page): Promise<void> {
  const devtools = await page.createCDPSession();
  const died = new Promise((told) => page.once('error', told));
  devtools.send('Page.crash').catch(() => undefined);
  await died;
}

const textOf = (page: Page): Promise<string> =>
  page.$eval('[aria-label="Text of the story"]', (text) => text.textContent ?? '');

/** Words that should stand in the text and do not. */
async function lost(page: Page, words: readonly string[]): Promise<string[]> {
  const there = new Set((await textOf(page)).split(/\s+/));
  return words.filter((word) => !there.has(word));
}

describe.each(BROWSERS.slice(0, 1))('whatever dies while somebody writes', { timeout: 90_000 }, (_, open) => {
  let floor: Floor;
  let desk: string;

  beforeAll(async () => {
    floor = await openFloor(open);
    ({ desk } = floor.server());
  }, SAMPLE_MS);

  afterAll(() => floor?.close());

  it('keeps the text when the tab is killed', async () => {
    const seat = await floor.sit('Mila', 'editor');
    const { page } = seat;
    const url = await write(page, desk, { headline: 'The tab dies', text: 'Begun.' });
    const old = await typeOn(page);
    await killTab(page);
    const again = await seat.tab();
    await again.goto(url);
    // Her own hold on the story runs out in half a minute; she need not wait for that.
    await press(again, 'Continue here');
    await writable(again);
    expect(await lost(again, old)).toEqual([]);
    await saved(again);
  });

  it('keeps the text when the browser is killed', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'longwave-profile-'));
    const first = await openChromium(profile);
    await floor.admit(first.defaultBrowserContext(), 'Jonas', 'editor');
    const page = await first.newPage();
    const url = await write(page, desk, { headline: 'The browser dies', text: 'Begun.' });
    const old = await typeOn(page);
    const died = new Promise((told) => first.once('disconnected', told));
    first.process()?.kill('SIGKILL');
    await died;
    const second = await openChromium(profile);
    // A browser writes its cookies down every half a minute; whoever is not signed in any more signs in again.
    await floor.admit(second.defaultBrowserContext(), 'Jonas');
    const again = await second.newPage();
    await again.goto(url);
    await press(again, 'Continue here');
    await writable(again);
    expect(await lost(again, old)).toEqual([]);
    await saved(again);
    await second.close();
    rmSync(profile, { recursive: true });
  });

  it('keeps the text when the server is killed, and saves it once there is one again', async () => {
    const { page } = await floor.sit('Vera', 'editor');
    const url = await write(page, desk, { headline: 'The server dies', text: 'Begun.' });
    await saved(page);
    const before = await typeOn(page);
    await floor.killServer();
    await page.keyboard.type(' alone');
    await page.waitForSelector('[role="status"][data-kind="offline"]');
    await floor.startServer();
    const story = url.split('/').at(-1) ?? '';
    const kept = JSON.stringify(await floor.ask('GET', `/api/stories/${story}`));
    expect(before.filter((word) => !kept.includes(word))).toEqual([]);
    await saved(page);
    expect(await textOf(page)).toContain('alone');
    expect(JSON.stringify(await floor.ask('GET', `/api/stories/${story}`))).toContain('alone');
  });

  it('goes on by itself when an answer of the server was lost, and when the tab dies before it comes', async () => {
    const seat = await floor.sit('Olga', 'editor');
    const { page } = seat;
    const url = await write(page, desk, { headline: 'The answer dies', text: 'Saved.' });
    await saved(page);
    // The server saves, and nobody hears of it.
    const devtools = await page.createCDPSession();
    await devtools.send('Fetch.enable', {
      patterns: [{ urlPattern: '*/api/stories/*', requestStage: 'Response' }],
    });
    let lostAnswers = 0;
    devtools.on('Fetch.requestPaused', ({ requestId, request }) => {
      const save = request.method === 'PUT';
      if (save) lostAnswers += 1;
      void (
        save
          ? devtools.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' })
          : devtools.send('Fetch.continueResponse', { requestId })
      ).catch(() => undefined);
    });
    await page.focus(TEXT);
    await page.keyboard.type(' alpha');
    await until('a second save went the same way', () => Promise.resolve(lostAnswers > 1));
    await page.keyboard.type(' beta');
    await devtools.send('Fetch.disable');
    await saved(page);
    await devtools.send('Fetch.enable', {
      patterns: [{ urlPattern: '*/api/stories/*', requestStage: 'Response' }],
    });
    const before = lostAnswers;
    await page.keyboard.type(' gamma');
    await until('the last save went the same way', () => Promise.resolve(lostAnswers > before));
    await page.keyboard.type(' delta');
    const old = ['alpha', 'beta', 'gamma'];
    await killTab(page);
    const again = await seat.tab();
    await again.goto(url);
    await press(again, 'Continue here');
    await writable(again);
    expect(await lost(again, old)).toEqual([]);
    await again.focus(TEXT);
    await again.keyboard.type(' omega');
    const now = (): Promise<{ revision: unknown; kept: unknown[] }> =>
      floor.ask('GET', `/api/stories/${url.split('/').at(-1)}`) as ReturnType<typeof now>;
    await until('the new tab saves', async () => JSON.stringify((await now()).revision).includes('omega'));
    const { kept } = await now();
    // Nobody was asked to choose between her and herself.
    expect(kept).toEqual([]);
  });

  it('keeps the text when the network is cut and then the tab goes', async () => {
    const seat = await floor.sit('Nora', 'editor');
    const { page } = seat;
    const url = await write(page, desk, { headline: 'The network dies', text: 'Saved.' });
    await saved(page);
    await page.setOfflineMode(true);
    const old = await typeOn(page);
    await page.waitForSelector('[role="status"][data-kind="offline"]');
    // A tab that is closed in order is let back onto the network for its last moments, and may save in them.
    await killTab(page);
    const again = await seat.tab();
    await again.goto(url);
    await press(again, 'Continue here');
    await says(again, 'Brought back from this device');
    expect(await lost(again, old)).toEqual([]);
    await saved(again);
  });

  it('says why a story cannot be written in while the disk is full, and lets it be once there is room', async () => {
    const data = floor.settings['LONGWAVE_DATA'] ?? '';
    const aside = mkdtempSync(join(tmpdir(), 'longwave-disk-'));
    const fill = join(data, 'fill');
    try {
      // Ended in order, so that its database has no file left that could be written over.
      await floor.server().stop();
      cpSync(data, aside, { recursive: true });
      const kilobytes = Number(execFileSync('du', ['-sk', aside], { encoding: 'utf8' }).split('\t')[0]);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes + 24_000}k`, 'tmpfs', data]);
      cpSync(aside, data, { recursive: true });
      await floor.startServer();
      const { page } = await floor.sit('Zoya', 'editor');
      const url = await write(page, desk, { headline: 'The disk fills', text: 'Begun.' });
      await saved(page);
      await page.goto(`${desk}/stories`);
      spawnSync('dd', ['if=/dev/zero', `of=${fill}`, 'bs=4096']);
      await page.goto(url);
      await says(page, 'The server’s disk is full');
      await says(page, 'You can read the story');
      expect(await textOf(page)).toContain('Begun.');
      rmSync(fill);
      await writable(page);
      expect(await page.$('main [role="alert"]')).toBeNull();
    } finally {
      await floor.server().stop();
      execFileSync('umount', [data]);
      rmSync(aside, { recursive: true });
      await floor.startServer();
    }
  });
});
