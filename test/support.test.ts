import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '#store';
import { openContributions, openLedger, openSafety, openTill } from '#support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSampleNewsroom, SAMPLE_MS } from './command.ts';
import { longwave } from './here.ts';

describe('longwave support', () => {
  let copy: Awaited<ReturnType<typeof newSampleNewsroom>>;
  let settings: Record<string, string>;

  beforeAll(async () => {
    copy = await newSampleNewsroom();
    settings = { LONGWAVE_DATA: copy.path };
    const store = await openStore({ url: `sqlite:${join(copy.path, 'longwave.db')}`, now: Date.now });
    let drawn = 0;
    const till = openTill({ store, now: Date.now, random: () => `r${(drawn += 1)}` });
    const parts = { store, now: Date.now };
    const contributions = openContributions({
      ...parts,
      ledger: openLedger(parts),
      safety: openSafety(parts),
      rails: [till],
    });
    for (const country of ['GE', 'GE', 'DE']) {
      const { code } = await contributions.begin({
        rail: 'till',
        rhythm: 'monthly',
        currency: 'USD',
        amount: 500,
        cover: false,
        purpose: 'self',
        visibility: 'private',
        lang: 'en',
      });
      await contributions.pay(code, { method: `play:pays:${country}` });
    }
    await store.close();
  }, SAMPLE_MS);

  afterAll(() => copy?.remove());

  it('books what leaves the wallet of bitcoin once, and says what is missing where no BTCPay is set', async () => {
    const bitcoin = (...args: string[]) => longwave(['support', 'bitcoin', ...args], settings);
    const sale = [
      'sold',
      '0.05',
      '2480.10 EUR',
      '--kept',
      '6.90 EUR',
      '--name',
      'K-4711',
      '--on',
      '2026-11-20',
    ];
    expect((await bitcoin(...sale, '--json')).json).toEqual({ new: true });
    expect((await bitcoin(...sale, '--json')).json).toEqual({ new: false });
    expect((await bitcoin('spent', '0.002', '--name', 'server', '--chain-fee', '0.00001')).stdout).toContain(
      'It is booked',
    );
    const unknown = await bitcoin('gave-back', 'invoice/payment', '0.01', '--name', 'tx');
    expect([unknown.status, unknown.stderr]).toEqual([
      1,
      expect.stringContaining('No payment called "invoice/payment"'),
    ]);
    for (const wrong of [
      ['spent', 'much', '--name', 'x'],
      ['sold', '0.05', '2480.10', '--name', 'x'],
      ['sold', '0.05', '2 EUR', '--kept', '1 USD', '--name', 'x'],
      ['spent', '0.1'],
    ])
      expect((await bitcoin(...wrong)).status, wrong.join(' ')).toBe(2);
    const check = await bitcoin('check');
    expect([check.status, check.stderr]).toEqual([1, expect.stringContaining('Set LONGWAVE_BTCPAY_URL')]);
    const journal = join(copy.path, 'bitcoin.journal');
    await longwave(['support', 'ledger', 'export', '--journal', journal], settings);
    expect(readFileSync(journal, 'utf8')).toContain('equity:spent');
  });

  it('S2: foresees, switches, goes on, and shows a log whose every line and signature can be checked', async () => {
    const support = (...args: string[]) => longwave(['support', ...args], settings);
    const foreseen = await support('switch', 'GE', '--dry-run', '--json');
    expect(foreseen.json).toMatchObject({ countries: ['GE'], stops: 2, beyondReach: 0 });
    for (const wrong of [
      ['XX', '--yes', '--source', 'x'],
      ['GE', '--yes'],
      ['GE', '--source', 'Order 1'],
    ])
      expect((await support('switch', ...wrong)).status, wrong.join(' ')).toBe(2);
    const done = await support('switch', 'ge', '--yes', '--source', 'Order 12 of 27 November 2026', '--json');
    expect(done.json).toMatchObject({ switched: [{ countries: ['GE'], stopped: 2, signed: true }] });
    expect((await support('switch', '--json')).json).toEqual({ switched: [] });
    const listed = await support('switched', '--json');
    const [{ id }] = (listed.json as { switched: [{ id: string }] }).switched;
    const log = join(copy.path, 'switch.log');
    writeFileSync(log, (await support('switched', id)).stdout);
    const checked = await support('switched', '--verify', log);
    expect(checked.stderr).toBe('');
    expect(checked.stdout).toMatch(/4 lines are what was written, signed by the log key [0-9a-f]{64}/);
    const text = readFileSync(log, 'utf8');
    for (const [altered, says] of [
      [text.replace('"stopped"', '"refused"'), 'is not what was written'],
      [text.split('\n').toSpliced(1, 1).join('\n'), 'is missing'],
      [text.replace(/"sig":"../, '"sig":"00'), 'signature'],
      [text.split('\n').slice(0, 4).join('\n'), 'nobody signed'],
      ['{}', 'is not of a log'],
    ] as const) {
      writeFileSync(log, altered);
      const found = await support('switched', '--verify', log);
      expect([found.status, found.stderr]).toEqual([1, expect.stringContaining(says)]);
    }
  });
});
