import { mediaOf } from '#body';
import type { MediaId, Page } from '#newsroom';
import {
  assets,
  correctionsPath,
  frontPath,
  notFoundPath,
  pagePath,
  renderNotFound,
  renderPage,
  reachPath,
  robots,
  robotsPath,
  sitemap,
  sitemapPath,
  supportPath,
  verifyPath,
  type PageView,
} from '#reader';
import type { Gather } from './gather.ts';
import { inLanguage } from './in-language.ts';
import { coloursOf, prefixOf } from './labels.ts';
import { HTML, XML, type Output } from './output.ts';

/** A static page; nothing when it is no longer there. */
export async function pageOutputs(gather: Gather, id: string, lang: string): Promise<Output[]> {
  const page = gather.labels.pages.find((one) => one.id === id && one.lang === lang);
  if (!page) return [];
  const peers = gather.labels.pages.filter((one) => one.id === id && one.lang !== lang);
  const view: PageView = {
    kind: page.kind,
    lang: page.lang,
    path: pathOfPage(gather, page),
    headline: page.headline,
    body: page.body,
    ...(await gather.media(mediaOf(page.body) as MediaId[], page.lang)),
    staff: page.kind === 'masthead' ? staff(gather, page.lang) : [],
    alternates: peers.map((one) => ({ lang: one.lang, path: pathOfPage(gather, one) })),
  };
  return [{ path: view.path, type: HTML, text: renderPage(gather.site(page.lang), view) }];
}

export function pathOfPage(gather: Gather, page: Page): string {
  return pagePath(prefixOf(gather.labels.site, page.lang), page.slug);
}

function staff(gather: Gather, lang: string): PageView['staff'] {
  return [...gather.labels.authors.values()].map((author) => ({
    link: gather.labels.author(author.id, lang),
    bio: inLanguage(author.bios, lang),
  }));
}

/** What is the same in every edition until the site's settings or the program change. */
export function fixedOutputs(gather: Gather): Output[] {
  const sites = [...gather.labels.sites.values()];
  const main = gather.site(gather.labels.site.defaultLang);
  const pages = gather.labels.pages.map((page) =>
    pagePath(prefixOf(gather.labels.site, page.lang), page.slug),
  );
  const standing = sites.flatMap(({ prefix }) => [
    frontPath(prefix),
    correctionsPath(prefix, null),
    verifyPath(prefix),
    reachPath(prefix),
    ...(main.support ? [supportPath(prefix)] : []),
  ]);
  const entries = [...standing, ...pages].map((path) => ({ path, updatedAt: null, alternates: [] }));
  return [
    ...assets(coloursOf(gather.labels.site)).map(({ path, type, bytes }) => ({ path, type, text: bytes })),
    { path: notFoundPath, type: HTML, text: renderNotFound(sites) },
    { path: robotsPath, type: 'text/plain; charset=utf-8', text: robots(main) },
    { path: sitemapPath('pages'), type: XML, text: sitemap(main, entries) },
  ];
}
