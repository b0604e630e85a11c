import { hash } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import type { Depot, EditionReport } from '#depot';
import { MIRRORS_PATH, parseMirrors, type MirrorList } from '#edition';
import type { Change, Newsroom, StoryId } from '#newsroom';
import type { GapView, SiteView } from '#reader';
import type { SupportShown } from '#support';
import { type Asked, askingOf, sameMarks } from './asked.ts';
import { askedAnew, type AskingMarks, isOpen } from './asking.ts';
import { pressFull, type Progress } from './full.ts';
import { gapMark, gapOutputs } from './gap.ts';
import { openGather, type Gather } from './gather.ts';
import { emptiedChanges } from './history.ts';
import { KeySet, keyText } from './keys.ts';
import { readLabels } from './labels.ts';
import { mediaInUse, putMedia, putShown } from './media.ts';
import { encode, encodeBeside, type Encoded, type Output } from './output.ts';
import { pathOfPage } from './pages.ts';
import { emptiedBy, planChanges, type Plan } from './plan.ts';
import { programMark } from './program.ts';
import { render } from './render.ts';
import { lacksSignatures, signWith, type Signing } from './sign.ts';
import { openStaging, type Staging } from './staging.ts';
import { supportOutputs } from './support.ts';
import { keysMark, verifyOutputs } from './verify.ts';

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
  /** Threads from `startThreads`, for whoever knew early that a full press comes. Ended here in any case. */
  started?: readonly Worker[];
  /** Press every page even when nothing changed. */
  full?: boolean;
  /**
   * Pages, feeds and sitemaps to render here at most. Where more are needed, or more changed, this press does nothing
   * and answers `beyond`, so that another process can do it, whose memory goes when it ends. Default: as many as
   * there are.
   */
  atMost?: number;
  progress?: Progress;
  /** Gives an edition its number, see `countEditions`. Default: the folder of the editions counts alone. */
  count?: (least: number) => Promise<number>;
  /**
   * Small files that other rooms make and that pages show by reference, such as a figure that changes often. They are
   * put into every edition; one that changed alone makes an edition without rendering any page. Asked for once no other
   * process presses, so that an edition never goes back to older ones. Where the list of mirrors is among them, the
   * record names its version and the page that verifies its addresses.
   */
  standing?: () => Promise<readonly Output[]>;
  /** The onion address that pages show to readers, ending in `/`. Default: none. */
  onion?: string | null;
  /**
   * What pages say of supporting the paper: appeals, the pages under `support/`. Only what shows a difference is pressed
   * anew. Asked for as `standing` is. Default: nothing.
   */
  support?: () => Promise<SupportShown | null>;
  /**
   * The funding gap: its text, and in each language a picture and a page. What changes of it makes an edition without
   * rendering any other page. Asked for as `standing` is. Default: none.
   */
  gap?: () => Promise<GapView | null>;
  /** Signs the edition. Without it the edition has no signatures, and nobody can prove that it is genuine. */
  sign?: Signing;
};

export type PressReport = EditionReport & {
  /**
   * `full` rendered every page, `changes` only what changes touched, `none` found nothing to do, `beyond` did nothing
   * since more was to be rendered than it was allowed.
   */
  how: 'full' | 'changes' | 'none' | 'beyond';
  /** Keys rendered: pages, feeds, sitemaps. */
  rendered: number;
  changes: number;
  /** Whether the edition is signed. */
  signed: boolean;
};

/** What the press writes into the head of an edition for its next run. */
type Mark = {
  /** Up to where the change log was followed. */
  seq: number;
  program: string;
  /** Of the keys that pages show; empty where it is not signed. */
  keys: string;
  /** The onion address that pages show; empty where there is none. */
  onion: string;
  /** Digests of the appeals on pages, by where they stand. */
  asking: AskingMarks;
  /** Of all that the pages about support say; empty where there are none. */
  support: string;
  /** Addresses of the pages about support, and of the static pages: what is no longer among them is taken out. */
  about: string[];
  /** Of what is shown of the funding gap; empty where nothing is. */
  gap: string;
  pages: string[];
};

/** More changes than this are followed by a full press, which is quicker by then. */
const MANY = 4000;

/** How long to wait for another process that presses. */
const PATIENCE_MS = 60_000;

/** Times the press follows changes that came while it ran, before it leaves them to the next. */
const ROUNDS = 5;

