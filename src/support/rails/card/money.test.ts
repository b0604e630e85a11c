import { expect, test } from 'vitest';
import { CURRENCIES } from '../../ledger/currencies.ts';
import { minor } from '../../ledger/minor.ts';
import { CARD_CURRENCIES, fromStripe, toStripe } from './money.ts';

test('amounts go to Stripe and come back the same, also where it counts other than ISO 4217', () => {
  expect(toStripe({ amount: minor(500), currency: 'EUR' })).toEqual({ amount: 500, currency: 'eur' });
  expect(toStripe({ amount: minor(500), currency: 'JPY' })).toEqual({ amount: 500, currency: 'jpy' });
  expect(toStripe({ amount: minor(500), currency: 'ISK' })).toEqual({ amount: 50_000, currency: 'isk' });
  expect(toStripe({ amount: minor(500_000), currency: 'MGA' })).toEqual({ amount: 5_000, currency: 'mga' });
  for (const currency of CARD_CURRENCIES) {
    expect(CURRENCIES, currency).toContain(currency);
    const counted = toStripe({ amount: minor(123_400), currency });
    expect(fromStripe(counted.amount, counted.currency)).toEqual({ amount: 123_400, currency });
  }
});

test('what Stripe cannot charge is refused before it is asked', () => {
  for (const [amount, currency] of [
    [1_234, 'KWD'],
    [150, 'MGA'],
  ] as const)
    expect(() => toStripe({ amount: minor(amount), currency })).toThrow(/round it/);
  expect(fromStripe(150, 'isk')).toBeNull();
  expect(fromStripe(100, 'doge')).toBeNull();
});
