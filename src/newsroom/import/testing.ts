import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect } from 'vitest';
import { bodyText } from '#body';
import type { Store } from '#store';
import { newsroomOn } from '../open.ts';
import type { Newsroom } from '../open.ts';
import { chance } from '../testing.ts';
import type { Story } from '../types.ts';
import type { ImportOptions } from './import.ts';
import { type ImportReport, OUTCOMES } from './report.ts';

export const FIXTURES = join(import.meta.dirname, '../../../test/fixtures/import');
export const ODD = join(FIXTURES, 'wordpress/odd.xml');
const NOW = Date.UTC(2026, 10, 23, 8);

/** An empty newsroom to import into, new for each test, and what its tests ask of it. */
export class ImportBench {
  readonly clock = { now: NOW };
  readonly store: Store;
  readonly folder: string;
  readonly newsroom: Newsroom;
  readonly options: Omit<ImportOptions, 'from'>;

  constructor(store: Store, folder: string) {
    const now = (): number => this.clock.now;
    this.store = store;
    this.folder = folder;
    this.options = { store, folder, now, random: chance(7) };
    this.newsroom = newsroomOn({ store, folder, now, random: this.options.random });
  }

  /** An uploads folder with the two pictures that the odd export names. */
  async uploads(): Promise<string> {
    const root = join(this.folder, 'uploads');
    await mkdir(join(root, '2021/03'), { recursive: true });
    await picture(join(root, '2021/03/harbour.jpg'), '#246');
    await picture(join(root, '2021/03/ferry.png'), '#864');
    return root;
  }

  async storyFor(item: string): Promise<Story> {
    const row = await this.store.db
      .selectFrom('import_item')
      .select('target')
      .where('item', '=', item)
      .executeTakeFirstOrThrow();
    const story = row.target === null ? null : await this.newsroom.stories.get(row.target);
    if (!story) throw new Error(`No story came of "${item}"`);
    return story;
  }

  async textOf(item: string): Promise<string> {
    const story = await this.storyFor(item);
    const revision = await this.newsroom.stories.revision(story.id, story.revision);
    return revision ? bodyText(revision.body) : '';
  }
}

/** Hands each test of a suite its own bench. */
export function eachImport(open: () => Promise<Store>, use: (bench: ImportBench) => void): void {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'longwave-import-'));
    use(new ImportBench(await open(), folder));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });
}

export async function picture(file: string, colour: string): Promise<void> {
  await sharp({ create: { width: 60, height: 40, channels: 3, background: colour } }).toFile(file);
}

export function counts(report: ImportReport) {
  const { items, imported, updated, unchanged, skipped, quarantined } = report;
  expect(imported + updated + unchanged + skipped + quarantined).toBe(items);
  for (const outcome of OUTCOMES)
    expect(report.rows.filter((row) => row.outcome === outcome).length).toBe(report[outcome]);
  return { items, imported, updated, unchanged, skipped, quarantined };
}

export function reasons(report: ImportReport, outcome: string): Record<string, string> {
  return Object.fromEntries(
    report.rows.filter((row) => row.outcome === outcome).map(({ item, reason }) => [item, reason]),
  );
}

export async function dumped(store: Store, without: string[] = ['lease']): Promise<string> {
  const parts: unknown[] = [];
  for await (const part of store.dump()) if (!without.includes(part.table)) parts.push(part);
  return JSON.stringify(parts);
}
