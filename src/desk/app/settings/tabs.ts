import type { HouseWords } from '../languages/house/en.ts';
import type { Act } from '../shapes.ts';

export type Tab = { name: keyof HouseWords['settings']['tabs']; to: string; act: Act };

/** The parts of the settings in their order, each with the act that opens it. */
export const TABS: readonly Tab[] = [
  { name: 'site', to: '/settings/site', act: 'site.write' },
  { name: 'colours', to: '/settings/colours', act: 'site.write' },
  { name: 'menus', to: '/settings/menus', act: 'site.write' },
  { name: 'sections', to: '/settings/sections', act: 'terms.write' },
  { name: 'tags', to: '/settings/tags', act: 'terms.write' },
  { name: 'series', to: '/settings/series', act: 'terms.write' },
  { name: 'authors', to: '/settings/authors', act: 'terms.write' },
  { name: 'notices', to: '/settings/notices', act: 'notices.write' },
  { name: 'pages', to: '/settings/pages', act: 'pages.write' },
];
