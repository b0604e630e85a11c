import {
  holderName,
  newRoot,
  newTargets,
  nextRoot,
  nextTargets,
  OFFLINE_LIFETIMES,
  planOf,
  signerFromSeed,
} from '#edition';
import type { Authority, Holder, RootPlan, TufKey } from '#edition';
import { Refusal } from '../out.ts';
import type { Change } from './change.ts';
import { ONLINE_ROLES } from './folder.ts';
import type { OnlineRole } from './folder.ts';

/* Makes changes, not yet signed, out of what a person asks for. */

export type Random = (bytes: number) => Uint8Array;
export type Making = { at: number; random: Random; what: string };

/** The first keys of a paper. */
export async function firstKeys(
  wish: {
    paper: string;
    sample: boolean;
    holders: readonly Holder[];
    thresholds: { root: number; targets: number };
    /** Offline files that wait for their name. */
    offline: string[];
  },
  making: Making,
): Promise<Change> {
  const { offline, ...plan } = wish;
  const online = await freshOnline(ONLINE_ROLES, making.random);
  const { press, snapshot, timestamp, log } = online.keys;
  if (press === undefined || snapshot === undefined || timestamp === undefined || log === undefined) {
    throw new Error('A key of each online role is made');
  }
  const term = { at: making.at };
  const root = await newRoot({ ...plan, snapshot, timestamp, log: bytesOf(log) }, term);
  const targets = await newTargets(press, term);
  return begin(making, {
    root: { signed: root, signatures: [] },
    targets: { signed: targets, signatures: [] },
    online: online.seeds,
    offline,
  });
}

/** New online keys in the place of some. The press's stands in the targets, the others in the root. */
export async function rotateOnline(
  { root, targets }: Authority,
  roles: readonly OnlineRole[],
  making: Making,
): Promise<Change> {
  const { keys, seeds } = await freshOnline(roles, making.random);
  const { press, snapshot, timestamp, log } = keys;
  const term = { at: making.at };
  const inRoot = snapshot !== undefined || timestamp !== undefined || log !== undefined;
  const change = {
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...(log === undefined ? {} : { log: bytesOf(log) }),
  };
  return begin(making, {
    root: inRoot ? { signed: await nextRoot(root, change, term), signatures: [] } : null,
    targets: press === undefined ? null : { signed: await nextTargets(targets, press, term), signatures: [] },
    online: seeds,
    offline: [],
  });
}

/** Other holders, or other thresholds, or both; the targets are signed anew by those who may from now on. */
export async function changeHolders(
  { root, targets }: Authority,
  wish: Partial<Pick<RootPlan, 'holders' | 'thresholds'>> & { offline?: string[] },
  making: Making,
): Promise<Change> {
  const { offline = [], ...change } = wish;
  const term = { at: making.at };
  return begin(making, {
    root: { signed: await nextRoot(root, change, term), signatures: [] },
    targets: { signed: await nextTargets(targets, null, term), signatures: [] },
    online: {},
    offline,
  });
}

/** The same keys for longer. */
export async function renewOffline(
  { root, targets }: Authority,
  which: { root: boolean; targets: boolean },
  days: Partial<typeof OFFLINE_LIFETIMES>,
  making: Making,
): Promise<Change> {
  const term = (role: 'root' | 'targets') => ({
    at: making.at,
    days: days[role] ?? OFFLINE_LIFETIMES[role],
  });
  return begin(making, {
    root: which.root ? { signed: await nextRoot(root, {}, term('root')), signatures: [] } : null,
    targets: which.targets
      ? { signed: await nextTargets(targets, null, term('targets')), signatures: [] }
      : null,
    online: {},
    offline: [],
  });
}

/**
 * The holders without those that a person names by the first digits of the name of either of their keys.
 *
 * @throws Refusal for a name that is nobody's, or of several
 */
export async function withoutHolders(
  root: Authority['root'],
  names: readonly string[],
): Promise<{ left: Holder[]; gone: Holder[] }> {
  const { holders } = await planOf(root);
  const { roles } = root;
  const gone = new Set<number>();
  for (const name of names) {
    const found = holders.flatMap((_, at) =>
      [roles.root.keyids[at], roles.targets.keyids[at]].some((keyid) => keyid?.startsWith(name.toLowerCase()))
        ? [at]
        : [],
    );
    const [one, ...more] = found;
    if (one === undefined || more.length > 0 || name.length < 4) {
      const known = await Promise.all(holders.map(holderName));
      throw new Refusal(`No holder is called "${name}"`, [`The holders are ${known.join(', ')}`]);
    }
    gone.add(one);
  }
  return {
    left: holders.filter((_, at) => !gone.has(at)),
    gone: holders.filter((_, at) => gone.has(at)),
  };
}

async function freshOnline(
  roles: readonly OnlineRole[],
  random: Random,
): Promise<{ keys: Partial<Record<OnlineRole, TufKey>>; seeds: Change['online'] }> {
  const keys: Partial<Record<OnlineRole, TufKey>> = {};
  const seeds: Change['online'] = {};
  for (const role of roles) {
    const seed = random(32);
    keys[role] = (await signerFromSeed(seed)).key;
    seeds[role] = Buffer.from(seed).toString('hex');
  }
  return { keys, seeds };
}

const bytesOf = (key: TufKey): Uint8Array => new Uint8Array(Buffer.from(key.keyval.public, 'hex'));

const begin = ({ at, what }: Making, rest: Omit<Change, 'begun' | 'what'>): Change => ({
  begun: new Date(at).toISOString(),
  what,
  ...rest,
});
