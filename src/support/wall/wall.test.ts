import { expect, test } from 'vitest';
import { eachDatabase, type Open } from '../../../test/databases.ts';
import { openContributions } from '../contributions/contributions.ts';
import { openLedger } from '../ledger/ledger.ts';
import { openTill } from '../rails/till/till.ts';
import { openSafety } from '../safety/safety.ts';
import { wallName } from './name.ts';
import { wallShown } from './shown.ts';
import { STORED } from './stored.ts';
import { openWall } from './wall.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;

test.each([
  ['Mara of the Quay', 'Mara of the Quay'],
  ['  Mara   K. ', 'Mara K.'],
  ['مریم از بندر', 'مریم از بندر'],
  ['کتاب\u200cخوان', 'کتاب\u200cخوان'],
  ['Две чайки 🕊', 'Две чайки 🕊'],
  ['e\u0301tude', '\u00e9tude'],
  ['x'.repeat(40), 'x'.repeat(40)],
  ['x'.repeat(41), null],
  ['', null],
  ['🕊', null],
  ['a\u202Eb', null],
  ['a\nb', null],
  ['mara@mail.example', null],
  ['https://elsewhere.example', null],
  ['www.elsewhere.example', null],
  ['visit spam.example now', null],
  ['t.me/spam', null],
  ['see x.com now', null],
  ['s-p.example', null],
  ['spam。example', null],
  ['spam．example', null],
  ['खोज.भारत', null],
  ['spam.e\u200dxample', null],
  ['1.2.3.4', null],
  ['St. Olaf', 'St. Olaf'],
  ['J. R. Olsen', 'J. R. Olsen'],
  ['A.B. Lund', 'A.B. Lund'],
  ['<b>Mara</b>', null],
  [`Z${'\u0301'.repeat(200)}`, null],
  [`Z${'\u0301'.repeat(10)}`, null],
  ['\u3164', null],
  ['Mara\u115f', null],
  ['Mara\u00a0\u2003K.', 'Mara K.'],
  ['Mara \u2764\ufe0f', 'Mara \u2764\ufe0f'],
])('%j as a name for the wall', (text, name) => expect(wallName(text)).toBe(name));

async function bench(open: Open) {
  const clock = { at: NOON };
  const now = (): number => clock.at;
  const store = await open({ now });
  const safety = openSafety({ store, now });
  let drawn = 0;
  const till = openTill({ store, now, random: () => `r${(drawn += 1)}` });
  const ledger = openLedger({ store, now });
  const contributions = openContributions({ store, ledger, safety, rails: [till], now });
  const denied = new Set<string>();
  const wall = openWall({ store, safety, isDenied: (id) => Promise.resolve(denied.has(id)), now });
  const give = async (rhythm: 'once' | 'monthly' = 'monthly', country = 'DE') => {
    const wish = { rail: 'till', rhythm, currency: 'USD', amount: 500, lang: 'en' } as const;
    const { code } = await contributions.begin({
      ...wish,
      cover: true,
      purpose: 'self',
      visibility: 'private',
    });
    await contributions.pay(code, { method: `play:pays:${country}` });
    return { code, of: (await contributions.open(code)).contribution };
  };
  const shown = async () => wallShown(store.db, (await safety.rules()).set, now());
  const presses = async (): Promise<number> => {
    const { count } = await store.db
      .selectFrom('job')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .where('kind', '=', 'press')
      .executeTakeFirstOrThrow();
    await store.db.deleteFrom('job').where('kind', '=', 'press').execute();
    return Number(count);
  };
  return { clock, store, safety, contributions, wall, denied, give, shown, presses };
}

const wish = (name: string, more: { showsAmount?: boolean; country?: string | null } = {}) => ({
  name,
  showsAmount: false,
  country: 'FR',
  ...more,
});

