import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { longwave, sampleNewsroom, SAMPLE_MS, serving, until, type Serving } from './command.ts';
import { builtApp, press, says, takeSeat, violations, type Seat } from './desk-browser.ts';

/** As long as an edition takes on a busy machine. */
const SOON = { timeout: 20_000 };

describe.each(BROWSERS.slice(0, 1))('in %s, appeals, offer and safety rules', (_, open) => {
  let copy: Awaited<ReturnType<typeof sampleNewsroom>>;
  let server: Serving;
  let browser: Browser;
  let seat: Seat;
  let page: Page;
  let cookie = '';

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
  }, SAMPLE_MS);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    copy?.remove();
  });

  const ask = async (path: string, body?: unknown, method = 'PUT') => {
    const answer = await fetch(`${server.desk}/api${path}`, {
      method: body === undefined ? 'GET' : method,
      headers: { cookie, origin: server.desk, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const read = async (path: string): Promise<string> => (await fetch(`${server.address}${path}`)).text();
  const fill = (label: string, text: string) => page.locator(`::-p-aria([name="${label}"])`).fill(text);
  const empty = async (label: string) => {
    await page.locator(`::-p-aria([name="${label}"])`).click({ count: 3 });
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.press('Backspace');
  };
  /** What the frame of a look holds, and in which colours. */
  const framed = (said: string) =>
    page.waitForFunction(
      (words: string) => {
        const frame = document.querySelector('iframe');
        const body = frame?.contentDocument?.body;
        const within = frame?.contentWindow;
        if (!within || body?.textContent.includes(words) !== true) return null;
        if (body.ownerDocument.readyState !== 'complete') return null;
        const { backgroundColor } = within.getComputedStyle(body.ownerDocument.documentElement);
        return { width: within.innerWidth, ground: backgroundColor };
      },
      {},
      said,
    );

  it('has an appeal written in two languages, looked at by night on a phone, and found by readers', async () => {
    await page.goto(`${server.desk}/money/appeals`);
    await says(page, 'Readers are asked.');
    await press(page, 'New appeal: Strip, above a story');
    await fill('Name', 'spring');
    await fill('Text in English', 'The lamp burns oil.\nFrom {floor} a month.');
    await says(page, 'From $2 a month.');
    await fill('Text in Russian', 'Лампе нужно масло.');
    await empty('Text in Persian');
    await says(page, 'A text and a button are needed in each language that is begun');
    await empty('Button in Persian');
    const light = await (await framed('The lamp burns oil. From $2 a month.')).jsonValue();
    expect(light).toEqual({ width: 390, ground: 'rgb(253, 252, 248)' });
    await page.locator('::-p-text(Dark)').click();
    await page.waitForFunction(() => document.querySelector('iframe')?.dataset.scheme === 'dark');
    const dark = await (await framed('The lamp burns oil.')).jsonValue();
    expect(dark?.ground).toBe('rgb(21, 23, 27)');
    await page.locator('::-p-text(Desktop)').click();
    await page.waitForFunction(() => document.querySelector('iframe')?.contentWindow?.innerWidth === 1280);
    await press(page, 'On');
    await press(page, 'Save');
    await says(page, 'Saved; readers have it in a moment');
    await press(page, 'All appeals');
    await says(page, 'not in Persian');
    await page.focus('button[aria-label="Up: spring"]');
    await page.keyboard.down('Alt');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.up('Alt');
    const ids = async () => (await ask('/money/appeals')).appeals.map(({ id }: { id: string }) => id);
    await expect.poll(ids, SOON).toEqual(['spring', 'epic', 'banner', 'newsletter', 'strip']);
    const { stories } = await ask('/stories?state=live&lang=en&limit=1');
    await expect.poll(() => read(stories[0].path), SOON).toContain('The lamp burns oil. From $2 a month.');
    const why = () =>
      page.$$eval('section[aria-labelledby="asking-why"] li', (all) => all.map((one) => one.innerText));
    await expect
      .poll(why, SOON)
      .toEqual([
        expect.stringMatching(/spring\s+stands there/),
        expect.stringMatching(/strip\s+could stand there; another comes before it/),
      ]);
  }, 60_000);

  it('folds in what somebody else wrote of another language, and lets whoever clashes decide', async () => {
    await page.goto(`${server.desk}/money/appeals`);
    await press(page, 'Change spring');
    const [spring] = (await ask('/money/appeals')).appeals;
    const { a } = spring.variants;
    const theirs = {
      ...spring,
      variants: {
        a: { ...a, en: { ...a.en, button: 'Buy oil' }, fa: { heading: '', text: 'روغن.', button: 'بخرید' } },
      },
    };
    expect((await ask('/money/appeals/spring', { ...theirs, base: spring })).appeal).toEqual(theirs);
    await fill('Button in English', 'Pay for oil');
    await fill('Button in Russian', 'На масло');
    await press(page, 'Save');
    await says(page, 'Somebody else changed this meanwhile');
    await page.locator('::-p-text(Keep mine)').click();
    await press(page, 'Save');
    await says(page, 'Saved; readers have it in a moment');
    const [now] = (await ask('/money/appeals')).appeals;
    expect(now.variants.a).toEqual({
      en: { ...a.en, button: 'Pay for oil' },
      ru: { ...a.ru, button: 'На масло' },
      fa: { heading: '', text: 'روغن.', button: 'بخرید' },
    });
  }, 60_000);

  it('writes a letter’s block that can be copied, and shows it', async () => {
    await page.goto(`${server.desk}/money/appeals`);
    await press(page, 'Change newsletter');
    await says(page, 'For your newsletter');
    const block = await page.$eval('pre[aria-label="As HTML"]', (one) => one.textContent);
    expect(block).toContain('<table role="presentation"');
    await framed('A small favour to ask');
    expect(
      await page.$eval('iframe', (one) => one.contentDocument?.querySelectorAll('img, link, script').length),
    ).toBe(0);
  }, 60_000);

  it('has the offer changed, with what the page will say, and says what cannot be kept', async () => {
    await page.keyboard.down('Control');
    await page.keyboard.press('k');
    await page.keyboard.up('Control');
    await page.waitForSelector('[role="combobox"][aria-expanded="true"]');
    await page.keyboard.type('offer');
    await page.waitForSelector('::-p-aria([name="Offer Money"])');
    await page.keyboard.press('Enter');
    await says(page, '$5 = $60 a year');
    await fill('Monthly, USD', '1 4');
    await says(page, 'Lies below the least or above the most that is taken');
    await fill('Monthly, USD', '7 4');
    await says(page, '$7 = $84 a year');
    await fill('Words on the statement', 'FAR SHORE 22');
    await says(page, 'As a bank prints it');
    await framed('$7');
    await press(page, 'Save');
    await says(page, 'Saved; readers have it in a moment');
    await expect.poll(() => read('support/'), SOON).toContain('$7');
    const { terms } = await ask('/money/offer');
    expect([terms.offers[0].monthly, terms.statement]).toEqual([[700, 400], 'FAR SHORE 22']);
  }, 60_000);

  it('tells whom a rule would touch before it is kept, and keeps who has checked it', async () => {
    await page.goto(`${server.desk}/money/safety`);
    await says(page, 'Nobody who knows the law has checked this');
    await press(page, 'New rule');
    await page.select('main select', 'TR');
    await fill('Source 1', 'Turkey, an order of 20 November 2026');
    await says(page, 'Nothing goes on from there.');
    const effects = await page.$eval('section[aria-labelledby="rule-effects"] tbody', (one) => one.innerText);
    expect(effects).toMatch(/everything\s+let through\s+refused/);
    await fill('Who', 'Mara Quill');
    await press(page, 'Save');
    await says(page, 'Checked by Mara Quill on');
    await says(page, 'New: Türkiye');
    expect((await ask('/money/safety')).decided.map(({ country }: { country: string }) => country)).toContain(
      'TR',
    );
    await press(page, 'End it: Türkiye');
    await page.locator('[role="dialog"] ::-p-text(Remove it)').click();
    await expect.poll(async () => (await ask('/money/safety')).rules.length, SOON).toBe(6);
    await expect.poll(() => read('support/'), SOON).not.toContain('Türkiye');
  }, 60_000);

  it('can be read by everybody, and moves nothing sideways on a phone', async () => {
    await page.setBypassCSP(true);
    for (const room of ['appeals', 'offer', 'safety']) {
      await page.setViewport({ width: 360, height: 800 });
      await page.goto(`${server.desk}/money/${room}`);
      await page.waitForSelector('main section h2');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([room, wide]).toEqual([room, 360]);
      expect([room, await violations(page)]).toEqual([room, []]);
    }
    await press(page, 'New rule');
    expect(await violations(page)).toEqual([]);
    await page.goto(`${server.desk}/money/appeals`);
    await press(page, 'Change epic');
    await says(page, 'What it says');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await violations(page)).toEqual([]);
    expect(seat.complaints).toEqual([]);
  }, 90_000);
});
