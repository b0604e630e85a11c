import { describe, expect, it } from 'vitest';
import { renderArchive } from './archive.ts';
import { renderCorrections } from './corrections.ts';
import { inspect, type Element, type Inspected } from './fixtures/inspect.ts';
import { archiveViews, frontView, listView, noSlots, pageView, tombstoneView } from './fixtures/pages.ts';
import { siteView } from './fixtures/site.ts';
import { cardView, storyView } from './fixtures/stories.ts';
import { renderFront } from './front.ts';
import { renderList } from './list.ts';
import { renderNotFound } from './not-found.ts';
import { renderRedirect } from './redirect.ts';
import { renderPage } from './static-page.ts';
import { renderTombstone } from './tombstone.ts';

const en = siteView('en');
const fa = siteView('fa');

function links(page: Inspected, within: (element: Element) => boolean = () => true): [string, string][] {
  return page
    .find('a')
    .filter(within)
    .map((link) => [link.text.replace(/\s+/g, ' ').trim(), link.attributes.get('href') ?? '']);
}

function texts(page: Inspected, name: string): string[] {
  return page.elements
    .filter((element) => (element.attributes.get('class') ?? '').split(' ').includes(name))
    .map((element) => element.text.replace(/\s+/g, ' ').trim());
}

describe('a front', () => {
  it('shows each story once, the lead first and largest', () => {
    const page = inspect(renderFront(en, { ...frontView('en'), sections: [] }, noSlots));
    const stories = links(page).filter(([, href]) => href.includes('story-') && !href.includes('story-1.'));
    expect(new Set(stories.map(([, href]) => href)).size).toBe(stories.length);
    const cards = page.elements.filter((element) => element.name === 'article');
    expect(cards[0]?.attributes.get('class')).toContain('lead');
    expect(cards[0]?.text).toContain(cardView('en', 0).headline);
    expect(texts(page, 'folio')).toEqual(['Newest story: 19 November 2026, 14:05 GMT+2']);
  });

  it('puts stories without a picture after those with one, together, and nowhere else', () => {
    const [a, b, c, d] = [0, 1, 2, 3].map((at) => cardView('en', at));
    if (!a || !b || !c || !d) throw new Error('The fixtures have too few stories');
    const lead = [a, b, c, d].find((one) => one.lead !== null)?.lead ?? null;
    const section = { label: 'Society', path: 'section/society.html' };
    const order = (...leads: boolean[]): string[] => {
      const cards = [a, b, c, d].map((one, at) => ({
        ...one,
        headline: `Story${'abcd'.charAt(at)}`,
        lead: leads[at] === true ? lead : null,
      }));
      const view = { ...frontView('en'), sections: [{ link: section, cards }] };
      const page = inspect(renderFront(en, view, noSlots));
      return page.elements
        .filter(({ attributes }) => ['block', 'words'].includes(attributes.get('class') ?? ''))
        .map(({ text }) => [...text.matchAll(/Story([abcd])/g)].map(([, name]) => name).join(''));
    };
    expect(order(false, true, false, true)).toEqual(['bdac', 'ac']);
    expect(order(true, true, false, true)).toEqual(['abdc', 'c']);
    expect(order(true, true, true, true)).toEqual(['abcd']);
    expect(order(false, false, false, false)).toEqual(['abcd']);
  });

  it('gives the year of what is older than half a year', () => {
    const newest = cardView('en', 0);
    const latest = [100, 300].map((days, index) => ({
      ...cardView('en', index + 1),
      publishedAt: newest.publishedAt - days * 86_400_000,
      corrected: false,
    }));
    const view = { ...frontView('en'), top: [newest], latest, sections: [] };
    const dates = texts(inspect(renderFront(en, view, noSlots)), 'brief').map((text) => text.slice(-30));
    expect(dates[0]).toMatch(/11 August, \d\d:\d\d$/);
    expect(dates[1]).toMatch(/23 January 2026$/);
  });

  it('leads on to everything that was ever published', () => {
    const found = links(inspect(renderFront(fa, frontView('fa'), noSlots))).map(([, href]) => href);
    for (const path of [
      'latest.html',
      'archive.html',
      'corrections.html',
      'feed.xml',
      'atom.xml',
      'feed.json',
    ]) {
      expect(found).toContain(`../fa/${path}`);
    }
  });

  it('raises a banner whose link may lead out, and none when there is none', () => {
    const banner = { text: 'Now', link: 'https://other.example/live', raisedAt: 0, expiresAt: 0 };
    const raised = inspect(renderFront(en, { ...frontView('en'), banner }, noSlots));
    expect(links(raised)).toContainEqual(['Now', 'https://other.example/live']);
    const plain = inspect(
      renderFront(en, { ...frontView('en'), banner: { ...banner, link: null } }, noSlots),
    );
    expect(texts(plain, 'breaking')).toEqual(['Breaking Now']);
    expect(
      texts(inspect(renderFront(en, { ...frontView('en'), banner: null }, noSlots)), 'breaking'),
    ).toEqual([]);
  });

  it('of a newsroom without stories still stands', () => {
    const page = inspect(
      renderFront(en, { ...frontView('en'), top: [], latest: [], sections: [], banner: null }, noSlots),
    );
    expect(page.errors).toEqual([]);
    expect(texts(page, 'empty')).toEqual(['No stories here yet.']);
    expect(page.find('h1')[0]?.text.trim()).toBe('Far Shore');
  });

  it('says since when the site carries no advertising', () => {
    expect(texts(inspect(renderFront(fa, frontView('fa'), noSlots)), 'promise')[0]).toContain(
      'از ۲۶ دی ۱۴۰۳ بدون آگهی.',
    );
    const silent = renderFront({ ...en, adFreeSince: null }, frontView('en'), noSlots);
    expect(texts(inspect(silent), 'promise')).toEqual(['This site sets no cookies and follows nobody.']);
  });
});

