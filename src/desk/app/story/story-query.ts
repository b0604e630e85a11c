import { queryOptions } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { desk, told } from '../client.ts';

/** Milliseconds for which a story that was fetched ahead is as good as one that is fetched now. */
const FRESH = 2_000;

/** A story with everything that its page shows. */
export const storyQuery = (story: string) =>
  queryOptions({
    queryKey: ['story', story],
    queryFn: ({ signal }) => told(desk.stories[':id'].$get({ param: { id: story } }, { init: { signal } })),
    staleTime: FRESH,
  });

/** Fetches a story while the program of its page comes. What is left of an earlier visit is not written on. */
export function fetchAhead(queries: QueryClient, story: string): void {
  const { queryKey } = storyQuery(story);
  const { dataUpdatedAt = 0 } = queries.getQueryState(queryKey) ?? {};
  if (Date.now() - dataUpdatedAt > FRESH) queries.removeQueries({ queryKey, exact: true, type: 'inactive' });
  void queries.prefetchQuery(storyQuery(story));
}
