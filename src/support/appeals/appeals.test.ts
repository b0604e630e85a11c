import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { keepBank } from '../rails/transfer/setting.ts';
import { FIRST_RULES } from '../safety/first-rules.ts';
import { type Appeal, APPEALS, type Appeals } from './appeal.ts';
import { keepAppeals } from './appeals.ts';
import { openAppealCounts } from './counts.ts';
import { fillTexts } from './fill.ts';
import { FIRST_APPEALS } from './first-appeals.ts';
import { readShown } from './read-shown.ts';
import { appealAt, explainAppeals, type Spot } from './selection.ts';
import { countriesShown, nextTurn } from './shown.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 12);

const appeal = (id: string, change: Partial<Appeal> = {}): Appeal => ({
  id,
  placement: 'strip',
  on: true,
  from: null,
  until: null,
  sections: null,
  presets: {},
  variants: [{ name: 'a', texts: { en: { heading: '', text: 'Help us.', button: 'Support' } } }],
  ...change,
});
const spot: Spot = { placement: 'strip', lang: 'en', section: 'world', at: NOW, payable: true };
const set = (...appeals: Appeal[]): Appeals => ({ on: true, appeals });
const faultOf = (value: unknown): string => {
  const parsed = APPEALS.safeParse(value);
  const [fault] = parsed.success ? [] : parsed.error.issues;
  return fault === undefined ? '' : `${fault.path.join('.')} ${fault.message}`;
};

describe('which appeal stands', () => {
  it.each<[string, Partial<Appeal>, Partial<Spot>, string[]]>([
    ['one that is off', { on: false }, {}, ['on']],
    ['one for another place', { placement: 'epic' }, {}, ['placement']],
    ['one that begins in a millisecond', { from: NOW + 1 }, {}, ['begun']],
    ['one that begins now', { from: NOW }, {}, []],
    ['one that ends now', { until: NOW }, {}, ['not-over']],
    ['one that ends in a millisecond', { until: NOW + 1 }, {}, []],
    ['one for another section', { sections: ['home'] }, {}, ['section']],
    ['one for a section, where a story has none', { sections: ['home'] }, { section: null }, ['section']],
    ['one for this section', { sections: ['home', 'world'] }, {}, []],
    ['one without words of the language', {}, { lang: 'fa' }, ['language']],
    ['one for a language with the name of a method', {}, { lang: 'toString' }, ['language']],
    ['one where nothing can be paid', {}, { payable: false }, ['payable']],
  ])('%s: fails %j', (_name, change, there, fails) => {
    const all = set(appeal('one', change));
    const where = { ...spot, ...there };
    expect(explainAppeals(all, where)).toEqual([{ id: 'one', fails, stands: fails.length === 0 }]);
    expect(appealAt(all, where)?.id).toBe(fails.length === 0 ? 'one' : undefined);
  });

  it('is the first that may, and what comes behind it is told so', () => {
    const all = set(appeal('over', { until: NOW - DAY }), appeal('spring'), appeal('always'));
    expect(appealAt(all, spot)?.id).toBe('spring');
    expect(explainAppeals(all, spot)).toEqual([
      { id: 'over', fails: ['not-over'], stands: false },
      { id: 'spring', fails: [], stands: true },
      { id: 'always', fails: [], stands: false },
    ]);
  });

  it('is none once all are switched off', () => {
    expect(appealAt({ ...set(appeal('one')), on: false }, spot)).toBeNull();
  });
});

