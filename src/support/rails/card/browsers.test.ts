import type { Browser, Frame, HTTPRequest } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../../../../test/browsers.ts';
import { newSampleNewsroom, SAMPLE_MS, serving, type Serving, until } from '../../../../test/command.ts';
import { openReader, type Reader } from '../../../../test/reader-browser.ts';
import { type Fake, FAKE_KEY, openFake } from './testing/fake.ts';
import { answerOf } from './testing/stand-in.ts';

/*
 * A card in both browsers: the newsroom's own server as it is, which talks to a Stripe of our own, and a browser that
 * finds at Stripe's addresses what that gives it. Nothing of the server's policy is loosened for it.
 */

let data: Awaited<ReturnType<typeof newSampleNewsroom>>;
let fake: Fake;
let own: Serving;
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  data = await newSampleNewsroom();
  fake = await openFake({
    clock: {
      get at() {
        return Date.now();
      },
    },
  });
  own = await serving({
    LONGWAVE_DATA: data.path,
    LONGWAVE_TRUSTED_PROXY: '127.0.0.1',
    LONGWAVE_STRIPE_KEY: FAKE_KEY,
    LONGWAVE_STRIPE_PUBLISHABLE_KEY: 'pk_test_shore',
    FAKE_STRIPE_PORT: String(fake.port),
    NODE_OPTIONS: `--import=${new URL('testing/near.ts', import.meta.url).href}`,
  });
  await Promise.all(BROWSERS.map(async ([name, open]) => browsers.set(name, await open())));
}, SAMPLE_MS);

afterAll(async () => {
  await Promise.all([...browsers.values()].map((browser) => browser.close()));
  await own?.stop();
  await fake?.close();
  data?.remove();
});

/** What the support page sends: $5 by card. */
const ASK = (rhythm: string): string => `(() => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/-/support';
  const fields = { lang: 'en', rail: 'card', rhythm: '${rhythm}', currency: 'USD', amount: '500', purpose: 'self', visibility: 'secret' };
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    Object.assign(input, { type: 'hidden', name, value });
    form.append(input);
  }
  document.body.append(form);
  form.submit();
})()`;

/** A reader at the page on which the card is entered, and whoever she meets there. */
async function atTheForm(name: string, { rhythm = 'monthly', away = false, script = true } = {}) {
  const browser = browsers.get(name);
  if (browser === undefined) throw new Error(`${name} is not open`);
  const reader = await openReader(browser, { script });
  const { page } = reader;
  await page.goto(`${own.address}about.html`);
  const before = { asked: [...reader.asked], kept: await reader.kept() };
  await page.setRequestInterception(true);
  page.on('request', (request: HTTPRequest) => void meet(request, away));
  await Promise.all([page.waitForNavigation(), page.evaluate(ASK(rhythm))]);
  return { reader, before };
}

async function meet(request: HTTPRequest, away: boolean): Promise<void> {
  const body = (await request.fetchPostData()) ?? '';
  const answer = answerOf(fake, { method: request.method(), url: request.url(), body });
  if (answer === null) await request.continue();
  else if (away) await request.abort();
  else await request.respond(answer);
}

/** Types a number into the frame of the card, and presses the button. */
async function enter({ page }: Reader, number: string): Promise<void> {
  await page.waitForSelector('form#card button:not([disabled])');
  const frame = await frameAt(page, 'js.stripe.com');
  await frame.type('[name=number]', number);
  await Promise.all([page.waitForNavigation(), page.click('form#card button')]);
}

async function frameAt(page: Reader['page'], host: string): Promise<Frame> {
  const found = (): Frame | undefined => page.frames().find((frame) => new URL(frame.url()).host === host);
  await until(`a frame of ${host} is there`, () => Promise.resolve(found() !== undefined));
  const frame = found();
  if (frame === undefined) throw new Error(`The frame of ${host} went again`);
  await frame.waitForSelector('input, button');
  return frame;
}

/** Her bank's frame may stand below what is to be seen of the page. */
async function answerBank(page: Reader['page'], says: 'yes' | 'no'): Promise<void> {
  const bank = await frameAt(page, 'hooks.stripe.com');
  await Promise.all([page.waitForNavigation(), bank.$eval(`#${says}`, (button) => button.click())]);
}

const charges = (): number => fake.world.all('charge').length;

