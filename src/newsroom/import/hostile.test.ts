import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/databases.ts';
import { SITE } from '../testing.ts';
import { importArchive } from './import.ts';
import { eachImport, type ImportBench, ODD, picture } from './testing.ts';

eachDatabase((_name, open) => {
  let at: ImportBench;
  eachImport(open, (bench) => (at = bench));

  async function folder(files: Record<string, string>): Promise<string> {
    const path = join(at.folder, 'archive');
    await mkdir(path, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
    return path;
  }

  test('a page that cannot have its slug says under which it stands, and why', async () => {
    const page = (slug: string) => `---\nkind: page\nheadline: ${slug}\nslug: ${slug}\n---\n\nWords.\n`;
    await at.newsroom.pages.put({
      id: 'here',
      lang: 'en',
      slug: 'team',
      kind: 'page',
      headline: 'Team',
      menuPosition: null,
      body: { type: 'doc', content: [{ type: 'paragraph', attrs: { id: 'abcd2345' } }] },
    });
    await importArchive({ ...at.options, from: ODD });
    const rows = (await importArchive({ ...at.options, from: await folder({ 'a.md': page('feed') }) })).rows;
    expect(rows).toMatchObject([
      {
        reason: expect.stringContaining(
          'It stands at "feed-2.html", for "feed" is kept for a page of the site',
        ),
      },
    ]);
    const odd = await at.newsroom.pages.list();
    expect(odd.map(({ slug }) => slug).toSorted()).toEqual(['about', 'feed-2', 'team', 'team-2', 'team-3']);
    const told = await at.store.db
      .selectFrom('import_item')
      .select(['item', 'reason'])
      .where('item', 'like', 'page/%')
      .where('reason', 'like', 'It stands at "team-_.html", for "team" is another page’s already%')
      .execute();
    expect(told.length).toBe(2);
  });

  test('links, pipes and devices are neither followed nor waited for, and the report says so', async () => {
    const from = await folder({ 'a.md': '---\nheadline: A\n---\n\nWords.\n' });
    await mkdir(join(from, 'loop'));
    await symlink('..', join(from, 'loop/up'));
    await symlink('/etc/passwd', join(from, 'passwd.md'));
    execFileSync('mkfifo', [join(from, 'pipe.md')]);
    const report = await importArchive({ ...at.options, from });
    expect(report.items).toBe(1);
    expect(report.notes.toSorted()).toEqual([
      expect.stringMatching(/^"loop\/up" is no file of its own and was not read/),
      expect.stringMatching(/^"passwd.md" is no file of its own/),
      expect.stringMatching(/^"pipe.md" is no file of its own/),
    ]);
    execFileSync('mkfifo', [join(from, 'authors.yaml')]);
    await expect(importArchive({ ...at.options, from })).rejects.toThrow(/authors\.yaml" is no file/);
    await expect(importArchive({ ...at.options, from: ODD, map: '/dev/zero' })).rejects.toThrow(
      'The mapping file "/dev/zero" is no file; put one in its place',
    );
  });

  test('a picture that is left out is named, with what is wrong with it', async () => {
    const words = '![a](out.png){credit="C"}\n\n![b](none.png){credit="C"}\n\n![c](zero.png){credit="C"}\n';
    const from = await folder({ 'a.md': `---\nheadline: A\n---\n\nWords.\n\n${words}` });
    await picture(join(at.folder, 'secret.png'), '#fff');
    await symlink(join(at.folder, 'secret.png'), join(from, 'out.png'));
    await mkdir(join(from, 'zero.png'));
    const [row] = (await importArchive({ ...at.options, from })).rows;
    expect(row?.reason.split('. ')).toEqual([
      'A picture or file was left out: Its file lies outside of the archive; put it into its folder (out.png)',
      'A picture or file was left out: Its file was not found (none.png)',
      'A picture or file was left out: It is a pipe, a device or a folder, not a file (zero.png)',
    ]);
  });

  test('old addresses that no edition can hold are left out and told, the story is in', async () => {
    await at.newsroom.site.set(SITE);
    const from = await folder({
      'a.md':
        '---\nheadline: A\naliases: ["/<x>/", "/Новости/", "/good/"]\nstate: live\nunsigned: true\n---\n\nWords.\n',
    });
    const [row] = (await importArchive({ ...at.options, from })).rows;
    expect(row).toMatchObject({ outcome: 'imported' });
    expect(row?.reason).toContain('No file can answer at "/<x>/"');
    expect(row?.reason).toContain('No file can answer at "/Новости/"');
    expect(await at.newsroom.live.redirect('good/index.html')).not.toBeNull();
  });
});
