import { createHash } from 'node:crypto';
import { mailAddress } from '#post';
import { newSealKey, openSeal, type Store } from '#store';
import { openReminders, openSafety } from '#support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachDatabase, opener } from '../../../test/databases.ts';
import { openCounter } from '../open.ts';
import { remindGroup } from './routes.ts';
import { remindLanguages } from './words/words.ts';

const START = Date.UTC(2026, 10, 28, 12);
const MINUTE = 60_000;
const HERE = 'https://farshore.example';

const LANGUAGES = ['en', 'ru', 'fa', 'uk', 'be', 'es', 'ar'];

function bench(store: Store, { sealed = true, languages = LANGUAGES } = {}) {
  const clock = { at: START };
  const now = () => clock.at;
  const reminders = openReminders({
    store,
    safety: openSafety({ store, now }),
    seal: sealed ? openSeal(newSealKey()) : null,
    addressOf: mailAddress,
    now,
  });
  const group = remindGroup({
    reminders,
    letters: { undo: () => Promise.resolve(false) },
    paper: (wanted) => {
      const lang = languages.includes(wanted) ? wanted : (languages[0] ?? '');
      return Promise.resolve({ name: 'The Far Shore', lang, front: '/', stylesheet: '/style.css' });
    },
    names: () => Promise.resolve(['The Far Shore', 'Дальний берег', 'کرانه دور', 'farshore.example']),
  });
  const counter = openCounter({ groups: [group], now });
  const ask = async (request: Request, address = '203.0.113.7'): Promise<Response> => {
    const answer = await counter.answer(request, { address, proto: 'https', host: 'farshore.example' });
    if (answer === null) throw new Error('Nothing answers there');
    return answer;
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    ask(new Request(`${HERE}${path}`, { headers }));
  const post = (
    path: string,
    fields: Record<string, string>,
    { headers = {}, from }: { headers?: Record<string, string>; from?: string } = {},
  ) =>
    ask(new Request(`${HERE}${path}`, { method: 'POST', body: new URLSearchParams(fields), headers }), from);
  return { clock, reminders, ask, get, post };
}

const tokenOf = (page: string): string => /name="form" value="([^"]+)"/.exec(page)?.[1] ?? '';
const undoOf = (page: string): string => /href="(\/-\/remind\/undo\/[^"?]+)/.exec(page)?.[1] ?? '';
const fields = (form: string, more: Record<string, string> = {}) => ({
  form,
  address: 'mara@mail.example',
  month: '2027-03',
  country: 'DE',
  ...more,
});

