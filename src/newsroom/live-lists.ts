import { sql } from 'kysely';
import type { Changes } from './changes.ts';
import type { Room } from './room.ts';
import type { StoryId } from './types.ts';

type Place = { list: string; at: number };

/** Puts the story into exactly these lists and keeps each list's total in step. */
export async function writeListings(
  room: Room,
  story: StoryId,
  wanted: Place[],
  changes: Changes,
): Promise<void> {
  const standing = await room.db
    .selectFrom('listing')
    .select(['list', 'at'])
    .where('story', '=', story)
    .execute();
  const key = ({ list, at }: Place) => `${list} ${at}`;
  const have = new Set(standing.map(key));
  const want = new Set(wanted.map(key));
  const entered = wanted.filter((place) => !have.has(key(place)));
  const left = standing.filter((place) => !want.has(key(place)));
  for (const { list, at } of [...left, ...entered]) changes.addList(list, at);
  if (entered.length > 0) {
    await room.db
      .insertInto('listing')
      .values(entered.map((place) => ({ ...place, story })))
      .execute();
  }
  if (left.length > 0) {
    // By its whole key, list by list: a story stands in a list once.
    await room.db
      .deleteFrom('listing')
      .where('story', '=', story)
      .where((is) => is.or(left.map(({ list, at }) => is.and([is('list', '=', list), is('at', '=', at)]))))
      .execute();
  }
  await countLists(room, entered, left);
}

async function countLists(room: Room, entered: Place[], left: Place[]): Promise<void> {
  const deltas = new Map<string, number>();
  for (const { list } of entered) deltas.set(list, (deltas.get(list) ?? 0) + 1);
  for (const { list } of left) deltas.set(list, (deltas.get(list) ?? 0) - 1);
  const rows = [...deltas].filter(([, by]) => by !== 0).map(([list, total]) => ({ list, total }));
  if (rows.length === 0) return;
  await room.db
    .insertInto('list_total')
    .values(rows)
    .onConflict((same) => same.column('list').doUpdateSet({ total: sql`list_total.total + excluded.total` }))
    .execute();
  const fewer = rows.filter(({ total }) => total < 0).map(({ list }) => list);
  if (fewer.length === 0) return;
  await room.db.deleteFrom('list_total').where('list', 'in', fewer).where('total', '<=', 0).execute();
}
