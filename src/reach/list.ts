import { encodeMirrors, MIRRORS_PATH, parseMirrors } from '#edition';
import type { ListedMirror, MirrorList } from '#edition';
import type { Store } from '#store';
import { openRegister, type Mirror } from './mirrors.ts';
import { readPlaces } from './rule-places.ts';
import { readState, writeState } from './state.ts';

/** The list of mirrors as a file of the edition. */
export type ListFile = { path: string; type: string; text: string };

export type ListOptions = {
  /** The newsroom's own address, with or without a slash at its end. */
  origin: string;
  /** Milliseconds since 1970. */
  at: number;
};

const LIST = 'list';

/**
 * The list of mirrors that readers get, made from the register: those that are listed and were pushed to,
 * the oldest first, and behind all
 * others those that are kept for want of a spare. Its version rises whenever it says something else; it follows the
 * clock, so that it still rises in a newsroom that was brought back from a backup.
 *
 * @returns null where no mirror ever stood in the list
 */
export async function mirrorList(store: Store, { origin, at }: ListOptions): Promise<ListFile | null> {
  return store.transaction(async () => {
    const mirrors = await listedInOrder(store);
    const before = await listBefore(store);
    if (mirrors.length === 0 && before === null) return null;
    const says = {
      _type: 'mirrors',
      format: 1,
      origin: new URL(`${origin}/`.replace(/\/+$/, '/')).href,
    } as const;
    const withVersion = (version: number): MirrorList => ({ ...says, version, mirrors: mirrors.map(shown) });
    const same = before !== null && textOf(withVersion(before.version)) === textOf(before);
    const list = same ? before : withVersion(Math.max((before?.version ?? 0) + 1, Math.floor(at / 1000)));
    if (!same) await writeState(store, LIST, textOf(list));
    return { path: MIRRORS_PATH, type: 'application/json; charset=utf-8', text: textOf(list) };
  });
}

/** The list that was handed to the press last, or null. */
export async function listBefore(store: Store): Promise<MirrorList | null> {
  const text = await readState(store, LIST);
  return typeof text === 'string' ? parseMirrors(new TextEncoder().encode(text)) : null;
}

/** Leaves the press the job to sign the list, as part of the transaction that it is called in. */
export const leavePress = (store: Store, at: number): Promise<void> =>
  store.jobs.add({ kind: 'press', key: 'press', payload: {}, runAt: at });

async function listedInOrder(store: Store): Promise<Mirror[]> {
  const { last } = await readPlaces(store);
  const rank = ({ id }: Mirror): number => (last.includes(id) ? 1 : 0);
  // One that holds nothing yet would only cost readers time.
  const listed = (await openRegister(store).list()).filter(
    ({ state, pushedEdition }) => state === 'listed' && pushedEdition !== null,
  );
  return listed.sort(
    (a, b) => rank(a) - rank(b) || a.addedAt - b.addedAt || (a.address < b.address ? -1 : 1),
  );
}

/** All that may be told of a mirror: never where it is written to, its name, its kind, or anything else of it. */
const shown = ({ address, use, options }: Mirror): ListedMirror => ({
  address,
  use,
  ...(options['neutral'] === true ? { neutral: true } : {}),
});

const textOf = (list: MirrorList): string => new TextDecoder().decode(encodeMirrors(list));
