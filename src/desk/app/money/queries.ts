import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import type { Told } from '../client.ts';
import type { Filter } from './filter.ts';

/* What the rooms of money ask the server for. */

const { money } = desk;

export const railsQuery = queryOptions({
  queryKey: ['money', 'rails'],
  queryFn: ({ signal }) => told(money.rails.$get({}, { init: { signal } })),
  refetchInterval: 60_000,
});

export type Figures = Told<ReturnType<typeof money.figures.$get>>;
export type Month = Figures['months'][number];

export const figuresQuery = queryOptions({
  queryKey: ['money', 'figures'],
  queryFn: ({ signal }) => told(money.figures.$get({ query: {} }, { init: { signal } })),
  refetchInterval: 60_000,
});

export const contributionsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['money', 'contributions', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, ...(pageParam === '' ? {} : { before: pageParam }) } as object;
      return told(money.contributions.$get({ query }, { init: { signal } }));
    },
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });

export type Listed = Told<ReturnType<typeof money.contributions.$get>>['rows'][number];
type One_ = (typeof money.contributions)[':id'];
export type ContributionFile = Told<ReturnType<One_['$get']>>;

export const contributionQuery = (id: string) =>
  queryOptions({
    queryKey: ['money', 'contribution', id],
    queryFn: ({ signal }) => told(money.contributions[':id'].$get({ param: { id } }, { init: { signal } })),
  });

export const questionsQuery = queryOptions({
  queryKey: ['money', 'questions'],
  queryFn: ({ signal }) => told(money.questions.$get({}, { init: { signal } })),
  refetchInterval: 60_000,
});

export type Transfers = Told<ReturnType<typeof money.transfers.$get>>;
export type WaitingLine = Transfers['lines'][number];
export type Bank = Transfers['bank'];

export const transfersQuery = queryOptions({
  queryKey: ['money', 'transfers'],
  queryFn: ({ signal }) => told(money.transfers.$get({}, { init: { signal } })),
});

export type CostsStanding = Told<ReturnType<typeof money.costs.$get>>;
export type CostForm = CostsStanding['costs'];

export const costsQuery = queryOptions({
  queryKey: ['money', 'costs'],
  queryFn: ({ signal }) => told(money.costs.$get({}, { init: { signal } })),
});

export type Run = Told<ReturnType<typeof money.switch.$get>>['runs'][number];

export const switchQuery = queryOptions({
  queryKey: ['money', 'switch'],
  queryFn: ({ signal }) => told(money.switch.$get({}, { init: { signal } })),
  // Whoever watches it sees it move.
  refetchInterval: ({ state }) =>
    state.data?.runs.some(({ endedAt, left }) => endedAt === null || left > 0) === true ? 700 : 30_000,
});

export const wallQuery = queryOptions({
  queryKey: ['money', 'wall'],
  queryFn: ({ signal }) => told(money.wall.$get({}, { init: { signal } })),
  refetchInterval: 60_000,
});

export const booksQuery = queryOptions({
  queryKey: ['money', 'books'],
  queryFn: ({ signal }) => told(money.books.$get({}, { init: { signal } })),
});