describe('a list', () => {
  it('numbers its pages from the oldest and in the reader’s digits', () => {
    const page = inspect(renderList(fa, listView('fa', 'tag', 42)));
    expect(page.find('h1')[0]?.text.replace(/\s+/g, ' ').trim()).toBe('تعرفه‌ها صفحهٔ ۴۲');
    const [newer, older] = links(page, (link) => link.attributes.has('rel'));
    expect(newer).toEqual(['تازه‌تر', '../../../fa/tag/sample.html']);
    expect(older).toEqual(['قدیمی‌تر صفحهٔ ۴۱', '../../../fa/tag/sample/41.html']);
  });

  it('of one section does not repeat the section over each story', () => {
    const cards = [{ ...cardView('en', 3), kicker: '' }];
    const section = inspect(renderList(en, { ...listView('en', 'section', null), cards }));
    const tag = inspect(renderList(en, { ...listView('en', 'tag', null), cards }));
    expect(texts(section, 'kick')).toEqual([]);
    expect(texts(tag, 'kick')).toEqual(['Subject', 'Culture']);
  });

  it('of the newest stories has a name of its own', () => {
    const page = inspect(renderList(en, listView('en', 'latest', null)));
    expect(page.find('h1')[0]?.text.trim()).toBe('Latest');
    expect(page.find('title')[0]?.text).toBe('Latest — Far Shore');
  });

  it('of a section names its own feeds, an author’s page its person', () => {
    const section = inspect(renderList(en, listView('en', 'section', null)));
    const feeds = section
      .find('link')
      .filter((link) => link.attributes.get('type') === 'application/rss+xml');
    expect(feeds[0]?.attributes.get('href')).toBe('../section/diplomacy/feed.xml');
    const author = inspect(renderList(en, listView('en', 'author', null)));
    expect(JSON.parse(author.find('script')[0]?.text ?? '')).toMatchObject([
      { '@type': 'ProfilePage', mainEntity: { '@type': 'Person', name: 'Marit Ovesand' } },
      { '@type': 'BreadcrumbList' },
    ]);
  });
});

