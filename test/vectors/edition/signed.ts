import {
  checkPath,
  consistencyProof,
  encodeChange,
  fingerprintCode,
  fingerprintOf,
  fingerprintWords,
  inclusionProof,
  logRoot,
  parseNoteKey,
  paperOf,
  readCheckpoint,
  readRootDraft,
  tilePath,
  toHex,
} from '#edition';
import type { Unit } from '#edition';
import { alteredEditions } from './altered.ts';
import type { Altered, Instead } from './altered.ts';
import { KEY_NAMES, makeKeys, seedOf, signerOf } from './authority.ts';
import type { Keys } from './authority.ts';
import { sha256 } from './memory.ts';
import { NumberLog } from './number-log.ts';
import { Site } from './site.ts';

/* The vectors of all that is signed: made from fixed seeds and a fixed clock, so that they can be made again. */

const AT = Date.UTC(2026, 10, 23, 18);
const MINUTE = 60_000;
const STORY = '2026/11/23/slug.html';
const OTHER = '2026/11/22/other.html';
const GONE = '2026/11/21/gone.html';

/** Bytes in the vectors: text where it is text, else hexadecimal. A number is that many zeros. */
export type Stored = { text: string } | { hex: string } | { zeros: number } | null;

export const stored = (bytes: Uint8Array): Stored => {
  const text = Buffer.from(bytes).toString();
  const isText = Buffer.from(text).equals(bytes) && !/[\p{Cc}\ufffd]/u.test(text.replaceAll('\n', ''));
  return isText ? { text } : { hex: toHex(bytes) };
};

const storedFiles = (files: ReadonlyMap<string, Uint8Array>): Record<string, Stored> =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, stored(bytes)]));

const storedInstead = (bytes: Instead): Stored => {
  if (bytes === null) return null;
  return typeof bytes === 'number' ? { zeros: bytes } : stored(bytes);
};

export async function makeSigned() {
  const keys = await makeKeys(AT);
  const site = new Site(keys);
  const many = Array.from({ length: 40 }, (_, at) => [`tag/${at}.html`, `<p>Tag ${at}</p>`] as const);
  await site.publish(
    {
      ...Object.fromEntries(many),
      'index.html': '<h1>The Vector</h1>',
      [STORY]: '<h1>A story</h1>',
      [OTHER]: '<h1>Another</h1>',
      [GONE]: '<h1>Soon gone</h1>',
    },
    AT,
  );
  const before = site.files();
  const { change: firstChange } = site;
  await site.publish(
    {
      'index.html': '<h1>The Vector</h1><p>News</p>',
      [STORY]: '<h1>A story</h1><p>With an update.</p>',
      'text/2026/11/23/slug.html': '<h1>A story</h1>',
      'media/ab12/480.jpg': 'no picture',
      [GONE]: { status: 410 },
      'old.html': { redirect: STORY },
      'tag/7.html': null,
    },
    AT + MINUTE,
  );
  const files = site.files();
  const altered = await alteredEditions({ keys, files, before, at: AT + MINUTE, story: STORY, other: OTHER });
  return {
    about:
      'The whole of a small edition, its second, with keys that everybody has. Each seed is SHA-256 of "longwave vectors: " and the name of the key. Times are in milliseconds since 1970. A file is given as text, in hexadecimal, or as a number of zeros; null is a file that is not there.',
    at: AT,
    now: AT + 2 * MINUTE,
    keys: await storedKeys(),
    fingerprints: await fingerprints(keys),
    files: storedFiles(files),
    before: storedFiles(new Map([...before].filter(([path]) => /tuf|bundle|checkpoint/.test(path)))),
    units: site.units.map(({ key, files: members }: Unit) => ({ key, files: members })),
    entries: entriesOf(site.units),
    changes: [firstChange, site.change].map((change) => ({
      removed: toHex(change.removed),
      added: toHex(change.added),
      bytes: toHex(encodeChange(change)),
    })),
    checkpoint: await checkpointOf(keys, files),
    log: logVectors(),
    altered: altered.map(shown),
    refused: REFUSED,
  };
}

async function storedKeys() {
  return Promise.all(
    KEY_NAMES.map(async (name) => {
      const { key, keyid } = await signerOf(name);
      return { name, seed: toHex(seedOf(name)), public: key.keyval.public, keyid };
    }),
  );
}

async function fingerprints(keys: Keys) {
  return Promise.all(
    keys.anchors.roots.map(async (bytes) => {
      const { signed } = await readRootDraft(bytes);
      const fingerprint = await fingerprintOf(signed);
      return {
        version: signed.version,
        fingerprint,
        words: await fingerprintWords(fingerprint),
        code: fingerprintCode(fingerprint),
      };
    }),
  );
}

