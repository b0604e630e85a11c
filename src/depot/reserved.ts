import { fromHex, readReserved, toHex, unitsAt } from '#edition';
import type { FileEntry, Reserved } from '#edition';
import { EditionLog } from './log.ts';
import { childAt } from './nodes.ts';
import type { Shelf } from './shelf.ts';

/** A file below `edition/`: bytes that are stored under their hash, or bytes made for whoever asks. */
export type ReservedFile = { path: string; type: string } & (
  { kind: 'stored'; entry: FileEntry } | { kind: 'made'; bytes: Buffer }
);

const BYTES = 'application/octet-stream';
const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';

/**
 * What stands at a path below `edition/`, or null. An edition that nobody signed has no such files.
 */
export function findReserved(shelf: Shelf, path: string): ReservedFile | null {
  const asked = readReserved(path);
  if (asked === null || shelf.file === null || shelf.file.signed.length === 0) return null;
  if (asked.kind === 'change' || asked.kind === 'tile') return fromLog(shelf, path, asked);
  const hash = hashOf(shelf, asked);
  const size = hash === null ? null : shelf.sizeOf(hash);
  if (hash === null || size === null || shelf.file.recalled.includes(hash)) return null;
  const type = typeOfReserved(path);
  const entry: FileEntry = { path, raw: hash, size, object: hash, stored: size, gzip: false, type };
  return { kind: 'stored', path, type, entry };
}

type FromTree = Exclude<Reserved, FromLog>;
type FromLog = Extract<Reserved, { kind: 'change' | 'tile' }>;

function hashOf(shelf: Shelf, asked: FromTree): string | null {
  const root = fromHex(shelf.file?.head.root ?? '');
  if (asked.kind === 'object') return asked.sha256;
  if (asked.kind === 'file') return shelf.file?.signed.find((file) => file.path === asked.path)?.hash ?? null;
  // Of units that share a place, the first has the path; others are asked for by their hash.
  const [hash] =
    asked.kind === 'node'
      ? [childAt(shelf.source, root, asked.prefix)]
      : unitsAt(shelf.source, root, fromHex(asked.place));
  return hash === undefined || hash === null ? null : toHex(hash);
}

function fromLog(shelf: Shelf, path: string, asked: FromLog): ReservedFile | null {
  const log = new EditionLog(shelf.folder, shelf.file?.log.size ?? 0);
  const made = (bytes: Buffer): ReservedFile => ({ kind: 'made', path, type: BYTES, bytes });
  if (asked.kind === 'change') return asked.entry < log.size ? made(log.entry(asked.entry).change) : null;
  const { level, index, width } = asked;
  if (!log.hasTile(level, index, width)) return null;
  return made(asked.entries ? log.records(index, width) : log.tile(level, index, width));
}

/** The type of a file below `edition/`. */
export const typeOfReserved = (path: string): string =>
  path.endsWith('.json') ? JSON_TYPE : path.endsWith('/checkpoint') ? TEXT : BYTES;
