import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../../test/browsers.ts';
import { folderOf, type Folder } from './fixtures/browser.ts';
import { samples, type Sample } from './fixtures/pages.ts';
import { langs } from './fixtures/site.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('every page kind has no axe violation, left to right and right to left, light and dark', () => {
  let browser: Browser;
  let page: Page;
  let folder: Folder;
  let axe: string;
  const all = new Map(langs.map((lang) => [lang, samples(lang)]));

  beforeAll(async () => {
    // A redirect page would leave before it can be looked at.
    const refresh = /<meta http-equiv="refresh"[^>]*>/;
    const files = [...all.values()]
      .flat()
      .map(({ path, html }) => ({ path, html: html.replace(refresh, '') }));
    folder = await folderOf(files);
    axe = await readFile(axePath, 'utf8');
    browser = await openChromium();
    page = await browser.newPage();
    // The pages allow no script at all; axe has to come in past their policy.
    await page.setBypassCSP(true);
  });

  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
  });

  async function violations(sample: Sample, scheme: string, width: number): Promise<string[]> {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const address = pathToFileURL(join(folder.path, sample.path)).href;
    // The pages have no script of their own: colours and width may change while they are open.
    if (page.url() !== address) {
      await page.goto(address);
      await page.evaluate(axe);
    }
    const results = (await page.evaluate(
      `axe.run({ resultTypes: ['violations'], preload: false })`,
    )) as AxeResults;
    return results.violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    );
  }

  for (const lang of langs) {
    // Russian differs from English by its letters alone: once is enough.
    const schemes = lang === 'ru' ? ['light'] : ['light', 'dark'];
    for (const sample of all.get(lang) ?? []) {
      it.each(schemes)(`${lang}, %s: ${sample.name}`, async (scheme) => {
        expect(await violations(sample, scheme, scheme === 'light' ? 360 : 1280)).toEqual([]);
      });
    }
  }

  it('no page is wider than a screen of 320 CSS pixels', async () => {
    await page.setViewport({ width: 320, height: 640 });
    for (const sample of [...all.values()].flat()) {
      await page.goto(`file://${join(folder.path, sample.path)}`);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect([sample.path, width]).toEqual([sample.path, 320]);
    }
  });

  it('prints one sheet of paper for each address', async () => {
    for (const lang of ['en', 'fa'] as const) {
      const cards = all.get(lang)?.find((sample) => sample.name === 'cards');
      await page.goto(`file://${join(folder.path, cards?.path ?? '')}`);
      const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(4);
    }
  });

  it('puts the link to the text first, and the keyboard reaches it', async () => {
    const story = all.get('en')?.find((sample) => sample.name === 'story');
    await page.goto(`file://${join(folder.path, story?.path ?? '')}`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });
});
