import type { Depot, EditionReport, EditionWriter } from '#depot';
import type { Change, Newsroom } from '#newsroom';
import { pressFull, type Progress } from './full.ts';
import { openGather, type Gather } from './gather.ts';
import { keyText } from './keys.ts';
import { readLabels } from './labels.ts';
import { mediaInUse, putMedia } from './media.ts';
import { encode } from './output.ts';
import { emptiedBy, planChanges, type Plan } from './plan.ts';
import { programMark } from './program.ts';
import { render } from './render.ts';

export type PressOptions = {
  newsroom: Newsroom;
  depot: Depot;
  /** The time of this edition: what is valid or new is judged by it. */
  at: number;
  /** Where threads of a full press find the database and the data folder. */
  databaseUrl: string;
  folder: string;
  /** Threads of a full press; at least 1. */
  threads: number;
  /** Press every page even when nothing changed. */
  full?: boolean;
  /** Leave a full press to another process: answers `full needed` instead. */
  onlyChanges?: boolean;
  progress?: Progress;
};

export type PressReport = EditionReport & {
  /**
   * `full` rendered every page, `changes` only what changes touched, `none` found nothing to do, `full needed` did
   * nothing since it was asked to press changes alone.
   */
  how: 'full' | 'changes' | 'none' | 'full needed';
  /** Keys rendered: pages, feeds, sitemaps. */
  rendered: number;
  changes: number;
};

/** What the press writes into the head of an edition for its next run. */
type Mark = { seq: number; program: string };

/** More changes than this are followed by a full press, which is quicker by then. */
const MANY = 4000;

/** Times the press follows changes that came while it ran, before it leaves them to the next. */
const ROUNDS = 5;

function markOf(depot: Depot): Mark | null {
  const note = depot.head()?.note;
  if (typeof note !== 'object' || note === null || Array.isArray(note)) return null;
  const { seq, program } = note as Record<string, unknown>;
  return typeof seq === 'number' && typeof program === 'string' ? { seq, program } : null;
}

/**
 * Makes the next edition from what is public now. Killed at any moment, the previous edition stands.
 *
 * @throws DepotError when another process presses, or the disk refuses
 */
export async function press(options: PressOptions): Promise<PressReport> {
  const writer = await options.depot.begin();
  try {
    return await pressInto(options, writer);
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

async function pressInto(options: PressOptions, writer: EditionWriter): Promise<PressReport> {
  const { newsroom, depot } = options;
  const program = programMark();
  const mark = markOf(depot);
  let seq = await newsroom.live.lastChange();
  const changes =
    mark === null || mark.program !== program ? [] : await newsroom.live.changes(mark.seq, MANY + 1);
  let full = options.full === true || mark === null || mark.program !== program || changes.length > MANY;
  if (!full && changes.length === 0) return nothing('none', depot, writer);
  let rendered = 0;
  if (!full) {
    const done = await pressChanges(options, writer, changes);
    if (done === null) full = true;
    else rendered = done;
    seq = changes.at(-1)?.seq ?? seq;
  }
  if (full && options.onlyChanges === true) return nothing('full needed', depot, writer);
  if (full) rendered = await pressAll(options, writer);
  for (let round = 0; round < ROUNDS; round++) {
    const more = await newsroom.live.changes(seq, MANY);
    if (more.length === 0) break;
    const done = await pressChanges(options, writer, more);
    if (done === null) break;
    rendered += done;
    seq = more.at(-1)?.seq ?? seq;
  }
  const note: Mark = { seq, program };
  const report = await writer.commit({ published: options.at, note });
  return { ...report, how: full ? 'full' : 'changes', rendered, changes: changes.length };
}

async function nothing(
  how: 'none' | 'full needed',
  depot: Depot,
  writer: EditionWriter,
): Promise<PressReport> {
  await writer.abort();
  const { edition, root, files } = depot.head() ?? { edition: 0, root: '', files: 0 };
  return {
    how,
    rendered: 0,
    changes: 0,
    edition,
    root,
    added: [],
    changed: [],
    removed: [],
    unchanged: files,
    bytes: 0,
  };
}

async function open(options: PressOptions): Promise<Gather> {
  const { newsroom, at } = options;
  return openGather({ newsroom, labels: await readLabels(newsroom), at });
}

async function pressAll(options: PressOptions, writer: EditionWriter): Promise<number> {
  const { newsroom, threads, databaseUrl, folder } = options;
  const gather = await open(options);
  let rendered = 0;
  writer.replaceAll();
  await pressFull({
    gather,
    writer,
    threads,
    databaseUrl,
    folder,
    progress: (done, total) => {
      rendered = done;
      options.progress?.(done, total);
    },
  });
  await putMedia({
    newsroom,
    labels: gather.labels,
    writer,
    media: await mediaInUse(newsroom, gather.labels),
  });
  return rendered;
}

/** @returns how many keys were rendered, or null when a change touches every page */
async function pressChanges(
  options: PressOptions,
  writer: EditionWriter,
  changes: readonly Change[],
): Promise<number | null> {
  const gather = await open(options);
  const plan = await planChanges(gather, changes, (path) => writer.has(path));
  if (plan === null) return null;
  await renderPlan(gather, writer, plan, options.progress);
  const { labels } = gather;
  await putMedia({ newsroom: options.newsroom, labels, writer, media: plan.media });
  return plan.keys.length;
}

async function renderPlan(
  gather: Gather,
  writer: EditionWriter,
  plan: Plan,
  progress?: Progress,
): Promise<void> {
  const written = new Set<string>();
  const emptied = new Set(plan.removed);
  for (const [done, key] of plan.keys.entries()) {
    const outputs = await render(gather, key);
    if (outputs.length === 0) for (const path of emptiedBy(gather, key)) emptied.add(path);
    for (const output of outputs) {
      if (written.has(output.path)) {
        throw new Error(
          `Two pages want the address "${output.path}", the second is ${keyText(key)}; give one another slug`,
        );
      }
      written.add(output.path);
      writer.put(encode(output));
    }
    progress?.(done + 1, plan.keys.length);
  }
  for (const path of emptied) if (!written.has(path)) writer.remove(path);
}
