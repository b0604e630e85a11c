import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '#store';
import type { Store } from '#store';
import { newId } from '../ids.ts';
import { newsroomOn } from '../open.ts';
import type { Newsroom } from '../open.ts';
import { Bringer } from './bring.ts';
import { INTERNET } from './fetch.ts';
import type { ImportOptions } from './import.ts';
import type { Archive } from './incoming.ts';
import { EMPTY_MAP, type ImportMap, readMap } from './map.ts';
import { openFolder } from './markdown/folder.ts';
import { recognise } from './recognise.ts';
import { joined, refusalsSaid } from './remark.ts';
import { ImportError, type ImportReport } from './report.ts';
import { run, stampOf } from './run.ts';
import { openWxr } from './wxr/archive.ts';

/** Milliseconds; as long as an import that was killed keeps the next one waiting. */
const LEASE = 6_000;

export async function startImport(options: ImportOptions): Promise<ImportReport> {
  const found = await recognise(options.from);
  const map = options.map === undefined ? EMPTY_MAP : await readMap(options.map);
  const work = (given: ImportOptions): Promise<ImportReport> =>
    alone(given, (own) => importInto(own, found, map));
  return options.dryRun ? rehearse(options, work) : work(options);
}

type Found = Awaited<ReturnType<typeof recognise>>;

async function importInto(options: ImportOptions, found: Found, map: ImportMap): Promise<ImportReport> {
  const { store, folder, now, random } = options;
  const newsroom = newsroomOn({ store, folder, now, random });
  const archive = await openArchive(options, found, map, newsroom);
  try {
    if (archive.site && (await newsroom.site.get()) === null) {
      const set = await newsroom.site.set(archive.site);
      const remarks = refusalsSaid(set);
      if (!set.ok) throw new ImportError('broken_site', joined(remarks), { remarks });
    }
    const credit = options.pictureCredit?.trim() ?? '';
    const network = options.fetchPictures ? (options.network ?? INTERNET) : null;
    const roots = [
      ...(options.uploads === undefined ? [] : [options.uploads]),
      ...(found.format === 'markdown' ? [found.folder] : []),
    ];
    const bringer = new Bringer({ newsroom, source: archive.media, roots, network, credit });
    const manner = stampOf([credit, options.uploads ?? '', network !== null]).slice(0, 8);
    return await run({
      archive,
      newsroom,
      store,
      folder,
      bringer,
      now,
      random,
      stamp: stampOf([archive.stamp, map, manner, options.timeZone ?? '']),
      manner,
      dryRun: options.dryRun ?? false,
      progress: options.progress ?? (() => {}),
      signal: options.signal ?? null,
    });
  } finally {
    await archive.close();
  }
}

async function openArchive(
  options: ImportOptions,
  found: Found,
  map: ImportMap,
  newsroom: Newsroom,
): Promise<Archive> {
  const site = await newsroom.site.get();
  if (found.format === 'markdown') {
    return openFolder({ folder: found.folder, site, now: options.now(), random: options.random });
  }
  const progress = options.progress ?? (() => {});
  return openWxr({
    file: found.file,
    map,
    site,
    sections: await newsroom.sections.list(),
    timeZone: options.timeZone ?? null,
    uploads: options.uploads ?? null,
    now: options.now(),
    progress: (bytes) => progress(bytes, 0, 'looking through'),
  });
}

/**
 * Runs in a copy of the newsroom that is thrown away: the report is that of the real thing, and nobody who works in
 * the newsroom has to wait for it.
 */
async function rehearse(
  options: ImportOptions,
  work: (options: ImportOptions) => Promise<ImportReport>,
): Promise<ImportReport> {
  const folder = await mkdtemp(join(tmpdir(), 'longwave-rehearsal-'));
  let store: Store | null = null;
  try {
    store = await openStore({
      url: `sqlite:${join(folder, 'copy.db')}`,
      now: options.now,
      random: options.random,
    });
    await store.load(options.store.dump());
    return await work({ ...options, store, folder });
  } finally {
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * One import at a time: two would put one item in twice. Waits for the lease of one that was killed to run out; one
 * that lost its lease, to a machine that slept, stops at the end of its batch.
 */
async function alone(
  options: ImportOptions,
  work: (options: ImportOptions) => Promise<ImportReport>,
): Promise<ImportReport> {
  const { store, random } = options;
  const holder = newId(random);
  const until = performance.now() + LEASE * 1.5;
  while (!(await store.lease('import', holder, LEASE))) {
    if (performance.now() > until) {
      throw new ImportError('running', 'Another import is running; wait until it is done and try again');
    }
    await wait(LEASE / 20);
  }
  const lost = new AbortController();
  const why = new ImportError('running', 'Another import took over; let it end and run this one again');
  const prolong = async (): Promise<void> => {
    const held = await store.lease('import', holder, LEASE).catch(() => true);
    if (!held) lost.abort(why);
  };
  const timer = setInterval(() => void prolong(), LEASE / 6);
  const signals = [lost.signal, ...(options.signal ? [options.signal] : [])];
  try {
    return await work({ ...options, signal: AbortSignal.any(signals) });
  } finally {
    clearInterval(timer);
    await store.release('import', holder);
  }
}
