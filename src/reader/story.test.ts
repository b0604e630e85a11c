import { describe, expect, it } from 'vitest';
import { inspect, type Inspected } from './fixtures/inspect.ts';
import { bareStoryView, noSlots } from './fixtures/pages.ts';
import { siteView, type Lang } from './fixtures/site.ts';
import { cardView, storyView } from './fixtures/stories.ts';
import { renderStory } from './story.ts';
import type { StoryView } from './views.ts';

function render(lang: Lang, change: Partial<StoryView> = {}): Inspected {
  return inspect(renderStory(siteView(lang), { ...storyView(lang), ...change }, noSlots));
}

function withClass(page: Inspected, name: string): Inspected['elements'] {
  return page.elements.filter((element) => (element.attributes.get('class') ?? '').split(' ').includes(name));
}

function meta(page: Inspected, property: string): string[] {
  return page
    .find('meta')
    .filter((element) => element.attributes.get('property') === property)
    .map((element) => element.attributes.get('content') ?? '');
}

describe('a story', () => {
  it('says who wrote it, where, when, and what changed', () => {
    const page = render('en');
    expect(withClass(page, 'byline')[0]?.text.trim()).toBe('By Marit Ovesand and Roshan Delvari');
    expect(withClass(page, 'dateline')[0]?.text.trim()).toBe('Port Hallow, 19 November —');
    expect(withClass(page, 'about')[0]?.text).toContain('19 November 2026, 14:05 GMT+2');
    expect(withClass(page, 'about')[0]?.text).toContain('20 November 2026, 10:05 GMT+2');
    expect(withClass(page, 'changed')[0]?.text).toContain('This story was corrected on 20 November 2026.');
    const notes = withClass(page, 'note').map((note) => note.text.replace(/\s+/g, ' '));
    expect(notes[0]).toContain('wrong year');
    expect(notes[0]).toMatch(/It said ?1987.*It now says ?1991/);
    expect(notes[1]).toContain('Kestria’s answer has been added.');
  });

  it('hides the time of an update that is the publication itself', () => {
    const card = { ...cardView('en', 0), updatedAt: cardView('en', 0).publishedAt + 59_000 };
    expect(withClass(render('en', { card }), 'about')[0]?.text).not.toContain('Updated');
  });

  it('shows the legal notice where and as large as the law asks, rounded up', () => {
    const notice = { id: 'a', text: 'Notice', jurisdiction: 'KS', placement: 'above' as const };
    const sizes = (sizeRatio: number): string[] =>
      withClass(render('ru', { legalNotices: [{ ...notice, sizeRatio }] }), 'legal').flatMap((_legal) =>
        render('ru', { legalNotices: [{ ...notice, sizeRatio }] })
          .elements.map((element) => element.attributes.get('class') ?? '')
          .filter((name) => name.startsWith('ratio-')),
      );
    expect(sizes(2)).toEqual(['ratio-200']);
    expect(sizes(1.6)).toEqual(['ratio-175']);
    expect(sizes(99)).toEqual(['ratio-400']);
    expect(sizes(Number.NaN)).toEqual(['ratio-100']);
    const html = renderStory(siteView('ru'), storyView('ru'), noSlots);
    expect(html.indexOf('ratio-200')).toBeLessThan(html.indexOf('class="text"'));
    expect(html.indexOf('ratio-75')).toBeGreaterThan(html.indexOf('</article>'));
  });

  it('shows the lead picture at once, with caption and credit', () => {
    const page = render('en');
    const [lead] = withClass(page, 'lead-picture');
    expect(lead?.text).toContain('have not left Port Hallow since March.');
    expect(lead?.text).toContain('Picture: Ivo Brandt / Longshore Pictures');
    const image = page.find('img').find((one) => one.parents.includes('figure'));
    expect(image?.attributes.get('fetchpriority')).toBe('high');
    expect(image?.attributes.get('srcset')).toContain('../../../media/harbour/480.jpg 480w');
    expect(page.find('source')[0]?.attributes.get('srcset')).toContain('media/harbour/1600.avif 1600w');
  });

  it('does without a picture whose sizes are not ready, and without AVIF', () => {
    const { lead } = storyView('en').card;
    if (lead === null) throw new Error('The sample story has no picture');
    const none = { ...storyView('en').card, lead: { ...lead, sources: [] } };
    expect(withClass(render('en', { card: none }), 'lead-picture')).toEqual([]);
    const [first] = lead.sources.filter((source) => source.format === 'jpeg');
    const one = { ...none, lead: { ...lead, sources: first === undefined ? [] : [first] } };
    const page = render('en', { card: one, pictures: new Map(), related: [], series: null });
    expect(page.find('source')).toEqual([]);
    expect(page.find('img')[0]?.attributes.get('src')).toBe('../../../media/harbour/480.jpg');
    expect(page.find('img')[0]?.attributes.has('srcset')).toBe(false);
  });

  it('leads on: series, subjects, related stories and why', () => {
    const page = render('en');
    const relations = page.find('a').map((link) => link.attributes.get('rel'));
    expect(relations).toContain('prev');
    expect(relations).toContain('next');
    expect(withClass(page, 'why').map((reason) => reason.text)).toEqual([
      'Editors’ choice',
      'On the same subject',
      'From the same section',
      'From the same series',
    ]);
    expect(withClass(page, 'series-line')[0]?.text.trim()).toBe('Series: The Strait Papers, Part 10');
  });

  it('names its translations in their own languages', () => {
    const page = render('fa');
    const links = page
      .find('a')
      .filter((link) => link.parents.includes('nav') && link.attributes.has('hreflang'));
    expect(
      links.map((link) => [link.attributes.get('lang'), link.attributes.get('dir'), link.text]),
    ).toContainEqual(['en', 'ltr', 'English']);
    expect(withClass(page, 'about')[0]?.text).toContain('ترجمه از انگلیسی.');
  });

  it('is written in its language’s own figures', () => {
    const page = render('fa');
    expect(withClass(page, 'about')[0]?.text).toContain('۲۸ آبان ۱۴۰۵');
    expect(withClass(page, 'dateline')[0]?.text.trim()).toBe('بندر هلو، ۲۸ آبان —');
    expect(page.find('time')[0]?.attributes.get('datetime')).toBe('2026-11-19T12:05:00Z');
  });

  it('with nothing optional leaves no empty frame', () => {
    const page = inspect(renderStory(siteView('en'), bareStoryView('en'), noSlots));
    for (const name of [
      'byline',
      'standfirst',
      'kick',
      'dateline',
      'legal',
      'notes',
      'tags',
      'series',
      'related',
    ]) {
      expect([name, withClass(page, name).length]).toEqual([name, 0]);
    }
  });
});