describe('what is kept of appeals', () => {
  it('takes what a paper begins with, in every language of the interface', () => {
    expect(faultOf(FIRST_APPEALS)).toBe('');
    for (const { variants } of FIRST_APPEALS.appeals)
      expect(Object.keys(variants[0]?.texts ?? {})).toEqual(['en', 'ru', 'fa']);
  });

  const texts = (text: string) => [{ name: 'a', texts: { en: { heading: '', text, button: 'Go' } } }];
  it.each<[string, unknown, RegExp]>([
    [
      'a text that is too long',
      set(appeal('a', { variants: texts('x'.repeat(241)) })),
      /text is longer than 240/,
    ],
    ['no text', set(appeal('a', { variants: texts(' ') })), /text is empty/],
    [
      'a heading on a strip',
      set(
        appeal('a', { variants: [{ name: 'a', texts: { en: { heading: 'H', text: 't', button: 'b' } } }] }),
      ),
      /heading is longer than 0/,
    ],
    [
      'a place that nothing fills',
      set(appeal('a', { variants: texts('{name} needs you') })),
      /"\{name\}", which nothing fills in/,
    ],
    ['a control character', set(appeal('a', { variants: texts('a\u0007b') })), /nobody can see/],
    ['an end before the beginning', set(appeal('a', { from: 5, until: 5 })), /until is not after/],
    ['two of one name', set(appeal('a'), appeal('a')), /name one twice/],
    [
      'two variants of one name',
      set(appeal('a', { variants: [...texts('x'), ...texts('y')] })),
      /names a variant twice/,
    ],
    ['a currency that is none', set(appeal('a', { presets: { XXZ: {} } })), /presets/],
    ['a field that nobody knows', { ...set(), more: 1 }, /more/],
  ])('refuses %s', (_name, value, fault) => {
    expect(faultOf(value)).toMatch(fault);
  });

  eachDatabase((_name, open) => {
    it('keeps versions, and a change makes pages anew', async () => {
      const store = await open();
      const kept = keepAppeals({ store, now: () => NOW });
      expect(await kept.now()).toMatchObject({ number: 0, value: FIRST_APPEALS });
      expect(await store.jobs.list({ kind: 'press' })).toEqual([]);
      expect(await kept.change({ ...FIRST_APPEALS, on: false }, 0)).toBe(1);
      expect((await kept.now()).value.on).toBe(false);
      expect(await store.jobs.list({ kind: 'press' })).toMatchObject([{ key: 'press', runAt: NOW }]);
      await expect(kept.change(FIRST_APPEALS, 0)).rejects.toMatchObject({ code: 'changed' });
      await expect(kept.change({ on: 1 }, 1)).rejects.toMatchObject({ code: 'setting' });
    });
  });
});

eachDatabase((_name, open) => {
  it('what pages say is read at a time, and pages are pressed anew when it changes by itself', async () => {
    const store = await open();
    const now = (): number => NOW;
    const read = (at: number) => readShown({ store, at, rails: [], cost: null, form: null, remind: null });
    expect(await read(NOW)).toMatchObject({ account: null, statement: null, appeals: FIRST_APPEALS });
    expect(await store.jobs.list({ kind: 'press' })).toEqual([]);
    const all = set(appeal('a', { from: NOW + DAY, until: NOW + 5 * DAY }));
    await keepAppeals({ store, now }).change(all, 0);
    const account = { iban: 'DE89370400440532013000', bic: null, holder: 'Far Shore', currency: 'EUR' };
    await keepBank({ store, now }).change({ accounts: [account], payouts: [] }, 0);
    const shown = await read(NOW);
    expect(shown.account).toMatchObject({
      holder: 'Far Shore',
      iban: 'DE89 3704 0044 0532 0130 00',
      reference: expect.stringMatching(/^RF\d\d GIFT$/) as string,
      at: NOW,
    });
    expect(shown.account?.epc).toMatch(
      /^BCD\n002\n1\nSCT\n\nFar Shore\nDE89370400440532013000\n\n\nRF\d\dGIFT$/,
    );
    const turns = async () =>
      (await store.jobs.list({ kind: 'press' })).filter(({ key }) => key === 'support.turn');
    expect(await turns()).toMatchObject([{ runAt: NOW + DAY }]);
    await read(NOW + DAY);
    expect(await turns()).toMatchObject([{ runAt: NOW + 5 * DAY }]);
  });
});

describe('the words of an appeal', () => {
  const filling = { paper: 'Far Shore', since: '1 March 2026', cost: null, floor: '$2', first: '$5' };
  it('leave out a sentence whose figure is not known, and a paragraph that nothing is left of', () => {
    const filled = fillTexts(
      {
        heading: '{paper}',
        text: 'Free since {since}.\nIt costs {cost}.\n\n{cost} a month.\n\nFrom {floor}.',
        button: 'Go',
      },
      filling,
    );
    expect(filled).toEqual({
      heading: 'Far Shore',
      paragraphs: ['Free since 1 March 2026.', 'From $2.'],
      button: 'Go',
    });
  });
});

