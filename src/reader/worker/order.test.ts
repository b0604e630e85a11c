import { expect, test } from 'vitest';
import { Order } from './order.ts';
import { isNeutral, isShared, pathAt, placesToAsk } from './places.ts';
import { TrustMemory } from './memory.ts';

const HOUR = 3_600_000;
const OWN = 'https://own.example/';
const all = [OWN, ...'abcdef'.split('').map((name) => `https://${name}.example/`)];

function openOrder(seed = 1) {
  const time = { now: 1_000 * HOUR };
  return { time, order: new Order({ lessons: {}, seed, now: () => time.now }) };
}

test('what worked is asked first, the fastest before the others, what was blocked last', () => {
  const { order } = openOrder();
  const [own = '', a = '', b = '', c = ''] = all;
  order.note(own, 'wifi', 'blocked', 0);
  order.note(a, 'wifi', 'ok', 300);
  order.note(b, 'wifi', 'ok', 80);
  order.note(c, 'wifi', 'poisoned', 0);
  const sorted = order.sort(all, 'wifi', 2);
  expect(sorted.slice(0, 2)).toEqual([b, a]);
  expect(sorted.slice(-2)).toEqual([own, c]);
});

test('networks are apart, and what was learnt is forgotten in a day', () => {
  const { order, time } = openOrder();
  order.note(OWN, 'wifi', 'blocked', 0);
  order.noteCurtain('wifi');
  expect(order.sort(all, '4g', 2)[0]).toBe(OWN);
  expect([order.curtain('wifi'), order.curtain('4g')]).toEqual([true, false]);
  time.now += 25 * HOUR;
  expect(order.sort(all, 'wifi', 2)[0]).toBe(OWN);
  expect(order.curtain('wifi')).toBe(false);
  for (const network of ['a', 'b', 'c', 'd', 'e', 'f']) order.note(OWN, network, 'ok', 1);
  expect(Object.keys(order.lessons).length).toBeLessThanOrEqual(4);
});

test('readers do not all ask the same mirror first', () => {
  const firsts = new Set(
    Array.from({ length: 40 }, (_, seed) => openOrder(seed * 7919).order.sort(all, '', 1)[1]),
  );
  expect(firsts.size).toBeGreaterThan(3);
});

const list = (more: object) => ({
  _type: 'mirrors' as const,
  format: 1 as const,
  version: 1,
  origin: 'https://banned.example/',
  mirrors: [
    { address: OWN, use: 'entry' as const, ...more },
    { address: 'http://plain.example/', use: 'data' as const },
  ],
});

test('a neutral mirror never asks for the banned name, and a secure one for nothing that is not', () => {
  expect(placesToAsk({ own: OWN, list: list({}) })).toEqual([OWN, 'https://banned.example/']);
  expect(placesToAsk({ own: OWN, list: list({ neutral: true }) })).toEqual([OWN]);
  expect(placesToAsk({ own: OWN, list: null })).toEqual([OWN]);
  expect([
    isNeutral({ own: OWN, list: list({ neutral: true }) }),
    isNeutral({ own: OWN, list: list({}) }),
  ]).toEqual([true, false]);
  expect([
    isShared({ own: OWN, list: list({ use: 'data' }) }),
    isShared({ own: OWN, list: list({}) }),
  ]).toEqual([true, false]);
});

test.each([
  [`${OWN}`, 'index.html'],
  [`${OWN}ru/?a=b#c`, 'ru/index.html'],
  [`${OWN}2026/11/23/%D0%BD%D0%BE.html`, '2026/11/23/но.html'],
  [`${OWN}-/health`, null],
  [`${OWN}-`, null],
  [`${OWN}edition/bundle`, 'edition/bundle'],
  [`${OWN}edition`, null],
  [`${OWN}Edition/bundle`, null],
  [`${OWN}worker.js`, null],
  [`${OWN}a%2Fb.html`, null],
  [`${OWN}%zz`, null],
  ['https://other.example/index.html', null],
])('%s is %s', (url, path) => {
  expect(pathAt(url, OWN)).toBe(path);
});

test('of two attempts the older one does not undo the newer', async () => {
  const memory = new TrustMemory({});
  const bytes = (version: number): Uint8Array =>
    new TextEncoder().encode(JSON.stringify({ signed: { version } }));
  const [newer, older] = [memory.layer(), memory.layer()];
  await newer.write('timestamp', bytes(9));
  await older.write('timestamp', bytes(8));
  expect(memory.dump()).toEqual({});
  expect([newer.commit(), older.commit()]).toEqual([true, false]);
  expect(memory.dump()['timestamp']).toContain('9');
});
