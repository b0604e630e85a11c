import { describe, expect, it } from 'vitest';
import { inspect, readXml } from '../fixtures/inspect.ts';
import { siteView } from '../fixtures/site.ts';
import { storyView } from '../fixtures/stories.ts';
import { newsSitemap, robots, sitemap, sitemapIndex } from '../sitemaps.ts';
import type { FeedView } from '../views.ts';
import { atomFeed } from './atom.ts';
import { jsonFeed } from './json.ts';
import { rssFeed } from './rss.ts';

const site = siteView('ru');
const story = storyView('ru');
const view: FeedView = {
  home: 'ru/section/diplomacy.html',
  heading: 'Дипломатия',
  rss: 'ru/section/diplomacy/feed.xml',
  atom: 'ru/section/diplomacy/atom.xml',
  json: 'ru/section/diplomacy/feed.json',
  stories: [story],
};
const address = 'https://farshore.example/ru/2026/11/19/story-0.html';

function textOf(nodes: ReturnType<typeof readXml>, name: string): string[] {
  return nodes.filter((node) => node.name === name).map((node) => node.text);
}

function checkContent(content: string): void {
  const page = inspect(
    `<!doctype html><html lang="ru"><head><title>x</title></head><body>${content}</body></html>`,
  );
  expect(page.errors).toEqual([]);
  const links = [...page.find('a'), ...page.find('img')].map(
    (element) => element.attributes.get('href') ?? element.attributes.get('src') ?? '',
  );
  expect(links.length).toBeGreaterThan(1);
  for (const link of links) expect(link).toMatch(/^https:\/\//);
  expect(content).toContain('Настоящий материал создан иностранным агентом');
  expect(content).toContain('1991');
  expect(content).toContain('проверить швартовы');
}

describe('feeds', () => {
  it('as RSS carry the whole text and what readers of feeds need', () => {
    const nodes = readXml(rssFeed(site, view));
    expect(textOf(nodes, 'title')).toEqual(['Дальний берег: Дипломатия', story.card.headline]);
    expect(textOf(nodes, 'link')).toEqual(['https://farshore.example/ru/section/diplomacy.html', address]);
    expect(textOf(nodes, 'guid')).toEqual(['tag:farshore.example,2026-11-19:story-0']);
    expect(textOf(nodes, 'pubDate')).toEqual(['Thu, 19 Nov 2026 12:05:00 GMT']);
    expect(textOf(nodes, 'lastBuildDate')).toEqual(['Fri, 20 Nov 2026 08:05:00 GMT']);
    expect(textOf(nodes, 'dc:creator')).toEqual(['Вера Лугина']);
    expect(textOf(nodes, 'category')).toEqual(['Дипломатия', 'Пошлины', 'Вступление', 'Марроуские острова']);
    const self = nodes.find((node) => node.name === 'atom:link');
    expect(self?.attributes).toMatchObject({
      rel: 'self',
      href: 'https://farshore.example/ru/section/diplomacy/feed.xml',
    });
    const media = nodes.find((node) => node.name === 'media:content');
    expect(media?.attributes).toMatchObject({
      url: 'https://farshore.example/media/harbour/1600.jpg',
      width: '1600',
      type: 'image/jpeg',
    });
    checkContent(textOf(nodes, 'content:encoded')[0] ?? '');
  });

  it('as Atom carry the same', () => {
    const nodes = readXml(atomFeed(site, view));
    expect(textOf(nodes, 'id')).toEqual([
      'https://farshore.example/ru/section/diplomacy/atom.xml',
      'tag:farshore.example,2026-11-19:story-0',
    ]);
    expect(textOf(nodes, 'published')).toEqual(['2026-11-19T12:05:00Z']);
    expect(textOf(nodes, 'updated')).toEqual(['2026-11-20T08:05:00Z', '2026-11-20T08:05:00Z']);
    expect(textOf(nodes, 'name')).toEqual(['Дальний берег', 'Вера Лугина']);
    checkContent(textOf(nodes, 'content')[0] ?? '');
  });

  it('as JSON carry the same', () => {
    const feed = JSON.parse(jsonFeed(site, view)) as Record<string, unknown> & {
      items: Record<string, unknown>[];
    };
    expect(feed).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      language: 'ru',
      feed_url: 'https://farshore.example/ru/section/diplomacy/feed.json',
    });
    expect(feed.items[0]).toMatchObject({
      id: 'tag:farshore.example,2026-11-19:story-0',
      url: address,
      date_published: '2026-11-19T12:05:00Z',
      date_modified: '2026-11-20T08:05:00Z',
    });
    checkContent(String(feed.items[0]?.['content_html']));
  });

  it('split the end of a CDATA section so that the text comes out whole', () => {
    const body = {
      type: 'doc' as const,
      content: [
        {
          type: 'paragraph' as const,
          attrs: { id: 'abcdefgh' },
          content: [{ type: 'text' as const, text: 'a ]]> b' }],
        },
      ],
    };
    const nodes = readXml(rssFeed(site, { ...view, stories: [{ ...story, body }] }));
    expect(
      inspect(textOf(nodes, 'content:encoded')[0] ?? '')
        .elements.map((element) => element.text)
        .join(),
    ).toContain('a ]]> b');
  });

  it('without stories are still feeds', () => {
    expect(textOf(readXml(rssFeed(site, { ...view, stories: [] })), 'title')).toHaveLength(1);
    expect(textOf(readXml(atomFeed(site, { ...view, stories: [] })), 'updated')).toEqual([
      '1970-01-01T00:00:00Z',
    ]);
  });
});

describe('sitemaps', () => {
  it('list pages with their other languages', () => {
    const alternates = [
      { lang: 'ru', path: 'ru/a.html' },
      { lang: 'en', path: 'a.html' },
    ];
    const nodes = readXml(
      sitemap(site, [
        { path: 'ru/a.html', updatedAt: 0, alternates },
        { path: 'ru/index.html', updatedAt: null, alternates: [] },
      ]),
    );
    expect(textOf(nodes, 'loc')).toEqual([
      'https://farshore.example/ru/a.html',
      'https://farshore.example/ru/',
    ]);
    expect(textOf(nodes, 'lastmod')).toEqual(['1970-01-01T00:00:00Z']);
    expect(
      nodes.filter((node) => node.name === 'xhtml:link').map((node) => node.attributes['hreflang']),
    ).toEqual(['ru', 'en']);
  });

  it('are found from the index, the news sitemap and robots.txt', () => {
    expect(
      textOf(readXml(sitemapIndex(site, [{ path: 'sitemap/2026-11.xml', updatedAt: 0 }])), 'loc'),
    ).toEqual(['https://farshore.example/sitemap/2026-11.xml']);
    const news = readXml(
      newsSitemap(site, [{ path: 'a.html', lang: 'fa', publishedAt: 0, headline: 'خبر' }]),
    );
    expect([textOf(news, 'news:language'), textOf(news, 'news:title')]).toEqual([['fa'], ['خبر']]);
    expect(robots(site)).toContain('Sitemap: https://farshore.example/sitemap.xml');
    expect(robots(site)).toContain('Disallow: /-/');
  });
});
