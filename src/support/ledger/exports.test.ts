import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { cell, COLUMNS } from './csv.ts';
import { openLedger, type Ledger } from './ledger.ts';
import { decimal, minor } from './minor.ts';
import { histories, TODAY } from './testing.ts';

async function text(pieces: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(pieces)).join('');
}

async function fill(ledger: Ledger): Promise<void> {
  const lists = fc.sample(histories, { numRuns: 12, seed: 4 });
  const all = lists.flatMap((list, at) => list.map((each) => ({ ...each, source: `h${at}.${each.source}` })));
  await ledger.record(all.filter((_, at) => at % 3 > 0));
  await ledger.close('2026-08');
  await ledger.record(all);
  await ledger.close('2026-09');
}

/** As RFC 4180 has it. */
function parseCsv(input: string): string[][] {
  return input
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((at) => at[1] ?? at[2] ?? ''),
    );
}

eachDatabase((_name, open) => {
  test('hledger finds nothing wrong with the journal, and the same balances', async () => {
    const ledger = openLedger({ store: await open(), now: () => TODAY });
    await fill(ledger);
    const folder = mkdtempSync(join(tmpdir(), 'longwave-hledger-'));
    try {
      const file = join(folder, 'ledger.journal');
      const hledger = (...parameters: string[]) =>
        execFileSync('hledger', ['-f', file, ...parameters], {
          encoding: 'utf8',
          stdio: 'pipe',
          env: { ...process.env, LANG: 'C.UTF-8' },
        });
      const journal = await text(ledger.journal());
      writeFileSync(file, journal);
      hledger('check', '--strict');
      const theirs = hledger('balance', '--flat', '--layout=bare', '--output-format=csv', '--no-total')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.replaceAll('"', ''));
      const ours = (await ledger.balances()).map(
        ({ account, currency, amount }) => `${account},${currency},${decimal(amount, currency)}`,
      );
      expect(theirs.sort()).toEqual(ours.sort());
      expect(ours.length).toBeGreaterThan(30);
      // What a closing says is computed again by hledger: one unit off is found.
      const closing = journal.indexOf('closing 2026-08');
      writeFileSync(file, journal.slice(0, closing) + journal.slice(closing).replace(/= (-?)1/, '= $12'));
      expect(() => hledger('check', '--strict')).toThrow(/assertion/i);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('the table has a line for each posting, and they add up', async () => {
    const ledger = openLedger({ store: await open(), now: () => TODAY });
    await fill(ledger);
    const [head, ...lines] = parseCsv(await text(ledger.csv()));
    expect(head).toEqual([...COLUMNS]);
    const totals = new Map<string, number>();
    for (const line of lines) {
      expect(line).toHaveLength(COLUMNS.length);
      const [account = '', currency = '', amount = '', units] = line.slice(8);
      expect(amount).toBe(decimal(minor(Number(units)), currency));
      totals.set(`${account} ${currency}`, (totals.get(`${account} ${currency}`) ?? 0) + Number(units));
    }
    const balances = (await ledger.balances()).map(
      ({ account, currency, amount }) => [`${account} ${currency}`, amount] as [string, number],
    );
    const left = [...totals].filter(([, total]) => total !== 0);
    expect(new Map(left)).toEqual(new Map(balances));
  });
});

test('no cell is a formula to a spreadsheet, and numbers stay numbers', () => {
  expect(['-12.50', '12', '=1+1', '+1', '-1+1', '@a', '\tx', 'a,"b"', 'two\nlines', '-'].map(cell)).toEqual([
    '-12.50',
    '12',
    "'=1+1",
    "'+1",
    "'-1+1",
    "'@a",
    "'\tx",
    '"a,""b"""',
    '"two\nlines"',
    "'-",
  ]);
});
