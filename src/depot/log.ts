import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { appendLeaf, EMPTY_LOG, leafInput, parentInput, TILE_HASHES } from '#edition';
import type { LogState } from '#edition';
import { flush, flushFolder, makeLastingFolder, writeAllAt } from './durable.ts';
import { DepotError, diskError, errno } from './error.ts';
import { sha256 } from './pack-format.ts';

/*
 * The log of editions on this machine: two files that are only ever added to. `index` holds 48 bytes for each entry
 * (hash of the leaf 32, place in `entries` 6, length of the record 4, length of the change 6; big-endian), `entries`
 * record and change of one after the other. The head pointer says how many entries count; what lies beyond was written
 * by somebody who was killed before the edition came out, and is written over.
 */

export const logFolder = (folder: string): string => join(folder, 'log');
const indexFile = (folder: string): string => join(logFolder(folder), 'index');
const entriesFile = (folder: string): string => join(logFolder(folder), 'entries');

const RECORD = 48;
const HASH = 32;
/** Deeper than any log. */
const LEVELS = 48;

export type LogEntry = { record: Buffer; change: Buffer };

type IndexRecord = { leaf: Buffer; offset: number; record: number; change: number };

/** The log up to a size. Reads from the disk whenever it is asked. */
export class EditionLog {
  readonly #folder: string;
  readonly size: number;
  /** Hashes of full subtrees, by level and number, once they were asked for. */
  readonly #known = new Map<string, Buffer>();

  constructor(folder: string, size: number) {
    this.#folder = folder;
    this.size = size;
  }

  /** @throws DepotError `missing_object`, `corrupt` */
  entry(number: number): LogEntry {
    const { leaf, offset, record, change } = this.#index(number);
    const bytes = readAt(entriesFile(this.#folder), offset, record + change);
    const entry = { record: bytes.subarray(0, record), change: bytes.subarray(record) };
    if (!sha256(leafInput(entry.record)).equals(leaf)) throw damaged(this.#folder, number);
    return entry;
  }

  /** The hash over the full subtree of 2^level entries that is number `index` of its size. */
  hashAt(level: number, index: number): Buffer {
    if (level === 0) return this.#index(index).leaf;
    const name = `${level} ${index}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const hash = sha256(
      parentInput(this.hashAt(level - 1, index * 2), this.hashAt(level - 1, index * 2 + 1)),
    );
    // One in 256 is kept: enough that nothing is worked out twice, few enough for any memory.
    if (level % 8 === 0) this.#known.set(name, hash);
    return hash;
  }

  /** Whether there are as many hashes for a tile. */
  hasTile(level: number, index: number, width: number): boolean {
    return 8 * level < LEVELS && (index * TILE_HASHES + width) * 2 ** (8 * level) <= this.size;
  }

  /** Hashes of a tile. @throws DepotError `missing_object` */
  tile(level: number, index: number, width: number): Buffer {
    const each = 8 * level;
    const hashes = Array.from({ length: width }, (_, at) => this.hashAt(each, index * TILE_HASHES + at));
    return Buffer.concat(hashes);
  }

  /** Records of a tile, each with its length in two bytes before it, as https://c2sp.org/tlog-tiles wants them. Same errors. */
  records(index: number, width: number): Buffer {
    return Buffer.concat(
      Array.from({ length: width }, (_, at) => {
        const { record } = this.entry(index * TILE_HASHES + at);
        const length = Buffer.alloc(2);
        length.writeUInt16BE(record.length);
        return Buffer.concat([length, record]);
      }),
    );
  }

  #index(number: number): IndexRecord {
    if (number < 0 || number >= this.size) {
      throw new DepotError('missing_object', `The log of editions has no entry ${number}`);
    }
    return parseIndex(readAt(indexFile(this.#folder), number * RECORD, RECORD));
  }
}

/** Writes an entry behind those that count, durably. */
export async function appendEntry(
  folder: string,
  size: number,
  entry: { record: Uint8Array; change: Uint8Array },
): Promise<void> {
  const isNew = size === 0;
  makeLastingFolder(logFolder(folder));
  const last = size === 0 ? null : parseIndex(readAt(indexFile(folder), (size - 1) * RECORD, RECORD));
  const offset = last === null ? 0 : last.offset + last.record + last.change;
  const line = Buffer.alloc(RECORD);
  line.set(sha256(leafInput(entry.record)));
  line.writeUIntBE(offset, HASH, 6);
  line.writeUInt32BE(entry.record.length, HASH + 6);
  line.writeUIntBE(entry.change.length, HASH + 10, 6);
  await Promise.all([
    writeBehind(entriesFile(folder), offset, Buffer.concat([entry.record, entry.change])),
    writeBehind(indexFile(folder), size * RECORD, line),
  ]);
  if (isNew) await flushFolder(logFolder(folder));
}

/** What the files themselves tell, for a folder whose head pointer is lost. */
export function recoverLog(folder: string): LogState {
  const index = readWhole(indexFile(folder));
  let state = EMPTY_LOG;
  const log = new EditionLog(folder, Math.floor(index.length / RECORD));
  for (let number = 0; number < log.size; number++) {
    try {
      log.entry(number);
    } catch (error) {
      // The last one may have been under way.
      if (error instanceof DepotError) break;
      throw error;
    }
    state = appendLeaf(state, index.subarray(number * RECORD, number * RECORD + HASH), sha256);
  }
  return state;
}

function parseIndex(line: Buffer): IndexRecord {
  return {
    leaf: line.subarray(0, HASH),
    offset: line.readUIntBE(HASH, 6),
    record: line.readUInt32BE(HASH + 6),
    change: line.readUIntBE(HASH + 10, 6),
  };
}

async function writeBehind(file: string, offset: number, bytes: Buffer): Promise<void> {
  const fd = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o644);
  try {
    const { size } = fstatSync(fd);
    if (size < offset)
      throw new DepotError('corrupt', `"${file}" is shorter than the head pointer says; ${ADVICE}`);
    if (size > offset) ftruncateSync(fd, offset);
    writeAllAt(fd, bytes, offset);
    await flush(fd);
  } finally {
    closeSync(fd);
  }
}

function readAt(file: string, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    if (errno(error) === 'ENOENT') throw new DepotError('corrupt', `"${file}" is gone; ${ADVICE}`);
    throw diskError(error, `reading "${file}"`);
  }
  try {
    if (offset + length > fstatSync(fd).size)
      throw new DepotError('corrupt', `"${file}" is cut short; ${ADVICE}`);
    for (let at = 0; at < length;) at += readSync(fd, bytes, at, length - at, offset + at);
    return bytes;
  } finally {
    closeSync(fd);
  }
}

function readWhole(file: string): Buffer {
  try {
    const fd = openSync(file, 'r');
    try {
      return readAt(file, 0, fstatSync(fd).size);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (errno(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

const ADVICE = 'restore a backup';

const damaged = (folder: string, number: number): DepotError =>
  new DepotError('corrupt', `Entry ${number} of the log "${logFolder(folder)}" was altered; ${ADVICE}`);
