import { queryOptions } from '@tanstack/react-query';
import { desk, told } from '../client.ts';

/** A story with everything that its page shows. */
export const storyQuery = (story: string) =>
  queryOptions({
    queryKey: ['story', story],
    queryFn: ({ signal }) => told(desk.stories[':id'].$get({ param: { id: story } }, { init: { signal } })),
    staleTime: 0,
  });
