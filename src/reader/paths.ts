import type { ListKind } from './views.ts';

/*
 * Where everything stands in an edition. Paths are relative to the edition's root, with no slash at the start;
 * `prefix` is a language's root: '' for the default language, else 'ru/'.
 */

export function frontPath(prefix: string): string {
  return `${prefix}index.html`;
}

/**
 * @param id the list's own slug; ignored for `latest`, of which there is one per language
 * @param number page number counted from the oldest, or null for the landing page with the newest stories
 */
export function listPath(prefix: string, kind: ListKind, id: string, number: number | null): string {
  const base = kind === 'latest' ? `${prefix}latest` : `${prefix}${kind}/${id}`;
  return number === null ? `${base}.html` : `${base}/${number}.html`;
}

/** @param date `2026-11-23` for a day, `2026-11` for a month, `2026` for a year, null for the list of years */
export function archivePath(prefix: string, date: string | null): string {
  return date === null ? `${prefix}archive.html` : `${prefix}${date.replaceAll('-', '/')}.html`;
}

/** @param number page number counted from the oldest, or null for the landing page */
export function correctionsPath(prefix: string, number: number | null): string {
  return number === null ? `${prefix}corrections.html` : `${prefix}corrections/${number}.html`;
}

export function pagePath(prefix: string, slug: string): string {
  return `${prefix}${slug}.html`;
}

/** Where everything that readers were shown of a story stands, in the story's own folder. */
export function changesPath(story: string): string {
  return `${story.replace(/\.html$/, '')}/changes.html`;
}

/** The page that verifies, see `isVerifyPage` of #edition. */
export function verifyPath(prefix: string): string {
  return `${prefix}verify.html`;
}

/** The page that tells how to find the paper again, see `isReachPage` of #edition. */
export function reachPath(prefix: string): string {
  return `${prefix}reach.html`;
}

/** The page that tells how the figure of the gap is made, see `isGapPage` of #edition. */
export function gapPath(prefix: string): string {
  return `${prefix}gap.html`;
}

/** The picture of the gap in a language, which pages show by reference. */
export function gapPicturePath(prefix: string): string {
  return `${prefix}gap.svg`;
}

/** The published text under the figure, from which anybody computes it. */
export const gapRecordPath = 'gap.txt';

/** The sheet of cards to print. */
export function cardsPath(prefix: string): string {
  return `${prefix}cards.html`;
}

/** The one file that finds an address, see `starter/`. */
export function starterPath(prefix: string): string {
  return `${prefix}starter.html`;
}

/** Where the paper is found, as a list. */
export function linksPath(prefix: string, form: 'txt' | 'json'): string {
  return `${prefix}links.${form}`;
}

/** The page that takes support, see `support-page.ts`; what belongs to it stands beside it. */
export function supportPath(prefix: string): string {
  return `${prefix}support/index.html`;
}

/** The same with amounts of its own, for an appeal that has some. */
export function supportForPath(prefix: string, appeal: string): string {
  return `${prefix}support/for-${appeal}.html`;
}

/** Where is your bank? */
export function bankPath(prefix: string): string {
  return `${prefix}support/bank.html`;
}

/** The account; no page leads there that somebody from a refused country is sent to. */
export function accountPath(prefix: string): string {
  return `${prefix}support/account.html`;
}

export function refusedPath(prefix: string): string {
  return `${prefix}support/not-from-there.html`;
}

export function carefulPath(prefix: string): string {
  return `${prefix}support/think-first.html`;
}

/** What this device remembers of our asking; its script stores what the reader chooses. */
export function askingPath(prefix: string): string {
  return `${prefix}support/asking.html`;
}

/** Supporters who want to be named. */
export function wallPath(prefix: string): string {
  return `${prefix}support/wall.html`;
}

/** Where a page offers reminders. */
export const remindLink = { path: supportPath, hash: '#remind' } as const;

export const notFoundPath = '404.html';

/** The worker stands at the root, for it answers for what lies beside and below it. */
export const workerPath = 'worker.js';

export type FeedPaths = { rss: string; atom: string; json: string };

/** @param list null for the whole language's feeds, which stand beside its front */
export function feedPaths(prefix: string, list: { kind: ListKind; id: string } | null): FeedPaths {
  const folder = list === null ? prefix : `${prefix}${list.kind}/${list.id}/`;
  return { rss: `${folder}feed.xml`, atom: `${folder}atom.xml`, json: `${folder}feed.json` };
}

export function picturePath(media: string, width: number, format: 'avif' | 'jpeg'): string {
  return `media/${media}/${width}.${format === 'jpeg' ? 'jpg' : 'avif'}`;
}

/** @param name the file's own name, already safe as one segment of a path */
export function filePath(media: string, name: string): string {
  return `media/${media}/${name}`;
}

export const sitemapIndexPath = 'sitemap.xml';
export const newsSitemapPath = 'sitemap/news.xml';
export const robotsPath = 'robots.txt';

/** @param part `2026-11` for that month's stories, or another name such as `pages` */
export function sitemapPath(part: string): string {
  return `sitemap/${part}.xml`;
}

const plainPath = /^(?:[\w\-~][\w\-.~]*\/)*(?:[\w\-~][\w\-.~]*)?$/;
const loneSurrogates = /\p{Cs}/gu;

/**
 * A path as it stands in an address, each segment percent-encoded where needed. Segments that would lead out of the
 * edition or to another host (`..`, an empty one at the start) are left out.
 */
export function encodePath(path: string): string {
  if (plainPath.test(path)) return path;
  const segments = path.replace(loneSurrogates, '\ufffd').split('/');
  const last = segments.pop() ?? '';
  const folders = segments.filter((segment) => segment !== '' && !leadsAway(segment));
  return [...folders, leadsAway(last) ? '' : last].map(encodeURIComponent).join('/');
}

function leadsAway(segment: string): boolean {
  return segment === '.' || segment === '..';
}

/** How many folders deep a page stands: '2026/11/23/a.html' is 3. */
export function depthOf(path: string): number {
  let depth = 0;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) depth++;
  return depth;
}

/** What leads from a page at that depth up to the edition's root: '' or '../../'. */
export function rootFrom(depth: number): string {
  return '../'.repeat(depth);
}

/** A link from one page of the edition to another, good under any prefix, on any host and on `file://`. */
export function relativeLink(from: string, to: string): string {
  return rootFrom(depthOf(from)) + encodePath(to);
}

/** The full address of a path on the newsroom's own host; `index.html` is left out, as readers type it. */
export function absoluteAddress(address: string, path: string): string {
  const shown = path === 'index.html' ? '' : path.endsWith('/index.html') ? path.slice(0, -10) : path;
  return `${address}/${encodePath(shown)}`;
}
