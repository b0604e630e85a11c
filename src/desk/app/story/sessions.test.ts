import { expect, it } from 'vitest';
import { sessionsOf } from './sessions.ts';

const MINUTE = 60_000;
const card = (number: number, minute: number, by: string | null = 'Mara', live = false) => ({
  number,
  base: number === 1 ? null : number - 1,
  at: minute * MINUTE,
  by,
  live,
});

it('takes saves of one person without a long pause as one change', () => {
  const sessions = sessionsOf([
    card(6, 60),
    card(5, 59),
    card(4, 20, 'Ilja'),
    card(3, 3),
    card(2, 2),
    card(1, 1),
  ]);
  expect(sessions.map(({ last, count, before }) => [last.number, count, before])).toEqual([
    [6, 2, 4],
    [4, 1, 3],
    [3, 3, null],
  ]);
});

it('keeps what readers have apart, so that it is found', () => {
  const sessions = sessionsOf([card(3, 3), card(2, 2, 'Mara', true), card(1, 1)]);
  expect(sessions.map(({ last, live }) => [last.number, live])).toEqual([
    [3, false],
    [2, true],
  ]);
});

it('compares the oldest that is known with what the server still has before it', () => {
  expect(sessionsOf([card(9, 9), card(8, 8)])).toMatchObject([{ before: 7 }]);
  expect(sessionsOf([])).toEqual([]);
});
