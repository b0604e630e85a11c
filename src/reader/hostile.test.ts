import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderArchive } from './archive.ts';
import { renderCorrections } from './corrections.ts';
import { atomFeed } from './feeds/atom.ts';
import { jsonFeed } from './feeds/json.ts';
import { rssFeed } from './feeds/rss.ts';
import { addresses, inspect, readXml } from './fixtures/inspect.ts';
import { archiveViews, frontView, listView, noSlots, pageView, tombstoneView } from './fixtures/pages.ts';
import { siteView } from './fixtures/site.ts';
import { storyView } from './fixtures/stories.ts';
import { renderFront } from './front.ts';
import { renderList } from './list.ts';
import { renderNotFound } from './not-found.ts';
import { renderRedirect } from './redirect.ts';
import { newsSitemap, robots, sitemap, sitemapIndex } from './sitemaps.ts';
import { renderPage } from './static-page.ts';
import { registerPolicy } from './register.ts';
import { renderStory } from './story.ts';
import { renderTombstone } from './tombstone.ts';
import type { FeedView } from './views.ts';

/*
 * Every string of every view is replaced by something hostile; what comes out must still be one well-formed page
 * that says only what its template says.
 */

const attacks = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--',
  ']]><evil/>',
  '&lt;&amp;&#0;&notit;',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  '//evil.example/x',
  'https:evil.example',
  '../../../../etc/passwd',
  '\u0000\u0008\u001b\u007f\u0085\ufffe\uffff\ud800',
  '\u202e\u2066abc',
  '</title></style></textarea>',
  '${0}',
  '?a=b#c',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: 'binary', maxLength: 12 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

// What is a type in the code and not text: poisoning it would test nothing but the compiler.
const closed = new Set([
  'kind',
  'type',
  'placement',
  'reason',
  'format',
  'address',
  'timeZone',
  'publishedAt',
  'body',
]);

/** A deep copy in which every string is replaced. */
function poison<T>(value: T, text: () => string, key = ''): T {
  if (closed.has(key)) return value;
  if (typeof value === 'string') return text() as T;
  if (value instanceof Map)
    return new Map([...value].map(([name, inner]) => [name, poison(inner, text)])) as T;
  if (Array.isArray(value)) return value.map((inner) => poison(inner, text, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, poison(inner, text, name)]),
  ) as T;
}

const allowed = new Set(
  'html head meta title link script style body a header main footer nav aside article section div p span b strong small ul ol li dl dt dd h1 h2 h3 h4 time bdi picture source img figure figcaption blockquote cite del ins s em i u sup sub code pre hr br table caption thead tbody tr th td audio details summary'.split(
    ' ',
  ),
);

const handled = /^(?!on)[a-z][a-z-]*$/;

/** What a page says beyond its template. */
function problemsOf(html: string): string[] {
  const page = inspect(html);
  const problems = [...page.errors];
  for (const element of page.elements) {
    if (!allowed.has(element.name)) problems.push(`<${element.name}> came out of nowhere`);
    for (const name of element.attributes.keys()) if (!handled.test(name)) problems.push(`attribute ${name}`);
  }
  for (const script of page.find('script')) {
    if (script.attributes.has('data-worker')) {
      // The line that asks for the worker, to the letter, from the edition's own root.
      const sum = createHash('sha256').update(script.text).digest('base64');
      if (!registerPolicy.includes(`'sha256-${sum}'`)) problems.push('another line that runs');
      if (!/^(?:\.\.\/)*worker\.js$/.test(script.attributes.get('data-worker') ?? ''))
        problems.push('a worker from elsewhere');
      continue;
    }
    if (script.attributes.get('type') !== 'application/ld+json') problems.push('a script that runs');
    JSON.parse(script.text);
  }
  for (const { element, value } of addresses(page)) {
    if (!isSafeAddress(element, value)) problems.push(`<${element}> leads to ${value}`);
  }
  if (page.find('style').length > 1) problems.push('a style of its own');
  return problems;
}

function isSafeAddress(element: string, value: string): boolean {
  const url = new URL(value, 'https://mirror.example/a/b/c/d/e/f/g/h/page.html');
  if (element !== 'link' && element !== 'a') return url.host === 'mirror.example';
  return ['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol);
}

describe('hostile text in every field', () => {
  const site = siteView('en');
  const feed = (text: () => string): FeedView =>
    poison({ home: 'x', heading: 'x', rss: 'x', atom: 'x', json: 'x', stories: [storyView('en')] }, text);

  function texts(values: readonly string[]): () => string {
    let next = 0;
    return () => values[next++ % values.length] ?? '';
  }

  const views = fc.array(hostile, { minLength: 3, maxLength: 7 });

  it('never breaks out of a page', () => {
    fc.assert(
      fc.property(views, (values) => {
        const text = texts(values);
        const bad = poison(site, text);
        const [note] = storyView('en').notes;
        const entries = note === undefined ? [] : [{ note, headline: 'x', path: 'x' }];
        const corrections = { path: 'x', entries, newer: null, older: { label: 'x', path: 'x' }, number: 3 };
        const pages = [
          renderStory(bad, poison(storyView('en'), text), noSlots),
          renderFront(bad, poison(frontView('en'), text), noSlots),
          ...(['section', 'author', 'series'] as const).map((kind) =>
            renderList(bad, poison(listView('en', kind, 3), text)),
          ),
          ...archiveViews('en').map((view) => renderArchive(bad, poison(view, text))),
          renderPage(bad, poison(pageView('en', 'masthead'), text)),
          renderTombstone(bad, poison(tombstoneView('en'), text)),
          renderRedirect(bad, poison({ from: 'a', to: 'b' }, text)),
          renderNotFound([bad, poison(siteView('fa'), text)]),
          renderCorrections(bad, poison(corrections, text)),
        ];
        expect(pages.flatMap(problemsOf)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('never breaks a feed or a sitemap', () => {
    fc.assert(
      fc.property(views, (values) => {
        const text = texts(values);
        const bad = poison(site, text);
        const items = readXml(rssFeed(bad, feed(text)));
        expect(items.filter((node) => node.name === 'item')).toHaveLength(1);
        expect(items.some((node) => node.name === 'evil')).toBe(false);
        expect(readXml(atomFeed(bad, feed(text))).filter((node) => node.name === 'entry')).toHaveLength(1);
        expect(JSON.parse(jsonFeed(bad, feed(text)))).toHaveProperty('items.0.content_html');
        const entry = { path: 'x', updatedAt: 0, alternates: [{ lang: 'x', path: 'x' }] };
        expect(
          readXml(sitemap(bad, [poison(entry, text)])).filter((node) => node.name === 'url'),
        ).toHaveLength(1);
        expect(readXml(sitemapIndex(bad, [poison({ path: 'x', updatedAt: null }, text)]))).toHaveLength(3);
        const news = poison([{ path: 'x', lang: 'x', publishedAt: 0, headline: 'x' }], text);
        expect(readXml(newsSitemap(bad, news)).filter((node) => node.name === 'news:title')).toHaveLength(1);
        expect(robots(bad).split('\n')).toHaveLength(6);
      }),
      { numRuns: 40 },
    );
  });

  it('stays readable: the words themselves come through', () => {
    const said = `<b>"Tom & Jerry's" </script>`;
    const view = storyView('en');
    const page = inspect(renderStory(site, { ...view, card: { ...view.card, headline: said } }, noSlots));
    expect(page.find('h1')[0]?.text).toBe(said);
    const [data] = JSON.parse(page.find('script')[0]?.text ?? '[]') as { headline: string }[];
    expect(data?.headline).toBe(said);
  });
});
