import { sql } from 'kysely';
import type { Room } from './room.ts';
import type { LiveCard, StoryId } from './types.ts';

/** A story of a series with no part of its own stands after those that have one. */
const NO_PART = 2_147_483_647;

const part = sql<number>`coalesce(series_part, ${sql.lit(NO_PART)})`;

/** The live stories of a series in one language, first part first; those without a part last, by time. */
export async function seriesOrder(room: Room, lang: string, series: string): Promise<StoryId[]> {
  const rows = await room.db
    .selectFrom('live')
    .select('story')
    .where('lang', '=', lang)
    .where('series', '=', series)
    .orderBy(part)
    .orderBy('published_at')
    .orderBy('story')
    .execute();
  return rows.map(({ story }) => story as StoryId);
}

/** The stories before and after this one in its series, whether or not it stands there itself. */
export async function seriesNeighbours(room: Room, card: LiveCard): Promise<StoryId[]> {
  if (!card.series) return [];
  const { lang, series, publishedAt, story } = card;
  const here = sql`(${series.part ?? NO_PART}, ${publishedAt}, ${story})`;
  const side = async (comparison: '<' | '>', direction: 'asc' | 'desc') => {
    const row = await room.db
      .selectFrom('live')
      .select('story')
      .where('lang', '=', lang)
      .where('series', '=', series.id)
      .where(sql<boolean>`(${part}, published_at, story) ${sql.raw(comparison)} ${here}`)
      .orderBy(part, direction)
      .orderBy('published_at', direction)
      .orderBy('story', direction)
      .limit(1)
      .executeTakeFirst();
    return row ? [row.story as StoryId] : [];
  };
  return [...(await side('<', 'desc')), ...(await side('>', 'asc'))];
}
