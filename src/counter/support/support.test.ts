import type { Visitor } from '#origin';
import { describe, expect, test } from 'vitest';
import {
  openContributions,
  openLedger,
  openLetters,
  openSafety,
  openTill,
  openTransfer,
  openWall,
  parseIban,
  type RailAccess,
  readCode,
  type Till,
} from '#support';
import { eachDatabase, type Open } from '../../../test/databases.ts';
import { openGuard } from '../guard.ts';
import { openCounter } from '../open.ts';
import type { CardForm, SupportParts } from './context.ts';
import { readAmount, readWish } from './form.ts';
import { hookGroup } from './hook.ts';
import { supportGroup } from './routes.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

const WISH = {
  lang: 'en',
  rail: 'till',
  rhythm: 'monthly',
  currency: 'USD',
  amount: '500',
  purpose: 'self',
  visibility: 'private',
};

const CARD: CardForm = {
  publishableKey: 'pk_test_shore',
  script: 'https://cards.example/form.js',
  guests: {
    scripts: ['https://cards.example'],
    frames: ['https://cards.example'],
    connect: ['https://api.cards.example'],
  },
};

/** As the card rail answers where her bank asks about another card. */
const cardLike = (till: Till): RailAccess => ({
  ...till,
  name: 'card',
  changeMethod: () =>
    Promise.resolve({ outcome: 'waiting', step: { kind: 'approve', secret: 'asked_of_her' } }),
});

