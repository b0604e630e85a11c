import { EditionError } from './error.ts';
import { said } from './said.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export const HASH_BYTES = 32;

export const toUtf8 = (text: string): Uint8Array => encoder.encode(text);

/** @throws EditionError `malformed` where the bytes are not UTF-8 */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new EditionError('malformed', said`Text is not UTF-8`, { cause });
  }
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  // Browsers got toHex in 2025; older phones take the loop.
  if (typeof bytes.toHex === 'function') return bytes.toHex();
  let text = '';
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** @throws EditionError `malformed` unless the text is an even number of lower-case hexadecimal digits */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  writeHex(text, bytes, 0);
  return bytes;
}

/** Writes the bytes that a hexadecimal text names at an offset; same errors as {@link fromHex}. */
export function writeHex(text: string, into: Uint8Array, offset: number): void {
  if (text.length % 2 !== 0) throw new EditionError('malformed', said`"${text}" is not hexadecimal`);
  for (let at = 0; at < text.length; at += 2) {
    const byte = (digit(text.charCodeAt(at)) << 4) | digit(text.charCodeAt(at + 1));
    if (byte < 0) throw new EditionError('malformed', said`"${text}" is not hexadecimal`);
    into[offset + (at >> 1)] = byte;
  }
}

function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1 << 8;
}

/** Order of two equal-length byte ranges, as a sort wants it. */
export function compareBytes(
  a: Uint8Array,
  b: Uint8Array,
  length = HASH_BYTES,
  offsetA = 0,
  offsetB = 0,
): number {
  for (let at = 0; at < length; at++) {
    const difference = (a[offsetA + at] ?? -1) - (b[offsetB + at] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && compareBytes(a, b, a.length) === 0;

/** Writes the few shapes that the layout is made of into one growing array. */
export class ByteWriter {
  #bytes = new Uint8Array(512);
  #length = 0;

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** Base 128, low groups first, the top bit says that another group follows. */
  varint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  hex(value: string): void {
    this.#room(value.length >> 1);
    writeHex(value, this.#bytes, this.#length);
    this.#length += value.length >> 1;
  }

  /** Length in bytes as a varint, then UTF-8. */
  text(value: string): void {
    this.#room(value.length * 3 + 5);
    // Most texts here are ASCII and short; for those the length is known before encoding.
    const { written } = encoder.encodeInto(value, this.#bytes.subarray(this.#length + 1));
    if (written < 0x80) {
      this.#bytes[this.#length] = written;
      this.#length += 1 + written;
    } else {
      const bytes = this.#bytes.slice(this.#length + 1, this.#length + 1 + written);
      this.varint(written);
      this.bytes(bytes);
    }
  }

  /** A copy of what was written; the writer may be used again from the start. */
  finish(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return bytes;
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Reads what {@link ByteWriter} writes and refuses everything else: each value has one spelling. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  #at = 0;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw this.malformed(said`ends too early`);
    this.#at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (!Number.isSafeInteger(value)) throw this.malformed(said`holds a number above 2^53`);
      if (byte >= 0x80) continue;
      if (byte === 0 && scale > 1) throw this.malformed(said`spells a number longer than needed`);
      return value;
    }
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw this.malformed(said`ends too early`);
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  hex(): string {
    return toHex(this.take(HASH_BYTES));
  }

  text(): string {
    return fromUtf8(this.take(this.varint()));
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** @throws EditionError `malformed` if anything is left over */
  end(): void {
    if (!this.done) throw this.malformed(said`goes on after its end`);
  }

  malformed(how: string): EditionError {
    return new EditionError('malformed', said`${this.#what} ${how}`);
  }
}
