import { join } from 'node:path';
import type { Depot } from '#depot';
import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import type { Settings } from './settings.ts';

/** The newsroom opened for work: database, newsroom and the editions' bytes. */
export type Opened = { store: Store; newsroom: Newsroom; depot: Depot; close(): Promise<void> };

export function editionFolder(settings: Settings): string {
  return join(settings.data, 'edition');
}

export async function openDepotOf(settings: Settings, now: () => number): Promise<Depot> {
  const { openDepot } = await import('#depot');
  return openDepot({ folder: editionFolder(settings), keep: settings.keepEditions, now });
}

export async function openStoreOf(settings: Settings, now: () => number): Promise<Store> {
  const { openStore } = await import('#store');
  return openStore({ url: settings.databaseUrl, now });
}

/** Opens everything; the rooms load only now. Close it when done. */
export async function openAll(settings: Settings, now: () => number): Promise<Opened> {
  const [{ openNewsroom }, store, depot] = await Promise.all([
    import('#newsroom'),
    openStoreOf(settings, now),
    openDepotOf(settings, now),
  ]);
  const newsroom = await openNewsroom({ store, folder: settings.data, now, random: Math.random });
  return {
    store,
    newsroom,
    depot,
    async close() {
      await depot.close();
      await store.close();
    },
  };
}

/** Opens, works, closes, whatever happens. */
export async function withAll<T>(
  settings: Settings,
  now: () => number,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const opened = await openAll(settings, now);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
