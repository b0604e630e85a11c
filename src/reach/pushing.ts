import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Depot } from '#depot';
import type { Store } from '#store';
import type { Destination, Secrets } from './destination.ts';
import { kindOf } from './destinations/kinds.ts';
import { ReachError } from './error.ts';
import { leavePress } from './list.ts';
import { dropManifest, Manifest, readChecked } from './manifest.ts';
import type { Checked } from './manifest.ts';
import type { Mirror, NewMirror } from './mirrors.ts';
import { openRegister } from './mirrors.ts';
import { CHECK_EVERY, pushEdition } from './push.ts';
import type { PushReport } from './push.ts';
import { readWhole } from './whole.ts';
import type { WholeReport } from './whole.ts';

export type Pushing = {
  store: Store;
  depot: Depot;
  /** Folder of what is known of each mirror; made if need be. */
  folder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 to below 1. */
  random: () => number;
};

export type PushCall = {
  mirror: Mirror;
  secrets: Secrets;
  signal: AbortSignal;
  full?: boolean;
  progress?: (done: number, total: number) => void;
};

/** A push is one process's alone for this long without a sign of life, milliseconds. */
const HOLD = 120_000;

/**
 * Pushes the current edition to one mirror and notes in the register how it ended.
 *
 * @throws ReachError, with nothing secret in its message
 */
export async function pushMirror(pushing: Pushing, call: PushCall): Promise<PushReport> {
  const { store, now } = pushing;
  const { mirror } = call;
  const register = openRegister(store);
  try {
    const report = await withLease(pushing, mirror.id, call.signal, (signal) =>
      pushAlone(pushing, { ...call, signal }),
    );
    await store.transaction(async () => {
      const before = await register.get(mirror.id);
      await register.pushed(mirror.id, { edition: report.edition, at: now() });
      // From now on it may stand in the signed list.
      if (before?.state === 'listed' && before.pushedEdition === null) await leavePress(store, now());
    });
    return report;
  } catch (error) {
    const told = withoutSecrets(error, call.secrets);
    const isOthers = told instanceof ReachError && told.code === 'busy';
    if (!isOthers && !call.signal.aborted)
      await register.pushed(mirror.id, { error: told.message, at: now() });
    throw told;
  }
}

async function pushAlone({ depot, folder, random, now }: Pushing, call: PushCall): Promise<PushReport> {
  const { mirror, secrets, signal } = call;
  depot.refresh();
  if (depot.head() === null)
    throw new ReachError('no_edition', 'There is no edition yet; make one with "longwave press"');
  const destination = await openDestination(mirror, secrets, signal);
  try {
    const manifest = new Manifest(manifestFile(folder, mirror.id));
    return await depot.withFolder((edition) =>
      pushEdition({ ...call, folder: edition, destination, manifest, random, at: now() }),
    );
  } finally {
    await destination.close();
  }
}

/**
 * Reads back everything that lies at a mirror and says what differs; see `whole.ts`. Nobody pushes there meanwhile.
 *
 * @throws ReachError, with nothing secret in its message
 */
export async function checkWhole(pushing: Pushing, call: PushCall): Promise<WholeReport> {
  const { depot, folder } = pushing;
  const { mirror, secrets } = call;
  try {
    return await withLease(pushing, mirror.id, call.signal, async (signal) => {
      depot.refresh();
      const destination = await openDestination(mirror, secrets, signal);
      try {
        const manifest = new Manifest(manifestFile(folder, mirror.id));
        return await depot.withFolder((edition) =>
          readWhole({ ...call, signal, folder: edition, destination, manifest }),
        );
      } finally {
        await destination.close();
      }
    });
  } catch (error) {
    throw withoutSecrets(error, secrets);
  }
}

const openDestination = async (mirror: Mirror, secrets: Secrets, signal: AbortSignal): Promise<Destination> =>
  (await kindOf(mirror.kind)).open({ mirror, secrets, signal });

/**
 * Brings what a person gave into the form of the register, and gets the place ready.
 *
 * @returns the mirror to add, and what the person should know
 * @throws ReachError
 */
export async function prepareMirror(
  given: NewMirror,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<{ mirror: NewMirror; notes: string[] }> {
  const kind = await kindOf(given.kind);
  const target = kind.target(given.target);
  try {
    const mirror = { ...given, target, options: given.options ?? {} };
    const { options, notes } = await kind.prepare({ mirror, secrets, signal });
    return { mirror: { ...mirror, options }, notes };
  } catch (error) {
    throw withoutSecrets(error, secrets);
  }
}

/** When everything at a mirror was last looked at from this machine; null before its first push. */
export const checkedMirror = ({ folder }: Pick<Pushing, 'folder'>, id: string): Checked | null =>
  readChecked(manifestFile(folder, id));

/** When a push to a mirror is the next to look at everything there: milliseconds since 1970. */
export const nextCheck = (pushing: Pick<Pushing, 'folder'>, id: string): number =>
  (checkedMirror(pushing, id)?.at ?? 0) + CHECK_EVERY;

/** Forgets what this machine knows of a mirror that was removed. */
export const forgetMirror = ({ folder }: Pick<Pushing, 'folder'>, id: string): void =>
  dropManifest(manifestFile(folder, id));

const manifestFile = (folder: string, id: string): string => join(folder, `${id}.jsonl`);

async function withLease<T>(
  { store }: Pushing,
  id: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [name, holder] = [`reach.push:${id}`, randomUUID()];
  if (!(await store.lease(name, holder, HOLD))) {
    throw new ReachError(
      'busy',
      `Another process pushes to the mirror "${id}"; it will bring the newest edition`,
    );
  }
  const lost = new AbortController();
  const renewed = setInterval(() => {
    store.lease(name, holder, HOLD).then(
      (held) => {
        if (!held) lost.abort(new ReachError('busy', `Another process has taken over the push to "${id}"`));
      },
      // One that failed may succeed the next time, long before the lease runs out.
      () => undefined,
    );
  }, HOLD / 4);
  renewed.unref();
  try {
    return await work(AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(renewed);
    await store.release(name, holder);
  }
}

/** Servers and libraries may repeat what they were sent. */
function withoutSecrets(error: unknown, secrets: Secrets): Error {
  const values = Object.values(secrets).filter((value) => value.length > 3);
  const clear = (text: string): string => values.reduce((left, value) => left.replaceAll(value, '…'), text);
  if (error instanceof ReachError) {
    // Not the cause: it holds what the library said.
    return clear(error.message) === error.message ? error : new ReachError(error.code, clear(error.message));
  }
  if (!(error instanceof Error)) return new Error(clear(String(error)));
  return clear(error.message) === error.message ? error : new Error(clear(error.message));
}
