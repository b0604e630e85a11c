import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { importArchive, quarantine } from './import.ts';
import { counts, dumped, eachImport, FIXTURES, type ImportBench, picture, reasons } from './testing.ts';

eachDatabase((_name, open) => {
  let at: ImportBench;
  eachImport(open, (bench) => (at = bench));

  /** A copy, with the pictures that its stories name. */
  async function archive(): Promise<string> {
    const copy = join(at.folder, 'archive');
    await cp(join(FIXTURES, 'markdown'), copy, { recursive: true });
    await mkdir(join(copy, 'pictures'));
    await picture(join(copy, 'pictures/quay.png'), '#135');
    await picture(join(copy, 'pictures/lamp.png'), '#531');
    return copy;
  }

  test('the site, authors, stories, translations, notes, fronts and banners', async () => {
    const report = await importArchive({ ...at.options, from: await archive() });
    expect(counts(report)).toEqual({
      items: 11,
      imported: 9,
      updated: 0,
      unchanged: 0,
      skipped: 0,
      quarantined: 2,
    });
    expect(reasons(report, 'quarantined')).toEqual({
      'stories/broken': 'stories/broken.md:3: "yesterday" is no time; write it as 2026-11-23T14:05:00+02:00',
      'stories/broken-yaml': expect.stringMatching(/^stories\/broken-yaml\.md:[34]: /),
    });
    // The same by codes, in the report and for whoever mends it later.
    const kept = await quarantine(at.options).list();
    const told = kept.find(({ item }) => item === 'stories/broken');
    expect(told).toMatchObject({
      reason: 'stories/broken.md:3: "yesterday" is no time; write it as 2026-11-23T14:05:00+02:00',
      remarks: [
        {
          code: 'at_line',
          about: { name: 'stories/broken.md', count: 3 },
          why: { code: 'no_time', about: { what: 'yesterday' } },
        },
      ],
    });
    const row = report.rows.find(({ item }) => item === 'stories/broken');
    expect(row?.remarks).toEqual(told?.remarks);
    const first = await at.storyFor('first');
    const [live] = await at.newsroom.live.stories([first.id]);
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
    const [lead] = await at.newsroom.media.get([live?.lead?.media ?? '']);
    expect(lead).toMatchObject({
      credit: 'Ivo Brandt',
      focal: { x: 0.25, y: 0.5 },
      alts: { en: 'A quay' },
    });
    expect((await at.storyFor('taken-back')).state).toBe('withdrawn');
    expect((await at.storyFor('to-come')).state).toBe('scheduled');
    expect((await at.storyFor('stories/no-front-matter')).state).toBe('draft');
    expect(await at.newsroom.authors.get('the-lamp')).toMatchObject({ pseudonymous: true });
    expect((await at.newsroom.front.slots('en')).map(({ story }) => story)).toEqual([
      (await at.storyFor('second')).id,
      first.id,
    ]);
    expect(await at.newsroom.front.banner('en')).toMatchObject({ text: 'The vote is set', link: live?.path });
    expect(await at.newsroom.pages.get('about', 'en')).toMatchObject({ kind: 'about', menuPosition: 1 });
    expect(await at.newsroom.live.redirect('old/first/index.html')).toMatchObject({ path: live?.path });
    expect(report.notes).toEqual(expect.arrayContaining(['"second" picks "nobody", which is not in']));
    expect(report.rows.find(({ item }) => item === 'page en about')?.reason).toContain(
      'pages/about.md:7: The field "odd" is unknown',
    );
    expect((await at.newsroom.stories.revisions(first.id)).length).toBe(1);
  });

  test('again: nothing; changed: a revision that keeps the ids of its blocks', async () => {
    const from = await archive();
    await importArchive({ ...at.options, from });
    await at.newsroom.front.setSlots('en', []);
    const before = await dumped(at.store, ['import_run', 'import_item', 'lease', 'quarantine']);
    at.clock.now += 60_000;
    expect(counts(await importArchive({ ...at.options, from }))).toEqual({
      items: 11,
      imported: 0,
      updated: 0,
      unchanged: 9,
      skipped: 0,
      quarantined: 2,
    });
    expect(await dumped(at.store, ['import_run', 'import_item', 'lease', 'quarantine'])).toBe(before);
    const file = join(from, 'stories/en/second.md');
    const ids = async () => {
      const story = await at.storyFor('second');
      return (await at.newsroom.stories.revision(story.id, story.revision))?.body.content.map(
        ({ attrs }) => attrs.id,
      );
    };
    const was = await ids();
    await writeFile(file, `${await readFile(file, 'utf8')}\nAnd it stayed.\n`);
    expect(counts(await importArchive({ ...at.options, from }))).toMatchObject({ updated: 1, unchanged: 8 });
    expect((await ids())?.slice(0, 1)).toEqual(was);
    expect((await at.storyFor('second')).liveRevision).toBe(2);
  });

  test('a fault in newsroom.yaml or authors.yaml stops it, with file and line', async () => {
    const from = await archive();
    await writeFile(join(from, 'authors.yaml'), '- id: x\n  names: { en: X }\n  real-name: Canary\n');
    const broken = await importArchive({ ...at.options, from }).catch((error: unknown) => error);
    expect(broken).toMatchObject({
      code: 'broken_site',
      message: expect.stringMatching(/^authors\.yaml:3: "real-name" is no field in entry 1; take it out/),
      remarks: [
        {
          code: 'at_line',
          about: { name: 'authors.yaml', count: 3 },
          why: { code: 'field_unknown', about: { names: 'real-name' } },
        },
      ],
    });
    await writeFile(join(from, 'newsroom.yaml'), 'names: { en: X\n');
    await expect(importArchive({ ...at.options, from })).rejects.toThrow(/^newsroom\.yaml:/);
    expect(await at.newsroom.authors.list()).toEqual([]);
  });

  test('whatever is told of a folder is told by codes', async () => {
    const from = await archive();
    const sheet = await readFile(join(from, 'newsroom.yaml'), 'utf8');
    const own = sheet.slice(0, sheet.search(/^front:/m));
    const ended = 'expires: "2001-01-01 00:00" }';
    await writeFile(
      join(from, 'newsroom.yaml'),
      `${own}front:\n  en: [nowhere, { story: first, until: "2001-01-01 00:00" }]\n  xx: [first]\n` +
        `banners:\n  en: { text: X, ${ended}\n  fa: { text: X, expires: soon }\n`,
    );
    await writeFile(join(from, 'stories/odd.md'), '---\nheadline: Odd\n---\n\n::: odd\n\n::: gallery\n\nX\n');
    await symlink('odd.md', join(from, 'stories/link.md'));
    const report = await importArchive({ ...at.options, from });
    const told = [...report.remarks, ...report.rows.flatMap(({ remarks }) => remarks)];
    expect(told.filter((said) => typeof said === 'string')).toEqual([]);
    const codes = told.flatMap((said) => (typeof said === 'string' ? [] : [said.code, said.why?.code]));
    expect(codes).toEqual(
      expect.arrayContaining([
        'front_missing',
        'front_ended',
        'front_refused',
        'banner_ended',
        'banner_no_time',
        'no_own_file',
        'container_unknown',
        'never_closed',
        'gallery_rest',
      ]),
    );
  });

  test('files outside of the folder are out of reach', async () => {
    const from = await archive();
    await picture(join(at.folder, 'secret.png'), '#fff');
    await writeFile(
      join(from, 'stories/spy.md'),
      '---\nheadline: Spy\n---\n\n![x](../../secret.png "Words"){credit="X"}\n\n![y](/../secret.png)\n',
    );
    await importArchive({ ...at.options, from });
    const story = await at.storyFor('stories/spy');
    const revision = await at.newsroom.stories.revision(story.id, 1);
    expect(revision?.body.content.every(({ type }) => type === 'paragraph')).toBe(true);
  });
});
