import { expect, test } from 'vitest';
import {
  minor,
  openContributions,
  openLedger,
  openLetters,
  openSafety,
  openTill,
  type PayTo,
  type RailAccess,
  RailError,
  openWall,
} from '#support';
import { eachDatabase, type Open } from '../../../test/databases.ts';
import { openCounter } from '../open.ts';
import { openGuard } from '../guard.ts';
import type { SupportParts } from './context.ts';
import { supportGroup } from './routes.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;
const ADDRESS = 'bc1qfarshore00000000000000000000000000000';
const BOLT11 = `lnbc100u1${'p'.repeat(60)}`;
const TO: PayTo['to'] = {
  chain: { address: ADDRESS, link: `bitcoin:${ADDRESS}?amount=0.00010000` },
  lightning: { invoice: BOLT11, link: `lightning:${BOLT11}` },
  due: minor(10_000),
};
const WAITING: PayTo = {
  state: 'waiting',
  to: TO,
  asked: minor(10_000),
  came: minor(0),
  until: NOON + HOUR,
  isOver: false,
  isLate: false,
};

/** The counter with a rail that says of a gift whatever the test has set. */
async function openPaper(open: Open) {
  const store = await open();
  const clock = { at: NOON };
  const now = (): number => clock.at;
  const parts = { store, now };
  const safety = openSafety(parts);
  const said: { stands: PayTo | null | RailError; state: 'open' | 'given'; made: number } = {
    stands: null,
    state: 'open',
    made: 0,
  };
  const rail: RailAccess = {
    ...openTill({ ...parts, random: () => 'r' }),
    name: 'bitcoin',
    rhythms: ['once'],
    asks: 'said',
    keeps: false,
    begin() {
      said.made += 1;
      if (said.stands instanceof RailError) return Promise.reject(said.stands);
      said.stands ??= WAITING;
      const step = { kind: 'pay-to', address: ADDRESS, lightning: BOLT11, currency: 'BTC' } as const;
      const { until } = WAITING;
      return Promise.resolve({
        outcome: 'waiting',
        standing: null,
        step: { ...step, amount: '0.0001', until },
      });
    },
    look: (contribution) =>
      Promise.resolve({ contribution, standing: null, state: said.state, nextAt: null }),
  };
  const contributions = openContributions({ ...parts, ledger: openLedger(parts), safety, rails: [rail] });
  const failures: unknown[] = [];
  const arrived: string[] = [];
  const group: SupportParts = {
    contributions,
    safety,
    wall: openWall({ store, safety, isDenied: () => Promise.resolve(false), now }),
    guard: openGuard({ now, told: () => undefined }),
    letters: openLetters({
      ...parts,
      safety,
      seal: null,
      addressOf: () => null,
      put: () => Promise.resolve(),
      isDenied: () => Promise.resolve(false),
    }),
    card: null,
    hint: null,
    transferDetails: () => null,
    payTo: () =>
      said.stands instanceof RailError ? Promise.reject(said.stands) : Promise.resolve(said.stands),
    now,
    paper: (wanted) => {
      const lang = ['en', 'ru', 'fa'].includes(wanted) ? wanted : 'en';
      return Promise.resolve({ name: 'Far Shore', lang, front: '/', stylesheet: '/style.css' });
    },
    supportPage: () => Promise.resolve('/support/'),
    arrived: (name) => arrived.push(name),
    led: (source) => failures.push(source),
    failed: (error) => failures.push(error),
  };
  const counter = openCounter({ groups: [supportGroup(group)], now });
  const post = async (path: string, fields: Record<string, string>) => {
    clock.at += 10_000;
    const body = new URLSearchParams(fields);
    const request = new Request(`https://shore.example/-/support${path}`, { method: 'POST', body });
    const visitor = { address: '192.0.2.1', proto: 'https', host: 'shore.example' } as const;
    const answer = await counter.answer(request, visitor);
    return {
      status: answer?.status,
      policy: answer?.headers.get('content-security-policy'),
      text: (await answer?.text()) ?? '',
    };
  };
  const begun = async (lang = 'en') => {
    const wish = {
      lang,
      rail: 'bitcoin',
      rhythm: 'once',
      currency: 'USD',
      amount: '500',
      visibility: 'secret',
    };
    const page = await post('', wish);
    return { page, code: /name="code" value="([^"]+)"/.exec(page.text)?.[1] ?? '' };
  };
  return { said, clock, safety, post, begun, failures, arrived };
}

