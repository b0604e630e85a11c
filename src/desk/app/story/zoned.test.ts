import { expect, it } from 'vitest';
import { momentOf, wallOf } from './zoned.ts';

it('reads a wall clock in any zone', () => {
  expect(momentOf('2026-11-27T18:30', 'Europe/Vilnius')).toBe(Date.UTC(2026, 10, 27, 16, 30));
  expect(momentOf('2026-11-27T18:30', 'Asia/Tehran')).toBe(Date.UTC(2026, 10, 27, 15, 0));
  expect(momentOf('2026-07-01T00:15', 'America/New_York')).toBe(Date.UTC(2026, 6, 1, 4, 15));
  expect(wallOf(Date.UTC(2026, 10, 27, 22, 30), 'Asia/Tehran')).toBe('2026-11-28T02:00');
});

it('takes the first of an hour that comes twice, and goes past one that never comes', () => {
  // 25 October 2026, 03:00 UTC+2 becomes 02:00 UTC+1.
  expect(momentOf('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  // 29 March 2026, 02:00 UTC+1 becomes 03:00 UTC+2.
  expect(wallOf(momentOf('2026-03-29T02:30', 'Europe/Berlin') ?? 0, 'Europe/Berlin')).toBe(
    '2026-03-29T03:30',
  );
});

it('returns to the moment that it came from, through a year', () => {
  for (const zone of ['Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns']) {
    const twice: number[] = [];
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 5 * 1_800_000) {
      if (momentOf(wallOf(at, zone), zone) !== at) twice.push(at);
    }
    // Only what a clock that was turned back shows a second time.
    expect(twice.length, zone).toBeLessThanOrEqual(2);
  }
});

it('refuses what is no time', () => {
  for (const wall of ['', '2026-11-27', '2026-13-01T00:00', 'tomorrow'])
    expect(momentOf(wall, 'UTC')).toBeNull();
});
