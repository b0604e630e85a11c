import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { longwave, SAMPLE_MS, temporary } from './command.ts';
import { dropPicture, press, says, type Seat } from './desk-browser.ts';
import { confirm, HEADLINE, openFloor, saved, sign, step, TEXT, writable, write } from './desk-floor.ts';
import type { Floor } from './desk-floor.ts';

const READ = { timeout: 20_000 };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Where somebody works far from the newsroom, by a clock that is not even whole hours away. */
const AFAR = 'Asia/Tehran';

const WHEN = 'input[type="datetime-local"]';

/** What a field of date and time takes, in a zone that is as far from the world's as it likes. */
const wall = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
    .format(at)
    .replace(' ', 'T');
/** The first full minute from a moment on, as the field gives no seconds. */
const onTheMinute = (at: number): number => Math.ceil(at / MINUTE) * MINUTE;

/** Chooses a time in the dialog of steps, by the clock of a zone. */
async function choose(page: Page, at: number, timeZone: string): Promise<void> {
  await page.locator('label::-p-text(Time zone)').wait();
  await page.$$eval(
    '[role="dialog"] select',
    (all, zone) => {
      const one = all.find(({ options }) => [...options].some(({ value }) => value === zone));
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(one, zone);
      one?.dispatchEvent(new Event('change', { bubbles: true }));
    },
    timeZone,
  );
  await page.$eval(
    WHEN,
    (field, value) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
    wall(at, timeZone),
  );
}

