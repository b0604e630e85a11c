import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ahead } from './ahead.ts';
import { moneyRoutes } from './money/routes.ts';
import { meQuery } from './queries.ts';
import { desk, root } from './root-route.tsx';
import { settingsRoutes } from './settings/routes.ts';
import { Fallen, Missing, Waiting } from './shell/Between.tsx';
import { firstPage } from './shell/first-page.ts';
import { filterFrom } from './stories/filter.ts';

/** A path within the desk, so that signing in leads nowhere else. */
const ownPath = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined;

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { to?: string } => {
    const to = ownPath(search.to);
    return to === undefined ? {} : { to };
  },
  component: lazyRouteComponent(() => import('./sign-in/SignIn.tsx'), 'SignIn'),
});

const link = createRoute({
  getParentRoute: () => root,
  path: '/link',
  component: lazyRouteComponent(() => import('./sign-in/OpenLink.tsx'), 'OpenLink'),
});

const home = createRoute({
  getParentRoute: () => desk,
  path: '/',
  beforeLoad: async ({ context }) => {
    // The router's own way to lead elsewhere.
    // oxlint-disable-next-line typescript/only-throw-error
    throw redirect({ to: await firstPage(context.queries), replace: true });
  },
});

const begin = createRoute({
  getParentRoute: () => desk,
  path: '/begin',
  loader: ahead.begin,
  component: lazyRouteComponent(() => import('./begin/Begin.tsx'), 'Begin'),
});

const stories = createRoute({
  getParentRoute: () => desk,
  path: '/stories',
  validateSearch: filterFrom,
  component: lazyRouteComponent(() => import('./stories/Stories.tsx'), 'Stories'),
});

const story = createRoute({
  getParentRoute: () => desk,
  path: '/stories/$story',
  loader: ahead.story,
  component: lazyRouteComponent(() => import('./story/StoryPage.tsx'), 'StoryPage'),
});

const storyHistory = createRoute({
  getParentRoute: () => desk,
  path: '/stories/$story/history',
  loader: ahead.storyHistory,
  component: lazyRouteComponent(() => import('./story/StoryHistory.tsx'), 'StoryHistory'),
});

const storyPreview = createRoute({
  getParentRoute: () => desk,
  path: '/stories/$story/preview',
  loader: ahead.storyPreview,
  component: lazyRouteComponent(() => import('./story/Preview.tsx'), 'Preview'),
});

const newStory = createRoute({
  getParentRoute: () => desk,
  path: '/new/$lang',
  component: lazyRouteComponent(() => import('./story/NewStory.tsx'), 'NewStory'),
});

const calendar = createRoute({
  getParentRoute: () => desk,
  path: '/calendar',
  loader: ahead.calendar,
  component: lazyRouteComponent(() => import('./stories/Calendar.tsx'), 'Calendar'),
});

const overview = createRoute({
  getParentRoute: () => desk,
  path: '/overview',
  loader: ahead.overview,
  component: lazyRouteComponent(() => import('./overview/Overview.tsx'), 'Overview'),
});

const media = createRoute({
  getParentRoute: () => desk,
  path: '/media',
  loader: ahead.media,
  component: lazyRouteComponent(() => import('./media/MediaLibrary.tsx'), 'MediaLibrary'),
});

const front = createRoute({
  getParentRoute: () => desk,
  path: '/front',
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    // The router's own way to lead elsewhere.
    // oxlint-disable-next-line typescript/only-throw-error
    throw redirect({ to: '/front/$lang', params: { lang: me?.site?.defaultLang ?? 'en' }, replace: true });
  },
});

const frontOf = createRoute({
  getParentRoute: () => desk,
  path: '/front/$lang',
  loader: ahead.front,
  component: lazyRouteComponent(() => import('./front/Front.tsx'), 'Front'),
});

const editions = createRoute({
  getParentRoute: () => desk,
  path: '/editions',
  loader: ahead.editions,
  component: lazyRouteComponent(() => import('./reach/Editions.tsx'), 'Editions'),
});

const mirrors = createRoute({
  getParentRoute: () => desk,
  path: '/mirrors',
  loader: ahead.mirrors,
  component: lazyRouteComponent(() => import('./reach/Mirrors.tsx'), 'Mirrors'),
});

const imports = createRoute({
  getParentRoute: () => desk,
  path: '/import',
  loader: ahead.imports,
  component: lazyRouteComponent(() => import('./import/Import.tsx'), 'Import'),
});

const importPage = createRoute({
  getParentRoute: () => desk,
  path: '/import/$run',
  loader: ahead.importPage,
  component: lazyRouteComponent(() => import('./import/ImportPage.tsx'), 'ImportPage'),
});

const quarantined = createRoute({
  getParentRoute: () => desk,
  path: '/quarantine/$item',
  loader: ahead.quarantined,
  component: lazyRouteComponent(() => import('./import/QuarantinedItem.tsx'), 'QuarantinedItem'),
});

const people = createRoute({
  getParentRoute: () => desk,
  path: '/people',
  loader: ahead.people,
  component: lazyRouteComponent(() => import('./people/People.tsx'), 'People'),
});

const audit = createRoute({
  getParentRoute: () => desk,
  path: '/audit',
  loader: ahead.audit,
  component: lazyRouteComponent(() => import('./audit/Audit.tsx'), 'Audit'),
});

const account = createRoute({
  getParentRoute: () => desk,
  path: '/account',
  loader: ahead.account,
  component: lazyRouteComponent(() => import('./account/Account.tsx'), 'Account'),
});

const tree = root.addChildren([
  signIn,
  link,
  desk.addChildren([
    home,
    begin,
    overview,
    stories,
    story,
    storyHistory,
    storyPreview,
    newStory,
    calendar,
    media,
    front,
    frontOf,
    editions,
    mirrors,
    moneyRoutes,
    imports,
    importPage,
    quarantined,
    people,
    settingsRoutes,
    audit,
    account,
  ]),
]);

export function openRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    // Queries know how old they are.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Waiting,
    // A page that comes within this time is shown without being told of; "Loading" stays no longer than it has to.
    defaultPendingMs: 600,
    defaultPendingMinMs: 0,
    defaultNotFoundComponent: Missing,
    defaultErrorComponent: Fallen,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof openRouter>;
  }
}
