import { anchorFingerprint, rootFingerprint } from './anchor.ts';
import type { Anchor } from './anchor.ts';
import { BUNDLE_LIMITS, bundleParts, encodeBundle } from './bundle.ts';
import type { Chain } from './bundle.ts';
import { equalBytes, fromHex, toHex } from './bytes.ts';
import { EditionError } from './error.ts';
import { gunzip } from './gzip.ts';
import {
  BUNDLE_PATH,
  metadataPath,
  PRESS_ROLE,
  RECORD_TARGET,
  recordPath,
  TIMESTAMP_PATH,
} from './layout.ts';
import { parseRecord, RECORD_LIMIT } from './record.ts';
import type { EditionRecord } from './record.ts';
import { isStandIn } from './stand-in.ts';
import { rolesFor } from './tuf/delegation.ts';
import { isEd25519 } from './tuf/ed25519.ts';
import { TufError } from './tuf/error.ts';
import { own } from './tuf/field.ts';
import { parseMetadata, readCommon } from './tuf/metadata.ts';
import { parseRoot } from './tuf/root.ts';
import type { Root } from './tuf/root.ts';
import { checkThreshold } from './tuf/signature.ts';
import type { Targets } from './tuf/targets.ts';
import { openTrust } from './tuf/trust.ts';
import type { Trust } from './tuf/trust.ts';
import { LIMITS } from './tuf/update.ts';
import type { Bench } from './verify-bench.ts';
import { keysSince } from './verify-known.ts';
import type { KeysSince, KnownKeys, SignedFiles } from './verify-known.ts';
import { isStrict, keySet, pressKeys } from './verify-strict.ts';
import type { KeySet } from './verify-strict.ts';

/** What leads from an anchor to the record, all of it checked. */
export type ChainFound = {
  trust: Trust;
  roots: readonly Root[];
  targets: Targets;
  record: EditionRecord;
  recordBytes: Uint8Array;
  /** Fingerprint of the root that the anchor named. */
  anchor: string;
  /** What became of the keys since, as far as whoever asks knows. */
  keys: KeysSince['state'];
};

/**
 * Why there is no chain: nothing is signed, the files are of somebody else, they have only roots with lower numbers than
 * the anchor's (of another paper, or from before), or they were altered (which the bench was told).
 */
export type NoChain = {
  problem: 'nothing' | 'stranger' | 'earlier' | 'altered';
  fingerprint: string | null;
};

/** Checks everything between the anchor and the record, and that each file is the one spelling of what it says. */
export async function checkChain(
  bench: Bench,
  anchor: Anchor,
  now: number,
  known: KnownKeys = { roots: [], targets: null },
): Promise<ChainFound | NoChain> {
  const files = await readRoots(bench, versionOf(anchor));
  const start = await startOf(bench, anchor, files);
  if ('problem' in start) return start;
  try {
    const path = metadataPath('root', start.version);
    const trust = await guarded(bench, path, () => openTrust({ root: start.bytes, now, expiry: 'report' }));
    const roots = await checkRoots(bench, trust, start, files);
    const { signed, ...found } = await checkRoles(bench, trust, roots);
    const { state, newer } = await sinceThen(signed, start, files, known);
    return { trust, roots: [...roots, ...newer], ...found, anchor: start.fingerprint, keys: state };
  } catch (error) {
    if (error instanceof Refused) return { problem: 'altered', fingerprint: start.fingerprint };
    throw error;
  }
}

/** An anchor that is later than all that lies there is a newer root that is known. */
async function sinceThen(
  signed: SignedFiles,
  start: Start,
  files: ReadonlyMap<number, Uint8Array>,
  known: KnownKeys,
): Promise<KeysSince> {
  if (start.later === undefined) return keysSince(signed, start, files, known);
  const later = { bytes: start.later, version: versionOf({ root: start.later }) };
  const since = await keysSince(signed, later, files, known);
  return since.state === 'same' ? { ...since, state: 'newer' } : since;
}

/** Thrown where there is no use in going on; the bench knows which file is to blame. */
class Refused extends Error {}

function refuse(bench: Bench, path: string, reason: 'changed' | 'missing' = 'changed'): never {
  bench.blame(path, reason);
  throw new Refused(path);
}

/** Every root that lies there, from the first to the first that lacks after the anchor's. */
async function readRoots(bench: Bench, least: number): Promise<Map<number, Uint8Array>> {
  const files = new Map<number, Uint8Array>();
  for (let version = 1; version <= LIMITS.roots; version++) {
    const path = metadataPath('root', version);
    const bytes = await rootAt(bench, path);
    if (bytes === 'missing' && version > least) break;
    if (bytes === 'missing') continue;
    await bench.expect(path);
    files.set(version, bytes === 'changed' ? new Uint8Array(0) : bytes);
  }
  return files;
}

