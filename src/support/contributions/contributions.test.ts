import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { openLedger } from '../ledger/ledger.ts';
import { minor } from '../ledger/minor.ts';
import { RailError } from '../rails/error.ts';
import type { Rail } from '../rails/rail.ts';
import { openTill } from '../rails/till/till.ts';
import { COUNTRIES } from '../safety/countries.ts';
import { FIRST_RULES } from '../safety/first-rules.ts';
import { openSafety } from '../safety/safety.ts';
import { makeCode, readCode } from './code.ts';
import { openContributions, type Wish } from './contributions.ts';
import { coverOf, FIRST_TERMS } from './terms.ts';
import type { Open } from '../../../test/databases.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;

const WISH: Wish = {
  rail: 'till',
  rhythm: 'monthly',
  currency: 'USD',
  amount: 500,
  cover: false,
  purpose: 'self',
  visibility: 'private',
  lang: 'en',
};

async function desk(open: Open, wrap: (rail: Rail) => Rail = (rail) => rail) {
  const store = await open();
  const clock = { at: NOON };
  const now = (): number => clock.at;
  let drawn = 0;
  const till = openTill({ store, now, random: () => `r${(drawn += 1)}` });
  const ledger = openLedger({ store, now });
  const safety = openSafety({ store, now });
  const contributions = openContributions({ store, ledger, safety, rails: [wrap(till)], now });
  const give = async (wish: Partial<Wish> = {}, method = 'play:pays:DE') => {
    const { code } = await contributions.begin({ ...WISH, ...wish });
    return { code, paid: await contributions.pay(code, { method }) };
  };
  return { store, clock, till, ledger, safety, contributions, give };
}

/** A rail whose way back can be cut, and which counts what reaches it. */
function watched(rail: Rail) {
  const line = { cut: false, before: false, calls: [] as string[] };
  const through = new Proxy(rail, {
    get(target, name, self) {
      const value: unknown = Reflect.get(target, name, self);
      if (
        typeof value !== 'function' ||
        ['holderOf', 'holderOfStanding', 'look', 'read'].includes(String(name))
      )
        return value;
      return async (...parameters: unknown[]) => {
        if (line.before) throw new RailError('unreachable', 'The rail cannot be reached');
        line.calls.push(String(name));
        const answer: unknown = await Reflect.apply(value, target, parameters);
        if (line.cut) throw new RailError('unreachable', 'The answer was lost');
        return answer;
      };
    },
  });
  return { line, through };
}

