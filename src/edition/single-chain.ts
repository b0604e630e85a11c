import { anchorFingerprint, rootFingerprint } from './anchor.ts';
import type { Anchor } from './anchor.ts';
import { toHex } from './bytes.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import { PRESS_ROLE, RECORD_TARGET } from './layout.ts';
import { parseRecord } from './record.ts';
import type { EditionRecord } from './record.ts';
import type { StoryBlock } from './single-block.ts';
import { rolesFor } from './tuf/delegation.ts';
import { TufError } from './tuf/error.ts';
import { own } from './tuf/field.ts';
import { parseRoot } from './tuf/root.ts';
import type { Root } from './tuf/root.ts';
import { openTrust } from './tuf/trust.ts';
import type { Trust } from './tuf/trust.ts';
import { LIMITS } from './tuf/update.ts';
import { keysSince } from './verify-known.ts';
import type { KeysSince, KnownKeys } from './verify-known.ts';
import { isStrict, keySet, pressKeys } from './verify-strict.ts';

/** What leads from the anchor to the record of the edition that a saved story is from. */
export type SavedChain = { trust: Trust; record: EditionRecord; keys: KeysSince['state'] };

/**
 * Checks everything between the anchor and the record in a saved story: signatures, versions, delegation, and that every
 * file is in its one spelling with right signatures only.
 *
 * @returns `stranger` where the keys are not those of the anchor
 * @throws TufError, EditionError for everything else that is wrong
 */
export async function checkSavedChain(
  block: StoryBlock,
  anchor: Anchor,
  now: number,
  known: KnownKeys,
): Promise<SavedChain | 'stranger'> {
  const roots = await readRoots(block.roots);
  const start = await startOf(block, anchor, roots);
  if (start === null) return 'stranger';
  const trust = await openTrust({ root: start.bytes, now, expiry: 'report' });
  for (const [at, bytes] of block.roots.entries()) {
    if ((roots[at]?.version ?? 0) > start.version) await trust.root(bytes);
  }
  await checkRootChain(block.roots, roots, now);
  await trust.timestamp(block.timestamp);
  await trust.snapshot(block.snapshot);
  const targets = await trust.targets(block.targets);
  const trusted = await rolesFor(targets.delegations ?? { keys: {} }, RECORD_TARGET);
  if (!trusted.some(({ name }) => name === PRESS_ROLE)) throw refused('delegates the record to nobody');
  const press = await trust.delegated(block.press, PRESS_ROLE, 'targets');
  const all = [...roots, trust.trusted.root];
  const sets = (role: 'timestamp' | 'snapshot' | 'targets') => all.map((root) => keySet(root, role));
  const strict = await Promise.all([
    isStrict(block.timestamp, 'timestamp', sets('timestamp')),
    isStrict(block.snapshot, 'snapshot', sets('snapshot')),
    isStrict(block.targets, 'targets', sets('targets')),
    isStrict(block.press, PRESS_ROLE, pressKeys([targets])),
  ]);
  if (strict.includes(false)) throw refused('is not in the form in which it was signed');
  const file = own(press.targets, RECORD_TARGET);
  if (file?.length !== block.record.length || file.hashes['sha256'] !== toHex(await sha256(block.record))) {
    throw new EditionError('hash_mismatch', 'The record of a saved story is not the one that was signed');
  }
  const files = new Map(block.roots.map((bytes, at) => [at + 1, bytes]));
  const { state } = await keysSince(block, start, files, known);
  return { trust, record: parseRecord(block.record), keys: state };
}

async function readRoots(files: readonly Uint8Array[]): Promise<Root[]> {
  if (files.length === 0 || files.length > LIMITS.roots) throw refused('has no chain of roots');
  const roots: Root[] = [];
  for (const [at, bytes] of files.entries()) {
    const { signed } = await parseRoot(bytes);
    if (signed.version !== at + 1) throw refused('has its roots out of order');
    roots.push(signed);
  }
  return roots;
}

type Start = { bytes: Uint8Array; version: number };

async function startOf(block: StoryBlock, anchor: Anchor, roots: readonly Root[]): Promise<Start | null> {
  const wanted = await anchorFingerprint(anchor);
  for (const [at, bytes] of block.roots.entries()) {
    if ((await rootFingerprint(bytes)) === wanted) return { bytes, version: at + 1 };
  }
  if (!('root' in anchor)) return null;
  // The anchor may be newer than the file: then its keys decide, so that keys taken back since prove nothing. Or the
  // file's own copy of it was altered, which is told from another paper's file by the signatures below it.
  const { signed } = await parseRoot(anchor.root);
  const trust = await openTrust({ root: anchor.root, now: 0, expiry: 'report' });
  if (!(await trust.remember('timestamp', block.timestamp))) return null;
  if (signed.version <= roots.length) throw refused('holds an altered root');
  return { bytes: anchor.root, version: signed.version };
}

/** The roots lead to each other from the first on, whichever of them the anchor is. */
async function checkRootChain(
  files: readonly Uint8Array[],
  roots: readonly Root[],
  now: number,
): Promise<void> {
  for (const [at, bytes] of files.entries()) {
    const before = files[at - 1];
    await openTrust({ root: bytes, now, expiry: 'report' });
    if (before !== undefined) {
      await (await openTrust({ root: before, now, expiry: 'report' })).root(bytes);
    }
    const sets = roots.slice(Math.max(0, at - 1), at + 1).map((root) => keySet(root, 'root'));
    if (!(await isStrict(bytes, 'root', sets))) throw refused('holds an altered root');
  }
}

const refused = (problem: string): TufError =>
  new TufError('malformed', `The metadata of a saved story ${problem}`);
