import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  encodeMetadata,
  newRoot,
  newTargets,
  parseNoteKey,
  signEdition,
  signerFromSeed,
  signMetadata,
} from '#edition';
import type { Anchors, EditionSigners, NoteKey, Signer } from '#edition';
import type { CommitOptions, Depot, PutFile } from '#depot';
import { now, open, stories, textFile } from './events.ts';

/* For tests alone: a paper with real keys, and what happens to a depot whose editions it signs. */

export type Keys = { signers: EditionSigners; anchors: Anchors; root: Uint8Array; logKey: NoteKey };

const seed = (name: string): Promise<Signer> => signerFromSeed(hash('sha256', `depot ${name}`, 'buffer'));

/** Keys that follow from nothing but their names, good for years from the tests' time on. */
export async function openTestKeys(): Promise<Keys> {
  const holder = { root: await seed('root'), targets: await seed('targets') };
  const online = {
    press: await seed('press'),
    snapshot: await seed('snapshot'),
    timestamp: await seed('timestamp'),
  };
  const log = await seed('log');
  const term = { at: now(), days: 3650 };
  const plan = {
    holders: [{ root: holder.root.key, targets: holder.targets.key }],
    thresholds: { root: 1, targets: 1 },
    snapshot: online.snapshot.key,
    timestamp: online.timestamp.key,
    log: Buffer.from(log.key.keyval.public, 'hex'),
    paper: 'The Test Paper',
    sample: false,
  };
  const signedRoot = await newRoot(plan, term);
  const root = encodeMetadata(await signMetadata(signedRoot, [holder.root]));
  const targets = encodeMetadata(
    await signMetadata(await newTargets(online.press.key, term), [holder.targets]),
  );
  const logKey = await parseNoteKey(signedRoot.longwave.log);
  return {
    root,
    logKey,
    anchors: { roots: [root], targets },
    signers: { ...online, log: { ...logKey, sign: (message) => log.sign(message) } },
  };
}

/** How the press signs: a new edition as such, one that stays by its times alone. */
export function signing(keys: Keys, at = now()): NonNullable<CommitOptions['sign']> {
  return ({ edition, changed, standing, log }) =>
    signEdition({
      edition: changed ? edition : null,
      standing,
      log,
      anchors: keys.anchors,
      signers: keys.signers,
      at,
      gzip: (bytes) => gzipSync(bytes, { level: 9 }),
      sha256: (bytes) => hash('sha256', bytes, 'buffer'),
    });
}

/** Publishes a signed edition with some files more, and without some. */
export async function publishSigned(
  depot: Depot,
  keys: Keys,
  change: { put?: readonly PutFile[]; remove?: readonly string[]; at?: number; replaceAll?: boolean },
): Promise<void> {
  const { put = [], remove = [], at = now(), replaceAll = false } = change;
  const writer = await depot.begin();
  for (const file of put) writer.put(file);
  for (const path of remove) writer.remove(path);
  await writer.commit({ published: at, note: null, replaceAll, sign: signing(keys, at) });
}

/** Signs the times of the present edition anew. */
export async function signTimes(depot: Depot, keys: Keys, at: number): Promise<void> {
  const writer = await depot.begin();
  const head = depot.head();
  if (head === null) throw new Error('There is no edition to sign');
  await writer.commit({ published: head.published, note: head.note, sign: signing(keys, at) });
}

export const HOUR = 3_600_000;

async function publishOne(folder: string): Promise<void> {
  const [depot, keys] = [await open(folder), await openTestKeys()];
  const put = [textFile('2026/11/23/story-1.html', 'story 1 signed again'), textFile('new.html', 'new')];
  await publishSigned(depot, keys, { put, remove: ['2026/11/23/story-2.html'], at: now() + 100 * HOUR });
  await depot.close();
}

async function withdrawOne(folder: string): Promise<void> {
  const [depot, keys] = [await open(folder), await openTestKeys()];
  const put = [textFile('2026/11/23/story-3.html', 'withdrawn', { status: 410 })];
  await publishSigned(depot, keys, { put, at: now() + 100 * HOUR });
  await depot.close();
}

async function pressSigned(folder: string): Promise<void> {
  const [depot, keys] = [await open(folder), await openTestKeys()];
  await publishSigned(depot, keys, {
    put: stories(12, 'pressed'),
    at: now() + 100 * HOUR,
    replaceAll: true,
  });
  await depot.close();
}

async function renewTimes(folder: string): Promise<void> {
  const [depot, keys] = [await open(folder), await openTestKeys()];
  await signTimes(depot, keys, now() + 100 * HOUR);
  await depot.close();
}

async function exportSigned(folder: string): Promise<void> {
  const depot = await open(folder);
  await depot.exportFolder({ to: `${folder}-out` });
  await depot.close();
}

/** What happens to a depot whose editions are signed. */
export const SIGNED_EVENTS: Record<string, (folder: string) => Promise<void>> = {
  publishOne,
  withdrawOne,
  pressSigned,
  renewTimes,
  exportSigned,
};
