import type { Store } from '#store';
import type { Call } from '../call.ts';
import { openKeysOf } from '../keys/open.ts';
import type { OpenKeys } from '../keys/open.ts';
import { openStoreOf } from '../open.ts';
import { newsroomExists } from '../place.ts';
import { openSupport, type SupportHouse } from './open.ts';

/** Opens the newsroom's database with everything of support, for one command. */
export async function withSupport<T>(
  call: Call,
  work: (parts: { store: Store; house: SupportHouse; keys: () => Promise<OpenKeys | null> }) => Promise<T>,
): Promise<T> {
  const { settings, now } = call;
  newsroomExists(settings);
  const store = await openStoreOf(settings, now);
  try {
    const house = await openSupport({ store, now });
    return await work({ store, house, keys: () => openKeysOf(settings) });
  } finally {
    await store.close();
  }
}
