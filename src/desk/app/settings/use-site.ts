import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { desk, told, Trouble } from '../client.ts';
import { siteQuery } from '../room-queries.ts';
import type { Site } from '../shapes.ts';
import { useShared } from './use-shared.ts';

export function useSite(): Site {
  const { data } = useSuspenseQuery(siteQuery);
  // The server opens the desk only where there is a site.
  if (data.site === null) throw new Trouble(404, null);
  return data.site;
}

/** The site's settings while somebody changes them, and how they are saved. */
export function useSiteForm() {
  const queries = useQueryClient();
  const standing = useSite();
  return useShared<Site>({
    standing,
    blank: standing,
    put: putSite,
    onSaved: async (site) => {
      queries.setQueryData(['site'], { site });
      await queries.invalidateQueries({ queryKey: ['me'] });
    },
  });
}

export async function putSite(mine: Site, base: Site | null): Promise<Site> {
  const { site } = await told(desk.site.$put({ json: { ...mine, base } }));
  return site ?? mine;
}
