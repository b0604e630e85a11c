import { queryOptions } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { FRESH } from '../room-queries.ts';
import { device } from './device.ts';

/** A story with everything that its page shows. */
export const storyQuery = (story: string) =>
  queryOptions({
    queryKey: ['story', story],
    queryFn: ({ signal }) => told(desk.stories[':id'].$get({ param: { id: story } }, { init: { signal } })),
    // What was fetched ahead is as good as what is fetched now.
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
