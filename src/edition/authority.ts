import { fromHex, toHex } from './bytes.ts';
import { parseNoteKey, printNoteKey } from './checkpoint.ts';
import { EditionError } from './error.ts';
import { fingerprintOf } from './fingerprint.ts';
import { PRESS_ROLE, RECORD_TARGET } from './layout.ts';
import { keyId } from './tuf/key.ts';
import type { RoleKeys, TufKey } from './tuf/key.ts';
import type { Root } from './tuf/root.ts';
import type { Targets } from './tuf/targets.ts';

/* What the people who own a paper sign offline: the root, which names every key, and the targets, which trust the press
   with the record of each edition. Nothing here signs; it makes what is to be signed. */

/** What a root says of its paper, beside what the specification asks for. */
export type Paper = {
  paper: string;
  /** Keys of the sample newsroom: never to be believed for a real paper. */
  sample: boolean;
  /** The key of the log of editions, as a key of signed notes. */
  log: string;
};

export type PaperRoot = Root & { longwave: Paper };

/** A person who keeps one offline file. It holds two keys, so that one role can change without the other. */
export type Holder = { root: TufKey; targets: TufKey };

export type Thresholds = { root: number; targets: number };

/** The public keys that sign by themselves, on the server. */
export type OnlineKeys = { snapshot: TufKey; timestamp: TufKey; /** 32 bytes. */ log: Uint8Array };

export type RootPlan = { holders: readonly Holder[]; thresholds: Thresholds } & OnlineKeys;

/** `at` in milliseconds since 1970; `days` for which the signature is good, default {@link OFFLINE_LIFETIMES}. */
export type Term = { at: number; days?: number };

/** Days. */
export const OFFLINE_LIFETIMES = { root: 730, targets: 365 };

const SPEC_VERSION = '1.0.34';
const DAY = 86_400_000;

/**
 * Version 1 of a paper's root, to be signed by a threshold of its own root keys.
 *
 * @throws EditionError `malformed` for a threshold that its keys cannot meet, or one key in two places
 */
export async function newRoot(
  plan: RootPlan & { paper: string; sample: boolean },
  term: Term,
): Promise<PaperRoot> {
  const { paper, sample } = plan;
  const base = await rootOf(plan, 1, term);
  // The name of the log follows from this root, so it cannot stand in what it is made of.
  const origin = (await fingerprintOf({ ...base, longwave: { paper, sample } })).slice(0, 16);
  const log = await printNoteKey({ name: `longwave/${origin}`, publicKey: plan.log });
  return { ...base, longwave: { paper, sample, log } };
}

/**
 * The version after a root, to be signed by a threshold of the keys of either. What `change` leaves out stays; without
 * any change it only lives longer. The log keeps its name when its key changes.
 *
 * @throws EditionError `malformed` for a threshold that its keys cannot meet, or one key in two places
 */
export async function nextRoot(before: PaperRoot, change: Partial<RootPlan>, term: Term): Promise<PaperRoot> {
  const present = await planOf(before);
  const plan = { ...present, ...change };
  const { name } = await parseNoteKey(before.longwave.log);
  const log = await printNoteKey({ name, publicKey: plan.log });
  const next = await rootOf(plan, before.version + 1, term);
  return { ...next, longwave: { ...before.longwave, log } };
}

/** Version 1 of the targets: trusts one key of the press with the record of each edition, and with nothing else. */
export const newTargets = (press: TufKey, term: Term): Promise<Targets> => targetsOf(press, 1, term);

/** The version after some targets, with another key for the press or the same. */
export async function nextTargets(before: Targets, press: TufKey | null, term: Term): Promise<Targets> {
  return targetsOf(press ?? pressKeyOf(before), before.version + 1, term);
}

/**
 * Reads back what a root was made of. The nth root key and the nth targets key belong to one holder.
 *
 * @throws EditionError `malformed` for a root that was not made here
 */
