import { expect, it } from 'vitest';
import { dayOf, firstDayOf, monthAfter, weeksOf } from './month.ts';

it('tells the day of a moment in the zone of the newsroom', () => {
  const late = Date.UTC(2026, 10, 27, 23, 30);
  expect(dayOf(late, 'UTC')).toBe('2026-11-27');
  expect(dayOf(late, 'Asia/Tehran')).toBe('2026-11-28');
  expect(dayOf(late, 'America/New_York')).toBe('2026-11-27');
});

it('lays a month out in whole weeks from the first day of the week', () => {
  const weeks = weeksOf('2026-11', 1);
  expect(weeks[0]).toEqual([
    '2026-10-26',
    '2026-10-27',
    '2026-10-28',
    '2026-10-29',
    '2026-10-30',
    '2026-10-31',
    '2026-11-01',
  ]);
  expect(weeks.at(-1)?.[0]).toBe('2026-11-30');
  expect(weeksOf('2026-11', 7)[0]?.[0]).toBe('2026-11-01');
  expect(weeksOf('2026-02', 7)).toHaveLength(4);
});

it('goes from month to month over the end of a year', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2026-01', -1)).toBe('2025-12');
});

it('knows with which day a week begins', () => {
  expect(firstDayOf('ru')).toBe(1);
  expect(firstDayOf('fa')).toBe(6);
});
