import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { openLedger } from './ledger.ts';
import { minor, sum } from './minor.ts';
import { TODAY } from './testing.ts';

const payment = (source: string, day: string, amount: number) => ({
  kind: 'payment' as const,
  rail: 'card' as const,
  source,
  day,
  amount: minor(amount),
  currency: 'EUR',
});

eachDatabase((_name, open) => {
  test('a closed month takes nothing more: what comes late keeps its day and is booked in the first that is open', async () => {
    const ledger = openLedger({ store: await open(), now: () => TODAY });
    await ledger.record([payment('a', '2026-08-31', 500), payment('b', '2026-09-01', 700)]);
    const closing = await ledger.close('2026-08');
    expect(closing).toMatchObject({ month: '2026-08', lastId: 2, head: (await ledger.head()).chain });
    expect(closing.balances).toEqual([
      { account: 'assets:rail:card', currency: 'EUR', amount: 500 },
      { account: 'income:contributions:card', currency: 'EUR', amount: -500 },
    ]);
    expect(await ledger.record([payment('c', '2026-08-30', 300)])).toEqual([
      { outcome: 'recorded', id: 3, bookedOn: '2026-09-01' },
    ]);
    expect(await ledger.balances('2026-08')).toEqual(closing.balances);
    expect(await ledger.record([payment('c', '2026-08-30', 300)])).toMatchObject([{ outcome: 'known' }]);
    await ledger.close('2026-10');
    expect(await ledger.record([payment('d', '2026-07-30', 300)])).toMatchObject([
      { bookedOn: '2026-11-01' },
    ]);
    expect((await ledger.closings()).map(({ month }) => month)).toEqual(['2026-08', '2026-10']);
    expect(await ledger.verify()).toMatchObject({ entries: 4, closings: 2 });
  });

  test('months that were closed between do not change the hash of the content', async () => {
    const movements = [payment('a', '2026-08-31', 500), payment('b', '2026-09-01', 700)];
    const [one, other] = [await open(), await open()].map((store) => openLedger({ store, now: () => TODAY }));
    await one?.record(movements);
    await other?.record(movements.slice(1));
    await other?.close('2026-09');
    await other?.record(movements);
    expect((await other?.head())?.chain).not.toBe((await one?.head())?.chain);
    expect(await other?.contentHash()).toBe(await one?.contentHash());
  });

  test('a month that still runs, is closed, or comes before a closed one is refused', async () => {
    const ledger = openLedger({ store: await open(), now: () => TODAY });
    const close = async (month: string) => await ledger.close(month).catch((error: unknown) => error);
    expect(await close('2026-11')).toMatchObject({ code: 'not_over' });
    expect(await close('2026-1')).toMatchObject({ code: 'month' });
    await ledger.close('2026-09');
    expect(await close('2026-09')).toMatchObject({ code: 'closed' });
    expect(await close('2026-08')).toMatchObject({ code: 'later_closed' });
  });

  test('statements go from one balance to the next, and the trial balance adds up', async () => {
    const ledger = openLedger({ store: await open(), now: () => TODAY });
    await ledger.record([
      payment('a', '2026-08-31', 500),
      payment('c', '2026-09-20', 40),
      payment('b', '2026-09-01', 700),
      { ...payment('d', '2026-09-02', 900), currency: 'USD' },
      {
        kind: 'refund',
        rail: 'card',
        source: 'r',
        day: '2026-09-03',
        about: 'b',
        amount: minor(700),
        currency: 'EUR',
      },
    ]);
    const [euro, dollar, ...more] = await ledger.statements('assets:rail:card', '2026-09');
    expect(more).toEqual([]);
    expect(euro).toMatchObject({ currency: 'EUR', opening: 500, closing: 540 });
    expect(euro?.lines.map(({ source, amount, balance }) => [source, amount, balance])).toEqual([
      ['b', 700, 1200],
      ['r', -700, 500],
      ['c', 40, 540],
    ]);
    expect(dollar).toMatchObject({ currency: 'USD', opening: 0, closing: 900 });
    const trial = await ledger.trialBalance('2026-09');
    for (const currency of ['EUR', 'USD'])
      for (const column of ['opening', 'change', 'closing'] as const)
        expect(sum(trial.filter((line) => line.currency === currency).map((line) => line[column]))).toBe(0);
    expect(trial).toContainEqual({
      account: 'income:refunds:card',
      currency: 'EUR',
      opening: 0,
      change: 700,
      closing: 700,
    });
    await expect(ledger.statements('pocket' as 'expenses:bank', '2026-09')).rejects.toMatchObject({
      code: 'account',
    });
  });
});