describe('the archive', () => {
  it('leads from all years to a day', () => {
    const [day, month, year, years] = archiveViews('en').map((view) => inspect(renderArchive(en, view)));
    if (!day || !month || !year || !years) throw new Error('An archive page is missing');
    expect(links(years)).toContainEqual(['2026', '2026.html']);
    expect(texts(years, 'spans')[0]).toContain('812 stories');
    expect(links(year)).toContainEqual(['November 2026', '2026/11.html']);
    expect(texts(year, 'spans')[0]).toContain('1 story');
    expect(links(month)).toContainEqual(['19 November 2026', '../2026/11/19.html']);
    expect(links(day)).toContainEqual(['November 2026', '../../2026/11.html']);
    expect(links(day)).toContainEqual([cardView('en', 0).headline, '../../2026/11/19/story-0.html']);
    expect(links(month, (link) => link.attributes.get('rel') === 'next')).toEqual([
      ['Earlier month', '../2026/10.html'],
    ]);
  });

  it('names the neighbouring day in the words of the language', () => {
    const [day] = archiveViews('fa');
    if (day?.kind !== 'day') throw new Error('The archive has no day');
    const older = { label: '2026-03-05', path: 'fa/2026/03/05.html' };
    const page = inspect(renderArchive(fa, { ...day, older }));
    expect(links(page, (link) => link.attributes.get('rel') === 'next')).toEqual([
      ['روز پیش ۱۴ اسفند ۱۴۰۴', '../../../fa/2026/03/05.html'],
    ]);
  });
});

describe('pages about the paper itself', () => {
  it('list corrections with the story they belong to', () => {
    const [note] = storyView('ru').notes;
    if (note === undefined) throw new Error('The sample story has no note');
    const view = {
      path: 'ru/corrections.html',
      entries: [{ note, headline: 'Пошлины', path: 'ru/2026/11/19/x.html' }],
      newer: null,
      older: null,
      number: null,
    };
    const page = inspect(renderCorrections(siteView('ru'), view));
    expect(links(page)).toContainEqual(['Пошлины', '../ru/2026/11/19/x.html']);
    expect(texts(page, 'note')[0]).toMatch(/^Исправление 20 ноября 2026.*Было ?1987 ?Стало ?1991$/);
    expect(texts(inspect(renderCorrections(siteView('ru'), { ...view, entries: [] })), 'empty')).toEqual([
      'Исправлений пока не было.',
    ]);
  });

  it('name everyone with a byline on the masthead', () => {
    const page = inspect(renderPage(en, pageView('en', 'masthead')));
    expect(links(page)).toContainEqual(['Marit Ovesand', 'author/marit-ovesand.html']);
  });
});

describe('where a story is gone', () => {
  it('a tombstone says when and why, and where it still stands', () => {
    const page = inspect(renderTombstone(en, tombstoneView('en')));
    expect(page.find('h1')[0]?.text).toBe('This story has been withdrawn');
    const main = page.find('main')[0]?.text ?? '';
    expect(main).toContain('We withdrew it on 16 November 2026.');
    expect(main).toContain(tombstoneView('en').reason);
    expect(links(page)).toContainEqual([
      `Русский: ${cardView('ru', 0).headline}`,
      '../../../ru/2026/11/19/story-0.html',
    ]);
  });

  it('a redacted one names nothing', () => {
    const html = renderTombstone(en, { ...tombstoneView('en'), headline: '', reason: '', translations: [] });
    expect(inspect(html).find('title')[0]?.text).toBe('This story has been withdrawn — Far Shore');
    expect(html).not.toContain(tombstoneView('en').headline);
  });

  it('a redirect leads on without a server’s help', () => {
    const page = inspect(
      renderRedirect(en, { from: 'old/address/index.html', to: '2026/11/19/новость.html' }),
    );
    const refresh = page.find('meta').find((meta) => meta.attributes.get('http-equiv') === 'refresh');
    const target = '../../2026/11/19/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C.html';
    expect(refresh?.attributes.get('content')).toBe(`0; url=${target}`);
    expect(links(page)).toEqual([['2026/11/19/новость.html', target]]);
    expect(page.find('link')[0]?.attributes.get('href')).toBe(`https://farshore.example/${target.slice(6)}`);
  });

  it('an unknown address is told in every language', () => {
    const page = inspect(renderNotFound([en, siteView('ru'), fa]));
    expect(page.find('section').map((section) => section.attributes.get('dir'))).toEqual([
      'ltr',
      'ltr',
      'rtl',
    ]);
    expect(links(page).map(([, href]) => href)).toEqual(['index.html', 'ru/index.html', 'fa/index.html']);
    expect(() => renderNotFound([])).toThrow('at least one site view');
  });
});
