import { closeSync, fsyncSync, openSync } from 'node:fs';
import { encodeEntries } from '#edition';
import type { FileEntry } from '#edition';
import { dropFile, flush, writeAll } from './durable.ts';
import { DepotError, diskError } from './error.ts';
import { LARGEST_OBJECT, MAGIC, packName, RECORD, sha256, sha256Hex, trailer } from './pack-format.ts';

/** A file to put into an edition, with the bytes that a reader gets and the bytes that are kept. */
export type PutFile = {
  path: string;
  /** Media type as it is sent, such as `text/html; charset=utf-8`. */
  type: string;
  raw: Uint8Array;
  /** The gzip of `raw` where `gzip` is true, else `raw` again. */
  stored: Uint8Array;
  gzip: boolean;
  /** SHA-256 in hexadecimal, where the caller has it already. */
  rawHash?: string;
  storedHash?: string;
  status?: 410;
  redirect?: string;
};

/** A finished pack, ready to be handed to {@link EditionWriter.addPack}, from another thread too. */
export type WrittenPack = {
  /** The file as it was named to {@link writePack}; the commit gives it its own name. */
  file: string;
  name: string;
  objects: number;
  bytes: number;
  /** The files that were put, as `decodeEntries` of #edition reads them; its buffer may be transferred. */
  entries: Uint8Array;
};

export type PackWriter = {
  /** Stores a file's object and remembers its entry. */
  put: (file: PutFile) => FileEntry;
  /** Ends the pack and makes it durable. */
  close: () => WrittenPack;
  /** Throws the pack away. */
  abort: () => void;
};

/** The entry of a file, hashed where the caller did not. */
export function entryOf(file: PutFile): FileEntry {
  const raw = file.rawHash ?? sha256Hex(file.raw);
  const entry: FileEntry = {
    path: file.path,
    raw,
    size: file.raw.length,
    object: file.gzip ? (file.storedHash ?? sha256Hex(file.stored)) : raw,
    stored: file.gzip ? file.stored.length : file.raw.length,
    gzip: file.gzip,
    type: file.type,
  };
  if (file.status !== undefined) entry.status = file.status;
  if (file.redirect !== undefined) entry.redirect = file.redirect;
  return entry;
}

/**
 * Starts a pack of a worker thread's own. Writes in order, in large pieces; nothing counts until an
 * {@link EditionWriter} takes the pack and commits.
 *
 * @throws DepotError `disk_full`, `read_only`, `io`
 */
export function writePack(file: string): PackWriter {
  const pack = new PackFile(file);
  const entries: FileEntry[] = [];
  return {
    put: (put) => {
      const entry = entryOf(put);
      pack.add(entry.object, put.gzip ? put.stored : put.raw);
      entries.push(entry);
      return entry;
    },
    close: () => {
      const { name, objects, bytes } = pack.end();
      pack.flushNow();
      return { file, name, objects, bytes, entries: encodeEntries(entries) };
    },
    abort: () => pack.abort(),
  };
}

const PIECE = 1 << 20;

/** A pack that is being written. */
export class PackFile {
  readonly file: string;
  readonly #fd: number;
  #piece = Buffer.allocUnsafe(PIECE);
  #filled = 0;
  #end = 0;
  #open = true;
  readonly #places = new Map<string, number>();
  #records = Buffer.allocUnsafe(RECORD * 256);

  constructor(file: string) {
    this.file = file;
    try {
      this.#fd = openSync(file, 'wx');
      this.#append(MAGIC);
    } catch (error) {
      throw diskError(error, `starting the pack "${file}"`);
    }
  }

  get objects(): number {
    return this.#places.size;
  }

  has(hash: string): boolean {
    return this.#places.has(hash);
  }

  /** Adds an object under its hash unless it is there. */
  add(hash: string, bytes: Uint8Array): void {
    if (this.#places.has(hash)) return;
    if (bytes.length > LARGEST_OBJECT) {
      throw new DepotError(
        'misuse',
        `An object of ${bytes.length} bytes is too large for a pack; use putFile`,
      );
    }
    const at = this.#places.size * RECORD;
    if (at === this.#records.length) this.#records = Buffer.concat([this.#records], at * 2);
    this.#records.write(hash, at, 'hex');
    this.#records.writeUIntBE(this.#end, at + 32, 6);
    this.#records.writeUInt32BE(bytes.length, at + 38);
    this.#places.set(hash, this.#places.size);
    try {
      this.#append(bytes);
    } catch (error) {
      throw diskError(error, `writing the pack "${this.file}"`);
    }
  }

  /** Writes index and trailer. The pack is whole now, but the disk may not have it yet. */
  end(): { name: string; objects: number; bytes: number } {
    try {
      return this.#finish();
    } catch (error) {
      this.abort();
      throw diskError(error, `ending the pack "${this.file}"`);
    }
  }

  /** Waits for the disk, letting others run meanwhile, and closes. */
  async flush(): Promise<void> {
    try {
      await flush(this.#fd);
    } catch (error) {
      throw diskError(error, `writing the pack "${this.file}"`);
    } finally {
      this.#shut();
    }
  }

  /** The same for a worker thread, which may stop. */
  flushNow(): void {
    try {
      fsyncSync(this.#fd);
    } catch (error) {
      throw diskError(error, `writing the pack "${this.file}"`);
    } finally {
      this.#shut();
    }
  }

  abort(): void {
    this.#shut();
    dropFile(this.file);
  }

  #shut(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#fd);
  }

  #finish(): { name: string; objects: number; bytes: number } {
    const index = sortedIndex(this.#records.subarray(0, this.#places.size * RECORD));
    const indexAt = this.#end;
    const indexHash = sha256(index);
    this.#append(index);
    this.#append(trailer(this.#places.size, indexAt, indexHash));
    this.#flushPiece();
    return { name: packName(indexHash), objects: this.#places.size, bytes: this.#end };
  }

  #append(bytes: Uint8Array): void {
    this.#end += bytes.length;
    if (bytes.length > PIECE - this.#filled) this.#flushPiece();
    if (bytes.length > PIECE) {
      writeAll(this.#fd, bytes);
      return;
    }
    this.#piece.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  #flushPiece(): void {
    writeAll(this.#fd, this.#piece.subarray(0, this.#filled));
    this.#filled = 0;
  }
}

/** The records in order of hash. Sorts numbers, and looks at whole hashes only where their starts are equal. */
function sortedIndex(records: Buffer): Buffer {
  const count = records.length / RECORD;
  const starts = Float64Array.from({ length: count }, (_, at) => records.readUIntBE(at * RECORD, 6));
  const order = Uint32Array.from({ length: count }, (_, at) => at).sort((a, b) => {
    const difference = (starts[a] ?? 0) - (starts[b] ?? 0);
    return difference === 0
      ? records.compare(records, b * RECORD, b * RECORD + 32, a * RECORD, a * RECORD + 32)
      : difference;
  });
  const sorted = Buffer.allocUnsafe(records.length);
  order.forEach((from, to) => records.copy(sorted, to * RECORD, from * RECORD, (from + 1) * RECORD));
  return sorted;
}
