import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, minor } from '../../../ledger/minor.ts';
import { TransferError } from '../error.ts';
import {
  CASES,
  casesPresent,
  caseText,
  type GivenEntry,
  piecesOf,
  readAll,
  statementXml,
  TODAY,
} from '../testing.ts';
import { readStatements } from './read.ts';

const day = '2026-11-03';
const month = { id: 'S1', openingOn: '2026-10-31', opening: 100_00, closingOn: '2026-11-30' };
const sound = statementXml([{ ...month, entries: [{ day, amount: 500, words: ['Żółw'] }] }]);
const with_ = (find: string | RegExp, put: string): string => {
  const changed = sound.replace(find, put);
  expect(changed, String(find)).not.toBe(sound);
  return changed;
};
const head = sound.slice(0, sound.indexOf('<Stmt>'));

/** Text without end: what is read of it is counted. */
async function* endless(start: string, more: string, read: { bytes: number }): AsyncGenerator<Uint8Array> {
  const [first, rest] = [new TextEncoder().encode(start), new TextEncoder().encode(more.repeat(2048))];
  yield first;
  for (; read.bytes < 1_000_000_000; read.bytes += rest.length) yield await Promise.resolve(rest);
}

test('a text, a comment, an attribute, a name or a document type without end is refused early', async () => {
  const starts: [start: string, more: string, code: string][] = [
    [`${head}<Stmt><Id>`, 'x'.repeat(32), 'large'],
    [`${head}<!--`, 'x'.repeat(32), 'large'],
    [`${head}<Stmt><Id><![CDATA[`, 'x'.repeat(32), 'large'],
    [`${head}<Stmt a="`, 'x'.repeat(32), 'large'],
    [`${head}<`, 'x'.repeat(32), 'large'],
    ['<!DOCTYPE a [', '<!ENTITY b "c">', 'large'],
    ['<?xml version="1.0"?>', ' '.repeat(32), 'large'],
    [`${head}<Stmt>`, '<Id>xxxxxxxx</Id>', 'large'],
    [`${head}<Stmt><Id>`, 'xxxxxxxxxxxxxxxx<!---->', 'large'],
    [`${head}<Stmt><Acct><Id>`, '<a><b></b></a>', 'large'],
  ];
  for (const [start, more, code] of starts) {
    const read = { bytes: 0 };
    const reading = Array.fromAsync(readStatements(endless(start, more, read), { today: TODAY }));
    await expect(reading, start.slice(-30)).rejects.toMatchObject({ name: 'TransferError', code });
    expect(read.bytes).toBeLessThan(8_000_000);
  }
});

test('a million laughs, a million levels and every entity are refused', async () => {
  const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
    '',
  );
  const laughs = `<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY l0 "lol">${entities}]>${sound.slice(sound.indexOf('<Document'))}`;
  await expect(readAll(laughs)).rejects.toMatchObject({ code: 'doctype', line: 1 });
  await expect(readAll(with_('Żółw', '&l9;'))).rejects.toMatchObject({ code: 'xml' });
  await expect(
    readAll(with_('<Document', '<!DOCTYPE d SYSTEM "file:///etc/passwd"><Document')),
  ).rejects.toMatchObject({ code: 'doctype' });
  for (const start of ['', head, `${head}<Stmt><Ntry>`])
    await expect(readAll(`${start}${'<a>'.repeat(1_000_000)}`)).rejects.toMatchObject({ code: 'deep' });
});

describe('encodings', () => {
  test('a mark of the order of bytes, UTF-16 and windows-1252 are read as what they are', async () => {
    const plain = JSON.stringify(await readAll(sound));
    const wide = Buffer.from(`\uFEFF${sound.replace('UTF-8', 'UTF-16')}`, 'utf16le');
    expect(JSON.stringify(await readAll(`\uFEFF${sound}`))).toBe(plain);
    expect(JSON.stringify(await readAll(wide))).toBe(plain);
    expect(JSON.stringify(await readAll(wide.subarray(2)))).toBe(plain);
    expect(JSON.stringify(await readAll(Buffer.from(wide).swap16()))).toBe(plain);
    const western = Buffer.from(
      sound.replace('UTF-8', 'windows-1252').replace('Żółw', 'M\u00fcller'),
      'latin1',
    );
    expect(JSON.stringify(await readAll(western))).toBe(plain);
  });

  test('bytes of another encoding than the file names are refused, not guessed at', async () => {
    const wrong: [bytes: Uint8Array, code: string][] = [
      [Buffer.from(sound.replace('Żółw', 'M\u00fcller'), 'latin1'), 'encoding'],
      [Buffer.from(sound.replace('UTF-8', 'UTF-16')), 'encoding'],
      [Buffer.from(sound.replace('UTF-8', 'EBCDIC-∞')), 'encoding'],
      [Buffer.concat([Buffer.from(sound), Buffer.from([0xc3])]), 'encoding'],
      [Buffer.from(with_('Żółw', '\u0000')), 'xml'],
      [Buffer.from(with_('Żółw', '\uFFFF')), 'xml'],
    ];
    for (const [bytes, code] of wrong) await expect(readAll(bytes)).rejects.toMatchObject({ code });
  });
});

