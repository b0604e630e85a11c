import { setTimeout as wait } from 'node:timers/promises';
import type { Depot } from '#depot';
import { equalBytes, metadataPath, signingDue } from '#edition';
import type { Standing } from '#edition';
import type { Clock } from '../clock.ts';
import type { OpenKeys } from './open.ts';

/** Half a minute: a new key counts that soon, and three days of a timestamp's life do not notice it. */
const LOOK_MS = 30_000;

/**
 * Signs in time what would expire, with nobody awake. It looks again and again by the wall clock, so that a machine that
 * slept, or whose clock was set, does on waking what fell due; what fails is tried again at the next look.
 */
export function startRenewal(options: {
  /** When to sign, in milliseconds since 1970, or null for never as things are. */
  due: () => Promise<number | null>;
  signAnew: () => Promise<void>;
  now: () => number;
  /** Told of each new reason why it failed. */
  failed: (error: unknown) => void;
  /** Waits between two looks; ends early when the signal aborts. Default: half a minute. */
  pause?: (signal: AbortSignal) => Promise<void>;
}): Clock {
  const { due, signAnew, now, failed } = options;
  const pause = options.pause ?? ((signal) => wait(LOOK_MS, undefined, { signal, ref: false }));
  const stopped = new AbortController();
  const { signal } = stopped;
  const run = async (): Promise<void> => {
    let told = '';
    while (!signal.aborted) {
      try {
        const time = await due();
        if (time !== null && now() >= time) await signAnew();
        told = '';
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (why !== told) failed(error);
        told = why;
      }
      await pause(signal).catch(() => undefined);
    }
  };
  const done = run();
  return {
    async stop() {
      stopped.abort();
      await done;
    },
  };
}

/** What the last signing left in a depot, as signing reads it. */
export const standingIn = (depot: Pick<Depot, 'signed' | 'reserved' | 'read'>): Standing => ({
  paths: depot.signed(),
  read: (path) => {
    const file = depot.reserved(path);
    if (file === null) return null;
    return file.kind === 'made' ? file.bytes : depot.read(file.entry);
  },
});

/** The paths below which an edition carries the newest root and targets. */
const anchorPaths = ({ authority }: Pick<OpenKeys, 'authority'>): string[] => [
  metadataPath('root', authority.root.version),
  metadataPath('targets', authority.targets.version),
];

/** Whether an edition carries the newest root and targets, byte for byte. */
export function carriesAnchors(
  { paths, read }: Standing,
  keys: Pick<OpenKeys, 'authority' | 'anchors'>,
): boolean {
  const newest = [keys.anchors.roots.at(-1), keys.anchors.targets];
  return anchorPaths(keys).every((path, at) => {
    const [found, wanted] = [paths.includes(path) ? read(path) : null, newest[at]];
    return found !== null && wanted !== undefined && equalBytes(found, wanted);
  });
}

/** When the present edition wants new signatures: now where it lacks the newest keys, never where there are no keys. */
export function renewalDue(
  depot: Pick<Depot, 'head' | 'signed' | 'reserved' | 'read'>,
  keys: OpenKeys | null,
): number | null {
  if (keys === null || depot.head() === null) return null;
  const standing = standingIn(depot);
  return carriesAnchors(standing, keys) ? signingDue(standing) : 0;
}