function markOf(depot: Depot): Mark | null {
  const note = depot.head()?.note;
  if (typeof note !== 'object' || note === null || Array.isArray(note)) return null;
  const { seq, program, keys, onion, gap, pages, about, asking, support } = note as Record<string, unknown>;
  if (typeof seq !== 'number' || typeof program !== 'string' || typeof keys !== 'string') return null;
  if (typeof onion !== 'string' || typeof gap !== 'string' || typeof support !== 'string') return null;
  if (typeof asking !== 'object' || asking === null || Array.isArray(asking)) return null;
  const paths = (list: unknown): string[] =>
    Array.isArray(list) ? list.filter((path) => typeof path === 'string') : [];
  const marks = asking as AskingMarks;
  return { seq, program, keys, onion, gap, support, asking: marks, about: paths(about), pages: paths(pages) };
}

/**
 * Makes the next edition from what is public now. Killed at any moment, the previous edition stands.
 *
 * @throws DepotError when another process presses, or the disk refuses
 */
export async function pressEdition(options: PressOptions): Promise<PressReport> {
  const writer = await openStaging(options.depot, PATIENCE_MS);
  try {
    return await pressInto(options, writer);
  } catch (error) {
    await writer.abort();
    throw error;
  } finally {
    for (const worker of options.started ?? []) void worker.terminate();
  }
}

async function pressInto(options: PressOptions, writer: Staging): Promise<PressReport> {
  const { newsroom, depot, atMost = Infinity } = options;
  const program = programMark();
  const given = (await options.standing?.()) ?? [];
  const before = markOf(depot);
  const mark = options.full === true || before?.program !== program ? null : before;
  let seq = await newsroom.live.lastChange();
  const changes = mark === null ? [] : await newsroom.live.changes(mark.seq, MANY + 1);
  const changed = (output: Output): boolean => mark === null || differs(depot, output);
  const unsigned = options.sign !== undefined && lacksSignatures(depot, options.sign);
  const keys = keysMark(options.sign);
  const onion = options.onion ?? '';
  const shown = (await options.gap?.()) ?? null;
  const gap = gapMark(shown);
  const asked = await askingOf(options, shown !== null);
  const current =
    !unsigned &&
    mark?.onion === onion &&
    mark.gap === gap &&
    mark.support === asked.digest &&
    (options.sign === undefined || mark.keys === keys);
  const list = listAmong(given);
  const unlisted = list === null && depot.lookup(MIRRORS_PATH) !== null;
  if (
    mark !== null &&
    current &&
    sameMarks(mark.asking, asked.marks) &&
    changes.length === 0 &&
    !unlisted &&
    !given.some(changed)
  )
    return nothing('none', depot, writer);
  // So many are not even planned here: that alone would hold up whoever is served meanwhile.
  if (changes.length > atMost) return nothing('beyond', depot, writer);
  let done =
    mark === null || changes.length > MANY
      ? null
      : await pressChanges(options, writer, { changes, mark, asked });
  const full = done === null;
  if (done === null) {
    if (options.atMost !== undefined) return nothing('beyond', depot, writer);
    done = await pressAll(options, writer, asked);
  } else seq = changes.at(-1)?.seq ?? seq;
  const caughtUp = await catchUp(options, writer, { ...done, seq, asked });
  const { sign } = options;
  const own = await verifyOutputs(caughtUp.sites, {
    sign,
    list,
    onion: options.onion ?? null,
    gap: shown !== null,
  });
  const support = supportOutputs(caughtUp.sites, asked.asking, options.onion ?? null);
  const gaps = gapOutputs(caughtUp.sites, shown);
  const standing = [...given, ...own, ...gaps.put, ...support];
  const about = support.map(({ path }) => path);
  for (const path of mark?.about ?? []) if (!about.includes(path)) writer.remove(path);
  if ((mark?.gap ?? '') !== '') for (const path of gaps.gone) writer.remove(path);
  if (unlisted) writer.remove(MIRRORS_PATH);
  for (const output of standing) if (full || changed(output)) writer.put(encode(output));
  const note: Mark = {
    seq: caughtUp.seq,
    program,
    keys,
    onion,
    gap,
    asking: asked.marks,
    support: asked.digest,
    about,
    pages: caughtUp.pages,
  };
  const { at: published, count } = options;
  const report = await writer.commit({
    published,
    note,
    replaceAll: full,
    ...(count ? { count } : {}),
    ...(sign
      ? { sign: signWith(sign, { at: published, mirrors: list?.version ?? null, again: unsigned }) }
      : {}),
  });
  const how = full ? 'full' : 'changes';
  return { ...report, how, rendered: caughtUp.rendered, changes: changes.length, signed: sign !== undefined };
}

function listAmong(standing: readonly Output[]): MirrorList | null {
  const list = standing.find(({ path }) => path === MIRRORS_PATH);
  if (list === undefined) return null;
  return parseMirrors(typeof list.text === 'string' ? Buffer.from(list.text, 'utf8') : list.text);
}

