import { queryOptions } from '@tanstack/react-query';
import { desk, told } from '../client.ts';

/* What the rooms of money ask the server for. */

export const railsQuery = queryOptions({
  queryKey: ['money', 'rails'],
  queryFn: ({ signal }) => told(desk.money.rails.$get({}, { init: { signal } })),
  refetchInterval: 60_000,
});
