import { existsSync } from 'node:fs';
import {
  addSignatures,
  encodeDraft,
  isMet,
  planOf,
  pressKeyOf,
  readRootDraft,
  readTargetsDraft,
  rootNeeds,
  signerFromSeed,
  signMetadata,
  targetsNeed,
} from '#edition';
import type { Draft, Need, PaperRoot, Signer, Targets, TufKey } from '#edition';
import { z } from 'zod';
import { Refusal } from '../out.ts';
import { dropFile, keepFile, renameFile } from './disk.ts';
import {
  changeFile,
  jsonOf,
  keepMetadata,
  keepOnline,
  ONLINE_ROLES,
  readOnline,
  readSecret,
} from './folder.ts';
import type { OnlineRole, OnlineSeeds } from './folder.ts';
import { readAuthority } from './open.ts';

/** A change of the keys on its way: it counts once enough people have signed it. */
export type Change = {
  /** ISO 8601. */
  begun: string;
  /** The command that began it, as a person would call it: "rotate press". */
  what: string;
  root: Draft<PaperRoot> | null;
  targets: Draft<Targets> | null;
  /** Seeds of the online keys to come. */
  online: Partial<Record<OnlineRole, string>>;
  /** Offline files that get their name when the change counts; until then `.part` stands behind it. */
  offline: string[];
};

const SEED = z.string().regex(/^[0-9a-f]{64}$/);
const CHANGE = z.strictObject({
  longwave: z.literal('change of keys'),
  format: z.literal(1),
  begun: z.string(),
  what: z.string(),
  root: z.unknown(),
  targets: z.unknown(),
  online: z.strictObject({
    press: SEED.optional(),
    snapshot: SEED.optional(),
    timestamp: SEED.optional(),
    log: SEED.optional(),
  }),
  offline: z.array(z.string()),
});

/** The change that waits in a folder, or null. @throws Refusal for a damaged one */
export async function readChange(folder: string): Promise<Change | null> {
  const text = readSecret(changeFile(folder));
  if (text === null) return null;
  const file = CHANGE.safeParse(jsonOf(text));
  if (!file.success) {
    throw new Refusal(`"${changeFile(folder)}" is damaged`, [
      'Remove it with "longwave keys cancel" and begin the change again',
    ]);
  }
  const { begun, what, online, offline } = file.data;
  return {
    begun,
    what,
    root: await draftOf(file.data.root, readRootDraft),
    targets: await draftOf(file.data.targets, readTargetsDraft),
    online: Object.fromEntries(Object.entries(online).filter(([, seed]) => seed !== undefined)),
    offline,
  };
}

/** Metadata as it stands in our own files; null stays null. */
export async function draftOf<T>(value: unknown, read: (bytes: Uint8Array) => Promise<T>): Promise<T | null> {
  return value === null || value === undefined ? null : read(new TextEncoder().encode(JSON.stringify(value)));
}

export function keepChange(folder: string, change: Change): void {
  keepFile(
    changeFile(folder),
    `${JSON.stringify({ longwave: 'change of keys', format: 1, ...change }, null, 2)}\n`,
  );
}

/** A need, and whether it is the root's or the targets'. */
export type RoleNeed = Need & { role: 'root' | 'targets' };

/** Whose signatures a change needs, met or not. */
export async function needsOf(
  change: Pick<Change, 'root' | 'targets'>,
  before: PaperRoot | null,
): Promise<RoleNeed[]> {
  const needs: RoleNeed[] = [];
  const { root, targets } = change;
  if (root !== null) {
    needs.push(...(await rootNeeds(root, before)).map((need) => ({ ...need, role: 'root' as const })));
  }
  if (targets !== null) {
    needs.push({ ...(await targetsNeed(targets, rootAfter(change, before))), role: 'targets' });
  }
  return needs;
}

/** The root that stands when a change has come to pass. */
export function rootAfter(change: Pick<Change, 'root'>, before: PaperRoot | null): PaperRoot {
  const root = change.root?.signed ?? before;
  if (root === null) throw new Refusal('There is no root to change; make keys with "longwave keys create"');
  return root;
}

export type OfflineSigner = { root: Signer; targets: Signer };

/** Signs a change with each of some offline files. @returns it, and how many signatures were added */
export async function signChange<T extends Pick<Change, 'root' | 'targets'>>(
  change: T,
  before: PaperRoot | null,
  signers: readonly OfflineSigner[],
): Promise<{ change: T; added: number }> {
  const after = rootAfter(change, before);
  const rootKeys = rootKeysOf(before, after);
  const root = await signDraft(
    change.root,
    signers.map((one) => one.root),
    rootKeys,
  );
  const targets = await signDraft(
    change.targets,
    signers.map((one) => one.targets),
    targetsKeysOf(after),
  );
  const count = (one: Pick<Change, 'root' | 'targets'>): number =>
    (one.root?.signatures.length ?? 0) + (one.targets?.signatures.length ?? 0);
  const signed = { ...change, root, targets };
  return { change: signed, added: count(signed) - count(change) };
}

