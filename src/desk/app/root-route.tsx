import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { meQuery } from './queries.ts';

export const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet });

/** Around every room: only for whoever is signed in. */
export const desk = createRoute({
  getParentRoute: () => root,
  id: 'desk',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    // The router's own way to lead elsewhere.
    // oxlint-disable-next-line typescript/only-throw-error
    if (me === null) throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: lazyRouteComponent(() => import('./shell/Inside.tsx'), 'Inside'),
});
