import { queryOptions } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { device } from './device.ts';

/** Milliseconds for which a story that was fetched ahead is as good as one that is fetched now. */
const FRESH = 2_000;

/** A story with everything that its page shows. */
export const storyQuery = (story: string) =>
  queryOptions({
    queryKey: ['story', story],
    queryFn: ({ signal }) => told(desk.stories[':id'].$get({ param: { id: story } }, { init: { signal } })),
    staleTime: FRESH,
  });

/** What this device has of a story that the server does not. Asked once a visit. */
export const keptQuery = (story: string) =>
  queryOptions({
    queryKey: ['device', story],
    // A browser that keeps nothing has nothing to give back.
    queryFn: () => device.get(story).catch(() => null),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: FRESH,
  });

/**
 * Fetches a story while the program of its page comes. What is left of an earlier visit is not written on. Whoever
 * waits for all of it before the page is shown saves a moment: React leaves "Loading" standing for 300 ms once it has
 * shown it, however soon the rest is there.
 */
export async function fetchAhead(queries: QueryClient, story: string): Promise<void> {
  const { queryKey } = storyQuery(story);
  const { dataUpdatedAt = 0 } = queries.getQueryState(queryKey) ?? {};
  if (Date.now() - dataUpdatedAt > FRESH) queries.removeQueries({ queryKey, exact: true, type: 'inactive' });
  const { queryKey: kept } = keptQuery(story);
  queries.removeQueries({ queryKey: kept, exact: true, type: 'inactive' });
  await Promise.all([queries.prefetchQuery(storyQuery(story)), queries.prefetchQuery(keptQuery(story))]);
}
