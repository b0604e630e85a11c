import { constants, brotliCompress, gunzip } from 'node:zlib';
import type { Depot } from '#depot';
import type { FileEntry } from '#edition';
import type { Encoding, Fields } from './fields.ts';
import { fileFields, STRICT_TRANSPORT } from './fields.ts';

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
  cost: number;
  /** Asked for since the hand of the clock came by. */
  used: boolean;
  /** Still within the budget. */
  kept: boolean;
};

/** Files above this many stored bytes are sent from the disk. */
export const STREAMED = 1 << 20;
const OVERHEAD = 2_000;
/** Waiting for brotli; what comes when there are more stays gzip until it is asked for again. */
const BROTLI_QUEUE = 64;
const BROTLI_BEST = 64 << 10;
const BROTLI_LARGEST = 1 << 20;

/**
 * Keeps files ready to send within a budget of bytes. What was not asked for since the hand of the clock came by last
 * goes first.
 */
export class Cache {
  readonly #depot: Depot;
  readonly #budget: number;
  readonly #files = new Map<string, Ready>();
  readonly #waiting: Ready[] = [];
  #bytes = 0;
  #pressing = false;
  /** Told when a file has gone. */
  readonly #dropped: (file: Ready) => void;

  constructor(options: { depot: Depot; budget: number; dropped: (file: Ready) => void }) {
    this.#depot = options.depot;
    this.#budget = options.budget;
    this.#dropped = options.dropped;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The file in its stored form, from memory or from the disk. */
  async take(entry: FileEntry): Promise<Ready> {
    const key = `${entry.object} ${entry.path}`;
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
      cost: bytes.length + OVERHEAD,
      used: false,
      kept: true,
    };
    this.#files.set(key, file);
    this.#grow(file, 0);
    return file;
  }

  /** The file as it was before it was compressed. */
  async identity(file: Ready): Promise<Form> {
    if (file.identity !== null) return file.identity;
    const packed = file.gzip?.bytes ?? Buffer.alloc(0);
    const bytes = await new Promise<Buffer>((resolve, reject) => {
      gunzip(packed, { maxOutputLength: Math.max(1, file.entry.size) }, (error, raw) =>
        error === null ? resolve(raw) : reject(error),
      );
    });
    const identity = form(file.entry, 'identity', bytes);
    file.identity = identity;
    this.#grow(file, bytes.length);
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
    this.#grow(file, bytes.length);
  }

  #unpacked(file: Ready): Promise<Buffer> {
    return new Promise((resolve) => {
      gunzip(file.gzip?.bytes ?? Buffer.alloc(0), (error, raw) =>
        resolve(error === null ? raw : Buffer.alloc(0)),
      );
    });
  }

  #grow(file: Ready, more: number): void {
    if (!file.kept) return;
    file.cost += more;
    this.#bytes += more === 0 ? file.cost : more;
    for (const [oldKey, old] of this.#files) {
      if (this.#bytes <= this.#budget) return;
      this.#files.delete(oldKey);
      if (old.used && this.#files.size > 0) {
        old.used = false;
        this.#files.set(oldKey, old);
      } else {
        this.#bytes -= old.cost;
        old.kept = false;
        this.#dropped(old);
      }
    }
  }
}

function form(entry: FileEntry, encoding: Encoding, bytes: Buffer): Form {
  const fields = fileFields(entry, encoding, bytes.length);
  return { bytes, fields, secureFields: [...fields, ...STRICT_TRANSPORT] };
}
