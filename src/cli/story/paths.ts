import type { Depot } from '#depot';
import type { Call } from '../call.ts';
import { Refusal } from '../out.ts';
import { openStoreOf } from '../open.ts';
import { hasNewsroom, newsroomExists } from '../place.ts';
import { theOnly } from './see.ts';

/**
 * Where what somebody names stands in the editions, and before it stood, the present address first: a path that the
 * edition has as it is, else the story of an id, an address, also an old one, or a slug; null where nothing is named so.
 *
 * @throws Refusal for a story that was never published, a slug of several, and a name where there is no newsroom
 */
export async function pathsNamed(call: Call, depot: Depot, named: string): Promise<string[] | null> {
  const path = named.replace(/^\/+/, '').normalize('NFC');
  const entry = depot.lookup(path);
  if (entry !== null && entry.redirect === undefined) return [path];
  // Editions tell of their paths without a database as well.
  const found = path.includes('/') && !hasNewsroom(call.settings) ? null : await pathsOfStory(call, named);
  return found ?? (entry?.redirect === undefined ? null : [entry.redirect, path]);
}

async function pathsOfStory({ settings, now }: Call, named: string): Promise<string[] | null> {
  newsroomExists(settings);
  const store = await openStoreOf(settings, now, { reads: true });
  try {
    const { newsroomOn } = await import('#newsroom');
    const { stories, live } = newsroomOn({ store, folder: settings.data, now, random: Math.random });
    const found = await stories.named(named);
    if (found.length === 0) return null;
    const { path } = theOnly(named, found);
    if (path === null) throw new Refusal(`Story "${named}" was never published, so no edition knows of it`);
    const old = (await live.redirectsAll()).filter((one) => one.path === path);
    return [path, ...old.map(({ from }) => from)];
  } finally {
    await store.close();
  }
}