function entriesOf(units: readonly Unit[]) {
  const paths = [STORY, 'text/2026/11/23/slug.html', GONE, 'old.html', 'media/ab12/480.jpg', 'tag/7.html'];
  return paths.map((path) => {
    checkPath(path);
    const files = units.flatMap((unit) => unit.files);
    return { path, entry: files.find((file) => file.path === path) ?? null };
  });
}

async function checkpointOf(keys: Keys, files: ReadonlyMap<string, Uint8Array>) {
  const { signed } = await readRootDraft(keys.anchors.roots[1] ?? new Uint8Array(0));
  const { log: key } = paperOf(signed);
  const bytes = files.get('edition/log/checkpoint') ?? new Uint8Array(0);
  const { origin, size, root } = await readCheckpoint(bytes, await parseNoteKey(key));
  return { key, origin, size, root: toHex(root), note: Buffer.from(bytes).toString() };
}

const SIZES = [0, 1, 2, 3, 4, 7, 8, 255, 256, 257, 300];
const INCLUDED = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
  [6, 7],
  [5, 8],
  [255, 256],
  [256, 257],
  [17, 300],
  [299, 300],
] as const;
const GREW = [
  [0, 3],
  [1, 2],
  [2, 3],
  [3, 7],
  [4, 8],
  [7, 7],
  [8, 300],
  [255, 256],
  [256, 257],
  [257, 300],
] as const;
const TILES = [
  [0, 0, 256],
  [0, 1, 44],
  [1, 0, 1],
] as const;

function logVectors() {
  const log = new NumberLog(300);
  const rootAt = (size: number): string => toHex(logRoot(log.states[size] ?? { size: 0, peaks: [] }, sha256));
  return {
    entries: 'the text "entry N", N from 0 to 299',
    roots: SIZES.map((size) => ({ size, root: rootAt(size) })),
    inclusion: INCLUDED.map(([index, size]) => ({
      index,
      size,
      root: rootAt(size),
      proof: inclusionProof(index, size, log.at, sha256).map(toHex),
    })),
    consistency: GREW.map(([before, after]) => ({
      before,
      after,
      proof: consistencyProof(before, after, log.at, sha256).map(toHex),
    })),
    // The hash of a tile says as much as its 8 KB.
    tiles: TILES.map(([level, index, width]) => ({
      path: tilePath(level, index, width),
      sha256: toHex(sha256(log.tile(level, index, width))),
    })),
  };
}

const HASH = '00'.repeat(32);

/** Bytes that are no node, unit or change, whatever hash they have. */
const REFUSED = [
  { what: 'node', why: 'empty', hex: '', code: 'malformed' },
  { what: 'node', why: 'a leaf without its record', hex: 'a101', code: 'malformed' },
  { what: 'node', why: 'a leaf with something after it', hex: 'a10000', code: 'malformed' },
  { what: 'node', why: 'a leaf of 17 records', hex: `a111${'00'.repeat(17 * 40)}`, code: 'malformed' },
  { what: 'node', why: 'one record twice', hex: `a102${'07'.repeat(80)}`, code: 'malformed' },
  { what: 'node', why: 'a branch of 16 units', hex: `b1100001${HASH}`, code: 'malformed' },
  { what: 'node', why: 'a branch without a child', hex: 'b1210000', code: 'malformed' },
  { what: 'node', why: 'fewer children than the mask says', hex: `b1210003${HASH}`, code: 'malformed' },
  { what: 'node', why: 'a number longer than needed', hex: `b1a1000001${HASH}`, code: 'malformed' },
  { what: 'node', why: 'a unit', hex: 'c1016100', code: 'malformed' },
  { what: 'node', why: 'a later leaf', hex: 'a200', code: 'newer_format' },
  { what: 'node', why: 'a later branch', hex: `b2210001${HASH}`, code: 'newer_format' },
  { what: 'unit', why: 'no file', hex: 'c1016100', code: 'malformed' },
  { what: 'unit', why: 'an unknown flag', hex: `c101610110${'00'.repeat(40)}`, code: 'malformed' },
  { what: 'unit', why: 'a key of half a character', hex: 'c101c300', code: 'malformed' },
  { what: 'unit', why: 'a later unit', hex: 'c2016100', code: 'newer_format' },
  { what: 'change', why: 'something after it', hex: 'd1000000', code: 'malformed' },
  {
    what: 'change',
    why: 'records out of order',
    hex: `d10200${'02'.repeat(40)}${'01'.repeat(40)}`,
    code: 'malformed',
  },
  { what: 'change', why: 'more records than there are', hex: 'd1ffffffff0f00', code: 'malformed' },
  { what: 'change', why: 'a later change', hex: 'd20000', code: 'newer_format' },
] as const;

const shown = ({ name, instead, returning, open, code }: Altered) => ({
  name,
  ...(returning === true ? { returning } : {}),
  ...(open === undefined ? {} : { open }),
  instead: Object.fromEntries(Object.entries(instead).map(([path, bytes]) => [path, storedInstead(bytes)])),
  code,
});
