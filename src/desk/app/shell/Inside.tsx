import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { meQuery } from '../queries.ts';
import { device } from '../story/device.ts';
import { storyWordsQuery } from '../story/words.ts';
import { useSpoken, ZoneContext } from '../words.tsx';
import { Waiting } from './Between.tsx';
import { Shell } from './Shell.tsx';

/** The desk for somebody signed in; whose session ends while it is open is led to the door, and back afterwards. */
export function Inside() {
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const { href } = useLocation();
  const place = useRef(href);
  useWarm(me !== null && me !== undefined);
  if (me !== null && me !== undefined) place.current = href;
  useEffect(() => {
    // Where somebody was when the session ended; the address changes on the way out.
    if (me === null) void navigate({ to: '/sign-in', search: { to: place.current } });
  }, [me, navigate]);
  if (me === null || me === undefined) return <Waiting />;
  const zone = me.site?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <ZoneContext value={zone}>
      <Suspense fallback={<Waiting />}>
        <Shell />
      </Suspense>
    </ZoneContext>
  );
}

/** Whatever somebody came for, a story is opened next: its page and editor are fetched once the browser has nothing to do. */
function useWarm(inside: boolean): void {
  const router = useRouter();
  const queries = useQueryClient();
  const { lang } = useSpoken();
  useEffect(() => {
    if (!inside) return undefined;
    device.prepare();
    const warm = () => {
      // What cannot be fetched now is fetched, and told of, when the story is opened.
      const story = router.routesById['/desk/stories/$story'];
      router.loadRouteChunk(story)?.catch(() => undefined);
      void queries.prefetchQuery(storyWordsQuery(lang));
    };
    // Safari has no word for having nothing to do.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(warm, 1000);
      return () => clearTimeout(timer);
    }
    const waiting = requestIdleCallback(warm, { timeout: 5000 });
    return () => cancelIdleCallback(waiting);
  }, [inside, router, queries, lang]);
}
