import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo } from 'react';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { storyWordsQuery } from '../story/words.ts';
import { useSpoken, useTelling, useWords } from '../words.tsx';
import type { Filter } from './filter.ts';
import { Filters } from './Filters.tsx';
import classes from './Stories.module.css';
import { StoryList } from './StoryList.tsx';
import { useRows } from './use-rows.ts';

/** All stories of the newsroom: found by words, state, language, section. */
export function Stories() {
  const words = useWords();
  const { figure } = useTelling();
  const search = useSearch({ from: '/desk/stories' });
  const navigate = useNavigate();
  const filter = useDeferredValue(useSteady(search));
  const { rows, total, error, again } = useRows(filter);
  const set = (next: Filter) => void navigate({ to: '/stories', search: next, replace: true });
  const filtered = Object.keys(search).length > 0;
  const counted = total ?? rows.length;
  useStoryPageAhead(total !== null);
  return (
    <>
      <header className={classes.head}>
        <h1>{words.stories.title}</h1>
        <p role="status" className={classes.count} data-waiting={total === null || undefined}>
          {words.stories.count(counted, figure(counted))}
        </p>
      </header>
      <Filters filter={search} onChange={set} />
      <TroubleNote error={error} onAgain={again} />
      {rows.length > 0 && <StoryList rows={rows} />}
      {rows.length === 0 && total !== null && (
        <div className={classes.empty}>
          <p>{filtered ? words.stories.empty : words.stories.first}</p>
          {filtered && (
            <Button variant="default" leftSection={<Icon name="cross" size={16} />} onClick={() => set({})}>
              {words.stories.clear}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** Brings the page of a story while somebody looks at the list: it is what they open next. */
function useStoryPageAhead(calm: boolean): void {
  const router = useRouter();
  const queries = useQueryClient();
  const { lang } = useSpoken();
  useEffect(() => {
    if (!calm) return undefined;
    // Once the list is drawn.
    const timer = setTimeout(() => {
      void router.loadRouteChunk(router.routesByPath['/stories/$story']);
      void queries.prefetchQuery(storyWordsQuery(lang));
    });
    return () => clearTimeout(timer);
  }, [calm, router, queries, lang]);
}

/** The same object as long as the filter says the same. */
function useSteady(filter: Filter): Filter {
  const { state, lang, section, text, mine } = filter;
  // The parts are what counts, not the object that the address was read into.
  return useMemo(() => filter, [state, lang, section, text, mine]);
}
