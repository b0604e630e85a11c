import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, ElementHandle, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { longwave, sampleNewsroom, SAMPLE_MS, serving, temporary, until, type Serving } from './command.ts';
import { builtApp, press, says, takeSeat, violations, type Seat } from './desk-browser.ts';

/** As long as an edition takes on a busy machine. */
const SOON = { timeout: 20_000 };
const WXR = join(import.meta.dirname, '../../shared/cases/wordpress/themeunittestdata.wordpress.xml');

describe.each(BROWSERS.slice(0, 1))('in %s, import, settings and audit trail', (_, open) => {
  let copy: Awaited<ReturnType<typeof sampleNewsroom>>;
  let server: Serving;
  let browser: Browser;
  let seat: Seat;
  let page: Page;
  let cookie = '';
  const place = temporary();

  beforeAll(async () => {
    await builtApp();
    copy = await sampleNewsroom();
    const settings = { LONGWAVE_DATA: copy.path };
    server = await serving(settings);
    const asked = (path: string, method = 'GET') =>
      fetch(`${server.desk}${path}`, {
        method,
        headers: { origin: server.desk, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: '{}' }),
      });
    await until('the desk is open', async () => (await asked('/api/me')).status === 401);
    const made = await longwave(['desk', 'link', 'Ana', '--role', 'publisher', '--json'], settings);
    const { hash } = new URL((made.json as { address: string }).address);
    const answer = await asked(`/api/link/${hash.slice(1)}`, 'POST');
    const lines = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
    cookie = lines.join('; ');
    browser = await open();
    seat = await takeSeat(browser);
    for (const line of lines) {
      const [name = '', value = ''] = line.split('=');
      await seat.context.setCookie({ name, value, domain: 'localhost', path: '/', httpOnly: true });
    }
    ({ page } = seat);
    await page.setBypassCSP(true);
  }, SAMPLE_MS);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    copy?.remove();
    place.remove();
  });

  const ask = async (path: string, body?: unknown, method = 'POST') => {
    const answer = await fetch(`${server.desk}/api${path}`, {
      method: body === undefined ? 'GET' : method,
      headers: { cookie, origin: server.desk, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const read = async (path: string): Promise<string> => (await fetch(`${server.address}${path}`)).text();
  const fill = (label: string, text: string) => page.locator(`::-p-aria([name="${label}"])`).fill(text);

  it('brings an export of WordPress in, from the dry run to a draft mended out of quarantine', async () => {
    const whole = readFileSync(WXR, 'utf8');
    const file = join(place.path, 'old-site.xml');
    writeFileSync(
      file,
      whole.slice(0, whole.indexOf('</content:encoded>', whole.indexOf('<wp:post_type>post'))),
    );
    await page.goto(`${server.desk}/import`);
    await says(page, 'Drop a file or a folder here');
    const input = (await page.$(
      'input[type="file"]:not([webkitdirectory])',
    )) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(file);
    await says(page, 'Look what would happen');
    expect(await page.$eval('h1', (head) => head.textContent)).toBe('old-site.xml');
    await press(page, 'Look what would happen');
    await says(page, 'What would happen');
    expect((await ask('/quarantine')).items).toEqual([]);
    const sums = await page.$$eval('[role="group"] button b', (all) =>
      all.map((one) => Number(one.textContent)),
    );
    expect(sums[0]).toBe(sums.slice(1).reduce((sum, one) => sum + one, 0));
    expect(sums.at(-1)).toBe(1);
    await press(page, 'Put it in');
    await press(page, 'Put it in now');
    await says(page, 'What happened');
    await page.locator('button[data-outcome="quarantined"]').click();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr[data-outcome]').length === 1);
    await says(page, 'The archive ends inside this item');
    await page.locator('td a[href^="/quarantine/"]').click();
    await says(page, 'nothing in it is run or fetched');
    await fill('Headline', 'A gallery, mended by hand');
    await fill('Text, as HTML', '<p>The words that were left of it.</p>');
    await press(page, 'Open as a draft');
    await page.waitForFunction(() => location.pathname.startsWith('/stories/'));
    const story = new URL(page.url()).pathname.split('/')[2] ?? '';
    const { story: made, revision } = await ask(`/stories/${story}`);
    expect([made.state, revision.headline]).toEqual(['draft', 'A gallery, mended by hand']);
    await page.goto(`${server.desk}/import`);
    await says(page, 'Nothing is quarantined.');
    for (const to of ['approved', 'live']) await ask(`/stories/${story}/move`, { to });
    const { path } = (await ask(`/stories/${story}`)).story;
    await expect.poll(() => read(path), SOON).toContain('The words that were left of it.');
  }, 60_000);

  it('has a section added, moved by keys, and led to from the menu of readers', async () => {
    await page.goto(`${server.desk}/settings/sections`);
    await press(page, 'Add');
    await fill('Name in English', 'Harbour life');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(({ value }) => value === 'harbour-life'),
    );
    await press(page, 'Save');
    await says(page, 'harbour-life');
    await page.focus('button[aria-label="Up: Harbour life"]');
    await page.keyboard.down('Alt');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.up('Alt');
    await expect
      .poll(
        async () =>
          (await ask('/terms')).sections.map(({ id }: { id: string }) => id).indexOf('harbour-life'),
        SOON,
      )
      .toBe(4);
    await page.goto(`${server.desk}/settings/menus`);
    await press(page, 'Add: Menu at the top');
    await page.waitForFunction(() => document.querySelectorAll('main ol')[0]?.children.length === 7);
    await page.select('main ol li:last-child select', 'section:harbour-life');
    await press(page, 'Save');
    await says(page, 'Saved; readers have it in a moment');
    await expect.poll(() => read(''), SOON).toContain('Harbour life');
    await page.goto(`${server.desk}/settings/sections`);
    await press(page, 'Remove Harbour life');
    await says(page, 'A menu leads there');
  }, 60_000);

  it('has a legal notice set that readers find on the story', async () => {
    const { stories } = await ask('/stories?state=live&lang=en&limit=1');
    await page.goto(`${server.desk}/settings/notices`);
    await press(page, 'Add');
    await fill('Jurisdiction', 'Law of the quay');
    await fill('Text in English', 'The harbour master wants this said.');
    await says(page, 'The harbour master wants this said.');
    await page.select('main select', 'below');
    await press(page, 'Save');
    await says(page, 'Saved; readers have it in a moment');
    await expect.poll(() => read(stories[0].path), SOON).toContain('The harbour master wants this said.');
  }, 60_000);

  it('says which colours are too weak, and gives readers those that are not', async () => {
    await page.keyboard.down('Control');
    await page.keyboard.press('k');
    await page.keyboard.up('Control');
    await page.waitForSelector('[role="combobox"][aria-expanded="true"]');
    await page.keyboard.type('colours');
    await page.waitForSelector('::-p-aria([name="Colours Settings"])');
    await page.keyboard.press('Enter');
    await page.locator('main input[type="checkbox"]').click();
    await says(page, 'Everything can be read.');
    await fill('Accent, as #rrggbb, By day', '#ffcc00');
    await says(page, 'Too weak: Accent on Paper');
    expect(await page.$eval('button[type="submit"]', (one) => one.disabled)).toBe(true);
    const asked = new Promise<string>((resolve) => {
      page.once('dialog', (dialog) => {
        resolve(dialog.message());
        void dialog.dismiss();
      });
    });
    await press(page, 'Menus');
    expect(await asked).toBe('What you changed is not saved yet. Leave it?');
    expect(new URL(page.url()).pathname).toBe('/settings/colours');
    await fill('Accent, as #rrggbb, By day', '#14507a');
    await says(page, 'Everything can be read.');
    await press(page, 'Save');
    await says(page, 'Saved; readers have it in a moment');
    await expect
      .poll(async () => read(/assets\/style-\w+\.css/.exec(await read(''))?.[0] ?? ''), SOON)
      .toContain('--accent:#14507a');
  }, 60_000);

  it('has a logo brought in that search engines and messengers find, and taken away again', async () => {
    await page.goto(`${server.desk}/settings/site`);
    const file = join(place.path, 'logo.png');
    await page.screenshot({ path: file, clip: { x: 0, y: 0, width: 400, height: 200 } });
    await press(page, 'Choose a logo');
    const input = (await page.waitForSelector(
      '[role="dialog"] input[type="file"]',
    )) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(file);
    await page.waitForSelector('[role="group"][aria-label="Logo"] img');
    // Nothing is said of it yet, so that it is the name of the paper.
    await page.waitForSelector(
      '::-p-xpath(//dt[text()="What it shows, in Russian"]/../dd[text()="Дальний берег"])',
    );
    await press(page, 'Save');
    await says(page, 'Saved; readers have it in a moment');
    const found = async () => /"logo":"([^"]+)"/.exec(await read(''))?.[1];
    await expect.poll(found, SOON).toMatch(/media\/.+\.jpg$/);
    expect(await read('corrections.html')).toContain('og:image:alt" content="Far Shore"');
    const { pathname } = new URL((await found()) ?? '');
    expect((await fetch(new URL(pathname, server.address))).status).toBe(200);
    const feed = (await (await fetch(new URL('feed.json', server.address))).json()) as { icon: string };
    expect(new URL(feed.icon).pathname).toBe(pathname);
    await press(page, 'Without a logo');
    await press(page, 'Save');
    await expect.poll(found, SOON).toBeUndefined();
  }, 60_000);

  it('names the field that cannot be used', async () => {
    await page.goto(`${server.desk}/settings/site`);
    await fill('Name in English', '   ');
    await press(page, 'Save');
    await page.waitForSelector('input[lang="en"][aria-invalid="true"]');
    expect((await ask('/site')).site.names.en).toBe('Far Shore');
    // What is left unsaved would be asked about.
    await press(page, 'Undo');
  });

  it('loses nothing where two people change the same, and takes in what clashes with nothing', async () => {
    const { site } = await ask('/site');
    await page.goto(`${server.desk}/settings/site`);
    await fill('Name in English', 'Farther Shore');
    const theirs = { names: { ...site.names, en: 'Nearer Shore' }, taglines: { en: 'Theirs' } };
    await ask('/site', { ...site, ...theirs }, 'PUT');
    // From the top of a form that is longer than the window.
    await page.keyboard.press('Enter');
    await says(page, 'Somebody else changed this meanwhile');
    await page.waitForFunction(() => {
      const note = document.activeElement;
      const { top = -1 } = note?.getAttribute('role') === 'alert' ? note.getBoundingClientRect() : {};
      return top >= 0 && top < innerHeight - 100;
    });
    await says(page, 'Nearer Shore');
    const typed = () => page.$eval('input[lang="en"]', (one) => one.value);
    expect(await typed()).toBe('Farther Shore');
    expect(await violations(page)).toEqual([]);
    await press(page, 'Keep mine: Name, English');
    // The keyboard goes on where it was left.
    await page.waitForFunction(() => document.activeElement?.matches('button[type="submit"]'));
    await page.keyboard.press('Enter');
    await says(page, 'Saved; readers have it in a moment');
    const saved = (await ask('/site')).site;
    expect([saved.names.en, saved.taglines.en]).toEqual(['Farther Shore', 'Theirs']);

    const { pages } = await ask('/pages?lang=en');
    const [about] = pages;
    await page.goto(`${server.desk}/settings/pages/${about.id}/en`);
    await fill('Headline', 'Mine');
    await ask('/pages', { ...about, headline: 'Of somebody else' }, 'PUT');
    await press(page, 'Save');
    await press(page, 'Take theirs: Headline');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('input')].some(({ value }) => value === 'Of somebody else'),
    );
    await page.waitForFunction(() => document.querySelector('main [role="alert"]') === null);

    await page.goto(`${server.desk}/settings/sections`);
    await press(page, 'Change Harbour life');
    await fill('Name in English', 'Life on the quay');
    await ask('/sections/harbour-life', { names: { en: 'Harbour life', ru: 'Гавань' } }, 'PUT');
    await press(page, 'Save');
    await says(page, 'Гавань');
    const { sections } = await ask('/terms');
    expect(sections.find(({ id }: { id: string }) => id === 'harbour-life').names).toEqual({
      en: 'Life on the quay',
      ru: 'Гавань',
    });
    await ask('/pages', about, 'PUT');
    await ask('/site', site, 'PUT');
  }, 60_000);

  it('removes nothing, and replaces no banner, that somebody else changed a moment before', async () => {
    await ask('/tags/quay', { names: { en: 'Quay' } }, 'PUT');
    await page.goto(`${server.desk}/settings/tags`);
    await says(page, 'Quay');
    await ask('/tags/quay', { names: { en: 'Quayside' } }, 'PUT');
    const tag = async () => (await ask('/terms')).tags.find(({ id }: { id: string }) => id === 'quay');
    await press(page, 'Remove Quay');
    await says(page, 'It was not removed. This is what somebody else made of it:');
    await says(page, 'Quayside');
    expect(await violations(page)).toEqual([]);
    await press(page, 'Leave it there');
    expect((await tag()).names.en).toBe('Quayside');
    await press(page, 'Remove Quayside');
    await expect.poll(tag, SOON).toBeUndefined();

    const banner = async () => (await ask('/front/en')).banner?.text;
    const raise = (text: string) =>
      ask('/front/en/banner', { text, link: null, expiresAt: Date.now() + 3_600_000 }, 'PUT');
    await page.goto(`${server.desk}/front/en`);
    await fill('Text', 'Of mine');
    await raise('Of theirs');
    await says(page, 'Of theirs');
    await press(page, 'Keep mine: Text');
    await press(page, 'Change the banner');
    await expect.poll(banner, SOON).toBe('Of mine');
    await raise('Of theirs again');
    await says(page, 'Of theirs again');
    await press(page, 'Lower it');
    await expect.poll(banner, SOON).toBeUndefined();
  }, 60_000);

  it('tells what was done in the audit trail, by person and by kind', async () => {
    await page.goto(`${server.desk}/audit`);
    await says(page, 'saved a section');
    await says(page, 'signed in by a link');
    await page.select('select', (await ask('/me')).account.id);
    const [, kind] = await page.$$('search select');
    await kind?.select('section');
    const shown = async () => {
      const text = await page.$eval('main', (main) => main.innerText);
      return ['saved a section', 'signed in by a link'].filter((words) => text.includes(words));
    };
    await expect.poll(shown, SOON).toEqual(['saved a section']);
    // Lines that change nothing of the site.
    await Promise.all(Array.from({ length: 130 }, () => ask('/quarantine', {}, 'DELETE')));
    await kind?.select('quarantine');
    const lines = () => page.$$eval('main ol li', (all) => all.length);
    await expect.poll(lines, SOON).toBe(100);
    await page.$eval('main ol li:last-child', (last) => last.scrollIntoView());
    await says(page, 'This is all.');
    expect(await lines()).toBeGreaterThanOrEqual(130);
  });

  it.each([
    ['en', 'light'],
    ['fa', 'dark'],
  ])(
    'has no fault that axe finds and nothing wider than a phone, in %s, %s',
    async (lang, look) => {
      const { imports } = (await ask('/imports')) as { imports: { run: string }[] };
      await page.evaluate((spoken) => localStorage.setItem('longwave-desk-language', spoken), lang);
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: look }]);
      await page.setViewport({ width: 360, height: 780 });
      const settings = [
        'site',
        'colours',
        'menus',
        'sections',
        'tags',
        'series',
        'authors',
        'notices',
        'pages',
      ];
      const runs = imports.slice(0, 1).map(({ run }) => `/import/${run}`);
      const paths = ['/import', ...runs, '/settings/pages/about/en', '/audit'];
      const found: string[] = [];
      for (const path of [...paths, ...settings.map((name) => `/settings/${name}`)]) {
        await page.goto(`${server.desk}${path}`);
        await page.waitForSelector(`html[lang="${lang}"] main h1`);
        await page.waitForFunction(
          () => document.querySelector('main [role="status"] .mantine-Loader-root') === null,
        );
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) found.push(`${path} is ${over} pixels too wide`);
        for (const one of await violations(page)) found.push(`${path}: ${one}`);
        if (path !== '/settings/notices') continue;
        await page.locator('main header button').click();
        await page.waitForSelector('main form');
        for (const one of await violations(page)) found.push(`form of a notice: ${one}`);
      }
      expect(found).toEqual([]);
    },
    120_000,
  );

  it('complained of nothing on the way', () => {
    expect(seat.complaints).toEqual([]);
  });
});
