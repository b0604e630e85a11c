import { eachDatabase } from '../../../../test/databases.ts';
import { countryOf } from '../../safety/countries.ts';
import { railContract } from '../contract.ts';
import { printMethod, type PlayCard } from './cards.ts';
import { openTill } from './till.ts';

eachDatabase((_, open) => {
  railContract('till', async () => {
    const store = await open();
    const clock = { at: Date.UTC(2026, 0, 31, 9) };
    let drawn = 0;
    const till = openTill({ store, now: () => clock.at, random: () => `r${(drawn += 1)}` });
    const charges = async (how: 'pays' | 'fails'): Promise<void> => {
      if (how === 'fails') await store.db.updateTable('till_standing').set({ card: 'declined' }).execute();
      clock.at = (await till.next()) ?? clock.at + 32 * 86_400_000;
      await till.tick();
    };
    return {
      rail: till,
      store,
      clock,
      currency: 'EUR',
      method: (what, country) =>
        Promise.resolve(printMethod({ card: what as PlayCard, country: countryOf(country), wallet: false })),
      pays: async (_begun, { contribution }) => {
        await till.look(contribution);
      },
      charges,
      reached: () => 0,
      loseAnswer: null,
    };
  });
});
