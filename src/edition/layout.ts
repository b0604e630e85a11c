import { toHex } from './bytes.ts';

/* Where an edition keeps what is not a file of the site: everything stands in one folder, `edition/`. */

/** Metadata as any TUF client wants it. */
export const TUF_FOLDER = 'edition/tuf/';
/** What the metadata speaks of: the record of each edition, and nothing else. */
export const TARGETS_FOLDER = 'edition/tuf/targets/';
/** The path of the one target. */
export const RECORD_TARGET = 'edition.json';
/** The delegated role that signs it. */
export const PRESS_ROLE = 'press';
export const TIMESTAMP_PATH = 'edition/tuf/timestamp.json';
/** The current chain in one file. */
export const BUNDLE_PATH = 'edition/bundle';
export const CHECKPOINT_PATH = 'edition/log/checkpoint';

/** A role's file; every version of a role but the timestamp has a name of its own. */
export const metadataPath = (role: string, version: number): string => `${TUF_FOLDER}${version}.${role}.json`;

export const recordPath = (sha256: string): string => `${TARGETS_FOLDER}${sha256}.${RECORD_TARGET}`;

/** The node that stands `depth` half bytes below the root on the way to a place. */
export function nodePath(place: Uint8Array, depth: number): string {
  if (depth === 0) return 'edition/n/root.node';
  return `edition/n/${inPairs(toHex(place).slice(0, depth))}.node`;
}

/** The units of a place: each with its length as a varint before it, in the order of their records. */
export function unitPath(place: Uint8Array): string {
  const hex = toHex(place);
  return `edition/u/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex}.unit`;
}

/** A node, a unit or an object under its SHA-256 in hexadecimal. */
export const objectPath = (sha256: string): string => `edition/o/${sha256.slice(0, 2)}/${sha256}`;

/** What the edition of an entry of the log changed. */
export const changePath = (entry: number): string => `edition/log/change/${entry}`;

/** Whether a path is that of a page that verifies, in any language: it runs a script that may ask other hosts. */
export const isVerifyPage = (path: string): boolean => /^(?:[^/]+\/)?verify\.html$/.test(path);

/** Whether a path is that of a page that tells how to find the paper again: its script asks nobody but the worker. */
export const isReachPage = (path: string): boolean => /^(?:[^/]+\/)?reach\.html$/.test(path);

/** Whether a path is that of a page that tells how the gap is computed: its script asks this place for the text of it. */
export const isGapPage = (path: string): boolean => /^(?:[^/]+\/)?gap\.html$/.test(path);
/** Whether a path is that of a page about supporting the paper: its form leads where the page itself says. */
export const isSupportPage = (path: string): boolean => /^(?:[^/]+\/)?support\/[^/]+\.html$/.test(path);

/** Whether it is the one of them that shows what a device remembers: it runs a script that stores what a reader chose. */
export const isAskingPage = (path: string): boolean => /^(?:[^/]+\/)?support\/asking\.html$/.test(path);

/** What an address below `edition/` asks for; null where there can be no such thing. */
export type Reserved =
  | { kind: 'node'; prefix: string }
  | { kind: 'unit'; place: string }
  | { kind: 'object'; sha256: string }
  | { kind: 'change'; entry: number }
  | { kind: 'tile'; level: number; index: number; width: number; entries: boolean }
  /** A file that the signer put there, by its whole path. */
  | { kind: 'file'; path: string };

/** Whether a path below `edition/` holds a hash, a version or a number, so that what stands there never changes. */
export const isLasting = (path: string): boolean =>
  /^edition\/(?:o\/|tuf\/(?:\d+\.|targets\/)|log\/(?:tile|change)\/)/.test(path);

const NODE = /^n\/(?:root|((?:[0-9a-f]{2}\/)*[0-9a-f]{1,2}))\.node$/;
const UNIT = /^u\/([0-9a-f]{2})\/([0-9a-f]{2})\/(\1\2[0-9a-f]{12})\.unit$/;
const OBJECT = /^o\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/;
const CHANGE = /^log\/change\/(0|[1-9]\d{0,14})$/;
const TILE = /^log\/tile\/(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const FILE = /^(?:bundle|log\/checkpoint|tuf\/(?:targets\/[0-9a-f]{64}\.)?[0-9a-z][0-9a-z.-]*\.json)$/;

/** Reads a path below `edition/`, as {@link nodePath} and the others write it. */
export function readReserved(path: string): Reserved | null {
  if (!path.startsWith('edition/')) return null;
  const rest = path.slice('edition/'.length);
  const node = NODE.exec(rest);
  // An odd half byte can only be the last, which the two-digit groups before it see to.
  if (node !== null) return { kind: 'node', prefix: (node[1] ?? '').replaceAll('/', '') };
  const place = UNIT.exec(rest)?.[3];
  if (place !== undefined) return { kind: 'unit', place };
  const sha256 = OBJECT.exec(rest)?.[2];
  if (sha256 !== undefined) return { kind: 'object', sha256 };
  const entry = CHANGE.exec(rest)?.[1];
  if (entry !== undefined) return { kind: 'change', entry: Number(entry) };
  return readTile(rest) ?? (FILE.test(rest) ? { kind: 'file', path } : null);
}

const TILE_WIDTH = 256;

/**
 * Where hashes of the log stand, 256 to a tile, as https://c2sp.org/tlog-tiles lays it out; level `entries` holds the
 * entries themselves.
 *
 * @param width hashes in it: 256, or fewer in the last one of a level
 */
export function tilePath(level: number | 'entries', index: number, width: number = TILE_WIDTH): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `edition/log/tile/${level}/${name}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

function readTile(rest: string): Reserved | null {
  const [, kind, name, part] = TILE.exec(rest) ?? [];
  if (kind === undefined || name === undefined) return null;
  const width = part === undefined ? TILE_WIDTH : Number(part);
  const index = Number(name.replaceAll(/[x/]/g, ''));
  const entries = kind === 'entries';
  const level = entries ? 0 : Number(kind);
  // One spelling each: no group of zeros in front, no part that is the whole.
  if (
    !Number.isSafeInteger(index) ||
    tilePath(entries ? 'entries' : level, index, width) !== `edition/${rest}`
  )
    return null;
  return { kind: 'tile', level, index, width, entries };
}

const inPairs = (hex: string): string => (hex.match(/..?/g) ?? []).join('/');
