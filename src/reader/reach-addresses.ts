import { absoluteAddress, frontPath } from './paths.ts';
import type { ReachView, SiteView } from './views.ts';

/** An address with what it is good for. */
export type ReachAddress = { address: string; use: 'origin' | 'entry' | 'data' | 'onion' };

/** Every address of the paper in one language, the newsroom's own first. */
export function allAddresses(site: SiteView, view: ReachView): ReachAddress[] {
  const { prefix } = site;
  const all: ReachAddress[] = [
    { address: absoluteAddress(site.address, frontPath(prefix)), use: 'origin' },
    ...view.mirrors.map(({ address, use }) => ({
      address: use === 'entry' ? address + prefix : address,
      use,
    })),
  ];
  return view.onion === null ? all : [...all, { address: view.onion + prefix, use: 'onion' }];
}

/** Those that a person may open: a data mirror shares its host with strangers. */
export const openAddresses = (site: SiteView, view: ReachView): ReachAddress[] =>
  allAddresses(site, view).filter(({ use }) => use !== 'data');
