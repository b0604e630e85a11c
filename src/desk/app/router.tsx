import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { ahead } from './ahead.ts';
import { filterIn } from './money/filter.ts';
import { meQuery } from './queries.ts';
import { Fallen, Missing, Waiting } from './shell/Between.tsx';
import { firstPage } from './shell/first-page.ts';
import { filterFrom } from './stories/filter.ts';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet });

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

const desk = createRoute({
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

const money = createRoute({
  getParentRoute: () => desk,
  path: '/money',
  loader: ahead.money,
  component: lazyRouteComponent(() => import('./money/Money.tsx'), 'Money'),
});

const moneyHome = createRoute({
  getParentRoute: () => money,
  path: '/',
  loader: ahead.moneyHome,
  component: lazyRouteComponent(() => import('./money/MoneyOverview.tsx'), 'MoneyOverview'),
});

const contributions = createRoute({
  getParentRoute: () => money,
  path: '/contributions',
  validateSearch: filterIn,
  loader: ahead.contributions,
  component: lazyRouteComponent(() => import('./money/Contributions.tsx'), 'Contributions'),
});

const contribution = createRoute({
  getParentRoute: () => money,
  path: '/contributions/$contribution',
  loader: ahead.contribution,
  component: lazyRouteComponent(() => import('./money/ContributionPage.tsx'), 'ContributionPage'),
});

const transfers = createRoute({
  getParentRoute: () => money,
  path: '/transfers',
  loader: ahead.transfers,
  component: lazyRouteComponent(() => import('./money/Transfers.tsx'), 'Transfers'),
});

const costs = createRoute({
  getParentRoute: () => money,
  path: '/costs',
  loader: ahead.costs,
  component: lazyRouteComponent(() => import('./money/Costs.tsx'), 'Costs'),
});

const wall = createRoute({
  getParentRoute: () => money,
  path: '/wall',
  loader: ahead.wall,
  component: lazyRouteComponent(() => import('./money/Wall.tsx'), 'Wall'),
});

const designation = createRoute({
  getParentRoute: () => money,
  path: '/switch',
  loader: ahead.designation,
  component: lazyRouteComponent(() => import('./money/Switch.tsx'), 'Switch'),
});

const books = createRoute({
  getParentRoute: () => money,
  path: '/books',
  loader: ahead.books,
  component: lazyRouteComponent(() => import('./money/Books.tsx'), 'Books'),
});

const appealsRoom = createRoute({
  getParentRoute: () => money,
  path: '/appeals',
  loader: ahead.appeals,
  component: lazyRouteComponent(() => import('./asking/Appeals.tsx'), 'Appeals'),
});

const offerRoom = createRoute({
  getParentRoute: () => money,
  path: '/offer',
  loader: ahead.offer,
  component: lazyRouteComponent(() => import('./asking/OfferRoom.tsx'), 'OfferRoom'),
});

const safetyRoom = createRoute({
  getParentRoute: () => money,
  path: '/safety',
  loader: ahead.safety,
  component: lazyRouteComponent(() => import('./asking/SafetyRoom.tsx'), 'SafetyRoom'),
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

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  loader: ahead.settings,
  component: lazyRouteComponent(() => import('./settings/Settings.tsx'), 'Settings'),
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    const publisher = me?.acts.includes('site.write') === true;
    // The router's own way to lead elsewhere.
    // oxlint-disable-next-line typescript/only-throw-error
    throw redirect({ to: publisher ? '/settings/site' : '/settings/sections', replace: true });
  },
});

const siteSettings = createRoute({
  getParentRoute: () => settings,
  path: '/site',
  loader: ahead.site,
  component: lazyRouteComponent(() => import('./settings/SiteSettings.tsx'), 'SiteSettings'),
});

const coloursSettings = createRoute({
  getParentRoute: () => settings,
  path: '/colours',
  loader: ahead.site,
  component: lazyRouteComponent(() => import('./settings/ColourSettings.tsx'), 'ColourSettings'),
});

const menusSettings = createRoute({
  getParentRoute: () => settings,
  path: '/menus',
  loader: ahead.menus,
  component: lazyRouteComponent(() => import('./settings/MenuSettings.tsx'), 'MenuSettings'),
});

const sectionsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/sections',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./settings/TermSettings.tsx'), 'SectionSettings'),
});

const tagsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/tags',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./settings/TermSettings.tsx'), 'TagSettings'),
});

const seriesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/series',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./settings/TermSettings.tsx'), 'SeriesSettings'),
});

const authorsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/authors',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./settings/AuthorSettings.tsx'), 'AuthorSettings'),
});

const noticesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/notices',
  loader: ahead.notices,
  component: lazyRouteComponent(() => import('./settings/NoticeSettings.tsx'), 'NoticeSettings'),
});

const pagesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/pages',
  loader: ahead.pages,
  component: lazyRouteComponent(() => import('./settings/PageSettings.tsx'), 'PageSettings'),
});

const pageEditor = createRoute({
  getParentRoute: () => settings,
  path: '/pages/$page/$lang',
  loader: ahead.pageEditor,
  component: lazyRouteComponent(() => import('./settings/PageEditor.tsx'), 'PageEditor'),
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
    money.addChildren([
      moneyHome,
      contributions,
      contribution,
      transfers,
      costs,
      appealsRoom,
      offerRoom,
      safetyRoom,
      wall,
      designation,
      books,
    ]),
    imports,
    importPage,
    quarantined,
    people,
    settings.addChildren([
      settingsHome,
      siteSettings,
      coloursSettings,
      menusSettings,
      sectionsSettings,
      tagsSettings,
      seriesSettings,
      authorsSettings,
      noticesSettings,
      pagesSettings,
      pageEditor,
    ]),
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
