import { decodeChange } from './change.ts';
import type { EditionChange } from './change.ts';
import { CHECKPOINT_LIMIT, parseNoteKey, readCheckpoint } from './checkpoint.ts';
import { EditionError } from './error.ts';
import { openNote } from './history-note.ts';
import type { Note } from './history-note.ts';
import { changePath, CHECKPOINT_PATH, tilePath } from './layout.ts';
import { TILE_HASHES } from './log.ts';
import { parseRecord, RECORD_LIMIT } from './record.ts';
import type { EditionRecord } from './record.ts';

/** Where a log lies. @throws whatever it likes where it cannot be read, or is longer than the limit */
export type HistorySource = { read: (path: string, limit: number) => Promise<Uint8Array | null> };

/** An entry of the log: the record of an edition. */
export type LoggedEdition = { entry: number; record: EditionRecord; bytes: Uint8Array };

export type OpenedLog = {
  /** The checkpoint as it stands, with the lines of witnesses. */
  bytes: Uint8Array;
  note: Note;
  size: number;
  /** The key that signed it, of those that were given; null where none of them did. */
  signedBy: string | null;
};

/** Bytes that one change may have. */
export const CHANGE_LIMIT = 1_073_741_824;

/**
 * Reads the checkpoint of a log; null where there is none.
 *
 * @param keys that may have signed it, as text; the newest first
 * @throws EditionError `malformed`
 */
export async function openLog(source: HistorySource, keys: readonly string[]): Promise<OpenedLog | null> {
  const bytes = await source.read(CHECKPOINT_PATH, CHECKPOINT_LIMIT);
  if (bytes === null) return null;
  const note = openNote(bytes);
  let signedBy: string | null = null;
  for (const key of keys) {
    try {
      await readCheckpoint(bytes, await parseNoteKey(key));
      signedBy ??= key;
    } catch (error) {
      if (!(error instanceof EditionError) || error.code !== 'bad_signature') throw error;
    }
  }
  return { bytes, note, size: note.checkpoint.size, signedBy };
}

/**
 * The entries of a log from one number on, oldest first, a tile at a time.
 *
 * @throws EditionError `missing`, `malformed`
 */
export async function* readEntries(
  source: HistorySource,
  size: number,
  from = 0,
): AsyncGenerator<LoggedEdition> {
  for (let index = Math.floor(from / TILE_HASHES); index * TILE_HASHES < size; index++) {
    const start = index * TILE_HASHES;
    const width = Math.min(TILE_HASHES, size - start);
    const path = tilePath('entries', index, width);
    const tile = await source.read(path, width * (RECORD_LIMIT + 2));
    if (tile === null) throw new EditionError('missing', `"${path}" is not there; try a mirror`);
    for (const [at, bytes] of recordsIn(tile, width, path).entries()) {
      if (start + at >= from) yield { entry: start + at, record: parseRecord(bytes), bytes };
    }
  }
}

/**
 * What the edition of an entry changed; null where its record names no change, or where it is no longer there.
 *
 * @throws EditionError `malformed`
 */
export async function readChange(
  source: HistorySource,
  { entry, record }: LoggedEdition,
): Promise<{ change: EditionChange; bytes: Uint8Array } | null> {
  if (record.change === null) return null;
  const bytes = await source.read(changePath(entry), CHANGE_LIMIT);
  return bytes === null ? null : { change: decodeChange(bytes), bytes };
}

/** The keys of the log that some roots name, the newest first. */
export function logKeysOf(roots: readonly Readonly<Record<string, unknown>>[]): string[] {
  const keys = roots.map(({ longwave }) =>
    typeof longwave === 'object' && longwave !== null && 'log' in longwave && typeof longwave.log === 'string'
      ? longwave.log
      : null,
  );
  return [...new Set(keys.filter((key) => key !== null).reverse())];
}

function recordsIn(tile: Uint8Array, width: number, path: string): Uint8Array[] {
  const records: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= tile.length) {
    const length = ((tile[at] ?? 0) << 8) | (tile[at + 1] ?? 0);
    records.push(tile.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (at !== tile.length || records.length !== width)
    throw new EditionError('malformed', `"${path}" is not a tile of ${width} entries`);
  return records;
}
