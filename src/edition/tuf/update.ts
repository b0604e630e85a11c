import { demand, download } from './download.ts';
import type { Fetch } from './download.ts';
import { TufError } from './error.ts';
import type { MetaFile } from './file.ts';
import { openTrust } from './trust.ts';
import type { Trust } from './trust.ts';
import { said } from '../said.ts';

/**
 * What this reader trusted last, by role; the bytes as they came. A write is whole or not at all. Whoever can write here
 * can make the reader forget what it saw, but not believe what was never signed.
 */
export type MetadataStore = {
  read(role: string): Promise<Uint8Array | null>;
  write(role: string, bytes: Uint8Array): Promise<void>;
  remove(role: string): Promise<void>;
};

/** What a repository may ask of a reader. Lengths are bytes, and count where the role above names none. */
export type Limits = {
  root: number;
  timestamp: number;
  snapshot: number;
  targets: number;
  /** Roots that one update follows (5.3.3, Y). */
  roots: number;
  /** Roles that one search visits below `targets` (5.6.7.1). */
  delegations: number;
};

export const LIMITS: Limits = {
  root: 512_000,
  timestamp: 16_384,
  snapshot: 2_000_000,
  targets: 5_000_000,
  roots: 256,
  delegations: 32,
};

export type UpdateOptions = {
  /** The root that this installation was given. Needed while the store has none; used again where the store's is damaged. */
  root?: Uint8Array;
  /** The fixed start of the update (5.1), in milliseconds since 1970. */
  now: number;
  /** Gets files relative to the place of the metadata. */
  fetch: Fetch;
  store: MetadataStore;
  /** See TrustOptions. */
  expiry?: 'strict' | 'report';
  /** Defaults: {@link LIMITS}. */
  limits?: Partial<Limits>;
};

/** What the steps of one update hand on. */
export type Update = Pick<UpdateOptions, 'fetch' | 'store'> & { trust: Trust; limits: Limits };

/**
 * Brings the four top-level roles up to date: the client workflow of the specification, 5.1 to 5.6.6. What was accepted
 * before an error stays in the store, and the next update begins there.
 *
 * @throws TufError; `expired` only under `strict`
 */
export async function updateTrust(options: UpdateOptions): Promise<Trust> {
  const { fetch, store } = options;
  const trust = await openStored(options);
  const update: Update = { trust, fetch, store, limits: { ...LIMITS, ...options.limits } };
  await updateRoot(update);
  await updateTimestamp(update);
  await updateSnapshot(update);
  await updateTargets(update, 'targets', (bytes) => trust.targets(bytes));
  return trust;
}

/** 5.2 */
async function openStored(options: UpdateOptions): Promise<Trust> {
  const { now, store, root: given } = options;
  const open = async (root: Uint8Array): Promise<Trust> =>
    openTrust({ root, now, ...(options.expiry === undefined ? {} : { expiry: options.expiry }) });
  const stored = await store.read('root');
  if (stored === null) {
    if (given === undefined) {
      throw new TufError('missing', said`There is no trusted root to start from; pass one as "root"`, {
        role: 'root',
      });
    }
    const trust = await open(given);
    await store.write('root', given);
    return trust;
  }
  try {
    return await open(stored);
  } catch (error) {
    // The chain from the given root leads to the same place, so a damaged store is no end.
    if (given === undefined || !(error instanceof TufError)) throw error;
    return open(given);
  }
}

/** 5.3 */
async function updateRoot({ trust, fetch, store, limits }: Update): Promise<void> {
  for (let count = 0; count < limits.roots; count++) {
    // 5.3.3
    const path = `${trust.trusted.root.version + 1}.root.json`;
    const bytes = await download(fetch, path, limits.root, 'root');
    if (bytes === null) break;
    await trust.root(bytes);
    // 5.3.11, before 5.3.8: killed in between, the next update must not find the old ones beside the new root.
    if (trust.rotated) {
      await store.remove('timestamp');
      await store.remove('snapshot');
    }
    await store.write('root', bytes);
  }
  trust.finishRoot();
}

/** 5.4 */
async function updateTimestamp({ trust, fetch, store, limits }: Update): Promise<void> {
  const stored = await store.read('timestamp');
  if (stored !== null) await trust.remember('timestamp', stored);
  // 5.4.1
  const bytes = await demand(fetch, 'timestamp.json', limits.timestamp, 'timestamp');
  // 5.4.5
  if ((await trust.timestamp(bytes)) === 'new') await store.write('timestamp', bytes);
}

/** 5.5 */
async function updateSnapshot({ trust, fetch, store, limits }: Update): Promise<void> {
  const stored = await store.read('snapshot');
  if (stored !== null && (await isAccepted(trust.snapshot(stored)))) return;
  if (stored !== null) await trust.remember('snapshot', stored);
  // 5.5.1
  const file = trust.trusted.timestamp?.meta['snapshot.json'];
  const path = metadataPath(trust, 'snapshot', file);
  const bytes = await demand(fetch, path, file?.length ?? limits.snapshot, 'snapshot');
  await trust.snapshot(bytes);
  // 5.5.7
  await store.write('snapshot', bytes);
}

/**
 * 5.6.1 to 5.6.6 for one targets role, by the function that checks it; from the store where that still passes.
 *
 * @throws TufError
 */
export async function updateTargets<T>(
  { trust, fetch, store, limits }: Update,
  role: string,
  check: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  const files = trust.trusted.snapshot?.meta ?? {};
  const file = Object.hasOwn(files, `${role}.json`) ? files[`${role}.json`] : undefined;
  if (file === undefined) {
    throw new TufError('not_delegated', said`The snapshot does not list the role "${role}"`, { role });
  }
  const stored = await store.read(role);
  if (stored !== null) {
    try {
      return await check(stored);
    } catch (error) {
      if (!(error instanceof TufError)) throw error;
      // Outdated, as a rule; the repository has the one that the snapshot names.
    }
  }
  const bytes = await demand(fetch, metadataPath(trust, role, file), file.length ?? limits.targets, role);
  const result = await check(bytes);
  await store.write(role, bytes);
  return result;
}

/** Whether a check passes; every refusal counts as no. */
export async function isAccepted(check: Promise<unknown>): Promise<boolean> {
  try {
    await check;
    return true;
  } catch (error) {
    if (error instanceof TufError) return false;
    throw error;
  }
}

/** Where a role's file lies. A role may have any name, and none leads out of the folder. */
function metadataPath(trust: Trust, role: string, file: MetaFile | undefined): string {
  const name = `${encodeURIComponent(role)}.json`;
  // 5.3.12
  const consistent = trust.trusted.root.consistent_snapshot === true;
  return consistent && file !== undefined ? `${file.version}.${name}` : name;
}
