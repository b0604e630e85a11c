import { encodeMirrors, MIRRORS_PATH, parseMirrors } from '#edition';
import type { ListedMirror, MirrorList } from '#edition';
import type { Store } from '#store';
import { openRegister, type Mirror } from './mirrors.ts';
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
const LAST = 'list.last';

/**
 * The list of mirrors that readers get, made from the register: those that are listed, the oldest first, and behind all
 * others those that are kept for want of a spare. Its version rises whenever it says something else; it follows the
 * clock, so that it still rises in a newsroom that was brought back from a backup.
 *
 * @returns null where no mirror was ever listed
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

/** The ids of mirrors that stand last in the list although they are blocked, for want of a spare. */
export async function keptLast(store: Store): Promise<string[]> {
  const ids = await readState(store, LAST);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

export const keepLast = (store: Store, ids: readonly string[]): Promise<void> =>
  writeState(store, LAST, [...ids]);

/** Leaves the press the job to sign the list, as part of the transaction that it is called in. */
export const leavePress = (store: Store, at: number): Promise<void> =>
  store.jobs.add({ kind: 'press', key: 'press', payload: {}, runAt: at });

async function listedInOrder(store: Store): Promise<Mirror[]> {
  const last = await keptLast(store);
  const rank = ({ id }: Mirror): number => (last.includes(id) ? 1 : 0);
  const listed = (await openRegister(store).list()).filter(({ state }) => state === 'listed');
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
