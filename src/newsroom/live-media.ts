import type { Changes } from './changes.ts';
import type { Room } from './room.ts';
import type { MediaId, StoryId } from './types.ts';

/** Records exactly these media as shown by the story; one that comes into or goes out of use is told to the press. */
export async function writeMediaUse(
  room: Room,
  story: StoryId,
  wanted: MediaId[],
  changes: Changes,
): Promise<void> {
  const standing = await room.db.selectFrom('media_use').select('media').where('story', '=', story).execute();
  const have = new Set(standing.map(({ media }) => media));
  const want = new Set<string>(wanted);
  const entered = wanted.filter((media) => !have.has(media));
  const left = [...have].filter((media) => !want.has(media));
  for (const media of [...entered, ...left]) changes.add('media', media);
  if (entered.length > 0) {
    const rows = entered.map((media) => ({ media, story }));
    for (let from = 0; from < rows.length; from += 1000) {
      await room.db
        .insertInto('media_use')
        .values(rows.slice(from, from + 1000))
        .execute();
    }
  }
  if (left.length > 0) {
    await room.db.deleteFrom('media_use').where('story', '=', story).where('media', 'in', left).execute();
  }
}
