/** Live stories as the press reads them: batches, few queries, and bodies trusted because they were checked when saved. */
import type { Doc } from '#body';
import { historiesOf } from './live-history.ts';
import { notesOf } from './notes.ts';
import type { Room } from './room.ts';
import type { LiveCard, LiveStory, Note, StoryId } from './types.ts';

export type LiveTranslation = { lang: string; path: string; headline: string };

/** Cards of those that are live, in the order asked for. */
export async function liveCards(room: Room, ids: readonly StoryId[]): Promise<LiveCard[]> {
  if (ids.length === 0) return [];
  const rows = await room.db
    .selectFrom('live')
    .select(['story', 'card_json'])
    .where('story', 'in', ids)
    .execute();
  const cards = new Map(rows.map((row) => [row.story, JSON.parse(row.card_json) as LiveCard]));
  return ids.flatMap((id) => cards.get(id) ?? []);
}

/**
 * Whole stories of those that are live, in the order asked for. Five queries at most however many are asked for, and
 * one more for each that was changed since it was published.
 */
export async function liveStories(room: Room, ids: readonly StoryId[]): Promise<LiveStory[]> {
  if (ids.length === 0) return [];
  const rows = await room.db
    .selectFrom('live')
    .innerJoin('revision', (on) =>
      on.onRef('revision.story', '=', 'live.story').onRef('revision.number', '=', 'live.revision'),
    )
    .innerJoin('story', 'story.id', 'live.story')
    .leftJoin('live as source', 'source.story', 'story.source_story')
    .select([
      'live.story',
      'live.card_json',
      'live.revision as live_revision',
      'revision.dateline_place',
      'revision.dateline_date',
      'revision.body_json',
      'story.created_at',
      'source.lang as source_lang',
      'source.path as source_path',
    ])
    .where('live.story', 'in', ids)
    .execute();
  const allNotes = await notesOf(room, ids);
  const notes = Map.groupBy(allNotes, ({ story }) => story);
  const translations = await liveTranslations(room, ids);
  const related = await relatedOf(room, ids);
  // Of most stories readers only ever saw the first revision.
  const touched = rows.filter(({ story, live_revision }) => live_revision > 1 || notes.has(story as StoryId));
  const histories = await historiesOf(
    room,
    touched.map(({ story }) => story as StoryId),
    allNotes,
  );
  const found = new Map<string, LiveStory>();
  for (const row of rows) {
    const card = JSON.parse(row.card_json) as LiveCard;
    found.set(row.story, {
      ...card,
      dateline: { place: row.dateline_place, date: row.dateline_date },
      body: JSON.parse(row.body_json) as Doc,
      notes: (notes.get(card.story) ?? []).filter(({ kind }) => kind !== 'withdrawal'),
      translations: translations.get(card.story) ?? [],
      translatedFrom:
        row.source_lang === null || row.source_path === null
          ? null
          : { lang: row.source_lang, path: row.source_path },
      related: related.get(card.story) ?? [],
      history: histories.get(card.story) ?? [],
      recordedSince: row.created_at > card.publishedAt ? row.created_at : null,
    });
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Corrections and updates of live stories, oldest first. */
export async function liveNotes(room: Room, ids: readonly StoryId[]): Promise<Note[]> {
  const live = new Set(await liveAmong(room, ids));
  return (await shownNotes(room, ids)).filter(({ story }) => live.has(story));
}

/** The same for stories that are known to be live. */
async function shownNotes(room: Room, ids: readonly StoryId[]): Promise<Note[]> {
  return (await notesOf(room, ids)).filter(({ kind }) => kind !== 'withdrawal');
}

async function liveAmong(room: Room, ids: readonly StoryId[]): Promise<StoryId[]> {
  if (ids.length === 0) return [];
  const rows = await room.db.selectFrom('live').select('story').where('story', 'in', ids).execute();
  return rows.map(({ story }) => story as StoryId);
}

/** The other live languages of each story, by language. Works for withdrawn stories too. */
export async function liveTranslations(
  room: Room,
  ids: readonly StoryId[],
): Promise<Map<StoryId, LiveTranslation[]>> {
  const found = new Map<StoryId, LiveTranslation[]>();
  if (ids.length === 0) return found;
  const rows = await room.db
    .selectFrom('story')
    .innerJoin('live', 'live.translation_group', 'story.translation_group')
    .select(['story.id', 'live.lang', 'live.path', 'live.card_json'])
    .whereRef('live.story', '<>', 'story.id')
    .where('story.id', 'in', ids)
    .orderBy('live.lang')
    .orderBy('live.path')
    .execute();
  for (const { id, lang, path, card_json } of rows) {
    const { headline } = JSON.parse(card_json) as LiveCard;
    const all = found.get(id as StoryId) ?? [];
    all.push({ lang, path, headline });
    found.set(id as StoryId, all);
  }
  return found;
}

async function relatedOf(room: Room, ids: readonly StoryId[]): Promise<Map<StoryId, LiveStory['related']>> {
  const rows = await room.db
    .selectFrom('related')
    .select(['story', 'target', 'reason'])
    .where('story', 'in', ids)
    .orderBy('story')
    .orderBy('position')
    .execute();
  const found = new Map<StoryId, LiveStory['related']>();
  for (const { story, target, reason } of rows) {
    const links = found.get(story as StoryId) ?? [];
    links.push({ story: target as StoryId, reason: reason as LiveStory['related'][number]['reason'] });
    found.set(story as StoryId, links);
  }
  return found;
}
