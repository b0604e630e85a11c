import { gzipSync } from 'node:zlib';
import { hash } from 'node:crypto';
import type { CommitOptions, Depot } from '#depot';
import {
  BUNDLE_PATH,
  metadataPath,
  MIRRORS_PATH,
  parseMetadata,
  parseMirrors,
  readCommon,
  signEdition,
} from '#edition';
import type { Anchors, EditionSigners, Lifetimes } from '#edition';

/** What the press needs to sign editions. */
export type Signing = {
  signers: EditionSigners;
  anchors: Anchors;
  /** Days for which signatures are good. Default: those of #edition. */
  lifetimes?: Partial<Lifetimes>;
};

type SignCommit = {
  at: number;
  /** Version of the list of mirrors that stands in the edition; null where it has none. */
  mirrors: number | null;
  /** Whether an edition that stays is signed anew. */
  again: boolean;
};

/** How a commit is signed: a new edition as such; one that stays only where `again` asks for it. */
export function signWith(
  sign: Signing,
  { at, mirrors, again }: SignCommit,
): NonNullable<CommitOptions['sign']> {
  return ({ edition, changed, standing, log }) => {
    const unsigned = !standing.paths.includes(BUNDLE_PATH);
    if (!changed && !unsigned && !again) return Promise.resolve(null);
    return signEdition({
      ...sign,
      edition: changed || unsigned ? { ...edition, ...(mirrors === null ? {} : { mirrors }) } : null,
      standing,
      log,
      at,
      gzip: (bytes) => gzipSync(bytes, { level: 9 }),
      sha256: (bytes) => hash('sha256', bytes, 'buffer'),
    });
  };
}

/** Whether the current edition has no signatures, or older keys stand in it than those at hand. */
export function lacksSignatures(depot: Depot, { anchors }: Signing): boolean {
  const stands = (path: string, bytes: Uint8Array): boolean => {
    const file = depot.reserved(path);
    return file?.kind === 'stored' && depot.read(file.entry).equals(bytes);
  };
  const newest = anchors.roots.at(-1);
  return !(
    depot.signed().includes(BUNDLE_PATH) &&
    stands(metadataPath('targets', versionOf(anchors.targets, 'targets')), anchors.targets) &&
    (newest === undefined || stands(metadataPath('root', versionOf(newest, 'root')), newest))
  );
}

const versionOf = (bytes: Uint8Array, role: 'root' | 'targets'): number =>
  parseMetadata(bytes, role, role, readCommon).signed.version;

export type SignAgainOptions = {
  depot: Depot;
  sign: Signing;
  /** Milliseconds since 1970. */
  at: number;
};

/**
 * Signs the times of the current edition anew, so that readers see that it is still the last one. Nothing else changes.
 *
 * @returns false where there is no edition yet
 * @throws DepotError when another process presses for too long, or the disk refuses
 */
export async function signEditionAgain({ depot, sign, at }: SignAgainOptions): Promise<boolean> {
  const writer = await depot.begin({ patience: PATIENCE_MS });
  const head = depot.head();
  if (head === null) {
    await writer.abort();
    return false;
  }
  const list = depot.lookup(MIRRORS_PATH);
  const mirrors = list === null ? null : parseMirrors(depot.readRaw(list)).version;
  await writer.commit({
    published: head.published,
    note: head.note,
    sign: signWith(sign, { at, mirrors, again: true }),
  });
  return true;
}

const PATIENCE_MS = 60_000;
