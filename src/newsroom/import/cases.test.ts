import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyText, parseBody } from '#body';
import { openStore } from '#store';
import type { Store } from '#store';
import { newsroomOn } from '../open.ts';
import type { Newsroom } from '../open.ts';
import { chance } from '../testing.ts';
import type { Revision, Story } from '../types.ts';
import { importArchive } from './import.ts';
import type { ImportReport } from './report.ts';

/** Exports that others wrote; they lie beside the project, not in it. */
const CASES = join(import.meta.dirname, '../../../../shared/cases/wordpress');
const present = existsSync(CASES);
if (!present)
  console.warn(`${CASES} is absent: WordPress imports are tested on the project's own fixtures alone`);

const NOW = Date.UTC(2026, 10, 23, 8);

function archive(file: string) {
  let store: Store;
  let folder: string;
  const held: { report: ImportReport | null } = { report: null };
  const newsroom = (): Newsroom => newsroomOn({ store, folder, now: () => NOW, random: chance(3) });
  const report = (): ImportReport => {
    if (!held.report) throw new Error('The import has not been run');
    return held.report;
  };
  const again = () =>
    importArchive({
      store,
      folder,
      now: () => NOW,
      random: Math.random,
      from: join(CASES, file),
      pictureCredit: 'Archive',
    });
  const find = async (item: string): Promise<{ story: Story; revision: Revision; text: string }> => {
    const target =
      report()
        .rows.find((row) => row.item === item)
        ?.target?.split(' ')[1] ?? '';
    const story = await newsroom().stories.get(target);
    const revision = story ? await newsroom().stories.revision(story.id, story.revision) : null;
    if (!story || !revision) throw new Error(`No story came of "${item}"`);
    return { story, revision, text: bodyText(revision.body) };
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'longwave-cases-'));
    store = await openStore({ url: `sqlite:${join(folder, 'newsroom.db')}`, now: () => NOW });
    held.report = await again();
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { report, find, again, newsroom };
}

/** How many rows there are of each kind and outcome. */
function tally(report: ImportReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, outcome } of report.rows)
    counts[`${kind} ${outcome}`] = (counts[`${kind} ${outcome}`] ?? 0) + 1;
  return counts;
}

describe.runIf(present)('the theme unit test data', () => {
  const { report, find, again, newsroom } = archive('themeunittestdata.wordpress.xml');

  test('all 186 items are accounted for', () => {
    const { items, imported, skipped, quarantined, updated, unchanged } = report();
    expect({ items, imported, skipped, quarantined, updated, unchanged }).toEqual({
      items: 186,
      imported: 79,
      skipped: 107,
      quarantined: 0,
      updated: 0,
      unchanged: 0,
    });
    expect(tally(report())).toEqual({
      'story imported': 58,
      'page imported': 21,
      'nav_menu_item skipped': 70,
      'picture skipped': 35,
      'audio skipped': 1,
      'file skipped': 1,
    });
    expect(report().notes).toContain('33 comments are not taken over');
  });

  test('what is not public there is not public here', async () => {
    expect((await find('post/1153')).story.state).toBe('approved');
    expect((await find('post/1164')).story.state).toBe('draft');
    expect((await find('post/1168')).story.state).toBe('draft');
    expect((await find('post/1170')).story.state).toBe('draft');
    const live = await newsroom().live.all(null, 1_000);
    // One of the 54 public posts is a picture alone, and pictures stay behind without their files.
    expect(live.length).toBe(53);
    expect((await find('post/1158')).story.state).toBe('draft');
  });

  test('titles: none, very long, with markup, with signs', async () => {
    expect((await find('post/1169')).revision.headline).toMatch(/^This post has no title/);
    expect((await find('post/1175')).revision.headline).toMatch(/^Taumatawhaka/);
    expect((await find('post/1173')).revision.headline).toBe('Markup: Title With Markup');
    expect((await find('post/1174')).revision.headline).toBe(
      `Markup: Title With Special Characters ~\`!@#$%^&*()-_=+{}[]/\\;:'"?,.>`,
    );
  });

  test('lists, tables, quotes, code, pages, captions, galleries, embeds', async () => {
    const types = async (item: string) =>
      new Set((await find(item)).revision.body.content.map(({ type }) => type));
    expect(await types('post/1000')).toContain('orderedList');
    const markup = await types('post/1178');
    for (const type of ['heading', 'blockQuote', 'table', 'bulletList', 'orderedList', 'codeBlock'])
      expect(markup).toContain(type);
    expect((await find('post/1171')).text).toMatch(/Post Page 1[\s\S]*Post Page 2[\s\S]*Post Page 3/);
    expect((await find('post/1177')).text).toContain('Feels good to be right all the time.');
    expect((await find('post/555')).text).not.toContain('[gallery');
    expect(await types('post/1161')).toContain('embed');
    expect(await types('post/582')).toContain('embed');
    expect((await find('post/1152')).revision.tags.length).toBeGreaterThan(50);
    expect((await newsroom().pages.list()).map(({ headline }) => headline)).toContain('Επίπεδο 3');
  });

  test('again: nothing changes', async () => {
    const { imported, updated, unchanged, skipped } = await again();
    expect({ imported, updated, unchanged, skipped }).toEqual({
      imported: 0,
      updated: 0,
      unchanged: 79,
      skipped: 107,
    });
  });
});

describe.runIf(present)('the block test data', () => {
  const { report, find } = archive('64-block-test-data.xml');

  test('all 72 items are accounted for', () => {
    const { items, imported, skipped, quarantined } = report();
    expect({ items, imported, skipped, quarantined }).toEqual({
      items: 72,
      imported: 62,
      skipped: 10,
      quarantined: 0,
    });
    expect(tally(report())).toEqual({
      'story imported': 61,
      'page imported': 1,
      'wp_navigation skipped': 1,
      'picture skipped': 7,
      'audio skipped': 1,
      'file skipped': 1,
    });
  });

  test.each([
    ['post/19', 'bulletList'],
    ['post/23', 'blockQuote'],
    ['post/31', 'codeBlock'],
    ['post/39', 'factBox'],
    ['post/44', 'codeBlock'],
    ['post/47', 'pullQuote'],
    ['post/57', 'table'],
    ['post/75', 'orderedList'],
    ['post/86', 'embed'],
    ['post/95', 'embed'],
    ['post/125', 'divider'],
  ])('%s becomes a %s', async (item, type) => {
    const { revision } = await find(item);
    expect(revision.body.content.map((block) => block.type)).toContain(type);
    expect(() => parseBody(revision.body)).not.toThrow();
  });

  test('blocks that only the site can fill are named in the report', () => {
    const row = report().rows.find(({ item }) => item === 'post/151');
    expect(row?.reason).toContain(
      'The block "latest-posts" shows what the site makes and holds nothing of its own (47 times)',
    );
  });

  test('columns, groups, covers and buttons keep their words', async () => {
    expect((await find('post/113')).text).toMatch(/column/i);
    expect((await find('post/93')).text).toContain('Content, image media on left.');
    expect((await find('post/97')).text.length).toBeGreaterThan(100);
    expect((await find('post/75')).text).toMatch(/footnote/i);
  });
});
