import { closeSync, createReadStream, fstatSync, open, openSync, read, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { DepotError } from './error.ts';
import { MAGIC, RECORD, sha256, TRAILER } from './pack-format.ts';

/** Where an object lies in a pack. */
export type Place = { pack: Pack; offset: number; length: number };

/** A finished pack, open for reading. Its index is one array of bytes, searched by halving. */
export class Pack {
  readonly name: string;
  readonly file: string;
  readonly size: number;
  readonly count: number;
  readonly #index: Buffer;
  readonly #starts: DataView;
  readonly #fd: number;
  #readers = 0;
  #retired = false;

  /** @throws DepotError `corrupt`, or the file system's error where there is no such file */
  constructor(file: string, name: string) {
    this.file = file;
    this.name = name;
    this.#fd = openSync(file, 'r');
    try {
      this.size = fstatSync(this.#fd).size;
      if (!this.#readAt(0, MAGIC.length).equals(MAGIC))
        throw this.#corrupt('its start is not the start of a pack');
      const end = this.#readAt(this.size - TRAILER, TRAILER);
      this.count = end.readUInt32BE(0);
      const indexAt = end.readUIntBE(4, 6);
      if (!end.subarray(42).equals(MAGIC) || indexAt + this.count * RECORD + TRAILER !== this.size) {
        throw this.#corrupt('its end is not the end of a pack');
      }
      this.#index = this.#readAt(indexAt, this.count * RECORD);
      this.#starts = new DataView(this.#index.buffer, this.#index.byteOffset, this.#index.length);
      if (!sha256(this.#index).equals(end.subarray(10, 42))) throw this.#corrupt('its index was altered');
    } catch (error) {
      closeSync(this.#fd);
      throw error;
    }
  }

  find(hash: Uint8Array): Place | null {
    const wanted =
      (((hash[0] ?? 0) << 24) | ((hash[1] ?? 0) << 16) | ((hash[2] ?? 0) << 8) | (hash[3] ?? 0)) >>> 0;
    let low = 0;
    let high = this.count;
    // Hashes lie evenly, so the first guess is close: look there, then double the step until the hash is between.
    let guess = Math.floor((wanted / 0x1_0000_0000) * this.count);
    for (let step = 8; low < high; step *= 2) {
      const start = this.#starts.getUint32(guess * RECORD);
      if (start < wanted) {
        low = guess + 1;
        if (guess + step >= high) break;
        guess += step;
      } else if (start > wanted) {
        high = guess;
        if (guess - step < low) break;
        guess -= step;
      } else break;
    }
    return this.#findBetween(hash, wanted, low, high);
  }

  #findBetween(hash: Uint8Array, wanted: number, from: number, to: number): Place | null {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = middle * RECORD;
      const found = this.#starts.getUint32(at);
      const order = found === wanted ? this.#index.compare(hash, 0, 32, at, at + 32) : found - wanted;
      if (order === 0) return this.#place(at);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return null;
  }

  /** Every object in order of hash. */
  *objects(): Generator<Place & { hash: Buffer }> {
    for (let at = 0; at < this.#index.length; at += RECORD) {
      yield { ...this.#place(at), hash: this.#index.subarray(at, at + 32) };
    }
  }

  /** Keeps the file open, though it be retired, until {@link release}. */
  hold(): void {
    this.#readers += 1;
  }

  release(): void {
    this.#readers -= 1;
    if (this.#retired && this.#readers === 0) closeSync(this.#fd);
  }

  readNow(place: Place): Buffer {
    return this.#readAt(place.offset, place.length);
  }

  read(place: Place): Promise<Buffer> {
    this.hold();
    const bytes = Buffer.allocUnsafe(place.length);
    return new Promise<Buffer>((resolve, reject) => {
      read(this.#fd, bytes, 0, place.length, place.offset, (error, length) => {
        this.release();
        if (error !== null) reject(error);
        else if (length !== place.length) reject(this.#corrupt('it ends in the middle of an object'));
        else resolve(bytes);
      });
    });
  }

  /** Bytes `start` to `end`, both included, of an object. */
  stream(place: Place, start: number, end: number): Readable {
    this.hold();
    const stream = createReadStream('', {
      fd: this.#fd,
      // A stream closes its descriptor when it is destroyed, whatever autoClose says; this one is not its own.
      fs: { open, read, close: (_, done) => done?.(null) },
      start: place.offset + start,
      end: place.offset + end,
    });
    return stream.once('close', () => this.release());
  }

  /** Closes the file as soon as nobody reads it any more. */
  retire(): void {
    if (this.#retired) return;
    this.#retired = true;
    if (this.#readers === 0) closeSync(this.#fd);
  }

  #place(at: number): Place {
    return {
      pack: this,
      offset: this.#index.readUIntBE(at + 32, 6),
      length: this.#index.readUInt32BE(at + 38),
    };
  }

  #readAt(offset: number, length: number): Buffer {
    if (offset < 0) throw this.#corrupt('it is too short');
    const bytes = Buffer.allocUnsafeSlow(length);
    for (let at = 0; at < length;) {
      const got = readSync(this.#fd, bytes, at, length - at, offset + at);
      if (got === 0) throw this.#corrupt('it ends too early');
      at += got;
    }
    return bytes;
  }

  #corrupt(why: string): DepotError {
    return new DepotError(
      'corrupt',
      `The pack "${this.file}" is damaged: ${why}; press the whole site again with "longwave press --full"`,
    );
  }
}
