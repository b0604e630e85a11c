import type { Store } from '#store';
import type { OpenKeys } from '../keys/open.ts';
import { openSupport, openSwitchOf } from './open.ts';
import { tendSupport } from './tend.ts';

/** Keeps support going while the server runs. */
export async function keepSupport(options: {
  store: Store;
  now: () => number;
  keys: () => Promise<OpenKeys | null>;
  failed: (error: unknown) => void;
}) {
  const { store, now, keys, failed } = options;
  const house = await openSupport({ store, now });
  return tendSupport({
    house,
    now,
    failed,
    async goOnSwitching() {
      const designation = await openSwitchOf({ store, now, keys: null }, house);
      const due = await designation.unfinished();
      if (due.length === 0) return;
      const signing = await openSwitchOf({ store, now, keys: await keys() }, house);
      for (const id of due) await signing.run(id);
    },
  });
}
