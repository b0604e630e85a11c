import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Changes } from './changes.ts';
import { removeFiles } from './media.ts';
import { masterFile, renditionFile, writeWhole } from './media-folder.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { loadSharp, oneAtATime } from './sharp.ts';
import type { MediaId } from './types.ts';

export const WIDTHS = [480, 960, 1600];

export type Rendered = {
  media: MediaId;
  format: 'jpeg' | 'avif';
  width: number;
  height: number;
  bytes: number;
  sha256: string;
};

/** The widths made of a picture: never wider than it is, and its own width when it is narrower than the widest. */
export function widthsFor(own: number): number[] {
  const widest = WIDTHS.at(-1) ?? own;
  return [...WIDTHS.filter((width) => width < own), Math.min(own, widest)];
}

export function smallestWidth(own: number): number {
  return widthsFor(own)[0] ?? own;
}

/** Leaves the job that makes what is missing of a picture. */
export async function queueRendering(room: Room, media: MediaId): Promise<void> {
  const job = { kind: 'media.render', key: media, payload: { media }, runAt: room.now() };
  await room.store.jobs.add(job, room.db);
}

/**
 * Makes what comes next of a picture: all JPEGs at once, then one AVIF a call, so that no job is long. Leaves
 * another job while anything is missing. Does nothing for a picture that is complete or gone.
 */
export async function renderNext(room: Room, media: MediaId): Promise<void> {
  const row = await room.db
    .selectFrom('media')
    .select(['type', 'width', 'kind', 'state'])
    .where('id', '=', media)
    .executeTakeFirst();
  if (!row || row.kind !== 'picture' || row.width === null || row.state === 'ready') return;
  const missing = await missingOf(room, media, row.width);
  const jpegs = missing.filter(({ format }) => format === 'jpeg');
  const now = jpegs.length > 0 ? jpegs : missing.slice(0, 1);
  const master = now.length > 0 ? await readFile(masterFile(room.folder, media, row.type)) : Buffer.alloc(0);
  const made: Rendered[] = [];
  for (const { format, width } of now) {
    made.push(await (format === 'jpeg' ? renderJpeg : renderAvif)(room, media, master, width));
  }
  await keepRenditions(room, media, made, missing.length - made.length, row.state);
}

/**
 * Makes everything that is missing of every picture, for a caller that cannot wait for the clock.
 *
 * @param progress told how many pictures are done, of how many in all
 */
export async function renderAll(room: Room, progress?: (done: number, total: number) => void): Promise<void> {
  const { total } = await room.db
    .selectFrom('media')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('kind', '=', 'picture')
    .where('state', '<>', 'ready')
    .executeTakeFirstOrThrow();
  const seen = new Set<string>();
  for (;;) {
    const waiting = await room.db
      .selectFrom('media')
      .select('id')
      .where('kind', '=', 'picture')
      .where('state', '<>', 'ready')
      .orderBy('created_at')
      .orderBy('id')
      .limit(100)
      .execute();
    if (waiting.length === 0) return;
    for (const { id } of waiting) {
      progress?.(seen.size, Number(total));
      await renderNext(room, id as MediaId);
      seen.add(id);
    }
  }
}

async function missingOf(room: Room, media: MediaId, own: number) {
  const rows = await room.db
    .selectFrom('rendition')
    .select(['format', 'width'])
    .where('media', '=', media)
    .execute();
  const made = new Set(rows.map(({ format, width }) => `${format} ${width}`));
  return (['jpeg', 'avif'] as const).flatMap((format) =>
    widthsFor(own)
      .filter((width) => !made.has(`${format} ${width}`))
      .map((width) => ({ format, width })),
  );
}

async function keepRenditions(
  room: Room,
  media: MediaId,
  made: Rendered[],
  left: number,
  before: string,
): Promise<void> {
  await write(room, async (inside) => {
    if (await removeFiles(inside, media)) return;
    if (made.length > 0) {
      await inside.db
        .insertInto('rendition')
        .values(made)
        .onConflict((same) => same.columns(['media', 'width', 'format']).doNothing())
        .execute();
    }
    const state = left === 0 ? 'ready' : 'partial';
    if (left > 0) await queueRendering(inside, media);
    if (state === before) return;
    await inside.db.updateTable('media').set({ state }).where('id', '=', media).execute();
    const changes = new Changes();
    changes.add('media', media);
    await changes.record(inside);
  });
}

export async function renderJpeg(
  room: Room,
  media: MediaId,
  master: Buffer,
  width: number,
): Promise<Rendered> {
  const scaled = await scale(master, width);
  const made = await oneAtATime(() => scaled.jpeg({ quality: 80, mozjpeg: true }).toBuffer(OBJECT));
  return keepFile(room, media, 'jpeg', made);
}

async function renderAvif(room: Room, media: MediaId, master: Buffer, width: number): Promise<Rendered> {
  const scaled = await scale(master, width);
  const made = await oneAtATime(() => scaled.avif({ quality: 52, effort: 3 }).toBuffer(OBJECT));
  return keepFile(room, media, 'avif', made);
}

const OBJECT = { resolveWithObject: true } as const;

async function scale(master: Buffer, width: number) {
  const sharp = await loadSharp();
  // Both formats on white, so that a drawing looks the same whichever one a browser takes.
  return sharp(master, { failOn: 'error' })
    .resize({ width, withoutEnlargement: true })
    .flatten({ background: '#ffffff' });
}

async function keepFile(
  room: Room,
  media: MediaId,
  format: 'jpeg' | 'avif',
  { data, info }: { data: Buffer; info: { width: number; height: number } },
): Promise<Rendered> {
  await writeWhole(renditionFile(room.folder, media, format, info.width), data);
  const sha256 = createHash('sha256').update(data).digest('hex');
  return { media, format, width: info.width, height: info.height, bytes: data.length, sha256 };
}
