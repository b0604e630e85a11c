import { describe, expect, test } from 'vitest';
import { newReference, printedReference } from '../reference.ts';
import { CASES, casesPresent, caseText, type GivenEntry, OWN, readAll, statementXml } from '../testing.ts';
import type { Line } from './entry.ts';
import type { Told } from './read.ts';

const linesOf = (told: Told[]): Line[] => told.flatMap((one) => (one.kind === 'line' ? [one.line] : []));
const statementsOf = (told: Told[]) =>
  told.flatMap((one) => (one.kind === 'statement' ? [one.statement] : []));

let next = 0;
const reference = newReference((below) => (next = (next + 7) % below));
const day = '2026-11-03';
const month = { openingOn: '2026-10-31', opening: 100_00, closingOn: '2026-11-30' };
const only = async (entry: GivenEntry, version = 8): Promise<Line> => {
  const lines = linesOf(await readAll(statementXml([{ ...month, entries: [entry] }], version)));
  expect(lines).toHaveLength(1);
  return lines[0] as Line;
};

describe.runIf(casesPresent)(`statements that others wrote, in ${CASES}`, () => {
  test('two statements in one file are read and add up', async () => {
    const told = await readAll(caseText('camt053.v2.multi.statement.xml'));
    expect(statementsOf(told)).toMatchObject([
      { account: OWN, name: '253EURNL26VAYB8060476890', number: 12312, lines: 1 },
      { account: OWN, name: '254EURNL26VAYB8060476890', number: null, lines: 1 },
    ]);
    expect(statementsOf(told).flatMap(({ balances }) => balances)).toMatchObject([
      { currency: 'EUR', opening: 1815, closing: 2700, openingOn: '2014-12-30', closingOn: '2014-12-31' },
      { currency: 'EUR', opening: 2700, closing: 2000 },
    ]);
    expect(linesOf(told)).toMatchObject([
      { day: '2014-12-31', amount: 885, currency: 'EUR', references: [] },
      { amount: -700, counterpart: 'NL56AGDH9619008421' },
    ]);
  });

  test('those that close in another currency than they open are refused, with the line', async () => {
    for (const [name, line] of [
      ['camt053.v2.minimal.xml', 26],
      ['camt053.v4.xml', 30],
      ['camt053.v8.xml', 30],
    ] as const)
      await expect(readAll(caseText(name)), name).rejects.toMatchObject({
        code: 'balance',
        line,
        message: expect.stringContaining('has no closing balance (CLBD) in EUR'),
      });
  });

  test('with their closing balance in order they are read, also where a detail is in another currency', async () => {
    for (const name of ['camt053.v2.minimal.xml', 'camt053.v4.xml', 'camt053.v8.xml']) {
      const mended = mend(caseText(name));
      expect(linesOf(await readAll(mended)), name).toMatchObject([
        { day: '2014-12-31', amount: 885, currency: 'EUR', fee: 0, country: 'NL', back: false, bank: null },
      ]);
      expect(statementsOf(await readAll(mended)), name).toMatchObject([
        { account: OWN, number: 12312, balances: [{ opening: 1815, closing: 2700 }] },
      ]);
    }
  });

  test('the wrong file is told as what it is, where, and what to do', async () => {
    await expect(readAll(caseText('camt053.v2.wrong.xml'))).rejects.toMatchObject({
      code: 'empty',
      line: 8,
      message: expect.stringMatching(/holds a head and no statement .* line 8.*; download it again/),
    });
  });
});

const mend = (text: string): string =>
  text.replace(/<Amt Ccy="SEK">27.00<\/Amt>\s*<CdtDbtInd>DBIT/, '<Amt Ccy="EUR">27.00</Amt><CdtDbtInd>CRDT');

test('every version from 2 to 10 gives the same lines, whatever the prefix and the size of the pieces', async () => {
  const entries: GivenEntry[] = [
    {
      day,
      amount: 25_00,
      structured: reference,
      name: 'Anna Varn',
      iban: 'DE89370400440532013000',
      reference: 'B1',
    },
    { day, amount: -3_50, code: 'CHRG', entryReference: 'B2' },
    { day, amount: 10_00, words: ['for the paper', printedReference(reference)], bic: 'BHBLDEHHXXX' },
    {
      day,
      amount: 30_00,
      entryReference: 'B4',
      details: [{ amount: 10_00 }, { amount: 20_00, structured: reference }],
    },
    { day, amount: 7_00, status: 'PDNG' },
    { day, amount: -5_00, structured: reference, returned: true, iban: 'DE89370400440532013000' },
  ];
  const first = await readAll(statementXml([{ ...month, number: 3, entries }], 2));
  expect(linesOf(first)).toMatchObject([
    {
      amount: 2500,
      references: [reference],
      counterpart: 'DE89370400440532013000',
      country: 'DE',
      bankReference: 'B1',
    },
    { amount: -350, bank: 'charge', references: [], bankReference: 'B2' },
    { amount: 1000, references: [], inWords: [reference], counterpart: null, country: 'DE' },
    { amount: 1000, references: [], bankReference: 'B4' },
    { amount: 2000, references: [reference], bankReference: 'B4' },
    { amount: -500, back: true, references: [reference] },
  ]);
  expect(statementsOf(first)).toMatchObject([
    { number: 3, lines: 6, pending: 1, balances: [{ closing: 156_50 }] },
  ]);
  const bare = (told: Told[]) => JSON.stringify(told);
  for (let version = 3; version <= 10; version++)
    expect(bare(await readAll(statementXml([{ ...month, number: 3, entries }], version))), `${version}`).toBe(
      bare(first),
    );
  const prefixed = statementXml([{ ...month, number: 3, entries }], 2)
    .replaceAll(/<(\/?)([A-Z])/g, '<$1b:$2')
    .replace('xmlns=', 'xmlns:b=');
  for (const size of [1, 7, 100]) expect(bare(await readAll(prefixed, { size }))).toBe(bare(first));
});

