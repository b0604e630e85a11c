import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bodyText } from '#body';
import { eachDatabase } from '../../../test/databases.ts';
import { importArchive } from './import.ts';
import type { Draft, Revision } from '../types.ts';
import type { ImportReport } from './report.ts';
import { counts, dumped, eachImport, type ImportBench, ODD, reasons } from './testing.ts';

eachDatabase((_name, open) => {
  let at: ImportBench;
  eachImport(open, (bench) => (at = bench));

  test('a dry run says the same and writes nothing', async () => {
    const given = { ...at.options, from: ODD, uploads: await at.uploads(), pictureCredit: 'Archive' };
    const before = await dumped(at.store);
    const rehearsal = await importArchive({ ...given, dryRun: true });
    expect(await dumped(at.store)).toBe(before);
    expect(await readdir(at.folder)).toEqual(['uploads']);
    const real = await importArchive(given);
    const plain = (report: ImportReport) =>
      report.rows.map(({ item, outcome, reason }) => [item, outcome, reason]);
    expect(plain(rehearsal)).toEqual(plain(real));
    expect(counts(rehearsal)).toEqual(counts(real));
  });

  test('a second run changes nothing', async () => {
    const given = { ...at.options, from: ODD, uploads: await at.uploads(), pictureCredit: 'Archive' };
    await importArchive(given);
    const before = await dumped(at.store, ['import_run', 'import_item', 'lease']);
    at.clock.now += 60_000;
    const again = await importArchive(given);
    expect(counts(again)).toEqual({
      items: 33,
      imported: 0,
      updated: 0,
      unchanged: 24,
      skipped: 9,
      quarantined: 0,
    });
    expect(await dumped(at.store, ['import_run', 'import_item', 'lease'])).toBe(before);
  });

  test('a changed item is a new revision, unless an editor was there first', async () => {
    await importArchive({ ...at.options, from: ODD });
    const edited = await at.storyFor('post/2');
    const newest = await at.newsroom.stories.revision(edited.id, 1);
    if (!newest) throw new Error('The import made no revision');
    await at.newsroom.stories.save({
      story: edited.id,
      base: 1,
      draft: { ...draftOf(newest), headline: 'By an editor' },
    });
    const changed = join(at.folder, 'changed.xml');
    const source = await readFile(ODD, 'utf8');
    await writeFile(
      changed,
      source.replace('First paragraph.', 'A better paragraph.').replace('and longer end', 'and longest end'),
    );
    at.clock.now += 60_000;
    const report = await importArchive({ ...at.options, from: changed });
    expect(counts(report)).toMatchObject({ updated: 1, unchanged: 20 });
    expect(reasons(report, 'skipped')['post/2']).toMatch(/^The story was changed here since \(revision 2\)/);
    const story = await at.storyFor('post/1');
    expect([story.revision, story.liveRevision, story.state]).toEqual([2, 2, 'live']);
    const [live] = await at.newsroom.live.stories([story.id]);
    expect(live && bodyText(live.body)).toContain('A better paragraph.');
    expect(live?.publishedAt).toBe(Date.UTC(2021, 2, 4, 8));
    expect((await at.newsroom.stories.revision(edited.id, 2))?.headline).toBe('By an editor');
  });

  test('a story that is no longer public in the archive is left for a person to withdraw', async () => {
    await importArchive({ ...at.options, from: ODD });
    const changed = join(at.folder, 'private.xml');
    const source = await readFile(ODD, 'utf8');
    const cut = source.indexOf('<wp:status>', source.indexOf('<wp:post_name><![CDATA[item-1]]>'));
    await writeFile(changed, `${source.slice(0, cut)}${source.slice(cut).replace('[publish]', '[private]')}`);
    const report = await importArchive({ ...at.options, from: changed });
    expect(reasons(report, 'skipped')['post/1']).toMatch(/no longer public/);
    expect((await at.storyFor('post/1')).state).toBe('live');
  });

  test('pictures that were missing come with the next run that can bring them', async () => {
    const bare = await importArchive({ ...at.options, from: ODD });
    expect(bare.rows.find(({ item }) => item === 'post/17')?.reason).toContain(
      '3 pictures or files were left out',
    );
    expect(await at.textOf('post/17')).toContain('A [quiet] harbour');
    at.clock.now += 60_000;
    const full = await importArchive({
      ...at.options,
      from: ODD,
      uploads: await at.uploads(),
      pictureCredit: 'Archive',
    });
    expect(
      full.rows
        .filter(({ outcome }) => outcome === 'updated')
        .map(({ item }) => item)
        .toSorted(),
    ).toEqual(['post/1', 'post/17']);
    expect((await at.newsroom.live.mediaInUse()).length).toBe(2);
  });

  test('without a credit or a description a picture is left out, not the story', async () => {
    const report = await importArchive({ ...at.options, from: ODD, uploads: await at.uploads() });
    expect(report.rows.find(({ item }) => item === 'post/1')?.reason).toContain('no credit');
    expect((await at.storyFor('post/1')).state).toBe('live');
    expect(await at.newsroom.live.mediaInUse()).toEqual([]);
  });

  test('a mapping file decides what categories, tags, authors and types become', async () => {
    const map = join(at.folder, 'map.yaml');
    await writeFile(
      map,
      'sections: { world: abroad }\ntags: { ferries: boats }\nauthors: { canary-login: null, canary-second: bq }\ntypes: { book: story }\n',
    );
    await importArchive({ ...at.options, from: ODD, map });
    const story = await at.storyFor('post/1');
    const revision = await at.newsroom.stories.revision(story.id, 1);
    expect(revision).toMatchObject({ section: 'abroad', tags: ['boats'], bylines: [], unsigned: true });
    expect((await at.storyFor('book/16')).state).toBe('live');
    await writeFile(map, 'sections: { world: abroad }\ntagz: {}\n');
    await expect(importArchive({ ...at.options, from: ODD, map })).rejects.toThrow(/map\.yaml:2:/);
  });

  test('two items of one number are two stories', async () => {
    await importArchive({ ...at.options, from: ODD });
    const other = join(at.folder, 'other.xml');
    const source = await readFile(ODD, 'utf8');
    await writeFile(
      other,
      source
        .replaceAll('item-1]]', 'another]]')
        .replaceAll('A plain story', 'Quite another')
        .replaceAll('2021-03-04', '2022-05-06')
        .replaceAll('item-1/', 'another/'),
    );
    const report = await importArchive({ ...at.options, from: other });
    expect(report.rows.find(({ item }) => item.startsWith('post/1~'))?.outcome).toBe('imported');
    const again = await importArchive({ ...at.options, from: other });
    expect(again.imported).toBe(0);
  });
});

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
