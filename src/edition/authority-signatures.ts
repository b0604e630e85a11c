import { paperOf } from './authority.ts';
import type { PaperRoot } from './authority.ts';
import { fromHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Anchors } from './sign.ts';
import { isEd25519 } from './tuf/ed25519.ts';
import { TufError } from './tuf/error.ts';
import { canonicalJson } from './tuf/json.ts';
import type { RoleKeys, TufKey } from './tuf/key.ts';
import { encodeMetadata } from './tuf/metadata.ts';
import type { Metadata, Signature } from './tuf/metadata.ts';
import { parseRoot } from './tuf/root.ts';
import { checkThreshold } from './tuf/signature.ts';
import { parseTargets } from './tuf/targets.ts';
import type { Targets } from './tuf/targets.ts';
import { openTrust } from './tuf/trust.ts';

/* Signatures that several people make, in several places, one after the other. */

/** Metadata on its way to its threshold. */
export type Draft<Signed> = { signed: Signed; signatures: readonly Signature[] };

/** Whose signatures something needs. `before` are the keys of the root that it replaces, `own` the ones to come. */
export type Need = {
  whose: 'before' | 'own';
  threshold: number;
  /** Names of the keys that have signed, and of those that have not. */
  signed: string[];
  open: string[];
};

/** @throws TufError `malformed`, `wrong_type`, `unsupported`; EditionError `malformed` for a root that is no paper's */
export async function readRootDraft(bytes: Uint8Array): Promise<Draft<PaperRoot>> {
  const { signed, signatures } = await parseRoot(bytes);
  return { signed: { ...signed, longwave: paperOf(signed) }, signatures };
}

/** @throws TufError `malformed`, `wrong_type`, `unsupported` */
export async function readTargetsDraft(bytes: Uint8Array): Promise<Draft<Targets>> {
  const { signed, signatures } = await parseTargets(bytes, 'targets');
  return { signed, signatures };
}

export const encodeDraft = (draft: Draft<unknown>): Uint8Array =>
  encodeMetadata({ signed: draft.signed, signatures: [...draft.signatures] } satisfies Metadata<unknown>);

/** What a root still needs: a threshold of its own keys, and of those of the root before it. */
export async function rootNeeds(draft: Draft<PaperRoot>, before: PaperRoot | null): Promise<Need[]> {
  const own = await needOf(draft, 'own', draft.signed.roles.root, draft.signed.keys);
  return before === null ? [own] : [await needOf(draft, 'before', before.roles.root, before.keys), own];
}

/** What targets still need: a threshold of the keys that a root names for them. */
export const targetsNeed = (draft: Draft<Targets>, root: PaperRoot): Promise<Need> =>
  needOf(draft, 'own', root.roles.targets, root.keys);

export const isMet = ({ signed, threshold }: Need): boolean => signed.length >= threshold;

/**
 * Adds the signatures that came back to what was sent to be signed. Those of nobody who was asked, and wrong ones, are
 * left out.
 *
 * @param keys - of those who may sign
 * @throws EditionError `bad_signature` where something else came back than was sent
 */
export async function addSignatures<Signed>(
  draft: Draft<Signed>,
  back: Draft<unknown>,
  keys: Readonly<Record<string, TufKey>>,
): Promise<Draft<Signed>> {
  if (canonicalJson(draft.signed) !== canonicalJson(back.signed)) {
    throw new EditionError(
      'bad_signature',
      'What came back is not what was sent to be signed; nothing was taken',
    );
  }
  const message = toUtf8(canonicalJson(draft.signed));
  const signatures = [...draft.signatures];
  for (const signature of back.signatures) {
    const known = signatures.some(({ keyid }) => keyid === signature.keyid);
    if (!known && (await isGood(signature, message, keys))) signatures.push(signature);
  }
  return { signed: draft.signed, signatures };
}

/** A paper's authority, checked: every root from the first, and the newest targets that the last root trusts. */
export type Authority = {
  root: PaperRoot;
  targets: Targets;
  anchors: Anchors;
  /** Of each version of the root, from the first. */
  fingerprints: string[];
};

/**
 * Checks what lies on a newsroom's own disk. Nothing is refused for its age.
 *
 * @param files.roots - from version 1 on, in order
 * @param files.targets - any versions; the newest that the last root trusts is taken
 * @throws TufError, EditionError `missing`, `malformed`
 */
export async function checkAuthority(files: {
  roots: readonly Uint8Array[];
  targets: readonly Uint8Array[];
}): Promise<Authority> {
  const [first, ...later] = files.roots;
  if (first === undefined) throw new EditionError('missing', 'There is no root');
  const trust = await openTrust({ root: first, now: 0, expiry: 'report' });
  const fingerprints = [await fingerprintOf(trust.trusted.root)];
  if (trust.trusted.root.version !== 1) {
    throw new EditionError('missing', `The roots begin with version ${trust.trusted.root.version}, not 1`);
  }
  for (const bytes of later) fingerprints.push(await fingerprintOf(await trust.root(bytes)));
  const { root } = trust.trusted;
  const found = await newestTargets(files.targets, root.roles.targets, root.keys);
  if (found === null) {
    throw new EditionError('missing', `There are no targets that version ${root.version} of the root trusts`);
  }
  return {
    root: { ...root, longwave: paperOf(root) },
    targets: found.signed,
    anchors: { roots: files.roots, targets: found.bytes },
    fingerprints,
  };
}

async function newestTargets(
  all: readonly Uint8Array[],
  role: RoleKeys,
  keys: Readonly<Record<string, TufKey>>,
): Promise<{ signed: Targets; bytes: Uint8Array } | null> {
  let newest: { signed: Targets; bytes: Uint8Array } | null = null;
  for (const bytes of all) {
    const parsed = await parseTargets(bytes, 'targets');
    if (newest !== null && parsed.signed.version <= newest.signed.version) continue;
    try {
      await checkThreshold(parsed, 'targets', role, keys);
      newest = { signed: parsed.signed, bytes };
    } catch (error) {
      // Targets of keys that the root no longer has, or does not have yet.
      if (!(error instanceof TufError)) throw error;
    }
  }
  return newest;
}

async function needOf(
  draft: Draft<unknown>,
  whose: Need['whose'],
  { keyids, threshold }: RoleKeys,
  keys: Readonly<Record<string, TufKey>>,
): Promise<Need> {
  const message = toUtf8(canonicalJson(draft.signed));
  const signed: string[] = [];
  for (const signature of draft.signatures) {
    if (keyids.includes(signature.keyid) && (await isGood(signature, message, keys)))
      signed.push(signature.keyid);
  }
  return { whose, threshold, signed, open: keyids.filter((keyid) => !signed.includes(keyid)) };
}

async function isGood(
  { keyid, sig }: Signature,
  message: Uint8Array,
  keys: Readonly<Record<string, TufKey>>,
): Promise<boolean> {
  const key = Object.hasOwn(keys, keyid) ? keys[keyid] : undefined;
  if (key === undefined || key.scheme !== 'ed25519' || !/^[0-9a-f]{128}$/.test(sig)) return false;
  return isEd25519(fromHex(key.keyval.public), message, fromHex(sig));
}
