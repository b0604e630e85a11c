import { sql } from 'kysely';
import type { Changes } from './changes.ts';
import { readCard } from './live-card.ts';
import { chooseRelated, commonLists, RELATED_AT_MOST } from './related.ts';
import type { Candidate, RelatedLink } from './related.ts';
import type { Room } from './room.ts';
import type { LiveCard, StoryId } from './types.ts';

/** Newest stories looked at in each list: the work stays the same in an archive of any size. */
const DEPTH = 20;

/** Chooses a story's related links and keeps them until it is published again. */
export async function freezeRelated(
  room: Room,
  card: LiveCard,
  picks: StoryId[],
  changes: Changes,
): Promise<void> {
  const chosen = await livePicks(room, card, picks);
  await replaceRelated(room, card, chooseRelated(chosen, await candidatesFor(room, card)), changes);
}

/** A story went: whoever names it keeps the other links and gets the next best in its place. */
export async function mendRelated(room: Room, gone: StoryId, changes: Changes): Promise<void> {
  await room.db.deleteFrom('related').where('story', '=', gone).execute();
  const naming = await room.db.selectFrom('related').select('story').where('target', '=', gone).execute();
  for (const { story } of naming) {
    const card = await readCard(room, story as StoryId);
    if (!card) throw new Error(`Story "${story}" has related links and is not public`);
    const kept = (await linksOf(room, card.story)).filter((link) => link.story !== gone);
    const candidates = kept.length < RELATED_AT_MOST ? await candidatesFor(room, card) : [];
    await replaceRelated(room, card, chooseRelated(kept, candidates), changes);
  }
}

async function linksOf(room: Room, story: StoryId): Promise<RelatedLink[]> {
  const rows = await room.db
    .selectFrom('related')
    .select(['target', 'reason'])
    .where('story', '=', story)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ story: row.target as StoryId, reason: row.reason as RelatedLink['reason'] }));
}

async function replaceRelated(
  room: Room,
  card: LiveCard,
  links: RelatedLink[],
  changes: Changes,
): Promise<void> {
  const before = await linksOf(room, card.story);
  if (JSON.stringify(before) === JSON.stringify(links)) return;
  changes.add('story', card.story);
  if (before.length > 0) await room.db.deleteFrom('related').where('story', '=', card.story).execute();
  if (links.length === 0) return;
  const rows = links.map(({ story, reason }, position) => ({
    story: card.story,
    position,
    target: story,
    reason,
  }));
  await room.db.insertInto('related').values(rows).execute();
}

/** Picks that readers can open: live, in the same language, not the story itself. */
async function livePicks(room: Room, card: LiveCard, picks: StoryId[]): Promise<RelatedLink[]> {
  if (picks.length === 0) return [];
  const rows = await room.db
    .selectFrom('live')
    .select('story')
    .where('story', 'in', picks)
    .where('lang', '=', card.lang)
    .execute();
  const open = new Set(rows.map(({ story }) => story));
  return picks
    .filter((story) => open.has(story) && story !== card.story)
    .slice(0, RELATED_AT_MOST)
    .map((story) => ({ story, reason: 'pick' }));
}

async function candidatesFor(room: Room, card: LiveCard): Promise<Candidate[]> {
  const lists = commonLists(card);
  if (lists.length === 0) return [];
  const newest = lists.map(
    ({ list, shares }) => sql`select * from (
      select ${sql.lit(shares)} as shares, at, story from listing
      where list = ${list} order by at desc, story desc limit ${sql.lit(DEPTH)}) as part`,
  );
  const { rows } = await sql<{ shares: 'tag' | 'series' | 'section'; at: number; story: StoryId }>`${sql.join(
    newest,
    sql` union all `,
  )}`.execute(room.db);
  const found = new Map<StoryId, Candidate>();
  for (const { shares, at, story } of rows) {
    if (story === card.story) continue;
    const candidate = found.get(story) ?? { story, at, tags: 0, series: false, section: false };
    if (shares === 'tag') candidate.tags++;
    else candidate[shares] = true;
    found.set(story, candidate);
  }
  return [...found.values()];
}
