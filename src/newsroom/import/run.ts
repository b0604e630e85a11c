import { createHash } from 'node:crypto';
import { BodyError } from '#body';
import { StoreError } from '#store';
import type { Store } from '#store';
import { newId } from '../ids.ts';
import { NewsroomError } from '../refusal.ts';
import type { Newsroom } from '../open.ts';
import type { StoryId } from '../types.ts';
import { type Applied, type Desk, type Gathered, isUnchanged, joined, shortHash } from './apply.ts';
import { applyPage } from './apply-page.ts';
import { applyStory } from './apply-story.ts';
import type { Bringer } from './bring.ts';
import { finishLinks, type Link } from './finish.ts';
import type { Archive, Incoming } from './incoming.ts';
import { advance, openRun, recall, remember, type Remembered, sameItem, targetOf } from './memory.ts';
import { Quarantine } from './quarantine.ts';
import { type ImportReport, type ImportRow, Tally } from './report.ts';

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
    rowsLeftOff: tally.leftOff + (started.resumed ? started.position : 0),
    notes: [...archive.notes, ...notes],
  };
}

type Done = { row: ImportRow; made: string[]; link: Link | null };

class Importer {
  readonly tally = new Tally();
  readonly #options: RunOptions;
  readonly #desk: Desk;
  readonly #quarantine: Quarantine;
  readonly #run: { id: string; position: number };
  readonly #resumed: boolean;
  readonly #links: Link[] = [];
  readonly #published: StoryId[] = [];
  #position = 0;

  constructor(
    options: RunOptions,
    started: { id: string; position: number; counts: Tally['counts']; resumed: boolean },
    at: number,
  ) {
    this.#options = options;
    this.#run = started;
    this.#resumed = started.resumed;
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
    for await (const incoming of archive.items()) {
      this.#position++;
      if (this.#position <= this.#run.position) {
        this.#noteLink(incoming);
        continue;
      }
      batch.push(incoming);
      size += incoming.original.length;
      if (batch.length < BATCH.items && size < BATCH.characters && incoming.what.kind !== 'site') continue;
      await this.#put(batch);
      progress(incoming.position, archive.size, incoming.key);
      batch = [];
      size = 0;
      signal?.throwIfAborted();
    }
    if (batch.length > 0) await this.#put(batch);
    progress(archive.size, archive.size, '');
  }