eachDatabase((_name, open) => {
  test('a name is shown once the desk has looked at it, with its month and, where she wishes, her gift', async () => {
    const { store, wall, give, shown, presses, contributions } = await bench(open);
    const [mara, bo] = [await give(), await give('once')];
    expect(await wall.choose(mara.of, wish('Mara', { showsAmount: true }))).toEqual({ kind: 'waiting' });
    expect(await wall.choose(bo.of, wish('Bo'))).toEqual({ kind: 'waiting' });
    expect([await shown(), await presses()]).toEqual([[], 0]);
    expect(await wall.waiting()).toMatchObject([
      { name: 'Bo', month: '2026-11', showsAmount: false },
      { name: 'Mara', showsAmount: true, lang: 'en' },
    ]);
    // Another name than that which was looked at is not approved with it.
    expect(await wall.approve(mara.of.id, 'Maria')).toBe(false);
    expect(await wall.approve(mara.of.id, 'Mara')).toBe(true);
    expect(await wall.approve(bo.of.id, 'Bo')).toBe(true);
    expect(await presses()).toBe(1);
    expect(await shown()).toEqual([
      { name: 'Bo', month: '2026-11', gift: null },
      // Without what covers the fees.
      { name: 'Mara', month: '2026-11', gift: { amount: 500, currency: 'USD', rhythm: 'monthly' } },
    ]);
    expect((await contributions.open(mara.code)).contribution.visibility).toBe('public');
    const rows = await store.db.selectFrom('wall_name').selectAll().execute();
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual(Object.keys(STORED.wall_name ?? {}).sort());
      for (const [column, value] of Object.entries(row))
        expect(String(value), column).toMatch(STORED.wall_name?.[column] ?? /^$/);
    }
    // A new name waits again; the old one goes at once.
    await wall.choose(mara.of, wish('Mara K.'));
    expect((await shown()).map(({ name }) => name)).toEqual(['Bo']);
    expect(await presses()).toBe(1);
    expect(await wall.refuse(mara.of.id, 'Mara K.')).toBe(true);
    expect(await wall.of(mara.of.id)).toMatchObject({ state: 'refused' });
    await wall.choose(mara.of, wish('Mara K.'));
    expect(await wall.waiting()).toEqual([]);
  });

  test('it goes with the next edition when she takes it off, makes it secret or is forgotten', async () => {
    const { store, wall, give, shown, presses, contributions } = await bench(open);
    for (const leave of ['off', 'secret', 'private', 'forget'] as const) {
      const { code, of } = await give();
      await wall.choose(of, wish('Canary'));
      await wall.approve(of.id, 'Canary');
      expect([(await shown()).length, await presses()]).toEqual([1, 1]);
      if (leave === 'off') await wall.leave(of.id);
      else if (leave === 'forget') await contributions.forget(code);
      else await contributions.setVisibility(code, leave);
      expect([await shown(), await presses()]).toEqual([[], 1]);
      const kept: string[] = [];
      for await (const part of store.dump()) kept.push(JSON.stringify(part));
      expect(kept.join('')).not.toContain('Canary');
    }
  });

  test('S1: nobody is named where the rules say anything, by home, by bank, by a gift that came from there, or later', async () => {
    const { store, wall, give, shown, denied, safety } = await bench(open);
    const { of } = await give();
    expect(await wall.choose(of, wish('Mara', { country: 'RU' }))).toMatchObject({
      kind: 'refused',
      unknown: false,
      grounds: expect.arrayContaining(['offence']),
    });
    expect(await wall.choose(of, wish('Mara', { country: null }))).toMatchObject({ unknown: true });
    // Only warned of.
    const warned = await give('once', 'HK');
    expect(await wall.choose(warned.of, wish('Mara'))).toMatchObject({ kind: 'refused' });
    denied.add(of.id);
    expect(await wall.choose(of, wish('Mara'))).toMatchObject({ kind: 'refused' });
    denied.clear();
    expect(await store.db.selectFrom('wall_name').selectAll().execute()).toEqual([]);
    await wall.choose(of, wish('Mara'));
    await wall.approve(of.id, 'Mara');
    expect(await shown()).toHaveLength(1);
    const { set, number } = await safety.rules();
    const [rule] = set.rules;
    if (rule === undefined) throw new Error('A paper begins with rules');
    await safety.change({ ...set, rules: [...set.rules, { ...rule, country: 'DE' }] }, number);
    expect(await shown()).toEqual([]);
  });

  test('an amount stands for a year, and whoever gives no more is named for one', async () => {
    const { store, wall, give, shown, clock, contributions } = await bench(open);
    const [mara, bo] = [await give(), await give('once')];
    for (const [{ of }, name] of [
      [mara, 'Mara'],
      [bo, 'Bo'],
    ] as const) {
      await wall.choose(of, wish(name, { showsAmount: true }));
      await wall.approve(of.id, name);
    }
    clock.at += 360 * DAY;
    expect((await shown()).map(({ gift }) => gift?.amount)).toEqual([500, 500]);
    clock.at += 10 * DAY;
    expect(await shown()).toEqual([{ name: 'Mara', month: '2026-11', gift: null }]);
    const run = { id: 'switched', countries: '[]', reason: 'Order 12', account: null };
    await store.db
      .insertInto('switch_run')
      .values({ ...run, begun_at: clock.at, ended_at: null, signature_json: null })
      .execute();
    await contributions.stopFor(mara.of.id, 'switched');
    expect([await shown(), await wall.of(mara.of.id)]).toEqual([[], null]);
  });
});
