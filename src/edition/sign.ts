import { encodeBundle, sealBundle } from './bundle.ts';
import { equalBytes, toHex } from './bytes.ts';
import { signCheckpoint } from './checkpoint.ts';
import type { NoteSigner } from './checkpoint.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import type { Sha256 } from './hash.ts';
import {
  BUNDLE_PATH,
  CHECKPOINT_PATH,
  metadataPath,
  PRESS_ROLE,
  RECORD_TARGET,
  recordPath,
  TARGETS_FOLDER,
  TIMESTAMP_PATH,
  TUF_FOLDER,
} from './layout.ts';
import { appendLeaf, leafInput, logRoot } from './log.ts';
import type { LogState } from './log.ts';
import { encodeRecord, parseRecord } from './record.ts';
import type { EditionRecord } from './record.ts';
import { encodeMetadata, parseMetadata, readCommon } from './tuf/metadata.ts';
import type { Parsed } from './tuf/metadata.ts';
import { parseRoot } from './tuf/root.ts';
import { signMetadata } from './tuf/signer.ts';
import type { Signer } from './tuf/signer.ts';
import { parseSnapshot } from './tuf/snapshot.ts';
import { parseTargets } from './tuf/targets.ts';
import { parseTimestamp } from './tuf/timestamp.ts';

/** The online keys: they sign every edition. */
export type EditionSigners = { press: Signer; snapshot: Signer; timestamp: Signer; log: NoteSigner };

/** What people signed offline: every version of the root, in order, and the newest targets. */
export type Anchors = { roots: readonly Uint8Array[]; targets: Uint8Array };

/** An edition that waits for its signatures. Hashes are hexadecimal, `published` is in milliseconds since 1970. */
export type UnsignedEdition = {
  number: number;
  tree: string;
  units: number;
  files: number;
  bytes: number;
  published: number;
  /** The tree that it comes from, and bytes of {@link encodeChange} that lead from there to its own. */
  base: string | null;
  change: Uint8Array;
  /** Version of its list of mirrors. Default: it has none. */
  mirrors?: number;
};

/** The files below `edition/` that the last signing put there, in the order in which they came. */
export type Standing = { paths: readonly string[]; read: (path: string) => Uint8Array | null };

export type SignOptions = {
  /** Null signs the times of the present edition anew. */
  edition: UnsignedEdition | null;
  standing: Standing;
  /** The log as it stands. */
  log: LogState;
  anchors: Anchors;
  signers: EditionSigners;
  /** Milliseconds since 1970. */
  at: number;
  gzip: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  sha256: Sha256;
  /** Days for which a signature is good. Default {@link LIFETIMES}. */
  lifetimes?: Partial<Lifetimes>;
  /** Whole editions whose metadata stays, for readers in the middle of an update. Default 8. */
  keep?: number;
};

export type Signed = {
  put: { path: string; bytes: Uint8Array }[];
  drop: string[];
  /** What is added to the log, or null where there is no new edition. Where the log does not hold the edition before it, the change is empty. */
  entry: { record: Uint8Array; change: Uint8Array; log: LogState } | null;
};

export type Lifetimes = { press: number; snapshot: number; timestamp: number };

/** Days. A mirror that is cut off can pass for fresh as long as a timestamp is good. */
export const LIFETIMES: Lifetimes = { press: 90, snapshot: 30, timestamp: 3 };

const SPEC_VERSION = '1.0.34';
const DAY = 86_400_000;

/** Signs an edition, or its times anew: gives the files to put below `edition/` and the ones that may go. */
export async function signEdition(options: SignOptions): Promise<Signed> {
  const { anchors, at, edition, signers, standing } = options;
  const days = { ...LIFETIMES, ...options.lifetimes };
  const before = readStanding(standing);
  const record = edition === null ? before.record : await newRecord(edition, before.record);
  if (record === null)
    throw new EditionError('missing', 'There is no edition to sign yet; press the site first');
  const target = { hashes: { sha256: toHex(await sha256(record)) }, length: record.length };
  const press = await renewed(before.press, {
    changed: record !== before.record,
    signer: signers.press,
    days: days.press,
    at,
    content: { _type: 'targets', targets: { [RECORD_TARGET]: target } },
  });
  const targets = await versionOf(anchors.targets, 'targets');
  const meta = { [`${PRESS_ROLE}.json`]: { version: press.version }, 'targets.json': { version: targets } };
  const snapshot = await renewed(before.snapshot, {
    changed: press !== before.press || targets !== before.targets,
    signer: signers.snapshot,
    days: days.snapshot,
    at,
    content: { _type: 'snapshot', meta },
  });
  const timestamp = await renewed(before.timestamp, {
    changed: true,
    signer: signers.timestamp,
    days: days.timestamp,
    at,
    content: { _type: 'timestamp', meta: { 'snapshot.json': { version: snapshot.version } } },
  });
  return collect(options, { press, snapshot, timestamp, record }, before.record);
}

