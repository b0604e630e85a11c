import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from './browsers.ts';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, type Ran, type Serving } from './command.ts';
import { host, type Host } from './host.ts';
import { longwave } from './here.ts';

/*
 * S6 over the whole way: the sample newsroom's ledger, what it published, the edition on a disk and on a host, and who
 * computes it again: at the command line and in real browsers.
 */

type Checked = {
  right: boolean;
  code: string | null;
  why: string | null;
  months: { month: string; cost: number; receipts: number; gap: number }[];
  signed: string | null;
  book: { postings: number } | null;
  ledger: number | null;
  continued: boolean | null;
};

let data: { path: string; remove(): void };
let scratch: { path: string; remove(): void };
let site = '';
let record = '';
let book = '';
let root = '';

const run = (...args: string[]): Promise<Ran> =>
  longwave(['support', ...args, '--json'], { LONGWAVE_DATA: data.path });
/** Whoever checks elsewhere has no newsroom. */
const verify = async (...args: string[]): Promise<{ status: number } & Checked> => {
  const elsewhere = { LONGWAVE_DATA: join(scratch.path, 'nothing') };
  const { status, json } = await longwave(['support', 'verify', ...args, '--json'], elsewhere);
  return { status, ...(json as Checked) };
};

const file = (name: string, text: string): string => {
  const path = join(scratch.path, name);
  writeFileSync(path, text);
  return path;
};

beforeAll(async () => {
  data = await sampleNewsroom();
  scratch = temporary();
  site = join(scratch.path, 'site');
  const pressed = await longwave(['press', '--out', site], { LONGWAVE_DATA: data.path });
  if (pressed.status !== 0) throw new Error(pressed.stderr);
  const exported = await run('ledger', 'export', '--book', join(scratch.path, 'book.txt'));
  if (exported.status !== 0) throw new Error(exported.stderr);
  record = readFileSync(join(site, 'gap.txt'), 'utf8');
  book = readFileSync(join(scratch.path, 'book.txt'), 'utf8');
  root = join(site, 'edition/tuf/1.root.json');
}, SAMPLE_MS);

afterAll(() => {
  data.remove();
  scratch.remove();
});

