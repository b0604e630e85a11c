import { eachDatabase } from '../../../../test/databases.ts';
import { onTestFinished } from 'vitest';
import { railContract } from '../contract.ts';
import { rig } from './testing/rig.ts';

eachDatabase((_, open) => {
  railContract('bitcoin', async () => {
    const store = await open();
    const { fake, world, clock, rail } = await rig(store);
    onTestFinished(() => fake.close());
    return {
      rail,
      store,
      clock,
      currency: 'BTC',
      method: () => Promise.resolve(null),
      pays: () => {
        world.pay(world.newest());
        world.mine(6);
        return Promise.resolve();
      },
      charges: () => Promise.resolve(),
      reached: () => world.invoices.length,
      loseAnswer: () => {
        fake.fault = () => {
          fake.fault = null;
          return 'after';
        };
      },
    };
  });
});
