import { mirrorAddressProblem } from '#edition';
import { StoreError } from '#store';
import type { Schema, Store } from '#store';
import { z } from 'zod';
import { ReachError } from './error.ts';

export const MIRROR_KINDS = ['folder', 's3', 'sftp', 'rclone'] as const;
export const MIRROR_STATES = ['listed', 'spare', 'blocked', 'retired'] as const;

export type MirrorKind = (typeof MIRROR_KINDS)[number];
/**
 * `listed`: in the signed list. `spare`: pushed to, kept out of the list, waits to take a place. `blocked`: taken out of
 * the list. `retired`: no longer pushed to; its row stays for the history.
 */
export type MirrorState = (typeof MIRROR_STATES)[number];
/** `entry`: readers may open it. `data`: it is only fetched from. */
export type MirrorUse = 'entry' | 'data';

export type Mirror = {
  /** The newsroom's name for it: small letters, digits and hyphens. */
  id: string;
  kind: MirrorKind;
  /** Where the edition is written to; never holds a password or a key. */
  target: string;
  /** Where readers find it: a full address that ends in `/`. */
  address: string;
  use: MirrorUse;
  state: MirrorState;
  /** What its kind needs beside the target, such as a region or a pinned host key; never a secret. */
  options: Record<string, unknown>;
  /** Milliseconds since 1970. */
  addedAt: number;
  changedAt: number;
  /** The newest edition that was pushed whole; null before the first. */
  pushedEdition: number | null;
  pushedAt: number | null;
  /** Why the last push failed; null when it did not. */
  error: string | null;
};

export type NewMirror = Pick<Mirror, 'id' | 'kind' | 'target' | 'address' | 'use'> & {
  /** Default `listed`. */
  state?: MirrorState;
  options?: Record<string, unknown>;
};

/** The mirrors of a newsroom. */
export type Register = {
  /** In the order in which they were added. */
  list(): Promise<Mirror[]>;
  get(id: string): Promise<Mirror | null>;
  /** @throws ReachError `bad_mirror`, `taken` */
  add(mirror: NewMirror, at: number): Promise<Mirror>;
  /** @throws ReachError `no_mirror` */
  setState(id: string, state: MirrorState, at: number): Promise<void>;
  /** Notes how a push ended. A mirror that was removed meanwhile is no error. */
  pushed(id: string, result: { edition: number; at: number } | { error: string; at: number }): Promise<void>;
  /** @throws ReachError `no_mirror` */
  remove(id: string): Promise<void>;
};

const ID = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const OPTIONS = z.record(z.string(), z.unknown());

export function openRegister(store: Store): Register {
  const { db } = store;
  return {
    async list() {
      const rows = await db.selectFrom('mirror').selectAll().orderBy('added_at').orderBy('id').execute();
      return rows.map(asMirror);
    },
    async get(id) {
      const row = await db.selectFrom('mirror').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asMirror(row);
    },
    async add(mirror, at) {
      checkNew(mirror);
      const row = asRow(mirror, at);
      try {
        await db.insertInto('mirror').values(row).execute();
      } catch (cause) {
        if (!(cause instanceof StoreError) || cause.code !== 'conflict') throw cause;
        throw new ReachError(
          'taken',
          `A mirror named "${mirror.id}" or one at ${mirror.address} is there already; see "longwave mirror list"`,
          { cause },
        );
      }
      return asMirror(row);
    },
    async setState(id, state, at) {
      const change = db.updateTable('mirror').set({ state, changed_at: at }).where('id', '=', id);
      const { numUpdatedRows } = await change.executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw noMirror(id);
    },
    async pushed(id, result) {
      const set =
        'edition' in result
          ? { pushed_edition: result.edition, pushed_at: result.at, error: null }
          : { error: result.error };
      await db.updateTable('mirror').set(set).where('id', '=', id).execute();
    },
    async remove(id) {
      const { numDeletedRows } = await db.deleteFrom('mirror').where('id', '=', id).executeTakeFirstOrThrow();
      if (numDeletedRows === 0n) throw noMirror(id);
    },
  };
}

export const noMirror = (id: string): ReachError =>
  new ReachError('no_mirror', `No mirror is named "${id}"; see "longwave mirror list"`);

function checkNew({ id, address }: NewMirror): void {
  if (!ID.test(id)) {
    throw new ReachError(
      'bad_mirror',
      `"${id}" cannot name a mirror; take up to 40 small letters, digits and hyphens`,
    );
  }
  const problem = mirrorAddressProblem(address);
  if (problem !== null)
    throw new ReachError('bad_mirror', `The address "${address}" of the mirror "${id}" ${problem}`);
}

type Row = Schema['mirror'];

const asRow = (mirror: NewMirror, at: number): Row => ({
  id: mirror.id,
  kind: mirror.kind,
  target: mirror.target,
  address: mirror.address,
  use: mirror.use,
  state: mirror.state ?? 'listed',
  options_json: JSON.stringify(mirror.options ?? {}),
  added_at: at,
  changed_at: at,
  pushed_edition: null,
  pushed_at: null,
  error: null,
});

const asMirror = (row: Row): Mirror => ({
  id: row.id,
  kind: z.enum(MIRROR_KINDS).parse(row.kind),
  target: row.target,
  address: row.address,
  use: z.enum(['entry', 'data']).parse(row.use),
  state: z.enum(MIRROR_STATES).parse(row.state),
  options: OPTIONS.parse(JSON.parse(row.options_json)),
  addedAt: row.added_at,
  changedAt: row.changed_at,
  pushedEdition: row.pushed_edition,
  pushedAt: row.pushed_at,
  error: row.error,
});
