import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openBars } from './bars.ts';
import { openOut } from './out.ts';

function terminal(isTTY: boolean): { stderr: Writable & { isTTY: boolean }; said: () => string } {
  let said = '';
  const stderr = new Writable({
    write(piece: Buffer, _encoding, done) {
      said += piece.toString();
      done();
    },
  });
  return { stderr: Object.assign(stderr, { isTTY }), said: () => said };
}

test('bars of several works stand below each other and go when all have ended', () => {
  const { stderr, said } = terminal(true);
  let at = 0;
  const [one, two] = openBars({ labels: ['stick', 'far-shore'], stderr, now: () => at });
  one?.to(1, 4);
  expect(said()).toBe('');
  at = 500;
  one?.to(2, 4);
  expect(said()).toMatch(/^stick {5}█{12}░{12} 50 % 2 of 4\nfar-shore ░{24} 0 %\n$/);
  at = 600;
  two?.to(1, 1);
  expect(said()).toContain('\u001b[2A\u001b[0Jstick');
  one?.end();
  const before = said();
  two?.end();
  expect(said().slice(before.length)).toBe('\u001b[2A\u001b[0J');
});

test('into a file nothing is drawn', () => {
  const { stderr, said } = terminal(false);
  let at = 0;
  const [one] = openBars({ labels: ['stick'], stderr, now: () => (at += 1000) });
  one?.to(1, 2);
  one?.end();
  expect(said()).toBe('');
});

test.each([
  [false, 'Pressing: 25 %, 15 s left\nPressing: 50 %, 10 s left\n'],
  [true, ''],
])('a log is told every few seconds how far a work is; as JSON: %s', (json, lines) => {
  const { stderr, said } = terminal(false);
  let at = 0;
  const bar = openOut({ json, stdout: stderr, stderr, now: () => at, seal: 'seal' }).bar('Pressing');
  for (at = 1_000; at <= 12_000; at += 1_000) bar.to(at, 20_000);
  at = 20_000;
  bar.to(20_000, 20_000);
  bar.end();
  expect(said()).toBe(lines);
});
