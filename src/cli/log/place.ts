import {
  logKeysOf,
  metadataPath,
  openLog,
  pastStandIns,
  parseMetadata,
  readCommon,
  rootFingerprint,
  TUF_FOLDER,
  TufError,
  EditionError,
  updateTrust,
} from '#edition';
import type { Anchor, EditionSource, Fetch, OpenedLog } from '#edition';
import type { Depot } from '#depot';
import type { Call } from '../call.ts';
import { editionFolder, openDepotOf } from '../open.ts';
import { Refusal } from '../out.ts';
import { findStart } from '../verify/anchor.ts';
import type { Start } from '../verify/anchor.ts';
import { depotSource } from '../verify/depot.ts';
import { kindOf } from '../verify/folder.ts';
import { sourceAt } from '../verify/place.ts';

export type PlaceOptions = { from?: string; root?: string; fingerprint?: string; loopback?: boolean };

/** A log that is open for reading. */
export type LogPlace = {
  /** A folder, an address, or null for this installation. */
  at: string | null;
  source: EditionSource;
  log: OpenedLog;
  /** What the signatures were checked against; null where there was nothing. */
  anchor: { root: Anchor; fingerprint: string | null } | null;
  /** This installation's own editions, where they are what is read. */
  depot: Depot | null;
  /** What this installation knows of its own paper, where something else is read against its root. */
  known: Start['known'];
};

/**
 * Opens the log of this installation, of a folder or of a host, and closes it after the work.
 *
 * @throws Refusal where there is none, UsageError
 */
export async function withLog<T>(
  call: Call,
  options: PlaceOptions,
  work: (place: LogPlace) => Promise<T>,
): Promise<T> {
  const { from } = options;
  if (from === undefined && (await kindOf(editionFolder(call.settings))) !== 'folder')
    throw new Refusal('There is no edition on this machine yet', [
      'Make one with "longwave press", or name a folder or an address with --from',
    ]);
  const start = await findStart(call, options);
  const depot = from === undefined ? await openDepotOf(call.settings, call.now) : null;
  try {
    const source = depot === null ? await sourceAt(from ?? '', options) : depotSource(depot);
    const keys = start.anchor === null ? [] : await keysOf(source, start.anchor, start.known.roots, call);
    const log = await openLog(source, keys);
    if (log === null)
      throw new Refusal(
        `There is no log of editions in ${from === undefined ? 'this installation' : `"${from}"`}`,
        ['Editions that nobody signed have none; "longwave keys create" makes keys'],
      );
    const anchor = start.anchor === null ? null : { root: start.anchor, fingerprint: start.fingerprint };
    const known = from === undefined ? {} : start.known;
    return await work({ at: from ?? null, source, log, anchor, depot, known });
  } finally {
    await depot?.close();
  }
}

/** The keys that may have signed the log, by the roots that follow from the anchor. */
async function keysOf(
  source: EditionSource,
  anchor: Anchor,
  known: readonly Uint8Array[] | undefined,
  { now }: Call,
): Promise<string[]> {
  const root = 'root' in anchor ? anchor.root : await rootWith(source, anchor.fingerprint);
  if (root === null) return [];
  const roots = [root, ...(known ?? [])].map(signedOf);
  const kept = new Map<string, Uint8Array>();
  const store = {
    read: (role: string) => Promise.resolve(kept.get(role) ?? null),
    write: (role: string, bytes: Uint8Array) => Promise.resolve(void kept.set(role, bytes)),
    remove: (role: string) => Promise.resolve(void kept.delete(role)),
  };
  const fetch: Fetch = pastStandIns((path, limit) => source.read(TUF_FOLDER + path, limit));
  try {
    await updateTrust({ root, now: now(), fetch, store });
  } catch (error) {
    // The log may be genuine although the edition beside it is past its date.
    if (!(error instanceof TufError) && !(error instanceof EditionError)) throw error;
  }
  const newest = kept.get('root');
  return logKeysOf(newest === undefined ? roots : [...roots, signedOf(newest)]);
}

/** What is signed in a root that is believed, unknown fields and all. */
function signedOf(root: Uint8Array): Readonly<Record<string, unknown>> {
  parseMetadata(root, 'root', 'root', readCommon);
  const { signed } = JSON.parse(Buffer.from(root).toString()) as { signed: Record<string, unknown> };
  return signed;
}

const ROOT_LIMIT = 512_000;

async function rootWith(source: EditionSource, fingerprint: string): Promise<Uint8Array | null> {
  const read = pastStandIns((path, limit) => source.read(path, limit));
  for (let version = 1; version < 1_000; version++) {
    const bytes = await read(metadataPath('root', version), ROOT_LIMIT);
    if (bytes === null) return null;
    if ((await rootFingerprint(bytes)) === fingerprint) return bytes;
  }
  return null;
}
