import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { isFullDisk, type Watch, watched, watchRoom } from '../disk.ts';
import { readZip, type UnpackCode, ZipFault } from './zip.ts';

/** What may come out of one archive, however small it is packed. */
const MOST = { bytes: 16_000_000_000, files: 400_000 };
const TOO_MANY = 'The archive holds more than 400,000 files; split it';

/** What cannot be unpacked, in words for people. */
export class UnpackError extends Error {
  override name = 'UnpackError';
  readonly code: UnpackCode;
  /** The file in it that is meant. */
  readonly entry: string;

  constructor(
    message: string,
    { code = 'unpack', entry = '', cause }: { code?: UnpackCode; entry?: string; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.entry = entry;
  }
}

/**
 * Makes of an uploaded file what an import reads: a ZIP or tar file, also gzipped, becomes a folder under `place`,
 * anything else stays the file that it is. Links, devices and names that lead out of the folder are left out. A folder
 * is called as in the archive, or as the file was: archives of Markdown are known by that name between imports.
 */
export async function unpack(
  file: string,
  place: string,
  name: string,
  watch = watchRoom(place),
): Promise<void> {
  const plain = await gunzipped(file, watch);
  const kind = await kindOf(plain);
  if (kind === null) {
    await rename(plain, join(place, 'archive.xml'));
    return;
  }
  const folder = join(place, 'unpacked');
  await mkdir(folder);
  const room = { bytes: 0, files: 0, watch };
  try {
    await (kind === 'zip' ? unzip(plain, folder, room) : untar(plain, folder, room));
  } catch (error) {
    if (error instanceof ZipFault)
      throw new UnpackError(error.message, { code: error.code, entry: error.entry, cause: error });
    if (error instanceof UnpackError || isFullDisk(error)) throw error;
    throw new UnpackError(`The archive cannot be unpacked (${whyOf(error)}); pack it anew`, { cause: error });
  }
  await rm(plain, { force: true });
  const [only, ...others] = await readdir(folder, { withFileTypes: true });
  if (only?.isDirectory() === true && others.length === 0) {
    await rename(join(folder, only.name), join(place, folderName(only.name)));
    await rm(folder, { recursive: true });
  } else await rename(folder, join(place, folderName(name.replace(/\.(zip|tgz|tar(\.gz)?)$/i, ''))));
}

/** What the system says names places on this machine; only its word for the fault is told. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('syscall' in error) || !('code' in error)) return error.message;
  const code = String(error.code);
  return SYSTEM[code] ?? code;
}

const SYSTEM: Record<string, string> = {
  EEXIST: 'a file and a folder in it have one name',
  ENOTDIR: 'a file and a folder in it have one name',
  EISDIR: 'a file and a folder in it have one name',
  ENAMETOOLONG: 'a name in it is too long',
};

/** A name that a folder can have here. */
function folderName(name: string): string {
  const plain = name.normalize('NFC').replaceAll(/[/\\\p{Cc}]/gu, '');
  return plain.replace(/^\.+/, '').trim().slice(0, 60) || 'archive';
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(512);
    const { bytesRead } = await handle.read(head, 0, 512, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function kindOf(file: string): Promise<'zip' | 'tar' | null> {
  const head = await headOf(file);
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'zip';
  return head.subarray(257, 262).toString('latin1') === 'ustar' ? 'tar' : null;
}

async function gunzipped(file: string, watch: Watch): Promise<string> {
  const head = await headOf(file);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return file;
  const plain = `${file}.plain`;
  try {
    await pipeline(
      createReadStream(file),
      createGunzip(),
      counted({ bytes: 0, files: 0, watch }),
      createWriteStream(plain),
    );
  } catch (error) {
    if (error instanceof UnpackError || isFullDisk(error)) throw error;
    throw new UnpackError('The gzip file is damaged; bring it over anew', { cause: error });
  }
  await rm(file);
  return plain;
}

/** What came out so far. */
type Room = { bytes: number; files: number; watch: Watch };

/** A step of a pipeline: passes on what may come out. */
const counted = (room: Room): ReturnType<typeof watched> =>
  watched(async (bytes) => {
    room.bytes += bytes;
    if (room.bytes > MOST.bytes)
      throw new UnpackError('The archive holds more than 16 GB; split it', { code: 'unpack_large' });
    await room.watch(bytes);
  });

/** Where a file of this name goes; null for what has no place: hidden files, and names that lead out. */
function placeOf(folder: string, name: string): string | null {
  const parts = name.split('/').filter((one) => one !== '' && one !== '.');
  const isOdd = (one: string): boolean => one.startsWith('.') || one === '__MACOSX' || /\p{Cc}/u.test(one);
  if (parts.length === 0 || parts.length > 30 || parts.some(isOdd)) return null;
  return join(folder, ...parts);
}

async function put(content: Readable, path: string, room: Room): Promise<void> {
  room.files += 1;
  if (room.files > MOST.files) throw new UnpackError(TOO_MANY, { code: 'unpack_large' });
  await mkdir(dirname(path), { recursive: true });
  await pipeline(content, counted(room), createWriteStream(path));
}

async function unzip(file: string, folder: string, room: Room): Promise<void> {
  const zip = await readZip(file);
  try {
    if (zip.count > MOST.files) throw new UnpackError(TOO_MANY, { code: 'unpack_large' });
    for (const entry of zip.entries) {
      const path = entry.isLink || entry.name.endsWith('/') ? null : placeOf(folder, entry.name);
      if (path !== null) await put(await entry.open(), path, room);
    }
  } finally {
    await zip.close();
  }
}

async function untar(file: string, folder: string, room: Room): Promise<void> {
  const reading = extract();
  const fed = pipeline(createReadStream(file), reading);
  // A fault of the archive is heard of below as well; one in what is made of it ends this without anybody listening.
  fed.catch(() => undefined);
  for await (const entry of reading) {
    const path = placeOf(folder, entry.header.name);
    if (path !== null && entry.header.type === 'file') await put(Readable.from(entry), path, room);
    else entry.resume();
  }
  await fed;
}