describe('what a story tells machines', () => {
  type Data = Record<string, unknown>;
  const dataOf = (page: Inspected): Data[] => JSON.parse(page.find('script')[0]?.text ?? '[]') as Data[];

  it('is a NewsArticle with everything that search engines ask for', () => {
    const [article] = dataOf(render('en'));
    expect(article).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      '@id': 'https://farshore.example/2026/11/19/story-0.html',
      inLanguage: 'en',
      datePublished: '2026-11-19T12:05:00Z',
      dateModified: '2026-11-20T08:05:00Z',
      dateline: 'Port Hallow',
      isAccessibleForFree: true,
      keywords: ['Tariffs', 'Accession', 'Marrow Islands'],
      author: [
        {
          '@type': 'Person',
          name: 'Marit Ovesand',
          url: 'https://farshore.example/author/marit-ovesand.html',
        },
        { '@type': 'Person', name: 'Roshan Delvari' },
      ],
      publisher: {
        '@type': 'NewsMediaOrganization',
        name: 'Far Shore',
        logo: 'https://farshore.example/media/logo/320.jpg',
      },
      image: { '@type': 'ImageObject', url: 'https://farshore.example/media/harbour/1600.jpg', width: 1600 },
      correction: [{ '@type': 'CorrectionComment', datePublished: '2026-11-20T08:05:00Z' }],
      workTranslation: [{ inLanguage: 'ru' }, { inLanguage: 'fa' }],
    });
  });

  it('says what it was translated from', () => {
    const [article] = dataOf(render('ru'));
    expect(article).toMatchObject({ translationOfWork: { inLanguage: 'en' } });
    expect(article).not.toHaveProperty('workTranslation');
  });

  it('has a card for messengers', () => {
    const page = render('en');
    expect(meta(page, 'og:type')).toEqual(['article']);
    expect(meta(page, 'og:url')).toEqual(['https://farshore.example/2026/11/19/story-0.html']);
    expect(meta(page, 'og:image')).toEqual(['https://farshore.example/media/harbour/1600.jpg']);
    expect(meta(page, 'article:published_time')).toEqual(['2026-11-19T12:05:00Z']);
  });
});
