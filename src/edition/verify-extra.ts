import { fromHex, toHex } from './bytes.ts';
import { EditionError } from './error.ts';
import { READER_LIMITS } from './follow-path.ts';
import { objectPath, PRESS_ROLE, readReserved, TARGETS_FOLDER, TUF_FOLDER } from './layout.ts';
import { decodeNode } from './node.ts';
import { RECORD_LIMIT } from './record.ts';
import { TufError } from './tuf/error.ts';
import { parseMetadata, readCommon } from './tuf/metadata.ts';
import { parseTargets } from './tuf/targets.ts';
import type { Targets } from './tuf/targets.ts';
import { LIMITS } from './tuf/update.ts';
import { decodeUnit } from './unit.ts';
import type { Bench } from './verify-bench.ts';
import type { ChainFound } from './verify-chain.ts';
import { isStrict, keySet, pressKeys } from './verify-strict.ts';
import type { KeySet } from './verify-strict.ts';
import type { LogFound } from './verify-log.ts';
import { isOlderTile } from './verify-log.ts';
import { recordsOf } from './verify-tree.ts';

/** What an export and a push keep beside an edition: a list of what was written, and a mark. No reader is led to them. */
const BESIDE: readonly string[] = ['.longwave-export', '.longwave-mirror'];

/**
 * Looks at every file that no step has looked at yet. Signatures, records and objects of editions that are kept for
 * readers in the middle of an update may stand there; they are checked as such. Nothing else may.
 */
export async function checkExtra(
  bench: Bench,
  chain: ChainFound,
  log: LogFound | null,
  options: { treeIsWhole: boolean },
): Promise<void> {
  const objects = new Set<string>();
  const metadata: string[] = [];
  const reason = options.treeIsWhole ? 'extra' : 'unproven';
  for await (const path of bench.source.list?.() ?? []) {
    bench.signal?.throwIfAborted();
    if (BESIDE.includes(path) || (await bench.wasExpected(path))) continue;
    if (path.endsWith('/')) {
      bench.blame(path, 'unproven');
      continue;
    }
    const reserved = readReserved(path);
    if (reserved?.kind === 'object') objects.add(reserved.sha256);
    else if (reserved?.kind === 'file') metadata.push(path);
    else if (reserved?.kind === 'tile' && log !== null) {
      if (!(await isOlderTile(bench, path, reserved, log))) bench.blame(path, 'extra');
    } else bench.blame(path, path.startsWith('edition/') && log === null ? 'unproven' : reason);
  }
  await checkMetadata(bench, metadata, chain, log);
  await checkObjects(bench, objects, log, options.treeIsWhole);
}

async function checkMetadata(
  bench: Bench,
  paths: readonly string[],
  chain: ChainFound,
  log: LogFound | null,
): Promise<void> {
  const older = await olderTargets(bench, paths, chain);
  for (const path of paths) {
    if (path.startsWith(TARGETS_FOLDER)) {
      const named = path.slice(TARGETS_FOLDER.length, TARGETS_FOLDER.length + 64);
      const found = await bench.digest(path, RECORD_LIMIT);
      const known = log?.editions.some(({ record }) => record === named) === true;
      if (!known) bench.blame(path, log === null ? 'unproven' : 'extra');
      else if (found === null || found === 'changed' || found.sha256 !== named) bench.blame(path, 'changed');
      continue;
    }
    const [, version, role] =
      /^(\d+)\.(targets|snapshot|press)\.json$/.exec(path.slice(TUF_FOLDER.length)) ?? [];
    if (version === undefined || role === undefined) {
      bench.blame(path, 'extra');
      continue;
    }
    const sets: KeySet[] =
      role === PRESS_ROLE
        ? pressKeys([chain.targets, ...older])
        : chain.roots.map((root) => keySet(root, role === 'snapshot' ? 'snapshot' : 'targets'));
    if (!(await isOlderFile(bench, path, { role, version: Number(version), sets, chain })))
      bench.blame(path, 'changed');
  }
}

