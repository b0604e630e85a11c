import { sql } from 'kysely';
import { getMedia } from './media.ts';
import type { Room } from './room.ts';
import type { ByLanguage, MediaFile, MediaId, Picture } from './types.ts';

export type MediaFind = {
  /** Words of alt, caption, credit, agency, licence or name, in any letter case. */
  text?: string;
  credit?: string;
  licence?: string;
  kind?: 'picture' | 'file' | 'audio';
  /** Whether readers see it in a story now. */
  use?: 'used' | 'unused';
  /** Only what has a licence that ends before this time. */
  expiresBefore?: number;
  /** At most 200; default 60. */
  limit?: number;
  /** The last of the page before. */
  before?: { createdAt: number; id: string };
};

export type MediaFound = {
  media: Picture | MediaFile;
  createdAt: number;
  /** Live stories that show it. */
  stories: number;
};

/** What the newsroom has, newest first, and how many there are in all. */
export async function findMedia(
  room: Room,
  find: MediaFind = {},
): Promise<{ found: MediaFound[]; total: number }> {
  await fillSearch(room);
  let query = narrowed(room, find)
    .select(['media.id', 'media.created_at'])
    .select((is) =>
      is
        .selectFrom('media_use')
        .select(({ fn }) => fn.countAll<number>().as('stories'))
        .whereRef('media_use.media', '=', 'media.id')
        .as('stories'),
    )
    .orderBy('media.created_at', 'desc')
    .orderBy('media.id', 'desc')
    .limit(Math.min(Math.max(find.limit ?? 60, 1), 200));
  const { before } = find;
  if (before)
    query = query.where(sql<boolean>`(media.created_at, media.id) < (${before.createdAt}, ${before.id})`);
  const rows = await query.execute();
  const { total } = await narrowed(room, find)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const whole = await getMedia(
    room,
    rows.map(({ id }) => id),
  );
  const found = whole.flatMap((media, at) => {
    const row = rows[at];
    return row ? [{ media, createdAt: row.created_at, stories: Number(row.stories ?? 0) }] : [];
  });
  return { found, total: Number(total) };
}

function narrowed(room: Room, { text, credit, licence, kind, use, expiresBefore }: MediaFind) {
  let query = room.db.selectFrom('media');
  for (const word of (text ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean)) {
    const pattern = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<boolean>`(media.search like ${pattern} escape '\\' or media.id = ${word})`);
  }
  if (credit !== undefined) query = query.where('media.credit', '=', credit);
  if (licence !== undefined) query = query.where('media.licence', '=', licence);
  if (kind !== undefined) query = query.where('media.kind', '=', kind);
  if (expiresBefore !== undefined) query = query.where('media.licence_expires', '<', expiresBefore);
  if (use !== undefined) {
    query = query.where((is) => {
      const used = is.exists(
        is.selectFrom('media_use').select(sql.lit(1).as('one')).whereRef('media_use.media', '=', 'media.id'),
      );
      return use === 'used' ? used : is.not(used);
    });
  }
  return query;
}

const AT_ONCE = 500;

/** What was described since the last search. */
async function fillSearch(room: Room): Promise<void> {
  for (;;) {
    const rows = await room.db
      .selectFrom('media')
      .select(['id', 'name', 'kind', 'alts_json', 'captions_json', 'credit', 'agency', 'licence'])
      .where('search', 'is', null)
      .limit(AT_ONCE)
      .execute();
    for (const row of rows) {
      const words = [row.alts_json, row.captions_json].flatMap((json) =>
        Object.values(JSON.parse(json) as ByLanguage),
      );
      // A picture is named by its hash, which nobody searches for.
      if (row.kind !== 'picture') words.push(row.name);
      const search = [...words, row.credit, row.agency, row.licence]
        .join(' ')
        .normalize('NFKC')
        .toLowerCase();
      await room.db
        .updateTable('media')
        .set({ search })
        .where('id', '=', row.id as MediaId)
        .execute();
    }
    if (rows.length < AT_ONCE) return;
  }
}
