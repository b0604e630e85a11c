import { expect, onTestFinished, test } from 'vitest';
import { eachDatabase } from '../../../../test/databases.ts';
import { minor } from '../../ledger/minor.ts';
import { bitcoinByHand } from './by-hand.ts';
import { paper } from './testing/paper.ts';

eachDatabase((_, open) => {
  test('what leaves the wallet is booked once, by whoever sends it, and no more goes back than came', async () => {
    const store = await open();
    const { fake, world, clock, ledger, contributions, give } = await paper(store);
    onTestFinished(() => fake.close());
    const { code } = await give();
    world.pay(world.newest(), { value: 1_000_000 });
    world.mine(6);
    await contributions.read('bitcoin');
    const [payment] = (await contributions.open(code)).payments;
    const hand = bitcoinByHand({ store, ledger, now: () => clock.at });

    const sale = { name: 'K-4711', amount: minor(400_000), fee: minor(200), on: '2026-01-30' };
    const sold = { ...sale, sent: { amount: minor(19_800), currency: 'EUR' }, kept: minor(200) };
    expect([await hand.sold(sold), await hand.sold(sold)]).toEqual([true, false]);
    await expect(hand.sold({ ...sold, amount: minor(400_001) })).rejects.toThrow(/Something else is booked/);

    const back = { name: 'tx1', amount: minor(100_000), fee: minor(300), payment: payment?.source ?? '' };
    expect([await hand.gaveBack(back), await hand.gaveBack(back)]).toEqual([true, false]);
    await expect(hand.gaveBack({ ...back, name: 'tx2', amount: minor(900_001) })).rejects.toThrow(
      '900001 satoshi cannot be given back of it; 900000 are left',
    );
    await expect(hand.gaveBack({ ...back, name: 'tx3', payment: 'nothing' })).rejects.toThrow(
      /No payment called/,
    );
    expect((await contributions.open(code)).payments).toMatchObject([{ refunded: 100_000 }]);

    expect(await hand.spent({ name: 'server', amount: minor(50_000), fee: minor(400) })).toBe(true);
    for (const wrong of [
      { name: 'Anna Maria', amount: minor(1) },
      { name: 'x', amount: minor(0) },
    ])
      await expect((async () => hand.spent(wrong))()).rejects.toMatchObject({ code: 'refused' });

    const balances = await ledger.balances();
    const held = (account: string, currency: string): number =>
      balances.find((one) => one.account === account && one.currency === currency)?.amount ?? 0;
    expect(held('assets:rail:bitcoin', 'BTC')).toBe(1_000_000 - 400_200 - 100_300 - 50_400);
    expect([held('assets:rail:bitcoin', 'EUR'), held('assets:transit:bitcoin', 'EUR')]).toEqual([0, 19_800]);
    expect([held('expenses:fees:bitcoin', 'BTC'), held('expenses:fees:bitcoin', 'EUR')]).toEqual([900, 200]);
    expect(held('income:refunds:bitcoin', 'BTC')).toBe(100_000);
    await ledger.verify();
  });
});
