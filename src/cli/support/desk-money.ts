import type { Money } from '#desk';
import type { Store } from '#store';
import type { Settings } from '../settings.ts';
import { openSupport, openSwitchOf, type SupportHouse } from './open.ts';
import { payerKeyOf } from './payer-key.ts';
import type { Switching } from './switching.ts';

/** What the desk has of money: opened anew where an account of the newsroom was named since. */
export function moneyOf(options: {
  store: Store;
  now: () => number;
  settings: Settings;
  switching: Switching;
  failed: (error: unknown) => void;
}): () => Promise<Money> {
  const { store, now, settings, switching, failed } = options;
  let known: { bank: number; house: SupportHouse } | null = null;
  return async () => {
    const { keepBank } = await import('#support');
    const { number } = await keepBank({ store, now }).now();
    if (known?.bank !== number) known = { bank: number, house: await openSupport({ store, now, settings }) };
    const { ledger, gap, contributions, transfer } = known.house;
    return {
      ledger,
      gap,
      contributions,
      transfer,
      designation: await openSwitchOf({ store, now, keys: null }, known.house),
      goOn: (run) => void switching.run(run).catch(failed),
      payerKey: (how) => payerKeyOf(settings, how),
    };
  };
}
