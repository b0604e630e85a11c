import type { Store } from '#store';
import type { OpenKeys } from '../keys/open.ts';
import { openSwitching } from './switching.ts';
import { openSupport, openSwitchOf, type SupportSettings } from './open.ts';
import { tendSupport } from './tend.ts';

/** Keeps support going while the server runs. */
export async function keepSupport(options: {
  store: Store;
  now: () => number;
  settings: SupportSettings;
  keys: () => Promise<OpenKeys | null>;
  failed: (error: unknown) => void;
}) {
  const { store, now, settings, keys, failed } = options;
  const house = await openSupport({ store, now, settings });
  const { openRails } = await import('#support');
  const pressSoon = (): Promise<void> =>
    store.jobs.add({ kind: 'press', key: 'press', payload: {}, runAt: now() });
  const switching = openSwitching(async () => openSwitchOf({ store, now, keys: await keys() }, house));
  const tending = tendSupport({
    house,
    now,
    failed,
    published: pressSoon,
    openRails: async () =>
      (await openRails(store, { rails: house.contributions.ways, at: now() })).map(({ name }) => name),
    railsChanged: pressSoon,
    async goOnSwitching() {
      const designation = await openSwitchOf({ store, now, keys: null }, house);
      for (const id of await designation.unfinished()) await switching.run(id);
    },
  });
  return { ...tending, switching };
}
