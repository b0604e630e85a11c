import { expect, test } from 'vitest';
import { minorOf, rateOf, typedOf } from './amounts.ts';

test.each([
  ['12.5', 2, 1250],
  ['12,50', 2, 1250],
  ['1,200', 2, 120_000],
  ['1.200', 2, 120_000],
  ['1 200,50', 2, 120_050],
  ['1,234,567.8', 2, 123_456_780],
  ['۱۲۰۰', 2, 120_000],
  ['۱٬۲۰۰٫۵', 2, 120_050],
  ['1,200', 0, 1200],
  ['1.250', 3, 1250],
  ['1250', 3, 1_250_000],
  ['12.345', 2, 1_234_500],
  ['12.3456', 2, null],
  ['0', 2, null],
  ['1e3', 2, null],
  ['', 2, null],
])('%j with %i digits is %j', (text, digits, minor) => expect(minorOf(text, digits)).toBe(minor));

test.each([
  [120_000, 2],
  [1250, 3],
  [5, 0],
  [5, 2],
])('what a field is filled with is read as it was: %i with %i digits', (minor, digits) =>
  expect(minorOf(typedOf(minor, digits), digits)).toBe(minor),
);

test.each(['1.085', '1,085'])('the mark of a rate divides: %s', (text) =>
  expect(rateOf(text, [2, 2])).toEqual({ units: 217, over: 200 }),
);
