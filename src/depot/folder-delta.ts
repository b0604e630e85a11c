import { fromHex, objectPath, toHex } from '#edition';
import type { FileEntry } from '#edition';
import {
  byPath,
  inLastOrder,
  logFiles,
  objectFiles,
  olderObjects,
  pageFile,
  signedFile,
  tilePaths,
} from './folder-plan.ts';
import type { FolderFile, Older } from './folder-plan.ts';
import type { HeadFile } from './head.ts';
import { EditionLog } from './log.ts';
import { differences, partsOf } from './nodes.ts';
import type { Part } from './nodes.ts';
import type { Shelf } from './shelf.ts';

/**
 * What a folder holds that has an edition whole, as far as the plan for a later edition has to know it. It may be kept
 * as JSON. Hashes are hexadecimal.
 */
export type FolderState = {
  edition: number;
  root: string;
  /** Size of the log, and the hash of its last leaf. */
  log: number;
  leaf: string;
  /** Hash by path. */
  signed: Record<string, string>;
  /** What stands under its hash and is not of the edition itself: packed texts, and nodes, units and binaries. */
  texts: string[];
  others: string[];
};

export type FolderDelta = {
  /** What has to be written, in the order of a push. */
  files: readonly FolderFile[];
  /** What stood at these paths; null where something may have stood, with the same bytes. */
  before: ReadonlyMap<string, { hash: string; size: number } | null>;
  /** Paths that the edition no longer has. */
  gone: readonly string[];
  /** The folder once all this was done. */
  state: FolderState;
};

/** What a folder holds that has the current edition; null where nobody signed that. */
export function stateOf({ folder }: Shelf, file: HeadFile, older: Older): FolderState | null {
  const { head, log, signed } = file;
  if (signed.length === 0 || log.size === 0) return null;
  return {
    edition: head.edition,
    root: head.root,
    log: log.size,
    leaf: leafAt(folder, log.size),
    signed: Object.fromEntries(signed.map(({ path, hash }) => [path, hash])),
    texts: [...older.texts.keys()],
    others: [...older.others.keys()],
  };
}

/**
 * How the folder of an earlier edition becomes that of the current one, worked out from what differs between the two
 * trees alone. Packed texts of editions that are no longer kept stay: whether another file holds the same bytes, only a
 * walk through the whole tree could tell.
 *
 * @returns null where the whole plan is needed: the earlier edition is no longer kept, as after a withdrawal, or
 *   something that went was recalled
 */
export function planDelta(shelf: Shelf, since: FolderState): FolderDelta | null {
  const { file, folder } = shelf;
  if (file === null || !isEarlier(folder, file, since)) return null;
  const older = olderObjects(shelf, file);
  const state = stateOf(shelf, file, older);
  const apart = differences(shelf.source, fromHex(file.head.root), fromHex(since.root));
  const side = (root: string): Side | null =>
    sideOf(shelf, [...partsOf(shelf.source, fromHex(root), (hash) => !apart.has(hash))]);
  const [now, old] = [side(file.head.root), side(since.root)];
  if (state === null || now === null || old === null) return null;

  const before = new Map<string, { hash: string; size: number } | null>();
  for (const { path, hash, size } of [...old.pages.values(), ...old.parts.values()])
    before.set(path, { hash, size });
  const signed = file.signed.map(signedFile);
  for (const [path, hash] of Object.entries(since.signed)) before.set(path, { hash, size: 0 });

  const objects = objectDelta({ now, old, older, since });
  const recalled = new Set(file.recalled);
  if (objects.left.some((hash) => recalled.has(hash))) return null;
  // One that another file of the edition holds as well may stand there.
  for (const hash of objects.wanted.keys()) before.set(objectPath(hash), null);

  const files = [
    ...objectFiles(objects.wanted),
    ...now.pages.values(),
    ...now.parts.values(),
    ...logFiles(shelf, file.log.size, since.log),
    ...inLastOrder(signed),
  ].filter(({ path, hash }) => before.get(path)?.hash !== hash);
  const tiles = new Set(tilePaths(file.log.size));
  const gone = [
    ...[...old.pages.keys()].filter((path) => !now.pages.has(path)),
    ...[...old.parts.keys()].filter((path) => !now.parts.has(path)),
    ...objects.gone.map(objectPath),
    ...tilePaths(since.log).filter((path) => !tiles.has(path)),
    ...Object.keys(since.signed).filter((path) => !signed.some((one) => one.path === path)),
  ];
  return { files, before, gone, state: { ...state, texts: [...new Set([...state.texts, ...objects.left])] } };
}

/** Whether the state is of this very newsroom, and of an edition that is still kept. */
function isEarlier(folder: string, { head, kept, log }: HeadFile, since: FolderState): boolean {
  return (
    [head, ...kept].some(({ edition, root }) => edition === since.edition && root === since.root) &&
    since.log <= log.size &&
    leafAt(folder, since.log) === since.leaf
  );
}

const leafAt = (folder: string, size: number): string =>
  toHex(new EditionLog(folder, size).hashAt(0, size - 1));

/** What only one of two trees has: files by their paths, and the lengths of packed texts by their hashes. */
type Side = {
  pages: Map<string, FolderFile>;
  parts: Map<string, FolderFile>;
  texts: Map<string, number>;
};

/** @returns null where units share a place, and the one that has its path may not be among these */
function sideOf(shelf: Shelf, parts: readonly Part[]): Side | null {
  const units = parts.flatMap((part) => (part.kind === 'unit' ? [part] : []));
  if (units.some(({ isAlone }) => !isAlone)) return null;
  const entries: FileEntry[] = units.flatMap(({ files }) => files);
  return {
    pages: new Map(entries.map((entry) => [entry.path, pageFile(entry)])),
    parts: new Map(byPath(shelf, parts).map((file) => [file.path, file])),
    texts: new Map(entries.flatMap(({ gzip, object, stored }) => (gzip ? [[object, stored] as const] : []))),
  };
}

type Objects = {
  /** Lengths by the hashes of what has to be written. */
  wanted: Map<string, number>;
  gone: string[];
  /** Texts that may have to go, and stay for now. */
  left: string[];
};

function objectDelta({
  now,
  old,
  older,
  since,
}: {
  now: Side;
  old: Side;
  older: Older;
  since: FolderState;
}): Objects {
  const texts = new Map([...now.texts, ...older.texts]);
  const thereTexts = new Set([...since.texts, ...old.texts.keys()]);
  const thereOthers = new Set(since.others);
  return {
    wanted: new Map([
      ...[...texts].filter(([hash]) => !thereTexts.has(hash)),
      ...[...older.others].filter(([hash]) => !thereOthers.has(hash)),
    ]),
    gone: since.others.filter((hash) => !older.others.has(hash) && !texts.has(hash)),
    left: [...thereTexts].filter((hash) => !texts.has(hash)),
  };
}
