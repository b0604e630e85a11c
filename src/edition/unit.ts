import { ByteReader, ByteWriter, HASH_BYTES } from './bytes.ts';
import { EditionError } from './error.ts';
import { checkPath, comparePaths, lowerAscii, unitOf } from './path.ts';
import { said } from './said.ts';

/** One file of an edition. Hashes are SHA-256 in lower-case hexadecimal, lengths are bytes. */
export type FileEntry = {
  path: string;
  /** Hash and length of the bytes that a reader gets. */
  raw: string;
  size: number;
  /** Hash and length of the stored object: the gzip of the raw bytes, or the raw bytes themselves. */
  object: string;
  stored: number;
  gzip: boolean;
  /** Media type as it is sent, such as `text/html; charset=utf-8`. */
  type: string;
  /** The address answers 410: the file is a tombstone. */
  status?: 410;
  /** The address answers with a redirect to this path of the same edition; the file is the page for hosts that cannot. */
  redirect?: string;
};

/** A unit: the files that the tree holds together. */
export type Unit = { key: string; files: FileEntry[] };

export const UNIT_TAG = 0xc1;
/** Types that are written as their place in this list; the list only grows. Any other type is written out after a 0. */
export const TYPES = [
  'text/html; charset=utf-8',
  'text/css; charset=utf-8',
  'text/plain; charset=utf-8',
  'text/javascript; charset=utf-8',
  'application/json; charset=utf-8',
  'application/rss+xml; charset=utf-8',
  'application/atom+xml; charset=utf-8',
  'application/feed+json; charset=utf-8',
  'application/xml; charset=utf-8',
  'image/svg+xml; charset=utf-8',
  'image/jpeg',
  'image/avif',
  'image/png',
  'font/woff2',
  'application/pdf',
  'audio/mpeg',
] as const;

const TYPE_CODES = new Map<string, number>(TYPES.map((type, at) => [type, at + 1]));
const GZIP = 1;
const GONE = 2;
const REDIRECT = 4;
const HOLDS_KEY = 8;
const KNOWN_FLAGS = GZIP | GONE | REDIRECT | HOLDS_KEY;
// Visible ASCII: what may stand in a header line.
const TYPE_SHAPE = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;
const TYPE_LENGTH = 200;

/**
 * The canonical bytes of a unit: equal files, equal bytes, whatever order they come in.
 *
 * @throws EditionError `bad_path`, `path_conflict`, or `malformed` for an entry that contradicts itself
 */
export function encodeUnit(unit: Unit): Uint8Array {
  const files =
    unit.files.length > 1 ? [...unit.files].sort((a, b) => comparePaths(a.path, b.path)) : unit.files;
  checkUnit(unit.key, files);
  const out = new ByteWriter();
  out.byte(UNIT_TAG);
  out.text(unit.key);
  out.varint(files.length);
  for (const file of files) writeFile(out, file, unit.key);
  return out.finish();
}

/** @throws EditionError unless the bytes are the canonical ones of some unit */
export function decodeUnit(bytes: Uint8Array): Unit {
  const input = new ByteReader(bytes, 'A unit');
  const tag = input.byte();
  if (tag !== UNIT_TAG) throw tagError(tag, UNIT_TAG, 'unit');
  const key = input.text();
  const files: FileEntry[] = [];
  for (let left = input.varint(); left > 0; left--) files.push(readFile(input, key));
  input.end();
  for (let at = 1; at < files.length; at++) {
    const [before, file] = [files[at - 1], files[at]];
    if (before && file && comparePaths(before.path, file.path) >= 0)
      throw input.malformed(said`has files out of order`);
  }
  checkUnit(key, files);
  return { key, files };
}

/** Entries as one array of bytes, for handing them from thread to thread; not part of an edition. */
export function encodeEntries(entries: readonly FileEntry[]): Uint8Array {
  const out = new ByteWriter();
  out.varint(entries.length);
  for (const entry of entries) writeFile(out, entry, '');
  return out.finish();
}

/** The reverse of {@link encodeEntries}. */
export function decodeEntries(bytes: Uint8Array): FileEntry[] {
  const input = new ByteReader(bytes, 'A list of entries');
  const entries: FileEntry[] = [];
  for (let left = input.varint(); left > 0; left--) entries.push(readFile(input, ''));
  input.end();
  return entries;
}

