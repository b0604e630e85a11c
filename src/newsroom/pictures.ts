import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Sharp } from 'sharp';
import { getMedia, isPicture, wordColumns } from './media.ts';
import type { PictureWords } from './media.ts';
import { masterFile, renditionFile, writeWhole } from './media-folder.ts';
import { insertMedium } from './new-medium.ts';
import type { NewMedium } from './new-medium.ts';
import { reason, refused } from './refusal.ts';
import { queueRendering, renderJpeg, smallestWidth } from './renditions.ts';
import type { Rendered } from './renditions.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { loadSharp, oneAtATime } from './sharp.ts';
import { agrees, sniff } from './sniff.ts';
import type { Sniffed } from './sniff.ts';
import type { ByLanguage, MediaId, Picture, Reason, Refused } from './types.ts';

export type NewPicture = PictureWords & {
  /** What the picture is called; its ending must fit its content. Not kept: names of files name people. */
  name: string;
} & ({ bytes: Uint8Array } | { file: string });

/** `added` is false when the newsroom had this very picture already. */
export type PictureAdded = { ok: true; picture: Picture; added: boolean };

export const PICTURE_LIMITS = { bytes: 50_000_000, pixels: 100_000_000, side: 30_000, seconds: 120 };

/** Longest side of a master: far more than is ever published, and large pictures decode in a fraction of the memory. */
const MASTER = 4096;

const ACCEPTED: Sniffed[] = ['jpeg', 'png', 'webp', 'avif', 'gif'];

/**
 * Takes a picture in after looking at its content: JPEG, PNG, WebP, AVIF, or the first frame of a GIF. What is kept
 * is decoded and written anew, upright, in sRGB, at most 4,096 pixels a side, with no metadata of any kind; the file
 * as received is not kept.
 * Words given fill what is still empty when the newsroom has the picture already.
 *
 * Refused with: `empty`, `too_big` (50 MB), `too_many_pixels` (100 megapixels, or a side over 30,000), `svg`,
 * `type`, `extension`, `damaged`.
 */
export async function addPicture(room: Room, value: NewPicture): Promise<PictureAdded | Refused> {
  const { checkPictureWords } = await import('./borders.ts');
  const { name } = value;
  const words = checkPictureWords(wordsOf(value)) as PictureWords;
  const size = await sizeWithin(value, PICTURE_LIMITS.bytes);
  if (typeof size !== 'number') return size;
  const bytes = 'bytes' in value ? value.bytes : await readFile(value.file);
  const content = sniff(bytes);
  const fault = faultOf(content, name);
  if (fault) return refused(fault);

  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 32) as MediaId;
  const known = await fillIn(room, id, words);
  if (known) return { ok: true, picture: known, added: false };
  const clean = await oneAtATime(() => cleaned(bytes));
  if ('ok' in clean) return clean;
  await writeWhole(masterFile(room.folder, id, clean.type), clean.bytes);
  const first = await renderJpeg(room, id, clean.bytes, smallestWidth(clean.width));
  return { ok: true, picture: await insertPicture(room, id, clean, first, words), added: true };
}

function wordsOf(value: NewPicture): PictureWords {
  const words: Record<string, unknown> = { ...value };
  for (const field of ['name', 'bytes', 'file']) delete words[field];
  return words;
}

/** How many bytes there are, in memory or in a file, before it is read. Refused with `empty`, `too_big`. */
export async function sizeWithin(
  value: { bytes: Uint8Array } | { file: string },
  limit: number,
): Promise<number | Refused> {
  const size = 'bytes' in value ? value.bytes.length : (await stat(value.file)).size;
  if (size === 0) return refused(reason('empty', 'The file is empty; send it again'));
  if (size > limit) {
    const megabytes = Math.ceil(size / 1_000_000);
    return refused(
      reason('too_big', `The file has ${megabytes} MB; make it smaller than ${limit / 1_000_000} MB`),
    );
  }
  return size;
}

function faultOf(content: Sniffed, name: string): Reason | null {
  if (content === 'svg') {
    return reason('svg', 'The file is an SVG, which can carry scripts; export it as PNG');
  }
  if (!ACCEPTED.includes(content)) {
    const what = content === 'unknown' ? 'no picture that can be read' : `a ${content.toUpperCase()} file`;
    return reason('type', `The file is ${what}; save it as JPEG or PNG`);
  }
  if (agrees(name, content)) return null;
  const ending = extname(name);
  return reason(
    'extension',
    `The name ends in "${ending}" but the file is a ${content.toUpperCase()}; rename it`,
  );
}

