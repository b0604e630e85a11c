import { KEY_BYTES } from './node.ts';
import { findEntry, READER_LIMITS, readPart } from './follow-path.ts';
import type { Ask, Known } from './follow-path.ts';
import { fromHex, toHex } from './bytes.ts';
import { EditionError } from './error.ts';
import { nodePath, objectPath, unitPath } from './layout.ts';
import { decodeNode } from './node.ts';
import type { EditionRecord } from './record.ts';
import { decodeUnit } from './unit.ts';
import type { FileEntry } from './unit.ts';
import type { Bench } from './verify-bench.ts';
import { eachOf } from './verify-bench.ts';
import { compareFile, folderOf, recordsOf } from './verify-tree.ts';

/** Some files of an edition: those of some paths, or those of some units that chance picks. */
export type Part =
  | { paths: readonly string[] }
  /** `random` gives numbers from 0 up to 1. The files at `paths` are compared besides, where the edition has them. */
  | { units: number; random: () => number; paths?: readonly string[] };

export type PartReport = {
  /** Files that were compared. */
  files: number;
  /** Whether the edition has none at one of the paths. */
  absent: boolean;
};

/** Compares some files, each proven from the tree. */
export async function checkPart(
  bench: Bench,
  record: EditionRecord,
  part: Part,
  progress: (done: number, total: number) => void,
): Promise<PartReport> {
  const known: Known = new Map();
  const ask: Ask = async (path, limit) => {
    bench.signal?.throwIfAborted();
    const bytes = await bench.peek(path, limit);
    return bytes instanceof Uint8Array ? bytes : null;
  };
  const report: PartReport = { files: 0, absent: false };
  const picked = 'units' in part;
  const paths = part.paths ?? [];
  const total = paths.length + (picked ? part.units : 0);
  const compare = async (entries: readonly FileEntry[]): Promise<void> => {
    for (const entry of entries) await compareFile(bench, entry, !picked);
    report.files += entries.length;
    progress(report.files, total);
  };
  await eachOf(paths, async (path) => {
    const entries = await found(bench, path, () => entriesAt(bench, path, { record, ask, known }));
    if (entries === 'absent') report.absent ||= !picked;
    else await compare(entries);
  });
  if (picked) {
    const picks = Array.from({ length: Math.min(part.units, record.units) }, () => pickPlace(part.random));
    await eachOf(picks, async (place) => {
      const entries = await found(bench, unitPath(place), () => unitNear(record, place, ask, known));
      if (entries !== 'absent') await compare(entries);
    });
  }
  return report;
}

/** The file of a path; for a folder's address without its slash, the page that hosts show there. */
async function entriesAt(
  bench: Bench,
  path: string,
  { record, ask, known }: { record: EditionRecord; ask: Ask; known: Known },
): Promise<FileEntry[] | null> {
  const entry = await findEntry(record, path, ask, known);
  if (entry !== null) return [entry];
  if (bench.source.opened === undefined || folderOf(path) !== null) return null;
  const page = await findEntry(record, `${path}/index.html`, ask, known);
  if (page === null || (await bench.digest(path, READER_LIMITS.page)) === null) return null;
  await bench.compare(path, page.size, page.raw);
  return [page];
}

async function found(
  bench: Bench,
  path: string,
  find: () => Promise<readonly FileEntry[] | null>,
): Promise<readonly FileEntry[] | 'absent'> {
  try {
    const entries = await find();
    if (entries !== null) return entries;
    // What stands there all the same was added.
    await blameExtra(bench, path);
    return 'absent';
  } catch (error) {
    if (!(error instanceof EditionError)) throw error;
    // No file of any edition can stand there, so that nothing is asked for either.
    if (error.code === 'bad_path') return 'absent';
    bench.blame(path, error.code === 'missing' ? 'missing' : 'changed');
    return [];
  }
}

/** Names what stands at a path that the edition has no file for, also at the address of its folder. */
export async function blameExtra(bench: Bench, path: string): Promise<void> {
  if ((await bench.digest(path, READER_LIMITS.file)) !== null) bench.blame(path, 'extra');
  const folder = folderOf(path);
  if (folder === null || (await bench.opened(folder, READER_LIMITS.file)) === null) return;
  bench.blame(folder === '' ? '/' : folder, 'extra');
}

const pickPlace = (random: () => number): Uint8Array =>
  Uint8Array.from({ length: KEY_BYTES }, () => Math.floor(random() * 256));

/** The files of the unit whose place comes next after one, in the leaf that the place leads to or lies nearest. */
async function unitNear(
  record: EditionRecord,
  place: Uint8Array,
  ask: Ask,
  known: Known,
): Promise<readonly FileEntry[]> {
  let hash = fromHex(record.tree);
  const way = Uint8Array.from(place);
  for (let depth = 0; ; depth++) {
    const node = decodeNode(await readPart(hash, nodePath(way, depth), READER_LIMITS.node, ask, known));
    if (node.kind === 'leaf') {
      const records = [...recordsOf(node.records)];
      const pick = records[(place.at(-1) ?? 0) % Math.max(1, records.length)];
      if (pick === undefined) return [];
      const address = pick.first ? unitPath(pick.place) : objectPath(toHex(pick.hash));
      return decodeUnit(await readPart(pick.hash, address, READER_LIMITS.unit, ask, known)).files;
    }
    const wanted = depth % 2 === 0 ? (way[depth >> 1] ?? 0) >> 4 : (way[depth >> 1] ?? 0) & 15;
    for (let turn = 0; turn < 16; turn++) {
      const nibble = (wanted + turn) % 16;
      const child = node.children[nibble] ?? null;
      if (child === null) continue;
      const byte = way[depth >> 1] ?? 0;
      way[depth >> 1] = depth % 2 === 0 ? (nibble << 4) | (byte & 15) : (byte & 0xf0) | nibble;
      hash = child;
      break;
    }
  }
}