export function tagError(tag: number, wanted: number, what: string): EditionError {
  return tag >> 4 === wanted >> 4 && tag > wanted
    ? new EditionError('newer_format', said`This ${what} has a newer layout; use a newer Longwave`)
    : new EditionError('malformed', said`These bytes are no ${what}`);
}

function checkUnit(key: string, files: readonly FileEntry[]): void {
  if (files.length === 0) throw new EditionError('malformed', said`The unit "${key}" has no file`);
  const seen = new Set<string>();
  for (const file of files) {
    checkPath(file.path);
    if (unitOf(file.path) !== key) {
      throw new EditionError('malformed', said`"${file.path}" does not belong to the unit "${key}"`);
    }
    const folded = lowerAscii(file.path);
    if (seen.has(folded)) {
      throw new EditionError('path_conflict', said`"${file.path}" stands twice, or twice but for capitals`);
    }
    seen.add(folded);
  }
}

function writeFile(out: ByteWriter, file: FileEntry, key: string): void {
  checkEntry(file);
  const at = key === '' ? -1 : file.path.indexOf(key);
  out.byte(
    (file.gzip ? GZIP : 0) |
      (file.status === 410 ? GONE : 0) |
      (file.redirect === undefined ? 0 : REDIRECT) |
      (at < 0 ? 0 : HOLDS_KEY),
  );
  if (at < 0) {
    out.text(file.path);
  } else {
    out.text(file.path.slice(0, at));
    out.text(file.path.slice(at + key.length));
  }
  out.hex(file.raw);
  out.varint(file.size);
  if (file.gzip) {
    out.hex(file.object);
    out.varint(file.stored);
  }
  const code = TYPE_CODES.get(file.type) ?? 0;
  out.varint(code);
  if (code === 0) out.text(file.type);
  if (file.redirect !== undefined) out.text(file.redirect);
}

function readFile(input: ByteReader, key: string): FileEntry {
  const flags = input.byte();
  if ((flags & ~KNOWN_FLAGS) !== 0) throw input.malformed(said`has a file with unknown flags ${flags}`);
  const path = readPath(input, flags, key);
  const raw = input.hex();
  const size = input.varint();
  const gzip = (flags & GZIP) !== 0;
  const object = gzip ? input.hex() : raw;
  const stored = gzip ? input.varint() : size;
  const type = readType(input);
  const file: FileEntry = { path, raw, size, object, stored, gzip, type };
  if ((flags & GONE) !== 0) file.status = 410;
  if ((flags & REDIRECT) !== 0) file.redirect = input.text();
  checkEntry(file);
  return file;
}

function readPath(input: ByteReader, flags: number, key: string): string {
  const before = input.text();
  if ((flags & HOLDS_KEY) === 0) {
    if (key !== '' && before.includes(key)) throw input.malformed(said`spells out a path that holds its key`);
    return before;
  }
  const path = before + key + input.text();
  if (path.indexOf(key) !== before.length) throw input.malformed(said`splits a path at the wrong place`);
  return path;
}

function readType(input: ByteReader): string {
  const code = input.varint();
  if (code > 0) {
    const type = TYPES[code - 1];
    if (type === undefined) throw input.malformed(said`names an unknown media type ${code}`);
    return type;
  }
  const type = input.text();
  if (TYPE_CODES.has(type)) throw input.malformed(said`spells out a media type that has a number`);
  return type;
}

function checkEntry(file: FileEntry): void {
  const sane =
    // Their digits are checked where they are turned into bytes.
    file.raw.length === HASH_BYTES * 2 &&
    file.object.length === HASH_BYTES * 2 &&
    isLength(file.size) &&
    isLength(file.stored) &&
    (file.gzip || (file.object === file.raw && file.stored === file.size)) &&
    (TYPE_CODES.has(file.type) || (file.type.length <= TYPE_LENGTH && TYPE_SHAPE.test(file.type)));
  if (!sane) throw new EditionError('malformed', said`The entry of "${file.path}" contradicts itself`);
  if (file.redirect !== undefined) checkPath(file.redirect);
}

const isLength = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
