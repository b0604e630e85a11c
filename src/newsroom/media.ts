import { rm } from 'node:fs/promises';
import type { Selectable } from 'kysely';
import type { MediaTable } from '#store';
import { Changes } from './changes.ts';
import { mediaFolder } from './media-folder.ts';
import { reason, refused } from './refusal.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import type { ByLanguage, MediaFile, MediaId, Picture, Reason, Refused } from './types.ts';

/** What people say about a picture. */
export type PictureWords = {
  alts?: ByLanguage;
  captions?: ByLanguage;
  credit?: string;
  agency?: string;
  licence?: string;
  /** When the licence ends; null: never. */
  licenceExpires?: number | null;
  /** 0..1 from left and top. */
  focal?: { x: number; y: number };
};

/** Pictures, files and sounds that exist, in the order asked for. */
export async function getMedia(room: Room, ids: readonly string[]): Promise<(Picture | MediaFile)[]> {
  if (ids.length === 0) return [];
  const rows = await room.db.selectFrom('media').selectAll().where('id', 'in', ids).execute();
  const renditions = await room.db
    .selectFrom('rendition')
    .selectAll()
    .where('media', 'in', ids)
    .orderBy('media')
    .orderBy('format')
    .orderBy('width')
    .execute();
  const of = Map.groupBy(renditions, ({ media }) => media);
  const found = new Map(rows.map((row) => [row.id, mediaFrom(row, of.get(row.id) ?? [])]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

export function isPicture(media: Picture | MediaFile): media is Picture {
  return !('kind' in media);
}

type RenditionRow = { format: string; width: number; height: number; bytes: number; sha256: string };

function mediaFrom(row: Selectable<MediaTable>, renditions: RenditionRow[]): Picture | MediaFile {
  const id = row.id as MediaId;
  if (row.kind === 'file' || row.kind === 'audio') {
    const sha256 = renditions[0]?.sha256 ?? '';
    return { id, kind: row.kind, type: row.type, name: row.name, bytes: row.bytes, sha256 };
  }
  return {
    id,
    width: row.width ?? 0,
    height: row.height ?? 0,
    focal: { x: row.focal_x, y: row.focal_y },
    alts: JSON.parse(row.alts_json) as ByLanguage,
    captions: JSON.parse(row.captions_json) as ByLanguage,
    credit: row.credit,
    agency: row.agency,
    licence: row.licence,
    licenceExpires: row.licence_expires,
    state: row.state as Picture['state'],
    renditions: renditions.map(({ format, width, height, bytes, sha256 }) => ({
      format: format === 'avif' ? 'avif' : 'jpeg',
      width,
      height,
      bytes,
      sha256,
    })),
  };
}

type WordColumns = {
  alts_json?: string;
  captions_json?: string;
  credit?: string;
  agency?: string;
  licence?: string;
  licence_expires?: number | null;
  focal_x?: number;
  focal_y?: number;
};

/** Only the columns that were given. */
export function wordColumns(words: PictureWords): WordColumns {
  const { alts, captions, credit, agency, licence, licenceExpires, focal } = words;
  return {
    ...(alts && { alts_json: JSON.stringify(alts) }),
    ...(captions && { captions_json: JSON.stringify(captions) }),
    ...(credit !== undefined && { credit: credit.trim() }),
    ...(agency !== undefined && { agency: agency.trim() }),
    ...(licence !== undefined && { licence: licence.trim() }),
    ...(licenceExpires !== undefined && { licence_expires: licenceExpires }),
    ...(focal && { focal_x: focal.x, focal_y: focal.y }),
  };
}

/**
 * Changes what is said about a picture; what is left out stays. A picture that readers see keeps its credit and
 * its alt texts: taking one away is refused (`credit`, `alt`). Throws `NewsroomError` `invalid_picture`.
 */
export async function describeMedia(
  room: Room,
  id: MediaId,
  value: PictureWords,
): Promise<{ ok: true } | Refused> {
  const { checkPictureWords } = await import('./borders.ts');
  const words = checkPictureWords(value) as PictureWords;
  return write(room, async (inside) => {
    const row = await inside.db.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return refused(reason('media_unknown', `No medium has the id "${id}"; add it first`));
    const reasons = await losses(inside, row, words);
    if (reasons.length > 0) return refused(...reasons);
    const columns = wordColumns(words);
    const changed = Object.entries(columns).some(([name, to]) => row[name as keyof typeof row] !== to);
    if (!changed) return { ok: true };
    await inside.db
      .updateTable('media')
      .set({ ...columns, search: null })
      .where('id', '=', id)
      .execute();
    const changes = new Changes();
    changes.add('media', id);
    await changes.record(inside);
    return { ok: true };
  });
}

async function losses(room: Room, row: Selectable<MediaTable>, words: PictureWords): Promise<Reason[]> {
  const before = JSON.parse(row.alts_json) as ByLanguage;
  const { alts } = words;
  const lost = alts ? Object.keys(before).filter((lang) => before[lang] && !alts[lang]?.trim()) : [];
  const uncredited = words.credit !== undefined && words.credit.trim() === '' && row.credit !== '';
  if (lost.length === 0 && !uncredited) return [];
  const use = await room.db
    .selectFrom('media_use')
    .select('story')
    .where('media', '=', row.id)
    .executeTakeFirst();
  const portrait = await room.db
    .selectFrom('author')
    .select('id')
    .where('portrait', '=', row.id)
    .executeTakeFirst();
  if (!use && !portrait) return [];
  return [
    ...(uncredited ? [reason('credit', 'Readers see the picture; give another credit instead of none')] : []),
    ...lost.map((lang) =>
      reason('alt', `Readers see the picture; give another alt text in "${lang}" instead of none`),
    ),
  ];
}

export type Expiring = { media: MediaId; expires: number; stories: number };

/** Media in use by live stories whose licence ends before a time, soonest first. */
export async function expiringMedia(room: Room, before: number): Promise<Expiring[]> {
  const rows = await room.db
    .selectFrom('media')
    .innerJoin('media_use', 'media_use.media', 'media.id')
    .select(({ fn }) => ['media.id', 'media.licence_expires', fn.countAll<number>().as('stories')])
    .where('media.licence_expires', '<', before)
    .groupBy(['media.id', 'media.licence_expires'])
    .orderBy('media.licence_expires')
    .orderBy('media.id')
    .execute();
  return rows.map((row) => ({
    media: row.id as MediaId,
    expires: row.licence_expires ?? 0,
    stories: Number(row.stories),
  }));
}

/** Forgets a medium and its files. Refused while any revision, page, author or the site itself shows it (`in_use`). */
export async function removeMedia(room: Room, id: MediaId): Promise<{ ok: true } | Refused> {
  const result = await write(room, async (inside) => {
    const quoted = `%${JSON.stringify(id)}%`;
    const uses = [
      inside.db.selectFrom('revision').select('story as where').where('lead', '=', id).limit(1),
      inside.db.selectFrom('revision').select('story as where').where('body_json', 'like', quoted).limit(1),
      inside.db.selectFrom('page').select('id as where').where('body_json', 'like', quoted).limit(1),
      inside.db.selectFrom('author').select('id as where').where('portrait', '=', id).limit(1),
      inside.db.selectFrom('setting').select('key as where').where('value_json', 'like', quoted).limit(1),
    ];
    for (const query of uses) {
      const use = await query.executeTakeFirst();
      if (use) return refused(reason('in_use', `"${use.where}" shows the medium; take it out there first`));
    }
    await inside.db.deleteFrom('rendition').where('media', '=', id).execute();
    await inside.db.deleteFrom('media').where('id', '=', id).execute();
    return { ok: true as const };
  });
  if (result.ok) await write(room, (inside) => removeFiles(inside, id));
  return result;
}

/**
 * Takes away the files of a medium that is gone, and tells whether it is. It may have been added again, so this looks;
 * called in a transaction, in which nobody else adds it.
 */
export async function removeFiles(inside: Room, id: MediaId): Promise<boolean> {
  const row = await inside.db.selectFrom('media').select('id').where('id', '=', id).executeTakeFirst();
  if (row) return false;
  // Tried again where somebody who adds it writes into the folder at that moment.
  await rm(mediaFolder(inside.folder, id), { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  return true;
}