describe('S6: at the command line', () => {
  it('tells the figure, computes it from text, book and ledger, and from the signed edition alone', async () => {
    const { published } = (await run('gap')).json as { published: { cost: number; play: boolean } };
    expect(published).toMatchObject({ cost: 1_000_000, play: true });
    const own = await run('verify');
    expect([own.status, own.json]).toMatchObject([0, { right: true, ledger: 240, book: { postings: 240 } }]);
    const folder = await verify(site, '--root', root, '--book', join(scratch.path, 'book.txt'));
    expect(folder).toMatchObject({ status: 0, right: true, signed: 'authentic', book: { postings: 240 } });
    expect(folder.months).toHaveLength(6);
    expect(folder.months[0]).toMatchObject({ cost: 1_000_000 });
    expect(await verify(join(site, 'gap.txt'))).toMatchObject({ status: 0, right: true, signed: null });
    // Nobody can say whose it is without an anchor.
    expect(await verify(site)).toMatchObject({ status: 1, right: false, code: 'signature_unknown' });
    const web = await host(site);
    try {
      const found = await verify(web.address, '--loopback', '--root', root);
      expect(found).toMatchObject({ status: 0, signed: 'authentic' });
    } finally {
      await web.close();
    }
  });

  it('finds an entry of the book that was changed, added or taken away, wherever it stands', async () => {
    const lines = book.split('\n').slice(0, -1);
    const original = join(scratch.path, 'gap.txt');
    writeFileSync(original, record);
    const edits: [string, string[]][] = lines.flatMap((line, at): [string, string[]][] =>
      // Each kind of edit at many places: to try all of them takes minutes.
      at % 9 !== 2 || !line.startsWith('posting')
        ? []
        : [
            [
              `net of ${at}`,
              lines.with(
                at,
                line.replace(/ (\d+) c /, (_all, net) => ` ${Number(net) + 1} c `),
              ),
            ],
            [`kind of ${at}`, lines.with(at, line.replace(' c ', ' o '))],
            [
              `movement of ${at}`,
              lines.with(
                at,
                line.replace(/.$/, (end) => (end === '0' ? '1' : '0')),
              ),
            ],
            [`without ${at}`, lines.toSpliced(at, 1)],
            [`twice ${at}`, lines.toSpliced(at, 0, line)],
          ],
    );
    expect(edits.length).toBeGreaterThan(100);
    for (const [what, edited] of edits) {
      const path = file('edited.txt', `${edited.join('\n')}\n`);
      const found = await verify(original, '--book', path);
      expect({ what, status: found.status, code: found.code }).toEqual({
        what,
        status: 1,
        code: 'not_sealed',
      });
    }
    const seed = file(
      'edited.txt',
      book.replace(/^seed ./m, (text) => text.replace(/.$/, (end) => (end === 'a' ? 'b' : 'a'))),
    );
    expect(await verify(original, '--book', seed)).toMatchObject({ status: 1, code: 'not_sealed' });
  });

  it('refuses a text that was edited, cut, blown up or is another paper’s, and says what is wrong', async () => {
    const changed = record.replace(
      /^(sum .* USD )(\d)/m,
      (_all, before, digit) => `${before}${9 - Number(digit)}`,
    );
    const bookFile = join(scratch.path, 'book.txt');
    expect(await verify(file('a.txt', changed), '--book', bookFile)).toMatchObject({
      status: 1,
      code: 'not_summed',
    });
    const against = file('kept.txt', record);
    expect(await verify(file('a.txt', changed), '--against', against)).toMatchObject({
      status: 1,
      code: 'rewritten',
      continued: false,
    });
    const older = record.split('\n').slice(0, 9).join('\n') + '\n';
    expect(await verify(against, '--against', file('older.txt', older))).toMatchObject({
      status: 0,
      continued: true,
    });
    // The other way round, what was told is gone.
    expect(await verify(file('b.txt', older), '--against', against)).toMatchObject({
      status: 1,
      code: 'rewritten',
    });
    const cut = join(scratch.path, 'cut.txt');
    writeFileSync(cut, record);
    truncateSync(cut, record.length - 7);
    expect(await verify(cut)).toMatchObject({ status: 1, code: 'malformed' });
    const other = record.replaceAll(/^(seal \S+ ).*$/gm, (_all, begin) => `${begin}${'7'.repeat(64)}`);
    expect(await verify(file('other.txt', other), '--book', bookFile)).toMatchObject({
      status: 1,
      code: 'not_sealed',
    });
    const huge = join(scratch.path, 'huge.txt');
    writeFileSync(huge, record);
    truncateSync(huge, 20_000_000);
    const refused = await longwave(['support', 'verify', huge], { LONGWAVE_DATA: data.path });
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining('longer than 16000000 bytes'),
    ]);
    writeFileSync(join(scratch.path, 'binary'), new Uint8Array([0x6c, 0xff, 0xfe]));
    expect((await longwave(['support', 'verify', join(scratch.path, 'binary')], {})).status).toBe(1);
    expect((await longwave(['support', 'verify', join(scratch.path, 'not-there')], {})).status).toBe(2);
  });

  it('finds a text in an edition that is not the one which was signed', async () => {
    const forged = join(scratch.path, 'forged');
    mkdirSync(forged);
    cpSync(join(site, 'edition'), join(forged, 'edition'), { recursive: true });
    // Well formed, and its figure follows: only the signature tells.
    writeFileSync(
      join(forged, 'gap.txt'),
      record.replace('cost 2026', 'cost 2026').replace(/ 1000000$/m, ' 1500000'),
    );
    expect(await verify(forged, '--root', root)).toMatchObject({ status: 1, code: 'signature_altered' });
  });

  it('keeps costs with their days, and tells when they show', async () => {
    const costs = async (...args: string[]): Promise<Ran> => run('costs', ...args);
    const added = await costs(
      'add',
      'boat',
      '120.50',
      '--kind',
      'travel',
      '--name',
      'en=A boat',
      '--every',
      'year',
    );
    expect(added.json).toMatchObject({
      costs: expect.arrayContaining([expect.objectContaining({ id: 'boat', amount: 12_050 })]),
    });
    expect((await costs('add', 'boat', '1', '--private')).status).toBe(1);
    expect((await costs('add', 'other', '1')).status).toBe(2);
    expect((await costs('add', 'other', '1.234', '--private')).status).toBe(2);
    expect((await costs('end', 'boat', '--on', '2020-01-01')).status).toBe(1);
    expect((await costs('rate', 'EUR', '1.085')).json).toMatchObject({
      rates: [{ currency: 'EUR', units: 217, over: 200 }],
    });
    // Costs in dollars say nothing in euros.
    expect((await costs('currency', 'EUR')).status).toBe(1);
    const listed = await longwave(['support', 'costs', 'list'], { LONGWAVE_DATA: data.path });
    expect(listed.stdout).toMatch(/boat\s+travel\s+120\.50 USD\s+year/);
  });

  it('exports the books, verifies them against what was kept, and closes a month', async () => {
    const csv = join(scratch.path, 'books.csv');
    const { head } = (await run('ledger', 'export', '--csv', csv, '--journal', join(scratch.path, 'j')))
      .json as {
      head: { id: number; chain: string };
    };
    expect(readFileSync(csv, 'utf8').split('\r\n')).toHaveLength(240 * 2 + 2);
    expect((await run('ledger', 'export', '--csv', csv)).status).toBe(1);
    expect((await run('ledger', 'export')).status).toBe(2);
    const right = await run('ledger', 'verify', '--anchor', `240:${head.chain}`);
    expect([right.status, right.json]).toMatchObject([0, { right: true, entries: 240 }]);
    const wrong = await run('ledger', 'verify', '--anchor', `200:${head.chain}`);
    expect([wrong.status, wrong.json]).toMatchObject([1, { right: false }]);
    expect((await run('ledger', 'verify', '--anchor', 'x')).status).toBe(2);
    const [, last] = (await verify(site, '--root', root)).months;
    expect((await run('ledger', 'close', last?.month ?? '')).json).toMatchObject({ month: last?.month });
    expect((await run('ledger', 'close', '2999-01')).status).toBe(1);
  });
});