/** Of a host, a page of its own that stands in for a root is none; in a folder it is a file like any other. */
async function rootAt(bench: Bench, path: string): Promise<Uint8Array | 'missing' | 'changed'> {
  const bytes = await bench.peek(path, LIMITS.root);
  const isHost = bench.source.list === undefined;
  return isHost && bytes instanceof Uint8Array && isStandIn(path, bytes) ? 'missing' : bytes;
}

/** `later` is the anchor where it is a root after all that lie there. */
type Start = { bytes: Uint8Array; version: number; fingerprint: string; later?: Uint8Array };

async function startOf(
  bench: Bench,
  anchor: Anchor,
  files: ReadonlyMap<number, Uint8Array>,
): Promise<Start | NoChain> {
  const wanted = await anchorFingerprint(anchor);
  const first = await fingerprintOr(files.get(1));
  for (const [version, bytes] of files) {
    if ((await fingerprintOr(bytes)) === wanted) return { bytes, version, fingerprint: wanted };
  }
  const before = 'root' in anchor ? await provenBefore(anchor.root, files) : null;
  if (before !== null) return { ...before, fingerprint: wanted };
  const broken = await brokenRoot(files);
  if (broken === null && files.size > 0 && Math.max(...files.keys()) < versionOf(anchor))
    return { problem: 'earlier', fingerprint: first };
  if (broken === null && !('root' in anchor && (await leadsOn(bench, anchor.root, files))))
    return { problem: files.size === 0 ? 'nothing' : 'stranger', fingerprint: first };
  // Nobody's root, or one that lacks where others lead on from it: somebody was at the files.
  bench.blame(broken ?? metadataPath('root', versionOf(anchor)), broken === null ? 'missing' : 'changed');
  return { problem: 'altered', fingerprint: first };
}

/**
 * The newest root that lies there, where the anchor is a later one whose keys signed it too. A root that only its own
 * keys signed proves nothing to whoever holds a later one: anybody can make one that names others' keys beside his own.
 */
async function provenBefore(
  later: Uint8Array,
  files: ReadonlyMap<number, Uint8Array>,
): Promise<{ bytes: Uint8Array; version: number; later: Uint8Array } | null> {
  const version = Math.max(0, ...files.keys());
  const bytes = files.get(version);
  if (bytes === undefined || version >= versionOf({ root: later })) return null;
  const { root } = (await openTrust({ root: later, now: 0, expiry: 'report' })).trusted;
  try {
    const parsed = await parseRoot(bytes);
    await checkThreshold(parsed, 'root', root.roles.root, root.keys);
    return { bytes, version, later };
  } catch (error) {
    if (error instanceof TufError) return null;
    throw error;
  }
}

const versionOf = (anchor: Anchor): number =>
  'root' in anchor ? parseMetadata(anchor.root, 'root', 'root', readCommon).signed.version : 1;

/** The first root that is no root, or not the version that its name says. */
async function brokenRoot(files: ReadonlyMap<number, Uint8Array>): Promise<string | null> {
  for (const [version, root] of files) {
    try {
      const trust = await openTrust({ root, now: 0, expiry: 'report' });
      if (trust.trusted.root.version === version) continue;
    } catch (error) {
      if (!(error instanceof TufError)) throw error;
    }
    return metadataPath('root', version);
  }
  return null;
}

/** Whether what is here is signed by keys of a root all the same. */
async function leadsOn(
  bench: Bench,
  root: Uint8Array,
  files: ReadonlyMap<number, Uint8Array>,
): Promise<boolean> {
  const trust = await openTrust({ root, now: 0, expiry: 'report' });
  const next = files.get(trust.trusted.root.version + 1);
  const timestamp = await bench.peek(TIMESTAMP_PATH, LIMITS.timestamp);
  if (timestamp instanceof Uint8Array && (await trust.remember('timestamp', timestamp))) return true;
  try {
    return next !== undefined && (await trust.root(next)).version > 0;
  } catch (error) {
    if (error instanceof TufError) return false;
    throw error;
  }
}

async function fingerprintOr(bytes: Uint8Array | undefined): Promise<string | null> {
  try {
    return bytes === undefined ? null : await rootFingerprint(bytes);
  } catch (error) {
    if (error instanceof TufError) return null;
    throw error;
  }
}

/** The chain on from the anchor, and that the versions before it lead there too. */
async function checkRoots(
  bench: Bench,
  trust: Trust,
  start: Start,
  files: ReadonlyMap<number, Uint8Array>,
): Promise<Root[]> {
  const roots: Root[] = [];
  for (let version = 1; version < start.version; version++) {
    if (!files.has(version)) bench.blame(metadataPath('root', version), 'missing');
  }
  for (const [version, bytes] of files) {
    const path = metadataPath('root', version);
    const before = roots.at(-1);
    const root = await guarded(bench, path, async () => {
      if (version > start.version) return trust.root(bytes);
      const opened = await openTrust({ root: bytes, now: trust.now, expiry: 'report' });
      const previous = files.get(version - 1);
      if (previous !== undefined) {
        await (await openTrust({ root: previous, now: trust.now, expiry: 'report' })).root(bytes);
      }
      return opened.trusted.root;
    });
    if (root.version !== version) refuse(bench, path);
    const sets = [root, ...(before === undefined ? [] : [before])].map((one) => keySet(one, 'root'));
    if (!(await isStrict(bytes, 'root', sets))) refuse(bench, path);
    roots.push(root);
  }
  return roots;
}

