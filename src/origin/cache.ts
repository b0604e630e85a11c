import { constants, brotliCompress, gunzip } from 'node:zlib';
import type { Depot } from '#depot';
import type { FileEntry } from '#edition';
import type { Encoding, Fields } from './fields.ts';
import { fileFields, STRICT_TRANSPORT } from './fields.ts';
import { Slabs } from './slabs.ts';

/** One form of a file, ready to send. */
export type Form = { bytes: Buffer; fields: Fields; secureFields: Fields };

/** A file in memory, with those of its forms that somebody asked for. */
export type Ready = {
  entry: FileEntry;
  gzip: Form | null;
  br: Form | null;
  identity: Form | null;
  /** Brotli was asked for or made, or is not worth it. */
  brTried: boolean;
  /** Asked for since the oldest of its bytes were looked at. */
  used: boolean;
  /** Still within the budget. */
  kept: boolean;
};

/** Files above this many stored bytes are sent from the disk. */
export const STREAMED = 1 << 20;
/** Header lines and records of one form. */
const OVERHEAD = 2_000;
/** What is kept for the next reader when there are none. */
const RESTING = 8 << 20;
/** Waiting for brotli; what comes when there are more stays gzip until it is asked for again. */
const BROTLI_QUEUE = 64;
const BROTLI_BEST = 64 << 10;
const BROTLI_LARGEST = 1 << 20;

/**
 * Keeps files ready to send within a budget of bytes. The oldest go first; what was asked for meanwhile is taken for
 * new once more.
 */
export class Cache {
  readonly #depot: Depot;
  readonly #budget: number;
  readonly #files = new Map<string, Ready>();
  readonly #waiting: Ready[] = [];
  readonly #slabs: Slabs<Ready>;
  #pressing = false;
  /** Told when a file has gone. */
  readonly #dropped: (file: Ready) => void;

  constructor(options: { depot: Depot; budget: number; dropped: (file: Ready) => void }) {
    this.#depot = options.depot;
    this.#budget = options.budget;
    this.#slabs = new Slabs(options.budget);
    this.#dropped = options.dropped;
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    return this.#slabs.cost;
  }

  /** The file in its stored form, from memory or from the disk. */
  async take(entry: FileEntry): Promise<Ready> {
    const key = keyOf(entry);
    const known = this.#files.get(key);
    if (known !== undefined) {
      known.used = true;
      return known;
    }
    const bytes = await this.#depot.load(entry);
    const arrived = this.#files.get(key);
    if (arrived !== undefined) return arrived;
    const stored = form(entry, entry.gzip ? 'gzip' : 'identity', bytes);
    const file: Ready = {
      entry,
      gzip: entry.gzip ? stored : null,
      br: null,
      identity: entry.gzip ? null : stored,
      brTried: !entry.gzip || bytes.length > BROTLI_LARGEST,
      used: false,
      kept: true,
    };
    this.#files.set(key, file);
    this.#keep(file, stored);
    this.#shrink(this.#budget);
    return file;
  }

  /** The file as it was before it was compressed. */
  async identity(file: Ready): Promise<Form> {
    if (file.identity !== null) return file.identity;
    const packed = file.gzip?.bytes ?? Buffer.alloc(0);
    const { size } = file.entry;
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      // In one piece: many small ones that come and go leave the process with holes in its memory.
      const limits = { maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, size + 1) };
      gunzip(packed, limits, (error, raw) => (error === null ? resolve(raw) : reject(error)));
    });
    const identity = form(file.entry, 'identity', bytes);
    file.identity = identity;
    this.#grow(file, identity);
    return identity;
  }

  /** Asks for brotli, which is made once, in the background, one file after the other. */
  wantBrotli(file: Ready): void {
    if (file.brTried || this.#waiting.length >= BROTLI_QUEUE) return;
    file.brTried = true;
    this.#waiting.push(file);
    if (!this.#pressing) this.#nextBrotli();
  }

  #nextBrotli(): void {
    const file = this.#waiting.shift();
    this.#pressing = file !== undefined;
    if (file === undefined) return;
    void this.#makeBrotli(file).finally(() => this.#nextBrotli());
  }

  async #makeBrotli(file: Ready): Promise<void> {
    if (!file.kept) return;
    const raw = file.identity?.bytes ?? (await this.#unpacked(file));
    const bytes = await new Promise<Buffer | null>((resolve) => {
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: raw.length <= BROTLI_BEST ? 11 : 9,
        [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
      };
      brotliCompress(raw, { params }, (error, packed) => resolve(error === null ? packed : null));
    });
    if (bytes === null || bytes.length >= (file.gzip?.bytes.length ?? 0)) return;
    file.br = form(file.entry, 'br', bytes);
    this.#grow(file, file.br);
  }

  #unpacked(file: Ready): Promise<Buffer> {
    return new Promise((resolve) => {
      gunzip(file.gzip?.bytes ?? Buffer.alloc(0), (error, raw) =>
        resolve(error === null ? raw : Buffer.alloc(0)),
      );
    });
  }

  /** Gives up all but the newest and what was asked for last. @returns whether anything went */
  rest(): boolean {
    const before = this.bytes;
    this.#shrink(Math.min(RESTING, this.#budget));
    return this.bytes < before;
  }

  #grow(file: Ready, more: Form): void {
    if (!file.kept) return;
    this.#keep(file, more);
    this.#shrink(this.#budget);
  }

  #keep(file: Ready, some: Form): void {
    some.bytes = this.#slabs.keep(file, some.bytes, OVERHEAD);
  }

  #shrink(budget: number): void {
    while (this.bytes > budget) {
      const oldest = this.#slabs.dropOldest();
      if (oldest === null) return;
      for (const file of oldest.owners) {
        if (!file.kept) continue;
        if (file.used) this.#renew(file, oldest.memory);
        else this.#drop(file);
      }
    }
  }

  #renew(file: Ready, memory: ArrayBufferLike): void {
    file.used = false;
    for (const some of [file.gzip, file.br, file.identity]) {
      if (some?.bytes.buffer === memory) this.#keep(file, some);
    }
  }

  #drop(file: Ready): void {
    file.kept = false;
    this.#files.delete(keyOf(file.entry));
    this.#dropped(file);
  }
}

const keyOf = ({ object, path }: FileEntry): string => `${object} ${path}`;

function form(entry: FileEntry, encoding: Encoding, bytes: Buffer): Form {
  const fields = fileFields(entry, encoding, bytes.length);
  return { bytes, fields, secureFields: [...fields, ...STRICT_TRANSPORT] };
}