/**
 * When the times of the present edition should be signed anew: once half of what the first of them is good for is over.
 * In milliseconds since 1970; null where nothing was signed.
 */
export function signingDue(standing: Standing, lifetimes: Partial<Lifetimes> = {}): number | null {
  const before = readStanding(standing);
  const days = { ...LIFETIMES, ...lifetimes };
  const halves = ROLES.flatMap((role) => {
    const file = before[role];
    return file === null ? [] : [halfOf(file, days[role])];
  });
  return halves.length === 0 ? null : Math.min(...halves);
}

const ROLES = ['press', 'snapshot', 'timestamp'] as const;

/** A role's file as it stands. */
type RoleFile = { bytes: Uint8Array; version: number; expires: number; keyids: readonly string[] };

type Before = Record<(typeof ROLES)[number], RoleFile | null> & {
  record: Uint8Array | null;
  /** Version of the targets that the snapshot names. */
  targets: number;
};

const halfOf = (file: RoleFile, days: number): number => file.expires - (days * DAY) / 2;

function readStanding({ paths, read }: Standing): Before {
  const newest = (starts: string, ends: string): Uint8Array | null => {
    const path = paths.findLast((one) => one.startsWith(starts) && one.endsWith(ends));
    return path === undefined ? null : read(path);
  };
  const press = newest(TUF_FOLDER, `.${PRESS_ROLE}.json`);
  const snapshot = newest(TUF_FOLDER, '.snapshot.json');
  const timestamp = read(TIMESTAMP_PATH);
  const parsed = snapshot === null ? null : parseSnapshot(snapshot);
  return {
    press: press === null ? null : roleFile(press, parseMetadata(press, PRESS_ROLE, 'targets', readCommon)),
    snapshot: snapshot === null || parsed === null ? null : roleFile(snapshot, parsed),
    timestamp: timestamp === null ? null : roleFile(timestamp, parseTimestamp(timestamp)),
    record: newest(TARGETS_FOLDER, `.${RECORD_TARGET}`),
    targets: parsed?.signed.meta['targets.json']?.version ?? 0,
  };
}

const roleFile = (
  bytes: Uint8Array,
  { signed, signatures }: Parsed<{ version: number; expires: string }>,
): RoleFile => ({
  bytes,
  version: signed.version,
  expires: Date.parse(signed.expires),
  keyids: signatures.map(({ keyid }) => keyid),
});

async function newRecord(edition: UnsignedEdition, before: Uint8Array | null): Promise<Uint8Array> {
  const { number, tree, units, files, bytes, published, mirrors } = edition;
  const change = changeFrom(edition, before);
  const record: EditionRecord = {
    _type: 'edition',
    format: 1,
    number,
    previous: before === null ? null : toHex(await sha256(before)),
    tree,
    units,
    files,
    bytes,
    published: isoTime(published),
    change: change === null ? null : toHex(await sha256(change)),
    ...(mirrors === undefined ? {} : { mirrors }),
  };
  return encodeRecord(record);
}

/** What an edition changed, if it comes from the one that was signed before it. */
function changeFrom(edition: UnsignedEdition, before: Uint8Array | null): Uint8Array | null {
  return before !== null && parseRecord(before).tree === edition.base ? edition.change : null;
}

/** A role's file as it stands, or a new version of it where something changed, the key did, or half its life is over. */
async function renewed(
  before: RoleFile | null,
  options: {
    changed: boolean;
    signer: Signer;
    days: number;
    at: number;
    content: Record<string, unknown>;
  },
): Promise<RoleFile> {
  const { signer, days, at } = options;
  const stays =
    before !== null && !options.changed && before.keyids.includes(signer.keyid) && at < halfOf(before, days);
  if (stays) return before;
  const signed = {
    ...options.content,
    spec_version: SPEC_VERSION,
    // Versions follow the clock, so that they still rise when all that stood here was lost.
    version: Math.max((before?.version ?? 0) + 1, Math.floor(at / 1000)),
    expires: isoTime(at + days * DAY),
  };
  const bytes = encodeMetadata(await signMetadata(signed, [signer]));
  return { bytes, version: signed.version, expires: Date.parse(signed.expires), keyids: [signer.keyid] };
}

