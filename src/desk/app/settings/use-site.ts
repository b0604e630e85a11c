import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import type { Site } from '../shapes.ts';

export function useSite(): Site {
  const { data } = useSuspenseQuery({
    queryKey: ['site'],
    queryFn: ({ signal }) => told(desk.site.$get({}, { init: { signal } })),
  });
  // The server opens the desk only where there is a site.
  if (data.site === null) throw new Trouble(404, null);
  return data.site;
}

/** The site's settings while somebody changes them, and how they are saved. */
export function useSiteForm() {
  const site = useSite();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(site);
  const changed = JSON.stringify(draft) !== JSON.stringify(site);
  const saving = useMutation({
    mutationFn: (given: Site) => told(desk.site.$put({ json: given })),
    onSuccess: async (answer) => {
      queries.setQueryData(['site'], answer);
      if (answer.site !== null) setDraft(answer.site);
      await queries.invalidateQueries({ queryKey: ['me'] });
    },
  });
  return {
    draft,
    set: (part: Partial<Site>) => setDraft((before) => ({ ...before, ...part })),
    changed,
    undo: () => {
      saving.reset();
      setDraft(site);
    },
    save: () => saving.mutate(draft),
    busy: saving.isPending,
    error: saving.error,
    saved: saving.isSuccess,
  };
}
