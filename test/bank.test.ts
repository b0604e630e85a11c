import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '#store';
import { openContributions, openLedger, openSafety, openTransfer, keepBank } from '#support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankStatement } from './bank-statement.ts';
import { longwave } from './here.ts';

/*
 * A publisher's month with the bank, by the command line.
 */

const OWN = 'NL26 VAYB 8060 4768 90';
const ANNA = 'DE89370400440532013000';
let folder: string;
let settings: Record<string, string>;
let reference = '';
const month = { id: 'S1', from: '2026-10-31', opening: 100_00, until: '2026-11-27', day: '2026-11-03' };
const NEXT = { id: 'S2', from: '2026-11-27', opening: 168_50, until: '2026-11-28', day: '2026-11-28' };

const bank = (...args: string[]) => longwave(['support', 'bank', ...args], settings);
const file = (name: string): string => join(folder, 'statements', name);
const keep = (name: string, text: string): void => {
  mkdirSync(join(file(name), '..'), { recursive: true });
  writeFileSync(file(name), text);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longwave-bank-'));
  settings = { LONGWAVE_DATA: join(folder, 'data') };
  mkdirSync(join(folder, 'data'));
  await (await openStore({ url: `sqlite:${join(folder, 'data', 'longwave.db')}`, now: Date.now })).close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A contribution as the server makes it. */
async function give(): Promise<string> {
  const now = Date.now;
  const store = await openStore({ url: `sqlite:${join(folder, 'data', 'longwave.db')}`, now });
  const safety = openSafety({ store, now });
  const kept = (await keepBank({ store, now }).now()).value;
  const transfer = openTransfer({ store, safety, bank: kept, now });
  const rails = [transfer];
  const contributions = openContributions({ store, ledger: openLedger({ store, now }), safety, rails, now });
  const { contribution } = await contributions.begin({
    rail: 'transfer',
    rhythm: 'monthly',
    currency: 'EUR',
    amount: 500,
    cover: false,
    purpose: 'self',
    visibility: 'private',
    lang: 'en',
  });
  await store.close();
  return contribution.reference ?? '';
}

describe('bank statements by the command line', () => {
  it('are of accounts that are named first', async () => {
    keep('1.xml', bankStatement(month, [{ amount: 500 }]));
    const early = await bank('import', file('1.xml'));
    expect(early.status).toBe(1);
    expect(early.stdout).toContain('No account of the newsroom is named yet');
    expect((await bank('account', 'NL27VAYB8060476890', '--holder', 'Far Shore')).stderr).toContain(
      'its check digits do not fit',
    );
    expect((await bank('account', OWN)).status).toBe(2);
    const named = await bank('account', OWN, '--holder', 'Far Shore', '--json');
    expect(named.json).toMatchObject({
      accounts: [{ iban: 'NL26VAYB8060476890', currency: 'EUR', bic: null }],
    });
    await bank('payouts', 'CARD HOUSE', '--from', 'card');
    expect((await bank('account')).stdout).toContain('NL26 VAYB 8060 4768 90');
  });

  it('change nothing in a dry run, and are booked to the cent by file and folder', async () => {
    reference = await give();
    keep(
      '1.xml',
      bankStatement(month, [
        { amount: 500, structured: reference, name: 'Anna Kanareika', iban: ANNA, reference: 'B1' },
        { amount: 700, words: 'a gift', name: 'Anna Kanareika', iban: ANNA, reference: 'B2' },
        { amount: 900, iban: 'BY13NBRB3600900000002Z00AB00' },
        { amount: 5_000, name: 'Card House' },
        { amount: -250, code: 'CHRG' },
      ]),
    );
    keep(
      'old/wrong.XML',
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt/></Document>',
    );
    keep('old/notes.txt', 'nothing');
    const tried = await bank('import', file(''), '--dry-run');
    expect(tried.stdout).toContain('Would take 1 of 2 files');
    expect(readdirSync(join(folder)).sort()).not.toContain('data.keys');
    expect((await bank('queue', '--json')).json).toEqual({ lines: [] });
    const taken = await bank('import', file(''));
    expect(taken.status).toBe(1);
    for (const words of [
      'Took 1 of 2 files',
      'wrong.XML: The file holds a head and no statement',
      'wait for a person',
      'to the cent',
      'The ledger has what the lines come to: 168.50 EUR',
      '1 line came from a country that the rules refuse',
      'shows the 2 lines',
    ])
      expect(taken.stdout).toContain(words);
    const again = await bank('import', file('1.xml'), '--json');
    expect(again.status).toBe(0);
    expect(again.json).toMatchObject({
      files: [{ fresh: {}, known: 5, fault: null }],
      books: { toTheCent: true, currencies: [{ ledger: 168_50, bank: 168_50, apart: 0 }] },
    });
  });

  it('leave a queue without names, and what a person says of a line is booked', async () => {
    const queue = await bank('queue');
    expect(queue.stdout).toMatch(/[0-9a-f]{8} {2}2026-11-03 {2}7\.00 EUR {2}B2 +DE +no reference in it/);
    expect(queue.stdout).toMatch(/9\.00 EUR +BY ! +no reference/);
    const { lines } = (await bank('queue', '--json')).json as { lines: { id: string; amount: number }[] };
    const idOf = (amount: number): string => lines.find((one) => one.amount === amount)?.id.slice(0, 8) ?? '';
    expect((await bank('match', idOf(700))).status).toBe(2);
    expect((await bank('match', idOf(700), '--ignore', 'Anna')).stderr).toContain('own-transfer or not-ours');
    const slip = `${reference.slice(0, -1)}${(Number(reference.at(-1)) + 1) % 10}`;
    expect((await bank('match', idOf(700), slip)).stderr).toContain('something is mistyped');
    const matched = await bank('match', idOf(700), reference);
    expect(matched).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`the contribution of ${reference}`),
    });
    expect((await bank('match', idOf(900), '--ignore', 'not-ours')).status).toBe(0);
    expect((await bank('queue')).stdout).toContain('Nothing waits');
    keep('2.xml', bankStatement(NEXT, [{ amount: 800, iban: ANNA }]));
    const later = await bank('import', file('2.xml'), '--json');
    expect(later.json).toMatchObject({
      files: [{ fresh: { payment: 1 } }],
      waiting: 0,
      books: { toTheCent: true },
    });
    expect((await bank('import', join(folder, 'nowhere'))).stderr).toContain('There is nothing at');
  });

  it('leave no name and no account of a payer on the disk, and a key that is in no data', () => {
    expect(statSync(join(folder, 'data.keys', 'payers.key')).mode & 0o077).toBe(0);
    const bytes = readdirSync(join(folder, 'data')).map((name) =>
      readFileSync(join(folder, 'data', name), 'latin1'),
    );
    expect(bytes.join('')).toContain(reference);
    expect(bytes.join('').toUpperCase()).not.toMatch(/KANAREIKA|3704004405320|A GIFT/);
  });
});
