import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium, openFirefox } from '../../test/browsers.ts';
import { folderOf, serve, type Folder, type Served } from './fixtures/browser.ts';
import { samples } from './fixtures/pages.ts';
import { pictureView } from './fixtures/site.ts';
import { notFoundPath } from './paths.ts';

/*
 * The policy in the page must let the page's own files in, and nothing else, wherever the page lies: mirrors and
 * disks set no headers.
 */

const browsers = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
] as const;

describe.each(browsers)('the content policy in %s', (_name, open) => {
  let browser: Browser;
  let folder: Folder;
  let site: Served;
  let elsewhere: Served;
  const pages = samples('fa');
  const story = pages.find((page) => page.name === 'story');
  const attacked = 'fa/2026/attacked.html';

  beforeAll(async () => {
    if (story === undefined) throw new Error('The samples hold no story');
    elsewhere = await serve('/nowhere', '/');
    const attack = `<script>document.title='run'</script><img src="${elsewhere.address}spy.png" onerror="document.title='run'"><link rel="stylesheet" href="${elsewhere.address}spy.css"><style>body{color:rgb(1,2,3)}</style><iframe src="${elsewhere.address}spy.html"></iframe>`;
    folder = await folderOf([
      ...pages,
      { path: attacked, html: story.html.replace('</main>', `${attack}</main>`) },
    ]);
    const pixel = await sharp({ create: { width: 48, height: 32, channels: 3, background: '#246' } })
      .jpeg()
      .toBuffer();
    for (const source of pictureView('fa', 'harbour').sources) {
      await mkdir(dirname(join(folder.path, source.path)), { recursive: true });
      const bytes = source.format === 'jpeg' ? pixel : await sharp(pixel).avif({ effort: 0 }).toBuffer();
      await writeFile(join(folder.path, source.path), bytes);
    }
    site = await serve(folder.path, '/a/b/');
    browser = await open();
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await elsewhere?.close();
    await folder?.remove();
  });

  const look = `(async () => {
    const lead = document.querySelector('.lead-picture img');
    if (lead !== null && !lead.complete) await new Promise((done) => { lead.onload = lead.onerror = done; });
    return {
      title: document.title,
      styled: getComputedStyle(document.querySelector('.menu a')).fontWeight,
      lead: lead === null ? 0 : lead.naturalWidth,
      color: getComputedStyle(document.body).color,
    };
  })()`;

  for (const place of ['http', 'file'] as const) {
    it(`lets the page's own style and pictures in over ${place}`, async () => {
      const base = place === 'http' ? site.address : `file://${folder.path}/`;
      const page = await browser.newPage();
      await page.goto(`${base}${story?.path}`);
      const seen = (await page.evaluate(look)) as Record<string, unknown>;
      expect(seen).toMatchObject({ styled: '600' });
      expect(seen['lead']).toBeGreaterThan(0);
      await page.close();
    });

    it(`keeps scripts, inline styles, frames and other hosts out over ${place}`, async () => {
      const base = place === 'http' ? site.address : `file://${folder.path}/`;
      const before = elsewhere.requests.length;
      const page = await browser.newPage();
      await page.goto(`${base}${attacked}`);
      const seen = (await page.evaluate(look)) as Record<string, unknown>;
      expect(seen['title']).not.toBe('run');
      expect(seen['color']).not.toBe('rgb(1, 2, 3)');
      expect(elsewhere.requests.slice(before)).toEqual([]);
      await page.close();
    });
  }

  it('leaves the page for unknown addresses its own style, and no other', async () => {
    const page = await browser.newPage();
    await page.goto(`${site.address}${notFoundPath}`);
    expect(await page.evaluate(`getComputedStyle(document.querySelector('main')).maxWidth`)).toBe('608px');
    await page.close();
  });

  it('sends a redirect page on, from a disk as well', async () => {
    const page = await browser.newPage();
    await page.goto(`file://${folder.path}/fa/old/address/index.html`).catch(() => null);
    await page.waitForFunction(`document.querySelector('.story') !== null`);
    expect(page.url()).toBe(`file://${folder.path}/${story?.path}`);
    await page.close();
  });

  it('asks for nothing but its own files', async () => {
    const before = site.requests.length;
    const page = await browser.newPage();
    await page.goto(`${site.address}${story?.path}`, { waitUntil: 'load' });
    const asked = site.requests.slice(before).filter((path) => !path.startsWith('/a/b/media/'));
    expect(
      asked.filter((path) => !/^\/a\/b\/(?:assets\/(?:style|icon)-|fa\/2026\/|worker\.js$)/.test(path)),
    ).toEqual([]);
    await page.close();
  });
});
