import { Changes } from './changes.ts';
import { newId } from './ids.ts';
import { project } from './live.ts';
import { NewsroomError, reason, refused } from './refusal.ts';
import { diffRevisions, getStory, storyFrom, storyOf } from './stories.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { isPublic } from './transitions.ts';
import type { Peer, Reason, Refused, Story, StoryDiff, StoryId } from './types.ts';

type Source = { story: StoryId; revision: number };

/**
 * Links a story to the one it was translated from, with the revision that was translated; their whole groups
 * become one. Refused when a language would stand twice in the group (`language_taken`), when a story would be its
 * own source (`loop`) or the revision does not exist (`no_revision`). Linking again records a newer revision.
 */
export async function linkTranslation(
  room: Room,
  link: { story: StoryId; source: StoryId; revision?: number },
): Promise<{ ok: true; story: Story } | Refused> {
  return write(room, async (inside) => {
    const source = await storyOf(inside, link.source);
    const revision = link.revision ?? source.liveRevision ?? source.revision;
    const reasons = await join(inside, await storyOf(inside, link.story), { story: source.id, revision });
    if (reasons.length > 0) return refused(...reasons);
    return { ok: true, story: await storyOf(inside, link.story) };
  });
}

/** The same inside another operation, where a refusal is a mistake of the caller: throws `NewsroomError`. */
export async function joinGroup(room: Room, story: StoryId, source: Source): Promise<void> {
  const [fault] = await join(room, await storyOf(room, story), source);
  if (fault) throw new NewsroomError(fault.code, fault.message);
}

async function join(room: Room, story: Story, { story: sourceId, revision }: Source): Promise<Reason[]> {
  const source = await storyOf(room, sourceId);
  const faults = await faultsOf(room, story, source, revision);
  if (faults.length > 0) return faults;
  await room.db
    .updateTable('story')
    .set({ source_story: source.id, source_revision: revision })
    .where('id', '=', story.id)
    .execute();
  const moved = story.translationGroup === source.translationGroup ? [] : await membersOf(room, story);
  await room.db
    .updateTable('story')
    .set({ translation_group: source.translationGroup })
    .where('translation_group', '=', story.translationGroup)
    .execute();
  await regroup(room, story, moved);
  return [];
}

async function faultsOf(room: Room, story: Story, source: Story, revision: number): Promise<Reason[]> {
  if (story.id === source.id)
    return [reason('loop', 'A story cannot be its own translation; name another source')];
  if (revision < 1 || revision > source.revision) {
    return [
      reason('no_revision', `The source has no revision ${revision}; its newest is ${source.revision}`),
    ];
  }
  for (let next: Story | null = source; next?.source; next = await getStory(room, next.source.story)) {
    if (next.source.story === story.id) {
      return [reason('loop', 'The source was itself translated from this story; unlink it first')];
    }
  }
  const [mine, theirs] = [await membersOf(room, story), await membersOf(room, source)];
  const taken = new Set(theirs.map(({ lang }) => lang));
  const twice =
    story.translationGroup === source.translationGroup ? [] : mine.filter(({ lang }) => taken.has(lang));
  return twice.map(({ lang }) =>
    reason('language_taken', `The source has a translation into "${lang}" already; unlink that one first`),
  );
}

/** Takes a story out of its group; what was translated from it, or it from, is no longer followed. */
export async function unlinkTranslation(room: Room, id: StoryId): Promise<void> {
  await write(room, async (inside) => {
    const story = await storyOf(inside, id);
    const members = await membersOf(inside, story);
    if (members.length < 2) return;
    await inside.db
      .updateTable('story')
      .set({ source_story: null, source_revision: null })
      .where((is) => is.or([is('id', '=', id), is('source_story', '=', id)]))
      .execute();
    await inside.db
      .updateTable('story')
      .set({ translation_group: newId(room.random) })
      .where('id', '=', id)
      .execute();
    await regroup(inside, story, members);
  });
}

/** Shows the new group on every public page that names it. */
async function regroup(room: Room, story: Story, members: Story[]): Promise<void> {
  const changes = new Changes();
  for (const member of [story, ...members]) {
    if (member.state === 'withdrawn' && member.path !== null) changes.add('redirect', member.path);
    if (!isPublic(member.state)) continue;
    changes.add('story', member.id);
    await project(room, member.id, { changes, relate: false });
  }
  await changes.record(room);
}

async function membersOf(room: Room, story: Story): Promise<Story[]> {
  const rows = await room.db
    .selectFrom('story')
    .selectAll()
    .where('translation_group', '=', story.translationGroup)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(storyFrom);
}

/** Every language of the story by tag, itself among them; `outdated` where the source has a newer live revision. */
export async function translationsOf(room: Room, id: StoryId): Promise<Peer[]> {
  const story = await storyOf(room, id);
  const rows = await room.db
    .selectFrom('story')
    .innerJoin('revision', (on) =>
      on.onRef('revision.story', '=', 'story.id').onRef('revision.number', '=', 'story.revision'),
    )
    .leftJoin('story as source', 'source.id', 'story.source_story')
    .selectAll('story')
    .select(['revision.headline', 'source.live_revision as source_live'])
    .where('story.translation_group', '=', story.translationGroup)
    .orderBy('story.lang')
    .execute();
  return rows.map((row) => {
    const { id: peer, ...rest } = storyFrom(row);
    const { lang, state, path, revision, liveRevision, source } = rest;
    const live = row.source_live;
    const outdated =
      source && live !== null && live > source.revision ? { translated: source.revision, live } : null;
    return {
      story: peer,
      lang,
      state,
      headline: row.headline,
      path,
      revision,
      liveRevision,
      source,
      outdated,
    };
  });
}

/** What readers of the source have that the translation has not; null when it is up to date. */
export async function outdatedDiff(room: Room, id: StoryId): Promise<StoryDiff | null> {
  const { source } = await storyOf(room, id);
  if (!source) return null;
  const { liveRevision } = await storyOf(room, source.story);
  if (liveRevision === null || liveRevision <= source.revision) return null;
  return diffRevisions(room, source.story, source.revision, liveRevision);
}
