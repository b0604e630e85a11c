import { Refusal } from '../out.ts';
import type { Call } from '../call.ts';
import { openStoreOf } from '../open.ts';
import { newsroomExists } from '../place.ts';
import { openKeys } from './open.ts';
import type { OpenKeys } from './open.ts';
import { checkSample, isSample } from './sample.ts';
import type { Site } from '#newsroom';
import type { Settings } from '../settings.ts';

/**
 * The keys that sign a newsroom's editions.
 *
 * @returns null where there are none yet, so that editions are unsigned
 * @throws Refusal for keys that cannot be used, sample keys of a real paper among them
 */
export async function signingKeys(settings: Settings, site: Site): Promise<OpenKeys | null> {
  const keys = await openKeys(settings.keys);
  if (keys !== null) checkSample(keys, site);
  return keys;
}

/** What whoever makes or serves an unsigned edition says of it. */
export const UNSIGNED =
  'Editions are not signed: nobody can tell them from forgeries; make keys with "longwave keys create"';

/** What the newsroom beside us is, for keys that are made for it. @throws Refusal where there is none */
export async function newsroomHere(call: Call): Promise<{ paper: string; sample: boolean }> {
  const { settings, now } = call;
  newsroomExists(settings);
  const store = await openStoreOf(settings, now);
  try {
    const { openNewsroom } = await import('#newsroom');
    const newsroom = await openNewsroom({ store, folder: settings.data, now, random: Math.random });
    const site = await newsroom.site.get();
    if (site === null) {
      throw new Refusal('The newsroom has no name yet', ['Run "longwave init" before its keys are made']);
    }
    const { names, defaultLang, publisher } = site;
    return { paper: names[defaultLang] ?? names[''] ?? publisher.name, sample: isSample(site) };
  } finally {
    await store.close();
  }
}
