import { expect, test } from 'vitest';
import { isDay, readTime } from './times.ts';

const at = (text: string, zone = 'Europe/Riga') => {
  const time = readTime(text, zone);
  return time === null ? null : new Date(time).toISOString();
};

test('a time with a zone of its own', () => {
  expect(at('2026-11-12T14:05:00+02:00')).toBe('2026-11-12T12:05:00.000Z');
  expect(at('2026-11-12 14:05:09 -0330')).toBe('2026-11-12T17:35:09.000Z');
  expect(at('2026-11-12T14:05Z')).toBe('2026-11-12T14:05:00.000Z');
});

test('a wall clock’s time is read in the zone, in summer and in winter', () => {
  expect(at('2026-07-01 12:00:00')).toBe('2026-07-01T09:00:00.000Z');
  expect(at('2026-01-01 12:00:00')).toBe('2026-01-01T10:00:00.000Z');
  expect(at('2012-01-01 12:00:00', 'America/New_York')).toBe('2012-01-01T17:00:00.000Z');
});

test('an hour that comes twice is its first, one that never comes is read across the gap', () => {
  expect(at('2026-10-25 03:30:00')).toBe('2026-10-25T00:30:00.000Z');
  expect(at('2026-03-29 03:30:00')).toBe('2026-03-29T01:30:00.000Z');
});

test('a day alone is its noon', () => {
  expect(at('2026-11-12')).toBe('2026-11-12T10:00:00.000Z');
});

test('no calendar has these', () => {
  for (const text of [
    '0000-00-00 00:00:00',
    '2026-02-30',
    '2026-13-01',
    '2026-01-01 25:00',
    'yesterday',
    '',
  ]) {
    expect(readTime(text, 'UTC')).toBeNull();
  }
  expect(isDay('2024-02-29')).toBe(true);
  expect(isDay('2023-02-29')).toBe(false);
});
