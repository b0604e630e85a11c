import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Money } from '#desk';
import type { Store } from '#store';
import {
  FIRST_COSTS,
  keepBank,
  openContributions,
  openGap,
  openLedger,
  openSafety,
  openSwitch,
  openTill,
  openTransfer,
  type PayerKey,
} from '#support';

const name = (): string => randomBytes(12).toString('hex');

const KEY = 'a key of nobody';
const payerKey: PayerKey = {
  name: createHash('sha256').update(KEY).digest('hex').slice(0, 8),
  digest: (said) => createHmac('sha256', KEY).update(said).digest('base64url'),
};

/** The till, and transfers as soon as an account is named: what a newsroom has that takes no cards. */
export function moneyHere({ store, now }: { store: Store; now: () => number }): () => Promise<Money> {
  return async () => {
    const ledger = openLedger({ store, now });
    const safety = openSafety({ store, now });
    const bank = (await keepBank({ store, now }).now()).value;
    const transfer = openTransfer({ store, safety, bank, now });
    const till = openTill({ store, now, random: name });
    const real = bank.accounts.length === 0 ? [] : [transfer];
    const contributions = openContributions({
      store,
      ledger,
      safety,
      rails: [...real, till],
      offered: real.length === 0 ? ['till'] : ['transfer'],
      now,
    });
    const designation = openSwitch({ store, safety, contributions, now, random: name, sign: null });
    return {
      ledger,
      gap: openGap({ store, ledger, now }),
      contributions,
      transfer,
      designation,
      goOn: (run) => void designation.run(run),
      payerKey: () => payerKey,
    };
  };
}

/** A file that calls itself a statement and is none. */
export const NO_STATEMENT = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr></BkToCstmrStmt></Document>
`;

const DAY = 86_400_000;

/**
 * Half a year at the till with a published gap: some thirty that pay every month, more of them each month, a few once and
 * in euro, some that fail. Moves the clock on to where it stood after it.
 */
export async function seedMoney({ store, clock }: { store: Store; clock: { now: number } }): Promise<Money> {
  const now = (): number => clock.now;
  const end = clock.now;
  clock.now = end - 170 * DAY;
  const money = await moneyHere({ store, now })();
  const till = openTill({ store, now, random: name });
  const costs = [
    ['people', 'people', { en: 'Pay of two people', ru: 'Зарплата двоих', fa: 'دستمزد دو نفر' }, 30_000],
    ['office', 'office', { en: 'A room', ru: 'Комната', fa: 'یک اتاق' }, 9_000],
    ['safety', 'security', null, 6_000],
  ] as const;
  const from = new Date(clock.now).toISOString().slice(0, 10);
  await money.gap.costs.change(
    {
      ...FIRST_COSTS,
      play: true,
      costs: costs.map(([id, kind, names, amount]) => ({
        id,
        kind,
        names,
        amount,
        from,
        currency: 'USD',
        every: 'month',
        until: null,
      })),
    },
    0,
  );
  await money.gap.publish();
  const give = async (wish: object, method = 'play:pays:LT'): Promise<void> => {
    const usual = { rail: 'till', rhythm: 'monthly', currency: 'USD', amount: 1_000, cover: false } as const;
    const { code } = await money.contributions.begin({
      ...usual,
      purpose: 'self',
      visibility: 'private',
      lang: 'en',
      ...wish,
    });
    await money.contributions.pay(code, { method });
  };
  for (let month = 0; month < 6; month++) {
    const amounts = [500, 1_000, 2_000, 500, 500, 1_000];
    for (let at = 0; at < 12 - month; at++)
      await give({ amount: amounts[at % 6] }, at % 5 === 4 ? 'play:pays:DE' : 'play:pays:LT');
    for (let at = 0; at < 3; at++)
      await give({ currency: 'EUR', rhythm: 'once', amount: 2_000, purpose: 'reader', visibility: 'public' });
    if (month < 3) await give({ amount: 700, cover: true }, 'play:pays-once:DE');
    for (let days = 0; days < 28; days += 4) {
      clock.now = Math.min(end, clock.now + 4 * DAY);
      await till.tick();
      await money.contributions.read('till');
    }
    await money.gap.publish();
  }
  clock.now = end;
  await till.tick();
  await money.contributions.read('till');
  await money.gap.publish();
  return money;
}
