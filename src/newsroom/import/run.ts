import { createHash } from 'node:crypto';
import type { Store } from '#store';
import { newId } from '../ids.ts';
import type { Newsroom } from '../open.ts';
import type { StoryId } from '../types.ts';
import { type Desk, type Gathered, isUnchanged, type Ready, shortHash } from './apply.ts';
import type { Bringer } from './bring.ts';
import { Breath } from './breath.ts';
import { finishLinks, type Link } from './finish.ts';
import type { Archive, Incoming, Opened } from './incoming.ts';
import { advance, openRun, type OpenRun, recall, type Remembered, sameItem, targetOf } from './memory.ts';
import { putOne } from './put-one.ts';
import { Quarantine } from './quarantine.ts';
import { type ImportReport, type ImportRow, Tally } from './report.ts';
import { remark, type Said, textOf } from './remark.ts';

export type RunOptions = {
  archive: Archive;
  newsroom: Newsroom;
  store: Store;
  folder: string;
  bringer: Bringer;
  now: () => number;
  random: () => number;
  /** Everything that changes how items are read: an interrupted run goes on only under the same. */
  stamp: string;
  manner: string;
  dryRun: boolean;
  progress: (done: number, total: number, label: string) => void;
  signal: AbortSignal | null;
};

/** Items of one transaction: enough to be quick, few enough that editors never wait. */
const BATCH = { items: 100, characters: 4_000_000 };
const AT_ONCE = 4;
/** The most stories whose related links are chosen anew at the end. */
const RELATED_ANEW = 2_000;

/** Puts an archive in, batch by batch; each batch is in whole or not at all, and the next run goes on after it. */
export async function run(options: RunOptions): Promise<ImportReport> {
  const { archive, store, now } = options;
  const at = now();
  const started = await openRun(store, {
    id: newId(options.random),
    source: archive.source,
    stamp: options.stamp,
    at,
  });
  const importer = new Importer(options, started, at);
  await importer.readAll();
  const notes = await importer.finish();
  const { tally } = importer;
  return {
    items: tally.items,
    ...tally.counts,
    format: archive.format,
    source: archive.source,
    dryRun: options.dryRun,
    resumed: started.resumed,
    rows: tally.rows,
    rowsLeftOff: tally.leftOff + started.position,
    notes: [...archive.notes, ...notes].map(textOf),
    remarks: [...archive.notes, ...notes],
  };
}

type Keyed = { incoming: Incoming; known: Remembered | undefined };

class Importer {
  readonly tally = new Tally();
  readonly #options: RunOptions;
  readonly #desk: Desk;
  readonly #quarantine: Quarantine;
  readonly #run: OpenRun;
  readonly #links: Link[] = [];
  readonly #published: StoryId[] = [];
  readonly #breath = new Breath();
  #position = 0;

