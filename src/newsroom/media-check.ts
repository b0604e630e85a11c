import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { masterFile, mediaFolder, renditionFile } from './media-folder.ts';
import type { Format } from './media-folder.ts';
import { queueRendering } from './renditions.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import type { MediaId } from './types.ts';

/** `missing` and `altered` name a file that the database knows; `stray` one that it does not. */
export type MediaFault = { what: 'missing' | 'altered' | 'stray'; media: string; file: string };

/** Compares the media folder with the database: what is not there, of another size, or left over from a crash. */
export async function checkMedia(room: Room): Promise<MediaFault[]> {
  const faults: MediaFault[] = [];
  const known = new Set<string>();
  for (const { media, file, bytes } of await expectedFiles(room)) {
    known.add(file);
    const size = await stat(file).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) faults.push({ what: 'missing', media, file });
    else if (size !== bytes) faults.push({ what: 'altered', media, file });
  }
  const entries = await readdir(join(room.folder, 'media'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !known.has(file)) faults.push({ what: 'stray', media: '', file });
  }
  return faults;
}

async function expectedFiles(room: Room): Promise<{ media: string; file: string; bytes: number }[]> {
  const masters = await room.db
    .selectFrom('media')
    .select(['id', 'type', 'bytes'])
    .where('kind', '=', 'picture')
    .execute();
  const renditions = await room.db.selectFrom('rendition').selectAll().execute();
  return [
    ...masters.map(({ id, type, bytes }) => ({ media: id, file: masterFile(room.folder, id, type), bytes })),
    ...renditions.map(({ media, format, width, bytes }) => ({
      media,
      file: renditionFile(room.folder, media, format as Format, width),
      bytes,
    })),
  ];
}

/**
 * Mends what can be mended: makes lost renditions of pictures anew from their masters (as jobs) and deletes stray
 * files. Returns what is left, which only a backup can bring back. Nothing else may write media meanwhile.
 */
export async function mendMedia(room: Room): Promise<MediaFault[]> {
  const left: MediaFault[] = [];
  for (const fault of await checkMedia(room)) {
    if (fault.what === 'stray') await rm(fault.file, { force: true });
    else if (!(await renderAgain(room, fault))) left.push(fault);
  }
  return left;
}

async function renderAgain(room: Room, { media, file }: MediaFault): Promise<boolean> {
  const match = /(\d+)\.(jpg|avif)$/.exec(file.slice(mediaFolder(room.folder, media).length));
  if (!match) return false;
  const [, width, ending] = match;
  await write(room, async (inside) => {
    await inside.db
      .deleteFrom('rendition')
      .where('media', '=', media)
      .where('width', '=', Number(width))
      .where('format', '=', ending === 'jpg' ? 'jpeg' : 'avif')
      .execute();
    await inside.db.updateTable('media').set({ state: 'partial' }).where('id', '=', media).execute();
    await queueRendering(inside, media as MediaId);
  });
  return true;
}
