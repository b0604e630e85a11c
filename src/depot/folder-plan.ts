import {
  BUNDLE_PATH,
  changePath,
  CHECKPOINT_PATH,
  comparePaths,
  fromHex,
  nodePath,
  objectPath,
  TILE_HASHES,
  tilePath,
  TIMESTAMP_PATH,
  unitPath,
} from '#edition';
import type { FileEntry } from '#edition';
import type { HeadFile } from './head.ts';
import { EditionLog } from './log.ts';
import type { Part } from './nodes.ts';
import { differences, partsOf } from './nodes.ts';
import { sha256Hex } from './pack-format.ts';
import { typeOfReserved } from './reserved.ts';
import type { Shelf } from './shelf.ts';

/** Steps of a push, in their order: all of one stand before the first of the next; see docs/EDITION.md. */
export const STEPS = [
  'object',
  'page',
  'part',
  'log',
  'signed',
  'checkpoint',
  'bundle',
  'timestamp',
] as const;
export type Step = (typeof STEPS)[number];

/**
 * A file of an edition as a plain folder: where it stands, and how to get its bytes. Hash and size are theirs, `type` is
 * what a server should call it.
 */
export type FolderFile = { path: string; hash: string; size: number; step: Step; type: string } & (
  { kind: 'stored'; object: string; unpack: boolean } | { kind: 'made'; make: () => Buffer }
);

/**
 * Every file of the current edition as a plain folder, in the order in which a folder that somebody reads meanwhile has
 * to get them: what stands under its hash, then the pages, then what leads to them, the timestamp last. At any moment,
 * readers who check see the old edition whole or the new one.
 */
export function planFolder(shelf: Shelf): FolderFile[] {
  const { file } = shelf;
  if (file === null) return [];
  const parts = [...partsOf(shelf.source, fromHex(file.head.root))];
  const entries = parts.flatMap((part) => (part.kind === 'unit' ? part.files : []));
  entries.sort((a, b) => comparePaths(a.path, b.path));
  const pages = entries.map(pageFile);
  if (file.signed.length === 0) return pages;
  const signed = file.signed.map(signedFile);
  return [
    ...byHash(shelf, file, entries),
    ...pages,
    ...byPath(shelf, parts),
    ...logFiles(shelf, file.log.size),
    ...inLastOrder(signed),
  ];
}

/** What is signed, the files that lead to all others last. */
export function inLastOrder(signed: readonly FolderFile[]): FolderFile[] {
  const last = [...LAST.keys()];
  return [
    ...signed.filter(({ path }) => !last.includes(path)),
    ...last.flatMap((path) => signed.filter((one) => one.path === path)),
  ];
}

const LAST = new Map<string, Step>([
  [CHECKPOINT_PATH, 'checkpoint'],
  [BUNDLE_PATH, 'bundle'],
  [TIMESTAMP_PATH, 'timestamp'],
]);

export const signedFile = ({ path, hash, bytes }: HeadFile['signed'][number]): FolderFile =>
  storedFile(LAST.get(path) ?? 'signed', path, hash, bytes);

export const pageFile = (entry: FileEntry): FolderFile => ({
  kind: 'stored',
  step: 'page',
  type: entry.type,
  path: entry.path,
  hash: entry.raw,
  size: entry.size,
  object: entry.object,
  unpack: entry.gzip,
});

export const storedFile = (step: Step, path: string, hash: string, size: number): FolderFile => ({
  kind: 'stored',
  step,
  type: typeOfReserved(path),
  path,
  hash,
  size,
  object: hash,
  unpack: false,
});

/**
 * What readers ask for by its hash: the packed texts of this edition, and whatever tells the kept editions apart. What
 * is in all of them is found under its path.
 */
function byHash(shelf: Shelf, file: HeadFile, entries: readonly FileEntry[]): FolderFile[] {
  const sizes = new Map<string, number>();
  // What a file of this edition holds is given whoever else had it.
  for (const entry of entries) if (entry.gzip) sizes.set(entry.object, entry.stored);
  const { texts, others } = olderObjects(shelf, file);
  for (const [hash, size] of [...others, ...texts]) if (!sizes.has(hash)) sizes.set(hash, size);
  return objectFiles(sizes);
}

