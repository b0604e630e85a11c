import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDepot, type Depot } from '#depot';
import { openNewsroom, type Draft, type Newsroom } from '#newsroom';
import { openStore, type Store } from '#store';
import type { GapView } from '#reader';
import type { SupportShown } from '#support';
import { press, type PressReport } from './press.ts';

/** Seeded, so that a failing history can be run again. */
export function seeded(seed: number): () => number {
  let state = (seed * 2_654_435_769) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

export const START = Date.UTC(2026, 2, 1, 9);

/** A newsroom with a press, a clock that stands still until it is moved, and two depots. */
export type Works = {
  store: Store;
  newsroom: Newsroom;
  /** Pressed by what changed, edition after edition. */
  depot: Depot;
  clock: { now: number };
  /** What pages say of supporting the paper, and of the gap; may be set. */
  told: { support: SupportShown | null; gap: GapView | null };
  press(options?: { full?: boolean }): Promise<PressReport>;
  /** A full press into an empty depot. */
  afresh(): Promise<Depot>;
  close(): Promise<void>;
};

export async function openWorks(databaseUrl: string, seed = 1): Promise<Works> {
  const folder = mkdtempSync(join(tmpdir(), 'longwave-press-'));
  const clock = { now: START };
  const now = (): number => clock.now;
  const store = await openStore({ url: databaseUrl, now });
  const newsroom = await openNewsroom({ store, folder, now, random: seeded(seed) });
  const depots: Depot[] = [];
  const open = async (name: string): Promise<Depot> => {
    const depot = await openDepot({ folder: join(folder, name), keep: 1, now });
    depots.push(depot);
    return depot;
  };
  const depot = await open('edition');
  const told: Works['told'] = { support: null, gap: null };
  const into = (target: Depot, full: boolean): Promise<PressReport> =>
    press({
      newsroom,
      depot: target,
      at: clock.now,
      databaseUrl,
      folder,
      threads: 2,
      full,
      support: () => Promise.resolve(told.support),
      gap: () => Promise.resolve(told.gap),
    });
  await furnish(newsroom);
  return {
    store,
    newsroom,
    depot,
    clock,
    told,
    press: (options = {}) => into(depot, options.full === true),
    async afresh() {
      const other = await open(`afresh-${depots.length}`);
      await into(other, true);
      return other;
    },
    async close() {
      for (const one of depots) await one.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const SECTIONS = ['world', 'home'];
export const TAGS = ['tariffs', 'ferries', 'courts'];
export const AUTHORS = ['mara', 'ivo'];

async function furnish(newsroom: Newsroom): Promise<void> {
  await newsroom.site.set({
    names: { '': 'Far Shore' },
    taglines: {},
    address: 'https://farshore.example',
    timeZone: 'Europe/Riga',
    defaultLang: 'en',
    languages: ['en', 'ru', 'fa'],
    adFreeSince: '2025-01-15',
    publisher: { name: 'Far Shore', logo: null },
    menus: { en: [{ label: '', to: 'section:world' }] },
    footers: {},
  });
  for (const id of SECTIONS) await newsroom.sections.put({ id, names: { '': id } });
  for (const id of TAGS) await newsroom.tags.put({ id, names: { '': id } });
  await newsroom.series.put({ id: 'dispute', names: { '': 'The dispute' }, summaries: {} });
  for (const id of AUTHORS) {
    await newsroom.authors.put({ id, names: { '': id }, bios: {}, pseudonymous: false, portrait: null });
  }
}

/** A draft whose every field that readers see holds `word`, so that a leak of any can be found. */
export function draftWith(word: string, rest: Partial<Draft> = {}): Draft {
  const text = `Words of ${word} that nobody may see too soon.`;
  return {
    headline: `Headline ${word}`,
    standfirst: `Standfirst ${word}`,
    kicker: `Kicker ${word}`,
    summary: `Summary ${word}`,
    slug: '',
    dateline: { place: `Place ${word}`, date: '2026-03-01' },
    section: 'world',
    tags: [],
    series: null,
    bylines: ['mara'],
    lead: null,
    picks: [],
    body: {
      type: 'doc',
      content: [{ type: 'paragraph', attrs: { id: 'aaaaaaaa' }, content: [{ type: 'text', text }] }],
    },
    ...rest,
  };
}

/** Every file of the current edition as text, by path. */
export function filesOf(depot: Depot): Map<string, string> {
  return new Map(depot.list().map((entry) => [entry.path, depot.readRaw(entry).toString('utf8')]));
}
