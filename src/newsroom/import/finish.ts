import type { Store } from '#store';
import type { Newsroom } from '../open.ts';
import type { StoryId } from '../types.ts';
import { reasonSaid, remark, type Said, textOf } from './remark.ts';

/** What an item says of other items, which may come after it. */
export type Link = {
  key: string;
  lang: string;
  picks: string[];
  translationOf: string | null;
  translationGroup: string | null;
};

export type Finish = {
  newsroom: Newsroom;
  store: Store;
  /** The site's default language: the original among translations that name none. */
  lang: string;
  lookUp: (key: string) => Promise<StoryId | null>;
};

const BATCH = 100;

/**
 * Once every item is in: picks become links, translations become peers. A story that is not in the archive is a
 * remark, never a failure. Returns remarks and the stories whose related links have to be chosen anew.
 */
export async function finishLinks(
  finish: Finish,
  links: readonly Link[],
): Promise<{ notes: Said[]; changed: StoryId[] }> {
  const notes: Said[] = [];
  const changed: StoryId[] = [];
  const pairs = [...links, ...originals(links, finish.lang)];
  for (let at = 0; at < pairs.length; at += BATCH) {
    const part = pairs.slice(at, at + BATCH);
    await finish.newsroom.batch(async () => {
      for (const link of part) {
        const story = await finish.lookUp(link.key);
        if (story === null) continue;
        notes.push(...(await translate(finish, link, story)));
        const picked = await pick(finish, link, story);
        notes.push(...picked.notes);
        if (picked.changed) changed.push(story);
      }
    });
  }
  return { notes: [...new Map(notes.map((said) => [textOf(said), said])).values()], changed };
}

/** In a group of translations that names no original, the first in the site's own language is it. */
function originals(links: readonly Link[], lang: string): Link[] {
  const groups = Map.groupBy(
    links.filter((link) => link.translationGroup !== null),
    (link) => link.translationGroup,
  );
  return [...groups.values()].flatMap((group) => {
    const original = group.find((link) => link.lang === lang) ?? group[0];
    return group
      .filter((link) => link !== original)
      .map((link) => ({ ...link, picks: [], translationOf: original?.key ?? null, translationGroup: null }));
  });
}

async function translate({ newsroom, lookUp }: Finish, link: Link, story: StoryId): Promise<Said[]> {
  if (link.translationOf === null) return [];
  const source = await lookUp(link.translationOf);
  if (source === null) {
    const text = `"${link.key}" is a translation of "${link.translationOf}", which is not in`;
    return [remark('source_missing', text, { name: link.key, what: link.translationOf })];
  }
  const standing = await newsroom.stories.get(story);
  if (standing?.source?.story === source) return [];
  const linked = await newsroom.stories.link({ story, source });
  return linked.ok
    ? []
    : linked.reasons.map((reason) =>
        remark('item_titled', `"${link.key}": ${reason.message}`, { name: link.key }, reasonSaid(reason)),
      );
}

/** The run completes the revision that it made itself, before anybody could work on it. */
async function pick(finish: Finish, link: Link, id: StoryId): Promise<{ notes: Said[]; changed: boolean }> {
  if (link.picks.length === 0) return { notes: [], changed: false };
  const { newsroom, store, lookUp } = finish;
  const notes: Said[] = [];
  const picks: StoryId[] = [];
  for (const key of link.picks) {
    const picked = await lookUp(key);
    if (picked === null)
      notes.push(
        remark('pick_missing', `"${link.key}" picks "${key}", which is not in`, {
          name: link.key,
          what: key,
        }),
      );
    else if (picked !== id) picks.push(picked);
  }
  const story = await newsroom.stories.get(id);
  if (!story) return { notes, changed: false };
  const row = await store.db
    .selectFrom('import_item')
    .select('revision')
    .where('target', '=', id)
    .where('item', '=', link.key)
    .executeTakeFirst();
  if (row?.revision !== story.revision) return { notes, changed: false };
  const revision = await newsroom.stories.revision(id, story.revision);
  const picks_json = JSON.stringify([...new Set(picks)]);
  if (!revision || JSON.stringify(revision.picks) === picks_json) return { notes, changed: false };
  await store.db
    .updateTable('revision')
    .set({ picks_json })
    .where('story', '=', id)
    .where('number', '=', story.revision)
    .execute();
  return { notes, changed: true };
}
