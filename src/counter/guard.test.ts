import { expect, test } from 'vitest';
import { openGuard } from './guard.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;

function bench() {
  const clock = { at: NOON };
  const lines: string[] = [];
  const guard = openGuard({ now: () => clock.at, told: (line) => lines.push(line) });
  /** Tries so many cards that are declined, as quickly as it is let. @returns how many got through to a bank */
  const flood = (times: number, visitorOf: (at: number) => string): number => {
    let through = 0;
    for (let at = 0; at < times; at++) {
      const visitor = visitorOf(at);
      if (guard.wait(visitor) > 0) continue;
      through += 1;
      guard.saw(visitor, 'declined');
    }
    return through;
  };
  return { clock, lines, guard, flood };
}

test('one visitor with many declined cards waits longer each time, and nobody else does', () => {
  const { guard, clock, flood } = bench();
  expect(flood(1_000, () => '192.0.2.7')).toBe(5);
  const waits: number[] = [];
  for (let times = 0; times < 12; times++) {
    const seconds = guard.wait('192.0.2.7');
    waits.push(seconds);
    clock.at += seconds * 1_000;
    expect(guard.wait('192.0.2.7')).toBe(0);
    guard.saw('192.0.2.7', 'declined');
  }
  expect(waits.slice(0, 4)).toEqual([15, 30, 60, 120]);
  expect(Math.max(...waits)).toBe(3_600);
  expect(guard.wait('192.0.2.8')).toBe(0);
  clock.at += 2 * 60 * MINUTE;
  expect(guard.wait('192.0.2.7')).toBe(0);
});

test('cards tried from many places are slowed together, told in the log once, and whoever is honest still gets through', () => {
  const { guard, clock, lines, flood } = bench();
  let through = 0;
  let honest = 0;
  for (let minute = 0; minute < 30; minute++) {
    // A thousand addresses a minute, each used once and none seen before.
    through += flood(1_000, (at) => `2001:db8:${minute}:${at.toString(16)}::1`);
    // Whoever is made to wait presses again.
    let seconds = guard.wait('198.51.100.20');
    for (let tries = 0; seconds > 0 && tries < 5; tries++) {
      clock.at += seconds * 1_000;
      seconds = guard.wait('198.51.100.20');
    }
    if (seconds === 0) {
      guard.saw('198.51.100.20', 'paid');
      honest += 1;
    }
    clock.at += MINUTE;
  }
  expect(honest).toBe(30);
  // Of thirty thousand.
  expect(through).toBeLessThan(1_200);
  const seen = guard.cardTesting();
  expect(seen.since).toBe(NOON);
  expect(seen.declined).toBe(through);
  expect(seen.slowed).toBeGreaterThan(28_000);
  expect(lines).toHaveLength(1);
  clock.at += 11 * MINUTE;
  expect(guard.cardTesting()).toEqual({ declined: 0, slowed: 0, since: null });
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toMatch(/2001:db8|198\.51/);
});

test('a busy day of honest people with slips is not slowed', () => {
  const { guard, lines } = bench();
  for (let person = 0; person < 200; person++) {
    expect(guard.wait(`203.0.113.${person}`)).toBe(0);
    guard.saw(`203.0.113.${person}`, person % 3 === 0 ? 'declined' : 'paid');
  }
  expect(lines).toEqual([]);
  expect(guard.cardTesting()).toMatchObject({ declined: 67, slowed: 0, since: null });
});
