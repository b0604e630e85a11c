import { hash } from 'node:crypto';
import {
  gapPath,
  gapPicturePath,
  gapRecordPath,
  type GapView,
  renderGapPage,
  renderGapPicture,
  type SiteView,
} from '#reader';
import { HTML, type Output } from './output.ts';

/** A mark of what is shown of the funding gap; empty where nothing is. */
export const gapMark = (view: GapView | null): string =>
  view === null ? '' : hash('sha256', JSON.stringify(view)).slice(0, 16);

/** The published text and, in each language, a picture and a page; `gone` are
 * their paths where there is nothing to show any more. */
export function gapOutputs(
  sites: readonly SiteView[],
  view: GapView | null,
): { put: Output[]; gone: string[] } {
  if (view === null)
    return {
      put: [],
      gone: [gapRecordPath, ...sites.flatMap(({ prefix }) => [gapPath(prefix), gapPicturePath(prefix)])],
    };
  const text: Output = { path: gapRecordPath, type: 'text/plain; charset=utf-8', text: view.text };
  const each = sites.flatMap((site): Output[] => [
    { path: gapPicturePath(site.prefix), type: 'image/svg+xml', text: renderGapPicture(site, view) },
    { path: gapPath(site.prefix), type: HTML, text: renderGapPage(site, view) },
  ]);
  return { put: [text, ...each], gone: [] };
}
