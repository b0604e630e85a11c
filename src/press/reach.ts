import {
  cardsPath,
  linksJson,
  linksPath,
  linksText,
  reachPath,
  renderCards,
  renderReachPage,
  renderStarter,
  starterPath,
  type ReachView,
  type SiteView,
} from '#reader';
import { HTML, type Output } from './output.ts';

/** What lets readers find the paper again, in each language: a page, a sheet of cards, the starter, two lists. */
export function reachOutputs(sites: readonly SiteView[], view: ReachView): Output[] {
  return sites.flatMap((site) => {
    const { prefix } = site;
    const page = (path: string, text: string): Output => ({ path, type: HTML, text });
    return [
      page(reachPath(prefix), renderReachPage(site, view)),
      page(cardsPath(prefix), renderCards(site, view)),
      page(starterPath(prefix), renderStarter(site, view)),
      { path: linksPath(prefix, 'txt'), type: TEXT, text: linksText(site, view) },
      { path: linksPath(prefix, 'json'), type: JSON_TYPE, text: linksJson(site, view) },
    ];
  });
}

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';