function differs(depot: Depot, { path, text }: Output): boolean {
  return depot.lookup(path)?.raw !== hash('sha256', text, 'hex');
}

/** What one pass rendered, the addresses of the static pages it found, and the site as each language shows it. */
type Pass = { rendered: number; pages: string[]; sites: SiteView[] };

/** Follows what changed while the press ran, so that an edition is of one moment: that of its commit. */
async function catchUp(
  options: PressOptions,
  writer: Staging,
  from: Pass & { seq: number; asked: Asked },
): Promise<Pass & { seq: number }> {
  const { asked } = from;
  let { rendered, pages, sites, seq } = from;
  for (let round = 0; round < ROUNDS; round++) {
    const changes = await options.newsroom.live.changes(seq, MANY);
    if (changes.length === 0) break;
    const mark = { pages, asking: asked.marks };
    const pass = await pressChanges(options, writer, { changes, mark, asked });
    if (pass === null) break;
    rendered += pass.rendered;
    ({ pages, sites } = pass);
    seq = changes.at(-1)?.seq ?? seq;
  }
  return { rendered, pages, sites, seq };
}

async function nothing(how: 'none' | 'beyond', depot: Depot, writer: Staging): Promise<PressReport> {
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
    signed: depot.signed().length > 0,
  };
}

async function open(options: PressOptions, { asking }: Asked, all = false): Promise<Gather> {
  const { newsroom, at } = options;
  const labels = await readLabels(newsroom, isOpen(asking));
  return openGather({ newsroom, labels, at, asking, all });
}

async function pressAll(options: PressOptions, writer: Staging, asked: Asked): Promise<Pass> {
  const { newsroom, threads, databaseUrl, folder } = options;
  const gather = await open(options, asked, true);
  let rendered = 0;
  await pressFull({
    gather,
    writer,
    threads,
    databaseUrl,
    folder,
    asking: asked.asking,
    ...(options.started ? { started: options.started } : {}),
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
  return { rendered, pages: pagesOf(gather), sites: [...gather.labels.sites.values()] };
}

function pagesOf(gather: Gather): string[] {
  return gather.labels.pages.map((page) => pathOfPage(gather, page)).sort();
}

/** @returns null when a change touches every page, or more of them than this press may render */
async function pressChanges(
  options: PressOptions,
  writer: Staging,
  {
    changes,
    mark,
    asked,
  }: { changes: readonly Change[]; mark: Pick<Mark, 'pages' | 'asking'>; asked: Asked },
): Promise<Pass | null> {
  const { newsroom } = options;
  const storiesOf = async (lang: string, section: string, limit: number): Promise<StoryId[]> =>
    (await newsroom.live.list(`${lang}/section/${section}`, { limit, newest: true })).map(
      ({ story }) => story,
    );
  const anew = await askedAnew(mark.asking, asked.marks, storiesOf);
  if (anew === null) return null;
  const gather = await open(options, asked);
  const plan = await planChanges(gather, changes, (path) => writer.has(path));
  if (plan === null) return null;
  const keys = new KeySet();
  keys.add(...plan.keys, ...anew);
  plan.keys = keys.values();
  if (plan.keys.length > (options.atMost ?? Infinity)) return null;
  const pages = pagesOf(gather);
  plan.removed.push(...mark.pages.filter((path) => !pages.includes(path)));
  await renderPlan(gather, writer, plan, options.progress);
  const { labels } = gather;
  await putMedia({ newsroom, labels, writer, media: plan.media });
  await putShown({ newsroom, writer, shown: gather.shown() });
  return { rendered: plan.keys.length, pages, sites: [...labels.sites.values()] };
}

async function renderPlan(gather: Gather, writer: Staging, plan: Plan, progress?: Progress): Promise<void> {
  const written = new Set<string>();
  const emptied = new Set(plan.removed);
  const encoding: Promise<Encoded>[] = [];
  for (const [done, key] of plan.keys.entries()) {
    const outputs = await render(gather, key);
    if (outputs.length === 0) for (const path of emptiedBy(gather, key)) emptied.add(path);
    for (const path of emptiedChanges(key, outputs)) emptied.add(path);
    for (const output of outputs) {
      if (written.has(output.path)) {
        throw new Error(
          `Two pages want the address "${output.path}", the second is ${keyText(key)}; give one another slug`,
        );
      }
      written.add(output.path);
      encoding.push(encodeBeside(output));
    }
    progress?.(done + 1, plan.keys.length);
  }
  for (const file of await Promise.all(encoding)) writer.put(file);
  for (const path of emptied) if (!written.has(path)) writer.remove(path);
}
