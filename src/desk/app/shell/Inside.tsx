import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { meQuery } from '../queries.ts';
import { ZoneContext } from '../words.tsx';
import { Waiting } from './Between.tsx';
import { Shell } from './Shell.tsx';

/** The desk for somebody signed in; whose session ends while it is open is led to the door, and back afterwards. */
export function Inside() {
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const { href } = useLocation();
  const place = useRef(href);
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
