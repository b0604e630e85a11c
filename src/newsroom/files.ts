import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readContent } from './file-content.ts';
import type { FileContent } from './file-content.ts';
import type { FileAsked } from './file-thread.ts';
import { getMedia, isPicture } from './media.ts';
import { renditionFile, writeWhole } from './media-folder.ts';
import { insertMedium } from './new-medium.ts';
import { sizeWithin } from './pictures.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import type { MediaFile, Refused } from './types.ts';

export type NewFile = { name: string } & ({ bytes: Uint8Array } | { file: string });

/** `warnings` says what may name people in a file that is kept as it came. */
export type FileAdded = { ok: true; file: MediaFile; added: boolean; warnings: string[] };

export const FILE_LIMIT = 200_000_000;

/**
 * Takes in a file (PDF, text, CSV) or a sound (MP3, M4A, WAV, FLAC), by content. Tags are cut out of sounds. A PDF
 * is kept as it is, with a warning when it names its author. Office documents are refused: they carry names and
 * earlier versions. Refused with: `empty`, `too_big` (200 MB), `type`, `extension`, `damaged`.
 */
export async function addFile(room: Room, value: NewFile): Promise<FileAdded | Refused> {
  const size = await sizeWithin(value, FILE_LIMIT);
  if (typeof size !== 'number') return size;
  const read = await contentOf(value, size);
  if (!read.ok) return read;
  const { id, kind, type, extension, clean, sha256, warnings } = read;
  const [known] = await getMedia(room, [id]);
  if (known && !isPicture(known)) return { ok: true, file: known, added: false, warnings };
  const keep = () => writeWhole(renditionFile(room.folder, id, 'original', 0), clean);
  await keep();
  const name = plainName(value.name, extension);
  const file: MediaFile = { id, kind, type, name, bytes: clean.length, sha256 };
  await insertFile(room, file, keep);
  return { ok: true, file, added: true, warnings };
}

/** A file of more bytes is looked into beside the process, which has readers to serve meanwhile. */
const LARGE = 2_000_000;

async function contentOf(value: NewFile, size: number): Promise<FileContent | Refused> {
  if ('bytes' in value) return readContent(value.name, value.bytes);
  const { name, file } = value;
  if (size <= LARGE) return readContent(name, await readFile(file));
  const workerData: FileAsked = { name, file };
  const thread = new Worker(new URL('./file-thread.ts', import.meta.url), { workerData });
  const [read] = (await once(thread, 'message')) as [FileContent | Refused];
  return read;
}

async function insertFile(room: Room, file: MediaFile, keep: () => Promise<void>): Promise<void> {
  const { id, kind, type, name, bytes, sha256 } = file;
  const medium = { id, kind, type, name, width: null, height: null, bytes, state: 'ready' };
  const original = { media: id, width: 0, format: 'original', height: 0, bytes, sha256 };
  await write(room, async (inside) => {
    // Somebody else may have added it too, and removed it, since it was written.
    if (!existsSync(renditionFile(room.folder, id, 'original', 0))) await keep();
    await insertMedium(inside, medium, original);
  });
}

/** A name that is safe on every disk and in every header, with the ending that the content has. */
export function plainName(name: string, extension: string): string {
  const stem = basename(name.replaceAll('\\', '/'))
    .replace(/\.[^.]*$/, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${Array.from(stem).slice(0, 80).join('') || 'file'}.${extension}`;
}
