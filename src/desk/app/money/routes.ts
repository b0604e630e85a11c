import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ahead } from '../ahead.ts';
import { desk } from '../root-route.tsx';
import { filterIn } from './filter.ts';

const money = createRoute({
  getParentRoute: () => desk,
  path: '/money',
  loader: ahead.money,
  component: lazyRouteComponent(() => import('./Money.tsx'), 'Money'),
});

const moneyHome = createRoute({
  getParentRoute: () => money,
  path: '/',
  loader: ahead.moneyHome,
  component: lazyRouteComponent(() => import('./MoneyOverview.tsx'), 'MoneyOverview'),
});

const contributions = createRoute({
  getParentRoute: () => money,
  path: '/contributions',
  validateSearch: filterIn,
  loader: ahead.contributions,
  component: lazyRouteComponent(() => import('./Contributions.tsx'), 'Contributions'),
});

const contribution = createRoute({
  getParentRoute: () => money,
  path: '/contributions/$contribution',
  loader: ahead.contribution,
  component: lazyRouteComponent(() => import('./ContributionPage.tsx'), 'ContributionPage'),
});

const transfers = createRoute({
  getParentRoute: () => money,
  path: '/transfers',
  loader: ahead.transfers,
  component: lazyRouteComponent(() => import('./Transfers.tsx'), 'Transfers'),
});

const costs = createRoute({
  getParentRoute: () => money,
  path: '/costs',
  loader: ahead.costs,
  component: lazyRouteComponent(() => import('./Costs.tsx'), 'Costs'),
});

const appealsRoom = createRoute({
  getParentRoute: () => money,
  path: '/appeals',
  loader: ahead.appeals,
  component: lazyRouteComponent(() => import('../asking/Appeals.tsx'), 'Appeals'),
});

const offerRoom = createRoute({
  getParentRoute: () => money,
  path: '/offer',
  loader: ahead.offer,
  component: lazyRouteComponent(() => import('../asking/OfferRoom.tsx'), 'OfferRoom'),
});

const safetyRoom = createRoute({
  getParentRoute: () => money,
  path: '/safety',
  loader: ahead.safety,
  component: lazyRouteComponent(() => import('../asking/SafetyRoom.tsx'), 'SafetyRoom'),
});

const wall = createRoute({
  getParentRoute: () => money,
  path: '/wall',
  loader: ahead.wall,
  component: lazyRouteComponent(() => import('./Wall.tsx'), 'Wall'),
});

const designation = createRoute({
  getParentRoute: () => money,
  path: '/switch',
  loader: ahead.designation,
  component: lazyRouteComponent(() => import('./Switch.tsx'), 'Switch'),
});

const books = createRoute({
  getParentRoute: () => money,
  path: '/books',
  loader: ahead.books,
  component: lazyRouteComponent(() => import('./Books.tsx'), 'Books'),
});

/** The rooms of money and of asking for it. */
export const moneyRoutes = money.addChildren([
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
]);
