import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { requireClearance } from './clearance.ts';
import { FIRST_RULES } from './first-rules.ts';
import type { RuleSet } from './rules.ts';
import { openSafety } from './safety.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

const with_ = (country: string): RuleSet => {
  const [first] = FIRST_RULES.rules;
  if (first === undefined) throw new Error('A paper begins with rules');
  return { format: 1, rules: [...FIRST_RULES.rules, { ...first, country: country as typeof first.country }] };
};

eachDatabase((_, open) => {
  test('a paper begins with the first rules, and every version is kept', async () => {
    let at = NOON;
    const safety = openSafety({ store: await open(), now: () => at });
    expect(await safety.rules()).toEqual({ number: 0, at: null, set: FIRST_RULES });
    expect(await safety.change(with_('DE'), 0)).toBe(1);
    at += 1000;
    expect(await safety.change(with_('FR'), 1)).toBe(2);
    const history = await safety.history();
    expect(history.map(({ number, at: kept }) => [number, kept])).toEqual([
      [2, NOON + 1000],
      [1, NOON],
      [0, null],
    ]);
    expect(history[1]?.set).toEqual(with_('DE'));
  });

  test('two who change the rules at once: the second is told and nothing of the first is lost', async () => {
    const safety = openSafety({ store: await open(), now: () => NOON });
    const both = await Promise.allSettled([safety.change(with_('DE'), 0), safety.change(with_('FR'), 0)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'changed' });
    expect((await safety.rules()).number).toBe(1);
  });

  test('S1: leave is given by the rules that hold now, and a rail takes no other', async () => {
    const safety = openSafety({ store: await open(), now: () => NOON });
    const before = await safety.clear({ act: 'monthly', country: 'DE' });
    if (!before.clear) throw new Error('Nothing stands against it');
    requireClearance(before.clearance, { act: 'monthly', at: NOON, country: 'DE' });
    expect(before.clearance).toMatchObject({ version: 0, at: NOON, country: 'DE' });
    await safety.change(with_('DE'), 0);
    expect(await safety.clear({ act: 'monthly', country: 'DE' })).toMatchObject({
      clear: false,
      why: 'country-refused',
    });
    expect(await safety.clear({ act: 'monthly', country: null })).toMatchObject({ why: 'country-unknown' });
  });

  test('rules that cannot be kept change nothing', async () => {
    const safety = openSafety({ store: await open(), now: () => NOON });
    await expect(safety.change({ format: 1, rules: [{ country: 'DE' }] }, 0)).rejects.toMatchObject({
      code: 'invalid_rules',
    });
    expect((await safety.rules()).number).toBe(0);
  });
});
