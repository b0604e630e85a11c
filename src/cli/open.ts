import { join } from 'node:path';
import type { Depot, DepotOptions } from '#depot';
import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import { databaseOf, newsroomExists, noNewsroom } from './place.ts';
import type { Settings } from './settings.ts';

/** The newsroom opened for work: database, newsroom and the editions' bytes. */
export type Opened = {
  store: Store;
  newsroom: Newsroom;
  depot: Depot;
  /** What is or was wrong with the edition, where it was opened to be mended; otherwise null. */
  readonly damage: string | null;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** For a full press: opens a damaged edition as none instead of failing. */
  mend?: boolean;
  /** For commands that make a newsroom: opens an empty one where there is none instead of refusing. */
  make?: boolean;
  /** For commands that write nothing: opens what may only be read as well. */
  reads?: boolean;
};

export function editionFolder(settings: Settings): string {
  return join(settings.data, 'edition');
}

export async function openDepotOf(
  settings: Settings,
  now: () => number,
  mend?: DepotOptions['mend'],
): Promise<Depot> {
  const { openDepot } = await import('#depot');
  return openDepot({
    folder: editionFolder(settings),
    keep: settings.keepEditions,
    now,
    onSweepError: ({ message }) => console.warn(`The packs were not put together: ${message}`),
    ...(mend ? { mend } : {}),
  });
}

/** @throws Refusal where the database is empty and no newsroom is to be made in it */
export async function openStoreOf(
  settings: Settings,
  now: () => number,
  { make = false, reads = false }: Pick<OpenOptions, 'make' | 'reads'> = {},
): Promise<Store> {
  const { openStore } = await import('#store');
  try {
    return await openStore({ url: settings.databaseUrl, now, make, orRead: reads });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'empty') throw error;
    throw noNewsroom(databaseOf(settings), 'DATABASE_URL names the database');
  }
}

/**
 * Opens everything; the rooms load only now. Close it when done.
 * @throws Refusal when there is no newsroom and none is to be made
 */
export async function openAll(
  settings: Settings,
  now: () => number,
  options: OpenOptions = {},
): Promise<Opened> {
  if (options.make !== true) newsroomExists(settings);
  let damage: string | null = null;
  const mend = ({ message }: Error): void => void (damage = message);
  const opening = [
    openStoreOf(settings, now, options),
    openDepotOf(settings, now, options.mend === true ? mend : undefined),
  ] as const;
  const close = async (): Promise<void> => {
    const [store, depot] = await Promise.allSettled(opening);
    if (depot.status === 'fulfilled') await depot.value.close();
    if (store.status === 'fulfilled') await store.value.close();
  };
  const open = async () => {
    const [{ openNewsroom }, store, depot] = await Promise.all([import('#newsroom'), ...opening]);
    return {
      store,
      depot,
      newsroom: await openNewsroom({ store, folder: settings.data, now, random: Math.random }),
    };
  };
  const parts = await open().catch(async (error: unknown) => {
    // One that opened does not stay open for the other, which refused.
    await close();
    throw error;
  });
  return {
    ...parts,
    close,
    get damage() {
      return damage;
    },
  };
}

/** Opens, works, closes, whatever happens. */
export async function withAll<T>(
  settings: Settings,
  now: () => number,
  work: (opened: Opened) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const opened = await openAll(settings, now, options);
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
