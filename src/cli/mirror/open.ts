import { join } from 'node:path';
import { openRegister } from '#reach';
import type { Mirror, Pushing, Register } from '#reach';
import type { Depot } from '#depot';
import type { Store } from '#store';
import type { Call } from '../call.ts';
import { openDepotOf, openStoreOf } from '../open.ts';
import type { OpenOptions } from '../open.ts';
import { Refusal } from '../out.ts';
import { newsroomExists } from '../place.ts';
import type { Settings } from '../settings.ts';

/** Where this machine keeps what it knows of each mirror. */
export const reachFolder = (settings: Settings): string => join(settings.data, 'reach');

export const pushingOf = (
  settings: Settings,
  now: () => number,
  opened: { store: Store; depot: Depot },
): Pushing => ({
  ...opened,
  folder: reachFolder(settings),
  now,
  random: Math.random,
});

/** Opens the database and the register, works, closes. */
export async function withRegister<T>(
  { settings, now }: Call,
  work: (opened: { store: Store; register: Register }) => Promise<T>,
  options: Pick<OpenOptions, 'reads'> = {},
): Promise<T> {
  newsroomExists(settings);
  const store = await openStoreOf(settings, now, options);
  try {
    return await work({ store, register: openRegister(store) });
  } finally {
    await store.close();
  }
}

/** The same with the editions. */
export async function withPushing<T>(
  call: Call,
  work: (opened: { register: Register; pushing: Pushing }) => Promise<T>,
): Promise<T> {
  return withRegister(call, async ({ store, register }) => {
    const depot = await openDepotOf(call.settings, call.now);
    try {
      return await work({ register, pushing: pushingOf(call.settings, call.now, { store, depot }) });
    } finally {
      await depot.close();
    }
  });
}

/** @throws Refusal when no mirror has this id */
export async function mirrorOf(register: Register, id: string): Promise<Mirror> {
  const mirror = await register.get(id);
  if (mirror === null) throw new Refusal(`No mirror is named "${id}"`, ['"longwave mirror list" shows them']);
  return mirror;
}

/** The mirrors of these ids, or all that are not retired. @throws Refusal when there is none */
export async function mirrorsOf(register: Register, ids: readonly string[]): Promise<Mirror[]> {
  const mirrors =
    ids.length > 0
      ? await Promise.all([...new Set(ids)].map((id) => mirrorOf(register, id)))
      : (await register.list()).filter(({ state }) => state !== 'retired');
  if (mirrors.length === 0)
    throw new Refusal('There are no mirrors', ['"longwave mirror add --help" shows how to add one']);
  return mirrors;
}

/** What was found altered at a mirror, as a sentence without its end. */
export const alteredWords = (id: string, altered: readonly string[]): string =>
  `at ${id} ${altered.length === 1 ? 'a file was' : `${altered.length} files were`} altered or deleted by somebody else and ${altered.length === 1 ? 'is' : 'are'} mended, such as "${altered[0] ?? ''}"; ask who can write there`;
