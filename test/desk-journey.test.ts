import type { HTTPRequest } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { SAMPLE_MS } from './command.ts';
import { enter, press, says, takeSeat, violations } from './desk-browser.ts';
import { dialogOf, storyDialogs } from './desk-dialogs.ts';
import { goTo, ROOMS, seenIn, watchTab } from './desk-watch.ts';
import { confirm, openFloor, saved, sign, TEXT, writable, write, type Floor } from './desk-floor.ts';

describe.each(BROWSERS.slice(0, 1))('a day at the desk', (_, open) => {
  let floor: Floor;
  let desk: string;

  beforeAll(async () => {
    floor = await openFloor(open);
    ({ desk } = floor.server());
  }, SAMPLE_MS);

  afterAll(() => floor?.close());

  it('lets somebody in by a link once, and by their passkey from then on', async () => {
    const seat = await takeSeat(floor.browser);
    floor.seats.push(seat);
    const { page } = seat;
    const link = await floor.linkFor('Ivo', 'editor');
    await enter(page, link);
    expect(page.url()).toBe(`${desk}/stories`);
    await press(page, 'Ivo');
    await press(page, 'Sign out');
    await page.waitForSelector('::-p-text(With a passkey)');
    await page.goto(`${desk}/calendar`);
    await press(page, 'Sign in with a passkey');
    await page.waitForSelector('main#main');
    expect(new URL(page.url()).pathname).toBe('/calendar');
    const other = await seat.tab();
    await other.goto(link);
    await press(other, 'Sign in with this link');
    await says(other, 'used before or has run out');
  });

  it('takes a story from the first word to the reader', async () => {
    const reporter = await floor.sit('Nadia', 'reporter');
    const url = await write(reporter.page, desk, {
      headline: 'Lamps lit again on the quay',
      text: 'For the first time since spring.',
    });
    await sign(reporter.page, 'Davin Korrel');
    await saved(reporter.page);
    await press(reporter.page, 'Send for review');
    await says(reporter.page, 'An editor looks at it');
    await confirm(reporter.page);
    await reporter.page.waitForSelector('[data-state="review"]');

    const editor = await floor.sit('Tomas', 'editor');
    const { page } = editor;
    await page.goto(`${desk}/stories`);
    await page.locator('[data-story-search]').fill('quay lamps');
    await page.locator('::-p-text(Lamps lit again)').click();
    await page.waitForFunction((wanted: string) => location.href === wanted, {}, url);
    // The reporter still has the story open; publishing needs no lock.
    await press(page, 'Publish');
    await says(page, 'Nothing is missing');
    await confirm(page);
    await page.waitForSelector('[data-state="live"]');
    const href = await page.$eval('a::-p-text(See the page)', (link) => link.getAttribute('href') ?? '');
    const path = new URL(href).pathname;
    await expect.poll(() => floor.read(path), { timeout: 20_000 }).toContain('Lamps lit again on the quay');
    const html = await floor.read(path);
    expect(html).toContain('For the first time since spring.');
  });

  it('says what is missing before anything goes out', async () => {
    const { page } = await floor.sit('Petra', 'editor');
    await write(page, desk, { headline: 'Nobody signed this', text: 'A text.' });
    await saved(page);
    await press(page, 'Publish');
    await says(page, 'Still missing');
    await says(page, 'The story has no byline');
    expect(await page.$eval('[role="dialog"] button[type="submit"]', (one) => one.disabled)).toBe(true);
  });

  it('freezes the first tab with its text safe when somebody takes the story over', async () => {
    const first = await floor.sit('Anna', 'editor');
    const url = await write(first.page, desk, {
      headline: 'Two at one desk',
      text: 'Written by the first.',
    });
    await saved(first.page);
    const second = await floor.sit('Boris', 'editor');
    await second.page.goto(url);
    await says(second.page, 'Anna has been writing here');
    expect(await second.page.$('[contenteditable="true"]')).toBeNull();
    await press(second.page, 'Take over');
    await second.page.locator('[role="dialog"] textarea').fill('Anna is on the train');
    // Nothing of it is saved when the other takes over.
    await first.page.focus(TEXT);
    await first.page.keyboard.press('End');
    await first.page.keyboard.type(' Her last words.');
    await confirm(second.page);
    await writable(second.page);
    await says(second.page, 'Her last words.');
    await second.page.focus(TEXT);
    await second.page.keyboard.type('On from there. ');
    await saved(second.page);
    await says(first.page, 'Boris took the story over');
    expect(await first.page.$('[contenteditable="true"]')).toBeNull();
    await says(first.page, 'Written by the first.');
  }, 60_000);

  it('goes anywhere by keys alone', async () => {
    const { page } = await floor.sit('Kira', 'publisher');
    await page.goto(`${desk}/stories`);
    await page.waitForSelector('a[data-index="0"]');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.down('Control');
    await page.keyboard.press('k');
    await page.keyboard.up('Control');
    await page.waitForSelector('[role="combobox"][aria-expanded="true"]');
    await page.keyboard.type('peop');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.pathname === '/people');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForFunction(() => location.pathname === '/stories');
    await page.keyboard.press('/');
    await page.waitForFunction(() => document.activeElement?.matches('[data-story-search]') === true);
    await page.keyboard.type('herring');
    await page.waitForFunction(() => location.search.includes('herring'));
    const row = 'a[data-index="0"]';
    await page.waitForFunction(
      (first: string) =>
        document.querySelector(first)?.textContent?.toLowerCase().includes('herring') === true,
      {},
      row,
    );
    while (!(await page.evaluate((first: string) => document.activeElement?.matches(first) === true, row)))
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /^\/stories\/[a-z0-9]+$/.test(location.pathname));
  });

  it('shows a room when all of it is there, and says nothing of waiting before', async () => {
    const { page } = await floor.sit('Vida', 'publisher', 'engineer');
    await watchTab(page);
    for (const to of Object.keys(ROOMS)) {
      await page.goto(`${desk}/account`);
      await page.waitForSelector('main form');
      await goTo(page, to);
      expect(await seenIn(page), to).toEqual({ waits: [], editors: 0 });
    }
    await page.goto(`${desk}/settings`);
    await page.waitForSelector('main form');
    const tabs = await page.$$eval('main nav a', (all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(tabs).toContain('/settings/menus');
    for (const tab of tabs) {
      await page.goto(`${desk}${tab}`);
      await page.waitForSelector('main form, main button');
      expect((await seenIn(page)).waits, tab).toEqual([]);
    }
  }, 60_000);

  it('says that a room is on its way where the server takes long', async () => {
    const { page } = await floor.sit('Veit', 'publisher');
    await page.goto(`${desk}/account`);
    await page.waitForSelector('main form');
    const { promise: held, resolve: hold } = Promise.withResolvers<HTTPRequest>();
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      if (request.url().endsWith('/api/mirrors')) hold(request);
      else void request.continue();
    });
    await page.evaluate(() => document.querySelector<HTMLElement>('nav a[href="/mirrors"]')?.click());
    await says(page, 'Loading …');
    await (await held).continue();
    await page.waitForSelector('main h1::-p-text(Mirrors)');
    expect(await page.$eval('main', (room) => room.textContent)).not.toContain('Loading …');
  });

  it('makes the editor of a story once, in a page anew and from the list', async () => {
    const { page } = await floor.sit('Milda', 'editor');
    await watchTab(page);
    const { story } = (await floor.ask('POST', '/api/stories', { lang: 'en' })) as { story: { id: string } };
    await page.goto(`${desk}/stories/${story.id}`);
    await writable(page);
    expect(await seenIn(page)).toEqual({ waits: [], editors: 1 });
    await page.goto(`${desk}/stories`);
    await page.locator(`a[href="/stories/${story.id}"]`).click();
    await writable(page);
    expect(await seenIn(page)).toEqual({ waits: [], editors: 1 });
  });

  it('goes by keys alone from the door to a published story', async () => {
    const seat = await takeSeat(floor.browser);
    floor.seats.push(seat);
    const { page } = seat;
    /** Goes on by Tab until it stands on what is wanted. */
    const tabTo = async (selector: string): Promise<void> => {
      await page.waitForSelector(selector);
      for (let presses = 0; presses < 80; presses += 1) {
        if (await page.evaluate((wanted: string) => document.activeElement?.matches(wanted), selector))
          return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab never comes to ${selector}`);
    };
    const pressKey = async (words: string): Promise<void> => {
      const button = await page.waitForSelector(`::-p-aria([name="${words}"][role="button"])`);
      await button?.evaluate((one) => one.setAttribute('data-wanted', ''));
      await tabTo('[data-wanted]');
      await page.keyboard.press('Enter');
    };
    await page.goto(await floor.linkFor('Sami', 'editor'));
    await pressKey('Sign in with this link');
    await pressKey('Make a passkey');
    await page.waitForSelector('a[data-index="0"]');
    await page.keyboard.press('n');
    await writable(page);
    await tabTo('textarea[aria-label="Headline"]');
    await page.keyboard.type('Not one click');
    await page.keyboard.press('Enter');
    await page.keyboard.type('The standfirst');
    await page.keyboard.press('Enter');
    await page.keyboard.type('## Keys');
    await page.keyboard.press('Enter');
    await page.keyboard.type('The mouse slept all day.');
    await tabTo('aside input[role="combobox"]');
    await page.keyboard.type('Davin');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await says(page, 'Davin Korrel');
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    await says(page, 'Nothing is missing');
    // It stands on the button that does it.
    await page.waitForFunction(
      () => document.activeElement?.matches('[role="dialog"] button[type="submit"]:not([disabled])') === true,
    );
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-state="live"]');
    const href = await page.$eval('a::-p-text(See the page)', (link) => link.getAttribute('href') ?? '');
    await expect
      .poll(() => floor.read(new URL(href).pathname), { timeout: 20_000 })
      .toMatch(/<h2[^>]*>Keys<\/h2>[^]*>The mouse slept all day\./);
  });

  it.each([
    ['en', 'light', 360],
    ['fa', 'dark', 1280],
  ] as const)(
    'has nothing that axe finds in %s, %s, at %i',
    async (lang, scheme, width) => {
      const seat = await floor.sit(`Axe ${lang} ${scheme}`, 'publisher', 'engineer');
      const page = await seat.tab();
      await page.setBypassCSP(true);
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.goto(`${desk}/stories`);
      await page.evaluate((chosen: string) => localStorage.setItem('longwave-desk-language', chosen), lang);
      const first = await page.waitForSelector('a[data-index="0"]');
      const story = await first?.evaluate((link) => link.getAttribute('href') ?? '');
      const rooms = [
        'stories',
        'calendar',
        'people',
        'account',
        'overview',
        'begin',
        'media',
        'front',
        'editions',
        'mirrors',
      ];
      const pages = [...rooms.map((room) => `/${room}`), story ?? '', `${story}/history`, `${story}/preview`];
      const found: Record<string, string[]> = {};
      const look = async (name: string): Promise<void> => {
        const bad = await violations(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        if (wide) bad.push('wider than the screen');
        if (bad.length > 0) found[name] = bad;
      };
      for (const path of pages) {
        await page.goto(`${desk}${path}`);
        await page.waitForSelector('main#main h1, main#main [contenteditable]');
        await look(path);
        if (path === '/people') await dialogOf(page, 'main section:last-of-type button', 'panic', look);
      }
      const { story: own } = (await floor.ask('POST', '/api/stories', { lang })) as { story: { id: string } };
      await page.goto(`${desk}/stories/${own.id}`);
      await storyDialogs(page, floor, own.id, look);
      expect(found).toEqual({});
    },
    180_000,
  );

  it('never met an error, nor a refusal of its own policy', () => {
    expect(floor.seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