  constructor(options: RunOptions, started: OpenRun, at: number) {
    this.#options = options;
    this.#run = started;
    Object.assign(this.tally.counts, started.counts);
    this.#quarantine = new Quarantine(options.store, options.folder);
    this.#desk = {
      newsroom: options.newsroom,
      store: options.store,
      source: options.archive.source,
      bringer: options.bringer,
      random: options.random,
      at,
      manner: options.manner,
      standing: new Set(),
    };
  }

  async readAll(): Promise<void> {
    const { archive, progress, signal } = this.#options;
    let batch: Incoming[] = [];
    let size = 0;
    const flush = async (): Promise<void> => {
      const last = batch.at(-1);
      if (!last) return;
      await this.#put(batch);
      progress(last.position, archive.size, last.key);
      this.#breath.take();
      batch = [];
      size = 0;
      signal?.throwIfAborted();
    };
    for await (const incoming of archive.items()) {
      if (++this.#position <= this.#run.position) {
        await this.#linkAgain(incoming);
        continue;
      }
      batch.push(incoming);
      size += incoming.original.length;
      if (batch.length >= BATCH.items || size >= BATCH.characters || incoming.alone) await flush();
    }
    await flush();
    progress(archive.size, archive.size, '');
  }

  async finish(): Promise<Said[]> {
    const { archive, newsroom, store, now } = this.#options;
    const { source } = this.#desk;
    const lookUp = (key: string): Promise<StoryId | null> => storyOf(store, source, key);
    const site = await newsroom.site.get();
    const { notes, changed } = await finishLinks(
      { newsroom, store, lookUp, lang: site?.defaultLang ?? '' },
      this.#links,
    );
    await this.#relate(changed);
    notes.push(...(await archive.finish(newsroom, lookUp, this.#run.resumed)));
    await this.#advance(this.tally.counts, now());
    return notes;
  }

  #advance(counts: Tally['counts'], finishedAt: number | null): Promise<void> {
    const { store, stamp } = this.#options;
    return advance(store, { id: this.#run.id, stamp, position: this.#position, counts, finishedAt });
  }

  /** A story put in early could not be linked to later ones: a small archive is linked anew, a large one as it came. */
  async #relate(changed: readonly StoryId[]): Promise<void> {
    const { newsroom } = this.#options;
    const small = this.#published.length <= RELATED_ANEW;
    const ids = small ? [...new Set([...this.#published, ...changed])] : [...changed];
    for (let at = 0; at < ids.length; at += BATCH.items) {
      await newsroom.batch(() => newsroom.stories.relate(ids.slice(at, at + BATCH.items)));
    }
  }

  /** Links are made at the end of a run: those of items that an interrupted one put in are still to come. */
  async #linkAgain(incoming: Incoming): Promise<void> {
    const link = linkOf(incoming.key, await incoming.open());
    if (link) this.#links.push(link);
  }

  async #put(batch: Incoming[]): Promise<void> {
    const { newsroom } = this.#options;
    const ready = await this.#prepare(await this.#withMemory(batch));
    const rows = await newsroom.batch(async () => {
      const done: ImportRow[] = [];
      const counts = { ...this.tally.counts };
      for (const each of ready) {
        const row = await putOne(this.#desk, this.#quarantine, this.#options.now, each);
        counts[row.outcome]++;
        done.push(row);
      }
      await this.#advance(counts, null);
      return done;
    });
    for (const [index, row] of rows.entries()) {
      const opened = ready[index]?.opened ?? null;
      this.#keep(row, opened);
    }
  }

  #keep(row: ImportRow, opened: Opened | null): void {
    this.tally.add(row);
    if (!opened || row.outcome === 'quarantined' || opened.what.kind !== 'story') return;
    for (const { kind, id } of opened.what.names) this.#desk.standing.add(`${kind} ${id}`);
    const link = linkOf(row.item, opened);
    if (link) this.#links.push(link);
    const id = row.target?.split(' ')[1];
    const fresh = row.outcome === 'imported' || row.outcome === 'updated';
    if (fresh && id !== undefined && this.#published.length <= RELATED_ANEW)
      this.#published.push(id as StoryId);
  }

  /** An item that bears the number of another one is told apart by its slug. */
  async #withMemory(batch: Incoming[]): Promise<Keyed[]> {
    const { store } = this.#options;
    const { source } = this.#desk;
    const known = await recall(store, source, [...new Set(batch.map(({ key }) => key))]);
    const firsts = new Map<string, string>([...known].map(([key, row]) => [key, row.traits]));
    const renamed = batch.map((incoming) => {
      const traits = firsts.get(incoming.key);
      if (traits === undefined) firsts.set(incoming.key, incoming.traits);
      else if (!sameItem(traits, incoming.traits)) {
        return { ...incoming, key: `${incoming.key}~${shortHash(incoming.traits)}` };
      }
      return incoming;
    });
    const others = await recall(
      store,
      source,
      renamed.flatMap(({ key }) => (key.includes('~') ? [key] : [])),
    );
    return renamed.map((incoming) => ({
      incoming,
      known: known.get(incoming.key) ?? others.get(incoming.key),
    }));
  }

  /** Items are opened and their media brought over before the transaction: nobody waits for a picture. */
  async #prepare(batch: Keyed[]): Promise<Ready[]> {
    const ready = batch.map(({ incoming, known }): Ready => ({
      incoming,
      known,
      opened: null,
      gathered: NOTHING,
    }));
    const queue = ready.values();
    const worker = async (): Promise<void> => {
      for (const each of queue) {
        if (isUnchanged(each.incoming, each.known, this.#desk)) continue;
        each.opened = await opened(each.incoming);
        each.gathered = await this.#gather(each.opened);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return ready;
  }

  async #gather({ what }: Opened): Promise<Gathered> {
    const { bringer } = this.#desk;
    if (what.kind === 'story' || what.kind === 'page') {
      const body = [];
      for (const ref of what.body.refs) body.push(await bringer.bring(ref));
      const lead = what.kind === 'story' && what.lead ? await bringer.bring(what.lead.ref) : null;
      return { body, lead };
    }
    return 'media' in what ? { body: [await bringer.take(what.media)], lead: null } : NOTHING;
  }
}

const NOTHING: Gathered = { body: [], lead: null };

/** What cannot be read is quarantined; one item never stops an archive. */
async function opened(incoming: Incoming): Promise<Opened> {
  try {
    return await incoming.open();
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      what: {
        kind: 'quarantined',
        of: incoming.type,
        reason: remark('not_read', `It could not be read (${why})`, { what: why }),
      },
      remarks: [],
    };
  }
}

async function storyOf(store: Store, source: string, key: string): Promise<StoryId | null> {
  return (await targetOf(store, source, key, 'story')) as StoryId | null;
}

function linkOf(key: string, { what }: Opened): Link | null {
  if (what.kind !== 'story') return null;
  const { picks, translationOf, translationGroup, lang } = what;
  if (picks.length === 0 && translationOf === null && translationGroup === null) return null;
  return { key, lang, picks, translationOf, translationGroup };
}

/** Names the options that change what items become. */
export function stampOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
