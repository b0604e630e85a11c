import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Depot } from '#depot';
import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import { editionFolder, openDepotOf, openStoreOf } from './open.ts';
import { Refusal } from './out.ts';
import { newsroomExists } from './place.ts';
import type { Settings } from './settings.ts';

/** Why a part of a newsroom could not be opened, and what to do. */
export type Failed = { found: string; todo: string };

/** A newsroom as far as it can be opened. */
export type Patient = {
  store: Store | Failed;
  /** Null where the store could not be opened. */
  newsroom: Newsroom | null;
  depot: Depot | Failed;
  /** What is wrong with an edition that only a full press can mend; otherwise null. */
  damage: string | null;
  close(): Promise<void>;
};

export const isFailed = (part: object): part is Failed => 'found' in part;

/**
 * Opens what can be opened, each part for itself.
 *
 * @throws Refusal when there is no newsroom at all
 */
export async function openPatient(settings: Settings, now: () => number): Promise<Patient> {
  const { data: folder } = settings;
  const parts = [editionFolder(settings), join(folder, 'media')];
  if (!parts.some((part) => existsSync(part))) newsroomExists(settings);
  let damage: string | null = null;
  const store = await openOr(() => openDatabase(settings, now));
  const depot = await openOr(() => openDepotOf(settings, now, ({ message }) => (damage = message)));
  const { openNewsroom } = await import('#newsroom');
  const newsroom = isFailed(store) ? null : await openNewsroom({ store, folder, now, random: Math.random });
  return {
    store,
    newsroom,
    depot,
    damage,
    async close() {
      if (!isFailed(depot)) await depot.close();
      if (!isFailed(store)) await store.close();
    },
  };
}

const RESTORE = 'restore the newest backup into an empty folder with "longwave restore"';

async function openDatabase(settings: Settings, now: () => number): Promise<Store | Failed> {
  try {
    newsroomExists(settings);
  } catch {
    // Opening it would make an empty one.
    const file = settings.databaseUrl.replace(/^sqlite:/, '');
    return { found: `"${file}" is not there`, todo: `Bring the file back, or ${RESTORE}` };
  }
  return openStoreOf(settings, now, { reads: true });
}

async function openOr<T extends object>(open: () => Promise<T>): Promise<T | Failed> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Refusal) return { found: error.message, todo: error.details.join('; ') };
    if (!(error instanceof Error)) throw error;
    const code = 'code' in error ? String(error.code) : '';
    const advice = ADVICE[`${error.name} ${code}`] ?? 'Mend that and run the doctor again';
    return { found: error.message, todo: advice };
  }
}

/** What to do about an error of a room, by its stable code. */
const ADVICE: Record<string, string> = {
  'StoreError corrupt': `Stop Longwave, keep a copy of the database, and ${RESTORE}; readers get the last edition meanwhile`,
  'StoreError newer_schema': `Start the newer Longwave again, or ${RESTORE} that this one made`,
  'StoreError not_ours': 'Correct DATABASE_URL, or leave it out for SQLite in the data folder',
  'StoreError bad_url': 'Correct DATABASE_URL, or leave it out for SQLite in the data folder',
  'StoreError read_only': 'Let the user that runs Longwave own the folder, and mount its disk for writing',
  'StoreError disk_full': 'Make room on the disk',
  'StoreError io': 'Check the disk and the rights on the folder',
  'StoreError locked': 'End the process that keeps it locked',
  'StoreError unreachable':
    'Start PostgreSQL or correct DATABASE_URL; readers get the last edition meanwhile',
  'StoreError refused': 'Correct user, password and database in DATABASE_URL, or create them',
  'DepotError newer_format': 'Start the newer Longwave again',
  'DepotError read_only': 'Let the user that runs Longwave own the folder',
  'DepotError io': 'Check the disk and the rights on the folder',
};
