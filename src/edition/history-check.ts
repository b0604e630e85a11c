import { equalBytes, fromHex, toHex } from './bytes.ts';
import type { EditionChange } from './change.ts';
import { EditionError } from './error.ts';
import type { Sha256 } from './hash.ts';
import { readChange, readEntries } from './history.ts';
import type { HistorySource, LoggedEdition, OpenedLog } from './history.ts';
import { nodePath, tilePath } from './layout.ts';
import { appendLeaf, EMPTY_LOG, leafInput, logRoot, parentInput, TILE_HASHES } from './log.ts';
import { decodeNode, KEY_BYTES, LEAF_UNITS, nibble, RECORD_BYTES } from './node.ts';
import type { Records } from './node.ts';
import { updateTree } from './tree.ts';
import type { TreeStore } from './tree.ts';

export type HistoryProblem = {
  /** Number of the edition, or null for the log as a whole. */
  edition: number | null;
  problem:
    /** The record does not name the one before it. */
    | 'previous'
    /** Its number is not higher. */
    | 'number'
    | 'change_missing'
    /** The change is not the one that the record names. */
    | 'change_differs'
    /** The change does not lead from the tree before it to its own. */
    | 'tree'
    /** The nodes of the present tree are not there, so that no change could be followed. */
    | 'tree_missing'
    /** The entries do not have the root that the checkpoint says. */
    | 'root'
    | 'tile'
    /** An entry cannot be read. */
    | 'entries'
    /** No key that is known here signed the checkpoint. */
    | 'unsigned';
};

export type HistoryReport = {
  size: number;
  /** Editions whose change was followed from tree to tree. */
  followed: number;
  /** Editions that do not come from the one before them in the log, so that there is no change to follow. */
  apart: number;
  problems: HistoryProblem[];
};