test('a file that is cut off anywhere is refused, and nothing of it is a statement', async () => {
  for (let end = 0; end < sound.length - 12; end += 13) {
    const told: unknown[] = [];
    const reading = async () => {
      for await (const one of readStatements(piecesOf(sound.slice(0, end)), { today: TODAY })) told.push(one);
    };
    await expect(reading(), `${end}`).rejects.toBeInstanceOf(TransferError);
    if (end < sound.indexOf('</Stmt>'))
      expect(told.filter((one) => JSON.stringify(one).includes('"statement"'))).toEqual([]);
  }
});

test('what is no camt.053 is told as what it is', async () => {
  const wrong: [content: string, code: string, says: RegExp][] = [
    ['', 'format', /is empty/],
    ['PK\u0003\u0004rest', 'format', /unpack it/],
    ['%PDF-1.7', 'format', /a PDF/],
    [':20:STARTUMS\n:25:NL26', 'format', /MT940/],
    ['Date;Amount\n1;2', 'format', /does not begin with "<"/],
    ['<html><body>Log in</body></html>', 'format', /begins with "html"/],
    [sound.replace('camt.053', 'camt.054'), 'format', /"camt\.054"/],
    [sound.replace('urn:iso', 'urn:other'), 'format', /is no camt\.053/],
    [sound.replace(/ xmlns="[^"]*"/, ''), 'format', /is no camt\.053/],
    [sound.replace('001.08', '001.01'), 'version', /Version 1 /],
    [sound.replace('001.08', '001.11'), 'version', /Version 11 /],
    [`${sound}${sound}`, 'xml', /./],
    [sound.replace('</Stmt>', ''), 'xml', /damaged/],
  ];
  for (const [content, code, says] of wrong)
    await expect(readAll(content), content.slice(0, 40)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(says),
    });
});

test('every wrong amount, currency, day and sign is refused with its line, and nothing is guessed', async () => {
  const line = sound.slice(0, sound.indexOf('<Ntry>')).split('\n').length;
  const wrong: [find: string | RegExp, put: string, code: string][] = [
    ['>5.00<', '>-5.00<', 'money'],
    ['>5.00<', '>+5.00<', 'money'],
    ['>5.00<', '>5,00<', 'money'],
    ['>5.00<', '>5.001<', 'money'],
    ['>5.00<', '>5e2<', 'money'],
    ['>5.00<', '>1.000.000,00<', 'money'],
    ['>5.00<', '>٥.٠٠<', 'money'],
    ['>5.00<', '><', 'money'],
    ['>5.00<', '>NaN<', 'money'],
    ['>5.00<', `>${'9'.repeat(18)}.00<`, 'money'],
    ['<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="EURO">', 'money'],
    ['<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="XXX">', 'money'],
    ['<Ntry><Amt Ccy="EUR">', '<Ntry><Amt>', 'money'],
    [/(<Ntry>.*)CRDT/, '$1crdt', 'element'],
    [/(<Ntry>.*)<CdtDbtInd>CRDT<\/CdtDbtInd>/, '$1', 'element'],
    ['<Sts><Cd>BOOK</Cd></Sts>', '', 'element'],
    [`<BookgDt><Dt>${day}</Dt></BookgDt>`, '', 'element'],
    [`<BookgDt><Dt>${day}`, '<BookgDt><Dt>2026-02-30', 'day'],
    [`<BookgDt><Dt>${day}`, '<BookgDt><Dt>03.11.2026', 'day'],
    [`<BookgDt><Dt>${day}`, '<BookgDt><Dt>0001-01-01', 'day'],
    [`<BookgDt><Dt>${day}`, '<BookgDt><Dt>2027-03-01', 'day'],
    [`<BookgDt><Dt>${day}`, '<BookgDt><Dt>2026-11-03x', 'day'],
  ];
  for (const [find, put, code] of wrong) {
    const reading = readAll(with_(find, put));
    await expect(reading, put).rejects.toMatchObject({ code });
    await reading.catch((error: TransferError) =>
      expect(Math.abs((error.line ?? 0) - line), put).toBeLessThan(3),
    );
  }
  for (const [find, put, code] of [
    ['<Dt>2026-11-30', '<Dt>2026-10-01', 'day'],
    ['>105.00<', '>105.01<', 'balance'],
    ['CLBD', 'CLAV', 'balance'],
    ['OPBD', 'OPAV', 'balance'],
    ['<Ntry><Amt Ccy="EUR">', '<Ntry><Amt Ccy="SEK">', 'balance'],
    ['<Id><IBAN>NL26VAYB8060476890</IBAN></Id>', '<Id><Othr><Id>12345</Id></Othr></Id>', 'account'],
    ['NL26VAYB8060476890', 'NL26VAYB8060476891', 'account'],
    [/<Acct>.*<\/Acct>/, '', 'account'],
  ] as const)
    await expect(readAll(with_(find, put)), put).rejects.toMatchObject({ code });
  expect(await readAll(with_('>5.00<', '>5<'))).toHaveLength(2);
  expect(await readAll(with_('>5.00<', '>05.000<'))).toHaveLength(2);
});