describe('what pages say of countries', () => {
  it('is what the rules say on the day, with the worst verdict first', () => {
    const shown = countriesShown(FIRST_RULES, NOW);
    expect(shown.map(({ country, verdict, details }) => [country, verdict, details])).toEqual([
      ['BY', 'refuse', false],
      ['CU', 'refuse', false],
      ['HK', 'warn', true],
      ['IR', 'refuse', false],
      ['KP', 'refuse', false],
      ['RU', 'refuse', false],
    ]);
    expect(countriesShown(FIRST_RULES, Date.UTC(2015, 4, 22)).map(({ country }) => country)).not.toContain(
      'RU',
    );
  });

  it('keeps the account from a country of which a rule refuses nothing else', () => {
    const [rule] = FIRST_RULES.rules;
    if (rule === undefined) throw new Error('There are no rules');
    const only = { ...FIRST_RULES, rules: [{ ...rule, acts: ['transfer-details' as const] }] };
    expect(countriesShown(only, NOW)).toMatchObject([{ country: 'RU', verdict: 'refuse', details: false }]);
  });
});

describe('when pages are made anew by themselves', () => {
  const rules = {
    ...FIRST_RULES,
    rules: FIRST_RULES.rules.map((rule) => ({ ...rule, until: '2026-12-01' })),
  };
  it('is when the next appeal or rule begins or ends', () => {
    const all = set(appeal('a', { from: NOW - 1, until: NOW + 5 * DAY }), appeal('b', { from: NOW + DAY }));
    expect(nextTurn(all, FIRST_RULES, NOW)).toBe(NOW + DAY);
    expect(nextTurn(all, FIRST_RULES, NOW + DAY)).toBe(NOW + 5 * DAY);
    expect(nextTurn(set(), rules, NOW)).toBe(Date.UTC(2026, 11, 1));
    expect(nextTurn(set(), FIRST_RULES, NOW)).toBeNull();
  });
});

describe('how often appeals lead to contributions', () => {
  eachDatabase((_name, open) => {
    it('is written down in sums of ten, and less than ten is forgotten with the process', async () => {
      const store = await open();
      const clock = { now: NOW };
      const counts = openAppealCounts({ store, now: () => clock.now });
      for (let at = 0; at < 9; at += 1) await counts.count('strip.a');
      await counts.count('strip.b');
      expect(await store.db.selectFrom('appeal_count').selectAll().execute()).toEqual([]);
      await counts.count('strip.a');
      const first = { source: 'strip.a', day: '2026-11-23', times: 10 };
      expect(await counts.since('2026-11-23')).toEqual([first]);
      for (let at = 0; at < 19; at += 1) await counts.count('strip.a');
      expect(await counts.since('2026-11-23')).toEqual([{ ...first, times: 20 }]);
      clock.now += DAY;
      await counts.count('strip.a');
      expect(await counts.since('2026-11-23')).toEqual([
        { ...first, day: '2026-11-24', times: 10 },
        { ...first, times: 20 },
      ]);
      expect(await counts.since('2026-11-24')).toHaveLength(1);
      const others = openAppealCounts({ store, now: () => clock.now });
      for (let at = 0; at < 9; at += 1) await others.count('strip.a');
      expect(await counts.since('2026-11-25')).toEqual([]);
    });

    it('is not counted of what somebody made up, which fills nothing and crowds out no appeal', async () => {
      const store = await open();
      const counts = openAppealCounts({ store, now: () => NOW });
      for (let at = 0; at < 600; at += 1) await counts.count(`strip.x${at}`);
      for (let at = 0; at < 10; at += 1) await counts.count('strip.zz');
      await keepAppeals({ store, now: () => NOW }).change(set(appeal('strip'), appeal('spring')), 0);
      for (let at = 0; at < 10; at += 1)
        for (const source of ['strip.a', 'strip.spring-a', 'strip.spring', 'epic.a'])
          await counts.count(source);
      const counted = { day: '2026-11-23', times: 10 };
      expect(await counts.since('2026-11-23')).toEqual([
        { source: 'strip.a', ...counted },
        { source: 'strip.spring-a', ...counted },
      ]);
    });
  });
});
