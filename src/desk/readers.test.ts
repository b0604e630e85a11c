import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, openBench, type Person, stock } from '../../test/desk.ts';
import { addPageCounts } from './desk.ts';

const DAY = 86_400_000;

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let editor: Person;
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    editor = await desk.person('Ivo', 'editor');
  });
  afterEach(() => desk.close());

  const count = (counts: Record<string, number>) =>
    addPageCounts(desk.store, {
      counts: new Map(Object.entries(counts)),
      site: { timeZone: 'UTC' },
      at: desk.clock.now,
    });
  const figures = async (days: number) => (await editor.ask('GET', `/api/readers?days=${days}`)).body;

  it('adds up requests of each page and of all by day, and names the stories', async () => {
    const made = await editor.ask('POST', '/api/stories', { lang: 'en', draft: draft('Ferries stop') });
    const story = made.body.story.id as string;
    await editor.ask('POST', `/api/stories/${story}/move`, { to: 'approved' });
    const path = (await editor.ask('POST', `/api/stories/${story}/move`, { to: 'live' })).body.story
      .path as string;
    await count({ [path]: 40, 'index.html': 7 });
    await count({ [path]: 2, 'index.html': 8 });
    desk.clock.now += DAY;
    await count({ [path]: 30 });
    const seen = await figures(3);
    expect(seen.days).toHaveLength(3);
    expect(seen.all).toEqual([null, 57, 30]);
    expect(seen.pages).toEqual([
      { path, all: 72, days: [null, 42, 30], story: { id: story, lang: 'en', headline: 'Ferries stop' } },
      { path: 'index.html', all: 15, days: [null, 15, null], story: null },
    ]);
  });

  it('shows nothing below ten, and forgets it when the day is over', async () => {
    await count({ 'index.html': 25, 'about.html': 9 });
    expect((await figures(1)).pages.map(({ path }: { path: string }) => path)).toEqual(['index.html']);
    desk.clock.now += DAY;
    await count({ 'index.html': 3 });
    const rows = await desk.store.db
      .selectFrom('page_count')
      .select(['path', 'count'])
      .orderBy('count')
      .execute();
    expect(rows.map(({ path, count: many }) => [path, many])).toEqual(
      expect.not.arrayContaining([['about.html', 9]]),
    );
    // Its requests still count among all of that day.
    expect((await figures(2)).all).toEqual([34, null]);
  });

  it('takes in as many pages as a crawler asks for', async () => {
    const pages = Object.fromEntries(Array.from({ length: 2_500 }, (_, page) => [`page-${page}.html`, 10]));
    await count(pages);
    await count(pages);
    expect((await figures(1)).all).toEqual([50_000]);
    const [{ rows } = { rows: 0 }] = await desk.store.db
      .selectFrom('page_count')
      .select(({ fn }) => fn.countAll<number | string>().as('rows'))
      .execute();
    expect(Number(rows)).toBe(2_501);
  });

  it('keeps no day for longer than 400', async () => {
    await count({ 'index.html': 25 });
    desk.clock.now += 401 * DAY;
    await count({ 'index.html': 25 });
    expect(await desk.store.db.selectFrom('page_count').selectAll().execute()).toHaveLength(2);
  });
});
