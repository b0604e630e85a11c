import { z } from 'zod';
import type { Store } from '#store';
import { NO_PLACES, type Places } from './rule-facts.ts';
import { readState, writeState } from './state.ts';

const KEY = 'places';

const PLACES = z.object({
  last: z.array(z.string()),
  vacant: z.number().int().min(0),
  out: z.record(z.string(), z.object({ at: z.number(), poisoned: z.boolean() })),
});

export async function readPlaces(store: Store): Promise<Places> {
  const found = PLACES.safeParse(await readState(store, KEY));
  return found.success ? found.data : NO_PLACES;
}

export const writePlaces = (store: Store, places: Places): Promise<void> => writeState(store, KEY, places);
