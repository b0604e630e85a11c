import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opener } from '../../test/databases.ts';
import { type DeskBench, openBench, type Person } from '../../test/desk.ts';
import { openBus } from './api/bus.ts';
import { Runs } from './import/runs.ts';
import { tarOf, zipOf } from './import/testing.ts';

const WXR = join(import.meta.dirname, '../../../shared/cases/wordpress/themeunittestdata.wordpress.xml');

/** An export of WordPress with so many short drafts. */
const exportOf = (count: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Long</title><link>https://long.example</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://long.example</wp:base_site_url><wp:base_blog_url>https://long.example</wp:base_blog_url>
${Array.from(
  { length: count },
  (
    _,
    at,
  ) => `<item><title>Number ${at}</title><link>https://long.example/${at}/</link><dc:creator>mara</dc:creator>
<content:encoded><![CDATA[<p>Words.</p>]]></content:encoded><wp:post_id>${at + 1}</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>n-${at}</wp:post_name><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>`,
).join('\n')}
</channel></rss>`;

const story = (headline: string): string =>
  `---\nheadline: ${headline}\nunsigned: true\nstate: draft\n---\n\nThe words of it.\n`;

describe('imports at the desk', () => {
  const { open, clean } = opener('sqlite');
  let desk: DeskBench;
  let editor: Person;
  beforeAll(async () => {
    desk = await openBench(open);
    editor = await desk.person('Ivo', 'editor');
  });
  afterAll(async () => {
    await desk.close();
    await clean();
  });

  const bring = (name: string, raw: Buffer | string) =>
    editor.send('POST', `/api/imports?name=${encodeURIComponent(name)}`, {
      raw,
      headers: {
        'content-type': 'application/octet-stream',
        origin: desk.address,
        'sec-fetch-site': 'same-origin',
      },
    });
  const ended = async (run: string) => {
    for (;;) {
      const { body } = await editor.ask('GET', `/api/imports/${run}`);
      if (body.state !== 'running') return body;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const through = async (name: string, raw: Buffer | string, kind = 'rehearse', wishes = {}) => {
    const sent = await bring(name, raw);
    expect(sent.status, sent.text).toBe(201);
    const run = sent.body.upload as string;
    const started = await editor.ask('POST', `/api/imports/${run}/${kind}`, wishes);
    expect(started.status, started.text).toBe(202);
    return ended(run);
  };

  it('takes a ZIP file of Markdown, which is known again by its folder', async () => {
    const files = { 'paper/one.md': story('One'), 'paper/deep/two.md': story('Two') };
    const first = await through('a.zip', zipOf(files), 'run');
    expect(first, first.failed?.message).toMatchObject({ state: 'done', name: 'a.zip', dryRun: false });
    expect(first.report).toMatchObject({ items: 2, imported: 2, source: 'folder:paper' });
    const again = await through('b.zip', zipOf(files), 'run');
    expect(again.report).toMatchObject({ items: 2, unchanged: 2, imported: 0 });
  });

  it('takes a tar file, gzipped or not, and no link, hidden file or name that leads out', async () => {
    const files = {
      'paper/one.md': story('One'),
      '../../../outside.md': story('Outside'),
      'paper/.hidden.md': story('Hidden'),
    };
    for (const [name, raw] of [
      ['notes.tar', await tarOf(files)],
      ['notes.tgz', gzipSync(await tarOf(files))],
      ['notes.zip', zipOf(files)],
    ] as const) {
      const read = await through(name, raw);
      expect(read.report, `${name} ${read.failed?.message}`).toMatchObject({ items: 1, unchanged: 1 });
    }
    const names = readdirSync(desk.folder, { recursive: true }).map(String);
    expect(names.filter((name) => /outside|hidden|way-out/.test(name))).toEqual([]);
  });

  it('says of a damaged archive that it is, and keeps nothing of it', async () => {
    const before = readdirSync(join(desk.folder, 'imports')).length;
    const whole = zipOf({ 'one.md': story('One'), 'two.md': story('Two') });
    for (const raw of [whole.subarray(0, -30), Buffer.concat([whole.subarray(0, 60), Buffer.alloc(80)])]) {
      const sent = await bring('cut.zip', raw);
      expect([sent.status, sent.body.error.code], sent.text).toEqual([422, 'unpack']);
    }
    expect((await bring('cut.gz', gzipSync('words').subarray(0, 14))).body.error.code).toBe('unpack');
    expect(readdirSync(join(desk.folder, 'imports'))).toHaveLength(before);
    const odd = await through('letter.txt', 'Dear all');
    expect(odd).toMatchObject({ state: 'failed' });
    expect(odd.failed).toMatchObject({
      code: 'unknown_format',
      message: expect.stringMatching(/^"letter.txt" is/),
      remarks: [],
    });
    const sheet = await through(
      'sheet.zip',
      zipOf({ 'one.md': story('One'), 'newsroom.yaml': 'names: 3\n' }),
    );
    expect(sheet.failed).toMatchObject({ code: 'broken_site' });
    expect(sheet.failed.remarks[0]).toMatchObject({
      code: 'at_line',
      about: { name: 'newsroom.yaml', count: 1 },
      why: {
        code: 'field_wrong',
        about: { name: 'names', what: '3', names: expect.stringMatching(/^names: /) },
      },
    });
    const map = await through('export.xml', readFileSync(WXR), 'rehearse', { map: 'sections: 3\n' });
    expect(map.failed.remarks).toMatchObject([{ about: { name: 'map.yaml' }, why: { code: 'field_wrong' } }]);
    expect(JSON.stringify(map)).not.toContain(desk.folder);
  });

  it('adds up: every item of an export of WordPress is in one row, found by its end, kind and words', async () => {
    const { run, report } = await through('export.xml', readFileSync(WXR));
    const outcomes = ['imported', 'updated', 'unchanged', 'skipped', 'quarantined'] as const;
    expect(report.items).toBeGreaterThan(100);
    expect(outcomes.reduce((sum, outcome) => sum + report[outcome], 0)).toBe(report.items);
    const count = async (query: string) =>
      (await editor.ask('GET', `/api/imports/${run}/rows?${query}`)).body.total as number;
    for (const outcome of outcomes) expect(await count(`outcome=${outcome}`)).toBe(report[outcome]);
    for (const { kind, items } of report.kinds) expect(await count(`kind=${kind}`)).toBe(items);
    const { rows } = (
      await editor.ask('GET', `/api/imports/${run}/rows?text=${encodeURIComponent('menus are kept')}`)
    ).body;
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.reason).toContain('menus are kept');
    expect(await count('from=5')).toBe(report.items);
    expect((await editor.ask('DELETE', `/api/imports/${run}`)).status).toBe(200);
    expect((await editor.ask('GET', `/api/imports/${run}`)).status).toBe(404);
  });

  it('is stopped and goes on where it was', async () => {
    const { upload: run } = (await bring('export.xml', exportOf(3_000))).body;
    const before = (await editor.ask('GET', '/api/stories')).body.total as number;
    await editor.ask('POST', `/api/imports/${run}/run`);
    expect((await editor.ask('POST', `/api/imports/${run}/rehearse`)).body.error.code).toBe('running');
    expect((await editor.ask('DELETE', `/api/imports/${run}`)).status).toBe(409);
    expect((await editor.ask('POST', `/api/imports/${run}/stop`)).body).toMatchObject({ state: 'stopped' });
    await editor.ask('POST', `/api/imports/${run}/run`);
    const { state, report } = await ended(run);
    expect([state, report?.resumed, report?.items]).toEqual(['done', true, 3_000]);
    expect((await editor.ask('GET', '/api/stories')).body.total).toBe(before + 3_000);
    const { imports } = (await editor.ask('GET', '/api/imports')).body;
    expect(imports.find((one: { run: string }) => one.run === run)).toMatchObject({
      name: 'export.xml',
      state: 'done',
    });
  });

  it('of two that are begun at the same moment one is told to wait', async () => {
    const { store, folder, clock } = desk;
    const base = { store, folder, now: () => clock.now, random: Math.random };
    const runs = new Runs({ base, bus: openBus(), onDone: () => undefined });
    const upload = { run: 'one', name: 'one.xml', bytes: 0, at: 0 };
    const from = join(folder, 'nothing.xml');
    expect(runs.start(upload, { from }, {}, true)).toMatchObject({ state: 'running' });
    expect(runs.start({ ...upload, run: 'two' }, { from }, {}, true)).toBeNull();
    expect(runs.start(upload, { from }, {}, true)).toBeNull();
    await runs.close();
  });

  it('opens what was quarantined as a draft after somebody mended it', async () => {
    const whole = readFileSync(WXR, 'utf8');
    const cut = whole.slice(0, whole.indexOf('</content:encoded>', whole.indexOf('<wp:post_type>post') + 1));
    await through('cut.xml', cut.replaceAll('wpthemetestdata.wordpress.com', 'cut.example'), 'run');
    const { items } = (await editor.ask('GET', '/api/quarantine')).body;
    expect(items).toHaveLength(1);
    const [{ id, reason }] = items;
    expect(reason).toMatch(/ends inside/);
    const given = { title: 'Mended <b>by hand</b>', content: '<p>All of the words.</p>' };
    expect((await editor.ask('PUT', `/api/quarantine/${id}`, given)).status).toBe(200);
    expect((await editor.ask('PUT', '/api/quarantine/nothing', given)).status).toBe(404);
    const { report } = (await editor.ask('POST', `/api/quarantine/${id}/retry`)).body;
    expect(report, JSON.stringify(report)).toMatchObject({ items: 1, imported: 1, quarantined: 0 });
    const [, target] = report.rows[0].target.split(' ');
    const { story: made, revision } = (await editor.ask('GET', `/api/stories/${target}`)).body;
    expect(made.state).toBe('draft');
    expect(revision.headline).toBe('Mended by hand');
    expect((await editor.ask('GET', '/api/quarantine')).body.items).toEqual([]);
  });

  it('mends a Markdown file and purges all that is left at once', async () => {
    const files = { 'p/one.md': '---\nheadline: [\n---\n', 'p/two.md': '---\nstate: {\n---\n' };
    const { report } = await through('p.zip', zipOf(files), 'run');
    expect(report.quarantined).toBe(2);
    const { items } = (await editor.ask('GET', '/api/quarantine')).body;
    const one = items.find(({ item }: { item: string }) => item.includes('one'));
    const text = story('Mended');
    expect((await editor.ask('PUT', `/api/quarantine/${one.id}`, { text })).status).toBe(200);
    const again = await editor.ask('POST', `/api/quarantine/${one.id}/retry`);
    expect(again.body.report).toMatchObject({ imported: 1 });
    expect((await editor.ask('DELETE', '/api/quarantine')).body).toEqual({ purged: 1 });
    expect((await editor.ask('GET', '/api/quarantine')).body.items).toEqual([]);
  });
});
