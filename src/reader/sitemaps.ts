import { isoTime } from './dates.ts';
import type { Html } from './html.ts';
import { absoluteAddress, newsSitemapPath, sitemapIndexPath } from './paths.ts';
import type { NewsSitemapEntry, SitemapEntry, SiteView } from './views.ts';
import { declaration, xml } from './xml.ts';

/** One sitemap, at most 50,000 entries; source: https://www.sitemaps.org/protocol.html. */
export function sitemap(site: SiteView, entries: readonly SitemapEntry[]): string {
  return xml`${declaration}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.map((entry) => page(site, entry))}</urlset>
`.markup;
}

function page(site: SiteView, entry: SitemapEntry): Html {
  const links = entry.alternates.map(
    (alternate) =>
      xml`<xhtml:link rel="alternate" hreflang="${alternate.lang}" href="${absoluteAddress(site.address, alternate.path)}"/>`,
  );
  return xml`<url><loc>${absoluteAddress(site.address, entry.path)}</loc>${changed(entry.updatedAt)}${links}</url>
`;
}

function changed(at: number | null): Html | null {
  return at === null ? null : xml`<lastmod>${isoTime(at)}</lastmod>`;
}

export function sitemapIndex(
  site: SiteView,
  sitemaps: readonly { path: string; updatedAt: number | null }[],
): string {
  const entries = sitemaps.map(
    (part) =>
      xml`<sitemap><loc>${absoluteAddress(site.address, part.path)}</loc>${changed(part.updatedAt)}</sitemap>\n`,
  );
  return xml`${declaration}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries}</sitemapindex>
`.markup;
}

/** Stories of the last two days; source: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap. */
export function newsSitemap(site: SiteView, entries: readonly NewsSitemapEntry[]): string {
  const urls = entries.map(
    (entry) =>
      xml`<url><loc>${absoluteAddress(site.address, entry.path)}</loc><news:news><news:publication><news:name>${site.publisher.name}</news:name><news:language>${entry.lang}</news:language></news:publication><news:publication_date>${isoTime(entry.publishedAt)}</news:publication_date><news:title>${entry.headline}</news:title></news:news></url>\n`,
  );
  return xml`${declaration}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${urls}</urlset>
`.markup;
}

/** Everything may be read by anyone; `/-/` is the server's own. Source: RFC 9309. */
export function robots(site: SiteView): string {
  const map = (path: string): string => `Sitemap: ${absoluteAddress(site.address, path)}`;
  return `User-agent: *\nDisallow: /-/\n\n${map(sitemapIndexPath)}\n${map(newsSitemapPath)}\n`;
}