test('an envelope around messages, and what a bank adds from another namespace, are let be', async () => {
  const one = statementXml([{ ...month, entries: [{ day, amount: 500 }] }], 8).replace(/^<\?xml.*\n/, '');
  const other = statementXml([{ ...month, id: 'S2', entries: [{ day, amount: 700 }] }], 4).replace(
    /^<\?xml.*\n/,
    '',
  );
  const added = one.replace(
    '<Acct>',
    '<x:Acct xmlns:x="urn:other"><x:Id><x:IBAN>DE00</x:IBAN></x:Id></x:Acct><Acct>',
  );
  const told = await readAll(`<Envelope xmlns="urn:bank"><Head/>${added}${other}</Envelope>`);
  expect(linesOf(told).map(({ amount }) => amount)).toEqual([500, 700]);
});

test('the reference is found in its own field, in words, broken over lines, in lower case; a slip is told', async () => {
  for (const words of [
    [printedReference(reference)],
    [printedReference(reference).toLowerCase()],
    [`monthly gift ${reference.slice(0, 7)}`, reference.slice(7)],
    [`${reference.slice(0, 11)}\n   ${reference.slice(11)}`],
  ])
    expect((await only({ day, amount: 500, words })).inWords, words.join('|')).toEqual([reference]);
  expect((await only({ day, amount: 500, end: reference })).inWords).toEqual([reference]);
  const slip = `${reference.slice(0, -1)}${(Number(reference.at(-1)) + 1) % 10}`;
  const told = await only({ day, amount: 500, structured: slip });
  expect(told.references).toEqual([]);
  expect(told.meant).toContain(reference);
});

test('a batch that does not add up is one line, and has a reference only where all of it has', async () => {
  const details = [{ amount: 10_00, structured: reference }, { amount: 19_00 }];
  expect(await only({ day, amount: 30_00, details })).toMatchObject({ amount: 3000, references: [] });
  const same = [{ structured: reference }, { structured: reference }];
  expect(await only({ day, amount: 30_00, details: same })).toMatchObject({ references: [reference] });
});

test('what a bank took on the way is a fee where it adds up, and otherwise nothing', async () => {
  for (const version of [2, 4, 8]) {
    const entry = { day, amount: 98_00, details: [{ amount: 100_00, charges: 2_00 }] };
    expect(await only(entry, version), `${version}`).toMatchObject({ amount: 9800, fee: 200 });
    const aside = { day, amount: 100_00, details: [{ amount: 100_00, charges: 2_00 }] };
    expect(await only(aside, version)).toMatchObject({ amount: 10_000, fee: 0 });
  }
});

test('no word of a payer leaves the reader; a payout is known by the words that were chosen', async () => {
  const told = await readAll(
    statementXml([
      {
        ...month,
        entries: [
          {
            day,
            amount: 1,
            name: 'Anna Kanareika',
            words: ['Anna Kanareika, Port Street 9'],
            end: 'KANAREIKA-1',
          },
          { day, amount: 2, reference: 'X/ANNA/1', name: 'Anna Kanareika' },
          { day, amount: 3, reference: 'X532013000', iban: 'DE89370400440532013000', name: 'Card House' },
        ],
      },
    ]),
    { payoutOf: (words) => (words.includes('Card House') ? 'card' : null) },
  );
  expect(JSON.stringify(told).toUpperCase()).not.toMatch(/ANNA|KANAREIKA|PORT STREET|CARD HOUSE/);
  expect(linesOf(told)).toMatchObject([
    { amount: 1, payout: null },
    { amount: 2, bankReference: null },
    { amount: 3, bankReference: null, payout: 'card' },
  ]);
});

test('a reversal moves the balance as it says, and is told as one', async () => {
  expect(await only({ day, amount: -500, reversal: true })).toMatchObject({ amount: -500, back: true });
  expect(await only({ day, amount: 500, reversal: false })).toMatchObject({ amount: 500, back: false });
});
