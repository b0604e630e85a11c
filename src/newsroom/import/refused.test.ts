import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { importArchive, quarantine } from './import.ts';
import { counts, eachImport, type ImportBench, ODD } from './testing.ts';

eachDatabase((_name, open) => {
  let at: ImportBench;
  eachImport(open, (bench) => (at = bench));

  test('damage: one item is quarantined, tried again as a draft, and purged', async () => {
    const cut = join(at.folder, 'cut.xml');
    const source = await readFile(ODD, 'utf8');
    await writeFile(cut, source.slice(0, source.indexOf('Second one') + 5));
    const report = await importArchive({ ...at.options, from: cut });
    expect(counts(report)).toEqual({
      items: 1,
      imported: 0,
      updated: 0,
      unchanged: 0,
      skipped: 0,
      quarantined: 1,
    });
    expect(report.notes.join()).toMatch(/ends too early/);
    const desk = quarantine(at.options);
    const [kept] = await desk.list();
    if (!kept) throw new Error('Nothing was quarantined');
    expect((await desk.show(kept.id))?.original).toContain('First paragraph.');
    await expect(desk.retry('nothing')).rejects.toThrow(/Nothing in quarantine/);
    const retried = await desk.retry(kept.id);
    expect(counts(retried)).toMatchObject({ items: 1, imported: 1 });
    expect(await desk.list()).toEqual([]);
    expect(await readdir(join(at.folder, 'quarantine'))).toEqual([]);
    expect((await at.newsroom.stories.find({ limit: 10 })).map(({ state }) => state)).toEqual(['draft']);
  });

  test('what is no archive is refused with what it is', async () => {
    const refused = async (name: string, content: string | Uint8Array, message: RegExp) => {
      const file = join(at.folder, name);
      await writeFile(file, content);
      await expect(importArchive({ ...at.options, from: file })).rejects.toThrow(message);
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
    await mkdir(join(at.folder, 'empty'));
    await expect(importArchive({ ...at.options, from: join(at.folder, 'empty') })).rejects.toThrow(
      /no Markdown file/,
    );
    await expect(importArchive({ ...at.options, from: join(at.folder, 'nowhere') })).rejects.toThrow(
      /Nothing can be read/,
    );
    await writeFile(join(at.folder, 'export.txt'), await readFile(ODD));
    expect(
      (await importArchive({ ...at.options, from: join(at.folder, 'export.txt'), dryRun: true })).items,
    ).toBe(33);
  });
});