eachDatabase((_name, open) => {
  it('takes a reminder by a form, once, and takes it back', async () => {
    const { get, post, reminders } = bench(await open({ now: () => START }));
    const form = tokenOf(await (await get('/-/remind?lang=en')).text());
    const kept = await post('/-/remind?lang=en', fields(form));
    expect(kept.status).toBe(200);
    const page = await kept.text();
    expect(page).toContain('March 2027');
    expect(page).not.toContain('mara@');
    // The same page loaded again.
    expect(undoOf(await (await post('/-/remind?lang=en', fields(form))).text())).toBe(undoOf(page));
    expect(await reminders.waiting()).toMatchObject({ count: 1 });
    const asked = await get(undoOf(page));
    expect(await asked.text()).toMatch(/<form method="post" action="\/-\/remind\/undo\//);
    expect(await reminders.waiting()).toMatchObject({ count: 1 });
    // As a mailbox does it by itself: RFC 8058.
    const done = await post(undoOf(page), { 'List-Unsubscribe': 'One-Click' });
    expect(done.status).toBe(200);
    expect(await reminders.waiting()).toMatchObject({ count: 0 });
    expect((await post(undoOf(page), {})).status).toBe(200);
    expect(await (await post('/-/remind?lang=en', fields(form))).text()).toContain('It is taken back');
    expect(await reminders.waiting()).toMatchObject({ count: 0 });
  });

  it('S1: refuses a country that is refused or not said, kindly, and keeps nothing', async () => {
    const store = await open({ now: () => START });
    const { get, post } = bench(store);
    for (const [country, title] of [
      ['RU', 'We do not write there'],
      ['-', 'without a country'],
      ['XX', 'without a country'],
    ] as const) {
      const form = tokenOf(await (await get('/-/remind?lang=en')).text());
      const answer = await post('/-/remind?lang=en', fields(form, { country }));
      const page = await answer.text();
      expect([answer.status, page.includes(title)]).toEqual([403, true]);
      expect(page).toContain('leaves no trace');
      expect(page).toContain('href="data:text/calendar');
      expect(page).not.toContain('mara@');
    }
    const form = tokenOf(await (await get('/-/remind?lang=en')).text());
    const there = await post('/-/remind?lang=en', fields(form, { address: 'mara@mail.ru' }));
    expect([there.status, (await there.text()).includes('Your mailbox is run in a country')]).toEqual([
      403,
      true,
    ]);
    expect(await store.db.selectFrom('reminder').selectAll().execute()).toEqual([]);
  });

  it('says what is wrong at its field, and keeps what was written', async () => {
    const store = await open({ now: () => START });
    const { get, post } = bench(store);
    const form = tokenOf(await (await get('/-/remind')).text());
    for (const [name, value] of [
      ['address', 'mara at mail'],
      ['month', '2030-01'],
      ['country', ''],
    ] as const) {
      const answer = await post('/-/remind', fields(form, { [name]: value }));
      const page = await answer.text();
      expect(answer.status).toBe(422);
      expect(page).toMatch(new RegExp(`id="${name}-fault" role="alert"`));
      expect(page).toMatch(
        new RegExp(`id="${name}"[^>]*aria-invalid="true"[^>]*aria-describedby="${name}-fault`),
      );
      expect(page.match(/role="alert"/g)).toHaveLength(1);
      expect(tokenOf(page)).toBe(form);
      if (name !== 'address') expect(page).toContain('value="mara@mail.example"');
    }
    expect(await store.db.selectFrom('reminder').selectAll().execute()).toEqual([]);
    const evil = await (await post('/-/remind', fields(form, { address: '"><script>x</script>' }))).text();
    expect(evil).not.toContain('<script');
  });
});

describe('every page', () => {
  const { open, clean } = opener('sqlite');
  let store: Store;
  beforeAll(async () => {
    store = await open({ now: () => START });
  });
  afterAll(clean);

  it('has a policy that holds, sets nothing, and is kept by nobody', async () => {
    const { get, post } = bench(store);
    const form = tokenOf(await (await get('/-/remind')).text());
    for (const answer of [
      await get('/-/remind'),
      await get('/-/remind/nothing'),
      await get(`/-/remind/undo/${'A'.repeat(43)}`),
      await post('/-/remind', fields(form)),
      await post('/-/remind', fields(form, { country: 'BY' })),
    ]) {
      const page = await answer.text();
      const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? '';
      const hash = createHash('sha256').update(style).digest('base64');
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toBe(
        `default-src 'none'; style-src 'self' 'sha256-${hash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(/<script|style="|\son[a-z]+="|https?:\/\//.exec(page)).toBeNull();
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
      expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(Buffer.byteLength(page)).toBeLessThan(64 * 1024);
    }
  });

  it.each(remindLanguages)('is in %s when asked for', async (lang) => {
    const { get } = bench(store);
    const answer = await get(`/-/remind?lang=${lang}`);
    const page = await answer.text();
    expect(page).toContain(`<html lang="${lang}" dir="${['fa', 'ar'].includes(lang) ? 'rtl' : 'ltr'}">`);
    // Calendar entries tell nothing of the paper, whatever it is called in any language.
    const links = [...page.matchAll(/href="(data:text\/calendar[^"]+)"/g)].map(([, href = '']) => href);
    expect(links).toHaveLength(6);
    for (const href of links) {
      expect(href.length).toBeLessThanOrEqual(300);
      expect(decodeURIComponent(href)).not.toMatch(/shore|берег|کرانه|farshore/i);
    }
    expect(page.match(/<option /g)?.length).toBe(12 + 249 + 2);
  });

  it('speaks the language that the browser asks for, where the paper does', async () => {
    const { get } = bench(store, { languages: ['en', 'ru', 'fa'] });
    const langOf = async (accept: string): Promise<string> =>
      /<html lang="([^"]+)"/.exec(
        await (await get('/-/remind', { 'accept-language': accept })).text(),
      )?.[1] ?? '';
    expect(await langOf('fa-IR,fa;q=0.9,en;q=0.8')).toBe('fa');
    expect(await langOf('es,ru;q=0.5')).toBe('ru');
    expect(await langOf('de')).toBe('en');
    expect(await langOf('"><script>')).toBe('en');
    expect(await (await get('/-/remind?lang=<b>')).text()).toContain('<html lang="en"');
  });

  it('is English where the paper speaks what the pages do not', async () => {
    const { get } = bench(store, { languages: ['ka'] });
    expect(await (await get('/-/remind?lang=ka')).text()).toContain('<html lang="en" dir="ltr">');
  });

  it('is refused to a form that is none, too large or from another site', async () => {
    const { ask, post, get } = bench(store);
    const send = (init: RequestInit) => ask(new Request(`${HERE}/-/remind`, { method: 'POST', ...init }));
    const status = async (fields: Record<string, string>, site: string) =>
      (await post('/-/remind', fields, { headers: { 'sec-fetch-site': site } })).status;
    expect((await send({ body: '{}', headers: { 'content-type': 'application/json' } })).status).toBe(400);
    expect((await post('/-/remind', { form: 'x'.repeat(20_000) })).status).toBe(400);
    expect(await status(fields('A'.repeat(43), { month: '' }), 'cross-site')).toBe(403);
    expect(await status(fields('A'.repeat(43), { month: '' }), 'same-origin')).toBe(422);
    expect(await status(fields('x'), 'same-origin')).toBe(400);
    expect((await send({ method: 'DELETE' })).status).toBe(405);
    expect((await get('/-/remind/undo/short')).status).toBe(404);
  });

  it('says so where no address is taken, and offers the calendar', async () => {
    const { get, post } = bench(store, { sealed: false });
    const page = await (await get('/-/remind?lang=en')).text();
    expect(page).toContain('cannot take an address');
    expect(page).toContain('href="data:text/calendar');
    expect(page).not.toContain('<form');
    expect((await post('/-/remind', fields('A'.repeat(43)))).status).toBe(503);
  });

  it('slows who asks too often, and nobody else', async () => {
    const { get, post, clock } = bench(store);
    const form = fields('B'.repeat(43));
    const statuses: number[] = [];
    for (let at = 0; at < 22; at++) statuses.push((await post('/-/remind', { ...form, month: '' })).status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(20);
    const slowed = await post('/-/remind', form, { headers: { 'accept-language': 'fa' } });
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '3']);
    expect(await slowed.text()).toContain('<html lang="fa" dir="rtl">');
    expect((await get('/-/remind')).status).toBe(200);
    expect((await post('/-/remind', form, { from: '203.0.113.8' })).status).toBe(200);
    clock.at += MINUTE;
    expect((await post('/-/remind', form)).status).toBe(200);
  });
});
