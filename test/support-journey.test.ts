import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openStore } from '#store';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, type Serving } from './command.ts';
import { longwave } from './here.ts';
import { host, type Host } from './host.ts';
import { openReader, type Reader } from './reader-browser.ts';

/*
 * What a supporter does, in both browsers: from a story to the end of a contribution with the sample's server, and from
 * a mirror and a disk without it.
 */

const IBAN = 'DE89 3704 0044 0532 0130 00';

let data: Awaited<ReturnType<typeof sampleNewsroom>>;
let out: ReturnType<typeof temporary>;
let folder: string;
let settings: Record<string, string>;
let own: Serving;
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  data = await sampleNewsroom();
  out = temporary();
  folder = join(out.path, 'site');
  settings = {
    LONGWAVE_DATA: data.path,
    // No letter is due here, so nobody has to listen there.
    LONGWAVE_MAIL_SERVER: 'smtp://127.0.0.1:9',
    LONGWAVE_MAIL_FROM: 'Far Shore <mail@farshore.example>',
  };
  const keys = await longwave(['post', 'keys'], settings);
  if (keys.status !== 0) throw new Error(keys.stderr);
  own = await serving({ ...settings, LONGWAVE_TRUSTED_PROXY: '127.0.0.1' });
  await Promise.all(BROWSERS.map(async ([name, open]) => browsers.set(name, await open())));
}, SAMPLE_MS);

afterAll(async () => {
  await Promise.all([...browsers.values()].map((browser) => browser.close()));
  await own?.stop();
  data?.remove();
  out?.remove();
});

const reading = (name: string, how?: { script?: boolean }): Promise<Reader> => {
  const browser = browsers.get(name);
  if (browser === undefined) throw new Error(`${name} is not open`);
  return openReader(browser, how);
};

