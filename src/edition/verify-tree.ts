import { compareBytes, fromHex, toHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { READER_LIMITS } from './follow-path.ts';
import { nodePath, objectPath, unitPath } from './layout.ts';
import { decodeNode, KEY_BYTES, RECORD_BYTES } from './node.ts';
import type { EditionRecord } from './record.ts';
import { decodeUnit } from './unit.ts';
import type { FileEntry, Unit } from './unit.ts';
import type { Bench } from './verify-bench.ts';
import { eachOf } from './verify-bench.ts';

export type TreeReport = {
  files: number;
  /** False where a part of the tree was not to be had, so that nothing is known of what it leads to. */
  whole: boolean;
};

/** Compares every file of an edition with its tree: nodes, units, objects, pages. */
export async function checkTree(
  bench: Bench,
  record: EditionRecord,
  progress: (done: number, total: number) => void,
): Promise<TreeReport> {
  const report: TreeReport = { files: 0, whole: true };
  await eachOf(leaves(bench, fromHex(record.tree), report), async ({ place, hash, first }) => {
    const unit = await readUnit(bench, place, hash, first);
    if (unit === null) {
      report.whole = false;
      return;
    }
    for (const file of unit.files) {
      await compareFile(bench, file);
      report.files += 1;
    }
    progress(report.files, record.files);
  });
  return report;
}

/**
 * Compares what readers get of one file, in both its forms.
 *
 * @param named whether somebody asked for this very file, so that its folder's address has to show it
 */
export async function compareFile(bench: Bench, file: FileEntry, named = false): Promise<void> {
  const { redirect } = file;
  // A host that sends on by itself never shows the page that does it for hosts that cannot.
  if (redirect !== undefined && (await bench.source.sendsOn?.(file.path)) === redirect)
    await bench.expect(file.path);
  else await bench.compare(file.path, file.size, file.raw);
  const folder = folderOf(file.path);
  if (folder !== null && bench.source.opened !== undefined) {
    const onward = redirect === undefined ? null : await bench.source.sendsOn?.(folder);
    if (redirect === undefined || onward !== redirect) await bench.compareOpened(folder, file, named);
  }
  if (file.gzip) await bench.compareObject(file.object, file.stored);
  else bench.seen.add(fromHex(file.object));
}

/** The folder at whose address hosts show a file; null for files that are opened by their own alone. */
export const folderOf = (path: string): string | null =>
  path === 'index.html' || path.endsWith('/index.html') ? path.slice(0, -'index.html'.length) : null;

type LeafRecord = { place: Uint8Array; hash: Uint8Array; first: boolean };

/** The records of a tree, from its nodes by path; by hash where another stands there. */
export async function* leaves(
  bench: Bench,
  root: Uint8Array,
  report: TreeReport,
): AsyncGenerator<LeafRecord> {
  const waiting = [{ hash: root, depth: 0, place: new Uint8Array(KEY_BYTES) }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { hash, depth, place } = next;
    const path = nodePath(place, depth);
    const bytes = await readPart(bench, path, hash, READER_LIMITS.node);
    const node = bytes === null ? null : decoded(bench, path, () => decodeNode(bytes));
    if (node === null) {
      report.whole = false;
      continue;
    }
    if (node.kind === 'leaf') {
      yield* recordsOf(node.records);
      continue;
    }
    for (const [nibble, child] of node.children.entries()) {
      if (child === null) continue;
      const below = Uint8Array.from(place);
      below[depth >> 1] = (below[depth >> 1] ?? 0) | (depth % 2 === 0 ? nibble << 4 : nibble);
      waiting.push({ hash: child, depth: depth + 1, place: below });
    }
  }
}

export function* recordsOf(records: Uint8Array): Generator<LeafRecord> {
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    const place = records.subarray(at, at + KEY_BYTES);
    // Of units that share a place, the first has the path.
    const first = at === 0 || compareBytes(records, records, KEY_BYTES, at - RECORD_BYTES, at) !== 0;
    yield { place, hash: records.subarray(at + KEY_BYTES, at + RECORD_BYTES), first };
  }
}

export async function readUnit(
  bench: Bench,
  place: Uint8Array,
  hash: Uint8Array,
  first: boolean,
): Promise<Unit | null> {
  const path = first ? unitPath(place) : objectPath(toHex(hash));
  const bytes = await readPart(bench, path, hash, READER_LIMITS.unit);
  const unit = bytes === null ? null : decoded(bench, path, () => decodeUnit(bytes));
  if (unit === null) return null;
  const own = (await bench.hash(toUtf8(unit.key))).subarray(0, KEY_BYTES);
  if (compareBytes(own, place, KEY_BYTES) === 0) return unit;
  bench.blame(path, 'changed');
  return null;
}

/** A part of the tree that has a hash: from its own place, which it is blamed for, else from under its hash. */
async function readPart(
  bench: Bench,
  path: string,
  hash: Uint8Array,
  limit: number,
): Promise<Uint8Array | null> {
  bench.seen.add(hash);
  const bytes = await bench.read(path, limit);
  if (bytes instanceof Uint8Array && compareBytes(await bench.hash(bytes), hash) === 0) return bytes;
  bench.blame(path, bytes === 'missing' ? 'missing' : 'changed');
  const other = await bench.peek(objectPath(toHex(hash)), limit);
  return other instanceof Uint8Array && compareBytes(await bench.hash(other), hash) === 0 ? other : null;
}

/** What the press signed but never should have written is no part of an edition. */
function decoded<T>(bench: Bench, path: string, decode: () => T): T | null {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof EditionError)) throw error;
    bench.blame(path, 'changed');
    return null;
  }
}
