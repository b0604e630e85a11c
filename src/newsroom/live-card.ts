import { dayIn } from './address.ts';
import { storyMedia } from './pictures-used.ts';
import { revisionOf } from './revisions.ts';
import type { Room } from './room.ts';
import { getSite } from './site.ts';
import { storyFrom } from './stories.ts';
import { isPublic } from './transitions.ts';
import type { LiveCard, MediaId, Note, Revision, Story, StoryId } from './types.ts';
import { notesOf } from './notes.ts';

/** Everything that a story's place in the projection follows from. */
export type Sources = {
  card: LiveCard;
  lists: { list: string; at: number }[];
  media: MediaId[];
  picks: StoryId[];
};

/** The story as lists show it now; null when it is not public. */
export async function readCard(room: Room, story: StoryId): Promise<LiveCard | null> {
  const row = await room.db
    .selectFrom('live')
    .select('card_json')
    .where('story', '=', story)
    .executeTakeFirst();
  return row ? (JSON.parse(row.card_json) as LiveCard) : null;
}

/** What the projection of a story has to be, from its own tables; null when it is not public. */
export async function readSources(
  room: Room,
  id: StoryId,
  atHand: Revision | null = null,
): Promise<Sources | null> {
  const row = await room.db.selectFrom('story').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const story = storyFrom(row);
  if (!isPublic(story.state) || story.liveRevision === null) return null;
  const known = atHand?.story === id && atHand.number === story.liveRevision ? atHand : null;
  const revision = known ?? (await revisionOf(room, id, story.liveRevision));
  if (!revision) throw new Error(`Revision ${story.liveRevision} of story "${id}" is missing`);
  const notes = (await notesOf(room, [id])).filter(({ kind }) => kind !== 'withdrawal');
  const card = cardOf(story, revision, await updatedAt(room, story));
  const site = await getSite(room);
  return {
    card,
    lists: listsOf(card, notes, site?.timeZone ?? 'UTC'),
    media: [...new Set(storyMedia(revision, []).map(({ media }) => media))],
    picks: revision.picks,
  };
}

function cardOf(story: Story, revision: Revision, updated: number): LiveCard {
  const { path, firstLiveAt } = story;
  if (path === null || firstLiveAt === null) throw new Error(`Live story "${story.id}" has no address`);
  return {
    story: story.id,
    lang: story.lang,
    path,
    revision: revision.number,
    state: story.state === 'corrected' ? 'corrected' : 'live',
    publishedAt: firstLiveAt,
    updatedAt: Math.max(updated, firstLiveAt),
    translationGroup: story.translationGroup,
    headline: revision.headline,
    standfirst: revision.standfirst,
    kicker: revision.kicker,
    summary: revision.summary,
    section: revision.section,
    series: revision.series,
    tags: revision.tags,
    bylines: revision.bylines,
    lead: revision.lead,
    words: revision.words,
  };
}

/** Publications, corrections and updates each leave a transition. */
async function updatedAt(room: Room, story: Story): Promise<number> {
  const { at } = await room.db
    .selectFrom('transition')
    .select(({ fn }) => fn.max('at').as('at'))
    .where('story', '=', story.id)
    .where('to_state', 'in', ['live', 'corrected'])
    .executeTakeFirstOrThrow();
  return at ?? 0;
}

function listsOf(card: LiveCard, notes: Note[], timeZone: string): Sources['lists'] {
  const { lang, publishedAt: at } = card;
  const names = [
    'latest',
    ...(card.section === null ? [] : [`section/${card.section}`]),
    ...card.tags.map((tag) => `tag/${tag}`),
    ...(card.series ? [`series/${card.series.id}`] : []),
    ...card.bylines.map((author) => `author/${author}`),
    `day/${dayIn(timeZone, at)}`,
  ];
  const lists = names.map((name) => ({ list: `${lang}/${name}`, at }));
  const newest = notes.at(-1);
  return newest ? [...lists, { list: `${lang}/corrections`, at: newest.at }] : lists;
}
