import { expect, test } from 'vitest';
import { minor } from '../../ledger/minor.ts';
import { parseIban } from './iban.ts';
import { readReference, type Reference } from './reference.ts';
import { BANK, detailsOf, payoutBy } from './setting.ts';

const account = { iban: 'DE89 3704 0044 0532 0130 00', bic: null, holder: 'Far Shore e.V.', currency: 'EUR' };
const reference = readReference('RF18 5390 0754 7034') as Reference;

test('an account is kept as it is printed nowhere, and anything that is none is refused', () => {
  expect(BANK.parse({ accounts: [account], payouts: [] }).accounts).toEqual([
    { ...account, iban: 'DE89370400440532013000' },
  ]);
  const wrong: object[] = [
    { iban: 'DE88370400440532013000' },
    { bic: 'COBADEF' },
    { holder: ' ' },
    { holder: 'x'.repeat(71) },
    { currency: 'EURO' },
    { currency: 'BTC' },
    { name: 'Anna' },
  ];
  for (const one of wrong)
    expect(
      BANK.safeParse({ accounts: [{ ...account, ...one }], payouts: [] }).success,
      JSON.stringify(one),
    ).toBe(false);
  expect(BANK.safeParse({ accounts: [account, account], payouts: [] }).success).toBe(false);
  expect(BANK.safeParse({ accounts: [account, { ...account, currency: 'USD' }], payouts: [] }).success).toBe(
    true,
  );
  expect(BANK.safeParse({ accounts: [], payouts: [{ words: 'CARD HOUSE', from: 'till' }] }).success).toBe(
    false,
  );
});

test('what a supporter needs is printed in groups, with a code for euro alone', () => {
  const named = { ...account, iban: parseIban(account.iban) };
  expect(detailsOf(named, { reference, amount: minor(1250) })).toEqual({
    holder: 'Far Shore e.V.',
    iban: 'DE89 3704 0044 0532 0130 00',
    bic: null,
    currency: 'EUR',
    reference: 'RF18 5390 0754 7034',
    code: 'BCD\n002\n1\nSCT\n\nFar Shore e.V.\nDE89370400440532013000\nEUR12.50\n\nRF18539007547034',
  });
  const dollars = { ...named, currency: 'USD', bic: 'COBADEFFXXX' };
  expect(detailsOf(dollars, { reference, amount: minor(1250) })).toMatchObject({
    bic: 'COBADEFFXXX',
    code: null,
  });
});

test('a payout is known by its words, whatever their case and spaces', () => {
  const payoutOf = payoutBy([
    { words: 'Card House', from: 'card' },
    { words: 'COINS', from: 'bitcoin' },
  ]);
  expect(payoutOf('to you\nCARD\n  house payments')).toBe('card');
  expect(payoutOf('some coins')).toBe('bitcoin');
  expect(payoutOf('Anna House, card 7')).toBeNull();
});