describe.each(BROWSERS)('in %s', (name) => {
  it('S7: Stripe is met on the page of the card and not before; a card pays, and the code stops it', async () => {
    const { reader, before } = await atTheForm(name);
    const { page, tap } = reader;
    expect([before.asked.filter((url) => !url.startsWith(own.address)), before.kept]).toEqual([[], {}]);
    const paid = charges();
    await enter(reader, '4000002760000016');
    expect(await reader.heading()).toBe('Thank you');
    expect(await reader.text()).toContain('It has arrived.');
    expect(charges()).toBe(paid + 1);
    const strangers = new Set(
      reader.asked.filter((url) => !url.startsWith(own.address)).map((url) => new URL(url).host),
    );
    expect([...strangers].toSorted()).toEqual(['api.stripe.com', 'js.stripe.com']);
    // The number goes from their frame to them.
    expect(JSON.stringify(fake.requests)).not.toContain('400000276');
    await tap('form[action$="/mine"] button', { leads: true });
    expect(await reader.text()).toContain('Goes on');
    await tap('details:has(form[action$="/stop"]) > summary');
    await tap('form[action$="/mine/stop"] button', { leads: true });
    expect(fake.world.all('subscription')[0]?.status).toBe('canceled');
    // Only their own script ever kept something, and none of our pages complained.
    expect([Object.keys(await reader.kept()), reader.complaints]).toEqual([
      ['cookie', 'cookie __stripe_mid'],
      [],
    ]);
    expect(page.url()).not.toContain('code');
    await reader.close();
  }, 90_000);

  it('S1: a card of a country that is refused is refused before its bank hears of it', async () => {
    const { reader } = await atTheForm(name);
    const { reached } = fake.world;
    await enter(reader, '4000006430000009');
    expect(await reader.heading()).toBe('We cannot take this, for your sake');
    expect(await reader.text()).toContain('Russia');
    expect(fake.world.reached).toBe(reached);
    await reader.close();
  }, 90_000);

  it('a card that is declined says why, and another one pays on the same page', async () => {
    const { reader } = await atTheForm(name, { rhythm: 'once' });
    await enter(reader, '4000000000009995');
    expect(await reader.text()).toContain('There is not enough money behind this card.');
    await enter(reader, '4000002760000016');
    expect(await reader.text()).toContain('It has arrived.');
    expect(reader.complaints).toEqual([]);
    await reader.close();
  }, 90_000);

  it('a number that is none is told at once, and nothing is sent', async () => {
    const { reader } = await atTheForm(name, { rhythm: 'once' });
    const { page } = reader;
    await page.waitForSelector('form#card button:not([disabled])');
    await page.click('form#card button');
    await page.waitForFunction(`document.querySelector('#card-told').textContent.includes('incomplete')`);
    const frame = await frameAt(page, 'js.stripe.com');
    await frame.type('[name=number]', '4111');
    await page.click('form#card button');
    await page.waitForFunction(`document.querySelector('#card-told').textContent.includes('invalid')`);
    expect(await page.$eval('form#card button', (button) => button.disabled)).toBe(false);
    await reader.close();
  }, 90_000);

  it.each(['monthly', 'once'])(
    'a bank that asks is answered in its own frame: %s',
    async (rhythm) => {
      const { reader } = await atTheForm(name, { rhythm });
      const { page } = reader;
      const paid = charges();
      await enter(reader, '4000002760003184');
      expect(await reader.heading()).toBe('Your bank asks you');
      await answerBank(page, 'yes');
      expect(await reader.text()).toContain('It has arrived.');
      expect(charges()).toBe(paid + 1);
      expect(reader.complaints).toEqual([]);
      await reader.close();
    },
    90_000,
  );

  it('whoever does not approve it at her bank is told so, and may try another card', async () => {
    const { reader } = await atTheForm(name);
    const { page } = reader;
    const paid = charges();
    await enter(reader, '4000002760003184');
    await answerBank(page, 'no');
    expect(charges()).toBe(paid);
    expect(await reader.text()).toContain('It was not approved with the bank. Nothing was charged.');
    await enter(reader, '4000002760000016');
    expect(await reader.text()).toContain('It has arrived.');
    expect(charges()).toBe(paid + 1);
    await reader.close();
  }, 90_000);

  it('where Stripe cannot be reached the page says what to do instead', async () => {
    const { reader } = await atTheForm(name, { away: true });
    const told = (): Promise<string> => reader.page.$eval('#card-told', (one) => one.textContent);
    await until('the page says so', async () => (await told()).includes('did not come'));
    expect(await reader.page.$eval('form#card button', (button) => button.disabled)).toBe(true);
    await reader.close();
  }, 90_000);
});

/* Firefox has no way to switch scripts off for one page. */
describe.each(BROWSERS.slice(0, 1))('in %s, without scripts', (name) => {
  it('S8: all goes up to the form of the card, which says what it needs; nobody else is met', async () => {
    const { reader } = await atTheForm(name, { script: false });
    expect(await reader.heading()).toBe('Almost there');
    expect(await reader.text()).toContain('needs JavaScript. Everything before it does not.');
    expect(reader.asked.filter((url) => !url.startsWith(own.address))).toEqual([]);
    await reader.close();
  }, 90_000);
});