eachDatabase((_, open) => {
  test('S1: an address is shown once she has said where she lives, with what the rules say of it', async () => {
    const { said, post, begun, safety } = await openPaper(open);
    const { page, code } = await begun();
    expect(page.text).toContain('Where do you live?');
    expect(page.text).not.toContain(ADDRESS);
    const { code: other } = await begun();
    for (const [of, country, words] of [
      [other, 'RU', 'We take no gifts from this country, in bitcoin either: <strong>⁨Russia⁩'],
      [code, '', 'You named no country that we know'],
    ] as const) {
      const refused = await post('/pay', { code: of, lang: 'en', country });
      expect([refused.status, refused.text.replaceAll(/\s+/g, ' ').includes(words)]).toEqual([403, true]);
      expect(refused.text).not.toContain(ADDRESS);
    }
    expect(said.made).toBe(0);
    expect((await post('/pay', { code: other, lang: 'en', country: 'HK' })).status).toBe(404);
    const shown = await post('/pay', { code, lang: 'en', country: 'HK' });
    expect(shown.text).toContain('Before you send it');
    expect(shown.text).toContain('questioned or charged there');
    expect((await post('/pay', { code, lang: 'en', country: 'DE' })).text).not.toContain(
      'Before you send it',
    );
    // A rule that came meanwhile holds for an address that was made before.
    const { set } = await safety.rules();
    const [first] = set.rules;
    await safety.change({ ...set, rules: [...set.rules, { ...first, country: 'DE' }] }, 0);
    expect((await post('/look', { code, lang: 'en' })).status).toBe(403);
  });

  test('amount, address, code and time left stand there without a script', async () => {
    const { clock, post, begun } = await openPaper(open);
    const { code } = await begun();
    const { status, text, policy } = await post('/pay', { code, lang: 'en', country: 'DE' });
    expect(status).toBe(200);
    for (const part of [
      '>0.0001 BTC<',
      ADDRESS,
      `href="bitcoin:${ADDRESS}?amount=0.00010000"`,
      `href="lightning:${BOLT11}"`,
      '<svg role="img"',
      code,
    ])
      expect(text).toContain(part);
    expect(text.replaceAll(/[⁨⁩]/g, '')).toContain('That is $5 at the rate of this hour');
    expect(text.replaceAll(/[⁨⁩]/g, '')).toContain('holds for 60 minutes more, until 13:00 UTC');
    expect(text).not.toMatch(/<script|<img/);
    expect(policy).not.toContain('script-src');
    clock.at = NOON + HOUR - 90_000;
    const later = await post('/look', { code, lang: 'en' });
    expect(later.text.replaceAll(/[⁨⁩]/g, '')).toContain('2 minutes');
    expect((await post('/mine', { code, lang: 'en' })).text).toContain('Back to the address');
  });

  test.each([
    [
      { state: 'short', came: minor(4_000), to: { ...TO, due: minor(6_000) } },
      ['A part of it has come', '0.00004 BTC', '0.00006 BTC', ADDRESS],
    ],
    [{ state: 'seen', came: minor(10_000), to: null }, ['It has been seen', 'Look whether']],
    [{ state: 'paid', came: minor(10_000), to: null }, ['It has arrived']],
    [{ state: 'paid', came: minor(11_000), to: null, isOver: true }, ['more than you had chosen']],
    [{ state: 'paid', came: minor(10_000), to: null, isLate: true }, ['after its hour was over']],
    [{ state: 'paid', came: minor(0), to: null }, ['It has arrived']],
    [{ state: 'ended', to: null }, ['The hour is over', 'Make a new address', 'name="country" value="DE"']],
    [{ state: 'ended-short', came: minor(4_000), to: null }, ['0.00004 BTC', 'less than you had chosen']],
    [{ state: 'invalid', to: null }, ['It did not arrive', 'Make a new address']],
  ] as const)('%o is said in plain words, with her code, in each language', async (change, words) => {
    const { said, post, begun } = await openPaper(open);
    for (const lang of ['en', 'ru', 'fa']) {
      const { code } = await begun(lang);
      await post('/pay', { code, lang, country: 'DE' });
      said.stands = { ...WAITING, ...change };
      const { status, text } = await post('/look', { code, lang });
      expect(status).toBe(200);
      expect(text).toContain(code);
      if (lang === 'en') for (const part of words) expect(text.replaceAll(/[⁨⁩]/g, '')).toContain(part);
      expect(text).toContain(`dir="${lang === 'fa' ? 'rtl' : 'ltr'}"`);
      expect(/Infinity|NaN|undefined|null/.test(text)).toBe(false);
      if (change.to === null) expect(text).not.toContain(ADDRESS);
    }
  });

  test('what has arrived is written down where she looks first, and its list is read', async () => {
    const { said, post, begun, arrived } = await openPaper(open);
    const { code } = await begun();
    await post('/pay', { code, lang: 'en', country: 'DE' });
    said.stands = { ...WAITING, state: 'paid', came: minor(10_000), to: null };
    said.state = 'given';
    await post('/look', { code, lang: 'en' });
    expect(arrived).toEqual(['bitcoin']);
    expect((await post('/look', { code, lang: 'en' })).text).toContain('href="/support/asking.html"');
    expect((await post('/mine', { code, lang: 'en' })).text).toContain('Given');
  });

  test('a server that is away is told as that, and nothing is lost', async () => {
    const { said, post, begun, failures } = await openPaper(open);
    const { code } = await begun();
    said.stands = new RailError('unreachable', 'BTCPay gave no answer');
    const away = await post('/pay', { code, lang: 'en', country: 'DE' });
    expect([away.status, away.text.includes('What you have sent is not lost')]).toEqual([202, true]);
    expect(away.text).toContain(code);
    expect((await post('/look', { code, lang: 'en' })).status).toBe(502);
    expect(failures).toHaveLength(1);
    // It is there again, and has not been asked again: she is not asked anew.
    said.stands = null;
    const soon = await post('/look', { code, lang: 'en' });
    expect([soon.status, soon.text.includes('Where do you live?')]).toEqual([202, false]);
    const other = await begun();
    expect((await post('/look', { code: other.code, lang: 'en' })).text).toContain('Where do you live?');
  });
});
