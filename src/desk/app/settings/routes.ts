import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ahead } from '../ahead.ts';
import { meQuery } from '../queries.ts';
import { desk } from '../root-route.tsx';

const settings = createRoute({
  getParentRoute: () => desk,
  path: '/settings',
  loader: ahead.settings,
  component: lazyRouteComponent(() => import('./Settings.tsx'), 'Settings'),
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
  component: lazyRouteComponent(() => import('./SiteSettings.tsx'), 'SiteSettings'),
});

const coloursSettings = createRoute({
  getParentRoute: () => settings,
  path: '/colours',
  loader: ahead.site,
  component: lazyRouteComponent(() => import('./ColourSettings.tsx'), 'ColourSettings'),
});

const menusSettings = createRoute({
  getParentRoute: () => settings,
  path: '/menus',
  loader: ahead.menus,
  component: lazyRouteComponent(() => import('./MenuSettings.tsx'), 'MenuSettings'),
});

const sectionsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/sections',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./TermSettings.tsx'), 'SectionSettings'),
});

const tagsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/tags',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./TermSettings.tsx'), 'TagSettings'),
});

const seriesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/series',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./TermSettings.tsx'), 'SeriesSettings'),
});

const authorsSettings = createRoute({
  getParentRoute: () => settings,
  path: '/authors',
  loader: ahead.terms,
  component: lazyRouteComponent(() => import('./AuthorSettings.tsx'), 'AuthorSettings'),
});

const noticesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/notices',
  loader: ahead.notices,
  component: lazyRouteComponent(() => import('./NoticeSettings.tsx'), 'NoticeSettings'),
});

const pagesSettings = createRoute({
  getParentRoute: () => settings,
  path: '/pages',
  loader: ahead.pages,
  component: lazyRouteComponent(() => import('./PageSettings.tsx'), 'PageSettings'),
});

const pageEditor = createRoute({
  getParentRoute: () => settings,
  path: '/pages/$page/$lang',
  loader: ahead.pageEditor,
  component: lazyRouteComponent(() => import('./PageEditor.tsx'), 'PageEditor'),
});

/** What is set in the browser. */
export const settingsRoutes = settings.addChildren([
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
]);
