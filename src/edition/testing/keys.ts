import { sha256 } from '@noble/hashes/sha2.js';
import { toUtf8 } from '../bytes.ts';
import { printNoteKey } from '../checkpoint.ts';
import type { NoteSigner } from '../checkpoint.ts';
import { PRESS_ROLE, RECORD_TARGET } from '../layout.ts';
import type { Anchors, EditionSigners } from '../sign.ts';
import { toHex } from '../bytes.ts';
import { openSeed } from '../tuf/ed25519.ts';
import { canonicalJson } from '../tuf/json.ts';
import type { TufKey } from '../tuf/key.ts';
import { encodeMetadata } from '../tuf/metadata.ts';
import { signerFromSeed, signMetadata } from '../tuf/signer.ts';
import type { Signer } from '../tuf/signer.ts';

/** The roles whose keys a paper of tests can replace. */
export type PaperRole = 'root' | 'targets' | 'press' | 'snapshot' | 'timestamp' | 'log';

export type PaperKeys = {
  readonly anchors: Anchors;
  readonly signers: EditionSigners;
  /** SHA-256 of the canonical form of the first root, in hexadecimal. */
  readonly fingerprint: string;
  /** Gives a role a new key, by a new root and, where they name it, new targets. */
  rotate: (role: PaperRole, at: number) => Promise<void>;
  /** Signs the present root or targets anew, in a new version, good for a time from `at` on. */
  renew: (role: 'root' | 'targets', at: number) => Promise<void>;
};

type Generations = Record<PaperRole, number>;

const SPEC_VERSION = '1.0.34';
const YEAR = 365 * 86_400_000;
/** Keys of root and of targets, and how many of them must sign. */
const HOLDERS = { root: { keys: 3, threshold: 2 }, targets: { keys: 1, threshold: 1 } };

export const isoTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Keys that follow from a word, with the roots and targets that they sign. */
export async function openPaperKeys(options: {
  seed: string;
  sample: boolean;
  at: number;
}): Promise<PaperKeys> {
  const { seed, sample } = options;
  const generations: Generations = { root: 1, targets: 1, press: 1, snapshot: 1, timestamp: 1, log: 1 };
  const roots: Uint8Array[] = [];
  let targets = new Uint8Array(0);
  let version = 0;
  let signers = await onlineSigners(seed, generations);

  const signRoot = async (at: number, before: readonly Signer[]): Promise<void> => {
    const own = await holders(seed, 'root', generations.root);
    const signed = {
      _type: 'root',
      spec_version: SPEC_VERSION,
      version: roots.length + 1,
      expires: isoTime(at + 2 * YEAR),
      consistent_snapshot: true,
      ...(await rootKeys(seed, generations, signers)),
      longwave: { paper: 'The Test Paper', sample, log: await printNoteKey(signers.log) },
    };
    const { threshold } = HOLDERS.root;
    const others = before.filter(({ keyid }) => !own.some((one) => one.keyid === keyid));
    const all = [...own.slice(0, threshold), ...others.slice(0, threshold)];
    roots.push(encodeMetadata(await signMetadata(signed, all)));
  };
  const signTargets = async (at: number): Promise<void> => {
    version += 1;
    const press = signers.press;
    const role = { name: PRESS_ROLE, keyids: [press.keyid], threshold: 1, terminating: true };
    const signed = {
      _type: 'targets',
      spec_version: SPEC_VERSION,
      version,
      expires: isoTime(at + YEAR),
      targets: {},
      delegations: { keys: { [press.keyid]: press.key }, roles: [{ ...role, paths: [RECORD_TARGET] }] },
    };
    const own = await holders(seed, 'targets', generations.targets);
    targets = new Uint8Array(encodeMetadata(await signMetadata(signed, own)));
  };

  await signRoot(options.at, []);
  await signTargets(options.at);
  const fingerprint = fingerprintOf(roots[0]);
  return {
    get anchors() {
      return { roots: [...roots], targets };
    },
    get signers() {
      return signers;
    },
    fingerprint,
    async rotate(role, at) {
      const before = await holders(seed, 'root', generations.root);
      generations[role] += 1;
      signers = await onlineSigners(seed, generations);
      if (role !== 'press') await signRoot(at, before);
      if (role === 'press' || role === 'targets') await signTargets(at);
    },
    async renew(role, at) {
      if (role === 'targets') return signTargets(at);
      return signRoot(at, []);
    },
  };
}

/** The fingerprint of the bytes of any version of a root. */
export function fingerprintOf(root: Uint8Array | undefined): string {
  const { signed } = JSON.parse(new TextDecoder().decode(root)) as { signed: unknown };
  return toHex(sha256(toUtf8(canonicalJson(signed))));
}

const signerOf = (seed: string, name: string): Promise<Signer> =>
  signerFromSeed(sha256(toUtf8(`${seed}/${name}`)));

const holders = (seed: string, role: 'root' | 'targets', generation: number): Promise<Signer[]> =>
  Promise.all(
    Array.from({ length: HOLDERS[role].keys }, (_, at) => signerOf(seed, `${role}/${generation}/${at}`)),
  );

async function onlineSigners(seed: string, generations: Generations): Promise<EditionSigners> {
  const of = (role: PaperRole): Promise<Signer> => signerOf(seed, `${role}/${generations[role]}`);
  const { publicKey, sign } = await openSeed(sha256(toUtf8(`${seed}/log/${generations.log}`)));
  const log: NoteSigner = { name: 'longwave/test-paper', publicKey, sign };
  return { press: await of('press'), snapshot: await of('snapshot'), timestamp: await of('timestamp'), log };
}

async function rootKeys(seed: string, generations: Generations, signers: EditionSigners) {
  const { snapshot, timestamp } = signers;
  const keys: Record<string, TufKey> = {};
  const role = (list: readonly Signer[], threshold: number) => {
    for (const { keyid, key } of list) keys[keyid] = key;
    return { keyids: list.map(({ keyid }) => keyid), threshold };
  };
  const roles = {
    root: role(await holders(seed, 'root', generations.root), HOLDERS.root.threshold),
    targets: role(await holders(seed, 'targets', generations.targets), HOLDERS.targets.threshold),
    snapshot: role([snapshot], 1),
    timestamp: role([timestamp], 1),
  };
  return { keys, roles };
}