describe('a code', () => {
  test('is read however it was typed, and a slip is found', () => {
    const code = makeCode((bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(
      readCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `),
    ).toBe(code);
    const plain = code.replaceAll('-', '');
    for (let at = 0; at < plain.length; at++) {
      const other = plain[at] === '7' ? '8' : '7';
      expect(readCode(plain.slice(0, at) + other + plain.slice(at + 1))).toBeNull();
    }
  });
});

test('what covers the fees leaves the whole gift', () => {
  for (const amount of [200, 500, 1_999, 123_456]) {
    const cover = coverOf(FIRST_TERMS, { amount: minor(amount), currency: 'USD' });
    const charged = amount + cover;
    expect(charged - (charged * 0.029 + 30)).toBeGreaterThanOrEqual(amount - 1e-9);
    expect(charged - 1 - ((charged - 1) * 0.029 + 30)).toBeLessThan(amount);
  }
});

eachDatabase((database, open) => {
  test('is given, opened by its code alone, and stands in the books', async () => {
    const { contributions, give, ledger, store } = await desk(open);
    const { code, paid } = await give();
    expect(paid).toMatchObject({ outcome: 'paid', contribution: { state: 'active', amount: 500 } });
    await contributions.read('till');
    const opened = await contributions.open(code.toLowerCase());
    expect(opened).toMatchObject({
      contribution: { state: 'active', country: 'DE' },
      underWay: null,
      payments: [{ day: '2026-11-24', amount: 500, currency: 'USD', refunded: 0 }],
    });
    expect(await ledger.balances()).toContainEqual({
      account: 'income:contributions:till',
      currency: 'USD',
      amount: -500,
    });
    await expect(contributions.open(makeCode((bytes) => new Uint8Array(bytes)))).rejects.toMatchObject({
      code: 'unknown',
    });
    for await (const { rows } of store.dump()) expect(JSON.stringify(rows)).not.toContain(code);
  });

  test('S1: from all 249 countries and from none: no bank hears of what the rules refuse', async () => {
    const { contributions, give, safety, line } = await (async () => {
      const lines: ReturnType<typeof watched>['line'][] = [];
      const all = await desk(open, (rail) => {
        const { line: one, through } = watched(rail);
        lines.push(one);
        return through;
      });
      const [line] = lines;
      if (line === undefined) throw new Error('The rail was not wrapped');
      return { ...all, line };
    })();
    const refuses = new Set(
      FIRST_RULES.rules.filter(({ verdict }) => verdict === 'refuse').map(({ country }) => country),
    );
    expect(refuses.size).toBeGreaterThan(0);
    const standing = await give();
    line.calls.length = 0;
    const step = database === 'sqlite' ? 3 : 24;
    for (const [at, country] of [...COUNTRIES, null].entries()) {
      const isRefused = country === null || refuses.has(country);
      for (const [place, rhythm] of (['once', 'monthly', 'yearly'] as const).entries())
        for (const wallet of ['', ':wallet']) {
          // What is refused is tried in every way; of what is open, each country in one.
          if (!isRefused && (wallet === '' || at % step !== place)) continue;
          const { paid } = await give({ rhythm }, `play:pays:${country ?? '??'}${wallet}`);
          expect(paid.outcome, `${country} ${rhythm}`).toBe(isRefused ? 'not-cleared' : 'paid');
          expect(line.calls).toEqual(isRefused ? [] : ['begin']);
          line.calls.length = 0;
        }
      const changed = await contributions.changeMethod(standing.code, `play:pays:${country ?? '??'}`);
      expect(changed.outcome, `${country} card-change`).toBe(isRefused ? 'not-cleared' : 'done');
      expect(line.calls).toEqual(isRefused ? [] : ['changeMethod']);
      line.calls.length = 0;
    }
    // What goes on already goes by the rules of the day on which it is resumed or tried again.
    await contributions.changeMethod(standing.code, 'play:pays:DE');
    await contributions.pause(standing.code);
    line.calls.length = 0;
    const [first] = FIRST_RULES.rules;
    await safety.change({ format: 1, rules: [{ ...first, country: 'DE' }] }, 0);
    expect(await contributions.resume(standing.code)).toMatchObject({
      outcome: 'not-cleared',
      refused: { why: 'country-refused', country: 'DE' },
    });
    expect(line.calls).toEqual([]);
  });

  test('a lost answer, and a rail that is away, end in one payment', async () => {
    for (const how of ['cut', 'before'] as const) {
      const lines: ReturnType<typeof watched>['line'][] = [];
      const { contributions, clock, ledger } = await desk(open, (rail) => {
        const { line, through } = watched(rail);
        lines.push(line);
        return through;
      });
      const [line] = lines;
      if (line === undefined) throw new Error('The rail was not wrapped');
      const { code } = await contributions.begin(WISH);
      line[how] = true;
      expect(await contributions.pay(code, { method: 'play:pays:DE' })).toEqual({ outcome: 'later' });
      // She presses once more; nothing else is begun.
      await expect(contributions.pay(code, { method: 'play:pays:DE' })).rejects.toMatchObject({
        code: 'busy',
      });
      expect(await contributions.open(code)).toMatchObject({ underWay: 'begin' });
      expect(await contributions.goOn()).toBe(0);
      line[how] = false;
      clock.at += DAY / 24;
      expect(await contributions.goOn()).toBe(1);
      await contributions.read('till');
      expect(await contributions.open(code)).toMatchObject({
        contribution: { state: 'active' },
        underWay: null,
        payments: [{ amount: 500 }],
      });
      expect(await ledger.balances()).toContainEqual({
        account: 'income:contributions:till',
        currency: 'USD',
        amount: -500,
      });
    }
  });

  test('is stopped, paused, changed and forgotten by the code', async () => {
    const { contributions, give, clock, till, store } = await desk(open);
    const { code } = await give();
    expect(await contributions.pause(code)).toEqual({ outcome: 'done' });
    expect(await contributions.open(code)).toMatchObject({ contribution: { state: 'paused', nextAt: null } });
    await expect(contributions.retry(code)).rejects.toMatchObject({ code: 'state' });
    expect(await contributions.resume(code)).toEqual({ outcome: 'done' });
    const wish = { rhythm: 'yearly', amount: 6_000, cover: true } as const;
    expect(await contributions.changePrice(code, wish)).toEqual({ outcome: 'done' });
    expect(await contributions.open(code)).toMatchObject({
      contribution: { rhythm: 'yearly', amount: 6_211, cover: 211, nextAt: Date.UTC(2026, 11, 24, 12) },
    });
    await expect(contributions.changePrice(code, { ...wish, amount: 199 })).rejects.toMatchObject({
      code: 'amount',
    });
    await contributions.setVisibility(code, 'secret');
    expect(await contributions.stop(code)).toEqual({ outcome: 'done' });
    expect(await contributions.open(code)).toMatchObject({
      contribution: { state: 'cancelled', nextAt: null, visibility: 'secret' },
    });
    await expect(contributions.stop(code)).rejects.toMatchObject({ code: 'state' });
    clock.at += 400 * DAY;
    expect(await till.tick()).toBe(0);
    await contributions.read('till');
    expect((await contributions.open(code)).payments).toHaveLength(1);
    expect(await contributions.forget(code)).toEqual({ outcome: 'done' });
    await expect(contributions.open(code)).rejects.toMatchObject({ code: 'unknown' });
    // What the rail lists of it later ties nothing to anybody.
    await contributions.read('till');
    expect(await store.db.selectFrom('contribution_payment').selectAll().execute()).toEqual([]);
    expect(await store.db.selectFrom('rail_call').selectAll().execute()).toEqual([]);
  });

  test('that is not paid is past due, is mended by another card, or lapses', async () => {
    const { contributions, give, clock, till } = await desk(open);
    const [mended, lost] = [await give({}, 'play:pays-once:DE'), await give({}, 'play:pays-once:FR')];
    const days = async (count: number): Promise<void> => {
      clock.at += count * DAY;
      await till.tick();
      await contributions.read('till');
    };
    await days(31);
    expect(await contributions.open(mended.code)).toMatchObject({ contribution: { state: 'past-due' } });
    expect(await contributions.retry(mended.code)).toMatchObject({ outcome: 'declined', reason: 'declined' });
    expect(await contributions.changeMethod(mended.code, 'play:pays:IT')).toEqual({ outcome: 'done' });
    await contributions.read('till');
    expect(await contributions.open(mended.code)).toMatchObject({
      contribution: { state: 'active', country: 'IT' },
      payments: [{ day: '2026-12-25' }, { day: '2026-11-24' }],
    });
    for (let times = 0; times < 4; times++) await days(5);
    expect(await contributions.open(lost.code)).toMatchObject({
      contribution: { state: 'lapsed', nextAt: null },
    });
  });

  test('is given back by the desk, once', async () => {
    const { contributions, give, till } = await desk(open);
    const { code, paid } = await give({ rhythm: 'once' });
    await contributions.read('till');
    const { payments, contribution } = await contributions.open(code);
    const source = payments[0]?.source ?? '';
    expect(paid.outcome).toBe('paid');
    const wish = { source, amount: minor(200), reason: 'asked-for' as const, seen: 0 };
    const [one, other] = await Promise.allSettled([
      contributions.refund(contribution.id, wish),
      contributions.refund(contribution.id, wish),
    ]);
    expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected']);
    await expect(contributions.refund(contribution.id, wish)).rejects.toMatchObject({ code: 'changed' });
    await contributions.read('till');
    expect((await contributions.open(code)).payments).toMatchObject([{ amount: 500, refunded: 200 }]);
    await expect(
      contributions.refund(contribution.id, { ...wish, amount: minor(301), seen: 1 }),
    ).rejects.toMatchObject({ code: 'amount' });
    // The rail may know of more than was asked for here, and a refusal leaves nothing under way.
    await till.refund(source, minor(300), 'from-outside');
    await expect(
      contributions.refund(contribution.id, { ...wish, amount: minor(300), seen: 1 }),
    ).rejects.toMatchObject({ code: 'refused' });
    expect((await contributions.file(contribution.id))?.refunds).toMatchObject([
      { number: 1, amount: 200, reason: 'asked-for', state: 'asked', day: '2026-11-24' },
      { number: 2, amount: 300, state: 'refused' },
    ]);
    expect((await contributions.open(code)).underWay).toBeNull();
  });

  test('a refund that nobody answered for a day is left to a person, since asking again could give it twice', async () => {
    const lines: ReturnType<typeof watched>['line'][] = [];
    const { contributions, give, clock } = await desk(open, (rail) => {
      const { line, through } = watched(rail);
      lines.push(line);
      return through;
    });
    const { code } = await give({ rhythm: 'once' });
    await contributions.read('till');
    const { payments, contribution } = await contributions.open(code);
    for (const line of lines) line.cut = true;
    const { id } = contribution;
    const wish = { source: payments[0]?.source ?? '', amount: minor(100), reason: 'mistake' as const };
    expect(await contributions.refund(id, { ...wish, seen: 0 })).toEqual({ outcome: 'later' });
    expect(await contributions.owed()).toMatchObject([{ contribution: id, kind: 'refund', attempts: 1 }]);
    clock.at += DAY;
    for (const line of lines) line.cut = false;
    await contributions.goOn();
    expect(lines.flatMap(({ calls }) => calls).filter((name) => name === 'refund')).toHaveLength(1);
    const [question, ...more] = await contributions.questions();
    expect({ question, more }).toEqual({
      question: { rail: 'till', source: id, reason: 'gave-up-refund', day: '2026-11-25', contribution: id },
      more: [],
    });
    expect((await contributions.file(id))?.refunds).toMatchObject([{ state: 'given-up' }]);
    if (question === undefined) return;
    // Whoever looked at the rail says that it was not done, and it may be asked for anew; once.
    await contributions.decide(question, 'not-done');
    await expect(contributions.decide(question, 'done')).rejects.toMatchObject({ code: 'unknown' });
    expect((await contributions.file(id))?.refunds).toMatchObject([{ state: 'refused' }]);
    expect(await contributions.questions()).toEqual([]);
  });

  test('that is declined too often takes no more cards', async () => {
    const { contributions, give } = await desk(open);
    const { code, paid } = await give({}, 'play:declined:DE');
    expect(paid).toEqual({ outcome: 'declined', reason: 'declined', triesLeft: 3 });
    for (const triesLeft of [2, 1, 0])
      expect(await contributions.pay(code, { method: 'play:no-funds:DE' })).toEqual({
        outcome: 'declined',
        reason: 'no-funds',
        triesLeft,
      });
    await expect(contributions.pay(code, { method: 'play:pays:DE' })).rejects.toMatchObject({
      code: 'state',
    });
  });

  test('two who press at once begin one', async () => {
    const { contributions, ledger } = await desk(open);
    const { code } = await contributions.begin(WISH);
    const both = await Promise.allSettled(
      [1, 2].map(() => contributions.pay(code, { method: 'play:pays:DE' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await contributions.read('till');
    expect(await ledger.balances()).toContainEqual({
      account: 'income:contributions:till',
      currency: 'USD',
      amount: -500,
    });
  });

  test('that was never paid is swept after its days, and not before', async () => {
    const { contributions, clock, give } = await desk(open);
    const { code } = await contributions.begin(WISH);
    await give();
    clock.at += 3 * DAY;
    expect(await contributions.sweep()).toBe(0);
    clock.at += DAY;
    expect(await contributions.sweep()).toBe(1);
    await expect(contributions.open(code)).rejects.toMatchObject({ code: 'unknown' });
  });
});
