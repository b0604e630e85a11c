import { expect, test } from 'vitest';
import { minor } from '../../ledger/minor.ts';
import { EPC_MOST_BYTES, epcText } from './epc.ts';
import { parseIban } from './iban.ts';
import { readReference, type Reference } from './reference.ts';

const account = { holder: 'Franz Mustermänn', iban: parseIban('DE71110220330123456789') };

test('the text of the code is that of the guidelines’ own examples, version 002', () => {
  expect(
    epcText({
      ...account,
      bic: 'BHBLDEHHXXX',
      amount: minor(1230),
      reference: readReference('RF18 5390 0754 7034') as Reference,
    }),
  ).toBe(
    'BCD\n002\n1\nSCT\nBHBLDEHHXXX\nFranz Mustermänn\nDE71110220330123456789\nEUR12.30\n\nRF18539007547034',
  );
  expect(
    epcText({
      holder: "François D'Alsace S.A.",
      iban: parseIban('FR1420041010050500013M02606'),
      amount: minor(1230),
      words: 'Client:Marie Louise La Lune',
    }),
  ).toBe(
    "BCD\n002\n1\nSCT\n\nFrançois D'Alsace S.A.\nFR1420041010050500013M02606\nEUR12.30\n\n\nClient:Marie Louise La Lune",
  );
});

test('what may be left out is left out: the amount, the bank, and lines at the end', () => {
  expect(epcText(account)).toBe('BCD\n002\n1\nSCT\n\nFranz Mustermänn\nDE71110220330123456789');
});

test('nothing in it can begin another line, and nothing is cut off in silence', () => {
  expect(epcText({ ...account, holder: 'A\nB\r\nDE00' })).toContain('\nA B DE00\n');
  for (const [wrong, says] of [
    [{ holder: '' }, 'is no holder'],
    [{ holder: 'x'.repeat(71) }, 'is no holder'],
    [{ amount: minor(0) }, 'is no amount'],
    [{ amount: minor(-5) }, 'is no amount'],
    [{ amount: minor(100_000_000_000) }, 'is no amount'],
    [{ words: 'x'.repeat(141) }, 'longer than the 140'],
    [{ words: 'x', reference: 'RF18539007547034' as Reference }, 'not both'],
    [{ holder: 'ж'.repeat(70), words: 'ж'.repeat(140) }, `longer than ${EPC_MOST_BYTES} bytes`],
  ] as const)
    expect(() => epcText({ ...account, ...wrong }), says).toThrow(says);
});
