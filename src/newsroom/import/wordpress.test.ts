import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { importArchive } from './import.ts';
import { SITE } from '../testing.ts';
import { counts, eachImport, type ImportBench, ODD, reasons } from './testing.ts';

eachDatabase((_name, open) => {
  let at: ImportBench;
  eachImport(open, (bench) => (at = bench));

  test('every item is accounted for, and each is where it belongs', async () => {
    const report = await importArchive({
      ...at.options,
      from: ODD,
      uploads: await at.uploads(),
      pictureCredit: 'Archive',
    });
    expect(counts(report)).toEqual({
      items: 33,
      imported: 24,
      updated: 0,
      unchanged: 0,
      skipped: 9,
      quarantined: 0,
    });
    expect(reasons(report, 'skipped')).toEqual({
      'attachment/52': 'Its file was not found',
      'book/16': 'Items of type "book" have no place here; name the type in the mapping file to take it over',
      'nav_menu_item/14': 'A line of a menu; menus are kept in the site’s settings',
      'page/43': 'A page here is public, and it is "draft" in the archive; publish it there or write it anew',
      'post/11': 'In the trash of the archive',
      'post/12': 'An empty draft the old site made by itself',
      'revision/13': 'An old revision; only the last text is taken over',
      'wp_block/30': 'A reusable block; its words stand in each item that uses it',
      'wp_navigation/15': 'A menu; menus are kept in the site’s settings',
    });
    const states = Object.fromEntries(
      await Promise.all(
        [1, 6, 7, 8, 9, 10, 21].map(async (id) => [id, (await at.storyFor(`post/${id}`)).state] as const),
      ),
    );
    expect(states).toEqual({
      1: 'live',
      6: 'draft',
      7: 'draft',
      8: 'approved',
      9: 'draft',
      10: 'review',
      21: 'draft',
    });
    const site = await at.newsroom.site.get();
    expect(site).toMatchObject({
      names: { en: 'The Old Harbour' },
      address: 'https://old.example',
      languages: ['en'],
    });
  });

  test('a story keeps its time, names, picture, address and text', async () => {
    await at.newsroom.site.set({ ...SITE, defaultLang: 'en' });
    await importArchive({ ...at.options, from: ODD, uploads: await at.uploads(), pictureCredit: 'Archive' });
    const story = await at.storyFor('post/1');
    const [live] = await at.newsroom.live.stories([story.id]);
    expect(live).toMatchObject({
      headline: 'A plain story',
      standfirst: 'What it is about.',
      publishedAt: Date.UTC(2021, 2, 4, 8),
      updatedAt: Date.UTC(2021, 2, 5, 8),
      path: '2021/03/04/item-1.html',
      section: 'world',
      tags: ['ferries'],
      bylines: ['ada-harbourer'],
    });
    const [lead] = await at.newsroom.media.get([live?.lead?.media ?? '']);
    expect(lead).toMatchObject({
      credit: 'Archive',
      alts: { '': 'Cranes over grey water' },
      captions: { '': 'The harbour in March' },
    });
    expect(await at.newsroom.live.redirect('2021/03/item-1/index.html')).toMatchObject({
      path: '2021/03/04/item-1.html',
    });
    expect(await at.newsroom.authors.get('ada-harbourer')).toMatchObject({
      names: { en: 'Ada Harbourer' },
      bios: { en: 'Writes about ships.' },
    });
    expect(await at.textOf('post/1')).toBe('First paragraph.\n\nSecond one,\nwith a break.');
  });

  test('odd titles, languages and times', async () => {
    await at.newsroom.site.set({ ...SITE, timeZone: 'Europe/Riga' });
    const report = await importArchive({
      ...at.options,
      from: ODD,
      uploads: await at.uploads(),
      pictureCredit: 'Archive',
    });
    const headline = async (item: string) => {
      const story = await at.storyFor(item);
      return (await at.newsroom.stories.revision(story.id, 1))?.headline ?? '';
    };
    expect((await headline('post/2')).length).toBeLessThanOrEqual(201);
    expect(await at.textOf('post/2')).toContain('and longer end');
    expect(await headline('post/3')).toBe(
      'Words that stand in for a title, which nobody wrote for this one at all',
    );
    expect(await headline('post/5')).toBe('Title with markup & a <title> in it');
    const rtl = await at.storyFor('post/4');
    expect(rtl.path).toMatch(/^2021\/03\/04\/[a-z-]+\.html$/);
    expect((await at.storyFor('post/20')).firstLiveAt).toBe(Date.UTC(2021, 6, 1, 9));
    const [english, russian] = [await at.storyFor('post/23'), await at.storyFor('post/24')];
    expect([english.lang, russian.lang, russian.source?.story]).toEqual(['en', 'ru', english.id]);
    const both = await at.storyFor('post/25');
    expect((await at.newsroom.stories.revision(both.id, 1))?.bylines).toEqual(['ada-harbourer', 'bela-quay']);
    expect(await at.newsroom.live.redirect('2021/03/two-wrote/index.html')).toMatchObject({
      path: both.path,
    });
    expect((await at.newsroom.stories.revision((await at.storyFor('post/22')).id, 1))?.unsigned).toBe(true);
    expect(report.notes.join('\n')).toMatch(/An author shows a login/);
    expect(report.notes.join('\n')).toMatch(/A comment is not taken over/);
  });

  test('markup is reduced, its words stay, what was hostile is gone', async () => {
    await importArchive({ ...at.options, from: ODD, uploads: await at.uploads(), pictureCredit: 'Archive' });
    const shown = await at.storyFor('post/17');
    const types = (await at.newsroom.stories.revision(shown.id, 1))?.body.content.map(({ type }) => type);
    expect(types).toEqual([
      'picture',
      'gallery',
      'paragraph',
      'embed',
      'paragraph',
      'paragraph',
      'table',
      'paragraph',
    ]);
    const text = await at.textOf('post/17');
    for (const words of ['A [quiet] harbour', '[box]', '[gallery]', 'Sailings', 'The second page.'])
      expect(text).toContain(words);
    const blocks = await at.textOf('post/18');
    for (const words of ['In a column', 'Said', 'Who', 'Film', 'Shared words.', 'A footnote'])
      expect(blocks).toContain(words);
    const hostile = await at.storyFor('post/19');
    const body = JSON.stringify((await at.newsroom.stories.revision(hostile.id, 1))?.body);
    expect(body).toContain('Words');
    expect(body).toContain('Send');
    expect(body).not.toMatch(/steal|javascript:|onmouseover|display:none/);
  });

  test('pages stand under slugs of their own and old addresses lead to them', async () => {
    await importArchive({ ...at.options, from: ODD, uploads: await at.uploads() });
    const pages = await at.newsroom.pages.list();
    expect(
      pages
        .map(({ id, kind, headline }) => [id, kind, headline])
        .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ).toEqual([
      ['about', 'about', 'About us'],
      ['team', 'page', 'Team'],
      ['team-2', 'page', 'Team of the desk'],
    ]);
    expect(await at.newsroom.live.redirect('desk/team/index.html')).toMatchObject({ path: 'team-2.html' });
  });

  test('no login, address, password or comment is anywhere in what is written', async () => {
    const damaged = join(at.folder, 'damaged.xml');
    await writeFile(
      damaged,
      (await readFile(ODD, 'utf8')).replace(
        '<wp:post_name><![CDATA[item-6]]></wp:post_name>',
        '<wp:post_name></item>',
      ),
    );
    const report = await importArchive({ ...at.options, from: damaged, uploads: await at.uploads() });
    expect(report.quarantined).toBeGreaterThan(0);
    await rm(damaged);
    const rows: unknown[] = [];
    for await (const part of at.store.dump()) rows.push(part);
    const kept = await Promise.all(
      (await readdir(join(at.folder, 'quarantine'))).map((file) =>
        readFile(join(at.folder, 'quarantine', file), 'utf8'),
      ),
    );
    const written = `${JSON.stringify(rows)}${kept.join('')}${JSON.stringify(report)}`;
    expect(written).toContain('Ada Harbourer');
    for (const canary of ['canary', '203.0.113.77', 'example.org'])
      expect(written.toLowerCase()).not.toContain(canary);
  });
});
