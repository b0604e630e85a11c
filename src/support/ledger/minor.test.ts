import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CURRENCIES, digitsOf } from './currencies.ts';
import { decimal, minor, negative, parseDecimal, sum } from './minor.ts';

test.each([
  [-1234, 'EUR', '-12.34'],
  [5, 'EUR', '0.05'],
  [-5, 'KWD', '-0.005'],
  [1234, 'JPY', '1234'],
  [1, 'BTC', '0.00000001'],
  [2_100_000_000_000_000, 'BTC', '21000000.00000000'],
  [0, 'CLF', '0.0000'],
])('%i of %s is %s', (amount, currency, text) => {
  expect(decimal(minor(amount), currency)).toBe(text);
});

test('every amount of every currency is written and read without loss', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CURRENCIES), fc.maxSafeInteger(), (currency, amount) => {
      expect(parseDecimal(decimal(minor(amount), currency), currency)).toBe(amount);
    }),
  );
  expect(CURRENCIES.length).toBeGreaterThan(160);
});

test.each([
  ['12.3', 'EUR', 1230],
  ['12.', 'EUR', 1200],
  ['+12.340', 'EUR', 1234],
  ['12.345', 'EUR', null],
  ['0.1', 'JPY', null],
  ['1,000.00', 'EUR', null],
  ['1e3', 'EUR', null],
  ['', 'EUR', null],
  ['90071992547409.92', 'EUR', null],
  ['-0', 'EUR', 0],
])('"%s" of %s is read as %s', (text, currency, amount) => {
  expect(parseDecimal(text, currency)).toBe(amount);
});

test('what is no whole number of minor units, or no currency, is refused', () => {
  for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    expect(() => minor(value)).toThrow('whole number');
  expect(() => sum([minor(Number.MAX_SAFE_INTEGER), minor(1)])).toThrow('whole number');
  expect(() => decimal(minor(1), 'XAU')).toThrow('XAU');
  expect(Object.is(negative(minor(0)), 0)).toBe(true);
  expect(digitsOf('eur')).toBeNull();
});
