import { queryOptions, useQuery } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import { useMay } from '../queries.ts';
import type { Terms } from '../shapes.ts';

export const termsQuery = queryOptions({
  queryKey: ['terms'],
  queryFn: ({ signal }) => told(desk.terms.$get({}, { init: { signal } })),
});

const NONE: Terms = { sections: [], tags: [], series: [], authors: [] };

/** What stories are filed under and who signs them; empty until it is known. */
export function useTerms(): Terms {
  const may = useMay();
  return useQuery({ ...termsQuery, enabled: may('terms.read') }).data ?? NONE;
}
