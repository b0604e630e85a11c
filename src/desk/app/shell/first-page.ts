import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from '../queries.ts';
import { overviewQuery } from '../room-queries.ts';
import type { Act } from '../shapes.ts';

const GUIDED: readonly Act[] = ['site.write', 'terms.write', 'story.publish'];

/** The first page: the guide while nothing was ever published, stories for who reads them, else the overview. */
export async function firstPage(queries: QueryClient): Promise<'/begin' | '/stories' | '/overview'> {
  const acts = (await queries.ensureQueryData(meQuery))?.acts ?? [];
  if (!acts.includes('story.read')) return '/overview';
  if (!GUIDED.every((act) => acts.includes(act))) return '/stories';
  // Where it cannot be known the stories tell of it.
  const known = await queries.fetchQuery(overviewQuery).catch(() => null);
  const { live = 0, corrected = 0, withdrawn = 0 } = known?.stories?.byState ?? { live: 1 };
  return live + corrected + withdrawn === 0 ? '/begin' : '/stories';
}
