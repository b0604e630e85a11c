/**
 * The projection: what is public now. Only this file and its neighbours `live-*.ts` write `live`, `listing`,
 * `list_total`, `related` and `media_use`, and only by `project`.
 */
import { Changes } from './changes.ts';
import { readCard, readSources } from './live-card.ts';
import type { Sources } from './live-card.ts';
import { writeListings } from './live-lists.ts';
import { freezeRelated, mendRelated } from './live-related.ts';
import { writeMediaUse } from './live-media.ts';
import type { Room } from './room.ts';
import { seriesNeighbours } from './series-order.ts';
import type { LiveCard, Revision, StoryId } from './types.ts';

export type Projecting = {
  changes: Changes;
  /** Choose related stories anew: at each publication, and not when a note is added. */
  relate: boolean;
  /** The revision that readers see, when the caller has it at hand. */
  revision?: Revision;
};

/**
 * Brings everything public about one story in line with its state: its row, lists, media and related links, and
 * those of stories that show something of it. Safe to call at any time; a second call changes nothing.
 */
export async function project(room: Room, id: StoryId, projecting: Projecting): Promise<void> {
  const { changes, relate, revision = null } = projecting;
  const before = await readCard(room, id);
  const sources = await readSources(room, id, revision);
  const after = sources?.card ?? null;
  if (!before && !after) return;
  const shown = JSON.stringify(before) !== JSON.stringify(after);
  const face = !before || !after || faceOf(before) !== faceOf(after);
  if (face && before) {
    await tellNaming(room, id, changes);
    await tellNeighbours(room, before, changes);
  }
  if (shown) {
    changes.add('story', id);
    await writeRow(room, id, sources);
  }
  await writeListings(room, id, sources?.lists ?? [], changes);
  await writeMediaUse(room, id, sources?.media ?? [], changes);
  if (face && after) await tellNeighbours(room, after, changes);
  if (!after) await mendRelated(room, id, changes);
  else if (relate) await freezeRelated(room, after, sources?.picks ?? [], changes);
  if (shown) await tellFronts(room, id, changes);
}

/** Makes the whole projection from the stories alone; related links that still hold are kept as they were. */
export async function rebuild(room: Room, changes: Changes = new Changes()): Promise<void> {
  const known = await room.db
    .selectFrom('story')
    .select('id')
    .where((is) =>
      is.or([
        is('state', 'in', ['live', 'corrected']),
        is('id', 'in', is.selectFrom('live').select('story')),
      ]),
    )
    .orderBy('first_live_at')
    .orderBy('id')
    .execute();
  for (const { id } of known) await project(room, id as StoryId, { changes, relate: false });
}

async function writeRow(room: Room, story: StoryId, sources: Sources | null): Promise<void> {
  if (!sources) {
    await room.db.deleteFrom('live').where('story', '=', story).execute();
    return;
  }
  const { card } = sources;
  const row = {
    story,
    lang: card.lang,
    path: card.path,
    revision: card.revision,
    state: card.state,
    published_at: card.publishedAt,
    updated_at: card.updatedAt,
    translation_group: card.translationGroup,
    section: card.section,
    series: card.series?.id ?? null,
    series_part: card.series?.part ?? null,
    lead: card.lead?.media ?? null,
    card_json: JSON.stringify(card),
  };
  await room.db
    .insertInto('live')
    .values(row)
    .onConflict((same) => same.column('story').doUpdateSet(row))
    .execute();
}

/** What other stories' pages show of this one: in a language switch, a series bar, under "read more". */
function faceOf(card: LiveCard): string {
  const { path, headline, standfirst, kicker, lang, translationGroup, series, lead, section, publishedAt } =
    card;
  return JSON.stringify([
    path,
    headline,
    standfirst,
    kicker,
    lang,
    translationGroup,
    series,
    lead,
    section,
    publishedAt,
  ]);
}

/** Who shows this story in its language switch or its series bar. */
async function tellNeighbours(room: Room, card: LiveCard, changes: Changes): Promise<void> {
  const siblings = await room.db
    .selectFrom('story')
    .select(['id', 'state', 'path'])
    .where('translation_group', '=', card.translationGroup)
    .where('id', '<>', card.story)
    .where('state', 'in', ['live', 'corrected', 'withdrawn'])
    .execute();
  for (const { id, state, path } of siblings) {
    // A tombstone leads readers to the other languages.
    if (state !== 'withdrawn') changes.add('story', id);
    else if (path !== null) changes.add('redirect', path);
  }
  for (const story of await seriesNeighbours(room, card)) changes.add('story', story);
}

/** Who names it under "read more". */
async function tellNaming(room: Room, target: StoryId, changes: Changes): Promise<void> {
  const naming = await room.db.selectFrom('related').select('story').where('target', '=', target).execute();
  for (const { story } of naming) changes.add('story', story);
}

async function tellFronts(room: Room, story: StoryId, changes: Changes): Promise<void> {
  const fronts = await room.db.selectFrom('front_slot').select('lang').where('story', '=', story).execute();
  for (const { lang } of fronts) changes.add('front', lang);
}
