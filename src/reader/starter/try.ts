import { openFollower, openMemory, TufError } from '#edition';
import type { Anchor, Fetch, Follower, Update } from '#edition';
import { askAt } from '../worker/asking.ts';
import type { AskingOptions } from '../worker/asking.ts';
import { clock } from '../worker/clock.ts';
import { Lines } from '../worker/lines.ts';
import { Order } from '../worker/order.ts';
import { HURRIED } from '../worker/source.ts';
import type { Patience } from '../worker/source.ts';

/** A place that shows something signed by the keys of this file. */
export type Genuine = { address: string; follower: Follower; update: Update };

export type Outcome =
  | ({ state: 'genuine' } & Genuine)
  /** No answer, or none in time. */
  | { state: 'silent'; address: string }
  /** It answers with something else: a block page, an imitation, damage. */
  | { state: 'other'; address: string };

/** Whoever opens this file has nobody better to ask. */
const PATIENCE: Patience = { ...HURRIED, headers: 10_000, stall: 10_000, rate: 128, rateAfter: 20_000 };
/** Places that are asked at first: an old phone on a slow line manages that many. */
const AT_ONCE = 4;
/** Milliseconds after which a further one is asked, whatever the others do. */
const STEP_MS = 1_000;

/** Asks every place for its newest edition, and says of each how that went as soon as it is known. */
export async function tryAll(
  addresses: readonly string[],
  anchor: Anchor,
  say: (outcome: Outcome) => void,
): Promise<void> {
  const asking = openAsking();
  const waiting = [...addresses];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      say(await tryOne(next, anchor, asking));
  };
  const lanes = Array.from({ length: AT_ONCE }, work);
  const timer = setInterval(() => void lanes.push(work()), STEP_MS);
  try {
    // More come while these are waited for.
    for (let at = 0; at < lanes.length; at += 1) await lanes[at];
  } finally {
    clearInterval(timer);
  }
}

/** Asks as the worker does: longer files in pieces over several connections, since one may freeze after some kilobytes. */
function openAsking(): Omit<AskingOptions, 'fetch'> {
  return {
    clock,
    lines: new Lines(),
    order: new Order({ lessons: {}, seed: 0, now: clock.now }),
    network: () => '',
    heard: () => undefined,
    places: () => [],
  };
}

async function tryOne(
  address: string,
  anchor: Anchor,
  asking: Omit<AskingOptions, 'fetch'>,
): Promise<Outcome> {
  const { signal } = new AbortController();
  let isPage = false;
  const asked = { place: address, signal, patience: PATIENCE };
  const get = async (url: string, init: RequestInit): Promise<Response> => {
    const response = await fetch(url, { ...init, redirect: 'follow' });
    isPage ||= response.ok && (response.headers.get('content-type') ?? '').startsWith('text/html');
    return response;
  };
  // One that could not be had does not end what is asked of the same place later.
  const ask: Fetch = (path, limit) => askAt({ ...asking, fetch: get }, asked)(path, limit);
  const follower = openFollower({ anchor, fetch: ask, memory: openMemory(), now: Date.now });
  try {
    return { state: 'genuine', address, follower, update: await follower.update('bundle') };
  } catch (error) {
    const silent = !(error instanceof TufError) || error.code === 'unreachable' || error.code === 'missing';
    return { state: silent && !isPage && !isWrong(error) ? 'silent' : 'other', address };
  }
}

/** What is no answer at all comes as the platform's own error; all else is a reason of ours to refuse what was given. */
const isWrong = (error: unknown): boolean => error instanceof Error && error.name === 'EditionError';

/** The best places first: the newest edition, then that confirmed last. */
export const byFreshness = (one: Genuine, other: Genuine): number =>
  other.update.record.number - one.update.record.number || other.update.confirmedAt - one.update.confirmedAt;