async function signDraft<Signed>(
  draft: Draft<Signed> | null,
  signers: readonly Signer[],
  keys: Readonly<Record<string, TufKey>>,
): Promise<Draft<Signed> | null> {
  if (draft === null) return null;
  const asked = signers.filter(({ keyid }) => Object.hasOwn(keys, keyid));
  return addSignatures(draft, await signMetadata(draft.signed, asked), keys);
}

/** Keys that may sign a root: those of the one before and its own. */
export const rootKeysOf = (before: PaperRoot | null, after: PaperRoot): Record<string, TufKey> => ({
  ...(before === null ? {} : keysNamed(before, before.roles.root.keyids)),
  ...keysNamed(after, after.roles.root.keyids),
});

export const targetsKeysOf = (after: PaperRoot): Record<string, TufKey> =>
  keysNamed(after, after.roles.targets.keyids);

const keysNamed = (root: PaperRoot, keyids: readonly string[]): Record<string, TufKey> =>
  Object.fromEntries(
    keyids.flatMap((keyid) => {
      const key = root.keys[keyid];
      return key === undefined ? [] : [[keyid, key]];
    }),
  );

/**
 * Lets a change come to pass where enough people have signed it. May be run again after a crash anywhere: at every
 * moment the folder holds the old authority or the new one, with the online keys of both.
 *
 * @returns what is still open; nothing when it came to pass
 */
export async function settleChange(folder: string, change: Change): Promise<RoleNeed[]> {
  const authority = await readAuthority(folder);
  const before = rootBefore(change, authority?.root ?? null);
  const done = authority !== null && isDone(change, authority);
  const open = done ? [] : (await needsOf(change, before)).filter((need) => !isMet(need));
  if (open.length > 0) return open;
  // A holder may have taken the new file away already where all else is done.
  if (!done) for (const file of change.offline) nameOffline(file);
  // Damaged keys do no harm where all of them are replaced.
  const all = ONLINE_ROLES.every((role) => change.online[role] !== undefined);
  keepOnline(folder, withNew(readOnline(folder, all ? 'none' : 'refuse'), change.online));
  const { root, targets } = change;
  // The targets first: those of keys that the root does not name yet count for nothing until it does.
  if (targets !== null) keepMetadata(folder, 'targets', targets.signed.version, encodeDraft(targets));
  if (root !== null) keepMetadata(folder, 'root', root.signed.version, encodeDraft(root));
  await dropOldSeeds(folder);
  dropFile(changeFile(folder));
  return [];
}

type Versions = { root: PaperRoot; targets: Targets };

/** Whether a change came to pass already and only its file was left behind. */
const isDone = ({ root, targets }: Change, now: Versions): boolean =>
  (root === null || root.signed.version <= now.root.version) &&
  (targets === null || targets.signed.version <= now.targets.version);

/** The root that a change replaces; a first root replaces none. */
const rootBefore = ({ root }: Change, now: PaperRoot | null): PaperRoot | null =>
  root?.signed.version === 1 ? null : now;

function nameOffline(file: string): void {
  if (existsSync(`${file}.part`)) renameFile(`${file}.part`, file);
  else if (!existsSync(file)) {
    throw new Refusal(`The new offline file "${file}" is not there`, [
      'Put in the medium that it was written to and call "longwave keys accept" again',
      'If it is lost, "longwave keys cancel" drops the change',
    ]);
  }
}

function withNew(old: OnlineSeeds | null, fresh: Change['online']): OnlineSeeds {
  const add = (role: OnlineRole): string[] => {
    const seed = fresh[role];
    return [...new Set([...(old?.[role] ?? []), ...(seed === undefined ? [] : [seed])])];
  };
  return { press: add('press'), snapshot: add('snapshot'), timestamp: add('timestamp'), log: add('log') };
}

/** Once nothing trusts them any more, the seeds of earlier keys go. */
async function dropOldSeeds(folder: string): Promise<void> {
  const authority = await readAuthority(folder);
  const seeds = readOnline(folder);
  if (authority === null || seeds === null) throw new Error('The keys were there a moment ago');
  const plan = await planOf(authority.root);
  const used: Record<OnlineRole, string> = {
    press: pressKeyOf(authority.targets).keyval.public,
    snapshot: plan.snapshot.keyval.public,
    timestamp: plan.timestamp.keyval.public,
    log: Buffer.from(plan.log).toString('hex'),
  };
  const kept: OnlineSeeds = { press: [], snapshot: [], timestamp: [], log: [] };
  for (const role of ONLINE_ROLES) {
    for (const seed of seeds[role]) {
      const { key } = await signerFromSeed(Buffer.from(seed, 'hex'));
      if (key.keyval.public === used[role]) kept[role].push(seed);
    }
  }
  keepOnline(folder, kept);
}
