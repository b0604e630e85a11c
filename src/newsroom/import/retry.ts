import { newsroomOn } from '../open.ts';
import type { Newsroom } from '../open.ts';
import { Bringer } from './bring.ts';
import { INTERNET } from './fetch.ts';
import type { ImportOptions } from './import.ts';
import type { Archive, Incoming } from './incoming.ts';
import { EMPTY_MAP, type ImportMap, readMap } from './map.ts';
import { incomingFile } from './markdown/incoming-file.ts';
import { FolderMedia } from './markdown/media.ts';
import { Quarantine } from './quarantine.ts';
import { ImportError, type ImportReport, OUTCOMES } from './report.ts';
import { run, stampOf } from './run.ts';
import { wxrMedia } from './wxr/media.ts';
import { Names } from './wxr/names.ts';
import { emptyItem, type WxrItem } from './wxr/item.ts';
import { Scratch } from './wxr/scratch.ts';
import { incomingItem } from './wxr/story.ts';

type Options = Omit<ImportOptions, 'from'>;
type Original = { format: 'wordpress'; byline: string | null } & Partial<WxrItem>;
type Kept = { source: string; item: string; original: string };

/**
 * Tries quarantined items again as an import would now. What was damaged in its export is taken as far as it could be
 * read, and as a draft: the one who asks for it has looked at it.
 */
export async function retryQuarantined(options: Options, id: string | null): Promise<ImportReport> {
  const quarantine = new Quarantine(options.store, options.folder);
  const kept: Kept[] = [];
  for (const row of await quarantine.list()) {
    const shown = id === null || row.id === id ? await quarantine.show(row.id) : null;
    if (shown) kept.push(shown);
  }
  if (kept.length === 0) {
    const what = id === null ? 'The quarantine is empty' : `Nothing in quarantine has the id "${id}"`;
    throw new ImportError('no_quarantine', `${what}; list it to see what is there`);
  }
  const map = options.map === undefined ? EMPTY_MAP : await readMap(options.map);
  const reports: ImportReport[] = [];
  for (const [source, rows] of Map.groupBy(kept, (row) => row.source)) {
    reports.push(await retrySource(options, map, source, rows));
  }
  return reports.reduce(sum);
}

async function retrySource(
  options: Options,
  map: ImportMap,
  source: string,
  rows: readonly Kept[],
): Promise<ImportReport> {
  const { store, folder, now, random } = options;
  const newsroom = newsroomOn({ store, folder, now, random });
  const archive = await archiveOf(options, map, newsroom, source, rows);
  try {
    const credit = options.pictureCredit?.trim() ?? '';
    const network = options.fetchPictures ? (options.network ?? INTERNET) : null;
    const roots = options.uploads === undefined ? [] : [options.uploads];
    return await run({
      archive,
      newsroom,
      store,
      folder,
      bringer: new Bringer({ newsroom, source: archive.media, roots, network, credit }),
      now,
      random,
      stamp: stampOf(['retry', rows.map(({ item }) => item), now()]),
      manner: stampOf([credit, options.uploads ?? '', network !== null]).slice(0, 8),
      dryRun: false,
      progress: options.progress ?? (() => {}),
      signal: options.signal ?? null,
    });
  } finally {
    await archive.close();
  }
}

async function archiveOf(
  options: Options,
  map: ImportMap,
  newsroom: Newsroom,
  source: string,
  rows: readonly Kept[],
): Promise<Archive> {
  const site = await newsroom.site.get();
  const scratch = new Scratch();
  const originals = rows.map((row) => ({
    row,
    original: JSON.parse(row.original) as Original | { format: 'markdown'; file: string; text: string },
  }));
  const wordpress = originals.some(({ original }) => original.format === 'wordpress');
  const media = wordpress ? null : new FolderMedia(null);
  const lang = site?.defaultLang ?? 'en';
  const bylines = originals.flatMap(({ original }) => ('byline' in original ? bylinesOf(original) : []));
  const authors = Object.fromEntries(bylines.map((byline) => [byline, byline]));
  const names = new Names({ ...map, authors }, { sections: await newsroom.sections.list(), lang });
  for (const byline of bylines) await names.addAuthor({ login: byline, name: '', bio: '' });
  for (const { original } of originals)
    for (const term of 'terms' in original ? (original.terms ?? []) : []) names.count(term);
  await names.choose();
  const context = {
    names,
    scratch,
    timeZone: options.timeZone ?? site?.timeZone ?? 'UTC',
    lang,
    languages: site?.languages ?? [lang],
    types: { post: 'story', page: 'page', ...map.types } as const,
    base: source.startsWith('http') ? source : 'https://localhost.invalid',
    now: options.now(),
  };
  const read = ({ row, original }: (typeof originals)[number], position: number): Incoming => {
    if (original.format === 'markdown') {
      const file = {
        site,
        now: context.now,
        random: options.random,
        keep: (each: Parameters<FolderMedia['keep']>[0]) => media?.keep(each),
      };
      return { ...incomingFile(original.file, original.text, file, position), key: row.item };
    }
    return { ...incomingItem(undamaged(original), context, position), key: row.item };
  };
  return {
    format: wordpress ? 'wordpress' : 'markdown',
    source,
    stamp: '',
    size: rows.length,
    notes: [],
    site: null,
    media: media ?? wxrMedia(scratch, options.uploads ?? null),
    items: async function* () {
      for (const [index, each] of originals.entries()) yield read(each, index + 1);
    },
    finish: async () => [],
    close: async () => scratch.close(),
  };
}

function bylinesOf({ byline, terms = [] }: Original): string[] {
  const more = terms.filter(({ domain }) => domain === 'author').map(({ slug }) => slug.replace(/^cap-/, ''));
  return byline === null ? more : [byline, ...more];
}

function undamaged({ byline, ...said }: Original): WxrItem {
  const item: WxrItem = { ...emptyItem(), ...said, creator: byline ?? '' };
  if (item.fault === '') return item;
  return { ...item, fault: '', status: 'draft', id: item.id || '0', type: item.type || 'post' };
}

function sum(a: ImportReport, b: ImportReport): ImportReport {
  const total = {
    ...a,
    items: a.items + b.items,
    rows: [...a.rows, ...b.rows],
    notes: [...a.notes, ...b.notes],
    remarks: [...a.remarks, ...b.remarks],
  };
  for (const outcome of OUTCOMES) total[outcome] += b[outcome];
  return total;
}
