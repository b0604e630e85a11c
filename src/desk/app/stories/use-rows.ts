import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { desk, told } from '../client.ts';
import type { StoryPage, StoryRow } from '../shapes.ts';
import { fitting, queryOf } from './filter.ts';
import type { Filter } from './filter.ts';

const FIRST = 100;
const FURTHER = 1000;
/** Rows that are brought here without being asked for, so that most filters answer without the server. */
const BROUGHT = 10_000;
/** Milliseconds of quiet before the server is asked for what somebody types. */
const PAUSE = 120;

export type Rows = {
  rows: StoryRow[];
  /** How many there are in all; null until the server said. */
  total: number | null;
  error: unknown;
  again: () => void;
};

/**
 * The stories that fit. Those known here are shown at once; the server's own answer follows and brings the rest, page
 * by page, up to ten thousand.
 */
export function useRows(filter: Filter): Rows {
  const known = useKnown();
  const settled = useSettled(filter);
  const queries = useQueryClient();
  const key = ['stories', 'list', queryOf(settled)] as const;
  const answer = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const first = await told(
        desk.stories.$get({ query: { ...queryOf(settled), limit: `${FIRST}` } }, { init: { signal } }),
      );
      known.learn(first.stories);
      return settled.mine === true ? first : completed(first, known.rows().filter(fitting(settled)));
    },
  });
  const { data } = answer;
  useEffect(() => {
    if (data === undefined || data.next === null || data.stories.length >= BROUGHT) return undefined;
    const stop = new AbortController();
    const before = data.next;
    void told(
      desk.stories.$get(
        { query: { ...queryOf(settled), limit: `${FURTHER}`, before } },
        { init: { signal: stop.signal } },
      ),
    ).then(
      ({ stories, next }) => {
        known.learn(stories);
        queries.setQueryData<StoryPage>(key, (page) =>
          page?.next === before ? { ...page, stories: [...page.stories, ...stories], next } : page,
        );
      },
      () => undefined,
    );
    return () => stop.abort();
    // The key says the same as the filter that it is made of.
  }, [data, queries]);
  const waiting = settled !== filter || data === undefined;
  const rows = useMemo(() => {
    const fits = fitting(filter);
    if (!waiting) return data.stories;
    // Whose a story is only the server knows.
    if (filter.mine === true && data === undefined) return [];
    return (filter.mine === true ? (data?.stories ?? []) : known.rows()).filter(fits);
  }, [filter, waiting, data, known]);
  return {
    rows,
    total: waiting ? null : data.total,
    error: answer.error,
    again: () => void answer.refetch(),
  };
}

/** The filter, once nobody has changed its words for a moment; at once where something else changed. */
function useSettled(filter: Filter): Filter {
  const [settled, setSettled] = useState(filter);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(filter), filter.text === settled.text ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [filter, settled]);
  return settled;
}

/** All rows that the server told of while the list stood, last changed first. */
function useKnown() {
  const rows = useRef(new Map<string, StoryRow>());
  return useMemo(
    () => ({
      learn(stories: StoryRow[]) {
        for (const row of stories) rows.current.set(row.id, row);
      },
      rows: () =>
        [...rows.current.values()].sort((a, b) => b.changedAt - a.changedAt || (a.id < b.id ? 1 : -1)),
    }),
    [],
  );
}

/** The first page with the older rows that are known already, where these are all that the server counts. */
function completed(first: StoryPage, rows: StoryRow[]): StoryPage {
  const fresh = new Set(first.stories.map(({ id }) => id));
  const last = first.stories.at(-1);
  if (first.next === null || last === undefined) return first;
  const rest = rows.filter((row) => !fresh.has(row.id) && row.changedAt <= last.changedAt);
  const whole = first.stories.length + rest.length === first.total;
  return whole ? { ...first, stories: [...first.stories, ...rest], next: null } : first;
}
