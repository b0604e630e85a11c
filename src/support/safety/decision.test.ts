import { describe, expect, it, test } from 'vitest';
import { clearanceOf } from './testing.ts';
import { COUNTRIES, countryOf } from './countries.ts';
import { decide } from './decision.ts';
import { FIRST_RULES } from './first-rules.ts';
import { ACTS, parseRules, type Rule, type RuleSet } from './rules.ts';

const AT = Date.UTC(2026, 10, 24, 12);

const rule = (part: Partial<Omit<Rule, 'country'>> & { country: string }): Rule =>
  ({
    from: '2020-01-01',
    until: null,
    verdict: 'refuse',
    acts: null,
    ground: 'offence',
    sources: [{ title: 'A law', address: null, read: null }],
    checked: null,
    ...part,
  }) as Rule;
const rulesOf = (...rules: Rule[]): RuleSet => parseRules({ format: 1, rules });

describe('S1: every country, and none, with everything that may be asked', () => {
  test('there are 249 countries', () => {
    expect(COUNTRIES).toHaveLength(249);
    expect(new Set(COUNTRIES).size).toBe(249);
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    for (const code of COUNTRIES) expect(names.of(code), code).toBeDefined();
  });

  it.each(ACTS)('%s: an unknown country is refused, a refused one too, and no other', (act) => {
    const refused = new Set(['RU', 'BY', 'IR', 'KP', 'CU']);
    for (const country of COUNTRIES) {
      const decision = decide(FIRST_RULES, { act, country, at: AT });
      expect(decision.clear, country).toBe(!refused.has(country));
      if (!decision.clear) {
        expect(decision.why).toBe('country-refused');
        expect(decision.rules.length).toBeGreaterThan(0);
        expect(decision.help.length).toBeGreaterThan(0);
      } else expect(decision.warnings.length, country).toBe(country === 'HK' ? 1 : 0);
    }
    for (const country of [null, '', 'XX', 'ru', 'RUS', 'UK', 'EU', 'XK', 'ZZ', ' RU', '__proto__'])
      expect(decide(FIRST_RULES, { act, country, at: AT })).toMatchObject({
        clear: false,
        why: 'country-unknown',
      });
  });
});

describe('a rule', () => {
  const asks = (rules: RuleSet, at: number, act: (typeof ACTS)[number] = 'once') =>
    decide(rules, { act, country: 'DE', at });

  it('holds from its first day up to, and not on, its last, in UTC', () => {
    const rules = rulesOf(rule({ country: 'DE', from: '2026-03-01', until: '2026-04-01' }));
    expect(asks(rules, Date.UTC(2026, 2, 1) - 1).clear).toBe(true);
    expect(asks(rules, Date.UTC(2026, 2, 1)).clear).toBe(false);
    expect(asks(rules, Date.UTC(2026, 3, 1) - 1).clear).toBe(false);
    expect(asks(rules, Date.UTC(2026, 3, 1)).clear).toBe(true);
  });

  it('speaks of the acts that it names', () => {
    const rules = rulesOf(rule({ country: 'DE', acts: ['monthly', 'retry'] }));
    expect(ACTS.filter((act) => !asks(rules, AT, act).clear)).toEqual(['monthly', 'retry']);
  });

  it('that refuses is not softened by one that warns', () => {
    const warns = rule({ country: 'DE', verdict: 'warn' });
    const refuses = rule({ country: 'DE', from: '2026-01-01' });
    for (const rules of [rulesOf(warns, refuses), rulesOf(refuses, warns)])
      expect(asks(rules, AT).clear).toBe(false);
    expect(asks(rulesOf(warns), AT)).toMatchObject({ clear: true, warnings: [warns] });
  });
});

describe('rules that cannot be kept are refused with their place', () => {
  const good = rule({ country: 'DE' });
  it.each([
    ['no rules', null, /"rules"/],
    ['another format', { format: 2, rules: [] }, /"format"/],
    [
      'a country in small letters',
      { format: 1, rules: [good, { ...good, country: 'de' }] },
      /"rules\.1\.country" is no country/,
    ],
    [
      'a day that is none',
      { format: 1, rules: [{ ...good, from: '2026-02-30' }] },
      /"rules\.0\.from" is no day/,
    ],
    [
      'an end before its beginning',
      { format: 1, rules: [{ ...good, until: '2019-12-31' }] },
      /"rules\.0\.until" is not after/,
    ],
    ['an act nobody knows', { format: 1, rules: [{ ...good, acts: ['sell'] }] }, /"rules\.0\.acts\.0"/],
    ['no act', { format: 1, rules: [{ ...good, acts: [] }] }, /"rules\.0\.acts"/],
    ['no source', { format: 1, rules: [{ ...good, sources: [] }] }, /"rules\.0\.sources"/],
    [
      'a source that is a program',
      {
        format: 1,
        rules: [{ ...good, sources: [{ title: 'A', address: 'javascript:alert(1)', read: null }] }],
      },
      /address/,
    ],
    ['a field nobody knows', { format: 1, rules: [{ ...good, loud: true }] }, /"rules\.0"/],
  ])('%s', (_, value, says) => {
    expect(() => parseRules(value)).toThrow(says);
  });

  it('what a paper begins with can be kept, and nobody has checked it', () => {
    expect(parseRules(JSON.parse(JSON.stringify(FIRST_RULES)))).toEqual(FIRST_RULES);
    expect(FIRST_RULES.rules.every(({ checked }) => checked === null)).toBe(true);
  });

  it('knows countries by their codes alone', () => {
    expect(countryOf('DE')).toBe('DE');
    expect(countryOf(undefined)).toBeNull();
  });
});

describe('a clearance', () => {
  const given = () => clearanceOf('once', 'DE', AT);

  it('is good once, for what it was given for', () => {
    const { use, clearance } = given();
    use({ act: 'once', at: AT + 1000, country: 'DE' });
    expect(() => use({ act: 'once', at: AT + 1000, country: 'DE' })).toThrow(/used before/);
    expect(clearance.country).toBe('DE');
  });

  it.each([
    ['for another act', { act: 'monthly', at: AT } as const, /for "once" and not for "monthly"/],
    ['too late', { act: 'once', at: AT + 600_001 } as const, /too old/],
    ['before it was given', { act: 'once', at: AT - 1 } as const, /too old/],
    [
      'for a card of another country',
      { act: 'once', at: AT, country: 'RU' } as const,
      /for DE and not for RU/,
    ],
    [
      'for a card whose country is not known',
      { act: 'once', at: AT, country: null } as const,
      /unknown country/,
    ],
  ])('is not good %s', (_, how, says) => {
    const { use } = given();
    expect(() => use(how)).toThrow(says);
  });

  it('cannot be made by hand, copied, or changed', () => {
    const { clearance, useThis } = given();
    for (const copy of [{ ...clearance }, structuredClone(clearance), JSON.parse(JSON.stringify(clearance))])
      expect(() => useThis(copy, { act: 'once', at: AT })).toThrow(/made elsewhere/);
    expect(() => Object.assign(clearance, { country: 'RU' })).toThrow(TypeError);
  });
});