type Files = Record<(typeof ROLES)[number], RoleFile> & { record: Uint8Array };

/** The files to put, the ones that nobody can be in the middle of any more, and the new end of the log. */
async function collect(options: SignOptions, files: Files, before: Uint8Array | null): Promise<Signed> {
  const { anchors, gzip, signers, standing } = options;
  const put: Signed['put'] = [];
  const add = (path: string, bytes: Uint8Array): void => {
    if (!standing.paths.includes(path)) put.push({ path, bytes });
  };
  // By their bytes: a paper whose keys were lost begins again with a first root of the same name.
  const anchor = (path: string, bytes: Uint8Array): void => {
    const stands = standing.paths.includes(path) ? standing.read(path) : null;
    if (stands === null || !equalBytes(stands, bytes)) put.push({ path, bytes });
  };
  for (const root of anchors.roots) anchor(metadataPath('root', await versionOf(root, 'root')), root);
  const targets = await versionOf(anchors.targets, 'targets');
  anchor(metadataPath('targets', targets), anchors.targets);
  add(recordPath(toHex(await sha256(files.record))), files.record);
  add(metadataPath(PRESS_ROLE, files.press.version), files.press.bytes);
  add(metadataPath('snapshot', files.snapshot.version), files.snapshot.bytes);
  const { edition } = options;
  const log =
    edition === null
      ? options.log
      : appendLeaf(options.log, options.sha256(leafInput(files.record)), options.sha256);
  if (edition !== null || !standing.paths.includes(CHECKPOINT_PATH)) {
    const root = logRoot(log, options.sha256);
    const checkpoint = { origin: signers.log.name, size: log.size, root, extensions: [] };
    put.push({ path: CHECKPOINT_PATH, bytes: await signCheckpoint(checkpoint, signers.log) });
  }
  const chain = {
    timestamp: files.timestamp.bytes,
    snapshot: files.snapshot.bytes,
    press: files.press.bytes,
    record: files.record,
  };
  const bundle = await sealBundle(await gzip(encodeBundle(chain)), (packed) =>
    signers.timestamp.sign(packed),
  );
  put.push({ path: BUNDLE_PATH, bytes: bundle });
  put.push({ path: TIMESTAMP_PATH, bytes: files.timestamp.bytes });
  return {
    put,
    drop: [
      ...outdated(standing.paths, put, options.keep ?? 8),
      ...beyond(standing.paths, { root: anchors.roots.length, targets }),
    ],
    entry:
      edition === null
        ? null
        : { record: files.record, change: changeFrom(edition, before) ?? new Uint8Array(0), log },
  };
}

const versionOf = async (bytes: Uint8Array, role: 'root' | 'targets'): Promise<number> =>
  (role === 'root' ? await parseRoot(bytes) : await parseTargets(bytes, role)).signed.version;

/** Roots and targets of an authority that is no more: they would be taken for the ones that follow ours. */
const beyond = (standing: readonly string[], newest: { root: number; targets: number }): string[] =>
  standing.filter((path) => {
    const [, version, role] = ANCHOR.exec(path) ?? [];
    return version !== undefined && Number(version) > newest[role === 'root' ? 'root' : 'targets'];
  });

const ANCHOR = /^edition\/tuf\/(\d+)\.(root|targets)\.json$/;

/** Files of editions that nobody is reading any more: of each kind with versions, all but the newest few. */
function outdated(standing: readonly string[], put: Signed['put'], keep: number): string[] {
  const all = [...standing, ...put.map(({ path }) => path).filter((path) => !standing.includes(path))];
  return KINDS.flatMap((kind) => all.filter((path) => kind.test(path)).slice(0, -keep));
}

const KINDS = [
  /^edition\/tuf\/\d+\.snapshot\.json$/,
  /^edition\/tuf\/\d+\.press\.json$/,
  /^edition\/tuf\/targets\//,
];

/** As metadata writes a time: in UTC, to the second. */
const isoTime = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