async function checkRoles(bench: Bench, trust: Trust, roots: readonly Root[]) {
  const top = (role: 'timestamp' | 'snapshot' | 'targets'): KeySet[] =>
    roots.map((root) => keySet(root, role));
  const timestamp = await take(
    bench,
    TIMESTAMP_PATH,
    LIMITS.timestamp,
    top('timestamp'),
    'timestamp',
    (bytes) => trust.timestamp(bytes),
  );
  const version = trust.trusted.timestamp?.meta['snapshot.json'].version ?? 0;
  const snapshotPath = metadataPath('snapshot', version);
  const snapshot = await take(bench, snapshotPath, LIMITS.snapshot, top('snapshot'), 'snapshot', (bytes) =>
    trust.snapshot(bytes),
  );
  const versionOf = (role: string): number =>
    own(trust.trusted.snapshot?.meta ?? {}, `${role}.json`)?.version ?? 0;
  const targetsPath = metadataPath('targets', versionOf('targets'));
  const targetsBytes = await take(bench, targetsPath, LIMITS.targets, top('targets'), 'targets', (bytes) =>
    trust.targets(bytes),
  );
  const targets = trust.trusted.roles.get('targets');
  if (targets === undefined) return refuse(bench, targetsPath);
  const trusted = await rolesFor(targets.delegations ?? { keys: {} }, RECORD_TARGET);
  if (!trusted.some(({ name }) => name === PRESS_ROLE)) refuse(bench, targetsPath);
  const pressPath = metadataPath(PRESS_ROLE, versionOf(PRESS_ROLE));
  const press = await take(bench, pressPath, LIMITS.targets, pressKeys([targets]), PRESS_ROLE, (bytes) =>
    trust.delegated(bytes, PRESS_ROLE, 'targets'),
  );
  const hash = own(trust.trusted.roles.get(PRESS_ROLE)?.targets ?? {}, RECORD_TARGET)?.hashes['sha256'] ?? '';
  const record = await checkRecord(bench, recordPath(hash), hash);
  const chain = { timestamp, snapshot, press, record: record.recordBytes };
  await checkBundle(bench, chain, timestampKeys(trust.trusted.root));
  return { targets, ...record, signed: { timestamp, snapshot, targets: targetsBytes, press } };
}

async function checkRecord(bench: Bench, path: string, hash: string) {
  const recordBytes = await bench.read(path, RECORD_LIMIT);
  if (!(recordBytes instanceof Uint8Array)) return refuse(bench, path, recordBytes);
  if (toHex(await bench.hash(recordBytes)) !== hash) refuse(bench, path);
  return { record: await guarded(bench, path, async () => parseRecord(recordBytes)), recordBytes };
}

/** The Ed25519 keys that may sign the timestamp, and with it the bundle. */
const timestampKeys = (root: Root): Uint8Array[] =>
  root.roles.timestamp.keyids.flatMap((keyid) => {
    const key = own(root.keys, keyid);
    return key?.keytype === 'ed25519' ? [fromHex(key.keyval.public)] : [];
  });

async function checkBundle(bench: Bench, chain: Chain, keys: readonly Uint8Array[]): Promise<void> {
  const bytes = await bench.read(BUNDLE_PATH, BUNDLE_LIMITS.packed);
  if (!(bytes instanceof Uint8Array)) {
    bench.blame(BUNDLE_PATH, bytes);
    return;
  }
  try {
    const { signature, packed } = bundleParts(bytes);
    const unpacked = await gunzip(packed, BUNDLE_LIMITS.unpacked);
    const signed = await Promise.all(keys.map((key) => isEd25519(key, packed, signature)));
    if (!signed.includes(true) || !equalBytes(unpacked, encodeBundle(chain))) {
      bench.blame(BUNDLE_PATH, 'changed');
    }
  } catch (error) {
    if (!(error instanceof EditionError)) throw error;
    bench.blame(BUNDLE_PATH, 'changed');
  }
}

async function take(
  bench: Bench,
  path: string,
  limit: number,
  sets: readonly KeySet[],
  role: string,
  check: (bytes: Uint8Array) => Promise<unknown>,
): Promise<Uint8Array> {
  const bytes = await bench.read(path, limit);
  if (!(bytes instanceof Uint8Array)) return refuse(bench, path, bytes);
  await guarded(bench, path, () => check(bytes));
  if (!(await isStrict(bytes, role, sets))) refuse(bench, path);
  return bytes;
}

async function guarded<T>(bench: Bench, path: string, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof TufError || error instanceof EditionError) return refuse(bench, path);
    throw error;
  }
}
