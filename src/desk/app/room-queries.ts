import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { desk, told } from './client.ts';

/* What rooms ask the server for; apart from the rooms, so that it can be fetched while their programs come. */

/** Milliseconds for which something that has to be as it is now may have been fetched before. */
export const FRESH = 2_000;

export const overviewQuery = queryOptions({
  queryKey: ['stories', 'overview'],
  queryFn: ({ signal }) => told(desk.overview.$get({}, { init: { signal } })),
});

/** How often readers asked for pages in the last so many days. */
export const readersQuery = (days: string) =>
  queryOptions({
    queryKey: ['readers', days],
    queryFn: ({ signal }) => told(desk.readers.$get({ query: { days } }, { init: { signal } })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

/** Stories that will be public. */
export const dueQuery = queryOptions({
  queryKey: ['stories', 'due'],
  queryFn: ({ signal }) =>
    told(desk.stories.$get({ query: { state: 'scheduled,embargoed', limit: '1000' } }, { init: { signal } })),
});

/** The stories that somebody worked on last. */
export const firstStoriesQuery = queryOptions({
  queryKey: ['stories', 'first'],
  queryFn: ({ signal }) => told(desk.stories.$get({ query: { limit: '50' } }, { init: { signal } })),
  // Whoever comes back from a story has to find it as it is now.
  gcTime: FRESH,
  staleTime: FRESH,
});

export const revisionsQuery = (story: string) =>
  infiniteQueryOptions({
    queryKey: ['story', story, 'revisions'],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) =>
      told(
        desk.stories[':id'].revisions.$get(
          { param: { id: story }, query: pageParam === undefined ? {} : { before: `${pageParam}` } },
          { init: { signal } },
        ),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** What of the media library is wanted. */
export type MediaFilter = {
  text?: string;
  kind?: 'picture' | 'audio' | 'file';
  use?: 'used' | 'unused';
  expiresBefore?: string;
};

export const mediaQuery = (filter: MediaFilter) =>
  infiniteQueryOptions({
    queryKey: ['media', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: '60', ...filter, ...(pageParam === '' ? {} : { before: pageParam }) };
      return told(desk.media.$get({ query }, { init: { signal } }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const frontQuery = (lang: string) =>
  queryOptions({
    queryKey: ['front', lang],
    queryFn: ({ signal }) => told(desk.front[':lang'].$get({ param: { lang } }, { init: { signal } })),
  });

export const editionsQuery = infiniteQueryOptions({
  queryKey: ['editions'],
  initialPageParam: undefined as number | undefined,
  queryFn: ({ pageParam, signal }) => {
    const query = pageParam === undefined ? {} : { before: `${pageParam}` };
    return told(desk.editions.$get({ query }, { init: { signal } }));
  },
  getNextPageParam: ({ editions }) => (editions.length < 20 ? undefined : editions.at(-1)?.edition),
});

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => told(desk.keys.$get({}, { init: { signal } })),
});

export const mirrorsQuery = queryOptions({
  queryKey: ['mirrors'],
  queryFn: ({ signal }) => told(desk.mirrors.$get({ query: {} }, { init: { signal } })),
  refetchInterval: 60_000,
});

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => told(desk.imports.$get({}, { init: { signal } })),
});

export const importQuery = (run: string) =>
  queryOptions({
    queryKey: ['imports', run],
    queryFn: ({ signal }) => told(desk.imports[':id'].$get({ param: { id: run } }, { init: { signal } })),
    // Whoever has no line to the server asks.
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2_000 : false),
  });

export const quarantineQuery = queryOptions({
  queryKey: ['quarantine'],
  queryFn: ({ signal }) => told(desk.quarantine.$get({}, { init: { signal } })),
});

export const quarantinedQuery = (id: string) =>
  queryOptions({
    queryKey: ['quarantine', id],
    queryFn: ({ signal }) => told(desk.quarantine[':id'].$get({ param: { id } }, { init: { signal } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => told(desk.people.$get({}, { init: { signal } })),
});

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => told(desk.passkeys.$get({}, { init: { signal } })),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => told(desk.sessions.$get({}, { init: { signal } })),
});

export const siteQuery = queryOptions({
  queryKey: ['site'],
  queryFn: ({ signal }) => told(desk.site.$get({}, { init: { signal } })),
});

export const pagesQuery = queryOptions({
  queryKey: ['pages'],
  queryFn: ({ signal }) => told(desk.pages.$get({ query: {} }, { init: { signal } })),
});

export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => told(desk.notices.$get({}, { init: { signal } })),
});

const LINES = 100;

/** Lines of the audit trail of one person and of one kind; empty: of all. */
export const auditQuery = (who: string, kind: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', who, kind],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: `${LINES}`,
        ...(who === '' ? {} : { who }),
        ...(kind === '' ? {} : { kind }),
        ...(pageParam === undefined ? {} : { before: `${pageParam}` }),
      };
      return told(desk.audit.$get({ query }, { init: { signal } }));
    },
    getNextPageParam: ({ entries }) => (entries.length < LINES ? undefined : entries.at(-1)?.id),
    staleTime: FRESH,
  });