export async function planOf(root: PaperRoot): Promise<RootPlan> {
  const { keys, roles } = root;
  const key = (keyid: string | undefined): TufKey => {
    const found = keyid !== undefined && Object.hasOwn(keys, keyid) ? keys[keyid] : undefined;
    if (found === undefined) throw malformed('The root names a key that it does not have');
    return found;
  };
  if (roles.root.keyids.length !== roles.targets.keyids.length) {
    throw malformed('The root does not have as many targets keys as root keys');
  }
  return {
    holders: roles.root.keyids.map((keyid, at) => ({
      root: key(keyid),
      targets: key(roles.targets.keyids[at]),
    })),
    thresholds: { root: roles.root.threshold, targets: roles.targets.threshold },
    snapshot: key(roles.snapshot.keyids[0]),
    timestamp: key(roles.timestamp.keyids[0]),
    log: (await parseNoteKey(root.longwave.log)).publicKey,
  };
}

/**
 * What a root says of its paper.
 *
 * @throws EditionError `malformed` where it says nothing, as a root that is no paper's
 */
export function paperOf(root: Root): Paper {
  const found: unknown = 'longwave' in root ? root.longwave : undefined;
  if (
    typeof found === 'object' &&
    found !== null &&
    'paper' in found &&
    typeof found.paper === 'string' &&
    'sample' in found &&
    typeof found.sample === 'boolean' &&
    'log' in found &&
    typeof found.log === 'string'
  ) {
    return { ...found, paper: found.paper, sample: found.sample, log: found.log };
  }
  throw malformed('The root does not say whose paper it is');
}

/**
 * The key of the press that some targets trust.
 *
 * @throws EditionError `malformed` where they trust none, or several
 */
export function pressKeyOf(targets: Targets): TufKey {
  const { keys = {}, roles = [] } = targets.delegations ?? {};
  const [keyid, ...more] = roles.find(({ name }) => name === PRESS_ROLE)?.keyids ?? [];
  const key = keyid !== undefined && Object.hasOwn(keys, keyid) ? keys[keyid] : undefined;
  if (key === undefined || more.length > 0) throw malformed('The targets do not trust one key of the press');
  return key;
}

/** The name of a holder for people: the first digits of the name of the root key. */
export const holderName = async (holder: Holder): Promise<string> => (await keyId(holder.root)).slice(0, 8);

/** A public Ed25519 key of 64 hexadecimal digits, as metadata holds it. */
export function publicKeyOf(hex: string): TufKey {
  if (hex.length !== 64) throw malformed(`"${hex}" is no Ed25519 key of 64 hexadecimal digits`);
  return { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: toHex(fromHex(hex)) } };
}

async function rootOf(plan: RootPlan, version: number, term: Term): Promise<Root> {
  const { holders, thresholds, snapshot, timestamp } = plan;
  const keys: Record<string, TufKey> = {};
  const role = async (members: readonly TufKey[], threshold: number, name: string): Promise<RoleKeys> => {
    const keyids: string[] = [];
    for (const key of members) {
      const keyid = await keyId(key);
      if (Object.hasOwn(keys, keyid)) throw malformed(`The key ${keyid.slice(0, 8)} stands in two places`);
      keys[keyid] = key;
      keyids.push(keyid);
    }
    if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > keyids.length) {
      throw malformed(`The ${name} cannot need ${threshold} of ${keyids.length} signatures`);
    }
    return { keyids, threshold };
  };
  const roles = {
    root: await role(
      holders.map((holder) => holder.root),
      thresholds.root,
      'root',
    ),
    targets: await role(
      holders.map((holder) => holder.targets),
      thresholds.targets,
      'targets',
    ),
    snapshot: await role([snapshot], 1, 'snapshot'),
    timestamp: await role([timestamp], 1, 'timestamp'),
  };
  return {
    _type: 'root',
    spec_version: SPEC_VERSION,
    version,
    expires: endOf(term, OFFLINE_LIFETIMES.root),
    consistent_snapshot: true,
    keys,
    roles,
  };
}

async function targetsOf(press: TufKey, version: number, term: Term): Promise<Targets> {
  const keyid = await keyId(press);
  return {
    _type: 'targets',
    spec_version: SPEC_VERSION,
    version,
    expires: endOf(term, OFFLINE_LIFETIMES.targets),
    targets: {},
    delegations: {
      keys: { [keyid]: press },
      roles: [{ name: PRESS_ROLE, keyids: [keyid], threshold: 1, terminating: true, paths: [RECORD_TARGET] }],
    },
  };
}

const endOf = ({ at, days }: Term, usual: number): string =>
  `${new Date(at + (days ?? usual) * DAY).toISOString().slice(0, 19)}Z`;

const malformed = (message: string): EditionError => new EditionError('malformed', message);
