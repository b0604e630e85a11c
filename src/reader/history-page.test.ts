import { describe, expect, it } from 'vitest';
import { parseBody, withIds } from '#body';
import type { Doc } from '#body';
import { historyOf } from './fixtures/history.ts';
import { inspect } from './fixtures/inspect.ts';
import type { Inspected } from './fixtures/inspect.ts';
import { noSlots } from './fixtures/pages.ts';
import { langs, siteView } from './fixtures/site.ts';
import { storyView } from './fixtures/stories.ts';
import { renderHistory } from './history-page.ts';
import type { HistoryEvent, VersionView } from './history-page.ts';
import { changesPath } from './paths.ts';
import { renderStory } from './story.ts';

const AT = Date.UTC(2026, 10, 20, 9);

const paragraphsOf = (...texts: string[]): Doc =>
  parseBody(
    withIds(
      {
        type: 'doc',
        content: texts.map((text) => ({
          type: 'paragraph',
          attrs: { id: '' },
          content: [{ type: 'text', text }],
        })),
      },
      null,
      () => 0.5,
    ),
  );

const version = (rest: Partial<VersionView> = {}): VersionView => ({
  headline: 'Ferries stop',
  standfirst: 'No boat left',
  kicker: '',
  dateline: { place: null, date: null },
  body: paragraphsOf('The first paragraph stays.', 'Four boats lay in port.'),
  details: { byline: 'mara', section: 'world', tags: '[]', series: 'null', picture: 'null', summary: '' },
  ...rest,
});

function render(events: HistoryEvent[], since: number | null = null): Inspected {
  const view = { ...storyView('en'), history: { events, since } };
  return inspect(renderHistory(siteView('en'), view));
}

const published: HistoryEvent = { kind: 'published', at: AT, version: version(), notes: [] };
const changedTo = (
  rest: Partial<VersionView>,
  notes: (HistoryEvent & { kind: 'noted' }) | null = null,
): HistoryEvent => ({
  kind: 'changed',
  at: AT + 3_600_000,
  version: version(rest),
  notes: notes?.notes ?? [],
});

const texts = (page: Inspected, name: string): string[] =>
  page.find(name).map((element) => element.text.replace(/\s+/g, ' ').trim());

const classTexts = (page: Inspected, name: string): string[] =>
  page.elements
    .filter((element) => (element.attributes.get('class') ?? '').split(' ').includes(name))
    .map((element) => element.text.replace(/\s+/g, ' ').trim());

/** Scripts but for the line that asks for the worker. */
const scriptsBesides = (page: Inspected): unknown[] =>
  page.find('script').filter(({ attributes }) => !attributes.has('data-worker'));

describe('the page of what changed in a story', () => {
  it('shows each version, the newest first, with its time', () => {
    const page = render([published, changedTo({ headline: 'Ferries stop again' })]);
    expect(texts(page, 'h2').slice(0, 2)).toEqual([
      'Changed 20 November 2026, 12:00 GMT+2',
      'Published 20 November 2026, 11:00 GMT+2',
    ]);
    expect(page.find('time').map((time) => time.attributes.get('datetime'))).toEqual(
      expect.arrayContaining(['2026-11-20T10:00:00Z', '2026-11-20T09:00:00Z']),
    );
  });

  it('marks what was put in and taken out of headline, standfirst and text, and leaves out what stayed', () => {
    const page = render([
      published,
      changedTo({
        headline: 'Ferries stop again',
        standfirst: 'One boat left',
        body: paragraphsOf('The first paragraph stays.', 'Five boats lay in port.', 'More came.'),
      }),
    ]);
    expect(texts(page, 'del')).toEqual(['No', 'Four']);
    expect(texts(page, 'ins')).toEqual(['again', 'One', 'Five', 'More came.']);
    expect(texts(page, 'h3')).toEqual(['Headline', 'Standfirst', 'Text']);
    expect(page.find('main')[0]?.text).not.toContain('The first paragraph stays.');
  });

  it('says whether a note came with a change, and shows it', () => {
    const silent = render([published, changedTo({ headline: 'Other' })]);
    expect(classTexts(silent, 'silent')).toEqual(['No note was given.']);
    const note = { kind: 'correction' as const, at: AT, text: 'It was five.', before: 'four', after: 'five' };
    const noted = render([
      published,
      changedTo({ headline: 'Other' }, { kind: 'noted', at: AT, notes: [note] }),
    ]);
    expect(classTexts(noted, 'silent')).toEqual([]);
    expect(classTexts(noted, 'note')[0]).toContain('It was five.');
  });

  it('names fields without showing their words: a byline that was taken back stays taken back', () => {
    const details = { ...version().details, byline: 'someone-else', tags: '["x"]' };
    const page = render([published, changedTo({ details })]);
    expect(page.find('main')[0]?.text).toContain('Changed as well: byline, subjects.');
    expect(page.find('main')[0]?.text).not.toContain('someone-else');
    expect(page.find('main')[0]?.text).not.toContain('mara');
  });

  it('shows withdrawal and return, and a change of nothing', () => {
    const page = render([
      published,
      { kind: 'withdrawn', at: AT + 1, reason: 'To be checked' },
      { kind: 'restored', at: AT + 2, version: version(), notes: [] },
    ]);
    expect(
      texts(page, 'h2')
        .slice(0, 3)
        .map((text) => text.split(' 20')[0]),
    ).toEqual(['Published again', 'Withdrawn', 'Published']);
    const main = page.find('main')[0]?.text ?? '';
    expect(main).toContain('To be checked');
    expect(main).toContain('Not a word of the text changed.');
  });

  it('says since when changes are recorded', () => {
    expect(render([published, changedTo({ kicker: 'New' })], AT).find('main')[0]?.text).toContain(
      'Changes are recorded since 20 November 2026',
    );
  });

  it('escapes what stands in any version', () => {
    const evil = '<script>alert(1)</script>';
    const page = render([published, changedTo({ headline: evil, body: paragraphsOf(evil) })]);
    expect(scriptsBesides(page)).toEqual([]);
    expect(texts(page, 'ins').join(' ')).toContain('script');
  });

  it('is left to search engines by no page, and loads nothing', () => {
    for (const lang of langs) {
      const story = storyView(lang);
      const history = historyOf(story.card, story.body, story.notes);
      const page = inspect(renderHistory(siteView(lang), { ...story, history }));
      expect(page.errors).toEqual([]);
      const robots = page.find('meta').find((meta) => meta.attributes.get('name') === 'robots');
      expect(robots?.attributes.get('content')).toBe('noindex');
      expect(scriptsBesides(page)).toEqual([]);
      expect(page.find('ins').length).toBeGreaterThan(0);
      expect(page.find('del').length).toBeGreaterThan(0);
    }
  });
});

describe('a story’s page', () => {
  const line = (history: { events: HistoryEvent[]; since: number | null }): Inspected =>
    inspect(renderStory(siteView('en'), { ...storyView('en'), history }, noSlots));

  it('leads to what changed, by a link that works on any host', () => {
    const page = line({ events: [published, changedTo({ headline: 'Other' })], since: null });
    const link = page.find('a').find((a) => a.text === 'What changed in this story');
    const path = changesPath(storyView('en').card.path);
    expect(link?.attributes.get('href')).toBe(`../../../${path}`);
  });

  it('says so where nothing did', () => {
    expect(classTexts(line({ events: [], since: null }), 'history')).toEqual([
      'Not changed since publication. · Save this story',
    ]);
    expect(classTexts(line({ events: [], since: AT }), 'history')).toEqual([
      'Not changed since 20 November 2026. · Save this story',
    ]);
  });
});
