import { createHash } from 'node:crypto';
import { BUNDLE_PATH, EditionError, openFollower, openMemory, TufError } from '#edition';
import type { Fetch, Follower, Update } from '#edition';
import type { Mirror } from '../mirrors.ts';
import type { Look } from './answer.ts';
import { seconds } from './here.ts';
import type { OwnPaper } from './paper.ts';
import type { Verdict } from './verdict.ts';
import { Walk } from './walk.ts';

/** One look at one mirror from one vantage. */
export type Found = {
  verdict: Verdict;
  /** Why, as a sentence without its end, for people. */
  reason: string;
  /** Milliseconds until the front was there and proven; null where it never was. */
  ms: number | null;
  /** Number of the edition that stands there; null where none was proven. */
  edition: number | null;
};

export type ProbeLimits = {
  /** Milliseconds for one answer. Default 20,000; three times as much for the whole probe. */
  answerMs: number;
  /** Milliseconds until the front is proven, beyond which a mirror is slow. */
  slowMs: number;
  /** Milliseconds for which a mirror may be behind. */
  graceMs: number;
};

export type ProbeOptions = {
  mirror: Pick<Mirror, 'address' | 'pushedEdition' | 'error'>;
  look: Look;
  paper: OwnPaper;
  /** Pages to open beside the front: paths of the edition. */
  pages: readonly string[];
  limits: ProbeLimits;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Ends the probe at once, which then says nothing. */
  signal: AbortSignal;
};

const FRONT = 'index.html';

/**
 * Follows the paper through a mirror as a new reader would who has the newsroom's own root: the bundle and the chain
 * without it, then the front and other pages, by their proofs and as people open them.
 *
 * @throws VantageError where the vantage itself does not work; the signal's reason once it aborts
 */
export async function probe(options: ProbeOptions): Promise<Found> {
  const first = await probeOnce(options);
  // In the middle of a push, or of a new edition, two moments may have met: what is wrong is still wrong the next time.
  const found = first.verdict === 'poisoned' ? await probeOnce(options) : first;
  options.signal.throwIfAborted();
  return found;
}

async function probeOnce(options: ProbeOptions): Promise<Found> {
  const { look, mirror, paper, pages, limits, now, signal } = options;
  const started = performance.now();
  const passed = (): number => performance.now() - started;
  const broken: Broken = { error: null };
  const ends = (): boolean => passed() > 3 * limits.answerMs;
  const walk = new Walk({
    look: kept(look, broken),
    base: mirror.address,
    ms: limits.answerMs,
    ends,
    signal,
  });
  const found: Found = { verdict: 'ok', reason: '', ms: null, edition: null };
  try {
    const follower = readerOf(paper, walk.fetch, now);
    const update = await follower.update('bundle');
    found.edition = update.record.number;
    found.reason = await openPage(follower, walk, FRONT, paper);
    found.ms = Math.round(passed());
    for (const page of pages) found.reason ||= await openPage(follower, walk, page, paper);
    if (found.reason !== '') return { ...found, verdict: 'poisoned' };
    const single = await readerOf(paper, withoutBundle(walk.fetch), now).update('time');
    return { ...found, ...judge(options, update, single, found.ms) };
  } catch (error) {
    if (broken.error !== null) throw broken.error;
    return { ...found, ...judgeError(error, walk, mirror) };
  }
}

type Broken = { error: Error | null };

/** What a vantage throws must not be taken for something that the mirror did. */
const kept =
  (look: Look, broken: Broken): Look =>
  async (wish) => {
    try {
      return await look(wish);
    } catch (error) {
      broken.error ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  };

const readerOf = (paper: OwnPaper, fetch: Fetch, now: () => number): Follower =>
  openFollower({ anchor: { root: paper.root }, fetch, memory: openMemory(), now });

const withoutBundle =
  (fetch: Fetch): Fetch =>
  (path, limit) =>
    path === BUNDLE_PATH ? Promise.resolve(null) : fetch(path, limit);

/** Opens a page by its proof and as people open it. @returns what is wrong with the latter; empty where nothing is */
async function openPage(follower: Follower, walk: Walk, path: string, paper: OwnPaper): Promise<string> {
  const file = await follower.open(path);
  if (file === null) return '';
  const bytes = await walk.fetch(path, file.bytes.length + 65_536);
  if (bytes === null) throw new EditionError('missing', `Its page "${path}" is not there`);
  const raw = createHash('sha256').update(bytes).digest('hex');
  // In the middle of a push the page may be that of the newest edition before its record is.
  if (raw === file.entry.raw || raw === paper.rawOf(path)) return '';
  return `Its page "${path}" is not what was signed, for whoever opens it in a browser`;
}

type Judgement = Pick<Found, 'verdict' | 'reason'>;

/** What there is to say of a mirror all of whose answers are proven. */
function judge(
  { paper, mirror, limits, now }: ProbeOptions,
  bundle: Update,
  single: Update,
  ms: number,
): Judgement {
  const { number, tree } = bundle.record;
  const current = paper.current();
  if (number > current.number || (number === current.number && tree !== current.tree)) {
    const reason = `It shows an edition ${number} that this newsroom did not make, signed with its keys: they may be in other hands; see "longwave keys" and docs/KEYS.md`;
    return { verdict: 'poisoned', reason };
  }
  const oldest = Math.min(number, single.record.number);
  const since = paper.succeeded(oldest);
  if (since !== null && now() - since > limits.graceMs) {
    const push = mirror.error === null ? pushedText(mirror.pushedEdition, oldest) : `: ${mirror.error}`;
    const part = oldest < number ? ' in its single files, not in its bundle' : '';
    return {
      verdict: 'stale',
      reason: `It shows edition ${oldest}${part}, behind since ${isoMinute(since)}${push}`,
    };
  }
  if (!bundle.fresh)
    return { verdict: 'stale', reason: `Its signatures (${bundle.expired.join(', ')}) are past their date` };
  if (ms > limits.slowMs)
    return {
      verdict: 'slow',
      reason: `The front came after ${seconds(ms)}, more than ${seconds(limits.slowMs)}`,
    };
  return { verdict: 'ok', reason: `Edition ${number}, the front after ${seconds(ms)}` };
}

const pushedText = (pushed: number | null, shown: number): string =>
  pushed === null
    ? '; nothing was pushed there by this newsroom yet'
    : pushed > shown
      ? `, although edition ${pushed} was pushed there`
      : '; the newest edition was not pushed there yet';

function judgeError(error: unknown, walk: Walk, mirror: ProbeOptions['mirror']): Judgement {
  if (!(error instanceof TufError || error instanceof EditionError)) {
    if (walk.hindrance === null) throw error;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (walk.hindrance !== null) {
    const { verdict, text } = walk.hindrance;
    const part = walk.answered ? 'After some answers ' : '';
    return { verdict, reason: sentence(`${part}${text}`) };
  }
  const missing = (error instanceof TufError || error instanceof EditionError) && error.code === 'missing';
  if (!missing) return { verdict: 'poisoned', reason: `It answers, but not with the paper: ${message}` };
  if (walk.answered) return { verdict: 'stale', reason: `Something of the edition is not there: ${message}` };
  if (mirror.pushedEdition === null) return { verdict: 'stale', reason: 'Nothing was pushed there yet' };
  return {
    verdict: 'blocked',
    reason: `Nothing of the paper stands there any more: it answers ${walk.absent ?? 404}`,
  };
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const isoMinute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
