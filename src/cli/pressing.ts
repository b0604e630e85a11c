import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { PressOptions, PressReport } from '#press';
import type { Opened } from './open.ts';
import type { Call } from './call.ts';
import { signingKeys, UNSIGNED } from './keys/newsroom.ts';
import type { OpenKeys } from './keys/open.ts';
import { renewalDue } from './keys/renewal.ts';
import type { Settings } from './settings.ts';

/** `signedAnew`: nothing was to press, but signatures had stood for half their time and were made anew. */
export type Pressed = PressReport & { signedAnew: boolean };

/** Makes the next edition with a progress bar; waits while another process presses. Signs anew what is due. */
export async function pressNow(
  call: Pick<Call, 'settings' | 'out' | 'now'>,
  opened: Opened,
  options: { full: boolean; started?: readonly Worker[] },
): Promise<Pressed> {
  const { countEditions, press, signAgain } = await import('#press');
  const { settings, out, now } = call;
  const sign = await signingOf(call, opened);
  const bar = out.bar('Pressing');
  try {
    const report = await press({
      newsroom: opened.newsroom,
      depot: opened.depot,
      at: now(),
      databaseUrl: settings.databaseUrl,
      folder: settings.data,
      threads: threadsOf(settings),
      full: options.full,
      count: countEditions(opened.store),
      standing: standingOf(call, opened),
      gap: gapOf(call, opened),
      support: supportOf(call, opened),
      onion: onionAddress(settings),
      ...(options.started ? { started: options.started } : {}),
      ...(sign ? { sign } : {}),
      progress: (done, total) => bar.to(done, total),
    });
    const due = report.how === 'none' ? renewalDue(opened.depot, sign) : null;
    const signedAnew = sign !== null && due !== null && now() >= due;
    if (signedAnew) await signAgain({ depot: opened.depot, sign, at: now() });
    return { ...report, signedAnew };
  } finally {
    bar.end();
  }
}

/** The files that stand in every edition beside the pages: the list of mirrors, where there is one. */
export function standingOf(
  { now }: Pick<Call, 'now'>,
  { newsroom, store }: Pick<Opened, 'newsroom' | 'store'>,
): NonNullable<PressOptions['standing']> {
  return async () => {
    const site = await newsroom.site.get();
    if (site === null) return [];
    const { mirrorList } = await import('#reach');
    const list = await mirrorList(store, { origin: site.address, at: now() });
    return list === null ? [] : [list];
  };
}

/** What pages say of supporting the paper. */
export function supportOf(
  { now, settings }: Pick<Call, 'now' | 'settings'>,
  { newsroom, store }: Pick<Opened, 'newsroom' | 'store'>,
): NonNullable<PressOptions['support']> {
  return async () => {
    const { supportShown } = await import('./support/shown.ts');
    return supportShown({ newsroom, store, settings, at: now() });
  };
}

/** The funding gap as the edition shows it; null before anything is published. */
export function gapOf(
  { now }: Pick<Call, 'now'>,
  { store }: Pick<Opened, 'store'>,
): NonNullable<PressOptions['gap']> {
  return async () => {
    const { openGap, openLedger } = await import('#support');
    return openGap({ store, ledger: openLedger({ store, now }), now }).shown();
  };
}

/** The keys that sign the edition; says plainly where there are none. */
async function signingOf(
  { settings, out }: Pick<Call, 'settings' | 'out'>,
  { newsroom }: Pick<Opened, 'newsroom'>,
): Promise<OpenKeys | null> {
  const site = await newsroom.site.get();
  const keys = site === null ? null : await signingKeys(settings, site);
  if (keys === null) out.note(UNSIGNED);
  return keys;
}

function threadsOf(settings: Settings): number {
  return settings.threads || availableParallelism();
}

/** Starts the threads of a full press before anything else is loaded. */
export async function threadsAhead(settings: Settings): Promise<Worker[]> {
  const { startThreads } = await import('#press');
  return startThreads(threadsOf(settings) - 1, { databaseUrl: settings.databaseUrl, folder: settings.data });
}

/** The address of the paper's onion as pages show it; null without one. */
export const onionAddress = ({ onion }: Pick<Settings, 'onion'>): string | null =>
  onion === '' ? null : `http://${onion}/`;