test('digits are those of the currency', async () => {
  for (const [currency, amount] of [
    ['JPY', 500],
    ['KWD', 1234],
    ['EUR', 1],
  ] as const) {
    const told = await readAll(statementXml([{ ...month, currency, entries: [{ day, amount }] }]));
    expect(told, decimal(minor(amount), currency)).toMatchObject([{ line: { amount, currency } }, {}]);
  }
  const yen = statementXml([{ ...month, currency: 'JPY', entries: [{ day, amount: 500 }] }]);
  await expect(readAll(yen.replace('>500<', '>500.5<'))).rejects.toMatchObject({ code: 'money' });
});

describe('a file that was changed anywhere', () => {
  const own: GivenEntry[] = [
    { day, amount: 500, words: ['a'], name: 'B', iban: 'DE89370400440532013000', reference: 'R1' },
    { day, amount: -700, details: [{ amount: 300 }, { amount: 400, returned: true }] },
  ];
  const names = [
    'camt053.v2.minimal.xml',
    'camt053.v2.multi.statement.xml',
    'camt053.v4.xml',
    'camt053.v8.xml',
  ];
  const texts = [statementXml([{ ...month, entries: own }], 4), ...(casesPresent ? names.map(caseText) : [])];

  test(`gives statements that add up or the error of the room, and nothing else (${casesPresent ? CASES : 'own fixtures'})`, async () => {
    const bytes = texts.map((text) => new TextEncoder().encode(text));
    const change = fc.record({
      at: fc.nat(10_000),
      length: fc.nat(40),
      put: fc.oneof(
        fc.constantFrom(
          '<',
          '>',
          '&',
          '"',
          '</Amt>',
          '<Ntry>',
          '-',
          '9',
          'DBIT',
          '<!--',
          ']]>',
          '\0',
          '\u00ff',
          'SEK',
        ),
        fc.string({ maxLength: 6 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.array(change, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 4096 }),
        async (which, changes, size) => {
          let content = Buffer.from(bytes[which] ?? new Uint8Array());
          for (const { at, length, put } of changes) {
            const from = at % Math.max(1, content.length);
            content = Buffer.concat([
              content.subarray(0, from),
              Buffer.from(put),
              content.subarray(from + length),
            ]);
          }
          const told = await readAll(content, { size }).catch((error: unknown) => error);
          if (!Array.isArray(told)) {
            expect(told).toBeInstanceOf(TransferError);
            return;
          }
          const sums = new Map<string, number>();
          for (const one of told as Awaited<ReturnType<typeof readAll>>) {
            if (one.kind === 'line') {
              const { currency, amount } = one.line;
              sums.set(currency, (sums.get(currency) ?? 0) + amount);
              continue;
            }
            for (const { currency, opening, closing } of one.statement.balances)
              expect(closing - opening).toBe(sums.get(currency) ?? 0);
            sums.clear();
          }
        },
      ),
      { seed: 53, numRuns: 1_500 },
    );
  });
});