const STORY = /href="([^"]*\d{4}\/\d\d\/\d\d\/[^"#]+\.html)"/;
const storyOf = async (prefix = ''): Promise<string> => {
  const front = await (await fetch(`${own.address}${prefix}`)).text();
  return new URL(STORY.exec(front)?.[1] ?? '', `${own.address}${prefix}`).href;
};

/** From a story to thanks, with the play card of a country. @returns the code */
async function give(reader: Reader, { country = 'DE', prefix = '' } = {}): Promise<string> {
  const { page, tap } = reader;
  await page.goto(await storyOf(prefix));
  await tap('.strip a.give', { leads: true });
  await tap('.go button.give', { leads: true });
  await page.select('select[name=country]', country);
  await tap('main form button[type=submit]', { leads: true });
  return page.$eval('p.code', (one) => one.textContent.trim()).catch(() => '');
}

/** How many reminders by mail the newsroom holds. */
async function kept(): Promise<number> {
  const store = await openStore({ url: `sqlite:${join(data.path, 'longwave.db')}`, now: Date.now });
  const rows = await store.db.selectFrom('reminder').select('lang').execute();
  await store.close();
  return rows.length;
}

describe.each(BROWSERS)('in %s, with the server', (name) => {
  it('S7, S8: from a story to the payment in two taps, with nothing asked of others and nothing kept before', async () => {
    const reader = await reading(name);
    const { page, tap, asked } = reader;
    await page.goto(await storyOf());
    expect(await reader.kept()).toEqual({});
    await tap('.strip a.give', { leads: true });
    expect(page.url()).toMatch(/support\/index\.html\?from=strip\.a$/);
    expect(await reader.kept()).toEqual({});
    await tap('.go button.give', { leads: true });
    expect(await reader.heading()).toBe('Almost there');
    expect(await reader.text()).toContain('$5 a month');
    expect(reader.taps()).toBeLessThanOrEqual(3);
    expect(await reader.kept()).toEqual({});
    await tap('main form button[type=submit]', { leads: true });
    expect(await reader.heading()).toBe('Thank you');
    expect(asked.filter((url) => !url.startsWith(own.address))).toEqual([]);
    expect(asked.length).toBeGreaterThan(4);
    expect([await reader.kept(), reader.complaints]).toEqual([{}, []]);
    await reader.close();
  }, 60_000);

  it('S8: stopped in two taps from the page that the code opens', async () => {
    const reader = await reading(name);
    const { page, tap } = reader;
    const code = await give(reader);
    await page.goto(`${own.address}-/support/mine?lang=en`);
    await page.type('input[name=code]', code.toLowerCase());
    await tap('main form button[type=submit]', { leads: true });
    expect(await reader.text()).toContain('Goes on');
    // Its code is in no address, so in no history and no log.
    expect([page.url(), ...reader.asked].filter((url) => url.includes(code))).toEqual([]);
    reader.forgetTaps();
    const [stop = ''] = await page.$$eval('form[action$="/mine/stop"]', (forms) =>
      forms.map((form) => form.closest('details')?.querySelector('summary')?.textContent ?? ''),
    );
    await tap(`::-p-xpath(//summary[.="${stop}"])`);
    await tap('form[action$="/mine/stop"] button', { leads: true });
    expect(reader.taps()).toBe(2);
    expect(await reader.text()).toContain('Stopped');
    expect(await reader.kept()).toEqual({});
    await reader.close();
  }, 60_000);

  it('S8: by keys alone, from right to left, with another amount of another rhythm and currency', async () => {
    const reader = await reading(name);
    const { page, key } = reader;
    await page.goto(await storyOf('fa/'));
    await key('.strip a.give', 'Enter', { leads: true });
    await key('#r-monthly', null);
    // In a group of choices arrows choose, as everywhere.
    await page.keyboard.press('ArrowDown');
    await key('#c-0', null);
    await page.keyboard.press('ArrowDown');
    await key('#own', null);
    await page.keyboard.type('۳۶');
    await key('.go button.give', 'Enter', { leads: true });
    expect(await reader.text()).toMatch(/۳۶/);
    await key('main form button[type=submit]', 'Enter', { leads: true });
    await key('form[action$="/mine"] button', 'Enter', { leads: true });
    await key('details:has(form[action$="/stop"]) > summary', 'Enter');
    await key('form[action$="/mine/stop"] button', 'Enter', { leads: true });
    expect(await page.$$('form[action$="/mine/stop"]')).toHaveLength(0);
    expect(await page.$eval('html', (one) => one.dir)).toBe('rtl');
    expect(reader.complaints).toEqual([]);
    await reader.close();
  }, 60_000);

  it('S1: a card of a country that is refused gets a kind answer, charges nothing and makes no contribution', async () => {
    const reader = await reading(name);
    expect(await give(reader, { country: 'RU' })).toBe('');
    expect(await reader.heading()).toBe('We cannot take this, for your sake');
    const text = await reader.text();
    expect(text).toContain('Russia');
    expect(text).toContain('Nothing was asked of your bank');
    expect(text).toContain('Pass a story on');
    expect([await reader.kept(), reader.complaints]).toEqual([{}, []]);
    await reader.close();
  }, 60_000);

  it('a card that is declined may try again, and one whose bank asks is approved', async () => {
    const reader = await reading(name);
    const { page, tap } = reader;
    await page.goto(`${own.address}support/index.html`);
    await tap('.go button.give', { leads: true });
    await page.select('select[name=card]', 'no-funds');
    await tap('main form button[type=submit]', { leads: true });
    expect(await reader.text()).toContain('There is not enough money behind this card.');
    await page.select('select[name=card]', 'asks');
    await tap('main form[action$="/pay"] button[type=submit]', { leads: true });
    expect(await reader.heading()).toBe('Your bank asks you');
    await tap('main form[action$="/look"] button[type=submit]', { leads: true });
    expect(await reader.heading()).toBe('Thank you');
    await reader.close();
  }, 60_000);

  it('a supporter who is thanked may have it quiet for three months, sees what is stored, and deletes it', async () => {
    const reader = await reading(name);
    const { page, tap } = reader;
    await give(reader);
    expect(await reader.kept()).toEqual({});
    await tap('a[href$="support/asking.html"]', { leads: true });
    expect(await reader.kept()).toEqual({});
    const [quiet, , , remove] = await page.$$('#asking-choices button');
    await quiet?.click();
    expect(Object.keys(await reader.kept())).toEqual(['localStorage longwave-asking']);
    const stored = await page.$eval('.asking-stored', (one) => one.textContent);
    expect(stored).toBe(`longwave-asking = ${Object.values(await reader.kept())[0]}`);
    const story = await storyOf();
    await page.goto(story);
    const asking = () => page.$$eval('.appeal', (all) => all.some((one) => one.checkVisibility()));
    expect(await asking()).toBe(false);
    await page.goto(`${own.address}support/asking.html`);
    await (await page.$$('#asking-choices button'))[3]?.click();
    expect(remove).toBeDefined();
    expect(await reader.kept()).toEqual({});
    await page.goto(story);
    expect(await asking()).toBe(true);
    expect(reader.complaints).toEqual([]);
    await reader.close();
  }, 60_000);

  it('S10: a reminder after three stories is a number in the browser, and gone once it was heeded', async () => {
    const reader = await reading(name);
    const { page, tap } = reader;
    await page.goto(`${own.address}support/index.html`);
    await tap('[data-after="3"]');
    expect(await reader.kept()).toEqual({ 'localStorage later': '3' });
    const story = await storyOf();
    const due = 'p.give:not([hidden]) a[href$="#remind"]';
    for (const left of ['2', '1', '0']) {
      expect(await page.$$(due)).toHaveLength(0);
      await page.goto(`${story}?${left}`);
      await page.waitForFunction(`localStorage.getItem('later') === '${left}'`);
    }
    await tap(due, { leads: true });
    expect(page.url()).toMatch(/support\/index\.html#remind$/);
    expect([await reader.kept(), reader.complaints]).toEqual([{}, []]);
    await reader.close();
  }, 60_000);

  it('S10: a reminder by mail is refused for a country of the rules, kept for another, and taken back in two taps', async () => {
    const reader = await reading(name);
    const { page, tap } = reader;
    await page.goto(`${own.address}-/remind?lang=en`);
    await page.type('#address', 'reader@mail.example');
    await page.select('#country', 'IR');
    await tap('main form button[type=submit]', { leads: true });
    expect(await page.$$('main a[download][href^="data:text/calendar"]')).not.toHaveLength(0);
    await page.goto(`${own.address}-/remind?lang=en`);
    await page.type('#address', 'reader@mail.example');
    await page.select('#country', 'DE');
    await tap('main form button[type=submit]', { leads: true });
    expect(await kept()).toBe(1);
    await tap('a[href*="/-/remind/undo/"]', { leads: true });
    await tap('main form button[type=submit]', { leads: true });
    expect([await kept(), await reader.kept(), reader.complaints]).toEqual([0, {}, []]);
    await reader.close();
  }, 60_000);

  it('S10: a reminder in the calendar is a file inside its link, which asks nobody for anything', async () => {
    const reader = await reading(name);
    const { page, asked } = reader;
    await page.goto(`${own.address}ru/support/index.html`);
    const before = asked.length;
    const links = await page.$$eval('#remind a[download]', (all) =>
      all.map((one) => [one.getAttribute('href') ?? '', one.getAttribute('download') ?? '']),
    );
    expect(links).toHaveLength(3);
    for (const [href = '', file = ''] of links) {
      expect(Buffer.byteLength(href)).toBeLessThanOrEqual(300);
      const text = decodeURIComponent(href);
      expect(text).toMatch(/^data:text\/calendar;charset=utf-8,BEGIN:VCALENDAR\r\n/);
      expect(`${text} ${file}`).not.toMatch(/берег|shore|longwave|support|поддерж|[$€]/i);
    }
    await page.click('#remind a[download]');
    await page.evaluate('new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))');
    // But for pictures of the page that come while it is read.
    expect(asked.slice(before).filter((url) => !url.endsWith('.svg'))).toEqual([]);
    await reader.close();
  }, 60_000);
});

/* Firefox has no way to switch scripts off for one page. */
describe.each(BROWSERS.slice(0, 1))('in %s, without scripts', (name) => {
  it('S8: to the thanks and to the end of it', async () => {
    const reader = await reading(name, { script: false });
    const code = await give(reader);
    expect(code).toMatch(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}$/);
    await reader.tap('form[action$="/mine"] button', { leads: true });
    await reader.tap('details:has(form[action$="/stop"]) > summary');
    await reader.tap('form[action$="/mine/stop"] button', { leads: true });
    expect(await reader.text()).toContain('Stopped');
    await reader.close();
  }, 60_000);
});

describe('without the server', () => {
  let mirror: Host;
  let roots: [string, string][];

  beforeAll(async () => {
    await own.stop();
    const holder = ['support', 'bank', 'account', IBAN, '--holder', 'Far Shore e.V.'];
    for (const args of [holder, ['press', '--out', folder]]) {
      const { status, stderr } = await longwave(args, settings);
      if (status !== 0) throw new Error(stderr);
    }
    mirror = await host(folder, { prefix: '/some/where/' });
    roots = [
      ['a mirror', mirror.address],
      ['a disk', `${pathToFileURL(folder).href}/`],
    ];
  }, SAMPLE_MS);

  afterAll(() => mirror?.close());

  describe.each(BROWSERS)('in %s', (name) => {
    it('S9: from a mirror and from a disk: amounts, what is safe, the account behind the question, a reminder', async () => {
      const reader = await reading(name);
      const { page, tap, asked } = reader;
      for (const [where, root] of roots) {
        const front = readFileSync(join(folder, 'index.html'), 'utf8');
        await page.goto(`${root}${STORY.exec(front)?.[1] ?? ''}`);
        await tap('.strip a.give', { leads: true });
        await tap('#r-yearly');
        const amounts = await page.$$eval('.chips.yearly label b', (all) =>
          all.filter((one) => one.checkVisibility()).map((one) => one.textContent),
        );
        expect(amounts, where).toEqual(['€24', '€60', '€120', '€240']);
        expect(await page.$eval('#safety', (one) => one.textContent)).toContain('Russia');
        expect(await page.$$('#remind a[download][href^="data:text/calendar"]')).toHaveLength(3);
        await tap('a[href$="support/bank.html"]', { leads: true });
        expect(await reader.text()).not.toContain('DE89');
        await tap('::-p-xpath(//ul[@class="countries"]//a[.="Germany"])', { leads: true });
        const account = await reader.text();
        expect(account).toContain(IBAN);
        expect(account).toMatch(/Far Shore e\.V\.[\s\S]*RF\d\d[\s\S]*\d{4}/);
        expect(await page.$$('figure.epc svg')).toHaveLength(1);
        expect([await reader.kept(), reader.complaints]).toEqual([{}, []]);
        expect(asked.filter((url) => !url.startsWith(root))).toEqual([]);
        asked.length = 0;
      }
      await reader.close();
    }, 60_000);

    it('S9: nobody whose bank is in a country that is refused comes to the account', async () => {
      const reader = await reading(name);
      const { page, tap } = reader;
      for (const [where, root] of roots) {
        await page.goto(`${root}fa/support/bank.html`);
        await tap('::-p-xpath(//ul[@class="countries"]//a[.="روسیه"])', { leads: true });
        expect(page.url(), where).toBe(`${root}fa/support/not-from-there.html`);
        const html = await page.content();
        expect(html).not.toMatch(/DE89|account\.html/);
        expect(html).toContain('reach.html');
      }
      await reader.close();
    }, 60_000);
  });
});
