import type { Depot } from '#depot';
import { EditionError, metadataPath, saveStory } from '#edition';
import type { Anchor, SavedStory } from '#edition';
import { depotSource } from '../verify/depot.ts';

export type Saver = (path: string) => Promise<SavedStory | 'busy'>;

/** Stories that are put together at once; each takes some tens of milliseconds. */
const AT_ONCE = 4;

/**
 * Puts stories of the current edition together for whoever asks: a story that several ask for at once is made once, and
 * whoever comes when too much is under way is told `busy`.
 *
 * @throws EditionError, TufError as `saveStory` does
 */
export function openSaver({ depot, now }: { depot: Depot; now: () => number }): Saver {
  const under = new Map<string, Promise<SavedStory>>();
  return (path) => {
    const same = under.get(path);
    if (same !== undefined) return same;
    if (under.size >= AT_ONCE) return Promise.resolve('busy');
    const made = saveFrom(depot, path, now).finally(() => under.delete(path));
    under.set(path, made);
    return made;
  };
}

/** A story of the current edition of this installation, whose own root is believed. */
export async function saveFrom(depot: Depot, path: string, now: () => number): Promise<SavedStory> {
  const source = depotSource(depot);
  const fetch = (name: string, limit: number): Promise<Uint8Array | null> => source.read(name, limit);
  const edition = depot.head()?.root;
  try {
    return await saveStory({ path, anchor: ownAnchor(depot), fetch, now });
  } catch (error) {
    // An edition that came out meanwhile took the parts of the last one with it.
    if (depot.head()?.root === edition && !depot.refresh()) throw error;
    return saveStory({ path, anchor: ownAnchor(depot), fetch, now });
  }
}

function ownAnchor(depot: Depot): Anchor {
  const first = depot.reserved(metadataPath('root', 1));
  if (first?.kind !== 'stored')
    throw new EditionError(
      'missing',
      'Editions are not signed here, so no story can be saved with its proof; make keys with "longwave keys create"',
    );
  return { root: depot.read(first.entry) };
}
