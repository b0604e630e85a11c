import { expect, test } from 'vitest';
import { COSTS, type Costs, FIRST_COSTS, granuleOf, monthlyCost } from './costs.ts';

const cost = (more: object): object => ({
  id: 'office',
  kind: 'office',
  names: { en: 'Office' },
  amount: 310_00,
  currency: 'USD',
  every: 'month',
  from: '2026-01-01',
  until: null,
  ...more,
});
const costs = (...list: object[]): Costs => COSTS.parse({ ...FIRST_COSTS, costs: list });

test('S6: a month costs what was owed on its days: months have 28 to 31 of them, and a year twelve', () => {
  expect(monthlyCost(FIRST_COSTS, '2026-11')).toBe(0);
  const rent = costs(cost({ from: '2026-02-15', until: '2026-10-10' }));
  expect(monthlyCost(rent, '2026-01')).toBe(0);
  // 14 of 28 days, a whole month, 10 of 31, nothing.
  expect(monthlyCost(rent, '2026-02')).toBe(155_00);
  expect(monthlyCost(rent, '2026-05')).toBe(310_00);
  expect(monthlyCost(rent, '2026-10')).toBe(100_00);
  expect(monthlyCost(rent, '2026-11')).toBe(0);
  // Rounded up: what is owed is owed.
  expect(monthlyCost(costs(cost({ amount: 100, every: 'year' })), '2028-02')).toBe(9);
  expect(monthlyCost(costs(cost({ from: '2028-02-29', until: '2028-02-29', amount: 2900 })), '2028-02')).toBe(
    100,
  );
});

test('S6: a rent that is raised within a month is not counted twice', () => {
  const two = costs(
    cost({ amount: 300_00, until: '2026-11-15' }),
    cost({ id: 'later', amount: 360_00, from: '2026-11-16' }),
  );
  expect(monthlyCost(two, '2026-11')).toBe(330_00);
});

test('costs in another currency count by the rate that is set; without one they are refused', () => {
  const list = [cost({ currency: 'EUR', amount: 1000_00 }), cost({ id: 'b', amount: 1 })];
  const rates = [{ currency: 'EUR', units: 1085, over: 1000 }];
  expect(monthlyCost(COSTS.parse({ ...FIRST_COSTS, costs: list, rates }), '2026-11')).toBe(1085_01);
  expect(() => costs(...list)).toThrow(/no rate to USD/);
});

test('what cannot be kept as a cost is refused, with the reason', () => {
  expect(() => costs(cost({}), cost({}))).toThrow(/names an id twice/);
  expect(() => costs(cost({ until: '2025-12-31' }))).toThrow(/before its first day/);
  expect(() => costs(cost({ from: '2026-02-30' }))).toThrow(/is no day/);
  expect(() => costs(cost({ amount: 0.5 }))).toThrow(/int/);
  expect(() => costs(cost({ names: {} }))).toThrow(/null for a private cost/);
  const [dear, rate] = [cost({ currency: 'JPY', amount: 1e12 }), { currency: 'JPY', units: 1e12, over: 1 }];
  expect(() => COSTS.parse({ ...FIRST_COSTS, costs: [dear], rates: [rate] })).toThrow(/more in USD than/);
  const most = Array.from({ length: 200 }, (_, at) => cost({ id: `c${at}`, amount: 1e12 }));
  expect(monthlyCost(costs(...most), '2026-11')).toBe(2e14);
  expect(costs(cost({ names: null })).costs[0]?.names).toBeNull();
});

test('granules are about ten dollars in every currency', () => {
  expect(['USD', 'JPY', 'KWD', 'BTC'].map((code) => granuleOf(FIRST_COSTS, code))).toEqual([
    1000, 1000, 10_000, 10_000,
  ]);
  expect(granuleOf({ ...FIRST_COSTS, granules: { USD: 500 } }, 'USD')).toBe(500);
});