type Clean = { bytes: Buffer; type: 'image/jpeg' | 'image/png'; width: number; height: number };

async function cleaned(bytes: Uint8Array): Promise<Clean | Refused> {
  const sharp = await loadSharp();
  try {
    // The header alone: nothing is decoded before its size is known.
    const header = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata();
    const { width, height } = header;
    if (width * height > PICTURE_LIMITS.pixels || Math.max(width, height) > PICTURE_LIMITS.side) {
      return refused(
        reason(
          'too_many_pixels',
          `The picture has ${width} × ${height} pixels; make it at most 100 megapixels`,
        ),
      );
    }
    const upright = sharp(bytes, { limitInputPixels: PICTURE_LIMITS.pixels, failOn: 'error' })
      .timeout({ seconds: PICTURE_LIMITS.seconds })
      .autoOrient()
      .resize({ width: MASTER, height: MASTER, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb');
    // Photographs stay JPEG; what may be drawn or see-through stays exact.
    const exact = header.format === 'png' || header.hasAlpha;
    const { data, info } = await encoded(upright, exact);
    return { bytes: data, type: exact ? 'image/png' : 'image/jpeg', width: info.width, height: info.height };
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    return refused(reason('damaged', `The picture cannot be read (${detail}); send the whole file again`));
  }
}

function encoded(picture: Sharp, exact: boolean) {
  const output = exact
    ? picture.png({ compressionLevel: 6 })
    : picture.jpeg({ quality: 94, chromaSubsampling: '4:4:4' });
  return output.toBuffer({ resolveWithObject: true });
}

async function insertPicture(
  room: Room,
  id: MediaId,
  clean: Clean,
  first: Rendered,
  words: PictureWords,
): Promise<Picture> {
  return write(room, async (inside) => {
    const master = masterFile(room.folder, id, clean.type);
    // Somebody else may have added it too, and removed it, since it was written.
    if (!existsSync(master) || !existsSync(renditionFile(room.folder, id, 'jpeg', first.width))) {
      await writeWhole(master, clean.bytes);
      await renderJpeg(room, id, clean.bytes, smallestWidth(clean.width));
    }
    const medium: NewMedium = {
      id,
      kind: 'picture',
      type: clean.type,
      name: `${id}${clean.type === 'image/png' ? '.png' : '.jpg'}`,
      width: clean.width,
      height: clean.height,
      bytes: clean.bytes.length,
      ...wordColumns(words),
      state: 'waiting',
    };
    await insertMedium(inside, medium, first);
    await queueRendering(inside, id);
    return pictureOf(inside, id);
  });
}

async function pictureOf(room: Room, id: MediaId): Promise<Picture> {
  const [media] = await getMedia(room, [id]);
  if (!media || !isPicture(media)) throw new Error(`Medium "${id}" is no picture`);
  return media;
}

/** The picture if it is known, with what was still unsaid about it; null when it is new. */
async function fillIn(room: Room, id: MediaId, words: PictureWords): Promise<Picture | null> {
  return write(room, async (inside) => {
    const row = await inside.db.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    if (row.kind !== 'picture') throw new Error(`Medium "${id}" is kept as ${row.kind}`);
    const { alts = {}, captions = {}, credit, agency, licence, licenceExpires } = words;
    const filled = wordColumns({
      alts: { ...alts, ...(JSON.parse(row.alts_json) as ByLanguage) },
      captions: { ...captions, ...(JSON.parse(row.captions_json) as ByLanguage) },
      ...(row.credit === '' && credit !== undefined && { credit }),
      ...(row.agency === '' && agency !== undefined && { agency }),
      ...(row.licence === '' && licence !== undefined && { licence }),
      ...(row.licence_expires === null && licenceExpires !== undefined && { licenceExpires }),
    });
    await inside.db
      .updateTable('media')
      .set({ ...filled, search: null })
      .where('id', '=', id)
      .execute();
    return pictureOf(inside, id);
  });
}