export type CheckHistoryOptions = {
  source: HistorySource;
  log: OpenedLog;
  sha256: Sha256;
  progress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/** Checks a whole log: its records one after the other, its root and tiles, and each change against the trees. */
export async function checkHistory(options: CheckHistoryOptions): Promise<HistoryReport> {
  const { source, log, sha256 } = options;
  const report: HistoryReport = { size: log.size, followed: 0, apart: 0, problems: [] };
  if (log.signedBy === null) report.problems.push({ edition: null, problem: 'unsigned' });
  const editions = await checkRecords(options, report);
  if (editions === null) return report;
  const leaves = editions.map(({ bytes }) => sha256(leafInput(bytes)));
  const state = leaves.reduce((before, leaf) => appendLeaf(before, leaf, sha256), EMPTY_LOG);
  if (!equalBytes(logRoot(state, sha256), log.note.checkpoint.root))
    report.problems.push({ edition: null, problem: 'root' });
  if (!(await tilesAgree(source, leaves, sha256))) report.problems.push({ edition: null, problem: 'tile' });
  await followTrees(options, editions, report);
  return report;
}

async function checkRecords(
  { source, log, sha256, signal }: CheckHistoryOptions,
  report: HistoryReport,
): Promise<LoggedEdition[] | null> {
  const editions: LoggedEdition[] = [];
  const blame = (edition: number | null, problem: HistoryProblem['problem']): void =>
    void report.problems.push({ edition, problem });
  try {
    for await (const edition of readEntries(source, log.size)) {
      signal?.throwIfAborted();
      const before = editions.at(-1);
      const { number, previous } = edition.record;
      if (previous !== (before === undefined ? null : toHex(sha256(before.bytes)))) blame(number, 'previous');
      if (before !== undefined && number <= before.record.number) blame(number, 'number');
      editions.push(edition);
    }
  } catch (error) {
    if (!(error instanceof EditionError)) throw error;
    blame(null, 'entries');
    return null;
  }
  return editions;
}

/** Whether each tile that stands there holds the hashes that follow from the entries. */
async function tilesAgree(
  source: HistorySource,
  leaves: readonly Uint8Array[],
  sha256: Sha256,
): Promise<boolean> {
  let hashes = [...leaves];
  for (let level = 0; hashes.length > 0; level++) {
    const above: Uint8Array[] = [];
    for (let start = 0; start < hashes.length; start += TILE_HASHES) {
      const part = hashes.slice(start, start + TILE_HASHES);
      const path = tilePath(level, start / TILE_HASHES, part.length);
      const tile = await source.read(path, part.length * 32);
      const same =
        tile !== null &&
        tile.length === part.length * 32 &&
        part.every((hash, at) => equalBytes(hash, tile.subarray(at * 32, at * 32 + 32)));
      if (!same) return false;
      if (part.length === TILE_HASHES) above.push(fullRoot(part, sha256));
    }
    hashes = above;
  }
  return true;
}

function fullRoot(hashes: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const [left, right] = hashes;
  if (hashes.length === 1 && left !== undefined) return left;
  if (hashes.length === 2 && left !== undefined && right !== undefined)
    return sha256(parentInput(left, right));
  const half = hashes.length / 2;
  return sha256(parentInput(fullRoot(hashes.slice(0, half), sha256), fullRoot(hashes.slice(half), sha256)));
}

/** Goes back from the present tree: each change undone has to give the tree of the edition before it. */
async function followTrees(
  options: CheckHistoryOptions,
  editions: readonly LoggedEdition[],
  report: HistoryReport,
): Promise<void> {
  const { source, sha256, progress, signal } = options;
  const newest = editions.at(-1);
  if (newest === undefined) return;
  const changes = new Map<number, EditionChange>();
  for (const [at, edition] of editions.entries()) {
    signal?.throwIfAborted();
    progress?.(at, editions.length);
    const { number, change: named } = edition.record;
    if (named === null) continue;
    const found = await changeOr(source, edition);
    if (found === null) report.problems.push({ edition: number, problem: 'change_missing' });
    else if (found === 'differs' || toHex(sha256(found.bytes)) !== named)
      report.problems.push({ edition: number, problem: 'change_differs' });
    else changes.set(edition.entry, found.change);
  }
  progress?.(editions.length, editions.length);
  const store = await presentTree(source, sha256, newest, [...changes.values()]);
  if (store === null) {
    report.problems.push({ edition: newest.record.number, problem: 'tree_missing' });
    return;
  }
  // Before an edition that stands apart, another tree stood: from there on nothing can be followed.
  for (let at = editions.length - 1; at > 0; at--) {
    const [edition, before] = [editions[at], editions[at - 1]];
    const change = edition === undefined ? undefined : changes.get(edition.entry);
    if (edition === undefined || before === undefined || change === undefined) {
      report.apart += editions.slice(1).filter(({ record }) => record.change === null).length;
      return;
    }
    if (!leadsBack(store, edition, before, change)) {
      report.problems.push({ edition: edition.record.number, problem: 'tree' });
      return;
    }
    report.followed += 1;
  }
}

async function changeOr(source: HistorySource, edition: LoggedEdition) {
  try {
    return await readChange(source, edition);
  } catch (error) {
    if (error instanceof EditionError) return 'differs' as const;
    throw error;
  }
}

function leadsBack(
  store: TreeStore,
  edition: LoggedEdition,
  before: LoggedEdition,
  { removed, added }: EditionChange,
): boolean {
  try {
    const root = updateTree(store, fromHex(edition.record.tree), { remove: added, add: removed });
    return toHex(root) === before.record.tree;
  } catch (error) {
    if (error instanceof EditionError) return false;
    throw error;
  }
}

/** The nodes of the present tree that the changes touch, by their hash; null where one of them is not there. */
async function presentTree(
  source: HistorySource,
  sha256: Sha256,
  newest: LoggedEdition,
  changes: readonly EditionChange[],
): Promise<TreeStore | null> {
  const nodes = new Map<string, Uint8Array>();
  const all = changes.flatMap(({ removed, added }) => [removed, added]);
  const most = all.reduce((sum, records) => sum + records.length / RECORD_BYTES, 0);
  const load = async (hash: Uint8Array, prefix: string, places: readonly Uint8Array[]): Promise<boolean> => {
    const way = fromHex(prefix.padEnd(KEY_BYTES * 2, '0'));
    const bytes = await source.read(nodePath(way, prefix.length), 4096);
    if (bytes === null || !equalBytes(sha256(bytes), hash)) return false;
    nodes.set(toHex(hash), bytes);
    const node = decodeNode(bytes);
    if (node.kind === 'leaf') return true;
    // A branch that was small enough to be a leaf once is put together from all that is below it.
    const whole = node.units <= LEAF_UNITS + most;
    for (const [at, child] of node.children.entries()) {
      if (child === null) continue;
      const below = places.filter((place) => nibble(place, prefix.length) === at);
      if (!whole && below.length === 0) continue;
      if (!(await load(child, prefix + at.toString(16), below))) return false;
    }
    return true;
  };
  if (!(await load(fromHex(newest.record.tree), '', all.flatMap(placesIn)))) return null;
  return {
    sha256,
    read: (hash) => {
      const bytes = nodes.get(toHex(hash));
      if (bytes === undefined) throw new EditionError('missing', `The tree lacks the node ${toHex(hash)}`);
      return bytes;
    },
    write: (hash, bytes) => void nodes.set(toHex(hash), bytes),
  };
}

function placesIn(records: Records): Uint8Array[] {
  const places: Uint8Array[] = [];
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    places.push(records.subarray(at, at + KEY_BYTES));
  }
  return places;
}
