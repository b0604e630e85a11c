import { anchoredRoot } from './anchor.ts';
import type { Anchor } from './anchor.ts';
import { BUNDLE_LIMITS, unpackBundle } from './bundle.ts';
import type { Chain } from './bundle.ts';
import { EditionError } from './error.ts';
import {
  BUNDLE_PATH,
  metadataPath,
  PRESS_ROLE,
  RECORD_TARGET,
  TARGETS_FOLDER,
  TUF_FOLDER,
} from './layout.ts';
import { parseRecord, RECORD_LIMIT } from './record.ts';
import type { EditionRecord } from './record.ts';
import { pastStandIns } from './stand-in.ts';
import { download } from './tuf/download.ts';
import type { Fetch } from './tuf/download.ts';
import { TufError } from './tuf/error.ts';
import { parseMetadata, readCommon } from './tuf/metadata.ts';
import { findTarget } from './tuf/search.ts';
import { checkTarget, downloadTarget } from './tuf/target.ts';
import type { Trust } from './tuf/trust.ts';
import { isAccepted, LIMITS, updateTrust } from './tuf/update.ts';
import type { MetadataStore } from './tuf/update.ts';
import { said } from './said.ts';

/** What a strict client found, under a policy that takes what is past its date and says so. */
export type Found = { trust: Trust; record: EditionRecord; bytes: Uint8Array };

export type FindOptions = {
  anchor: Anchor;
  /** Gets files relative to the edition. */
  fetch: Fetch;
  store: MetadataStore;
  now: number;
  /** The record as it was last found. */
  known: Uint8Array | null;
  /** `time` asks for the timestamp first, and for more only where it is new; `bundle` asks for all that changes at once. */
  first: 'time' | 'bundle';
};

/** Brings the chain from the anchor to the record up to date, by as few requests as can be. @throws TufError, EditionError */
export async function findRecord(options: FindOptions): Promise<Found> {
  const early = await startEarly(options);
  const fetch = pastStandIns(async (path, limit) => early.get(path) ?? options.fetch(path, limit));
  const bundle = openBundle(fetch);
  try {
    return await search({ ...options, fetch }, bundle.take);
  } catch (error) {
    // A bundle that leads nowhere is no reason to give up: every part of it stands in a file of its own, too.
    if (!bundle.used() || !(error instanceof TufError || error instanceof EditionError)) throw error;
    return search({ ...options, fetch }, () => Promise.resolve(null));
  }
}

/** The next root and what is asked first, in one round trip; a reader asks for the root in vain nearly always. */
async function startEarly(options: FindOptions): Promise<Map<string, Promise<Uint8Array | null>>> {
  const { fetch, first, store } = options;
  const version = await storedRoot(store);
  if (version === null) return new Map();
  const next = metadataPath('root', version + 1);
  const asked: [string, number][] = [[next, LIMITS.root]];
  if (first === 'bundle') asked.push([BUNDLE_PATH, BUNDLE_LIMITS.packed]);
  const early = asked.map(([path, limit]) => {
    const answer = download(fetch, path, limit, path === next ? 'root' : 'timestamp');
    // Whoever takes it hears of the failure; that nobody may take it must not end the process.
    answer.catch(() => undefined);
    return [path, answer] as const;
  });
  return new Map(early);
}

type Part = keyof Chain;
type Take = (part: Part) => Promise<Uint8Array | null>;

/** The bundle, fetched when the first part of it is wanted. */
function openBundle(fetch: Fetch): { take: Take; used: () => boolean } {
  let chain: Promise<Chain | null> | null = null;
  let used = false;
  return {
    used: () => used,
    async take(part) {
      chain ??= readBundle(fetch);
      const found = await chain;
      used ||= found !== null;
      return found?.[part] ?? null;
    },
  };
}

async function readBundle(fetch: Fetch): Promise<Chain | null> {
  try {
    const sealed = await download(fetch, BUNDLE_PATH, BUNDLE_LIMITS.packed, 'timestamp');
    return sealed === null ? null : await unpackBundle(sealed);
  } catch (error) {
    if (error instanceof EditionError || error instanceof TufError) return null;
    throw error;
  }
}

async function search(options: FindOptions, take: Take): Promise<Found> {
  const { fetch: whole, first, known, now, store } = options;
  const fetch: Fetch = async (path, limit) => {
    const bytes = path === 'timestamp.json' && first === 'time' ? null : await partFor(path, take);
    return bytes ?? whole(`${TUF_FOLDER}${path}`, limit);
  };
  const stored = await storedRoot(store);
  const trust = await updateTrust({
    ...(stored === null ? { root: await anchoredRoot(options.anchor, whole) } : {}),
    now,
    fetch,
    store,
    expiry: 'report',
  });
  const target = await findTarget({ trust, path: RECORD_TARGET, fetch, store });
  if (target === null) throw new TufError('missing', said`Nobody who may has signed an edition here`);
  if (target.file.length > RECORD_LIMIT) {
    throw new TufError('too_long', said`The record of the edition is longer than any can be`, {
      role: target.role,
    });
  }
  for (const near of [() => Promise.resolve(known), () => take('record')]) {
    const bytes = await near();
    if (bytes !== null && (await isAccepted(checkTarget(target, bytes))))
      return { trust, record: parseRecord(bytes), bytes };
  }
  const targets: Fetch = (path, limit) => whole(`${TARGETS_FOLDER}${path}`, limit);
  const bytes = await downloadTarget({ trust, target, fetch: targets });
  return { trust, record: parseRecord(bytes), bytes };
}

/** The part of a bundle that a client asks for by a name. */
async function partFor(path: string, take: Take): Promise<Uint8Array | null> {
  if (path === 'timestamp.json') return take('timestamp');
  const [, version, role] = /^(\d+)\.(snapshot|press)\.json$/.exec(path) ?? [];
  if (role !== 'snapshot' && role !== PRESS_ROLE) return null;
  const bytes = await take(role);
  if (bytes === null || String(versionOf(bytes, role)) !== version) return null;
  return bytes;
}

/** The version of the root that is kept; null where there is none, or what is kept was damaged. */
async function storedRoot(store: MetadataStore): Promise<number | null> {
  const bytes = await store.read('root');
  try {
    return bytes === null ? null : versionOf(bytes, 'root');
  } catch (error) {
    if (error instanceof TufError) return null;
    throw error;
  }
}

const versionOf = (bytes: Uint8Array, role: 'root' | 'snapshot' | 'press'): number =>
  parseMetadata(bytes, role, role === 'press' ? 'targets' : role, readCommon).signed.version;
