import type { Store } from '#store';
import { openContributions } from '../../../contributions/contributions.ts';
import { openLedger } from '../../../ledger/ledger.ts';
import { openSafety } from '../../../safety/safety.ts';
import type { Bitcoin } from '../bitcoin.ts';
import { rig } from './rig.ts';

/** Five euros by bitcoin. */
export const WISH = {
  rail: 'bitcoin',
  rhythm: 'once',
  currency: 'EUR',
  amount: 500,
  cover: false,
  purpose: 'self',
  visibility: 'private',
  lang: 'en',
} as const;

/** The rail among contributions, with books. Close the fake in the end. */
export async function paper(store: Store, options: Parameters<typeof rig>[1] = {}) {
  const one = await rig(store, options);
  const now = (): number => one.clock.at;
  const ledger = openLedger({ store, now });
  const safety = openSafety({ store, now });
  const contributionsOn = (rail: Bitcoin) => openContributions({ store, ledger, safety, rails: [rail], now });
  const contributions = contributionsOn(one.rail);
  const give = async (country: string | null = 'DE') => {
    const { code, contribution } = await contributions.begin(WISH);
    const paid = await contributions.pay(code, { said: country });
    return { code, id: contribution.id, paid };
  };
  /** Satoshi in the books. */
  const booked = async (): Promise<number> => {
    const balances = await ledger.balances();
    return balances.find(({ account }) => account === 'assets:rail:bitcoin')?.amount ?? 0;
  };
  const questions = async (): Promise<string[]> => {
    const rows = await store.db.selectFrom('rail_question').select('reason').orderBy('at').execute();
    return rows.map(({ reason }) => reason);
  };
  const stateOf = async (code: string): Promise<string> =>
    (await contributions.open(code)).contribution.state;
  return { ...one, ledger, contributions, contributionsOn, give, booked, questions, stateOf };
}
