import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';

export type ZipEntry = {
  /** As the archive names it, with slashes; a folder's ends in one. */
  name: string;
  /** Bytes as it says; what comes out is counted all the same. */
  size: number;
  /** It names another file and holds none. */
  isLink: boolean;
  open(): Promise<Readable>;
};

type Packed = { name: string; method: number; packed: number; offset: number; sum: number };

export type Zip = {
  /** How many entries it says that it has. */
  count: number;
  /** Each is read when it is its turn. Throws `ZipFault` for a damaged list. */
  entries: Iterable<ZipEntry>;
  close(): Promise<void>;
};

/** What cannot be read as a ZIP file, in words for people. */
export class ZipFault extends Error {
  override name = 'ZipFault';
  /** For words in any language. */
  readonly code: UnpackCode;
  /** The file in it that is meant. */
  readonly entry: string;

  constructor(message: string, code: UnpackCode = 'unpack', entry = '') {
    super(message);
    this.code = code;
    this.entry = entry;
  }
}

export type UnpackCode = 'unpack' | 'unpack_large' | 'unpack_locked' | 'unpack_method';

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** Who made it, and in its attributes what kind of file it was there. */
const UNIX = 3;
const FILE_KIND = 0o170000;
const LINK = 0o120000;
const STORED = 0;
const DEFLATED = 8;
/** The list of names of a million files. */
const LARGEST_LIST = 256_000_000;

/** The files of a ZIP archive by its central directory (APPNOTE 6.3.10), also beyond 4 GB. Throws `ZipFault`. */
export async function readZip(path: string): Promise<Zip> {
  const handle = await open(path, 'r');
  try {
    const { at, bytes, count } = await directoryOf(handle);
    if (bytes > LARGEST_LIST)
      throw new ZipFault('The ZIP file lists more than can be read; split it', 'unpack_large');
    const list = await part(handle, at, bytes);
    return { count, entries: entriesOf(handle, list, count), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw cutOff(error);
  }
}

/** Reading past the end of a buffer is a file that ends too soon. */
const cutOff = (error: unknown): unknown =>
  error instanceof RangeError ? new ZipFault('The ZIP file is cut off; bring it over anew') : error;

async function part(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const found = Buffer.alloc(bytes);
  const { bytesRead } = await handle.read(found, 0, bytes, at);
  if (bytesRead < bytes) throw new ZipFault('The ZIP file is cut off; bring it over anew');
  return found;
}

async function directoryOf(handle: FileHandle): Promise<{ at: number; bytes: number; count: number }> {
  const { size } = await handle.stat();
  const tail = await part(handle, Math.max(0, size - 65_557), Math.min(size, 65_557));
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue;
    const short = {
      count: tail.readUInt16LE(at + 10),
      bytes: tail.readUInt32LE(at + 12),
      at: tail.readUInt32LE(at + 16),
    };
    const isLong = short.count === 0xffff || short.bytes === 0xffffffff || short.at === 0xffffffff;
    const locator = at - 20;
    if (!isLong || locator < 0 || tail.readUInt32LE(locator) !== LOCATOR_64) return short;
    const record = await part(handle, Number(tail.readBigUInt64LE(locator + 8)), 56);
    if (record.readUInt32LE(0) !== END_64) break;
    return {
      count: Number(record.readBigUInt64LE(32)),
      bytes: Number(record.readBigUInt64LE(40)),
      at: Number(record.readBigUInt64LE(48)),
    };
  }
  throw new ZipFault('The ZIP file has no list of its files; bring it over anew');
}

function* entriesOf(handle: FileHandle, list: Buffer, count: number): Generator<ZipEntry> {
  let at = 0;
  for (let read = 0; read < count; read++) {
    try {
      const { entry, next } = entryAt(handle, list, at);
      at = next;
      yield entry;
    } catch (error) {
      throw cutOff(error);
    }
  }
}

function entryAt(handle: FileHandle, list: Buffer, at: number): { entry: ZipEntry; next: number } {
  if (list.readUInt32LE(at) !== CENTRAL) throw new ZipFault('The ZIP file’s list of files is damaged');
  const flags = list.readUInt16LE(at + 8);
  const method = list.readUInt16LE(at + 10);
  const nameLength = list.readUInt16LE(at + 28);
  const extraLength = list.readUInt16LE(at + 30);
  const end = at + 46 + nameLength + extraLength;
  const raw = list.subarray(at + 46, at + 46 + nameLength);
  const { size, packed, offset } = sizesOf(list, at, list.subarray(at + 46 + nameLength, end));
  const isUnix = list.readUInt8(at + 5) === UNIX;
  // Names without the flag are of no known encoding; nearly all are UTF-8 or plain ASCII.
  const name = raw.toString('utf8').replaceAll('\\', '/');
  const entry = {
    name,
    size,
    isLink: isUnix && ((list.readUInt32LE(at + 38) >>> 16) & FILE_KIND) === LINK,
    open: () => {
      if ((flags & 1) !== 0)
        throw new ZipFault(`"${name}" is locked by a password; pack it without`, 'unpack_locked', name);
      return contentOf(handle, { name, method, packed, offset, sum: list.readUInt32LE(at + 16) });
    },
  };
  return { entry, next: end + list.readUInt16LE(at + 32) };
}

function sizesOf(list: Buffer, at: number, extra: Buffer): { size: number; packed: number; offset: number } {
  const short = {
    size: list.readUInt32LE(at + 24),
    packed: list.readUInt32LE(at + 20),
    offset: list.readUInt32LE(at + 42),
  };
  for (let place = 0; place + 4 <= extra.length; place += 4 + extra.readUInt16LE(place + 2)) {
    if (extra.readUInt16LE(place) !== 1) continue;
    // Only what does not fit above stands here, in this order.
    let next = place + 4;
    const long = (value: number): number => {
      if (value !== 0xffffffff) return value;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    };
    return { size: long(short.size), packed: long(short.packed), offset: long(short.offset) };
  }
  return short;
}

async function contentOf(handle: FileHandle, entry: Packed): Promise<Readable> {
  const { name, method, packed, offset } = entry;
  const head = await part(handle, offset, 30);
  if (head.readUInt32LE(0) !== LOCAL) throw new ZipFault(`"${name}" is not where the ZIP file says`);
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (method !== STORED && method !== DEFLATED)
    throw new ZipFault(
      `"${name}" is packed in a way that is not known here; pack it as plain ZIP`,
      'unpack_method',
      name,
    );
  const raw = Readable.from(piecesOf(handle, start, packed), { objectMode: false });
  if (method === STORED || packed === 0) return whole(raw, entry);
  const inflating = createInflateRaw();
  raw.once('error', (error) => inflating.destroy(error));
  return whole(raw.pipe(inflating), entry);
}

const PIECE = 65_536;

/** A handle's own streams each leave a listener at it, and an archive has many files. */
async function* piecesOf(handle: FileHandle, start: number, bytes: number): AsyncGenerator<Buffer> {
  for (let read = 0; read < bytes;) {
    const found = await part(handle, start + read, Math.min(PIECE, bytes - read));
    read += found.length;
    yield found;
  }
}

/** Passes on what comes, and fails at its end when that is not what was packed. */
function whole(content: Readable, { name, sum }: Packed): Readable {
  const pieces = async function* (): AsyncGenerator<Buffer> {
    let found = 0;
    for await (const piece of content as AsyncIterable<Buffer>) {
      found = crc32(piece, found);
      yield piece;
    }
    if (found !== sum) throw new ZipFault(`"${name}" is damaged in the ZIP file; bring it over anew`);
  };
  return Readable.from(pieces(), { objectMode: false });
}
