/*
 * Writes the test vectors of docs/EDITION.md anew:
 *   node test/vectors/edition/write.ts && npx prettier --write test/vectors
 * Only a change of the layout, with a new version in its first bytes, may change them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeUnit, makeProof, parseMirrors, pathProblem, placeOf, toHex, unitOf } from '#edition';
import type { FileEntry } from '#edition';
import { entryFor, MemoryStore, sha256, treeOf } from './memory.ts';
import { makeSigned } from './signed.ts';

const PATHS = [
  '2026/11/23/slug.html',
  'text/2026/11/23/slug.html',
  '2026/11/23/slug/single.html',
  'ru/2026/11/23/новость.html',
  'ru/text/2026/11/23/новость.html',
  'media/Ab12/480.jpg',
  'media/ab12/1600.avif',
  'index.html',
  'README',
  'tag/peace/2.html',
  '2026/11/23.html',
  '../index.html',
  'a//b.html',
  '-/health',
  'edition/n/00',
  'a%2fb.html',
  'cafe\u0301.html',
  'Новость.html',
];

const paths = PATHS.map((path) => {
  const taken = pathProblem(path) === null;
  const place = taken ? toHex(placeOf(unitOf(path), sha256)) : null;
  return { path, taken, unit: taken ? unitOf(path) : null, place };
});

const story = entryFor('2026/11/23/slug.html');
const units: FileEntry[][] = [
  [entryFor('index.html')],
  [entryFor('text/2026/11/23/slug.html', 0, { size: 70_000, stored: 9_000 }), story],
  [
    entryFor('media/Ab12/480.jpg', 0, {
      type: 'image/jpeg',
      gzip: false,
      stored: 1000,
      object: entryFor('media/Ab12/480.jpg').raw,
    }),
  ],
  [entryFor('old/index.html', 0, { redirect: '2026/11/23/slug.html' })],
  [entryFor('2026/11/22/gone.html', 0, { status: 410 })],
  [entryFor('notes.ics', 0, { type: 'text/calendar; charset=utf-8' })],
];

const trees = [0, 1, 2, 32, 33, 1_000].map((count) => {
  const store = new MemoryStore();
  const files = Array.from({ length: count }, (_, at) => entryFor(`page-${at}.html`));
  const root = treeOf(store, files);
  const asked = ['page-0.html', 'nowhere.html'];
  return {
    files: `page-0.html to page-${count - 1}.html`,
    count,
    root: toHex(root),
    node: toHex(store.read(root)),
    proofs: asked.map((path) => ({
      path,
      found: files.find((file) => file.path === path) ?? null,
      proof: makeProof(store, root, path).map(toHex),
    })),
  };
});

const OAK = '{"address":"https://oak.example/","use":"data"}';
const PINE = '{"address":"http://pine.example:8080/a/b/","neutral":true,"since":2026,"use":"entry"}';
const listWith = (mirrors: string, more: { version?: string; origin?: string } = {}): string =>
  `{"_type":"mirrors","format":1,"mirrors":[${mirrors}],"origin":"${more.origin ?? 'https://vector.example/'}","version":${more.version ?? '7'}}`;

/** Bytes of lists that are taken and of ones that are refused. */
const LISTS = [
  listWith(''),
  listWith(`${OAK},${PINE}`),
  listWith(`${OAK},${OAK}`),
  listWith(OAK, { version: '0' }),
  listWith(OAK, { version: '7.5' }),
  listWith(OAK, { origin: 'https://vector.example' }),
  listWith(OAK.replace('oak', 'OAK')),
  listWith(OAK.replace('oak', 'name:word@oak')),
  listWith(OAK.replace('example/', 'example/?a')),
  listWith(OAK.replace('https', 'ftp')),
  listWith(OAK.replace('data', 'other')),
  `${listWith(OAK)}\n`,
  listWith(OAK).replace('"mirrors":[', '"mirrors": ['),
];
const mirrorLists = LISTS.map((bytes) => ({ bytes, taken: isList(bytes) }));

function isList(bytes: string): boolean {
  try {
    parseMirrors(Buffer.from(bytes));
    return true;
  } catch {
    return false;
  }
}

const vectors = {
  about:
    'Hashes of files are invented: raw is SHA-256 of "0 " and the path, object that of "gzip 0 " and the path; where a tree says nothing else, size is 1000, stored 400 and the type HTML.',
  paths,
  units: units.map((files) => {
    const bytes = encodeUnit({ key: unitOf(files[0]?.path ?? ''), files });
    return { key: unitOf(files[0]?.path ?? ''), files, bytes: toHex(bytes), hash: toHex(sha256(bytes)) };
  }),
  trees,
  mirrors: mirrorLists,
};
const write = (name: string, value: unknown): void =>
  writeFileSync(join(import.meta.dirname, name), `${JSON.stringify(value, null, 1)}\n`);
write('layout.json', vectors);
write('signed.json', await makeSigned());