async function openPaper(open: Open, card: CardForm | null = null) {
  const store = await open();
  const clock = { at: NOON };
  const now = (): number => clock.at;
  let drawn = 0;
  const till = openTill({ store, now, random: () => `r${(drawn += 1)}` });
  const safety = openSafety({ store, now });
  const ledger = openLedger({ store, now });
  const iban = parseIban('DE89370400440532013000');
  const accounts = [{ iban, bic: 'COBADEFFXXX', holder: 'Far Shore e.V.', currency: 'EUR' }];
  const transfer = openTransfer({ store, safety, now, bank: { accounts, payouts: [] } });
  const contributions = openContributions({
    store,
    ledger,
    safety,
    rails: [till, transfer, ...(card === null ? [] : [cardLike(till)])],
    now,
  });
  const failures: unknown[] = [];
  const lines: string[] = [];
  const arrived: string[] = [];
  const led: string[] = [];
  const parts: SupportParts = {
    contributions,
    safety,
    wall: openWall({ store, safety, isDenied: () => Promise.resolve(false), now }),
    guard: openGuard({ now, told: (line) => lines.push(line) }),
    letters: openLetters({
      store,
      safety,
      seal: null,
      addressOf: () => null,
      put: () => Promise.resolve(),
      isDenied: () => Promise.resolve(false),
      now,
    }),
    card,
    hint: ({ signature }) => signature === 'right',
    transferDetails: (order) => transfer.details(order),
    payTo: null,
    now,
    paper: (wanted) => {
      const lang = ['en', 'ru', 'fa'].includes(wanted) ? wanted : 'en';
      return Promise.resolve({ name: 'Far Shore', lang, front: '/', stylesheet: '/style.css' });
    },
    supportPage: () => Promise.resolve('/support/'),
    arrived: (rail) => arrived.push(rail),
    led: (source) => led.push(source),
    failed: (error) => failures.push(error),
  };
  const counter = openCounter({ groups: [hookGroup(parts), supportGroup(parts)], now });
  const visitor = { address: '192.0.2.1', proto: 'https' as const, host: 'shore.example' };
  const post = async (path: string, fields: Record<string, string>, from: Visitor = visitor) => {
    const answer = await counter.answer(
      new Request(`https://shore.example/-/support${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
      }),
      from,
    );
    if (answer === null) throw new Error('Nothing answers there');
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const get = async (path: string) => {
    const answer = await counter.answer(new Request(`https://shore.example/-/support${path}`), visitor);
    return answer === null
      ? null
      : { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const codeIn = (text: string): string => {
    const code = /name="code" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(readCode(code)).toBe(code);
    return code;
  };
  const give = async (fields: Record<string, string> = {}, card: Record<string, string> = {}) => {
    const code = codeIn((await post('', { ...WISH, ...fields })).text);
    return { code, page: await post('/pay', { code, lang: 'en', card: 'pays', country: 'DE', ...card }) };
  };
  return {
    store,
    clock,
    till,
    safety,
    contributions,
    counter,
    visitor,
    post,
    get,
    give,
    codeIn,
    failures,
    lines,
    guard: parts.guard,
    arrived,
    led,
  };
}

describe('an amount that somebody wrote', () => {
  test.each([
    ['5', 500],
    ['5.50', 550],
    ['5,5', 550],
    ['$ 12', 1200],
    ['1 000', 100_000],
    ['1.000,50', 100_050],
    ['1,000', 100_000],
    ['۵٫۵۰', 550],
    ['١٢', 1200],
    ['12.345.678', 1_234_567_800],
    ['', null],
    ['-5', null],
    ['5.555', 555_500],
    ['1e9', null],
    ['five', null],
    ['0x10', null],
  ])('%s', (text, amount) => expect(readAmount(text, 'USD')).toBe(amount));
  test('of a currency without a part', () => {
    expect(readAmount('500', 'JPY')).toBe(500);
    expect(readAmount('5.5', 'JPY')).toBeNull();
  });
});

describe('what was chosen on the support page', () => {
  const { amount: _amount, ...rest } = WISH;
  const read = (more: Record<string, string>) => readWish(new Map(Object.entries({ ...rest, ...more })));
  const groups = { 'amount.monthly.USD': '500', 'amount.yearly.USD': '6000', 'amount.yearly.EUR': '2400' };
  test('is the amount of the rhythm and currency that were chosen, whatever else is marked', () => {
    expect(read(groups)?.amount).toBe(500);
    expect(read({ ...groups, rhythm: 'yearly', currency: 'EUR' })?.amount).toBe(2_400);
    expect(read({ ...groups, rhythm: 'once' })).toBeNull();
  });
  test('is what was typed, where something was', () => {
    expect(read({ ...groups, own: '7,50' })?.amount).toBe(750);
    expect(read({ ...groups, own: 'seven' })?.amount).toBeNaN();
  });
  test('is told with the appeal that led there', () => {
    expect(read({ ...groups, from: 'strip.spring-2026-a' })?.from).toBe('strip.spring-2026-a');
    expect(read({ ...groups, from: '' })?.from).toBeUndefined();
  });
});

eachDatabase((_, open) => {
  test('S8: given in three pages without a script, opened and stopped in two taps', async () => {
    const { post, give, contributions, led } = await openPaper(open);
    const { code, page } = await give({ from: 'strip.a' });
    expect(led).toEqual(['strip.a']);
    expect(page.text).toContain('href="/support/asking.html"');
    expect(page.status).toBe(200);
    expect(page.text).toContain(code);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('set-cookie')).toBeNull();
    expect(page.text).not.toMatch(/<script/);
    await contributions.read('till');
    const mine = await post('/mine', { code, lang: 'en' });
    expect(mine.text).toContain('Goes on');
    expect(mine.text).toContain('24 November 2026');
    expect(mine.text).toContain('action="/-/support/mine/stop"');
    const stopped = await post('/mine/stop', { code, lang: 'en' });
    expect(stopped.text).toContain('It is stopped');
    expect((await post('/mine/stop', { code, lang: 'en' })).status).toBe(409);
  });

  test('every change by its own form, in each language', async () => {
    const { post, give, contributions, clock, till } = await openPaper(open);
    for (const lang of ['en', 'ru', 'fa']) {
      const { code } = await give({ lang }, { card: 'pays-once' });
      const act = (what: string, fields: Record<string, string> = {}) =>
        post(`/mine/${what}`, { code, lang, ...fields });
      expect((await act('pause')).status).toBe(200);
      expect((await act('resume')).status).toBe(200);
      expect((await act('price', { own: '۷٫۵۰', rhythm: 'monthly', cover: 'yes' })).status).toBe(200);
      expect((await act('visibility', { visibility: 'secret' })).status).toBe(200);
      expect((await contributions.open(code)).contribution).toMatchObject({
        amount: 804,
        visibility: 'secret',
      });
      clock.at += 32 * 86_400_000;
      await till.tick();
      await contributions.read('till');
      expect((await act('retry')).status).toBe(200);
      const card = await act('card', { card: 'pays', country: 'IT' });
      expect(card.text).toContain(`<html lang="${lang}" dir="${lang === 'fa' ? 'rtl' : 'ltr'}"`);
      expect((await contributions.open(code)).contribution).toMatchObject({ state: 'active', country: 'IT' });
      expect((await act('price', { own: '0.50', rhythm: 'yearly' })).status).toBe(400);
      expect((await act('price', { own: '0.50', rhythm: 'yearly', currency: 'JPY' })).status).toBe(400);
      expect((await act('card', { card: 'pays', country: 'RU' })).status).toBe(403);
      expect((await act('forget')).status).toBe(200);
      expect((await post('/mine', { code, lang })).status).toBe(404);
    }
  });

  test('S1: a refusal says why and what helps, and charges nothing', async () => {
    const { give, contributions, till, store } = await openPaper(open);
    for (const [country, says] of [
      ['RU', 'We take nothing from banks in this country'],
      ['??', 'does not tell which country'],
    ] as const) {
      const { page, code } = await give({}, { country });
      expect(page.status).toBe(403);
      expect(page.text).toContain(says);
      expect(page.text).toContain('Nothing was asked of your bank');
      await expect(contributions.open(code)).rejects.toThrow(/No contribution has this code/);
    }
    expect(await till.next()).toBeNull();
    for (const table of ['contribution', 'rail_call'] as const)
      expect(await store.db.selectFrom(table).selectAll().execute()).toEqual([]);
  });

  test('S1: the account is shown past the question where her bank is, and to nobody where the rules refuse', async () => {
    const { post, codeIn } = await openPaper(open);
    for (const [lang, words] of [
      ['en', 'Set up a standing order'],
      ['ru', 'регулярный перевод'],
      ['fa', 'حوالهٔ دوره‌ای'],
    ] as const) {
      const asked = await post('', { ...WISH, lang, rail: 'transfer', currency: 'EUR' });
      const refused = await post('/pay', { code: codeIn(asked.text), lang, country: 'RU' });
      expect(refused.status).toBe(403);
      const code = codeIn((await post('', { ...WISH, lang, rail: 'transfer', currency: 'EUR' })).text);
      for (const page of [asked, refused]) expect(page.text).not.toMatch(/DE89|COBADEFF|RF\d\d/);
      const shown = await post('/pay', { code, lang, country: 'DE' });
      expect(shown.status).toBe(200);
      for (const told of [
        words,
        'DE89 3704 0044 0532 0130 00',
        'COBADEFFXXX',
        'Far Shore e.V.',
        '<svg role="img"',
      ])
        expect(shown.text).toContain(told);
      expect(shown.text).toMatch(/<p class="code" translate="no">RF\d\d( \d{4}){4}<\/p>/);
      expect(shown.text).toContain(readCode(code));
    }
  });

  test('a bank that asks first, one that says no, and too many cards', async () => {
    const { post, give } = await openPaper(open);
    const asked = await give({}, { card: 'asks' });
    expect(asked.page.text).toContain('Your bank asks you');
    expect((await post('/look', { code: asked.code, lang: 'en' })).text).toContain('It has arrived');
    const { code, page } = await give({}, { card: 'declined' });
    expect(page.status).toBe(402);
    expect(page.text).toContain('3 times more');
    for (let times = 0; times < 3; times++) await post('/pay', { code, card: 'no-funds', country: 'DE' });
    expect((await post('/pay', { code, card: 'pays', country: 'DE' })).status).toBe(409);
  });

  test('what is not a form of ours is told so, and hostile words stay words', async () => {
    const { post, get, counter, visitor } = await openPaper(open);
    for (const broken of [
      {},
      { ...WISH, rail: 'card' },
      { ...WISH, rail: 'cash' },
      { ...WISH, rhythm: 'daily' },
      { ...WISH, currency: 'XXX' },
      { ...WISH, currency: 'SEK' },
      { ...WISH, amount: '199' },
      { ...WISH, amount: '-5' },
      { ...WISH, amount: '1e99' },
      { ...WISH, amount: '1e3' },
      { ...WISH, amount: '0x1F4' },
      { ...WISH, amount: 'own', own: '<script>' },
      { ...WISH, amount: 'own', own: '99999999999999999' },
    ]) {
      const { status } = await post('', broken);
      expect([400, 409]).toContain(status);
    }
    const hostile = await post('/mine', { code: '"><script>alert(1)</script>', lang: '"><img>' });
    expect(hostile.status).toBe(404);
    expect(hostile.text).not.toMatch(/<script|<img/);
    expect((await get('/mine'))?.status).toBe(200);
    expect((await get(''))?.headers.get('location')).toBe('/support/');
    expect((await get('/nothing'))?.status).toBe(404);
    const json = new Request('https://shore.example/-/support/pay', { method: 'POST', body: '{}' });
    expect((await counter.answer(json, visitor))?.status).toBe(400);
    const huge = new Request('https://shore.example/-/support/pay', {
      method: 'POST',
      body: new URLSearchParams({ code: 'x'.repeat(1_000_000) }),
    });
    expect((await counter.answer(huge, visitor))?.status).toBe(400);
  });

  test('a card is entered in a form of its company, which nothing is asked of before its page', async () => {
    const { post, get, codeIn, contributions } = await openPaper(open, CARD);
    const page = await post('', { ...WISH, rail: 'card' });
    const code = codeIn(page.text);
    expect(page.text).toContain('needs JavaScript');
    expect(page.text).toContain('will name us, or whoever takes the payment');
    const { value, number } = await contributions.terms.now();
    await contributions.terms.change({ ...value, statement: 'LIGHTHOUSE' }, number);
    const named = (await post('', { ...WISH, rail: 'card' })).text;
    expect(named.indexOf('will stand: \u2068LIGHTHOUSE')).toBeGreaterThan(0);
    expect(named.indexOf('LIGHTHOUSE')).toBeLessThan(named.indexOf('<button'));
    expect(page.text).toContain('data-mode="subscription" data-amount="500" data-currency="usd"');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self' https://cards.example;");
    expect(policy).not.toContain('unsafe');
    const own = await get('/card.js');
    expect(own?.headers.get('content-type')).toContain('javascript');
    for (const path of ['/mine', '']) expect((await get(path))?.text ?? '').not.toContain('cards.example');
    const paid = await post('/pay', { code, lang: 'en', method: 'play:pays:DE' });
    expect(paid.text).toContain('It has arrived');
    expect(paid.headers.get('content-security-policy')).not.toContain('cards.example');
    const mine = await post('/mine', { code, lang: 'en' });
    expect(mine.text).toContain('action="/-/support/mine/card"');
    // What her bank is still asked about is not told as done.
    const other = await post('/mine/card', { code, lang: 'en', method: 'play:asks:FR' });
    expect(other.text).toContain('data-secret="asked_of_her"');
    expect(other.text).not.toContain('The card is changed');
    const asks = codeIn((await post('', { ...WISH, rail: 'card' })).text);
    const asked = await post('/pay', { code: asks, lang: 'en', method: 'play:asks:DE' });
    expect(asked.text).toMatch(/action="\/-\/support\/look" id="card" data-secret="approve_/);
    expect((await contributions.open(code)).contribution.rail).toBe('card');
  });

  test('a webhook is only a reason to read; a thousand bad ones a second leave honest ones working', async () => {
    const { counter, visitor, arrived, give, clock } = await openPaper(open, CARD);
    const hook = async (signature: string, body = '{}', address = '198.51.100.7') =>
      (
        await counter.answer(
          new Request('https://shore.example/-/support/hook', {
            method: 'POST',
            body,
            headers: { 'stripe-signature': signature },
          }),
          { ...visitor, address },
        )
      )?.status;
    const bad = await Promise.all(
      Array.from({ length: 3_000 }, (_, at) => hook('wrong', '{"id":1}', `203.0.113.${at % 3}`)),
    );
    expect(new Set(bad)).toEqual(new Set([400]));
    const flood = await Promise.all(Array.from({ length: 1_200 }, () => hook('wrong', '{}', '203.0.113.1')));
    expect(flood.filter((status) => status === 429).length).toBeGreaterThan(1_000);
    expect(arrived).toEqual([]);
    expect(await hook('right')).toBe(204);
    expect(arrived).toEqual(['card']);
    // While it goes on, from as many places as there are, everybody honest is served.
    const served = { hooks: 0, payments: 0 };
    const storm = Array.from({ length: 2_000 }, (_, at) => hook('wrong', '{}', `203.0.113.${at % 250}`));
    for (let times = 0; times < 10; times++) {
      if ((await hook('right')) === 204) served.hooks += 1;
      if ((await give()).page.text.includes('It has arrived')) served.payments += 1;
      clock.at += 12_000;
    }
    await Promise.all(storm);
    expect(served).toEqual({ hooks: 10, payments: 10 });
    expect(arrived.filter((rail) => rail === 'card')).toHaveLength(11);
    expect(await hook('right', 'x'.repeat(600_000))).toBe(413);
  });

  test('stolen cards tried in bulk are slowed before their banks hear of them, and whoever is caught by it goes on by one button', async () => {
    const { post, codeIn, guard, lines, clock, store, contributions } = await openPaper(open);
    const from = (at: number) => ({ address: `203.0.113.${at}`, proto: 'https', host: 'x' }) as const;
    const statuses: number[] = [];
    for (let at = 0; at < 90; at++) {
      const code = codeIn((await post('', WISH, from(at))).text);
      statuses.push((await post('/pay', { code, card: 'declined', country: 'DE' }, from(at))).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(402));
    expect(statuses.filter((status) => status === 402).length).toBeLessThan(35);
    expect(new Set(statuses)).toEqual(new Set([402, 429]));
    expect(guard.cardTesting()).toMatchObject({ since: NOON });
    expect(lines).toHaveLength(1);
    const { tries } = await store.db
      .selectFrom('contribution')
      .select(({ fn }) => fn.sum<number | string>('tries').as('tries'))
      .executeTakeFirstOrThrow();
    expect(Number(tries)).toBe(statuses.filter((status) => status === 402).length);
    const honest = from(200);
    const code = codeIn((await post('', WISH, honest)).text);
    const caught = await post('/pay', { code, lang: 'fa', card: 'pays', country: 'DE' }, honest);
    expect(caught.status).toBe(429);
    expect(caught.text).toContain('<html lang="fa" dir="rtl">');
    const again = Object.fromEntries(
      [...caught.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value] as const,
      ),
    );
    expect(again).toEqual({ lang: 'fa', code, card: 'pays', country: 'DE' });
    clock.at += Number(caught.headers.get('retry-after')) * 1_000;
    expect((await post('/pay', again, honest)).status).toBe(200);
    expect((await contributions.open(code)).contribution.state).toBe('active');
  });

  test('whoever comes by the onion shares a larger measure, and nobody has it by saying so', async () => {
    const { post, visitor } = await openPaper(open);
    const limited = async (from: { address: string; host: string }): Promise<number> => {
      let served = 0;
      for (let times = 0; times < 230; times++)
        if ((await post('/mine', { code: 'X' }, { ...visitor, ...from })).status === 404) served += 1;
      return served;
    };
    const host = `${'a'.repeat(56)}.onion`;
    expect(await limited({ address: '127.0.0.1', host })).toBe(200);
    expect(await limited({ address: '192.0.2.77', host })).toBe(20);
  });

  test('a name for the wall is chosen behind the code, refused with its reason, and taken off', async () => {
    const { post, give } = await openPaper(open);
    const { code, page } = await give({ visibility: 'public' });
    expect(page.text).toContain('action="/-/support/mine/wall"');
    const choose = (more: Record<string, string> = {}) =>
      post('/mine/wall', { code, lang: 'en', name: 'Mara <3', country: 'FR', amount: 'yes', ...more });
    const wrong = await choose();
    expect([wrong.status, wrong.text.includes('value="Mara &lt;3"')]).toEqual([422, true]);
    const refused = await choose({ name: 'Mara', country: 'BY' });
    expect([refused.status, refused.text.includes('Giving to us is an offence there')]).toEqual([403, true]);
    expect((await choose({ name: 'Mara', country: '-' })).status).toBe(403);
    expect((await choose({ name: 'Mara' })).text).toContain('Somebody here looks at the name first');
    expect((await post('/mine', { code })).text).toContain(
      '<bdi>Mara</bdi>: Somebody here looks at it first',
    );
    const off = await post('/mine/unwall', { code });
    expect([off.status, off.text.includes('<bdi>Mara</bdi>')]).toEqual([200, false]);
  });

  test('whoever tries too often waits, and others do not', async () => {
    const { post, clock, visitor } = await openPaper(open);
    const statuses = [];
    for (let times = 0; times < 25; times++) statuses.push((await post('/mine', { code: 'X' })).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
    const last = await post('/mine', { code: 'X' });
    expect(last.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await post('/mine', { code: 'X' }, { ...visitor, address: '192.0.2.2' })).status).toBe(404);
    clock.at += 60_000;
    expect((await post('/mine', { code: 'X' })).status).toBe(404);
  });
});
