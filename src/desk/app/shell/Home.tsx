import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { desk, told } from '../client.ts';
import { useMay } from '../queries.ts';
import { Waiting } from './Between.tsx';

/** The first page: the guide while nothing was ever published, stories for who reads them, else the overview. */
export function Home() {
  const may = useMay();
  const reads = may('story.read');
  const guides = may('site.write') && may('terms.write') && may('story.publish');
  const { data, isError } = useQuery({
    queryKey: ['stories', 'overview'],
    queryFn: ({ signal }) => told(desk.overview.$get({}, { init: { signal } })),
    enabled: guides,
  });
  if (!reads) return <Navigate to="/overview" replace />;
  if (guides && data === undefined && !isError) return <Waiting />;
  const { live = 0, corrected = 0, withdrawn = 0 } = data?.stories?.byState ?? { live: 1 };
  return <Navigate to={live + corrected + withdrawn === 0 ? '/begin' : '/stories'} replace />;
}
