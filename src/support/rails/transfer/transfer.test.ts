import { eachDatabase } from '../../../../test/databases.ts';
import { openSafety } from '../../safety/safety.ts';
import { railContract } from '../contract.ts';
import { parseIban } from './iban.ts';
import { fileOf, NOW, OWN, payerKey, statementXml } from './testing.ts';
import { openTransfer } from './transfer.ts';

eachDatabase((_, open) => {
  railContract('transfer', async () => {
    const store = await open();
    const clock = { at: NOW };
    const now = (): number => clock.at;
    const accounts = [{ iban: parseIban(OWN), bic: null, holder: 'Far Shore', currency: 'EUR' }];
    const rail = openTransfer({
      store,
      now,
      safety: openSafety({ store, now }),
      bank: { accounts, payouts: [] },
    });
    return {
      rail,
      store,
      clock,
      currency: 'EUR',
      method: () => Promise.resolve(null),
      pays: async (_begun, { contribution, rhythm, currency, amount, reference, lang }) => {
        const plain = {
          id: contribution,
          rail: 'transfer',
          rhythm,
          state: 'open',
          currency,
          amount,
          cover: 0,
          lang,
        };
        const none = { code_hash: null, country: null, standing: null, next_at: null };
        const days = { begun_on: '2026-11-01', changed_on: '2026-11-01' };
        const rest = { purpose: 'self', visibility: 'private', tries: 0 };
        await store.db
          .insertInto('contribution')
          .values({ ...plain, ...none, ...days, ...rest, reference })
          .execute();
        const entries = [{ day: '2026-11-03', amount, structured: reference ?? '' }];
        const month = { openingOn: '2026-10-31', opening: 0, closingOn: '2026-11-27', entries };
        await rail.take([fileOf('november.xml', statementXml([month]))], { key: payerKey() });
      },
      charges: () => Promise.resolve(),
      reached: () => 0,
      loseAnswer: null,
    };
  });
});