/** Files that stand under their hash, in order of their paths. */
export const objectFiles = (sizes: ReadonlyMap<string, number>): FolderFile[] =>
  [...sizes]
    .map(([hash, size]) => storedFile('object', objectPath(hash), hash, size))
    .sort((a, b) => comparePaths(a.path, b.path));

/** Hashes with their lengths: packed texts, and all else, which is nodes, units and files without gzip. */
export type Older = { texts: Map<string, number>; others: Map<string, number> };

/** What tells the kept editions apart: each against the one after it, so that a reader in between finds either. */
export function olderObjects(shelf: Shelf, file: HeadFile): Older {
  const found: Older = { texts: new Map(), others: new Map() };
  const recalled = new Set(file.recalled);
  const add = (to: Map<string, number>, hash: string): void => {
    const size = recalled.has(hash) || to.has(hash) ? null : shelf.sizeOf(hash);
    if (size !== null) to.set(hash, size);
  };
  const roots = [file.head, ...file.kept].map(({ root }) => fromHex(root));
  for (const [at, older] of roots.entries()) {
    const newer = roots[at - 1];
    if (newer === undefined) continue;
    const differing = differences(shelf.source, newer, older);
    for (const hash of differing) add(found.others, hash);
    for (const part of partsOf(shelf.source, older, (hash) => !differing.has(hash))) {
      if (part.kind !== 'unit') continue;
      for (const one of part.files) add(one.gzip ? found.texts : found.others, one.object);
    }
  }
  return found;
}

export function byPath(shelf: Shelf, parts: readonly Part[]): FolderFile[] {
  const files = new Map<string, FolderFile>();
  for (const part of parts) {
    const path = partPath(part);
    // Of units that share a place, the first has the path.
    if (!files.has(path)) files.set(path, storedFile('part', path, part.hash, shelf.sizeOf(part.hash) ?? 0));
  }
  // From the leaves to the root, so that what a node names is there before it.
  return [...files.values()].reverse();
}

const partPath = (part: Part): string =>
  part.kind === 'node' ? nodePath(placeOf(part.prefix), part.prefix.length) : unitPath(part.place);

const placeOf = (prefix: string): Uint8Array => fromHex(prefix.padEnd(16, '0'));

/**
 * The log in tiles, with the changes that its entries name.
 *
 * @param since size of the log at which all that a longer one still has is there already
 */
export function logFiles(shelf: Shelf, size: number, since = 0): FolderFile[] {
  const log = new EditionLog(shelf.folder, size);
  const there = new Set(tilePaths(since));
  const files: FolderFile[] = [];
  // Read again when they are written: together they may be larger than the memory.
  const add = (path: string, make: () => Buffer): void => {
    if (there.has(path)) return;
    const bytes = make();
    files.push({
      kind: 'made',
      step: 'log',
      type: typeOfReserved(path),
      path,
      hash: sha256Hex(bytes),
      size: bytes.length,
      make,
    });
  };
  for (let entry = since; entry < size; entry++) {
    if (log.entry(entry).change.length > 0) add(changePath(entry), () => log.entry(entry).change);
  }
  for (const { level, index, width } of tilesOfLog(size)) {
    const make = (): Buffer =>
      level === 'entries' ? log.records(index, width) : log.tile(level, index, width);
    add(tilePath(level, index, width), make);
  }
  return files;
}

export const tilePaths = (size: number): string[] =>
  tilesOfLog(size).map(({ level, index, width }) => tilePath(level, index, width));

type Tile = { level: number | 'entries'; index: number; width: number };

function tilesOfLog(size: number): Tile[] {
  const tiles: Tile[] = tilesOf(size).map((tile) => ({ level: 'entries', ...tile }));
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_HASHES)) {
    for (const tile of tilesOf(hashes)) tiles.push({ level, ...tile });
  }
  return tiles;
}

/** The tiles that some hashes fill, the last one in part. */
function tilesOf(hashes: number): { index: number; width: number }[] {
  const count = Math.ceil(hashes / TILE_HASHES);
  return Array.from({ length: count }, (_, index) => ({
    index,
    width: Math.min(TILE_HASHES, hashes - index * TILE_HASHES),
  }));
}
