import type { Call } from '../call.ts';
import { Refusal } from '../out.ts';
import { openStoreOf } from '../open.ts';
import { newsroomExists } from '../place.ts';

/**
 * Where the story of an id stands, and before it stood, the present address first; null where nothing has this id.
 *
 * @throws Refusal for a story that was never published
 */
export async function pathsOfStory(call: Call, id: string): Promise<string[] | null> {
  if (!/^[a-z0-9]+$/.test(id)) return null;
  const { settings, now } = call;
  newsroomExists(settings);
  const store = await openStoreOf(settings, now);
  try {
    const { newsroomOn } = await import('#newsroom');
    const { stories, live } = newsroomOn({ store, folder: settings.data, now, random: Math.random });
    const found = (await stories.find({ text: id, limit: 50 })).find((story) => story.id === id);
    if (found === undefined) return null;
    const { path } = found;
    if (path === null) throw new Refusal(`Story "${id}" was never published, so no edition knows of it`);
    const old = (await live.redirectsAll()).filter((one) => one.path === path);
    return [path, ...old.map(({ from }) => from)];
  } finally {
    await store.close();
  }
}
