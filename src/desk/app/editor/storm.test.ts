import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BROWSERS } from '../../../../test/browsers.ts';
import { openEditorPage } from '../../../../test/editor-page.ts';
import type { EditorPage } from '../../../../test/editor-page.ts';
import './testing/harness.ts';

/** Chromium alone: the edits are the editor's own code, and the same in each browser. */
const [chromium] = BROWSERS;
const SEEDS = 10;
const STEPS = 60;

let site: EditorPage;
let browser: Browser;
beforeAll(async () => {
  if (chromium !== undefined) [site, browser] = await Promise.all([openEditorPage(), chromium[1]()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

it.each(chromium === undefined ? [] : ['empty', 'everything', 'short'])(
  'whatever anybody does to a body (%s), it stays one',
  async (sample) => {
    for (let seed = 1; seed <= SEEDS; seed += 10) {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.goto(`${site.address}?sample=${sample}`);
      await page.waitForSelector('.ProseMirror');
      for (let one = seed; one < seed + 10; one += 1) {
        const fault = await page.evaluate((given, steps) => window.storm(given, steps), one, STEPS);
        expect(fault, `seed ${one} on the page of seed ${seed}`).toBeNull();
      }
      expect(errors).toEqual([]);
      await page.close();
    }
  },
  240_000,
);
