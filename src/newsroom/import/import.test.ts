import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyText } from '#body';
import type { Store } from '#store';
import { eachDatabase } from '../../../test/databases.ts';
import { newsroomOn } from '../open.ts';
import type { Newsroom } from '../open.ts';
import { chance, SITE } from '../testing.ts';
import type { Draft, Revision, Story } from '../types.ts';
import { importArchive, quarantine } from './import.ts';
import type { ImportOptions } from './import.ts';
import { type ImportReport, OUTCOMES } from './report.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures/import');
const ODD = join(FIXTURES, 'wordpress/odd.xml');
const NOW = Date.UTC(2026, 10, 23, 8);

eachDatabase((_name, open) => {
  let store: Store;
  let newsroom: Newsroom;
  let folder: string;
  let clock: number;
  let options: Omit<ImportOptions, 'from'>;

  beforeEach(async () => {
    clock = NOW;
    store = await open();
    folder = await mkdtemp(join(tmpdir(), 'longwave-import-'));
    options = { store, folder, now: () => clock, random: chance(7) };
    newsroom = newsroomOn({ store, folder, now: () => clock, random: options.random });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** An uploads folder with the two pictures that the odd export names. */
  async function uploads(): Promise<string> {
    const root = join(folder, 'uploads');
    await mkdir(join(root, '2021/03'), { recursive: true });
    await picture(join(root, '2021/03/harbour.jpg'), '#246');
    await picture(join(root, '2021/03/ferry.png'), '#864');
    return root;
  }

  async function storyFor(item: string): Promise<Story> {
    const row = await store.db
      .selectFrom('import_item')
      .select('target')
      .where('item', '=', item)
      .executeTakeFirstOrThrow();
    const story = row.target === null ? null : await newsroom.stories.get(row.target);
    if (!story) throw new Error(`No story came of "${item}"`);
    return story;
  }

  async function textOf(item: string): Promise<string> {
    const story = await storyFor(item);
    const revision = await newsroom.stories.revision(story.id, story.revision);
    return revision ? bodyText(revision.body) : '';
  }

  describe('a WordPress export', () => {
    test('every item is accounted for, and each is where it belongs', async () => {
      const report = await importArchive({
        ...options,
        from: ODD,
        uploads: await uploads(),
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
        'book/16':
          'Items of type "book" have no place here; name the type in the mapping file to take it over',
        'nav_menu_item/14': 'A line of a menu; menus are kept in the site’s settings',
        'page/43':
          'A page here is public, and it is "draft" in the archive; publish it there or write it anew',
        'post/11': 'In the trash of the archive',
        'post/12': 'An empty draft the old site made by itself',
        'revision/13': 'An old revision; only the last text is taken over',
        'wp_block/30': 'A reusable block; its words stand in each item that uses it',
        'wp_navigation/15': 'A menu; menus are kept in the site’s settings',
      });
      const states = Object.fromEntries(
        await Promise.all(
          [1, 6, 7, 8, 9, 10, 21].map(async (id) => [id, (await storyFor(`post/${id}`)).state] as const),
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
      const site = await newsroom.site.get();
      expect(site).toMatchObject({
        names: { en: 'The Old Harbour' },
        address: 'https://old.example',
        languages: ['en'],
      });
    });

    test('a story keeps its time, names, picture, address and text', async () => {
      await newsroom.site.set({ ...SITE, defaultLang: 'en' });
      await importArchive({ ...options, from: ODD, uploads: await uploads(), pictureCredit: 'Archive' });
      const story = await storyFor('post/1');
      const [live] = await newsroom.live.stories([story.id]);
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
      const [lead] = await newsroom.media.get([live?.lead?.media ?? '']);
      expect(lead).toMatchObject({
        credit: 'Archive',
        alts: { '': 'Cranes over grey water' },
        captions: { '': 'The harbour in March' },
      });
      expect(await newsroom.live.redirect('2021/03/item-1/index.html')).toMatchObject({
        path: '2021/03/04/item-1.html',
      });
      expect(await newsroom.authors.get('ada-harbourer')).toMatchObject({
        names: { en: 'Ada Harbourer' },
        bios: { en: 'Writes about ships.' },
      });
      expect(await textOf('post/1')).toBe('First paragraph.\n\nSecond one,\nwith a break.');
    });

    test('odd titles, languages and times', async () => {
      await newsroom.site.set({ ...SITE, timeZone: 'Europe/Riga' });
      const report = await importArchive({
        ...options,
        from: ODD,
        uploads: await uploads(),
        pictureCredit: 'Archive',
      });
      const headline = async (item: string) => {
        const story = await storyFor(item);
        return (await newsroom.stories.revision(story.id, 1))?.headline ?? '';
      };
      expect((await headline('post/2')).length).toBeLessThanOrEqual(201);
      expect(await textOf('post/2')).toContain('and longer end');
      expect(await headline('post/3')).toBe(
        'Words that stand in for a title, which nobody wrote for this one at all',
      );
      expect(await headline('post/5')).toBe('Title with markup & a <title> in it');
      const rtl = await storyFor('post/4');
      expect(rtl.path).toMatch(/^2021\/03\/04\/[a-z-]+\.html$/);
      expect((await storyFor('post/20')).firstLiveAt).toBe(Date.UTC(2021, 6, 1, 9));
      const [english, russian] = [await storyFor('post/23'), await storyFor('post/24')];
      expect([english.lang, russian.lang, russian.source?.story]).toEqual(['en', 'ru', english.id]);
      const both = await storyFor('post/25');
      expect((await newsroom.stories.revision(both.id, 1))?.bylines).toEqual(['ada-harbourer', 'bela-quay']);
      expect(await newsroom.live.redirect('2021/03/two-wrote/index.html')).toMatchObject({ path: both.path });
      expect((await newsroom.stories.revision((await storyFor('post/22')).id, 1))?.unsigned).toBe(true);
      expect(report.notes.join('\n')).toMatch(/1 authors show their login/);
      expect(report.notes.join('\n')).toMatch(/1 comments are not taken over/);
    });

    test('markup is reduced, its words stay, what was hostile is gone', async () => {
      await importArchive({ ...options, from: ODD, uploads: await uploads(), pictureCredit: 'Archive' });
      const shown = await storyFor('post/17');
      const types = (await newsroom.stories.revision(shown.id, 1))?.body.content.map(({ type }) => type);
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
      const text = await textOf('post/17');
      for (const words of ['A [quiet] harbour', '[box]', '[gallery]', 'Sailings', 'The second page.'])
        expect(text).toContain(words);
      const blocks = await textOf('post/18');
      for (const words of ['In a column', 'Said', 'Who', 'Film', 'Shared words.', 'A footnote'])
        expect(blocks).toContain(words);
      const hostile = await storyFor('post/19');
      const body = JSON.stringify((await newsroom.stories.revision(hostile.id, 1))?.body);
      expect(body).toContain('Words');
      expect(body).toContain('Send');
      expect(body).not.toMatch(/steal|javascript:|onmouseover|display:none/);
    });

    test('pages stand under slugs of their own and old addresses lead to them', async () => {
      await importArchive({ ...options, from: ODD, uploads: await uploads() });
      const pages = await newsroom.pages.list();
      expect(
        pages
          .map(({ id, kind, headline }) => [id, kind, headline])
          .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
      ).toEqual([
        ['about', 'about', 'About us'],
        ['team', 'page', 'Team'],
        ['team-2', 'page', 'Team of the desk'],
      ]);
      expect(await newsroom.live.redirect('desk/team/index.html')).toMatchObject({ path: 'team-2.html' });
    });

    test('no login, address, password or comment is anywhere in what is written', async () => {
      const damaged = join(folder, 'damaged.xml');
      await writeFile(
        damaged,
        (await readFile(ODD, 'utf8')).replace(
          '<wp:post_name><![CDATA[item-6]]></wp:post_name>',
          '<wp:post_name></item>',
        ),
      );
      const report = await importArchive({ ...options, from: damaged, uploads: await uploads() });
      expect(report.quarantined).toBeGreaterThan(0);
      await rm(damaged);
      const rows: unknown[] = [];
      for await (const part of store.dump()) rows.push(part);
      const kept = await Promise.all(
        (await readdir(join(folder, 'quarantine'))).map((file) =>
          readFile(join(folder, 'quarantine', file), 'utf8'),
        ),
      );
      const written = `${JSON.stringify(rows)}${kept.join('')}${JSON.stringify(report)}`;
      expect(written).toContain('Ada Harbourer');
      for (const canary of ['canary', '203.0.113.77', 'example.org'])
        expect(written.toLowerCase()).not.toContain(canary);
    });

    test('a dry run says the same and writes nothing', async () => {
      const given = { ...options, from: ODD, uploads: await uploads(), pictureCredit: 'Archive' };
      const before = await dumped(store);
      const rehearsal = await importArchive({ ...given, dryRun: true });
      expect(await dumped(store)).toBe(before);
      expect(await readdir(folder)).toEqual(['uploads']);
      const real = await importArchive(given);
      const plain = (report: ImportReport) =>
        report.rows.map(({ item, outcome, reason }) => [item, outcome, reason]);
      expect(plain(rehearsal)).toEqual(plain(real));
      expect(counts(rehearsal)).toEqual(counts(real));
    });

    test('a second run changes nothing', async () => {
      const given = { ...options, from: ODD, uploads: await uploads(), pictureCredit: 'Archive' };
      await importArchive(given);
      const before = await dumped(store, ['import_run', 'import_item', 'lease']);
      clock += 60_000;
      const again = await importArchive(given);
      expect(counts(again)).toEqual({
        items: 33,
        imported: 0,
        updated: 0,
        unchanged: 24,
        skipped: 9,
        quarantined: 0,
      });
      expect(await dumped(store, ['import_run', 'import_item', 'lease'])).toBe(before);
    });

    test('a changed item is a new revision, unless an editor was there first', async () => {
      await importArchive({ ...options, from: ODD });
      const edited = await storyFor('post/2');
      const newest = await newsroom.stories.revision(edited.id, 1);
      if (!newest) throw new Error('The import made no revision');
      await newsroom.stories.save({
        story: edited.id,
        base: 1,
        draft: { ...draftOf(newest), headline: 'By an editor' },
      });
      const changed = join(folder, 'changed.xml');
      const source = await readFile(ODD, 'utf8');
      await writeFile(
        changed,
        source
          .replace('First paragraph.', 'A better paragraph.')
          .replace('and longer end', 'and longest end'),
      );
      clock += 60_000;
      const report = await importArchive({ ...options, from: changed });
      expect(counts(report)).toMatchObject({ updated: 1, unchanged: 20 });
      expect(reasons(report, 'skipped')['post/2']).toMatch(
        /^The story was changed here since \(revision 2\)/,
      );
      const story = await storyFor('post/1');
      expect([story.revision, story.liveRevision, story.state]).toEqual([2, 2, 'live']);
      const [live] = await newsroom.live.stories([story.id]);
      expect(live && bodyText(live.body)).toContain('A better paragraph.');
      expect(live?.publishedAt).toBe(Date.UTC(2021, 2, 4, 8));
      expect((await newsroom.stories.revision(edited.id, 2))?.headline).toBe('By an editor');
    });

    test('a story that is no longer public in the archive is left for a person to withdraw', async () => {
      await importArchive({ ...options, from: ODD });
      const changed = join(folder, 'private.xml');
      const source = await readFile(ODD, 'utf8');
      const at = source.indexOf('<wp:status>', source.indexOf('<wp:post_name><![CDATA[item-1]]>'));
      await writeFile(changed, `${source.slice(0, at)}${source.slice(at).replace('[publish]', '[private]')}`);
      const report = await importArchive({ ...options, from: changed });
      expect(reasons(report, 'skipped')['post/1']).toMatch(/no longer public/);
      expect((await storyFor('post/1')).state).toBe('live');
    });

    test('pictures that were missing come with the next run that can bring them', async () => {
      const bare = await importArchive({ ...options, from: ODD });
      expect(bare.rows.find(({ item }) => item === 'post/17')?.reason).toContain(
        '3 pictures or files were left out',
      );
      expect(await textOf('post/17')).toContain('A [quiet] harbour');
      clock += 60_000;
      const full = await importArchive({
        ...options,
        from: ODD,
        uploads: await uploads(),
        pictureCredit: 'Archive',
      });
      expect(
        full.rows
          .filter(({ outcome }) => outcome === 'updated')
          .map(({ item }) => item)
          .toSorted(),
      ).toEqual(['post/1', 'post/17']);
      expect((await newsroom.live.mediaInUse()).length).toBe(2);
    });

    test('without a credit or a description a picture is left out, not the story', async () => {
      const report = await importArchive({ ...options, from: ODD, uploads: await uploads() });
      expect(report.rows.find(({ item }) => item === 'post/1')?.reason).toContain('no credit');
      expect((await storyFor('post/1')).state).toBe('live');
      expect(await newsroom.live.mediaInUse()).toEqual([]);
    });

    test('a mapping file decides what categories, tags, authors and types become', async () => {
      const map = join(folder, 'map.yaml');
      await writeFile(
        map,
        'sections: { world: abroad }\ntags: { ferries: boats }\nauthors: { canary-login: null, canary-second: bq }\ntypes: { book: story }\n',
      );
      await importArchive({ ...options, from: ODD, map });
      const story = await storyFor('post/1');
      const revision = await newsroom.stories.revision(story.id, 1);
      expect(revision).toMatchObject({ section: 'abroad', tags: ['boats'], bylines: [], unsigned: true });
      expect((await storyFor('book/16')).state).toBe('live');
      await writeFile(map, 'sections: { world: abroad }\ntagz: {}\n');
      await expect(importArchive({ ...options, from: ODD, map })).rejects.toThrow(/map\.yaml:2:/);
    });

    test('two items of one number are two stories', async () => {
      await importArchive({ ...options, from: ODD });
      const other = join(folder, 'other.xml');
      const source = await readFile(ODD, 'utf8');
      await writeFile(
        other,
        source
          .replaceAll('item-1]]', 'another]]')
          .replaceAll('A plain story', 'Quite another')
          .replaceAll('2021-03-04', '2022-05-06')
          .replaceAll('item-1/', 'another/'),
      );
      const report = await importArchive({ ...options, from: other });
      expect(report.rows.find(({ item }) => item.startsWith('post/1~'))?.outcome).toBe('imported');
      const again = await importArchive({ ...options, from: other });
      expect(again.imported).toBe(0);
    });

    test('damage: one item is quarantined, tried again as a draft, and purged', async () => {
      const cut = join(folder, 'cut.xml');
      const source = await readFile(ODD, 'utf8');
      await writeFile(cut, source.slice(0, source.indexOf('Second one') + 5));
      const report = await importArchive({ ...options, from: cut });
      expect(counts(report)).toEqual({
        items: 1,
        imported: 0,
        updated: 0,
        unchanged: 0,
        skipped: 0,
        quarantined: 1,
      });
      expect(report.notes.join()).toMatch(/ends too early/);
      const desk = quarantine(options);
      const [kept] = await desk.list();
      if (!kept) throw new Error('Nothing was quarantined');
      expect((await desk.show(kept.id))?.original).toContain('First paragraph.');
      await expect(desk.retry('nothing')).rejects.toThrow(/Nothing in quarantine/);
      const retried = await desk.retry(kept.id);
      expect(counts(retried)).toMatchObject({ items: 1, imported: 1 });
      expect(await desk.list()).toEqual([]);
      expect(await readdir(join(folder, 'quarantine'))).toEqual([]);
      expect((await newsroom.stories.find({ limit: 10 })).map(({ state }) => state)).toEqual(['draft']);
    });
  });

  describe('a folder of Markdown', () => {
    /** A copy, with the pictures that its stories name. */
    async function archive(): Promise<string> {
      const copy = join(folder, 'archive');
      await cp(join(FIXTURES, 'markdown'), copy, { recursive: true });
      await mkdir(join(copy, 'pictures'));
      await picture(join(copy, 'pictures/quay.png'), '#135');
      await picture(join(copy, 'pictures/lamp.png'), '#531');
      return copy;
    }

    test('the site, authors, stories, translations, notes, fronts and banners', async () => {
      const report = await importArchive({ ...options, from: await archive() });
      expect(counts(report)).toEqual({
        items: 11,
        imported: 9,
        updated: 0,
        unchanged: 0,
        skipped: 0,
        quarantined: 2,
      });
      expect(reasons(report, 'quarantined')).toEqual({
        'stories/broken':
          'stories/broken.md:3: "yesterday" is no time; write it as 2026-11-23T14:05:00+02:00',
        'stories/broken-yaml': expect.stringMatching(/^stories\/broken-yaml\.md:[34]: /),
      });
      const first = await storyFor('first');
      const [live] = await newsroom.live.stories([first.id]);
      expect(live).toMatchObject({
        state: 'corrected',
        publishedAt: Date.UTC(2025, 1, 3, 12, 5),
        section: 'world',
        tags: ['ferries', 'night-trains'],
        bylines: ['ada', 'bela-quay'],
        series: { id: 'crossings', part: 1 },
        dateline: { place: 'Quayside', date: '2025-02-03' },
        related: [{ reason: 'pick' }],
        translations: [{ lang: 'fa' }],
      });
      expect(live?.notes).toMatchObject([{ kind: 'correction', before: '1987', after: '1991' }]);
      expect(live?.body.content.map(({ type }) => type)).toEqual(['paragraph', 'picture', 'factBox']);
      expect(live?.body.content[0]?.attrs.id).toBe('abcd2345');
      const [lead] = await newsroom.media.get([live?.lead?.media ?? '']);
      expect(lead).toMatchObject({
        credit: 'Ivo Brandt',
        focal: { x: 0.25, y: 0.5 },
        alts: { en: 'A quay' },
      });
      expect((await storyFor('taken-back')).state).toBe('withdrawn');
      expect((await storyFor('to-come')).state).toBe('scheduled');
      expect((await storyFor('stories/no-front-matter')).state).toBe('draft');
      expect(await newsroom.authors.get('the-lamp')).toMatchObject({ pseudonymous: true });
      expect((await newsroom.front.slots('en')).map(({ story }) => story)).toEqual([
        (await storyFor('second')).id,
        first.id,
      ]);
      expect(await newsroom.front.banner('en')).toMatchObject({ text: 'The vote is set', link: live?.path });
      expect(await newsroom.pages.get('about', 'en')).toMatchObject({ kind: 'about', menuPosition: 1 });
      expect(await newsroom.live.redirect('old/first/index.html')).toMatchObject({ path: live?.path });
      expect(report.notes).toEqual(expect.arrayContaining(['"second" picks "nobody", which is not in']));
      expect(report.rows.find(({ item }) => item === 'page en about')?.reason).toContain(
        'pages/about.md:7: The field "odd" is unknown',
      );
      expect((await newsroom.stories.revisions(first.id)).length).toBe(1);
    });

    test('again: nothing; changed: a revision that keeps the ids of its blocks', async () => {
      const from = await archive();
      await importArchive({ ...options, from });
      await newsroom.front.setSlots('en', []);
      const before = await dumped(store, ['import_run', 'import_item', 'lease', 'quarantine']);
      clock += 60_000;
      expect(counts(await importArchive({ ...options, from }))).toEqual({
        items: 11,
        imported: 0,
        updated: 0,
        unchanged: 9,
        skipped: 0,
        quarantined: 2,
      });
      expect(await dumped(store, ['import_run', 'import_item', 'lease', 'quarantine'])).toBe(before);
      const file = join(from, 'stories/en/second.md');
      const ids = async () => {
        const story = await storyFor('second');
        return (await newsroom.stories.revision(story.id, story.revision))?.body.content.map(
          ({ attrs }) => attrs.id,
        );
      };
      const was = await ids();
      await writeFile(file, `${await readFile(file, 'utf8')}\nAnd it stayed.\n`);
      expect(counts(await importArchive({ ...options, from }))).toMatchObject({ updated: 1, unchanged: 8 });
      expect((await ids())?.slice(0, 1)).toEqual(was);
      expect((await storyFor('second')).liveRevision).toBe(2);
    });

    test('a fault in newsroom.yaml or authors.yaml stops it, with file and line', async () => {
      const from = await archive();
      await writeFile(join(from, 'authors.yaml'), '- id: x\n  names: { en: X }\n  real-name: Canary\n');
      await expect(importArchive({ ...options, from })).rejects.toThrow(
        /^authors\.yaml:3: 0: Unrecognized key/,
      );
      await writeFile(join(from, 'newsroom.yaml'), 'names: { en: X\n');
      await expect(importArchive({ ...options, from })).rejects.toThrow(/^newsroom\.yaml:/);
      expect(await newsroom.authors.list()).toEqual([]);
    });

    test('files outside of the folder are out of reach', async () => {
      const from = await archive();
      await picture(join(folder, 'secret.png'), '#fff');
      await writeFile(
        join(from, 'stories/spy.md'),
        '---\nheadline: Spy\n---\n\n![x](../../secret.png "Words"){credit="X"}\n\n![y](/../secret.png)\n',
      );
      await importArchive({ ...options, from });
      const story = await storyFor('stories/spy');
      const revision = await newsroom.stories.revision(story.id, 1);
      expect(revision?.body.content.every(({ type }) => type === 'paragraph')).toBe(true);
    });
  });

  test('what is no archive is refused with what it is', async () => {
    const refused = async (name: string, content: string | Uint8Array, message: RegExp) => {
      const file = join(folder, name);
      await writeFile(file, content);
      await expect(importArchive({ ...options, from: file })).rejects.toThrow(message);
    };
    await refused(
      'a.xml',
      '<rss version="2.0"><channel><title>Feed</title></channel></rss>',
      /an RSS feed that is no WordPress export/,
    );
    await refused('b.xml', '<!doctype html><p>', /a web page/);
    await refused('c.xml', '', /an empty file/);
    await refused('d.xml.gz', new Uint8Array([0x1f, 0x8b, 8, 0]), /gzip/);
    await refused('e.xml', '{"db":[]}', /JSON/);
    await mkdir(join(folder, 'empty'));
    await expect(importArchive({ ...options, from: join(folder, 'empty') })).rejects.toThrow(
      /no Markdown file/,
    );
    await expect(importArchive({ ...options, from: join(folder, 'nowhere') })).rejects.toThrow(
      /Nothing can be read/,
    );
    await writeFile(join(folder, 'export.txt'), await readFile(ODD));
    expect((await importArchive({ ...options, from: join(folder, 'export.txt'), dryRun: true })).items).toBe(
      33,
    );
  });
});

async function picture(file: string, colour: string): Promise<void> {
  await sharp({ create: { width: 60, height: 40, channels: 3, background: colour } }).toFile(file);
}

function counts(report: ImportReport) {
  const { items, imported, updated, unchanged, skipped, quarantined } = report;
  expect(imported + updated + unchanged + skipped + quarantined).toBe(items);
  for (const outcome of OUTCOMES)
    expect(report.rows.filter((row) => row.outcome === outcome).length).toBe(report[outcome]);
  return { items, imported, updated, unchanged, skipped, quarantined };
}

function reasons(report: ImportReport, outcome: string): Record<string, string> {
  return Object.fromEntries(
    report.rows.filter((row) => row.outcome === outcome).map(({ item, reason }) => [item, reason]),
  );
}

async function dumped(store: Store, without: string[] = ['lease']): Promise<string> {
  const parts: unknown[] = [];
  for await (const part of store.dump()) if (!without.includes(part.table)) parts.push(part);
  return JSON.stringify(parts);
}

function draftOf(revision: Revision): Draft {
  const {
    story: _story,
    number: _number,
    base: _base,
    at: _at,
    account: _account,
    words: _words,
    ...draft
  } = revision;
  return draft;
}
