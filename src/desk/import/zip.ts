import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

export type ZipEntry = {
  /** As the archive names it, with slashes; a folder's ends in one. */
  name: string;
  /** Bytes as it says; what comes out is counted all the same. */
  size: number;
  open(): Promise<Readable>;
};

/** What cannot be read as a ZIP file, in words for people. */
/** `code` for words in any language; `entry` is the file in it that is meant. */
export class ZipFault extends Error {
  override name = 'ZipFault';
  readonly code: UnpackCode;
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
const STORED = 0;
const DEFLATED = 8;
/** The list of names of a million files. */
const LARGEST_LIST = 256_000_000;

/** The files of a ZIP archive by its central directory (APPNOTE 6.3.10), also beyond 4 GB. Throws `ZipFault`. */
export async function readZip(path: string): Promise<{ entries: ZipEntry[]; close(): Promise<void> }> {
  const handle = await open(path, 'r');
  try {
    const { at, bytes, count } = await directoryOf(handle);
    if (bytes > LARGEST_LIST)
      throw new ZipFault('The ZIP file lists more than can be read; split it', 'unpack_large');
    const list = await part(handle, at, bytes);
    return { entries: entriesOf(handle, list, count), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    if (error instanceof RangeError) throw new ZipFault('The ZIP file is cut off; bring it over anew');
    throw error;
  }
}

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

function entriesOf(handle: FileHandle, list: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (list.readUInt32LE(at) !== CENTRAL) throw new ZipFault('The ZIP file’s list of files is damaged');
    const flags = list.readUInt16LE(at + 8);
    const method = list.readUInt16LE(at + 10);
    const nameLength = list.readUInt16LE(at + 28);
    const extraLength = list.readUInt16LE(at + 30);
    const end = at + 46 + nameLength + extraLength;
    const raw = list.subarray(at + 46, at + 46 + nameLength);
    const { size, packed, offset } = sizesOf(list, at, list.subarray(at + 46 + nameLength, end));
    // Names without the flag are of no known encoding; nearly all are UTF-8 or plain ASCII.
    const name = raw.toString('utf8').replaceAll('\\', '/');
    entries.push({
      name,
      size,
      open: () => {
        if ((flags & 1) !== 0)
          throw new ZipFault(`"${name}" is locked by a password; pack it without`, 'unpack_locked', name);
        return contentOf(handle, { name, method, packed, offset });
      },
    });
    at = end + list.readUInt16LE(at + 32);
  }
  return entries;
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

async function contentOf(
  handle: FileHandle,
  { name, method, packed, offset }: { name: string; method: number; packed: number; offset: number },
): Promise<Readable> {
  const head = await part(handle, offset, 30);
  if (head.readUInt32LE(0) !== LOCAL) throw new ZipFault(`"${name}" is not where the ZIP file says`);
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if (method !== STORED && method !== DEFLATED)
    throw new ZipFault(
      `"${name}" is packed in a way that is not known here; pack it as plain ZIP`,
      'unpack_method',
      name,
    );
  if (packed === 0) return Readable.from([]);
  const raw = handle.createReadStream({ start, end: start + packed - 1, autoClose: false });
  if (method === STORED) return raw;
  const inflating = createInflateRaw();
  raw.once('error', (error) => inflating.destroy(error));
  return raw.pipe(inflating);
}
