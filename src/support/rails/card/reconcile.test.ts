import { afterAll, afterEach, expect, test } from 'vitest';
import { opener } from '../../../../test/databases.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { minor } from '../../ledger/minor.ts';
import { addLine, decide, dispute, failPayout, giveBack, payOut } from './testing/bank.ts';
import { rig, type Rig } from './testing/rig.ts';

const { open, clean } = opener('sqlite');
afterAll(clean);
const rigs: Rig[] = [];
afterEach(async () => {
  await Promise.all(rigs.splice(0).map(({ fake }) => fake.close()));
});
async function start(settles: readonly string[] = ['eur', 'usd']): Promise<Rig> {
  const one = await rig({ settles });
  rigs.push(one);
  return one;
}

/** A few weeks of everything, with a payout behind each. */
async function weeks(one: Rig): Promise<string[]> {
  const payouts: string[] = [];
  for (let week = 0; week < 6; week++) {
    for (const amount of [1_999, 500, 333 * (week + 1)]) await one.give({ amount: minor(amount) });
    await one.give({ currency: 'USD', amount: minor(2_501 + week) });
    await one.give({ currency: 'JPY', amount: minor(700 + week) });
    const [last, , third] = one.world.all('charge');
    if (week % 2 === 0 && third !== undefined) giveBack(one.world, third, 101);
    if (week === 2 && last !== undefined) dispute(one.world, last);
    const [open_] = one.world.all('dispute');
    if (week === 4 && open_ !== undefined) decide(one.world, open_, 'won');
    addLine(one.world, { amount: -13 * week - 1, currency: 'eur', kind: 'stripe_fee' });
    for (const currency of one.world.settles) {
      const payout = payOut(one.world, currency);
      if (payout === null) continue;
      payouts.push(payout.id);
      if (week === 3) failPayout(one.world, payout);
    }
    one.clock.at += 7 * 86_400_000;
  }
  return payouts;
}

test('S4: each payout is the sum of its lines at Stripe, and of its movements in the ledger, to the cent', async () => {
  for (const settles of [['eur', 'usd'], ['eur']]) {
    const one = await start(settles);
    const payouts = await weeks(one);
    expect(payouts.length).toBeGreaterThanOrEqual(6 * settles.length);
    const ledger = openLedger({ store: await open(), now: () => one.clock.at });
    for (const { movements } of await one.read()) await ledger.record(movements);
    const entries = new Map<string, { account: string; currency: string; amount: number }[]>();
    for await (const page of ledger.entries())
      for (const { entry } of page) entries.set(entry.source, entry.postings);
    for (const payout of payouts) {
      const found = await one.card.reconcilePayout(payout);
      expect(found).toMatchObject({ outcome: 'fits', amount: found.sum });
      expect(found.lines).toBeGreaterThan(0);
      let net = 0;
      for (const source of found.sources)
        for (const { account, currency, amount } of entries.get(source) ?? [])
          if (account === 'assets:rail:card' && currency === found.currency) net += amount;
      expect(net, payout).toBe(found.amount);
    }
  }
});

test('S4: a payout that is not the sum of its lines says by how much', async () => {
  const one = await start();
  const [first = '', second = ''] = await weeks(one);
  const [line] = one.world
    .all('balance_transaction')
    .filter(({ payout, kind }) => payout === first && kind === 'charge');
  if (line === undefined) throw new Error('There is no line');
  line.amount += 1;
  const found = await one.card.reconcilePayout(first);
  expect(found).toMatchObject({
    outcome: 'differs',
    says: expect.stringMatching(/-0\.01 EUR are not explained/),
  });
  line.payout = null;
  expect(await one.card.reconcilePayout(first)).toMatchObject({ outcome: 'differs' });
  expect(await one.card.reconcilePayout(second)).toMatchObject({ outcome: 'fits', currency: 'USD' });
});

test('a payout that somebody sent by hand, or that is none, is told as what it is', async () => {
  const one = await start();
  await one.give();
  const payout = payOut(one.world, 'eur', { automatic: false });
  expect(await one.card.reconcilePayout(payout?.id ?? '')).toMatchObject({
    outcome: 'by-hand',
    says: expect.stringMatching(/by hand/),
  });
  await expect(one.card.reconcilePayout('po_unknown')).rejects.toMatchObject({ code: 'refused' });
  await expect(one.card.reconcilePayout('../charges')).rejects.toMatchObject({ code: 'refused' });
});
