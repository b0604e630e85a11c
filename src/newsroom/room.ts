import type { Kysely } from 'kysely';
import type { Schema, Store } from '#store';

/** What every operation of the newsroom is given. */
export type Room = {
  store: Store;
  /** The connection to use: the transaction's own inside one. */
  db: Kysely<Schema>;
  /** The data folder; media stand under `media/`. */
  folder: string;
  now: () => number;
  random: () => number;
};

/**
 * Runs `work` in one transaction, or in the one that is already open. The store lets one writer in at a time on
 * either database, so what `work` reads stays true until it ends.
 */
export async function write<T>(room: Room, work: (room: Room) => Promise<T>): Promise<T> {
  return room.store.transaction((db) => work({ ...room, db }));
}