describe.each(BROWSERS)('S6: on the device, in %s', (_name, open) => {
  let browser: Browser;
  let page: Page;
  let own: Serving;
  let mirror: Host;

  beforeAll(async () => {
    own = await serving({ LONGWAVE_DATA: data.path });
    mirror = await host(site, { prefix: '/some/where/' });
    browser = await open();
    page = await browser.newPage();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await mirror.close();
    await own.stop();
  });

  const answered = async (): Promise<{ tone: string; text: string }> => {
    await page.waitForSelector('.gap-answer.good, .gap-answer.bad');
    return page.$eval('.gap-answer', (section) => ({
      tone: section.className,
      text: section.textContent ?? '',
    }));
  };
  const choose = async (path: string): Promise<{ tone: string; text: string }> => {
    await page.$eval('.gap-answer', (section) => (section.className = 'gap-answer'));
    const input = await page.$('#gap-file');
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(path);
    return answered();
  };

  it('computes the figure again, on the newsroom’s own server and on a mirror, in every language', async () => {
    for (const [base, lang, heading] of [
      [own.address, '', 'The figure is right'],
      [mirror.address, 'ru/', 'Цифра верна'],
      [mirror.address, 'fa/', 'رقم درست است'],
    ] as const) {
      await page.goto(`${base}${base.endsWith('/') ? '' : '/'}${lang}gap.html`);
      await page.click('#gap-compute');
      const { tone, text } = await answered();
      expect([tone, text]).toEqual(['gap-answer good', expect.stringContaining(heading)]);
    }
  });

  it('says what a copy from before, a private book, a proof and anything else are', async () => {
    await page.goto(`${mirror.address}gap.html`);
    const older = record.split('\n').slice(0, 9).join('\n') + '\n';
    expect((await choose(file('old.txt', older))).text).toContain('nothing was rewritten');
    const forged = older.replace(/^(sum .* USD )(\d)/m, '$19');
    expect(await choose(file('forged.txt', forged))).toMatchObject({ tone: 'gap-answer bad' });
    expect((await choose(join(scratch.path, 'book.txt'))).text).toContain('give it to nobody');
    const proven = await run('prove', 'till', 'sample-2026-11-3');
    const { opening } = proven.json as { opening: string };
    expect((await choose(file('proof.txt', opening))).text).toContain('is under the seal of');
    expect(await choose(file('proof.txt', opening.replace(/ (\d+) c /, ' 1 c ')))).toMatchObject({
      tone: 'gap-answer bad',
    });
    expect((await choose(file('page.html', '<script>alert(1)</script>'))).text).toContain(
      'neither a published text',
    );
  });
});

describe('S6: the files of the edition', () => {
  it('are small, and say that play money is no money', () => {
    const style =
      /href="([^"]*style-[^"]*\.css)"/.exec(readFileSync(join(site, 'gap.html'), 'utf8'))?.[1] ?? '';
    const size = (path: string): number => gzipSync(readFileSync(join(site, path)), { level: 6 }).length;
    for (const prefix of ['', 'ru/', 'fa/']) {
      const own = /href="[./]*(assets\/gap-[^"]*\.css)"/.exec(
        readFileSync(join(site, `${prefix}gap.html`), 'utf8'),
      )?.[1];
      expect(size(`${prefix}gap.html`) + size(style) + size(own ?? '')).toBeLessThanOrEqual(14_000);
      expect(size(`${prefix}gap.svg`)).toBeLessThan(1_000);
    }
    expect(readFileSync(join(site, 'gap.svg'), 'utf8')).toContain('Play money.');
    expect(readFileSync(join(site, 'ru/gap.svg'), 'utf8')).toContain('Игрушечные деньги.');
    expect(readFileSync(join(site, 'fa/gap.html'), 'utf8')).toContain('این پول بازی است');
  });

  it('change without any other page, when only the figure did', async () => {
    const pressed = await longwave(['press', '--json'], { LONGWAVE_DATA: data.path });
    expect(pressed.status).toBe(0);
    const added = await run('costs', 'add', 'lamp', '10', '--name', 'en=A lamp');
    expect(added.status).toBe(0);
    const { changed } = (await longwave(['press', '--json'], { LONGWAVE_DATA: data.path })).json as {
      changed: string[];
    };
    expect(changed.toSorted()).toEqual(['fa/gap.html', 'gap.html', 'ru/gap.html']);
  });
});
