import {
  decodeUnit,
  encodeRecord,
  encodeUnit,
  metadataPath,
  nodePath,
  objectPath,
  parseRecord,
  placeOf,
  recordOf,
  recordPath,
  TIMESTAMP_PATH,
  toHex,
  unitPath,
} from '#edition';
import type { Altered } from './altered.ts';
import { flipped, parsed, pathOf, read } from './genuine.ts';
import type { Genuine } from './genuine.ts';
import { sha256 } from './memory.ts';
import { pack } from './site.ts';

/* Records, trees and pages that a reader must refuse, some of them signed. */

/** Signs a record as the press would, so that only the record itself can be refused. */
async function signedRecord({ keys, files, at }: Genuine, record: Uint8Array): Promise<Altered['instead']> {
  const version = Math.floor(at / 1000) + 100;
  const press = parsed(read(files, pathOf(files, 'press'))).signed;
  const snapshot = parsed(read(files, pathOf(files, 'snapshot'))).signed;
  const timestamp = parsed(read(files, TIMESTAMP_PATH)).signed;
  const target = { hashes: { sha256: toHex(sha256(record)) }, length: record.length };
  const meta = { 'press.json': { version }, 'targets.json': { version: 2 } };
  return {
    [recordPath(target.hashes.sha256)]: record,
    [metadataPath('press', version)]: await keys.sign(
      { ...press, version, targets: { 'edition.json': target } },
      'press 1',
    ),
    [metadataPath('snapshot', version)]: await keys.sign({ ...snapshot, version, meta }, 'snapshot'),
    [TIMESTAMP_PATH]: await keys.sign(
      { ...timestamp, version, meta: { 'snapshot.json': { version } } },
      'timestamp',
    ),
  };
}

const recordOfFiles = (files: ReadonlyMap<string, Uint8Array>): { path: string; bytes: Uint8Array } => {
  const press = parsed(read(files, pathOf(files, 'press'))).signed as unknown as {
    targets: Record<string, { hashes: { sha256: string } }>;
  };
  const path = recordPath(press.targets['edition.json']?.hashes.sha256 ?? '');
  return { path, bytes: read(files, path) };
};

export async function alteredRecords(genuine: Genuine): Promise<Altered[]> {
  const { path, bytes } = recordOfFiles(genuine.files);
  const record = parseRecord(bytes);
  const other = async (change: object): Promise<Altered['instead']> =>
    signedRecord(genuine, encodeRecord({ ...record, ...change }));
  return [
    { name: 'a record with another digit', instead: { [path]: flipped(bytes) }, code: 'hash_mismatch' },
    { name: 'a record cut short', instead: { [path]: bytes.subarray(0, -1) }, code: 'length_mismatch' },
    { name: 'a record that is too long', instead: { [path]: 16_385 }, code: 'too_long' },
    { name: 'no record', instead: { [path]: null }, code: 'missing' },
    {
      name: 'a signed record of a later format',
      instead: await other({ format: 2 }),
      code: 'newer_format',
    },
    {
      name: 'a signed record whose number is lower than the one seen',
      instead: await other({ number: record.number - 1 }),
      returning: true,
      code: 'rollback',
    },
    { name: 'a signed record without a number', instead: await other({ number: null }), code: 'malformed' },
    {
      name: 'a signed record with spaces',
      instead: await signedRecord(genuine, Buffer.from(Buffer.from(bytes).toString().replace(',', ', '))),
      code: 'malformed',
    },
  ];
}

export async function alteredTrees(genuine: Genuine): Promise<Altered[]> {
  const { story } = genuine;
  const record = parseRecord(recordOfFiles(genuine.files).bytes);
  const key = '2026/11/23/slug';
  const place = placeOf(key, sha256);
  const tree = async (node: Uint8Array): Promise<Altered['instead']> => ({
    ...(await signedRecord(genuine, encodeRecord({ ...record, tree: toHex(sha256(node)) }))),
    'edition/n/root.node': node,
  });
  const bomb = pack(new Uint8Array(100_000));
  const unit = encodeUnit({
    key,
    files: [
      {
        path: story,
        raw: toHex(sha256(Buffer.from('x'))),
        size: 1,
        object: toHex(sha256(bomb)),
        stored: bomb.length,
        gzip: true,
        type: 'text/html; charset=utf-8',
      },
    ],
  });
  const own = recordOf(place, sha256(unit));
  const stranger = recordOf(placeOf('zzz', sha256), sha256(unit));
  const [low, high] = [own, stranger].sort((a, b) => Buffer.compare(a, b));
  return [
    {
      name: 'a signed tree whose records are out of order',
      instead: await tree(Buffer.concat([Uint8Array.of(0xa1, 2), high ?? own, low ?? own])),
      open: story,
      code: 'malformed',
    },
    {
      name: 'a signed tree of a later version',
      instead: await tree(Uint8Array.of(0xa2, 0)),
      open: story,
      code: 'newer_format',
    },
    {
      name: 'a signed object that unpacks to more than its entry says',
      instead: {
        ...(await tree(Buffer.concat([Uint8Array.of(0xa1, 1), own]))),
        [unitPath(place)]: unit,
        [objectPath(toHex(sha256(bomb)))]: bomb,
        [story]: null,
      },
      open: story,
      code: 'too_long',
    },
  ];
}

export function alteredPages({ files, story, other }: Genuine): Altered[] {
  const place = placeOf('2026/11/23/slug', sha256);
  const unit = read(files, unitPath(place));
  const file = decodeUnit(unit).files.find(({ path }) => path === story);
  if (file === undefined) throw new Error(`The vectors have no "${story}"`);
  const object = objectPath(file.object);
  const root = read(files, 'edition/n/root.node');
  const child = nodePath(place, 1);
  const changed = { [story]: flipped(read(files, story)), [object]: flipped(read(files, object)) };
  return [
    { name: 'a page and its object, both altered', instead: changed, open: story, code: 'hash_mismatch' },
    {
      name: 'another page of the edition in its place',
      instead: { [story]: read(files, other), [object]: null },
      open: story,
      code: 'hash_mismatch',
    },
    { name: 'no page', instead: { [story]: null, [object]: null }, open: story, code: 'missing' },
    {
      name: 'the root node altered',
      instead: { 'edition/n/root.node': flipped(root) },
      open: story,
      code: 'hash_mismatch',
    },
    { name: 'a node in place of another', instead: { [child]: root }, open: story, code: 'hash_mismatch' },
    { name: 'no node', instead: { [child]: null }, open: story, code: 'missing' },
    {
      name: 'a unit altered',
      instead: { [unitPath(place)]: flipped(unit) },
      open: story,
      code: 'hash_mismatch',
    },
    { name: 'a path out of the edition', instead: {}, open: '../index.html', code: 'bad_path' },
  ];
}
