import type { Words } from '../languages/en.ts';
import type { Act } from '../shapes.ts';

export type RoomName = Exclude<keyof Words['rooms'], 'account'>;

export type Room = {
  name: RoomName;
  to: string;
  /** The act that opens it. */
  act: Act;
  /** Pressed after `g`. */
  key: string;
};

/** The desk's rooms in the order of the menu. */
export const ROOMS: readonly Room[] = [
  { name: 'overview', to: '/overview', act: 'overview.read', key: 'o' },
  { name: 'stories', to: '/stories', act: 'story.read', key: 's' },
  { name: 'calendar', to: '/calendar', act: 'story.read', key: 'c' },
  { name: 'media', to: '/media', act: 'media.read', key: 'm' },
  { name: 'front', to: '/front', act: 'front.read', key: 'f' },
  { name: 'money', to: '/money', act: 'money.rails', key: 'y' },
  { name: 'editions', to: '/editions', act: 'editions.read', key: 'e' },
  { name: 'mirrors', to: '/mirrors', act: 'mirrors.read', key: 'i' },
  { name: 'import', to: '/import', act: 'import.run', key: 'b' },
  { name: 'people', to: '/people', act: 'people.read', key: 'p' },
  { name: 'settings', to: '/settings', act: 'terms.write', key: 't' },
  { name: 'audit', to: '/audit', act: 'audit.read', key: 'a' },
];
