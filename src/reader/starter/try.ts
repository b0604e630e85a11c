import { openFollower, openMemory, TufError } from '#edition';
import type { Anchor, Follower, Update } from '#edition';
import { fetchAt } from '../verify/mirror.ts';

/** A place that shows something signed by the keys of this file. */
export type Genuine = { address: string; follower: Follower; update: Update };

export type Outcome =
  | ({ state: 'genuine' } & Genuine)
  /** No answer, or none in time. */
  | { state: 'silent'; address: string }
  /** It answers with something else: a block page, an imitation, damage. */
  | { state: 'other'; address: string };

const PATIENCE_MS = 10_000;
/** Places that are asked at one time: an old phone on a slow line manages that many. */
const AT_ONCE = 4;

/** Asks every place for its newest edition, and says of each how that went as soon as it is known. */
export async function tryAll(
  addresses: readonly string[],
  anchor: Anchor,
  say: (outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...addresses];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      say(await tryOne(next, anchor));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function tryOne(address: string, anchor: Anchor): Promise<Outcome> {
  const fetch = fetchAt(address, PATIENCE_MS);
  const follower = openFollower({ anchor, fetch, memory: openMemory(), now: Date.now });
  try {
    return { state: 'genuine', address, follower, update: await follower.update('bundle') };
  } catch (error) {
    const silent = !(error instanceof TufError) || error.code === 'unreachable' || error.code === 'missing';
    return { state: silent && !isWrong(error) ? 'silent' : 'other', address };
  }
}

/** What is no answer at all comes as the platform's own error; all else is a reason of ours to refuse what was given. */
const isWrong = (error: unknown): boolean => error instanceof Error && error.name === 'EditionError';

/** The best places first: the newest edition, then that confirmed last. */
export const byFreshness = (one: Genuine, other: Genuine): number =>
  other.update.record.number - one.update.record.number || other.update.confirmedAt - one.update.confirmedAt;
