import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keepBank } from '#support';
import { BROWSERS } from './browsers.ts';
import { temporary } from './command.ts';
import { opener } from './databases.ts';
import { builtApp, press, says, takeSeat, violations, type Seat } from './desk-browser.ts';
import { bankStatement, OWN } from './bank-statement.ts';
import { moneyHere, NO_STATEMENT, seedMoney } from './desk-money.ts';
import { type DeskBench, openBench, type Person } from './desk.ts';

const NOVEMBER = bankStatement(
  { id: 'S1', from: '2026-10-31', opening: 100_00, until: '2026-11-20', day: '2026-11-03' },
  [
    { amount: 5_00, name: 'Canary Person', words: 'a gift', bic: 'NARBRUMM' },
    { amount: 20_00, day: '2026-11-04', name: 'Canary Person', words: 'rent', reference: 'HALL-7' },
  ],
);

type FileField = { uploadFile(...paths: string[]): Promise<void> };

describe.each(BROWSERS.slice(0, 1))('in %s, the rooms of money', (_, open) => {
  const { open: openStore, clean } = opener('sqlite');
  const files = temporary();
  let desk: DeskBench;
  let browser: Browser;
  let seat: Seat;
  let page: Page;
  let publisher: Person;

  beforeAll(async () => {
    const app = await builtApp();
    desk = await openBench(openStore, { app });
    await seedMoney(desk);
    publisher = await desk.person('Ana', 'publisher');
    browser = await open();
    seat = await takeSeat(browser);
    ({ page } = seat);
    await page.setBypassCSP(true);
    page.setDefaultTimeout(12_000);
    page.on('dialog', (dialog) => void dialog.accept());
    await sit(publisher);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
    await clean();
    files.remove();
  });

  // The first case is an editor's.
  afterEach(() => sit(publisher));

  const sit = async (person: Person): Promise<void> => {
    for (const [name, value] of person.cookies)
      await seat.context.setCookie({ name, value, domain: 'localhost', path: '/', httpOnly: true });
  };
  const room = async (path: string, words: string): Promise<void> => {
    await page.goto(`${desk.address}${path}`);
    await says(page, words);
  };
  const fill = (label: string, text: string) => page.locator(`::-p-aria([name="${label}"])`).fill(text);
  const bring = async (name: string, text: string): Promise<void> => {
    const path = join(files.path, name);
    writeFileSync(path, text);
    const input = (await page.waitForSelector('input[type="file"]')) as FileField;
    await input.uploadFile(path);
  };

  it('tell an editor sums and no name, say that money is play money, and each plot is a table too', async () => {
    await sit(await desk.person('Ivo', 'editor'));
    await room('/money', 'This newsroom takes play money only.');
    const tabs = await page.$$eval('[aria-label="Money"] a', (all) => all.map((one) => one.textContent));
    expect(tabs).toContain('Overview');
    for (const closed of ['Contributions', 'Transfers', 'Costs', 'Designation switch', 'Books'])
      expect(tabs).not.toContain(closed);
    await says(page, 'Goal, received and missing');
    const tables = await page.$$eval('section > details', (all) =>
      all.map((one) => one.querySelectorAll('tbody tr').length),
    );
    expect(tables).toEqual([12, 12, 12, 12]);
    await page.locator('details summary').click();
    await says(page, 'November 2026');
    // Three in each month gave in euro, and fewer than ten began in some months.
    expect(await page.evaluate(`document.body.textContent.includes('too few to tell')`)).toBe(true);
  }, 60_000);

  it('find a contribution and give a part of it back once, after it was said twice', async () => {
    await room('/money/contributions', '78 contributions');
    await page.locator('::-p-aria([name="Rhythm"])').fill('once');
    await says(page, '18 contributions');
    await page.reload();
    await says(page, '18 contributions');
    await page.locator('ul[aria-label="Contributions"] li a').click();
    await says(page, 'Receipts');
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await press(page, 'Give back €20.00 of Oct 24, 2026');
    await fill('How much, in EUR', '25');
    await says(page, 'An amount up to €20.00');
    await fill('How much, in EUR', '7,50');
    await page.select('[role="dialog"] select', 'asked-for');
    await press(page, 'Go on');
    await says(page, '€7.50 will be given back. This cannot be undone.');
    // Somebody else is faster: what was seen here no longer stands.
    const { body } = await publisher.ask('GET', `/api/money/contributions/${id}`);
    const { source } = body.payments[0];
    const wish = { source, amount: 100, reason: 'mistake', seen: 0 };
    expect((await publisher.ask('POST', `/api/money/contributions/${id}/refund`, wish)).status).toBe(200);
    await press(page, 'Give it back now');
    await says(page, 'Somebody else gave back of this payment meanwhile');
    await page.locator('[role="dialog"] form button[type="button"]').click();
    await says(page, '€1.00 given back, by the ledger');
    await press(page, 'Give back €20.00 of Oct 24, 2026');
    await fill('How much, in EUR', '7.50');
    await page.select('[role="dialog"] select', 'asked-for');
    await press(page, 'Go on');
    await press(page, 'Give it back now');
    await says(page, 'It was given back.');
    await says(page, '€8.50 given back, by the ledger');
  }, 60_000);

  it('take a bank file, tell what is wrong with another, and let a line be matched', async () => {
    await room('/money/transfers', 'First name an account of the newsroom');
    await press(page, 'Name an account');
    await fill('Holder, as the bank writes it', 'Far Shore');
    await fill('IBAN', 'NL00');
    await press(page, 'Save');
    await page.waitForSelector('[aria-invalid="true"]');
    await fill('IBAN', OWN);
    await press(page, 'Save');
    await says(page, 'Saved');
    await bring('wrong.xml', NO_STATEMENT);
    await says(page, 'There is no statement in it (line 3)');
    await says(page, 'Nothing of this file was taken.');
    await bring('november.xml', NOVEMBER);
    await says(page, 'wait for a person: 2');
    await says(page, 'The books and the bank agree to the cent.');
    await says(page, 'refused country');
    expect(await page.evaluate(`document.body.textContent.includes('Canary')`)).toBe(false);
    await press(page, 'Say what it is: €20.00 of Nov 4, 2026');
    await fill('Reference', 'RF18 5390 0754 7034');
    await press(page, 'Book it so');
    await says(page, 'No contribution has this reference');
    await page.locator('input[value="other-income"]').click();
    await press(page, 'Book it so');
    await says(page, 'Booked.');
    await page.waitForFunction(`!document.body.innerText.includes('HALL-7')`);
    const bank = (await keepBank({ store: desk.store, now: () => desk.clock.now }).now()).value;
    expect(bank.accounts).toMatchObject([{ iban: OWN, holder: 'Far Shore' }]);
  }, 60_000);

  it('add a cost, and settle what two people said of one', async () => {
    await room('/money/costs', 'What November 2026 costs');
    await says(page, '$450.00');
    await fill('A new cost', 'servers');
    await press(page, 'Add');
    const amount = (at: number) => `fieldset:nth-of-type(${at}) input[inputmode="decimal"]`;
    await page.locator(amount(4)).fill('50');
    await press(page, 'Save');
    await says(page, '$500.00');
    // Another publisher changes one of the costs to something else.
    const { costs } = (await publisher.ask('GET', '/api/money/costs')).body;
    const office = { ...costs.costs.office, amount: 10_000 };
    const theirs = { ...costs, costs: { ...costs.costs, office }, base: costs };
    await page.locator(amount(2)).fill('120');
    expect((await publisher.ask('PUT', '/api/money/costs', theirs)).status).toBe(200);
    await press(page, 'Save');
    await says(page, 'Somebody else changed this meanwhile');
    await press(page, 'Keep mine: Costs, office, Amount');
    await press(page, 'Save');
    await says(page, '$530.00');
    const { body } = await publisher.ask('GET', '/api/money/costs');
    expect(body.costs.costs).toMatchObject({ office: { amount: 12_000 }, servers: { amount: 5_000 } });
  }, 60_000);

  it('throw the switch by hand, show how far it is, and hand out its log', async () => {
    await room('/money/switch', 'Nothing was switched yet.');
    await page.select('form select', 'LT');
    await says(page, 'contributions go on there and will be stopped');
    const { body } = await publisher.ask('POST', '/api/money/switch/foresee', { countries: ['LT'] });
    await fill('Law or order', 'Order 12 of 22 November 2026');
    const button = 'form button[type="submit"]';
    const isOff = () => page.evaluate(`document.querySelector('${button}').disabled`);
    await fill('Type LT to go on', 'LV');
    expect(await isOff()).toBe(true);
    await fill('Type LT to go on', 'lt');
    await page.locator(button).click();
    await page.waitForSelector('[role="progressbar"]');
    await page.waitForFunction(
      `document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow') === '${body.stops}'`,
      { timeout: 30_000 },
    );
    await says(page, 'Every line of the log is what was written.');
    const log = (await page.evaluate(`document.querySelector('article a').href`)) as string;
    expect((await publisher.ask('GET', new URL(log).pathname)).text.split('\n').length).toBe(body.stops + 3);
    const money = await moneyHere({ store: desk.store, now: () => desk.clock.now })();
    expect(await money.designation.unfinished()).toEqual([]);
  }, 60_000);

  it('check the books and close a month for good', async () => {
    await room('/money/books', 'No month is closed.');
    await press(page, 'Check all of it');
    await says(page, 'Right:');
    await press(page, 'Close October 2026');
    await press(page, 'Close it for good');
    await says(page, 'up to entry');
    expect((await publisher.ask('GET', '/api/money/books')).body.closings).toMatchObject([
      { month: '2026-10' },
    ]);
  }, 60_000);

  it('are clean to axe, at 360 points, in the dark, and from right to left', async () => {
    const found: string[] = [];
    for (const [lang, width] of [
      ['en', 1280],
      ['fa', 360],
    ] as const) {
      await page.setViewport({ width, height: 800 });
      const scheme = lang === 'fa' ? 'dark' : 'light';
      await page.evaluate(
        `localStorage.setItem('longwave-desk-language', '${lang}'); localStorage.setItem('mantine-color-scheme-value', '${scheme}')`,
      );
      for (const path of ['', '/contributions', '/transfers', '/costs', '/switch', '/books']) {
        await page.goto(`${desk.address}/money${path}`);
        await page.waitForSelector('main h2');
        const told = await violations(page);
        found.push(...told.map((one) => `${path} ${lang}: ${one}`));
        const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
        if (wide > width) found.push(`${path} ${lang} is ${wide} wide`);
      }
    }
    expect(found).toEqual([]);
    expect(seat.complaints).toEqual([]);
    await page.evaluate('localStorage.clear()');
  }, 120_000);
});