/** Targets that came before the present ones: their keys of the press signed the editions of their time. */
async function olderTargets(bench: Bench, paths: readonly string[], chain: ChainFound): Promise<Targets[]> {
  const sets = chain.roots.map((root) => keySet(root, 'targets'));
  const found: Targets[] = [];
  for (const path of paths) {
    if (!/\/\d+\.targets\.json$/.test(path)) continue;
    const bytes = await bench.peek(path, LIMITS.targets);
    if (!(bytes instanceof Uint8Array) || !(await isStrict(bytes, 'targets', sets))) continue;
    try {
      found.push((await parseTargets(bytes, 'targets')).signed);
    } catch (error) {
      if (!(error instanceof TufError)) throw error;
    }
  }
  return found;
}

async function isOlderFile(
  bench: Bench,
  path: string,
  file: { role: string; version: number; sets: readonly KeySet[]; chain: ChainFound },
): Promise<boolean> {
  const { role, version, sets, chain } = file;
  const bytes = await bench.peek(path, LIMITS.targets);
  if (!(bytes instanceof Uint8Array) || !(await isStrict(bytes, role, sets))) return false;
  const type = role === 'snapshot' ? 'snapshot' : 'targets';
  const { signed } = parseMetadata(bytes, role, type, readCommon);
  const { snapshot, timestamp } = chain.trust.trusted;
  const newest =
    role === 'snapshot' ? timestamp?.meta['snapshot.json'].version : snapshot?.meta[`${role}.json`]?.version;
  return signed.version === version && newest !== undefined && version < newest;
}

/** What stands under its hash has to be a part of this edition or, by way of the log, of one before it. */
async function checkObjects(
  bench: Bench,
  names: Set<string>,
  log: LogFound | null,
  treeIsWhole: boolean,
): Promise<void> {
  for (const name of names) {
    bench.signal?.throwIfAborted();
    const found = await bench.digest(objectPath(name), READER_LIMITS.file);
    if (found !== null && found !== 'changed' && found.sha256 === name) {
      if (bench.seen.has(fromHex(name))) names.delete(name);
      continue;
    }
    bench.blame(objectPath(name), 'changed');
    names.delete(name);
  }
  for (const { tree } of log?.editions.toReversed() ?? []) {
    if (names.size === 0) break;
    await followOld(bench, names, fromHex(tree));
  }
  for (const name of names) bench.blame(objectPath(name), treeIsWhole && log !== null ? 'extra' : 'unproven');
}

/** Takes out what an old tree leads to. What was deleted of it since is not looked for. */
async function followOld(bench: Bench, names: Set<string>, root: Uint8Array): Promise<void> {
  const waiting: { hash: Uint8Array; kind: 'node' | 'unit' }[] = [{ hash: root, kind: 'node' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const name = toHex(next.hash);
    // A part of this edition leads to nothing else; of one that is gone nothing is known.
    if (!names.delete(name)) continue;
    bench.seen.add(next.hash);
    const limit = next.kind === 'node' ? READER_LIMITS.node : READER_LIMITS.unit;
    const bytes = await bench.peek(objectPath(name), limit);
    if (!(bytes instanceof Uint8Array)) continue;
    waiting.push(...(next.kind === 'node' ? below(bytes) : []));
    if (next.kind === 'unit') for (const object of objectsOf(bytes)) names.delete(object);
  }
}

function below(bytes: Uint8Array): { hash: Uint8Array; kind: 'node' | 'unit' }[] {
  try {
    const node = decodeNode(bytes);
    if (node.kind === 'leaf')
      return [...recordsOf(node.records)].map(({ hash }) => ({ hash, kind: 'unit' as const }));
    return node.children.flatMap((hash) => (hash === null ? [] : [{ hash, kind: 'node' as const }]));
  } catch (error) {
    if (error instanceof EditionError) return [];
    throw error;
  }
}

function objectsOf(bytes: Uint8Array): string[] {
  try {
    return decodeUnit(bytes).files.map(({ object }) => object);
  } catch (error) {
    if (error instanceof EditionError) return [];
    throw error;
  }
}
