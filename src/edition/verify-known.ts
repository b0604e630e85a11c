import { rootFingerprint } from './anchor.ts';
import { PRESS_ROLE } from './layout.ts';
import { TufError } from './tuf/error.ts';
import { parseMetadata, readCommon } from './tuf/metadata.ts';
import type { Root } from './tuf/root.ts';
import { checkThreshold } from './tuf/signature.ts';
import { parseTargets } from './tuf/targets.ts';
import type { Targets } from './tuf/targets.ts';
import { openTrust } from './tuf/trust.ts';
import type { Trust } from './tuf/trust.ts';
import { pressKeys } from './verify-strict.ts';

/** Roots and targets that whoever asks has of their own, so that keys taken back since are not believed. */
export type KnownKeys = { roots: readonly Uint8Array[]; targets: Uint8Array | null };

/** What a chain of signatures consists of, below its roots. */
export type SignedFiles = {
  timestamp: Uint8Array;
  snapshot: Uint8Array;
  targets: Uint8Array;
  press: Uint8Array;
};

export type KeysSince = {
  /** What became of the keys: all as they were, newer ones beside the same, or keys taken back that signed here. */
  state: 'same' | 'newer' | 'replaced';
  /** Known roots after those that lie there. */
  newer: readonly Root[];
};

/**
 * Whether keys that are known to be the newest still stand behind what a chain found elsewhere says. What was signed by
 * keys that were taken back since may have been forged with them, whatever the older roots beside it say.
 *
 * @param start the anchor's root
 * @param roots those that lie there, by version, each after the anchor led on to by the one before
 */
export async function keysSince(
  signed: SignedFiles,
  start: { bytes: Uint8Array; version: number },
  roots: ReadonlyMap<number, Uint8Array>,
  known: KnownKeys,
): Promise<KeysSince> {
  const trust = await openTrust({ root: start.bytes, now: 0, expiry: 'report' });
  const { newer, differs } = await followKnown(trust, roots, known.roots);
  const targets = await knownTargets(trust.trusted.root, known.targets);
  try {
    for (const [version, bytes] of roots) if (version > trust.trusted.root.version) await trust.root(bytes);
    await trust.timestamp(signed.timestamp);
    await trust.snapshot(signed.snapshot);
    const found = await trust.targets(signed.targets);
    await trust.delegated(signed.press, PRESS_ROLE, 'targets');
    const renewed = targets !== null && targets.version > found.version;
    if (differs || (renewed && !(await isPressOf(targets, signed.press))))
      return { state: 'replaced', newer };
    return { state: newer.length > 0 || renewed ? 'newer' : 'same', newer };
  } catch (error) {
    if (error instanceof TufError) return { state: 'replaced', newer };
    throw error;
  }
}

/** The known roots on from the anchor's. Known ones that do not follow from it are of another paper. */
async function followKnown(
  trust: Trust,
  roots: ReadonlyMap<number, Uint8Array>,
  known: readonly Uint8Array[],
): Promise<{ newer: Root[]; differs: boolean }> {
  const newer: Root[] = [];
  let differs = false;
  for (const bytes of known) {
    const { version } = parseMetadata(bytes, 'root', 'root', readCommon).signed;
    if (version !== trust.trusted.root.version + 1) continue;
    try {
      const root = await trust.root(bytes);
      const there = roots.get(version);
      if (there === undefined) newer.push(root);
      else differs ||= (await rootFingerprint(there)) !== (await rootFingerprint(bytes));
    } catch (error) {
      if (!(error instanceof TufError)) throw error;
      break;
    }
  }
  return { newer, differs };
}

/** Known targets, if they are of the paper of that root. */
async function knownTargets(root: Root, bytes: Uint8Array | null): Promise<Targets | null> {
  if (bytes === null) return null;
  const parsed = await parseTargets(bytes, 'targets');
  return (await isSigned(() => checkThreshold(parsed, 'targets', root.roles.targets, root.keys)))
    ? parsed.signed
    : null;
}

async function isPressOf(targets: Targets, press: Uint8Array): Promise<boolean> {
  const parsed = await parseTargets(press, PRESS_ROLE);
  for (const { role, keys } of pressKeys([targets])) {
    if (await isSigned(() => checkThreshold(parsed, PRESS_ROLE, role, keys))) return true;
  }
  return false;
}

async function isSigned(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch (error) {
    if (error instanceof TufError) return false;
    throw error;
  }
}
