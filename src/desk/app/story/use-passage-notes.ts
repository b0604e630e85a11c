import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { anchor, blocksOf, blockText } from '#body';
import type { Anchor, Doc } from '#body';
import { desk, told, Trouble } from '../client.ts';
import type { NewNote, PassageNote } from '../editor/story-draft.ts';
import { useDeskEvent } from '../shell/events.ts';
import { useWords } from '../words.tsx';

/** Notes between colleagues on passages of a story, as the editor shows them. */
export function usePassageNotes(story: string, body: Doc) {
  const words = useWords();
  const queries = useQueryClient();
  const key = ['notes', story];
  const param = { id: story };
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => told(desk.stories[':id'].notes.$get({ param }, { init: { signal } })),
  });
  const learn = () => queries.invalidateQueries({ queryKey: key });
  useDeskEvent('noted', (event) => {
    if (event.story === story) void learn();
  });
  const adding = useMutation({
    mutationFn: ({ id, anchor: place, text }: NewNote) =>
      told(
        desk.stories[':id'].notes.$post({
          param,
          json: { id, block: place.blockId, quote: place.exact.slice(0, 1000), text },
        }),
      ),
    retry: (count, error) => count < 2 && error instanceof Trouble && error.status === 0,
    onSuccess: learn,
  });
  const resolving = useMutation({
    mutationFn: (note: string) =>
      told(
        desk.stories[':id'].notes[':note'].$patch({ param: { ...param, note }, json: { resolved: true } }),
      ),
    onSuccess: learn,
  });
  const somebody = words.people.somebody;
  const notes = useMemo(
    () =>
      (data?.notes ?? []).map(({ id, block, quote, at, text, by, resolvedAt }): PassageNote => ({
        id,
        anchor: placeOf(body, block, quote),
        author: by ?? somebody,
        at,
        text,
        resolved: resolvedAt !== null,
      })),
    // Where a passage stands is found by the editor while the text changes.
    [data, somebody],
  );
  return {
    notes,
    onNote: (note: NewNote) => adding.mutateAsync(note),
    onResolve: (id: string) => resolving.mutate(id),
  };
}

/** A passage by its block and its words; one that is gone keeps them. */
function placeOf(body: Doc, block: string | null, quote: string): Anchor {
  const blockId = block ?? '';
  const found = [...blocksOf(body)].find(({ attrs }) => attrs.id === blockId);
  const start = found === undefined || quote === '' ? -1 : blockText(found).indexOf(quote);
  if (start < 0) return { blockId, exact: quote, prefix: '', suffix: '', start: 0 };
  return anchor(body, blockId, start, start + quote.length);
}