  async finish(): Promise<string[]> {
    const { archive, newsroom, store } = this.#options;
    const { source } = this.#desk;
    const lookUp = async (key: string): Promise<StoryId | null> =>
      (await targetOf(store, source, key, 'story')) as StoryId | null;
    const site = await newsroom.site.get();
    const { notes, changed } = await finishLinks(
      { newsroom, store, lookUp, lang: site?.defaultLang ?? '' },
      this.#links,
    );
    await this.#relate(changed);
    notes.push(...(await archive.finish(newsroom, lookUp, this.#resumed)));
    await advance(store, {
      id: this.#run.id,
      stamp: this.#options.stamp,
      position: this.#position,
      counts: this.tally.counts,
      finishedAt: this.#options.now(),
    });
    return notes;
  }

  /** A story put in early could not be linked to later ones: a small archive is linked anew, a large one as it came. */
  async #relate(changed: readonly StoryId[]): Promise<void> {
    const { newsroom } = this.#options;
    const ids =
      this.#published.length <= RELATED_ANEW ? [...new Set([...this.#published, ...changed])] : [...changed];
    for (let at = 0; at < ids.length; at += BATCH.items) {
      await newsroom.batch(() => newsroom.stories.relate(ids.slice(at, at + BATCH.items)));
    }
  }

  #noteLink(incoming: Incoming): void {
    const link = linkOf(incoming);
    if (link) this.#links.push(link);
  }

  async #put(batch: Incoming[]): Promise<void> {
    const { store, newsroom } = this.#options;
    const keyed = await this.#withMemory(batch);
    const gathered = await this.#gather(keyed);
    const done = await newsroom.batch(async () => {
      const results: Done[] = [];
      const counts = { ...this.tally.counts };
      for (const [index, { incoming, known }] of keyed.entries()) {
        const result = await this.#putOne(incoming, known, gathered[index] ?? { body: [], lead: null });
        counts[result.row.outcome]++;
        results.push(result);
      }
      const position = this.#position;
      await advance(store, {
        id: this.#run.id,
        stamp: this.#options.stamp,
        position,
        counts,
        finishedAt: null,
      });
      return results;
    });
    for (const { row, made, link } of done) {
      this.tally.add(row);
      for (const name of made) this.#desk.standing.add(name);
      if (link) this.#links.push(link);
      const [kind, id] = row.target?.split(' ') ?? [];
      const fresh = row.outcome === 'imported' || row.outcome === 'updated';
      if (fresh && kind === 'story' && id !== undefined && this.#published.length <= RELATED_ANEW)
        this.#published.push(id as StoryId);
    }
  }

  /** An item that bears the number of another one is told apart by its slug. */
  async #withMemory(batch: Incoming[]): Promise<{ incoming: Incoming; known: Remembered | undefined }[]> {
    const { store } = this.#options;
    const { source } = this.#desk;
    const known = await recall(store, source, [...new Set(batch.map(({ key }) => key))]);
    const firsts = new Map<string, string>([...known].map(([key, row]) => [key, row.traits]));
    const renamed = batch.map((incoming) => {
      const traits = firsts.get(incoming.key);
      if (traits === undefined) firsts.set(incoming.key, incoming.traits);
      else if (!sameItem(traits, incoming.traits))
        return { ...incoming, key: `${incoming.key}~${shortHash(incoming.traits)}` };
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

  /** Media are brought over before the transaction: decoding a picture must not keep others waiting. */
  async #gather(batch: { incoming: Incoming; known: Remembered | undefined }[]): Promise<Gathered[]> {
    const gathered: Gathered[] = batch.map(() => ({ body: [], lead: null }));
    const queue = batch.entries();
    const worker = async (): Promise<void> => {
      for (const [index, { incoming, known }] of queue) {
        if (isUnchanged(incoming, known, this.#desk)) continue;
        gathered[index] = await this.#gatherOne(incoming);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return gathered;
  }

  async #gatherOne({ what }: Incoming): Promise<Gathered> {
    const { bringer } = this.#desk;
    if (what.kind === 'story' || what.kind === 'page') {
      const body = [];
      for (const ref of what.body.refs) body.push(await bringer.bring(ref));
      const lead = what.kind === 'story' && what.lead ? await bringer.bring(what.lead.ref) : null;
      return { body, lead };
    }
    return 'media' in what
      ? { body: [await bringer.take(what.media)], lead: null }
      : { body: [], lead: null };
  }

  /** One item in a transaction of its own inside the batch's: what fails in it is undone alone and quarantined. */
  async #putOne(incoming: Incoming, known: Remembered | undefined, gathered: Gathered): Promise<Done> {
    const { store } = this.#options;
    const made: string[] = [];
    let applied: Applied;
    try {
      applied = await store.transaction(() => this.#apply(incoming, known, gathered, made));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      applied = failed(incoming, error, known);
    }
    await this.#settle(incoming, known, applied);
    const row: ImportRow = {
      item: incoming.key,
      kind: 'of' in incoming.what ? incoming.what.of : incoming.what.kind,
      outcome: applied.outcome,
      reason: applied.reason,
      target: applied.target === null ? null : `${applied.targetKind} ${applied.target}`,
      address: incoming.address,
    };
    return { row, made, link: applied.outcome === 'quarantined' ? null : linkOf(incoming) };
  }

  async #settle(incoming: Incoming, known: Remembered | undefined, applied: Applied): Promise<void> {
    const { store, now } = this.#options;
    const { source } = this.#desk;
    const { outcome, reason, targetKind, target, revision, digest } = applied;
    const item = incoming.key;
    if (outcome === 'quarantined') {
      await this.#quarantine.keep({ source, item, reason, original: incoming.original, at: now() });
    } else if (known?.outcome === 'quarantined') await this.#quarantine.release(source, item);
    if (outcome === 'unchanged' && known?.digest === digest && known.outcome === outcome) return;
    const { traits } = incoming;
    await remember(store, source, {
      item,
      digest,
      outcome,
      reason,
      targetKind,
      target,
      revision,
      traits,
      at: now(),
    });
  }

  async #apply(
    incoming: Incoming,
    known: Remembered | undefined,
    gathered: Gathered,
    made: string[],
  ): Promise<Applied> {
    const { what } = incoming;
    const desk = this.#desk;
    if (what.kind === 'quarantined' || what.kind === 'skipped')
      return refusal(incoming, what.kind, what.reason, known);
    if (known && isUnchanged(incoming, known, desk)) {
      const { targetKind, target, revision, digest } = known;
      return { outcome: 'unchanged', reason: '', targetKind, target, revision, digest };
    }
    if (what.kind === 'story') {
      for (const name of what.names) made.push(`${name.kind} ${name.id}`);
      return applyStory(desk, incoming, what, known, gathered);
    }
    if (what.kind === 'page') return applyPage(desk, incoming, what, known, gathered);
    if (what.kind === 'site' || what.kind === 'authors') {
      const remarks = await what.apply(desk.newsroom);
      const outcome = known ? 'updated' : 'imported';
      const reason = joined([...incoming.remarks, ...remarks]);
      return {
        outcome,
        reason,
        targetKind: what.kind,
        target: what.kind,
        revision: null,
        digest: incoming.digest,
      };
    }
    return medium(incoming, known, gathered);
  }
}

function medium(incoming: Incoming, known: Remembered | undefined, gathered: Gathered): Applied {
  const brought = gathered.body[0];
  if (!brought?.ok) return refusal(incoming, 'skipped', brought?.why ?? 'Its file was not found', known);
  const { media } = brought.settled;
  const before = known?.target === media ? 'unchanged' : 'imported';
  const outcome = known?.target && known.target !== media ? 'updated' : before;
  return {
    outcome,
    reason: joined(incoming.remarks),
    targetKind: 'media',
    target: media,
    revision: null,
    digest: incoming.digest,
  };
}

/** What is skipped or quarantined now keeps what an earlier run made of it. */
function refusal(
  incoming: Incoming,
  outcome: 'skipped' | 'quarantined',
  reason: string,
  known: Remembered | undefined,
): Applied {
  return {
    outcome,
    reason: joined([reason, ...incoming.remarks]),
    targetKind: known?.targetKind ?? null,
    target: known?.target ?? null,
    revision: known?.revision ?? null,
    digest: known?.target ? known.digest : incoming.digest,
  };
}

function failed(incoming: Incoming, error: unknown, known: Remembered | undefined): Applied {
  if (error instanceof BodyError || error instanceof NewsroomError)
    return refusal(incoming, 'quarantined', error.message, known);
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return refusal(incoming, 'quarantined', `It could not be put in (${message})`, known);
}

function linkOf({ key, what }: Incoming): Link | null {
  if (what.kind !== 'story') return null;
  const { picks, translationOf, translationGroup, lang } = what;
  if (picks.length === 0 && translationOf === null && translationGroup === null) return null;
  return { key, lang, picks, translationOf, translationGroup };
}

/** Names the options that change what items become. */
export function stampOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