describe.each(BROWSERS.slice(0, 1))('what becomes of a story', (_, open) => {
  let floor: Floor;
  let desk: string;
  let chief: Seat;
  let page: Page;

  beforeAll(async () => {
    floor = await openFloor(open);
    ({ desk } = floor.server());
    chief = await floor.sit('Rosa', 'publisher');
    ({ page } = chief);
  }, SAMPLE_MS);

  afterAll(() => floor?.close());

  const openStory = async (id: string): Promise<void> => {
    await page.goto(`${desk}/stories/${id}`);
    await writable(page);
  };
  const reading = async (path: string, words: string): Promise<void> => {
    await expect.poll(() => floor.read(path), READ).toContain(words);
  };
  const reason = (text: string): Promise<void> =>
    page.locator('[role="dialog"] textarea:not([hidden])').fill(text);

  const site = async (): Promise<{ timeZone: string }> =>
    ((await floor.ask('GET', '/api/me')) as { site: { timeZone: string } }).site;
  const dueOf = async (id: string): Promise<number | null> =>
    ((await floor.ask('GET', `/api/stories/${id}`)) as { story: { dueAt: number | null } }).story.dueAt;

  it('goes out with a picture and words about it that were still on their way', async () => {
    const url = await write(page, desk, { headline: 'The nets are out', text: 'All boats left.' });
    await sign(page, 'Davin Korrel');
    const devtools = await page.createCDPSession();
    await devtools.send('Fetch.enable', { patterns: [{ urlPattern: '*/api/media*' }] });
    devtools.on('Fetch.requestPaused', ({ requestId }) => {
      setTimeout(
        () => void devtools.send('Fetch.continueRequest', { requestId }).catch(() => undefined),
        700,
      );
    });
    const create = { width: 700, height: 400, channels: 3 as const, background: '#274' };
    await dropPicture(page, TEXT, {
      name: 'nets.jpg',
      bytes: await sharp({ create }).jpeg().toBuffer(),
    });
    await page.waitForFunction(`document.activeElement?.closest('[role="dialog"]') !== null`);
    await page.keyboard.type('Nets on a quay');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Ana Lind');
    await page.keyboard.press('Enter');
    await page.waitForFunction(`document.querySelector('[role="dialog"]') === null`);
    await step(page, 'live');
    await confirm(page);
    await devtools.detach();
    const { story } = (await floor.ask('GET', `/api/stories/${url.split('/').at(-1)}`)) as {
      story: { path: string };
    };
    const { path } = story;
    await reading(path, 'Nets on a quay');
    expect(await floor.read(path)).toContain('Ana Lind');
    expect(await floor.read(path)).toMatch(/media\/[0-9a-f]{32}\/\d+\.jpg/);
  });

  it('schedules by day, hour and time zone, moves it from the calendar to another hour, and has it out by the clock', async () => {
    const { page: tab } = await floor.sit('Ines', 'publisher');
    await tab.emulateTimezone(AFAR);
    const url = await write(tab, desk, { headline: 'The ferry of the hour', text: 'It sails again.' });
    const id = url.split('/').at(-1) ?? '';
    await sign(tab, 'Davin Korrel');
    await saved(tab);
    await step(tab, 'scheduled');
    const { timeZone } = await site();
    const due = onTheMinute(Date.now() + 26 * HOUR);
    await choose(tab, due, AFAR);
    await says(tab, 'Nothing is missing');
    // The same moment by both clocks.
    await says(tab, `${wall(due, AFAR).replace('T', ' ')} (${AFAR})`);
    await confirm(tab);
    await tab.waitForSelector('[data-state="scheduled"]');
    expect(await dueOf(id)).toBe(due);

    await tab.goto(`${desk}/calendar`);
    const [day = '', hour = ''] = wall(due, timeZone).split('T');
    await tab.waitForSelector('table');
    if (!wall(Date.now(), timeZone).startsWith(day.slice(0, 7))) await press(tab, 'Month after');
    const cell = await tab.waitForSelector(`td:has(time[datetime="${day}"])`);
    expect(await cell?.evaluate((one) => one.innerText)).toMatch(
      new RegExp(`${hour}[^]*The ferry of the hour`),
    );
    await tab.locator('td a::-p-text(The ferry of the hour)').click();
    await writable(tab);
    await step(tab, 'scheduled');
    expect(await tab.$eval(WHEN, (one) => one.value)).toBe(wall(due, timeZone));
    const later = due + 3 * HOUR;
    await choose(tab, later, timeZone);
    await says(tab, 'Nothing is missing');
    await confirm(tab);
    await expect.poll(() => dueOf(id)).toBe(later);
    // The field tells minutes, and nobody waits for one here: the clock that publishes is the real one all the same.
    await floor.ask('POST', `/api/stories/${id}/move`, { to: 'scheduled', due: Date.now() + 1500 });
    await tab.waitForSelector('[data-state="live"]', READ);
    expect(await dueOf(id)).toBeNull();
    const { story } = (await floor.ask('GET', `/api/stories/${id}`)) as { story: { path: string } };
    await reading(story.path, 'It sails again.');
  }, 60_000);

  it('keeps an embargo until its time, and then readers have the story by itself', async () => {
    const url = await write(page, desk, { headline: 'The report is out', text: 'What it says.' });
    const id = url.split('/').at(-1) ?? '';
    await sign(page, 'Davin Korrel');
    await saved(page);
    await step(page, 'embargoed');
    const { timeZone } = await site();
    const due = onTheMinute(Date.now() + 24 * HOUR);
    await choose(page, due, timeZone);
    await says(page, 'Nothing is missing');
    await confirm(page);
    await page.waitForSelector('[data-state="embargoed"]');
    const { story } = (await floor.ask('GET', `/api/stories/${id}`)) as { story: { dueAt: number } };
    expect(story.dueAt).toBe(due);
    await page.goto(`${desk}/calendar`);
    await says(page, 'The report is out');
    // Nobody publishes it by mistake, not even by hand at the API.
    await expect(floor.ask('POST', `/api/stories/${id}/move`, { to: 'live' })).rejects.toThrow(/embargo/);
    await openStory(id);
    await floor.ask('POST', `/api/stories/${id}/move`, { to: 'embargoed', due: Date.now() + 1500 });
    await page.waitForSelector('[data-state="live"]', READ);
    const out = (await floor.ask('GET', `/api/stories/${id}`)) as { story: { path: string } };
    await reading(out.story.path, 'The report is out');
  });

  it('corrects: readers have the new text with what was wrong, beside it and on the page of corrections', async () => {
    const { id, path } = await floor.publish('Ten boats came');
    await openStory(id);
    await page.focus(TEXT);
    await page.keyboard.type('Twelve boats, counted again. ');
    await saved(page);
    await step(page, 'correct');
    await page.locator('::-p-aria([name="Note for readers"][role="textbox"])').fill('The boats were twelve.');
    await page.locator('::-p-aria([name="What was wrong"][role="textbox"])').fill('ten boats');
    await page.locator('::-p-aria([name="What is right"][role="textbox"])').fill('twelve boats');
    await confirm(page);
    await page.waitForSelector('[data-state="corrected"]');
    await says(page, 'Readers have it, in edition');
    await reading(path, 'The boats were twelve.');
    expect(await floor.read(path)).toContain('Twelve boats, counted again.');
    await reading('corrections.html', 'The boats were twelve.');
  });

  it('updates with the text that readers have', async () => {
    const { id, path } = await floor.publish('The vote is counted');
    await openStory(id);
    await step(page, 'update');
    await page.locator('::-p-aria([name="Note for readers"][role="textbox"])').fill('Three districts more.');
    await confirm(page);
    await reading(path, 'Three districts more.');
    expect(await page.$('[data-state="live"]')).not.toBeNull();
  });

  it('keeps a note that was being written when a colleague withdrew the story, for another step', async () => {
    const { id } = await floor.publish('Prices on the pier');
    await openStory(id);
    await step(page, 'correct');
    await page.locator('::-p-aria([name="Note for readers"][role="textbox"])').fill('Bread costs two.');
    await page.locator('::-p-aria([name="What was wrong"][role="textbox"])').fill('costs three');
    await floor.ask('POST', `/api/stories/${id}/move`, { to: 'withdrawn', reason: 'A colleague' });
    await says(page, 'A colleague moved the story meanwhile');
    expect(await page.$eval('[role="dialog"] textarea', (one) => one.value)).toBe('Bread costs two.');
    expect(
      await page.$eval('[role="dialog"] [type="submit"]', (one) => 'disabled' in one && one.disabled),
    ).toBe(true);
    await page.select('[role="dialog"] select', 'restore');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('textarea')].some(
        ({ value, readOnly }) => value === 'costs three' && readOnly,
      ),
    );
    await confirm(page);
    await page.waitForSelector('[data-state="live"], [data-state="corrected"]');
    const { transitions } = (await floor.ask('GET', `/api/stories/${id}`)) as {
      transitions: { reason: string | null }[];
    };
    expect(transitions.map(({ reason: why }) => why)).toContain('Bread costs two.');
  });

  it('withdraws with a reason, and redacts so that no word is left', async () => {
    const { id, path } = await floor.publish('Names that nobody should read');
    await reading(path, 'Names that nobody');
    await openStory(id);
    await step(page, 'withdrawn');
    await reason('The source is in danger.');
    await confirm(page);
    await page.waitForSelector('[data-state="withdrawn"]');
    const tombstone = async () => (await fetch(new URL(path, floor.server().address))).text();
    await expect.poll(tombstone, READ).toContain('The source is in danger.');
    expect(await tombstone()).toContain('Names that nobody should read');
    expect(await tombstone()).not.toContain('at length');
    await step(page, 'redact');
    await reason('A court asked for it.');
    await confirm(page);
    await expect.poll(tombstone, READ).not.toContain('Names that nobody');
  });

  it('kills what is not out yet and brings it back', async () => {
    await write(page, desk, { headline: 'Never to be read', text: 'A rumour.' });
    await saved(page);
    await step(page, 'killed');
    await reason('It was not true.');
    await confirm(page);
    await page.waitForSelector('[data-state="killed"]');
    await step(page, 'revive');
    await reason('It was true.');
    await confirm(page);
    expect(await page.waitForSelector('[data-state="draft"]')).not.toBeNull();
  });

  it('translates side by side, and says what changed in the source since', async () => {
    const { id } = await floor.publish('Salt prices fall');
    await openStory(id);
    await press(page, 'Translate into Russian');
    await page.waitForFunction((source: string) => !location.pathname.endsWith(source), {}, id);
    await writable(page);
    const translation = page.url();
    await press(page, 'Show English beside');
    await page.waitForSelector('section[aria-label="English"] [aria-label="Text of the story"]');
    await page.locator(`${HEADLINE}:not([readonly])`).fill('Соль дешевеет');
    await saved(page);
    await step(page, 'live');
    await says(page, 'Nothing is missing');
    await confirm(page);
    await page.waitForSelector('[data-state="live"]');
    expect(await page.$('[data-task]')).toBeNull();
    // Somebody corrects the source from the command line.
    const shown = await longwave(['story', 'show', id, '--markdown'], floor.settings);
    const papers = temporary();
    const file = join(papers.path, 'salt.md');
    writeFileSync(file, shown.stdout.replace('---\n', '---\nstandfirst: By a tenth, not by a third\n'));
    const correct = ['story', 'correct', id, '--text', 'By a tenth.', '--file', file];
    expect(await longwave(correct, floor.settings)).toMatchObject({ status: 0 });
    papers.remove();
    // Whoever has the translation open is told at once.
    await says(page, 'In English the story was corrected');
    await page.goto(`${desk}/stories`);
    await says(page, 'another language changed');
    await page.goto(translation);
    await writable(page);
    await page.locator('[data-task] ::-p-aria([name="Show English beside"])').click();
    await says(page, 'What changed in it since you translated');
    await says(page, 'By a tenth, not by a third');
    await press(page, 'My translation follows it now');
    await page.waitForFunction(() => !document.body.innerText.includes('What changed in it since'));
    const { peers } = (await floor.ask('GET', `/api/stories/${id}`)) as { peers: { outdated: unknown }[] };
    expect(peers.map(({ outdated }) => outdated)).toEqual([null, null]);
    await press(page, 'Looked at');
    await page.waitForFunction(() => document.querySelector('[data-task]') === null);
  });

  it('shows a story as readers will have it, and to an outsider by a link until it is taken back', async () => {
    const url = await write(page, desk, { headline: 'Not for everybody yet', text: 'A first look.' });
    await page.locator('::-p-xpath(//label[text()="Planned length, in words"]/..//input)').fill('2');
    await page.keyboard.press('Enter');
    await says(page, '1 over');
    await saved(page);
    await press(page, 'Preview');
    const frame = await page.waitForSelector('iframe');
    const inside = await frame?.contentFrame();
    await inside?.waitForSelector('h1');
    expect(await inside?.$eval('h1', (one) => one.textContent)).toBe('Not for everybody yet');
    await expect
      .poll(() => inside?.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .not.toBe('rgba(0, 0, 0, 0)');
    await page.click('label::-p-text(Phone)');
    await page.waitForFunction(() => (document.querySelector('iframe')?.clientWidth ?? 0) < 400);
    await page.locator('::-p-aria([name="For whom"])').fill('Our lawyer');
    await press(page, 'Make a link');
    await says(page, 'Copy it now');
    const link = await page.$eval('input[aria-label="Link"]', (one) => one.value);
    const look = await fetch(link);
    expect(look.status).toBe(200);
    expect(await look.text()).toContain('A first look.');
    await press(page, 'Take back: Our lawyer');
    await says(page, 'There are no links');
    expect((await fetch(link)).status).toBe(404);
    expect(url).toContain('/stories/');
  });

  it('takes a story in Persian to its readers, from right to left', async () => {
    await page.goto(`${desk}/stories`);
    await page.evaluate(() => localStorage.setItem('longwave-desk-language', 'fa'));
    await page.goto(`${desk}/new/fa`);
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    const field = 'textarea[aria-label="تیتر"]:not([readonly])';
    await page.waitForSelector(field);
    await page.focus(field);
    await page.keyboard.type('نمک ارزان شد');
    expect(await page.$eval(field, (one) => getComputedStyle(one).direction)).toBe('rtl');
    await page.focus(TEXT);
    await page.keyboard.type('در بندر "سه کشتی" پهلو گرفت.');
    await page.locator('::-p-aria([name="نویسندگان"][role="combobox"])').click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await saved(page);
    await step(page, 'live');
    await says(page, 'چیزی کم نیست');
    await confirm(page);
    await page.waitForSelector('[data-state="live"]');
    const out = (await floor.ask('GET', `/api/stories/${page.url().split('/').at(-1)}`)) as {
      story: { path: string };
    };
    await reading(out.story.path, 'نمک ارزان شد');
    const html = (await floor.read(out.story.path)) ?? '';
    expect(html).toMatch(/<html[^>]*dir="?rtl/);
    expect(html).toContain('«سه کشتی»');
    await page.evaluate(() => localStorage.removeItem('longwave-desk-language'));
  });

  it('follows what goes out to the mirrors', async () => {
    const stick = temporary();
    const target = join(stick.path, 'stick');
    mkdirSync(target);
    const added = await longwave(
      ['mirror', 'add', 'stick', target, '--address', 'https://stick.example/'],
      floor.settings,
    );
    expect(added.status, added.stderr).toBe(0);
    const { id, path } = await floor.publish('Carried everywhere');
    await openStory(id);
    await step(page, 'update');
    await page.locator('::-p-aria([name="Note for readers"][role="textbox"])').fill('Also by hand.');
    await confirm(page);
    await says(page, 'Readers have it, in edition');
    await page.waitForFunction(
      () => document.querySelector('[aria-label="Mirrors"]')?.textContent?.includes('has it') === true,
    );
    expect(readFileSync(join(target, path), 'utf8')).toContain('Also by hand.');
    stick.remove();
  }, 60_000);

  it('never met an error, nor a refusal of its own policy', () => {
    expect(floor.seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
